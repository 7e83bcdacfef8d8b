"""Inspection of an .xlsx package before any spreadsheet library sees it; it keeps no cell text.

The library builds whole trees in memory, translates shared formulas and drops rows that stand out of order. So every
part is first measured and walked with a streaming parser that refuses document types and entities.
"""

import re
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString
from typing_extensions import override

from app.models.domain.errors import UntrustedInputError

MAX_ENTRIES = 1000
MAX_TOTAL_BYTES = 200 * 2**20
MAX_ENTRY_BYTES = 64 * 2**20
MAX_RATIO = 200
"""Highest ratio of unpacked to packed size for entries above ``RATIO_FROM_BYTES``."""
RATIO_FROM_BYTES = 2**20
MAX_ELEMENTS = 2_000_000
MAX_DEPTH = 64
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_FORMULAS = 5_000
MAX_FORMULA_LENGTH = 1_000

_XML = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_MACRO = re.compile(r"vbaproject|/macrosheets/|/activex/|vbadata", re.IGNORECASE)
_LINK = re.compile(r"/externallinks/|/connections\.xml$|/querytables/|/customdata/", re.IGNORECASE)
_EMBEDDED = re.compile(r"/embeddings/", re.IGNORECASE)
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
_COORDINATE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def check_package(archive: ZipFile) -> None:
    """Refuse whatever a spreadsheet with cells alone never needs.

    Raises:
        UntrustedInputError: ``spreadsheet.damaged``, ``spreadsheet.too-large``, ``spreadsheet.too-many-rows``,
            ``spreadsheet.too-many-columns``, ``spreadsheet.macro``, ``spreadsheet.external-link``,
            ``spreadsheet.embedded``, ``spreadsheet.xml-entities``, ``spreadsheet.password``.
    """
    entries = archive.infolist()
    _check_sizes(entries)
    for entry in entries:
        _check_name(entry.filename)
    budget = _Budget()
    for entry in entries:
        content = _read(archive, entry)
        if _XML.search(entry.filename):
            _walk(content, budget)


def _check_sizes(entries: list[ZipInfo]) -> None:
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise UntrustedInputError("spreadsheet.damaged")
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise UntrustedInputError("spreadsheet.too-large")
    for entry in entries:
        if entry.flag_bits & 1:
            raise UntrustedInputError("spreadsheet.password")
        is_dense = entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        if entry.file_size > MAX_ENTRY_BYTES or is_dense:
            raise UntrustedInputError("spreadsheet.too-large")


def _check_name(name: str) -> None:
    path = "/" + name
    if _MACRO.search(path):
        raise UntrustedInputError("spreadsheet.macro")
    if _LINK.search(path):
        raise UntrustedInputError("spreadsheet.external-link")
    if _EMBEDDED.search(path):
        raise UntrustedInputError("spreadsheet.embedded")


def _read(archive: ZipFile, entry: ZipInfo) -> bytes:
    """Unpack one entry; a size that lies about the content ends in a checksum error."""
    try:
        with archive.open(entry) as stream:
            content = stream.read(MAX_ENTRY_BYTES + 1)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError):
        raise UntrustedInputError("spreadsheet.damaged") from None
    if len(content) > MAX_ENTRY_BYTES:
        raise UntrustedInputError("spreadsheet.too-large")
    return content


def _walk(content: bytes, budget: "_Budget") -> None:
    try:
        parseString(content, _PartHandler(budget), forbid_dtd=True)
    except DefusedXmlException:
        raise UntrustedInputError("spreadsheet.xml-entities") from None
    except (SAXException, ValueError, LookupError):
        raise UntrustedInputError("spreadsheet.damaged") from None


@dataclass(slots=True)
class _Budget:
    """What all parts together may still hold."""

    elements: int = MAX_ELEMENTS
    formulas: int = MAX_FORMULAS

    def take(self, *, is_formula: bool) -> None:
        self.elements -= 1
        self.formulas -= is_formula
        if self.elements < 0 or self.formulas < 0:
            raise UntrustedInputError("spreadsheet.too-large")


