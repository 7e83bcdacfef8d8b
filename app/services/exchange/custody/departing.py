"""What leaves in a transfer of a case, and in a notice that it is somewhere else."""

from collections.abc import Sequence

from app.models.domain import custody_moves as moves
from app.models.domain.actor import OfficeKind
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.ids import StationId
from app.services.bundles.record_types.custody import CaseTransfer
from app.services.bundles.record_types.parts import Record
from app.services.desk import Act, Target
from app.services.exchange.cargo import Cargo, Departure
from app.services.exchange.custody.packing import packed
from app.services.exchange.custody.places import custody_of, legs
from app.services.exchange.lookout import trust_view
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.vault.unit import Unit

ABSENT = ("absent.own-drafts", "absent.own-looks", "absent.holds")
_OPEN = ("draft", "signed")


def departure_of(unit: Unit, target: Target, recipient: StationId) -> Departure:
    """A station that must be told of our claim is told first; to every other the case itself can go."""
    custody = None if target.case is None else unit.custody.find(target.case)
    return NOTICE if custody is not None and recipient in custody.untold else TRANSFER


def _transfer(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    case_id, bundle = act.case.case_id, str(act.detail["bundle"])
    recipient = StationId(str(act.detail["recipient"]))
    _require_road(act, recipient)
    open_exports = act.unit.exports.in_status(_OPEN)
    if any(case_id in one.owner.split() for one in open_exports):
        raise GateClosedError("custody.drafts-open")
    if any(one.reviewed_at is None for one in act.unit.emergencies.of_case(case_id)):
        raise GateClosedError("custody.access-unreviewed")
    before = custody_of(act.unit, case_id)
    records, papers = packed(act, moves.ticket(before, recipient, bundle))
    act.unit.custody.keep(case_id, moves.prepare(before, recipient, bundle), act.at)
    act.detail |= {"number": before.number + 1, "documents": len(records) - 1, "papers": len(papers)}
    return Cargo(records, civil_day(act.at), blobs=papers)


def _notice(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    case_id = act.case.case_id
    custody = custody_of(act.unit, case_id)
    act.detail["number"] = custody.number
    return Cargo((CaseTransfer(case_ref=case_id, step="notice", chain=legs(custody.chain)),), civil_day(act.at))


def _require_road(act: Act, recipient: StationId) -> None:
    """An investigation office gives a case to its own stations, or back to the agency that asked, to nobody else.

    Raises:
        InvalidInputError: ``export.recipient``.
    """
    station, office = act.unit.people.station(), trust_view(act.unit).document.office_of_station(recipient)
    if office is None or office.id == station.office_id or station.office_kind is not OfficeKind.INVESTIGATION_OFFICE:
        return
    if act.case.from_office_id not in {None, office.id}:
        raise InvalidInputError("export.recipient", field="recipient")


def absent_from(records: Sequence[Record]) -> tuple[str, ...]:
    """What stays behind: little of a case that moves whole; a notice takes nothing of it."""
    first = records[0]
    return ("absent.whole-case",) if isinstance(first, CaseTransfer) and first.step == "notice" else ABSENT


TRANSFER = Departure(Action.PREPARE_TRANSFER, _transfer, ABSENT)
NOTICE = Departure(Action.PREPARE_RECALL, _notice, ())
