import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.models.domain.roster import Ignored, Plausibility, Readiness, RosterField
from app.services.resources import ROOT, TEXTS
from app.services.rosters.spreadsheet import read_roster_file
from app.services.rosters.template import CHOICES, write_template
from app.services.texts.catalogue import Catalogue, Language

LIMITS = Plausibility(date(2026, 5, 13))
REHEARSAL = ROOT / "rehearsal"


@pytest.mark.parametrize("language", list(Language))
def test_the_blank_template_reads_as_no_candidates_and_no_fault(language: Language) -> None:
    content = write_template(Catalogue.load(TEXTS, language))
    reading = read_roster_file(content, LIMITS)
    assert reading.rows == ()
    assert reading.columns == tuple(RosterField)
    assert {row.reason for row in reading.ignored} == {
        Ignored.TITLE,
        Ignored.HEADER_VALUE,
        Ignored.BLANK,
        Ignored.COLUMN_NAMES,
    }
    assert content == write_template(Catalogue.load(TEXTS, language))


def test_a_filled_in_template_is_ready() -> None:
    book = load_workbook(BytesIO(write_template(Catalogue.load(TEXTS, Language.JAPANESE))))
    sheet = book.worksheets[0]
    sheet["B2"], sheet["B4"] = "試験社", "令和7年9月1日"
    values = {
        "B": "試験　太郎",
        "C": "シケン",
        "D": "S63.4.12",
        "E": "試験課",
        "G": CHOICES[RosterField.DISPATCHED][1],
        "J": CHOICES[RosterField.ITEM][0],
        "L": "R7.8.1",
    }
    for column, value in values.items():
        sheet[f"{column}8"] = value
    out = BytesIO()
    book.save(out)
    reading = read_roster_file(out.getvalue(), LIMITS)
    assert reading.header.submitter.value == "試験社"
    assert [(row.line, row.verdict.readiness) for row in reading.rows] == [(8, Readiness.READY)]


def test_the_template_offers_lists_and_explains_every_column() -> None:
    book = load_workbook(BytesIO(write_template(Catalogue.load(TEXTS, Language.JAPANESE))))
    lists = [rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation]
    assert lists == ['"該当,いいえ"', '"第1号,第2号,第3号"']
    assert book.worksheets[1].max_row == len(RosterField)
    assert all(cell.value for row in book.worksheets[1].iter_rows() for cell in row)


def test_the_rehearsal_rosters_hold_twelve_people_one_fault_and_one_question() -> None:
    contractor = read_roster_file((REHEARSAL / "roster_rehearsal_contractor.xlsx").read_bytes(), LIMITS)
    agency = read_roster_file((REHEARSAL / "roster_rehearsal_agency.csv").read_bytes(), LIMITS)
    rows = [*contractor.rows, *agency.rows]
    states = [row.verdict.readiness for row in rows]
    assert (len(rows), states.count(Readiness.NEEDS_ANSWER), states.count(Readiness.FAULTY)) == (12, 1, 1)
    names = "".join(row.name.as_written for row in rows)
    assert all(char in names for char in ("髙", "﨑", "𠮷", "葛\U000e0100", "NGUYEN THI LAN"))
    assert {row.item.value for row in rows} == {1, 2, 3}
    assert [row.name.as_written for row in rows if row.dispatched.value] == ["𠮷田　陽菜"]
    assert contractor.header.protection_officer.value == "大和田　和泉"


def test_the_rehearsal_files_are_what_the_recipe_makes(tmp_path: Path) -> None:
    recipe = ROOT.parent / "build" / "make_rehearsal_rosters.py"
    code = (
        f"import runpy, pathlib; m = runpy.run_path({str(recipe)!r}); p = pathlib.Path({str(tmp_path)!r}); "
        "p.joinpath('a').write_bytes(m['contractor_roster']()); p.joinpath('b').write_bytes(m['agency_roster']())"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own recipe in its own process
    assert (tmp_path / "a").read_bytes() == (REHEARSAL / "roster_rehearsal_contractor.xlsx").read_bytes()
    assert (tmp_path / "b").read_bytes() == (REHEARSAL / "roster_rehearsal_agency.csv").read_bytes()
