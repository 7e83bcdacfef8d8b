"""Every command over a played rehearsal, the demo itself as a process, and what it refuses."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app import bootstrap
from app.services.bundles.refusals import refusal_of
from app.services.texts.catalogue import Language
from tests.cli.terminal import ROOT, Said, process, sekisho

NO_BUS = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nothing-here"}
Run = Callable[..., Said]


def ends_with(code: str) -> int:
    """The exit code of a reason why a bundle is not taken."""
    row = refusal_of(code)
    assert row is not None
    return row.exit_code


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    folder = tmp_path_factory.mktemp("demo") / "out"
    return folder, process("demo", "--out", folder, "--lang", "ja", **NO_BUS)


@pytest.fixture
def office(demo: tuple[Path, Said], tmp_path: Path) -> Path:
    """A copy of the played rehearsal; its vaults are not bound to a keyring."""
    return shutil.copytree(demo[0], tmp_path / "office")


@pytest.fixture
def at(office: Path) -> Run:
    """Run a command on a vault as an officer."""
    names = {(one.key, who.key): who.name for one in bootstrap.rehearsal_plan().offices for who in one.officers}

    def run(vault: str, officer: str, *words: str | Path, lang: str = "en") -> Said:
        name = names[vault, officer].replace("\u3000", " ")
        who = ("--vault", office / vault, "--officer", name, "--passphrase-file", office / "passphrases.txt")
        return sekisho(*words, *who, lang=lang)

    return run


def test_the_demo_names_what_it_left(demo: tuple[Path, Said]) -> None:
    folder, said = demo
    assert said.code == 0, said.err
    for name in ("report.md", "passphrases.txt"):
        assert str(folder / name) in said.out
        assert (folder / name).is_file()
    assert {path.name for path in folder.iterdir()} == {
        *("agency", "investigation", "contractor", "bundles", "letters", "refused", "keys"),
        *("report.md", "passphrases.txt", "rehearsal.json"),
    }
    texts = bootstrap.catalogue(Language.JAPANESE)
    assert texts("rehearsal.no-keyring") in said.err
    assert texts("cli.demo.no-display") in said.err
    assert said.err.count("/15]") == 15


def test_nothing_secret_is_said(demo: tuple[Path, Said]) -> None:
    _, said = demo
    secrets = [who.passphrase for one in bootstrap.rehearsal_plan().offices for who in one.officers]
    assert not [each for each in secrets if each in said.out + said.err]
    assert "AGE-SECRET-KEY" not in said.out + said.err


def test_a_second_demo_in_the_same_folder_begins_anew(office: Path) -> None:
    before = bootstrap.door(office / "agency").slots().vault_id
    assert process("rehearsal", "reset", "--folder", office, **NO_BUS).code == 0
    assert bootstrap.door(office / "agency").slots().vault_id != before
    assert not (office / "bundles").exists()


def test_the_demo_does_not_touch_a_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for words in (("demo", "--no-window", "--out"), ("rehearsal", "reset", "--folder")):
        said = sekisho(*words, tmp_path)
        assert (said.code, said.out) == (3, "")
        assert "rehearsal.folder-taken" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_vaults_are_listed_and_checked(office: Path, at: Run) -> None:
    said = sekisho("vault", "list", office)
    assert said.out.count("Rehearsal") == 3
    checked = at("agency", "auditor", "vault", "check")
    assert checked.code == 0, checked.err
    assert "documents of cases" in checked.out
    assert "vault.examined" not in checked.out
    assert "Vault examined" in at("agency", "auditor", "audit", "show").out
    assert sekisho("vault", "list", office / "letters").out == ""


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_wrong_passphrase_opens_nothing_and_is_not_repeated(office: Path, lang: str) -> None:
    file = office / "wrong.txt"
    file.write_text("not-this-one-either\n")
    file.chmod(0o600)
    words = ("audit", "verify", "--vault", office / "agency", "--officer", "監物正", "--passphrase-file", file)
    said = sekisho(*words, lang=lang)
    assert (said.code, said.out) == (6, "")
    assert "vault.wrong-passphrase" in said.err
    assert "not-this-one-either" not in said.err
    file.chmod(0o644)
    said = sekisho(*words, lang=lang)
    assert said.code == 3
    assert "cli.passphrase-file-open" in said.err


def test_without_terminal_or_file_no_passphrase_can_be_typed(office: Path) -> None:
    said = process("audit", "verify", "--vault", office / "agency", "--officer", "監物正")
    assert said.code == 3
    assert "cli.no-terminal" in said.err


def test_an_officer_who_is_not_here_or_not_in_the_file_is_told_so(office: Path) -> None:
    assert "vault.unknown-officer" in sekisho("audit", "show", "--vault", office / "agency", "--officer", "X").err
    file = office / "one.txt"
    file.write_text("保科　全\trenshu-agency-security\n")
    file.chmod(0o600)
    said = sekisho("audit", "show", "--vault", office / "agency", "--officer", "監物 正", "--passphrase-file", file)
    assert (said.code, "cli.passphrase-missing" in said.err) == (3, True)


def test_the_record_is_verified_and_shown(at: Run) -> None:
    said = at("contractor", "auditor", "audit", "verify")
    assert said.code == 0
    assert "sekisho/TMD01" in said.out.splitlines()
    shown = at("contractor", "auditor", "audit", "show", "--limit", "5")
    assert len(shown.out.splitlines()) == 5
    assert at("agency", "examiner", "audit", "show").code == 3


def test_trust_is_shown_with_offices_and_people(at: Run) -> None:
    said = at("investigation", "security", "trust", "show")
    assert said.code == 0
    assert {"KKAN01", "NCHO01", "TMD01"} <= set(said.out.split())


@pytest.mark.parametrize(
    ("vault", "name", "code"),
    [
        ("agency", "replay", "bundle.replay"),
        ("agency", "live-in-rehearsal", "bundle.live-in-rehearsal"),
        ("contractor", "rehearsal-in-live", "bundle.not-for-us"),
    ],
)
@pytest.mark.parametrize("command", ["verify", "inspect", "admit"])
def test_a_bundle_that_must_not_come_in_ends_with_the_number_of_its_reason(
    office: Path, at: Run, command: str, vault: str, name: str, code: str
) -> None:
    said = at(vault, "security", "bundle", command, office / "refused" / f"{name}.age")
    assert said.code == ends_with(code)
    assert code in said.err


def test_a_file_that_is_no_bundle_or_not_there(office: Path, at: Run) -> None:
    (office / "x.age").write_bytes(b"hello")
    assert at("agency", "security", "bundle", "verify", office / "x.age").code == ends_with("bundle.not-a-bundle")
    assert at("agency", "security", "bundle", "verify", office / "none.age").code == 5


def test_a_request_travels_by_the_command_line_alone(at: Run, tmp_path: Path) -> None:
    listed = at("agency", "security", "export", "list")
    number = next(line.split("\t")[1] for line in listed.out.splitlines() if line.startswith("investigation-request"))
    words = ("export", "prepare", "investigation-request", number, "--to", "NCHO01", "--signer", "保科全")
    prepared = at("agency", "security", *words)
    assert prepared.code == 0, prepared.err
    assert "新谷" in prepared.out
    bundle = prepared.out.split()[2]
    assert at("agency", "security", "export", "write", bundle, "--medium", tmp_path).code == 3  # not signed yet
    assert at("agency", "security", "export", "sign", bundle).code == 0
    stick = tmp_path / "stick"
    stick.mkdir()
    assert at("agency", "security", "export", "write", bundle, "--medium", stick).code == 0
    (file,) = stick.glob("*.age")
    assert at("contractor", "security", "bundle", "verify", file).code == ends_with("bundle.not-for-us")
    inspected = at("investigation", "security", "bundle", "inspect", file)
    assert inspected.code == 0, inspected.err
    assert "新谷" in inspected.out
    opened = at("investigation", "security", "bundle", "open", file, "--to", tmp_path / "clear")
    assert opened.code == 0, opened.err
    assert sorted(path.suffix for path in (tmp_path / "clear").iterdir()) == [".ndjson", ".pdf"]
    record = json.loads((tmp_path / "clear" / "records.ndjson").read_text(encoding="utf-8"))
    assert record["subject"]["name"] == "新谷　亮太"
    assert (tmp_path / "clear").stat().st_mode & 0o077 == 0
    assert at("investigation", "security", "bundle", "open", file, "--to", tmp_path / "clear").code == 3
    assert at("investigation", "security", "bundle", "admit", file).code == 0
    assert at("investigation", "security", "bundle", "admit", file).code == ends_with("bundle.replay")
    receipt = at("investigation", "security", "receipt", "write", bundle, "--medium", stick)
    assert receipt.code == 0, receipt.err
    (answer,) = (path for path in stick.glob("*.age") if path != file)
    closed = at("agency", "security", "receipt", "close", answer)
    assert closed.code == 0, closed.err
    assert bundle not in at("agency", "security", "export", "list").out


def test_a_damaged_bundle_leaves_no_folder(office: Path, at: Run, tmp_path: Path) -> None:
    said = at("agency", "security", "bundle", "open", office / "refused" / "cut-short.age", "--to", tmp_path / "c")
    assert said.code == ends_with("bundle.replay")  # it came whole before
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith("c")]


def test_rosters_are_written_previewed_and_imported(office: Path, at: Run, tmp_path: Path) -> None:
    blank = tmp_path / "blank.xlsx"
    assert sekisho("roster", "template", blank, lang="ja").code == 0
    assert sekisho("roster", "template", blank).code == 3
    roster = ROOT / "resources" / "rehearsal" / "roster_rehearsal_agency.csv"
    shown = at("agency", "security", "roster", "preview", roster, lang="ja")
    assert shown.code == 0, shown.err
    assert "髙梨" in shown.out
    assert "登録できません" in shown.out
    again = at("agency", "security", "roster", "import", roster)
    assert (again.code, "roster.nothing-to-admit" in again.err) == (3, True)
    assert at("agency", "security", "roster", "import", office / "report.md").code == 4
    assert at("agency", "auditor", "roster", "preview", roster).code == 3
    answers = tmp_path / "answers.json"
    answers.write_text("[]")
    assert at("agency", "security", "roster", "import", roster, "--answers", answers).code == 3


def test_an_office_is_made_from_its_plan_and_founds_and_joins_a_circle(tmp_path: Path) -> None:
    plan = json.loads(sekisho("vault", "example").out)
    plan["environment"] = "rehearsal"
    needed = {"administrator", "security-officer"}
    plan["officers"] = [one for one in plan["officers"] if needed & set(one["roles"])]
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    lines = [f"{one['name']}\tpassphrase-{number}" for number, one in enumerate(plan["officers"])]
    phrases = tmp_path / "phrases.txt"
    phrases.write_text("\n".join(lines), encoding="utf-8")
    phrases.chmod(0o600)
    by = {role: one["name"] for one in plan["officers"] for role in one["roles"]}
    create = ("vault", "create", "--plan", tmp_path / "plan.json", "--passphrase-file", phrases, "--without-keyring")
    made = sekisho(*create, tmp_path / "vault")
    assert made.code == 0, made.err
    assert sekisho(*create, tmp_path / "vault").code == 3
    who = ("--vault", tmp_path / "vault", "--officer", by["security-officer"], "--passphrase-file", phrases)
    roots = ("--root", by["administrator"], "--root", by["security-officer"])
    assert sekisho("trust", "found", "--root", by["administrator"], *who).code == 3
    assert sekisho("trust", "found", *roots, *who).code == 0
    card = sekisho("trust", "card", "--out", tmp_path / "card", *who)
    digits = card.out.splitlines()[-1].partition(": ")[2]
    issue = ("trust", "issue", tmp_path / "card", *roots, "--out", tmp_path / "trust")
    assert sekisho(*issue, "--fingerprint", "1" * 60, *who).code == 4
    assert sekisho(*issue, "--fingerprint", "1", *who).code == 3
    issued = sekisho(*issue, "--fingerprint", digits, *who)
    assert issued.code == 0, issued.err
    assert sekisho("trust", "adopt", tmp_path / "trust", *who).code == 4  # it is in force here already
    assert "2" in sekisho("trust", "show", *who).out.splitlines()[0]


def test_a_plan_that_cannot_be_read_makes_no_vault(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text('{"office_id": 3}')
    said = sekisho("vault", "create", tmp_path / "vault", "--plan", tmp_path / "plan.json")
    assert (said.code, "cli.plan-unreadable" in said.err) == (3, True)
    assert not (tmp_path / "vault").exists()
