"""Holds (廃棄の停止): a case is kept beyond its day, on a named ground, until a day or until somebody ends it."""

from dataclasses import dataclass
from datetime import date

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import AlreadyDoneError, InvalidInputError
from app.models.domain.ids import CaseId
from app.models.domain.retention import Ground
from app.models.views.retention import Hold
from app.services.desk import Desk, Target

HOLD = "hold"
LONGEST_REASON = 2000
"""Characters of the reason."""


class HoldReason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why somebody keeps a case; sealed under its key."""

    reason: str


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A hold as lists show it.

    Attributes:
        number: Number of the case; empty when it is no longer here.
        setter: Name of the officer who set it.
        is_in_force: Whether it holds the case today.
        reason: Only for whoever may see reasons.
    """

    hold: Hold
    number: str
    setter: str
    is_in_force: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HeldCase:
    """A case that was asked for by its number, and its holds; nothing else of the case."""

    case_id: CaseId
    number: str
    lines: tuple[HoldLine, ...]


class Holding:
    """Use cases of security officers and complaint officers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def set(self, actor: Actor, case: CaseId, ground: Ground, reason: str, until: date | None) -> str:
        """Hold a case.

        Args:
            actor: The security officer or the complaint officer.
            case: Which case.
            ground: Why, in one word of the list.
            reason: Why, in own words; sealed under the key of the case.
            until: Last day of the hold; None when somebody will end it.

        Returns:
            Id of the hold.

        Raises:
            InvalidInputError: ``hold.no-reason``, ``hold.reason-too-long`` or ``hold.past-day``.
        """
        if not reason.strip():
            raise InvalidInputError("hold.no-reason", field="reason")
        if len(reason) > LONGEST_REASON:
            raise InvalidInputError("hold.reason-too-long", field="reason", longest=LONGEST_REASON)
        if until is not None and until < self._desk.clock.today():
            raise InvalidInputError("hold.past-day", field="until")
        with self._desk.act(actor, Action.SET_HOLD, Target(case=case)) as act:
            hold_id = act.new_id()
            act.unit.holds.add(Hold(hold_id, case, ground, act.at, actor.person, until))
            act.keep(HOLD, hold_id, "process", HoldReason(reason), ground.value)
            act.detail.update({"hold": hold_id, "ground": ground.value})
            if until is not None:
                act.detail["until"] = until.isoformat()
        return hold_id

    def end(self, actor: Actor, case: CaseId, hold_id: str) -> None:
        """End a hold before its day; never by who has set one on the case.

        Raises:
            AlreadyDoneError: ``hold.ended-already``.
            NotAuthorisedError: ``access.same-person``.
        """
        with self._desk.act(actor, Action.END_HOLD, Target(case=case)) as act:
            hold = act.unit.holds.get(hold_id)
            if hold.case_id != case:
                raise InvalidInputError("record.not-found")
            if not hold.is_in_force(self._desk.clock.today()):
                raise AlreadyDoneError("hold.ended-already")
            act.unit.holds.end(hold_id, actor.person, act.at)
            act.detail["hold"] = hold_id

    def of_case(self, actor: Actor, case: CaseId) -> list[HoldLine]:
        """All holds of a case with their reasons."""
        with self._desk.act(actor, Action.SEE_HOLDS, Target(case=case)) as act:
            names = {one.person_id: one.name for one in act.unit.people.officers()}
            today = self._desk.clock.today()
            lines = []
            for hold in act.unit.holds.of_case(case):
                said = act.kept(HOLD, hold.hold_id, HoldReason)
                lines.append(
                    HoldLine(
                        hold,
                        act.case.number,
                        names.get(hold.set_by, ""),
                        hold.is_in_force(today),
                        said.reason if said else "",
                    )
                )
            return lines

    def of_number(self, actor: Actor, named: str) -> HeldCase:
        """The holds of a case that is known by its number, so that nobody needs a list of cases to hold one.

        Args:
            actor: The security officer or the complaint officer.
            named: Number or id of the case; looked up inside the vault.

        Raises:
            InvalidInputError: ``record.not-found``: no case has it.
        """
        with self._desk.vault.read() as unit:
            case = unit.cases.numbered(named) or unit.cases.find(CaseId(named))
        if case is None:
            raise InvalidInputError("record.not-found")
        return HeldCase(case.case_id, case.number, tuple(self.of_case(actor, case.case_id)))

    def page(self, actor: Actor, after: tuple[str, str] | None = None, limit: int = 200) -> list[HoldLine]:
        """Holds of all cases, those that ended too, newest first; without their reasons."""
        with self._desk.act(actor, Action.SEE_RETENTION) as act:
            names = {one.person_id: one.name for one in act.unit.people.officers()}
            today, lines = self._desk.clock.today(), list[HoldLine]()
            for hold in act.unit.holds.page(after, limit):
                case = act.unit.cases.find(hold.case_id)
                number = case.number if case is not None else ""
                lines.append(HoldLine(hold, number, names.get(hold.set_by, ""), hold.is_in_force(today)))
            return lines
