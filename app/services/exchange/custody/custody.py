"""Where cases are (案件の所管): look, take back after a loss, decide a conflict, confirm after a restore."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from app.models.domain import custody_moves as moves
from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.custody import Conflict, Custody, Side
from app.models.domain.errors import BugError, GateClosedError, InvalidInputError
from app.models.domain.ids import CaseId, StationId
from app.services.desk import Act, Desk, Target, Witness
from app.services.exchange.custody.arriving import take_rival
from app.services.exchange.custody.comparing import Compared, compared
from app.services.exchange.custody.files import RivalFile
from app.services.exchange.custody.packing import RIVAL
from app.services.exchange.custody.places import custody_of, here
from app.services.exchange.lookout import trust_view
from app.services.trust.document import TrustDocument


class RecallReason(StrEnum):
    """Why a case is taken back; two officers stand for it."""

    LOST = "lost"
    """媒体の紛失."""
    UNREADABLE = "unreadable"
    """媒体の破損."""
    NO_RECEIPT = "no-receipt"
    """受領書が届かない."""
    HOLDER_LOST = "holder-lost"
    """相手方の端末の滅失."""


class DecisionReason(StrEnum):
    """Why a conflict was decided so."""

    AGREED = "agreed"
    """相手方と協議した結果."""
    COMPLETE = "complete"
    """内容がより完全である方."""
    ORDER = "order"
    """権限のある者の指示."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A case and where it is.

    Attributes:
        number: Number of the case; empty for one that was only heard of.
        partner_ja: Name of the office of the partner station.
        holder_ja: Name of the office of the station that holds the right to write.
    """

    case_id: CaseId
    number: str
    custody: Custody
    since: datetime | None
    partner_ja: str = ""
    partner_en: str = ""
    holder_ja: str = ""
    holder_en: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two sides of a conflict, document by document; no content."""

    custody: Custody
    conflict: Conflict
    lines: tuple[Compared, ...]


