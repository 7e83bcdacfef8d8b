"""What a worksheet hides or joins: rows and columns out of sight, merged cells. The reader of cells does not see it."""

from dataclasses import dataclass, field
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl
from zipfile import ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString
from openpyxl.utils import range_boundaries
from typing_extensions import override

from app.models.domain.errors import UntrustedInputError

_TRUE = ("1", "true")
_NO_SIZE = 0.1
"""Height or width below which nothing can be seen."""
Area = tuple[int, int, int, int]
"""First column, first row, last column, last row."""


@dataclass(slots=True)
class Traits:
    """What must not hold content.

    Attributes:
        hidden_rows: Numbers of rows out of sight.
        hidden_columns: First and last number of columns out of sight.
        merged: Areas joined to one cell.
        all_hidden: Rows are out of sight unless they say otherwise.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    all_hidden: bool = False

    def hides(self, row: int, column: int) -> bool:
        """Whether a cell cannot be seen."""
        in_column = any(first <= column <= last for first, last in self.hidden_columns)
        return self.all_hidden or row in self.hidden_rows or in_column

    def joins(self, row: int, column: int) -> bool:
        """Whether a cell is part of a merged area."""
        return any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in self.merged)


def traits_of(archive: ZipFile, part: str) -> Traits:
    """What one worksheet hides or joins.

    Args:
        archive: A package that passed ``package_check.check_package``.
        part: Path of the worksheet in it.

    Raises:
        UntrustedInputError: ``spreadsheet.damaged``.
    """
    traits = Traits()
    try:
        parseString(archive.read(part), _Handler(traits), forbid_dtd=True)
    except (DefusedXmlException, SAXException, KeyError, ValueError, TypeError, LookupError):
        raise UntrustedInputError("spreadsheet.damaged") from None
    return traits


@dataclass(eq=False)
class _Handler(ContentHandler):
    traits: Traits
    row: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    @override
    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        match name.rpartition(":")[2]:
            case "sheetFormatPr":
                self.traits.all_hidden = attrs.get("zeroHeight", "").lower() in _TRUE
            case "row":
                self.row = int(attrs.get("r", str(self.row + 1)))
                if _out_of_sight(attrs, "ht"):
                    self.traits.hidden_rows.add(self.row)
            case "col":
                if _out_of_sight(attrs, "width"):
                    self.traits.hidden_columns.append((int(attrs["min"]), int(attrs["max"])))
            case "mergeCell":
                left, top, right, bottom = range_boundaries(attrs["ref"])
                self.traits.merged.append(
                    (int(left or 1), int(top or 1), int(right or left or 1), int(bottom or top or 1))
                )


def _out_of_sight(attrs: AttributesImpl, size: str) -> bool:
    return attrs.get("hidden", "").lower() in _TRUE or float(attrs.get(size, "1")) < _NO_SIZE