@dataclass(slots=True)
class _Place:
    """Where the walk stands in a worksheet."""

    row: int = 0
    column: int = 0
    is_in_cell: bool = False
    formula_length: int = 0
    is_in_formula: bool = False


@dataclass(eq=False)
class _PartHandler(ContentHandler):
    """Counts one part; knows enough of worksheets, relationships and content types to refuse."""

    budget: _Budget
    root: str = ""
    depth: int = 0
    place: _Place = field(default_factory=_Place)

    def __post_init__(self) -> None:
        super().__init__()

    @override
    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        local = name.rpartition(":")[2]
        self.depth += 1
        self.root = self.root or local
        if self.depth > MAX_DEPTH:
            raise UntrustedInputError("spreadsheet.damaged")
        self.budget.take(is_formula=self.root == "worksheet" and local == "f")
        if self.root == "worksheet":
            self._in_sheet(local, attrs)
        elif local == "Relationship":
            _check_relationship(attrs)
        elif self.root == "Types":
            _check_content_type(attrs.get("ContentType", ""))

    @override
    def endElement(self, name: str) -> None:
        self.depth -= 1
        local = name.rpartition(":")[2]
        if local == "c":
            self.place.is_in_cell = False
        elif local == "f":
            self.place.is_in_formula = False

    @override
    def characters(self, content: str) -> None:
        if self.place.is_in_formula:
            self.place.formula_length += len(content)
            if self.place.formula_length > MAX_FORMULA_LENGTH:
                raise UntrustedInputError("spreadsheet.too-large")

    def _in_sheet(self, local: str, attrs: AttributesImpl) -> None:
        place = self.place
        if local == "row":
            place.row = _next_row(attrs.get("r"), place.row)
            place.column = 0
        elif local == "c":
            place.column = _next_column(attrs.get("r"), place)
            place.is_in_cell = True
        elif local in ("v", "f", "is") and place.is_in_cell:
            # Only written cells count: a format may reach to the last row or column of the sheet.
            if place.row > MAX_ROWS:
                raise UntrustedInputError("spreadsheet.too-many-rows", limit=MAX_ROWS)
            if place.column > MAX_COLUMNS:
                raise UntrustedInputError("spreadsheet.too-many-columns", limit=MAX_COLUMNS)
            place.is_in_formula = local == "f"
            place.formula_length = 0


def _next_row(given: str | None, before: int) -> int:
    """Number of a row, which must rise: the library drops a row that comes too late."""
    if given is None:
        return before + 1
    if not _ROW_NUMBER.fullmatch(given) or int(given) <= before:
        raise UntrustedInputError("spreadsheet.damaged")
    return int(given)


def _next_column(given: str | None, place: _Place) -> int:
    """Number of a column, which must rise within the row and belong to it."""
    if given is None:
        return place.column + 1
    found = _COORDINATE.fullmatch(given)
    if not found or int(found[2]) != place.row:
        raise UntrustedInputError("spreadsheet.damaged")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column <= place.column:
        raise UntrustedInputError("spreadsheet.damaged")
    return column


def _check_relationship(attrs: AttributesImpl) -> None:
    """Nothing outside the file may be referred to; a hyperlink is text that nobody follows here."""
    kind = attrs.get("Type", "").rpartition("/")[2]
    if attrs.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
        raise UntrustedInputError("spreadsheet.external-link")
    if kind in ("vbaProject", "xlMacrosheet", "control"):
        raise UntrustedInputError("spreadsheet.macro")
    if kind in ("oleObject", "package"):
        raise UntrustedInputError("spreadsheet.embedded")


def _check_content_type(content_type: str) -> None:
    if "macroenabled" in content_type.lower() or "vbaproject" in content_type.lower():
        raise UntrustedInputError("spreadsheet.macro")


def open_package(content: bytes) -> ZipFile:
    """Open the zip directory only.

    Raises:
        UntrustedInputError: ``spreadsheet.damaged``.
    """
    try:
        return ZipFile(BytesIO(content))
    except (BadZipFile, LargeZipFile, EOFError, OSError, ValueError, NotImplementedError, OverflowError):
        raise UntrustedInputError("spreadsheet.damaged") from None
