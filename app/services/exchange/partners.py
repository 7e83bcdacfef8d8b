"""Which office shares a case with us: the agency that asked, or the office asked to investigate (法第12条第4項).

Trust says who somebody is and what kind of office may send what; it does not say whose case it is. Another agency is
as trusted as the one that asked, and still neither gets a case nor changes it.
"""

from collections.abc import Sequence

from app.models.domain.actor import OfficeKind
from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.models.domain.ids import CaseId, RosterId, StationId
from app.models.views.records import Case
from app.services.bundles.manifest import Kind
from app.services.desk import Act
from app.services.exchange.by_kind.inquiries import office_asked, office_that_asked
from app.services.trust.document import TrustDocument
from app.services.vault.unit import Unit

_ABOUT_A_SHARED_CASE = frozenset(
    {
        Kind.QUESTIONNAIRE,
        Kind.CORRECTED_ANSWERS,
        Kind.WITHDRAWAL,
        Kind.OPINION,
        Kind.DECISION,
        Kind.COMPLAINT,
    }
)
_TO_THE_SUBMITTER = frozenset({Kind.RESULT, Kind.NOT_CARRIED_OUT})
_TO_ONE_STATION = frozenset({Kind.DISPOSAL_PROOF, Kind.CHECKPOINT})
"""Their subject is the station that they go to."""
_ASKED = {Kind.INQUIRY: office_asked, Kind.INQUIRY_REPLY: office_that_asked}
"""An inquiry goes to the office that it asks, a reply to the office that asked."""
_LEFT = ("signed", "written", "closed")
_ON_THE_WAY = ("draft", *_LEFT)


def require_partner(acts: Sequence[Act], kind: Kind, trust: TrustDocument, recipient: StationId) -> None:
    """Let nothing about a case be prepared for an office that has no part in it.

    Raises:
        InvalidInputError: ``export.recipient``.
    """
    office = trust.office_of_station(recipient)
    if office is None:
        return
    if kind in _TO_THE_SUBMITTER and not all(_sent_the_roster(act, office.id) for act in acts):
        raise InvalidInputError("export.recipient", field="recipient")
    if kind in _TO_ONE_STATION and any(act.subject != recipient for act in acts):
        raise InvalidInputError("export.recipient", field="recipient")
    asked = _ASKED.get(kind)
    if asked is not None and any(asked(act) != office.id for act in acts):
        raise InvalidInputError("export.recipient", field="recipient")
    if kind not in _ABOUT_A_SHARED_CASE:
        return
    for act in acts:
        is_ours = office.id == act.unit.people.station().office_id
        if not is_ours and office.id not in _partners(act.unit, act.case, trust, _ON_THE_WAY):
            raise InvalidInputError("export.recipient", field="recipient")


def is_of_a_contractor(unit: Unit, roster_id: RosterId | None) -> bool:
    """Whether somebody was named by a contractor: by an office other than ours, or under a contract.

    The people of our own units are nobody's workers: no contractor is told about them.
    """
    if roster_id is None:
        return False
    roster = unit.rosters.get(roster_id)
    if roster.submitter_office_id is None:
        return bool(roster.contract_ref.strip())
    return roster.submitter_office_id != unit.people.station().office_id


def _sent_the_roster(act: Act, office: str) -> bool:
    """Whether a contractor is the one whose roster named the person; open when the roster's sender was not known."""
    roster_id = act.roster_id
    if roster_id is None or not is_of_a_contractor(act.unit, roster_id):
        return False
    sender = act.unit.rosters.get(roster_id).submitter_office_id
    return sender is None or sender == office


def is_partner(unit: Unit, case_id: CaseId, trust: TrustDocument, office: str) -> bool:
    """Whether an office may send us something about a case; True for a case that is not here at all."""
    case = unit.cases.find(case_id)
    return case is None or office in _partners(unit, case, trust, _LEFT)


def require_origin(unit: Unit, case_id: CaseId, trust: TrustDocument, office: str) -> None:
    """Refuse what an office sends about a case that it has no part in.

    Raises:
        UntrustedInputError: ``bundle.other-office``.
    """
    if not is_partner(unit, case_id, trust, office):
        raise UntrustedInputError("bundle.other-office")


def _partners(unit: Unit, case: Case, trust: TrustDocument, statuses: Sequence[str]) -> frozenset[str]:
    ours = unit.people.station()
    custody = unit.custody.find(case.case_id)
    had_it = [] if custody is None else [trust.office_of_station(leg.station) for leg in custody.chain]
    found = {str(ours.office_id), *(office.id for office in had_it if office is not None)}
    if ours.office_kind is OfficeKind.INVESTIGATION_OFFICE:
        return frozenset(found if case.from_office_id is None else {*found, str(case.from_office_id)})
    asked = unit.exports.recipients_of(Kind.INVESTIGATION_REQUEST.value, case.case_id, statuses)
    offices = (trust.office_of_station(station) for station in asked)
    return frozenset({*found, *(office.id for office in offices if office is not None)})
