import re
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import MAC_EPOCH

from app.models.domain.errors import UntrustedInputError
from app.models.domain.roster import Plausibility, Readiness
from app.models.domain.sheet import CellKind
from app.services.rosters.spreadsheet import read_cells, read_roster_file
from app.services.spreadsheets.package_check import MAX_COLUMNS, MAX_ROWS
from tests.services.rosters.workbooks import CSV, GOOD, NAMES, in_sheet, repacked, roster_book, same, saved

LIMITS = Plausibility(date(2025, 6, 10))


def refusal(content: bytes) -> UntrustedInputError:
    with pytest.raises(UntrustedInputError) as caught:
        read_cells(content)
    return caught.value


def test_a_plain_workbook_is_read() -> None:
    reading = read_roster_file(saved(roster_book()), LIMITS)
    assert [row.verdict.readiness for row in reading.rows] == [Readiness.READY]


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.encode("cp932"),
        CSV.replace(",", "\t").encode("cp932"),
        CSV.replace("\r\n", "\n").encode(),
    ],
)
def test_text_files_in_three_encodings_and_two_separators(content: bytes) -> None:
    row = read_roster_file(content, LIMITS).rows[0]
    assert (row.name.as_written, row.verdict.readiness) == ("試験　太郎", Readiness.READY)


def test_quotes_commas_and_line_breaks_inside_a_cell() -> None:
    row = GOOD.copy()
    row[1], row[13] = '"試験, ""太郎"""', '"一行\r\n二行"'
    reading = read_roster_file((",".join(NAMES) + "\r\n" + ",".join(row) + "\r\n").encode("cp932"), LIMITS)
    assert reading.rows[0].name.as_written == '試験, "太郎"'
    assert reading.rows[0].remarks.as_written == "一行\r\n二行"


def test_formula_like_text_stays_text() -> None:
    row = GOOD.copy()
    row[13] = "=cmd|' /C calc'!A0"
    cells = read_cells((",".join(NAMES) + "\n" + ",".join(row)).encode())
    assert (cells[1][13].text, cells[1][13].kind) == ("=cmd|' /C calc'!A0", CellKind.TEXT)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "roster.empty"),
        (b"\xef\xbb\xbf \r\n", "roster.empty"),
        (b"a,b\n1,2\n", "roster.no-header"),
        (CSV.encode().replace(b"\xe8\xa9\xa6", b"\x81\xff\xfe", 1), "roster.encoding"),
        (CSV.encode("utf-16"), "roster.encoding"),
        (CSV.encode() + b"\x00", "roster.encoding"),
        (b"\xef\xbb\xbf" + CSV.encode("cp932"), "roster.encoding"),
        (CSV.encode() + b"\x1b", "roster.encoding"),
        ((CSV + '"open quote').encode(), "spreadsheet.damaged"),
        ((CSV + '"a"b,c').encode(), "spreadsheet.damaged"),
        ((CSV + "," * MAX_COLUMNS).encode(), "spreadsheet.too-many-columns"),
        ((CSV + "x\r\n" * MAX_ROWS).encode(), "spreadsheet.too-many-rows"),
        (b"x" * (20 * 2**20 + 1), "spreadsheet.too-large"),
        (b"%PDF-1.7\n", "roster.not-a-spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "roster.not-a-spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "spreadsheet.password"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "roster.not-a-spreadsheet"),
        (b"PK\x03\x04 cut off", "spreadsheet.damaged"),
    ],
)
def test_bad_bytes_are_refused_by_name(content: bytes, code: str) -> None:
    assert refusal(content).code == code


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("mimetype", "content.xml"), "OpenDocument (.ods)"),
        (("[Content_Types].xml", "word/document.xml"), "Word (.docx)"),
        (("[Content_Types].xml", "xl/workbook.bin"), "Excel binary (.xlsb)"),
        (("anything.txt",), "ZIP"),
    ],
)
def test_other_packages_are_refused_with_their_kind(names: tuple[str, ...], kind: str) -> None:
    out = BytesIO()
    with ZipFile(out, "w") as target:
        for name in names:
            target.writestr(name, "x")
    error = refusal(out.getvalue())
    assert (error.code, error.params) == ("roster.not-a-spreadsheet", {"kind": kind})


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("xl/vbaProject.bin", "spreadsheet.macro"),
        ("xl/macrosheets/sheet1.xml", "spreadsheet.macro"),
        ("xl/activeX/activeX1.xml", "spreadsheet.macro"),
        ("xl/externalLinks/externalLink1.xml", "spreadsheet.external-link"),
        ("xl/connections.xml", "spreadsheet.external-link"),
        ("xl/embeddings/oleObject1.bin", "spreadsheet.embedded"),
        ("XL/workbook.xml", "spreadsheet.damaged"),
        ("xl/media/broken.xml", "spreadsheet.damaged"),
    ],
)
def test_parts_a_roster_never_needs_are_refused(name: str, code: str) -> None:
    assert refusal(repacked(saved(roster_book()), same, **{name: b"<a>"})).code == code


