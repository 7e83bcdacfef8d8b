"""Officers, recovery sheets and the vault key at the terminal: what is said, and with which code it ends."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.models.domain.actor import Role
from app.services.stations.setup import NewOfficer
from app.services.vault.slots import read_slots
from tests.cli.terminal import Said, sekisho
from tests.services.stations.desks import FIRST, SECOND, make

Run = Callable[..., Said]
NAME = "調査 三郎"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "vault"
    make(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "vault")


def secret(place: Path, text: str) -> Path:
    place.write_text(text, "utf-8")
    place.chmod(0o600)
    return place


@pytest.fixture
def by(folder: Path, tmp_path: Path) -> Run:
    """Run a command as an officer whose passphrase stands in a file; the file has the newcomer's as well."""

    def run(officer: NewOfficer, *words: str | Path, passphrase: str = "", lang: str = "en") -> Said:
        lines = f"{NAME}\tthird passphrase\n{officer.name}\t{passphrase or officer.passphrase}\n"
        file = secret(tmp_path / "phrases.txt", lines)
        return sekisho(*words, "--vault", folder, "--officer", officer.name, "--passphrase-file", file, lang=lang)

    return run


THIRD = NewOfficer(NAME, frozenset({Role.EXAMINER}), "third passphrase")


def test_an_officer_comes_and_goes(folder: Path, by: Run) -> None:
    assert by(FIRST, "officer", "add", NAME, "--role", "examiner").code == 0
    listed = by(FIRST, "officer", "list")
    assert listed.code == 0, listed.err
    rows = [line.split("\t") for line in listed.out.splitlines()]
    assert [(row[1].split(), row[2], row[3]) for row in rows][2] == (NAME.split(), "examiner", "present")
    assert by(THIRD, "officer", "list").code == 3
    assert by(FIRST, "officer", "term", NAME, "--until", "2099-03-31").code == 0
    assert "2099-03-31" in by(FIRST, "officer", "list").out
    assert by(FIRST, "officer", "term", NAME, "--until", "2020-03-31").code == 3
    ended = by(FIRST, "officer", "end", NAME)
    assert ended.code == 0, ended.err
    assert by(THIRD, "officer", "list").code == 6
    assert by(FIRST, "officer", "end", NAME).code == 6
    assert read_slots(folder).generation == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("officer", "add", FIRST.name, "--role", "examiner"), 3),
        (("officer", "add", NAME, "--role", "king"), 2),
        (("officer", "add", NAME), 2),
        (("officer", "end", FIRST.name), 3),
        (("officer", "end", "nobody"), 6),
        (("officer", "term", SECOND.name, "--until", "2099-01-01"), 3),
        (("officer", "term", SECOND.name, "--until", "tomorrow"), 2),
        (("officer", "reset", FIRST.name), 3),
        (("recovery", "appoint", "同じ人", "同じ 人"), 3),
    ],
)
def test_what_cannot_be_is_refused_with_its_code(folder: Path, by: Run, words: tuple[str, ...], code: int) -> None:
    before = (folder / "keyslots.json").read_bytes()
    said = by(FIRST, *words)
    assert said.code == code, said.err
    assert (folder / "keyslots.json").read_bytes() == before


def test_a_generated_passphrase_is_shown_once_and_opens(by: Run) -> None:
    added = by(FIRST, "officer", "add", NAME, "--role", "auditor", "--generate")
    generated = added.out.splitlines()[-1]
    assert len(generated.split("-")) == 5
    who = NewOfficer(NAME, frozenset({Role.AUDITOR}), generated)
    assert by(who, "officer", "list", passphrase=generated).code == 0
    again = by(FIRST, "officer", "reset", NAME, "--generate")
    assert again.out.splitlines()[-1] != generated


def test_an_officer_changes_the_own_passphrase(by: Run, tmp_path: Path) -> None:
    new = secret(tmp_path / "new.txt", "quite another passphrase")
    said = by(SECOND, "officer", "passphrase", "--new-passphrase-file", new)
    assert said.code == 0, said.err
    assert "quite another" not in said.out + said.err
    assert by(SECOND, "officer", "list").code == 6
    assert by(SECOND, "officer", "list", passphrase="quite another passphrase").code == 0


def test_the_key_is_renewed(folder: Path, by: Run) -> None:
    for officer, generation in ((FIRST, 1), (SECOND, 2)):
        assert by(officer, "vault", "rotate").code == 0
        assert read_slots(folder).generation == generation


def test_two_sheets_open_the_vault_at_the_terminal(folder: Path, by: Run, tmp_path: Path) -> None:
    appointed = by(FIRST, "recovery", "appoint", "一番 目", "二番 目")
    assert appointed.code == 0, appointed.err
    lines = appointed.out.splitlines()
    keys = [line for line in lines if line.startswith("AGE-SECRET-KEY-PQ-1")]
    assert len(keys) == 2
    assert not any(key in appointed.err for key in keys)
    new = secret(tmp_path / "new.txt", "after the recovery")

    def used(*typed: str) -> Said:
        sheets = secret(tmp_path / "sheets.txt", "".join(f"{n}\t{key}\n" for n, key in enumerate(typed, start=1)))
        return sekisho(
            "recovery",
            "use",
            SECOND.name,
            "--sheet-file",
            sheets,
            "--passphrase-file",
            new,
            "--vault",
            folder,
            lang="ja",
        )

    mistyped = used(keys[0], keys[1][:-1] + ("Q" if keys[1][-1] != "Q" else "P"))
    assert (mistyped.code, "recovery.mistyped" in mistyped.err) == (3, True)
    assert keys[1] not in mistyped.err
    assert used(keys[0], keys[0]).code == 3
    done = used(*keys)
    assert done.code == 0, done.err
    assert used(*keys).code == 3
    assert by(SECOND, "officer", "list", passphrase="after the recovery").code == 0


def test_after_five_wrong_passphrases_one_must_wait(by: Run) -> None:
    said = [by(SECOND, "officer", "list", passphrase=f"wrong passphrase {number}") for number in range(6)]
    assert [one.code for one in said] == [6] * 6
    assert ["vault.wait" in one.err for one in said] == [False] * 5 + [True]
