"""Cells of a spreadsheet after it was opened safely; no file format is known here."""

from dataclasses import dataclass
from enum import StrEnum


class CellKind(StrEnum):
    """What stood in the cell."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: What the cell says: its text exactly, a number in digits, a date cell as ISO text. For a formula the
            formula itself, which is never evaluated.
        kind: What stood in the cell.
        stored: What the file stored, where it differs from ``text``: the serial number of a date cell.
    """

    text: str
    kind: CellKind = CellKind.TEXT
    stored: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing but blanks stands in the cell; a formula is never blank."""
        return self.kind not in (CellKind.FORMULA, CellKind.ERROR) and not self.text.strip()


EMPTY_CELL = Cell("", CellKind.EMPTY)