def test_macro_content_type_and_foreign_relationship_are_refused() -> None:
    def typed(name: str, data: bytes) -> bytes:
        return data.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml") if "Content_Types" in name else data

    link = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        b'Type="http://x/%s" Target="https://example.invalid/" TargetMode="External"/></Relationships>'
    )
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    assert refusal(repacked(saved(roster_book()), typed)).code == "spreadsheet.macro"
    assert refusal(repacked(saved(roster_book()), same, **{rels: link % b"image"})).code == "spreadsheet.external-link"
    assert read_cells(repacked(saved(roster_book()), same, **{rels: link % b"hyperlink"}))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd">',
        "<!DOCTYPE a>",
    ],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_document_types_and_entities_are_refused(doctype: str, part: str) -> None:
    def change(name: str, data: bytes) -> bytes:
        return doctype.encode() + re.sub(rb"^<\?xml[^>]*\?>\s*", b"", data) if name == part else data

    assert refusal(repacked(saved(roster_book()), change)).code == "spreadsheet.xml-entities"


def test_bombs_are_refused_before_they_unfold() -> None:
    dense = repacked(saved(roster_book()), same, **{"xl/media/image1.png": bytes(3 * 2**20)})
    assert refusal(dense).code == "spreadsheet.too-large"
    many = repacked(saved(roster_book()), same, **{f"xl/media/{i}.png": b"" for i in range(1000)})
    assert refusal(many).code == "spreadsheet.too-large"
    deep = repacked(saved(roster_book()), same, **{"docProps/deep.xml": b"<a>" * 100 + b"</a>" * 100})
    assert refusal(deep).code == "spreadsheet.damaged"
    swarm = b"<a>" + b"".join(b"<b%d/>" % (i % 9973) for i in range(2_000_001)) + b"</a>"
    assert (
        refusal(repacked(saved(roster_book()), same, **{"docProps/swarm.xml": swarm})).code == "spreadsheet.too-large"
    )


def test_a_size_that_lies_is_refused() -> None:
    content = bytearray(repacked(saved(roster_book()), same, **{"xl/media/liar.png": bytes(range(256)) * 40}))
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/media/liar.png"))
    content[entry + 24 : entry + 28] = (16).to_bytes(4, "little")
    assert refusal(bytes(content)).code == "spreadsheet.damaged"


def test_an_encrypted_entry_is_refused() -> None:
    content = bytearray(saved(roster_book()))
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    assert refusal(bytes(content)).code == "spreadsheet.password"


def test_ten_thousand_columns_and_too_many_rows_are_refused() -> None:
    wide = refusal(saved(roster_book([*GOOD, *["x"] * 10_000])))
    assert (wide.code, wide.params) == ("spreadsheet.too-many-columns", {"limit": MAX_COLUMNS})
    book = roster_book()
    book.active.cell(MAX_ROWS + 1, 2, "試験")
    tall = refusal(saved(book))
    assert (tall.code, tall.params) == ("spreadsheet.too-many-rows", {"limit": MAX_ROWS})


