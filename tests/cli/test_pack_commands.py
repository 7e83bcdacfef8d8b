"""Officials change a form at the terminal: the example of their manual, word by word, and what is refused."""

import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.services.packs.files import read_files
from app.services.platform.time import SystemClock
from app.services.rehearsal.marker import Marker, write_marker
from app.services.resources import PACKS
from tests.cli.terminal import ROOT, process, sekisho
from tests.services.authoring.forms import add_after, put
from tests.services.exchange.offices import Office
from tests.services.exchange.world import Snapshots

MANUAL = (ROOT / "docs/manual/forms.md").read_text("utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```", MANUAL, re.DOTALL | re.MULTILINE)


@pytest.fixture(name="desk", scope="module")
def _desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the example was followed up to the draft."""
    desk = tmp_path_factory.mktemp("desk")
    exporting, making = BLOCKS[0].split(), BLOCKS[1].splitlines()[0].split()
    assert process(*_here(exporting, desk)).code == 0
    _edit(desk / "form.xlsx")
    said = process(*_here(making, desk))
    assert (said.code, said.err) == (0, "")
    return desk


def _here(line: list[str], desk: Path) -> list[str]:
    """The words of a command of the manual, with its files on the desk."""
    assert line[:2] == ["$", "sekisho"]
    return [str(desk / word) if word in {"form.xlsx", "draft"} else word for word in line[2:]]


def _edit(form: Path) -> None:
    """Change the cells that the table of the manual names."""
    book = load_workbook(form)
    rows = re.findall(r"^\| (settings|survey|加える) \| (\S+) \| (.+?) \| (.+?) \|$", MANUAL, re.MULTILINE)
    added: dict[str, str] = {}
    for sheet, name, column, value in rows:
        if sheet == "加える":
            added[column] = value
            below = name
        else:
            put(book, sheet, name, column, value)
    add_after(book, below, **added)
    book.save(form)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_example_of_the_manual_says_what_the_manual_says(desk: Path, language: str) -> None:
    told = [line for block in BLOCKS[1:] for line in block.split("$ ") if line.startswith("sekisho pack diff")]
    command, _, answer = told[["ja", "en"].index(language)].partition("\n")
    words = [word for word in _here(["$", *command.split()], desk) if word not in {"--lang", "en"}]
    said = sekisho(*words, lang=language)
    assert (said.code, said.out) == (0, answer)


def test_the_draft_of_the_example_loads_and_asks_the_new_question(desk: Path) -> None:
    checked = sekisho("pack", "check", desk / "draft")
    assert checked.code == 0, checked.err
    assert "version 2" in checked.out
    migration = json.loads((desk / "draft/migrate.json").read_bytes())
    assert (migration["new"], migration.keys()) == (["A1.seal"], {"from", "same", "new"})


def test_nothing_is_written_over(desk: Path) -> None:
    before = read_files(desk / "draft")
    for words in (("export", "--out", desk / "form.xlsx"), ("compile", desk / "form.xlsx", "--out", desk / "draft")):
        assert sekisho("pack", *words).code == 3
    assert read_files(desk / "draft") == before


def test_a_form_that_cannot_be_read_leaves_nothing(desk: Path, tmp_path: Path) -> None:
    book = load_workbook(desk / "form.xlsx")
    place = put(book, "survey", "A3", "type", "geopoint")
    book.save(tmp_path / "form.xlsx")
    said = sekisho("pack", "compile", tmp_path / "form.xlsx", "--out", tmp_path / "draft")
    assert (said.code, place in said.err, (tmp_path / "draft").exists()) == (4, True, False)


def test_a_draft_with_other_findings_is_written_and_said_not_to_load(desk: Path, tmp_path: Path) -> None:
    book = load_workbook(desk / "form.xlsx")
    put(book, "settings", "cesi-2025", "parameter::lookback.travel", "5")
    book.save(tmp_path / "form.xlsx")
    words = ("pack", "compile", tmp_path / "form.xlsx", "--out")
    said = sekisho(*words, tmp_path / "open")
    assert (said.code, "golden subject g" in said.out) == (4, True), said.out
    assert sekisho("pack", "check", tmp_path / "open").code == 4
    assert sekisho(*words, tmp_path / "settled", "--accept-findings").code == 0
    assert sekisho("pack", "check", tmp_path / "settled").code == 0


def test_a_draft_that_starts_from_another_pack_is_refused(desk: Path) -> None:
    said = sekisho("pack", "check", desk / "draft", "--from", desk / "draft")
    assert (said.code, "cesi-2025" in said.err) == (4, True)
    assert sekisho("pack", "check", desk / "draft", "--from", PACKS / "cesi-2025").code == 0
    assert sekisho("pack", "check", desk / "nowhere").code not in {0, 1}


def test_a_trial_says_how_many_and_never_who(desk: Path, tmp_path: Path) -> None:
    world = Snapshots(tmp_path / "snapshots").at("received", tmp_path / "world")
    office = world.investigation
    case = office.services.queue.case(office.actor("examiner"), world.case)
    world.close()
    for who, code in (("decider", 0), ("examiner", 3)):
        phrase = tmp_path / who
        phrase.write_text(f"passphrase of {who}")
        phrase.chmod(0o600)
        where = ("--vault", office.folder, "--officer", f"investigation {who}", "--passphrase-file", phrase)
        said = sekisho("pack", "what-if", desk / "draft", *where)
        assert said.code == code, said
        assert not [word for word in (world.case, case.number, case.name, case.kana) if word in said.out + said.err]
        lines = [line.split("\t") for line in said.out.splitlines() if line.startswith("R-")]
        assert {cell for _, *cells in lines for cell in cells} <= {"fewer than 5"}
        assert bool(lines) is (code == 0)


def test_what_the_form_assumes_is_one_list() -> None:
    listed = sekisho("pack", "defaults", "--lang", "en")
    assert (listed.code, listed.err) == (0, "")
    assert any("R-RES-01" in line for line in listed.out.splitlines())
    assert any("lookback.health" in line and "10 years" in line for line in listed.out.splitlines())


def test_a_draft_is_signed_by_two_admitted_and_listed(desk: Path, tmp_path: Path) -> None:
    world = Snapshots(tmp_path / "snapshots").at("trusted", tmp_path / "world")
    world.close()
    write_marker(world.root, Marker(int((world.clock.now() - SystemClock().now()).total_seconds()) + 60))

    def seat(office: Office, who: str) -> tuple[str | Path, ...]:
        phrase = tmp_path / who
        phrase.write_text(f"passphrase of {who}")
        phrase.chmod(0o600)
        return ("--vault", office.folder, "--officer", f"{office.name} {who}", "--passphrase-file", phrase)

    ours, theirs = world.investigation, world.agency
    first, whole = tmp_path / "first.pack", tmp_path / "form.pack"
    said = sekisho("pack", "sign", desk / "draft", "--to", first, *seat(ours, "decider"))
    assert (said.code, "missing: 1" in said.out) == (0, True), said
    assert sekisho("pack", "admit", first, *seat(theirs, "security")).code == 4
    shown = sekisho("pack", "diff", first)
    assert (shown.code, shown.out) == (0, sekisho("pack", "diff", desk / "draft").out)
    assert sekisho("pack", "sign", first, "--to", first, *seat(ours, "security")).code == 3
    said = sekisho("pack", "sign", first, "--to", whole, *seat(ours, "security"))
    assert (said.code, "missing: 0" in said.out) == (0, True), said
    assert sekisho("pack", "admit", whole, *seat(theirs, "security")).code == 0
    said = sekisho("pack", "list", *seat(theirs, "examiner"))
    lines = [line.split("\t") for line in said.out.splitlines() if line.startswith("cesi-2025")]
    assert [(line[1], line[4]) for line in lines] == [("1", ""), ("2", "for new cases")], said
    assert [line[6] for line in lines] == ["Fewer than 5"] * 2
    assert [who in lines[1][7] for who in ("decider (Deciding officer)", "security (Security officer)")] == [True] * 2
