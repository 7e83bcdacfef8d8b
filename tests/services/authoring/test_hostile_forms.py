"""What is outside the subset is refused with its cell, and a hostile file without harm."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from app.models.domain.errors import UntrustedInputError
from app.services.authoring.compiling import compile_form
from tests.services.authoring.forms import add_after, bare, form, opened, put, put_version, saved

Spoil = Callable[[Workbook], str]


def _cell(sheet: str, name: str, column: str, value: object) -> Spoil:
    return lambda book: put(book, sheet, name, column, value)


def _merged(book: Workbook) -> str:
    place = put(book, "survey", "A3", "hint::日本語 (ja)", "例")
    cell = place.partition("!")[2]
    book["survey"].merge_cells(f"{cell}:{cell[0]}{int(cell[1:]) + 1}")
    return place


def _hidden_column(book: Workbook) -> str:
    book["survey"].column_dimensions["C"].hidden = True
    return "survey!C1"


def _hidden_row(book: Workbook) -> str:
    book["survey"].row_dimensions[7].hidden = True
    return "survey!A7"


def _hidden_sheet(book: Workbook) -> str:
    book["choices"].sheet_state = "veryHidden"
    return "choices!A1"


def _unknown_column(book: Workbook) -> str:
    book["survey"].cell(1, 40).value = "calculation"
    return "survey!AN1"


def _stray_cell(book: Workbook) -> str:
    book["survey"].cell(5, 40).value = "x"
    return "survey!AN5"


def _twice(book: Workbook) -> str:
    add_after(book, "A1.roman", box="A1-12")
    place = put(book, "survey", "A1.roman", "box", "A1-10")
    return f"survey!B{int(place.split('!')[1].strip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')) + 1}"


def _chain(book: Workbook) -> str:
    """Each question waits for the one above it, further than anybody could follow."""
    above = "A1.kana-since"
    for number in range(70):
        name = f"A1.c{number}"
        waits = f"${{{above}}} = 'yes'" if number else ""
        add_after(
            book, above, name=name, type="select_one yes_no", precision="", relevant=waits, box=f"C-{number}", was=""
        )
        above = name
    names = [row[1].value for row in book["survey"].iter_rows()]
    heads = [cell.value for cell in book["survey"][1]]
    return f"survey!{get_column_letter(heads.index('relevant') + 1)}{names.index('A1.c62') + 1}"


def _left_open(book: Workbook) -> str:
    place = put(book, "survey", "A2.entry", "type", "begin_group")
    row = int(place.partition("!A")[2])
    ends = [n for n in range(row, row + 12) if book["survey"].cell(n, 1).value == "end_repeat"]
    return f"survey!A{ends[0]}"


CASES: dict[str, tuple[str, Spoil]] = {
    "formula": ("authoring.formula", _cell("survey", "A3", "label::English (en)", "=1+1")),
    "boolean": ("authoring.cell-kind", _cell("survey", "A3", "required", True)),
    "long": ("authoring.cell-too-long", _cell("survey", "A3", "label::日本語 (ja)", "あ" * 4001)),
    "merged": ("authoring.merged", _merged),
    "hidden column": ("authoring.hidden", _hidden_column),
    "hidden row": ("authoring.hidden", _hidden_row),
    "hidden sheet": ("authoring.hidden", _hidden_sheet),
    "unknown column": ("authoring.column-unknown", _unknown_column),
    "stray cell": ("authoring.column-unknown", _stray_cell),
    "unknown type": ("authoring.type-unknown", _cell("survey", "A3", "type", "geopoint")),
    "no such list": ("pack.choice-list-unknown", _cell("survey", "A1.form", "type", "select_one nowhere")),
    "name twice": ("authoring.name-twice", _twice),
    "group open": ("authoring.group-open", _left_open),
    "no translation": ("authoring.translation-missing", _cell("survey", "A3", "label::English (en)", None)),
    "arithmetic": ("authoring.relevant", _cell("survey", "A2.entry", "relevant", "${A2.has} = 'yes' or 1 = 1")),
    "and with or": (
        "authoring.relevant",
        _cell("survey", "A2.entry", "relevant", "${A2.has} = 'yes' and ${A7.has} = 'yes' or ${A7.has} = 'no'"),
    ),
    "function": ("authoring.relevant", _cell("survey", "A2.entry", "relevant", "pulldata('x', 'y')")),
    "cycle": ("pack.condition-cycle", _cell("survey", "A2.has", "relevant", "${A2.name} != ''")),
    "chain": ("pack.too-deep", _chain),
    "purpose": ("authoring.value-unfit", _cell("survey", "A3", "purpose", "8")),
    "page": ("authoring.value-unfit", _cell("survey", "A3", "page", "1e1")),
    "lookback": ("authoring.value-unfit", _cell("survey", "A2.has", "lookback", "as-of lookback.nowhere")),
    "box twice": ("pack.box-twice", _cell("survey", "A5", "box", "A4")),
    "other pack": ("authoring.value-unfit", _cell("settings", "cesi-2025", "form_id", "other")),
    "was": ("authoring.was", _cell("survey", "A3", "was", "Z9")),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_outside_the_subset_is_refused_with_its_cell(case: str) -> None:
    code, spoil = CASES[case]
    book = opened()
    put_version(book)
    place = spoil(book)
    with pytest.raises(UntrustedInputError) as refused:
        compile_form(saved(book), bare())
    assert refused.value.code == code
    assert place in {refused.value.params.get("place"), refused.value.params.get("file")}


def test_a_change_without_a_new_version_is_refused() -> None:
    book = opened()
    put(book, "survey", "A3", "label::日本語 (ja)", "生まれた日")
    with pytest.raises(UntrustedInputError, match="version-same"):
        compile_form(saved(book), bare())


def _with(name: str, content: bytes) -> bytes:
    out = BytesIO(form())
    with ZipFile(out, "a", ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


def _replaced(old: bytes, new: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(form())) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return out.getvalue()


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("spreadsheet.too-large", lambda: _with("xl/media/bomb.bin", bytes(40 * 2**20))),
        ("spreadsheet.too-large", lambda: bytes(9 * 2**20)),
        ("spreadsheet.macro", lambda: _with("xl/vbaProject.bin", b"x")),
        ("spreadsheet.external-link", lambda: _with("xl/externalLinks/externalLink1.xml", b"<externalLink/>")),
        ("spreadsheet.xml-entities", lambda: _with("xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')),
        ("authoring.cell-too-long", lambda: _replaced(b"Date of birth", b"x" * 1_000_000)),
        ("spreadsheet.damaged", lambda: form()[:-200]),
    ],
    ids=["bomb", "size", "macro", "link", "entities", "million", "cut"],
)
def test_a_hostile_file_is_refused(code: str, make: Callable[[], bytes]) -> None:
    with pytest.raises(UntrustedInputError) as refused:
        compile_form(make(), bare())
    assert refused.value.code == code