def test_formats_without_content_beyond_the_limits_do_no_harm() -> None:
    book = roster_book()
    book.active.cell(MAX_ROWS * 2, 500).number_format = "@"
    assert len(read_roster_file(saved(book), LIMITS).rows) == 1


def test_rows_and_cells_out_of_order_are_refused_because_the_library_would_drop_them() -> None:
    assert refusal(in_sheet('<row r="2"', '<row r="1"')).code == "spreadsheet.damaged"
    late = '<row r="1"><c r="A1"><v>5</v></c></row></sheetData>'
    assert refusal(in_sheet("</sheetData>", late)).code == "spreadsheet.damaged"
    assert refusal(in_sheet('r="B2"', 'r="A2"')).code == "spreadsheet.damaged"
    assert refusal(in_sheet('r="B2"', 'r="B7"')).code == "spreadsheet.damaged"
    assert refusal(in_sheet('<row r="2"', '<row r="2e0"')).code == "spreadsheet.damaged"


def test_a_claimed_size_does_not_hide_rows() -> None:
    content = in_sheet('<dimension ref="[^"]*"', '<dimension ref="A1:B1"')
    assert read_roster_file(content, LIMITS).rows[0].remarks.as_written == ""
    assert len(read_cells(content)[1]) >= 12


def test_a_formula_is_a_fault_of_its_row_and_is_never_evaluated() -> None:
    row: list[object] = list(GOOD)
    row[3] = '=HYPERLINK("https://example.invalid")'
    reading = read_roster_file(saved(roster_book(row, list(GOOD))), LIMITS)
    assert [(i.code, i.field) for i in reading.rows[0].verdict.faults] == [("formula", "dob")]
    assert reading.rows[0].dob.as_written == '=HYPERLINK("https://example.invalid")'
    assert reading.rows[1].verdict.readiness is Readiness.READY


def test_an_error_value_is_a_fault_of_its_row() -> None:
    row: list[object] = list(GOOD)
    row[4] = "#REF!"
    reading = read_roster_file(saved(roster_book(row)), LIMITS)
    assert [(i.code, i.field) for i in reading.rows[0].verdict.faults] == [("error-cell", "section")]


def test_formulas_without_end_are_refused() -> None:
    long: list[object] = [*GOOD[:13], "=" + "1+" * 600 + "1"]
    assert refusal(saved(roster_book(long))).code == "spreadsheet.too-large"


def born(value: object, number_format: str, *, mac: bool = False) -> bytes:
    book = roster_book()
    if mac:
        book.epoch = MAC_EPOCH
    cell = book.active["D2"]
    cell.value = value
    cell.number_format = number_format
    return saved(book)


@pytest.mark.parametrize("number_format", ["yyyy-mm-dd", "m/d/yyyy", '[$-411]ggge"年"m"月"d"日"', "[$-411]ge.m.d;@"])
@pytest.mark.parametrize("mac", [False, True])
def test_date_cells_become_dates_in_both_date_systems(number_format: str, mac: bool) -> None:  # noqa: FBT001 - parameter
    content = born(date(1988, 4, 12), number_format, mac=mac)
    cell = read_cells(content)[1][3]
    serial = "30783" if mac else "32245"
    assert (cell.text, cell.kind, cell.stored) == ("1988-04-12", CellKind.DATE, serial)
    dob = read_roster_file(content, LIMITS).rows[0].dob
    assert (dob.as_written, dob.value and dob.value.day) == ("1988-04-12", date(1988, 4, 12))


@pytest.mark.parametrize("format_id", [27, 30, 31, 36, 50, 57, 58])
def test_built_in_japanese_date_formats_are_dates(format_id: int) -> None:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b'numFmtId="14"', b'numFmtId="%d"' % format_id) if name == "xl/styles.xml" else data

    content = repacked(born(32245, "mm-dd-yy"), change)
    cell = read_cells(content)[1][3]
    assert (cell.text, cell.kind, cell.stored) == ("1988-04-12", CellKind.DATE, "32245")


