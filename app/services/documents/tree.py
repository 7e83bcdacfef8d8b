"""The document tree: what stands in a letter, before anything is known about paper.

Plain frozen values. Every string is literal text that will be drawn as it is; there is no markup of any kind.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.services.texts.catalogue import Language


class Face(StrEnum):
    """Style of a piece of text: 明朝 for running text, ゴシック for headings and labels."""

    MINCHO = "mincho"
    GOTHIC = "gothic"


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading of the first depth."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``number`` hangs left of it, ``depth`` 0 is unindented."""

    text: str
    number: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One label and its value, a value of several lines keeps its lines."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of label and value, ruled."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """The sentence that the letter is about, framed."""

    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines to be filled in by hand: label and hint (for example 自署)."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """Characters to be compared by eye (digest, fingerprint), in columns of equal groups."""

    label: str
    groups: tuple[str, ...]
    per_line: int


@dataclass(frozen=True, slots=True)
class MatrixCode:
    """A QR code and the sentence beside it."""

    payload: str
    caption: str


Block = Heading | Paragraph | Table | Statement | Signature | Groups | MatrixCode


@dataclass(frozen=True, slots=True)
class Document:
    """A whole letter.

    Attributes:
        language: Language of the text.
        form: Form code, for example ``F05``.
        title: Name of the form, printed large.
        issue_no: Issue number (文書番号), also in every running header.
        issue_label: The word before the issue number.
        date: Date of issue, already written in both calendars.
        addressee: Lines of the addressee, the last one with the honorific.
        issuer: Lines of the issuer, right-hand side.
        blocks: The body.
        footer: Desks and notes that stand at the foot of every page.
        closing: The word that ends the letter (以上), or empty.
    """

    language: Language
    form: str
    title: str
    issue_no: str
    issue_label: str
    date: str
    addressee: tuple[str, ...]
    issuer: tuple[str, ...]
    blocks: tuple[Block, ...]
    footer: tuple[str, ...]
    closing: str
