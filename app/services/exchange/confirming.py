"""Write confirmations for partners abroad, and read those that were sent and those that came."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import InvalidInputError
from app.models.views.carried import Carried
from app.services.bundles import canonical
from app.services.bundles.record_types.abroad import Country
from app.services.bundles.schemas import AllyConfirmation, Traveller
from app.services.desk import Desk, Target
from app.services.exchange.by_kind.abroad import CONFIRMATION, confirmation_in, valid_until
from app.services.named_cases import case_named
from app.services.packs.shelf import PackShelf

_PASSPORTS = "abroad.passport-number"


@dataclass(frozen=True, slots=True)
class ConfirmationLine:
    """One confirmation: to which country, in which direction. ``way`` is ``out`` or ``in``."""

    matter_id: str
    way: str
    country: str
    at: datetime
    said: AllyConfirmation


class ConfirmationAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a partner abroad asks, as a form in JSON: the person in the spelling of the passport."""

    country: Country
    surname: Annotated[str, Meta(max_length=60)]
    given_names: Annotated[str, Meta(max_length=60)] | None = None
    passport_number: Annotated[str, Meta(max_length=9)] | None = None


class Confirming:
    """Use cases of the agency that cleared the person, and of the one that speaks with the partner."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def write(self, actor: Actor, named: str, ask: ConfirmationAsk) -> str:
        """Keep the answer about the subject of a case: what the case says today, in one word.

        Args:
            actor: The deciding officer.
            named: Number or identity of the case of the person.
            ask: Country and name as in the passport; its number only where the pack says that the agreement asks.

        Returns:
            Its identity.

        Raises:
            InvalidInputError: ``confirmation.unfit``: a field is not as a passport has it;
                ``confirmation.passport-not-asked``.
        """
        case = case_named(self._desk, named)
        with self._desk.act(actor, Action.WRITE_CONFIRMATION, Target(case=case)) as act:
            today = civil_day(act.at)
            until, matter_id = valid_until(act.case, today), act.new_id()
            asked_for = self._packs.current.pack.parameter(_PASSPORTS, today)
            if ask.passport_number is not None and (not isinstance(asked_for, tuple) or ask.country not in asked_for):
                raise InvalidInputError("confirmation.passport-not-asked", field="passport_number")
            said = AllyConfirmation(
                confirmation_ref=matter_id,
                country=ask.country,
                person=Traveller(
                    surname=ask.surname,
                    given_names=ask.given_names,
                    birth_date=act.case.born_on,
                    passport_number=ask.passport_number,
                ),
                regime="cesi",
                answer="confirmed" if until is not None else "not-confirmed",
                as_of=today,
                valid_until=until,
            )
            content = _checked(said)
            act.unit.carried.add(
                Carried(
                    matter_id=matter_id,
                    kind=CONFIRMATION,
                    way="out",
                    name="",
                    section=ask.country,
                    at=act.at,
                    person=actor.person,
                    content=content,
                    case_id=case,
                )
            )
            return matter_id

    def every(self, actor: Actor) -> list[ConfirmationLine]:
        """Confirmations that were written here and that came, oldest first."""
        with self._desk.act(actor, Action.SEE_CONFIRMATIONS) as act:
            found = [one for way in ("out", "in") for one in act.unit.carried.of_kind(CONFIRMATION, way)]
            return [
                ConfirmationLine(one.matter_id, one.way, one.section, one.at, confirmation_in(one)) for one in found
            ]


def read_ask(data: bytes) -> ConfirmationAsk:
    """What a partner asks, filled in as JSON.

    Raises:
        InvalidInputError: ``confirmation.unfit``.
    """
    try:
        return msgspec.json.decode(data, type=ConfirmationAsk)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise InvalidInputError("confirmation.unfit", field="form") from None


def _checked(said: AllyConfirmation) -> bytes:
    """The record as its recipient will read it; what the published schema refuses is not kept."""
    content = canonical.encode(said)
    try:
        msgspec.json.decode(content, type=AllyConfirmation)
    except msgspec.MsgspecError:
        raise InvalidInputError("confirmation.unfit", field="person") from None
    return content
