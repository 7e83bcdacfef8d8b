"""Record of a confirmation to a foreign government or an international organisation (法第8条)."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from app.services.bundles.fields import Reference
from app.services.bundles.record_types.parts import Part, Record

RomanName = Annotated[str, Meta(pattern=r"\A[A-Z](?:[A-Z' -]{0,58}[A-Z])?\Z")]
"""A name as the passport spells it."""
Country = Annotated[str, Meta(pattern=r"\A[A-Z]{2}\Z")]
"""ISO 3166-1 alpha-2."""


class Traveller(Part, frozen=True):
    """Who is confirmed, in the spelling of the passport; its number only where the agreement asks for it."""

    surname: RomanName
    given_names: RomanName | None
    birth_date: date
    passport_number: Annotated[str, Meta(pattern=r"\A[A-Z0-9]{5,9}\Z")] | None


class AllyConfirmation(Record, frozen=True, tag="ally-confirmation"):
    """Whether a person is cleared on a day. Why somebody is not has no field, and both answers have the same length.

    There is one level and one regime; what that equals abroad stands in the agreement, not here.
    """

    confirmation_ref: Reference
    country: Country
    person: Traveller
    regime: Literal["cesi"]
    answer: Literal["confirmed", "not-confirmed"]
    as_of: date
    valid_until: date | None

    def __post_init__(self) -> None:
        if (self.valid_until is not None) != (self.answer == "confirmed"):
            raise ValueError
