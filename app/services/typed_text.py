"""Signed statements as text on paper (入力する文字列): one family of forms, for a scanner or to be typed by hand.

A statement is packed into bytes by whoever knows it. Here they become lines of nine groups of five letters; the last
group of each line checks the eight before it and the number of the line. The letters are those of Crockford's base 32,
which has none that look alike; case, width, blanks and hyphens do not matter. A QR code holds the same letters.
"""

import unicodedata
from binascii import crc32
from dataclasses import dataclass
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP, GROUPS_PER_LINE = 5, 9
BYTES_PER_LINE = 25
LINE = GROUP * GROUPS_PER_LINE
_DATA = LINE - GROUP
_LOOKALIKES = str.maketrans("OIL", "011")
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_LENGTH = 2


class Form(StrEnum):
    """What a text is, as its first four bytes say."""

    RECEIPT = "SKR1"
    REVOCATION = "SKO1"


class Flaw(StrEnum):
    """Why a text is not read."""

    MISTYPED = "mistyped"
    """A line does not fit its check."""
    INCOMPLETE = "incomplete"
    """The end is missing."""
    FOREIGN = "foreign"
    """It is something else."""


@dataclass(frozen=True, slots=True)
class Flawed:
    """A text that was not read. ``line`` is the number of the first wrong line, from 1."""

    flaw: Flaw
    line: int = 0


def written(form: Form, packed: bytes) -> str:
    """The letters of a statement, without blanks. ``packed`` has at most 65,535 bytes."""
    whole = form.value.encode("ascii") + len(packed).to_bytes(_LENGTH, "big") + packed
    whole += bytes(-len(whole) % BYTES_PER_LINE)
    pieces = (whole[at : at + BYTES_PER_LINE] for at in range(0, len(whole), BYTES_PER_LINE))
    return "".join(_spelled(piece, _DATA) + _check_of(number, piece) for number, piece in enumerate(pieces))


def groups(text: str) -> tuple[str, ...]:
    """The letters in groups for printing, :data:`GROUPS_PER_LINE` on a line."""
    return tuple(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def read(form: Form, text: str) -> bytes | Flawed:
    """The packed statement that a text spells, however its lines and groups are divided."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_LOOKALIKES)
    plain = "".join(letter for letter in plain if not letter.isspace() and unicodedata.category(letter) != "Pd")
    if not plain:
        return Flawed(Flaw.FOREIGN)
    whole = b""
    for number, at in enumerate(range(0, len(plain), LINE)):
        piece = _piece(number, plain[at : at + LINE])
        if piece is None:
            return Flawed(Flaw.MISTYPED, number + 1)
        whole += piece
    start = len(form.value)
    length = int.from_bytes(whole[start : start + _LENGTH], "big")
    packed, rest = whole[start + _LENGTH : start + _LENGTH + length], whole[start + _LENGTH + length :]
    if whole[:start] != form.value.encode("ascii"):
        return Flawed(Flaw.FOREIGN)
    if len(packed) != length:
        return Flawed(Flaw.INCOMPLETE)
    return packed if not any(rest) and len(rest) < BYTES_PER_LINE else Flawed(Flaw.FOREIGN)


def _spelled(data: bytes, length: int) -> str:
    number = int.from_bytes(data, "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def _check_of(number: int, piece: bytes) -> str:
    """Five letters that change with any letter of the line, and with its place among the lines."""
    return _spelled((crc32(bytes([number & 255]) + piece) & 0x1FFFFFF).to_bytes(4, "big"), GROUP)


def _piece(number: int, letters: str) -> bytes | None:
    if len(letters) != LINE or set(letters) - _VALUES.keys():
        return None
    value = 0
    for letter in letters[:_DATA]:
        value = value << 5 | _VALUES[letter]
    piece = value.to_bytes(BYTES_PER_LINE, "big")
    return piece if _check_of(number, piece) == letters[_DATA:] else None
