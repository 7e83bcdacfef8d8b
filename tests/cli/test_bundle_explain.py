"""``bundle explain`` and the closed list of refusals: a number, a code, an exit code and three sentences for each."""

import re
from pathlib import Path

import pytest

from app.cli.main import USAGE
from app.models.domain import errors
from app.services.bundles.refusals import REFUSALS, Refusal, codes_of, refusal_of
from build.publish_refusals import PLACES, published
from tests.cli.terminal import sekisho
from tests.services.bundles.attacks.hostile import golden


def test_every_refusal_ends_with_a_code_of_its_own() -> None:
    classes = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.AppError)]
    codes = [row.exit_code for row in REFUSALS]
    assert len(set(codes)) == len(codes) == len({row.code for row in REFUSALS})
    assert not set(codes) & {0, 1, USAGE, *(each.exit_code for each in classes)}
    assert all(code < 126 for code in codes)
    assert [row.number for row in REFUSALS] == sorted(row.number for row in REFUSALS)
    assert codes_of("e10") == ("bundle.signer-unknown", "bundle.signer-revoked")
    assert refusal_of("vault.wrong-passphrase") is None


@pytest.mark.parametrize("path", PLACES, ids=lambda path: path.name)
def test_the_published_table_is_current(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert published(text) == text


@pytest.mark.parametrize("row", REFUSALS, ids=lambda row: row.code)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_code_and_its_number_are_explained(row: Refusal, lang: str) -> None:
    by_code = sekisho("bundle", "explain", row.code, lang=lang)
    assert (by_code.code, by_code.err) == (0, "")
    first, *sentences = by_code.out.splitlines()
    assert {row.name, row.code} <= set(first.replace("（", " ").split())
    assert str(row.exit_code) in first
    assert len(sentences) == (4 if row.is_alarm else 3)
    assert by_code.out in sekisho("bundle", "explain", row.name.lower(), lang=lang).out


def test_any_other_code_is_explained_as_well() -> None:
    said = sekisho("bundle", "explain", "vault.wrong-passphrase")
    assert (said.code, len(said.out.splitlines())) == (0, 4)


def test_the_outside_of_a_file_needs_no_key(tmp_path: Path) -> None:
    file = tmp_path / "AGCY1-CON1-0000000007-01234567.age"
    file.write_bytes(golden())
    said = sekisho("bundle", "explain", file)
    assert said.code == 0
    assert "AGCY1" in said.out
    assert "--officer" in said.out
    file.write_bytes(golden()[:200])
    assert "bundle.damaged" in sekisho("bundle", "explain", file).out
    file.rename(tmp_path / "letter.txt")
    (tmp_path / "letter.txt").write_bytes(b"hello")
    said = sekisho("bundle", "explain", tmp_path / "letter.txt")
    assert (said.code, "bundle.not-a-bundle" in said.out, "AGCY1" in said.out) == (0, True, False)


def test_neither_code_nor_file(tmp_path: Path) -> None:
    assert sekisho("bundle", "explain", tmp_path / "E99").code == errors.EnvironmentProblemError.exit_code


def test_every_code_of_the_verification_is_on_the_list() -> None:
    """Whatever opening and admission can say has a number."""
    folder = Path(__file__).resolve().parents[2] / "app/services"
    sources = [folder / "bundles" / name for name in ("admission.py", "opening.py", "archive.py", "records.py")]
    sources += [folder / "crypto" / name for name in ("age.py", "age_header.py", "age_keys.py", "dsse.py")]
    raised = re.compile(r'"(bundle\.[a-z-]+)"')
    codes = {code for path in sources for code in raised.findall(path.read_text(encoding="utf-8"))}
    ours = {"bundle.record-not-exportable", "bundle.too-large", "bundle.recipients"}
    assert len(codes) > 20
    assert codes - ours - {row.code for row in REFUSALS} == set()