class CaseCustody:
    """Use cases of security officers and their witnesses."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def everywhere(self, actor: Actor) -> list[Whereabouts]:
        """Every case that ever was handed over, is in conflict or in doubt; the newest first."""
        with self._desk.act(actor, Action.SEE_CUSTODY) as act:
            found = [_whereabouts(act, one.case_id, one.custody, one.since) for one in act.unit.custody.every()]
            act.detail["cases"] = len(found)
            return found

    def of_case(self, actor: Actor, case: CaseId) -> Whereabouts:
        """Where one case is, for its head."""
        with self._desk.act(actor, Action.SEE_CASE, Target(case=case)) as act:
            return _whereabouts(act, case, custody_of(act.unit, case), act.unit.custody.since(case))

    def recall(self, actor: Actor, witness: Actor, case: CaseId, reason: RecallReason) -> int:
        """Take a case back (取戻し): the right to write is here again, under a higher number.

        The other station must be told; if the case turns up all the same, that is a conflict with a name.

        Returns:
            The new custody number.

        Raises:
            NotAuthorisedError: ``access.same-person`` or ``access.wrong-role``, of one of the two.
            GateClosedError: ``access.case-here``; ``custody.wrong-place`` while a conflict waits.
        """
        watched = Witness(witness, Action.WITNESS_CUSTODY)
        with self._desk.act(actor, Action.RECALL_CASE, Target(case=case), witness=watched) as act:
            before = custody_of(act.unit, case)
            after = moves.recall(before, here(act.unit))
            act.unit.custody.keep(case, after, act.at)
            act.detail |= {"number": after.number, "reason": reason.value, "witness": witness.person}
            act.detail |= _known(bundle=before.bundle, recipient=before.partner)
            return after.number

    def compare(self, actor: Actor, case: CaseId) -> Comparison:
        """The two sides of a conflict, side by side.

        Raises:
            GateClosedError: ``custody.no-conflict``.
        """
        with self._desk.act(actor, Action.COMPARE_CUSTODY, Target(case=case)) as act:
            custody = custody_of(act.unit, case)
            if custody.conflict is None:
                raise GateClosedError("custody.no-conflict")
            act.detail["bundle"] = custody.conflict.bundle
            rival = _rival(act, custody.conflict)
            return Comparison(custody, custody.conflict, compared(act.unit, case, rival))

    def decide(self, actor: Actor, witness: Actor, case: CaseId, side: Side, reason: DecisionReason) -> int:
        """Decide a conflict. Nothing of either side is overwritten: the other file stays, or comes on top of ours.

        Returns:
            The custody number that stands now.

        Raises:
            NotAuthorisedError: As :meth:`recall`.
            GateClosedError: ``access.case-here``; ``custody.no-conflict``; ``custody.wrong-place`` while a transfer is
                drafted.
        """
        watched = Witness(witness, Action.WITNESS_CUSTODY)
        with self._desk.act(actor, Action.DECIDE_CUSTODY, Target(case=case), witness=watched) as act:
            custody = custody_of(act.unit, case)
            if custody.conflict is None:
                raise GateClosedError("custody.no-conflict")
            after = moves.decide(custody, side, here(act.unit))
            rival = _rival(act, custody.conflict)
            if side is Side.THEIRS and rival is not None:
                act.detail["documents"] = take_rival(act, rival)
            act.unit.custody.keep(case, after, act.at)
            said = {"outcome": side.value, "reason": reason.value, "witness": witness.person}
            act.detail |= {"number": after.number, "bundle": custody.conflict.bundle, **said}
            return after.number

    def confirm(self, actor: Actor, witness: Actor, cases: Sequence[CaseId]) -> int:
        """Confirm after a restore that cases are still here, after the offices that could have them were asked.

        Returns:
            How many were confirmed.

        Raises:
            NotAuthorisedError: As :meth:`recall`.
            GateClosedError: ``access.case-here`` when one of them is in no doubt.
        """
        return self._settle(actor, witness, cases, None)

    def declare_away(self, actor: Actor, witness: Actor, cases: Sequence[CaseId], to: StationId) -> int:
        """State after a restore that cases left for a station since the backup; what is here is a sealed copy.

        Returns:
            How many cases it was stated of.

        Raises:
            InvalidInputError: ``export.recipient``: no such station in the trust document.
            NotAuthorisedError: As :meth:`recall`.
        """
        return self._settle(actor, witness, cases, to)

    def _settle(self, actor: Actor, witness: Actor, cases: Sequence[CaseId], to: StationId | None) -> int:
        watched = Witness(witness, Action.WITNESS_CUSTODY)
        targets = [Target(case=case) for case in cases]
        with self._desk.acts(actor, Action.CONFIRM_CUSTODY, targets, witness=watched) as acts:
            for act in acts:
                before = custody_of(act.unit, act.case.case_id)
                if to is None:
                    after = moves.confirm(before, here(act.unit))
                else:
                    _require_station(act, to)
                    after = moves.declare_away(before, to)
                act.unit.custody.keep(act.case.case_id, after, act.at)
                act.detail |= {"number": after.number, "outcome": "here" if to is None else "away"}
                act.detail |= {"witness": witness.person, **_known(recipient=to or "")}
            return len(acts)


def _require_station(act: Act, station: StationId) -> None:
    known = trust_view(act.unit).document.station(station)
    if known is None or station == here(act.unit):
        raise InvalidInputError("export.recipient", field="recipient")


def _known(**said: str) -> dict[str, str]:
    return {name: value for name, value in said.items() if value}


def _rival(act: Act, conflict: Conflict) -> RivalFile | None:
    if not conflict.brings_file:
        return None
    document = act.unit.documents.newest(act.case.case_id, RIVAL, conflict.bundle)
    if document is None:
        raise BugError("bug.act-without-subject")
    return msgspec.json.decode(document.content, type=RivalFile)


def _whereabouts(act: Act, case_id: CaseId, custody: Custody, since: datetime | None) -> Whereabouts:
    case = act.unit.cases.find(case_id)
    trust = None if act.unit.people.trust_envelope() is None else trust_view(act.unit).document
    partner, holder = _office(trust, custody.partner or custody.holder), _office(trust, custody.holder)
    return Whereabouts(case_id, "" if case is None else case.number, custody, since, *partner, *holder)


def _office(trust: TrustDocument | None, station: str) -> tuple[str, str]:
    office = None if trust is None else trust.office_of_station(station)
    return ("", "") if office is None else (office.name_ja, office.name_en)
