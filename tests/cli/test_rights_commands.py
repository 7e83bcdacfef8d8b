"""The matrix of rights and the statement to a subject, as files from the terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.terminal import Said, sekisho
from tests.services.exchange.world import Snapshots, World

Run = Callable[..., Said]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A case and a refusal in the agency; whatever the commands do is only added to its record."""
    root = tmp_path_factory.mktemp("rights")
    made = Snapshots(root / "snapshots").at("consented", root / "world")
    made.close()
    return made


@pytest.fixture
def run(world: World, tmp_path: Path) -> Run:
    def command(who: str, *words: str | Path) -> Said:
        file = tmp_path / "phrase.txt"
        file.write_text(f"passphrase of {who}")
        file.chmod(0o600)
        return sekisho(
            "rights", *words, "--vault", world.agency.folder, "--officer", f"agency {who}", "--passphrase-file", file
        )

    return command


@pytest.mark.parametrize("who", ["examiner", "administrator", "auditor"])
def test_everybody_may_print_the_matrix(run: Run, tmp_path: Path, who: str) -> None:
    said = run(who, "print", "--to", tmp_path / "rights.pdf")
    assert said.code == 0, said.err
    assert (tmp_path / "rights.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert "rights.pdf" in said.out


def test_a_statement_is_made_for_a_case_and_for_a_refusal(run: Run, world: World, tmp_path: Path) -> None:
    for asked in (world.case, world.refused):
        said = run("security", "statement", asked, "--to", tmp_path / f"{asked}.pdf")
        assert said.code == 0, said.err
        assert (tmp_path / f"{asked}.pdf").read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("who", "asked", "to", "code", "error"),
    [
        ("auditor", "case", "told.pdf", 3, "access.wrong-role"),
        ("security", "nobody's", "told.pdf", 3, "statement.nothing-on-record"),
        ("security", "case", "no such folder/told.pdf", 5, "letter.not-saved"),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(
    run: Run, world: World, tmp_path: Path, who: str, asked: str, to: str, code: int, error: str
) -> None:
    said = run(who, "statement", world.case if asked == "case" else asked, "--to", tmp_path / to)
    assert (said.code, error in said.err) == (code, True), said.err
    assert not (tmp_path / to).exists()