def test_a_bare_serial_or_a_time_is_never_taken_for_a_day() -> None:
    for content in (born(32245, "General"), born(datetime(1988, 4, 12, 9, 30), "yyyy-mm-dd hh:mm")):  # noqa: DTZ001 - Excel knows no zone
        row = read_roster_file(content, LIMITS).rows[0]
        assert [(i.code, i.field) for i in row.verdict.faults] == [("date-unreadable", "dob")]


def test_numbers_and_booleans_keep_what_they_say() -> None:
    row: list[object] = list(GOOD)
    row[0], row[5], row[9], row[13] = 7, True, 1.0, 2.5
    cells = read_cells(saved(roster_book(row)))[1]
    assert [cells[i].text for i in (0, 5, 9, 13)] == ["7", "TRUE", "1", "2.5"]
    assert read_roster_file(saved(roster_book(row)), LIMITS).rows[0].item.value == 1


def test_the_sheet_with_the_table_is_chosen_and_two_are_refused() -> None:
    book = roster_book()
    notes = book.create_sheet("注意", 0)
    notes.append(["記入方法"])
    assert len(read_roster_file(saved(book), LIMITS).rows) == 1
    second = book.create_sheet("二枚目")
    second.append(NAMES)
    second.sheet_state = "hidden"
    error = refusal(saved(book))
    assert (error.code, error.params) == ("roster.several-sheets", {"count": 2})


def test_a_workbook_without_a_table_is_refused() -> None:
    assert refusal(saved(Workbook())).code == "roster.empty"
    book = Workbook()
    book.active["A1"] = "会議録"
    assert refusal(saved(book)).code == "roster.no-header"


def test_shared_strings_are_read_without_their_phonetic_runs() -> None:
    text = "<t>試験　太郎</t>"

    def change(name: str, data: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            inline = f't="inlineStr"><is>{text}</is>'.encode("ascii", "xmlcharrefreplace")
            assert inline in data
            return data.replace(inline, b't="s"><v>0</v>')
        if name == "xl/_rels/workbook.xml.rels":
            kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
            part = b'<Relationship Id="r99" Type="%s" Target="sharedStrings.xml"/></Relationships>' % kind
            return data.replace(b"</Relationships>", part)
        if name == "[Content_Types].xml":
            kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            return data.replace(
                b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
            )
        return data

    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f'<sst xmlns="{space}"><si>{text}<rPh sb="0" eb="2"><t>シケン</t></rPh></si></sst>'.encode()
    content = repacked(saved(roster_book()), change, **{"xl/sharedStrings.xml": strings})
    assert read_roster_file(content, LIMITS).rows[0].name.as_written == "試験　太郎"
    empty = repacked(saved(roster_book()), change, **{"xl/sharedStrings.xml": f'<sst xmlns="{space}"/>'.encode()})
    assert refusal(empty).code == "spreadsheet.damaged"


def test_a_missing_part_is_damage() -> None:
    def without(part: str) -> bytes:
        return repacked(saved(roster_book()), lambda name, data: None if name == part else data)

    for part in ("xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"):
        assert refusal(without(part)).code in {"spreadsheet.damaged", "roster.empty"}


BOOK = saved(roster_book())


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(BOOK) - 1), st.integers(1, 255))
def test_a_flipped_byte_is_read_or_refused_but_never_a_crash(place: int, mask: int) -> None:
    content = bytearray(BOOK)
    content[place] ^= mask
    try:
        read_cells(bytes(content))
    except UntrustedInputError as error:
        assert error.code.startswith(("roster.", "spreadsheet."))  # noqa: PT017 - both ends are right


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(BOOK) - 1))
def test_a_truncated_file_is_refused(length: int) -> None:
    refusal(BOOK[:length])


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    refusal(content)


CELL = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=10)


@given(st.lists(st.lists(CELL, min_size=14, max_size=14), max_size=4))
def test_text_comes_back_from_csv_exactly(rows: list[list[str]]) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    text = "\n".join(",".join(map(quoted, row)) for row in (NAMES, *rows)) + "\n"
    assert [[cell.text for cell in row] for row in read_cells(text.encode())] == [NAMES, *rows]
