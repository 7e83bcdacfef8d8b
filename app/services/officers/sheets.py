"""The printed recovery sheet (復旧用紙): a key on paper, as text in groups and as a QR code, with what to do with it.

A sheet exists as bytes in memory until it is printed or put where the administrator chose; the program keeps none.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from app.models.domain.actor import Environment
from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.models.views.records import Station
from app.services.crypto.age import Identity
from app.services.documents.letters import make_letter
from app.services.documents.template import read_template
from app.services.resources import LETTERS
from app.services.texts.catalogue import Language

FORM = "recovery-sheet"
PREFIX = "AGE-SECRET-KEY-PQ-1"
"""What every key of this kind begins with; it need not be typed."""
_GROUP = 4
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "L", "1": "L", "B": "8"})
"""Letters that the text of a key never has, and what they were meant to be."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the two sheets, ready to be printed."""

    number: int
    holder: str
    fingerprint: str
    """SHA-256 of the public half, as it stands in the record."""
    groups: tuple[str, ...] = field(repr=False)
    """The key without its beginning, in groups of four."""
    pdf: bytes = field(repr=False)


def make_sheet(identity: Identity, number: int, holders: tuple[str, str], station: Station, day: date) -> Sheet:
    """Write one sheet.

    Raises:
        RefusedError: A character of a name cannot be drawn exactly.
        EnvironmentProblemError: ``letter.font-missing``.
    """
    text, fingerprint = identity.encode(), identity.recipient.fingerprint
    groups = _groups(text.removeprefix(PREFIX))
    letter = make_letter(
        read_template(LETTERS, FORM),
        {
            "issue_no": f"{station.station_id}-R{number}-{fingerprint[:8]}",
            "issued_on": day,
            "office": station.office_name_ja,
            "station": station.station_id,
            "number": str(number),
            "holder": holders[number - 1],
            "other_holder": holders[2 - number],
            "beginning": PREFIX,
            "key_groups": groups,
            "fingerprint_groups": _groups(fingerprint[:32]),
            "code_payload": text,
        },
        language=Language.JAPANESE,
        rehearsal=station.environment is Environment.REHEARSAL,
    )
    return Sheet(number, holders[number - 1], fingerprint, groups, letter.pdf)


def typed_identity(typed: str, which: int) -> Identity:
    """The key of a sheet, as somebody typed it or read it from the code.

    Blanks and case do not matter, the beginning may be left out, and letters that look alike are understood. The
    checksum in the key finds every other slip.

    Raises:
        InvalidInputError: ``recovery.mistyped``; ``which`` says which of the two.
    """
    plain = "".join(unicodedata.normalize("NFKC", typed).upper().split()).removeprefix(PREFIX)
    try:
        return Identity.parse(PREFIX + plain.translate(_LOOKS_LIKE))
    except UntrustedInputError:
        raise InvalidInputError("recovery.mistyped", field=f"sheet-{which}", which=which) from None


def _groups(text: str) -> tuple[str, ...]:
    return tuple(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))
