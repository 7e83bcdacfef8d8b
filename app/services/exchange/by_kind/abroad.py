"""Confirmations for partners abroad (外国政府等に対する確認の回答, 法第8条): to the agency that speaks with them.

One word is told: confirmed or not. It is read off the case on the day, never typed, and read again before it leaves.
"""

from datetime import date

import msgspec

from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.models.domain.lifecycle import State
from app.models.views.carried import Carried
from app.models.views.records import Case
from app.services.bundles import canonical
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import AllyConfirmation
from app.services.desk import Act
from app.services.exchange.cargo import Cargo, Departure, Offer
from app.services.exchange.delivery import Arrival, Delivery, Effect, Records, WhyNot, as_kind, office_target
from app.services.exchange.identity import NO_CASE, Subject
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.vault.unit import Unit

CONFIRMATION = Kind.ALLY_CONFIRMATION.value


def confirmation_in(matter: Carried) -> AllyConfirmation:
    """What was confirmed."""
    return msgspec.json.decode(matter.content, type=AllyConfirmation)


def valid_until(case: Case, on: date) -> date | None:
    """The last valid day of a clearance that stands on a day; None for everybody who is not cleared then."""
    stands = case.state is State.VALID and case.valid_until is not None and on <= case.valid_until
    return case.valid_until if stands else None


def _offered(unit: Unit) -> list[Offer]:
    found = []
    for one in unit.carried.of_kind(CONFIRMATION, "out"):
        case = None if one.case_id is None else unit.cases.find(one.case_id)
        if case is not None:
            found.append(Offer(one.matter_id, case.name, one.section, one.at, of_case=case.case_id))
    return found


def _load(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    written = act.unit.carried.get(act.matter, CONFIRMATION, "out")
    if written.case_id != act.case.case_id:
        raise GateClosedError("export.confirmation-stale")
    said, today = confirmation_in(written), civil_day(act.at)
    if (said.as_of, said.valid_until) != (today, valid_until(act.case, today)):
        raise GateClosedError("export.confirmation-stale")
    return Cargo((said,), said.as_of)


def _foresee(_unit: Unit, records: Records) -> tuple[Effect, ...]:
    return (Effect("import.effect.confirmation", len(records)),)


def _name(said: AllyConfirmation) -> str:
    return " ".join(part for part in (said.person.surname, said.person.given_names) if part)


def _traveller(records: Records) -> tuple[Subject, ...]:
    """Who is confirmed, in the spelling of the passport."""
    said = as_kind(records[0], AllyConfirmation)
    return (Subject(1, NO_CASE, _name(said), "", said.person.birth_date, ""),)


def _admit(act: Act, delivery: Delivery, _packs: PackShelf) -> None:
    said = as_kind(delivery.record, AllyConfirmation)
    known = [one for one in act.unit.carried.of_kind(CONFIRMATION, "in") if one.office_id == delivery.origin_office]
    if any(confirmation_in(one).confirmation_ref == said.confirmation_ref for one in known):
        raise UntrustedInputError("bundle.confirmation-known")
    act.unit.carried.add(
        Carried(
            matter_id=delivery.bundle_id,
            kind=CONFIRMATION,
            way="in",
            name=_name(said),
            section=said.country,
            at=act.at,
            person=act.actor.person,
            content=canonical.encode(said),
            office_id=delivery.origin_office,
            bundle_id=delivery.bundle_id,
        )
    )


DEPARTURE = Departure(
    Action.PREPARE_CONFIRMATION,
    _load,
    ("absent.reasons", "absent.findings", "absent.questionnaire", "absent.cases", "absent.medical"),
    _offered,
)
ARRIVAL = Arrival(
    Action.ADMIT_CONFIRMATION,
    office_target,
    _foresee,
    _admit,
    persons=_traveller,
    apart=WhyNot.ONE_RECORD,
    use=frozenset({Action.SEE_CONFIRMATIONS}),
)
