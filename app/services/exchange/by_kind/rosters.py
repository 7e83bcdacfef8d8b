"""A candidate roster (候補者名簿, F03) between contractor and agency.

It comes as records of people who agreed to be listed, and is settled row by row like a roster from a spreadsheet.
"""

from datetime import date

import msgspec

from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.dates import parse_date
from app.models.domain.errors import GateClosedError, InvalidInputError, UntrustedInputError
from app.models.domain.ids import RosterId
from app.models.domain.lifecycle import State
from app.models.views.carried import Carried
from app.models.views.records import Candidate, Roster
from app.services.bundles import canonical
from app.services.bundles.archive import RECORDS
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import RosterEntry, RosterHead
from app.services.desk import Act
from app.services.exchange.cargo import Cargo, Departure, Offer
from app.services.exchange.delivery import Arrival, Delivery, Effect, Records, WhyNot, as_kind, office_target
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.vault.unit import Unit

WAITING = (Kind.ROSTER.value, "in")
"""Kind and way of rosters that came and wait to be settled."""


def _load(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    roster = act.unit.rosters.get(RosterId(act.subject))
    people = [one for one in act.unit.candidates.of_roster(roster.roster_id) if one.state is State.LISTED]
    submitted_on = roster.submitted_on or civil_day(act.at)
    if not people:
        raise GateClosedError("export.roster-empty")
    if any(one.agreed_on is None or one.agreed_on > submitted_on for one in people):
        raise GateClosedError("export.roster-not-agreed")
    head = RosterHead(
        roster_ref=roster.roster_id,
        version=1,
        submitter=act.unit.people.station().office_name_ja,
        protection_officer=roster.submitter_person,
        contract_ref=roster.contract_ref or None,
        submitted_on=submitted_on,
        rows=len(people),
    )
    return Cargo(tuple(_entry(head, number, one) for number, one in enumerate(people, start=1)), submitted_on)


def _entry(head: RosterHead, number: int, one: Candidate) -> RosterEntry:
    return RosterEntry(
        roster=head,
        number=number,
        name=one.name,
        kana=one.kana or None,
        birth_date=one.born_on,
        birth_date_as_written=one.born_as_written.strip() or one.born_on.isoformat(),
        section=one.section,
        post=one.post or None,
        dispatched=one.dispatched,
        dispatcher=one.dispatcher or None,
        planned_work=one.planned_work or None,
        item=one.item,  # type: ignore[arg-type] # 1 to 3 since the roster was read
        item_3_reason=(one.item_3_reason or None) if one.item == 3 else None,
        agreed_on=one.agreed_on or head.submitted_on,
        earlier_clearance=one.earlier_clearance or None,
        remarks=one.remarks or None,
    )


def _offered(unit: Unit) -> list[Offer]:
    ours = unit.people.station().office_id
    return [
        Offer(one.roster_id, one.submitter, one.contract_ref, one.imported_at)
        for one in unit.rosters.every()
        if one.submitter_office_id in {None, ours}
    ]


def _foresee(unit: Unit, records: Records) -> tuple[Effect, ...]:
    roster = unit.rosters.find(RosterId(as_kind(records[0], RosterEntry).roster.roster_ref))
    effects = (Effect("import.effect.roster-rows", len(records)),)
    return effects if roster is None else (*effects, Effect("import.effect.roster-again"))


def _admit(act: Act, delivery: Delivery, _packs: PackShelf) -> None:
    entries = [as_kind(record, RosterEntry) for record in delivery.records]
    require_one_roster(entries)
    head = entries[0].roster
    roster_id = RosterId(head.roster_ref)
    if act.unit.ledger.known([roster_id]):  # 廃棄した名簿は、同じものが再び届いても戻らない
        raise UntrustedInputError("bundle.roster-destroyed")
    known = act.unit.rosters.find(roster_id)
    if known is not None and known.submitter_office_id != delivery.origin_office:
        raise UntrustedInputError("bundle.other-office")
    contents = delivery.said.entry(RECORDS)
    if known is None:
        act.unit.rosters.add(
            Roster(
                roster_id,
                contents.content_sha256 or "" if contents is not None else "",
                head.submitter,
                head.protection_officer,
                head.contract_ref or "",
                head.submitted_on,
                delivery.origin_office,
                act.at,
                act.actor.person,
            )
        )
    act.unit.carried.add(
        Carried(
            matter_id=delivery.bundle_id,
            kind=Kind.ROSTER.value,
            way="in",
            name=head.submitter,
            section=head.contract_ref or "",
            at=act.at,
            person=act.actor.person,
            content=b"".join(canonical.encode(entry) + b"\n" for entry in entries),
            roster_id=roster_id,
            office_id=delivery.origin_office,
            bundle_id=delivery.bundle_id,
        )
    )
    act.detail.update({"roster": roster_id, "listed": len(entries)})


def require_one_roster(entries: list[RosterEntry]) -> None:
    """Refuse a bundle whose rows are not exactly those of one roster, or say a birthday in two ways.

    Raises:
        UntrustedInputError: ``bundle.record-refused`` with the line.
    """
    head = entries[0].roster
    for line, entry in enumerate(entries, start=1):
        is_placed = entry.roster == head and entry.number == line and head.rows == len(entries)
        if not is_placed or read_day(entry.birth_date_as_written) not in {None, entry.birth_date}:
            raise UntrustedInputError("bundle.record-refused", line=line)


def read_day(written: str) -> date | None:
    """The day that a text says; None where it says none."""
    try:
        return parse_date(written, field="dob").day
    except InvalidInputError:
        return None


def entries_of(waiting: Carried) -> list[RosterEntry]:
    """The rows of a roster that came."""
    decoder = msgspec.json.Decoder(RosterEntry)
    return [decoder.decode(line) for line in waiting.content.splitlines()]


DEPARTURE = Departure(
    Action.PREPARE_ROSTER,
    _load,
    ("absent.questionnaire", "absent.findings", "absent.personnel", "absent.medical"),
    _offered,
)
ARRIVAL = Arrival(
    Action.ADMIT_ROSTER,
    office_target,
    _foresee,
    _admit,
    persons=WhyNot.ROW_BY_ROW,
    apart=WhyNot.ROW_BY_ROW,
    use=frozenset({Action.IMPORT_ROSTER}),
)
