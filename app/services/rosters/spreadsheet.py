"""The one way in for roster files: from bytes of unknown kind to rows of cells, or a refusal with its reason."""

from collections.abc import Sequence
from zipfile import ZipFile

from app.models.domain.errors import UntrustedInputError
from app.models.domain.roster import Plausibility, RosterReading
from app.models.domain.roster_columns import has_table
from app.models.domain.roster_reader import read_roster
from app.models.domain.sheet import Cell
from app.services.rosters.delimited import read_delimited
from app.services.spreadsheets.package_check import check_package, open_package
from app.services.spreadsheets.workbook import read_sheets

MAX_FILE_BYTES = 20 * 2**20
"""Largest file that is looked at."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"),
    (b"PK\x05\x06", "ZIP"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table")


def read_cells(content: bytes) -> Sequence[Sequence[Cell]]:
    """Open a roster file and return the rows of the one sheet that holds the table.

    Args:
        content: The whole file. Its name is not looked at: the kind is told from the content.

    Raises:
        UntrustedInputError: ``roster.empty``, ``spreadsheet.too-large``, ``roster.not-a-spreadsheet``,
            ``spreadsheet.password``, ``roster.several-sheets``, ``roster.no-header`` and the codes of
            ``package_check`` and ``delimited``.
    """
    if len(content) > MAX_FILE_BYTES:
        raise UntrustedInputError("spreadsheet.too-large")
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UntrustedInputError("roster.empty")
    if content.startswith(_ZIP):
        return _read_package(content)
    kind = _other_kind(content)
    if kind:
        raise UntrustedInputError("roster.not-a-spreadsheet", kind=kind)
    return read_delimited(content)


def read_roster_file(content: bytes, limits: Plausibility) -> RosterReading:
    """Read a candidate roster from the bytes of a file.

    Raises:
        UntrustedInputError: See ``read_cells`` and ``read_roster``.
    """
    return read_roster(read_cells(content), limits)


def _other_kind(content: bytes) -> str | None:
    """Name of a known kind of file that is no roster, or None for what may be text."""
    if content.startswith(_OLE):
        if _OLE_PASSWORD in content:
            raise UntrustedInputError("spreadsheet.password")
        return "Excel 97-2003 (.xls)"
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith(_MARKUP):
        return "HTML / XML"
    return next((kind for magic, kind in _OTHER_KINDS if content.startswith(magic)), None)


def _read_package(content: bytes) -> Sequence[Sequence[Cell]]:
    with open_package(content) as archive:
        kind = _kind_of_package(archive)
        if kind:
            raise UntrustedInputError("roster.not-a-spreadsheet", kind=kind)
        check_package(archive)
    sheets = read_sheets(content)
    if not any(not cell.is_blank for rows in sheets for row in rows for cell in row):
        raise UntrustedInputError("roster.empty")
    tables = [rows for rows in sheets if has_table(rows)]
    if not tables:
        raise UntrustedInputError("roster.no-header")
    if len(tables) > 1:
        raise UntrustedInputError("roster.several-sheets", count=len(tables))
    return tables[0]


def _kind_of_package(archive: ZipFile) -> str | None:
    """Name of a package that is no .xlsx, or None."""
    names = {name.lower() for name in archive.namelist()}
    if "xl/workbook.xml" in names and "[content_types].xml" in names:
        return None
    if "xl/workbook.bin" in names:
        return "Excel binary (.xlsb)"
    if "mimetype" in names and "content.xml" in names:
        return "OpenDocument (.ods)"
    if any(name.startswith("word/") for name in names):
        return "Word (.docx)"
    return "ZIP"
