"""Open, end and review emergency accesses (非常時閲覧).

What an access permits is decided by the table of acts like everything else: while one is open, the acts of looking pass
without a part in the case, and every act of writing is refused.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.errors import AlreadyDoneError, EnvironmentProblemError, GateClosedError, InvalidInputError
from app.models.domain.ids import CaseId, PersonId
from app.models.views.records import EmergencyAccess
from app.services.desk import Act, Desk, Target

REASON, REVIEW = "emergency-reason", "emergency-review"
LENGTH = timedelta(minutes=60)
_READING = (Action.SEE_ANSWERS, Action.SEE_FINDINGS, Action.SEE_MEDICAL_ANSWERS)


class ReasonWord(StrEnum):
    """Why a case must be read at once; the word stands in the record, the text is sealed."""

    ABSENCE = "absence"
    """担当者の不在."""
    DEADLINE = "deadline"
    """期限の切迫."""
    DANGER = "danger"
    """人の生命、身体等への危険."""
    ORDER = "order"
    """権限のある者の指示."""
    OTHER = "other"


class Outcome(StrEnum):
    """What the review of an access came to."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not-justified"
    FOLLOW_UP = "follow-up"


class EmergencyText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody wrote about an access; sealed under the key of the case."""

    word: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An access that nobody has reviewed yet."""

    access: EmergencyAccess
    number: str
    """Number of the case."""
    officer: str
    reason: ReasonWord
    looks: int
    """How many entries of looking the access left in the record."""
    is_running: bool
    may_review: bool


class EmergencyDesk:
    """Use cases of emergency access."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def begin(self, actor: Actor, case: CaseId, word: ReasonWord, reason: str) -> EmergencyAccess:
        """Begin to read a case without a part in it, for 60 minutes by the clock.

        Args:
            actor: An examiner or reviewer of the investigation office.
            case: The case; never a sealed one.
            word: Kind of reason, for the record.
            reason: Why; sealed under the key of the case.

        Raises:
            InvalidInputError: ``glass.reason-missing``.
            GateClosedError: ``glass.not-needed``: the officer may read all of it anyway.
            EnvironmentProblemError: ``glass.clock-behind``: the record has seen a later time than the clock shows.
        """
        if not reason.strip():
            raise InvalidInputError("glass.reason-missing", field="reason")
        with self._desk.act(actor, Action.BREAK_GLASS, Target(case=case)) as act:
            if all(act.may(action) is None for action in _READING):
                raise GateClosedError("glass.not-needed")
            if act.unit.emergencies.is_clock_behind(act.at):
                raise EnvironmentProblemError("glass.clock-behind")
            access = EmergencyAccess(act.new_id(), case, actor.person, act.at, act.at + LENGTH)
            act.unit.emergencies.add(access)
            act.keep(REASON, access.access_id, "process", EmergencyText(word.value, reason))
            until = f"{access.until:%Y-%m-%dT%H:%M:%SZ}"
            act.detail.update({"access": access.access_id, "until": until, "reason": word.value})
            return access

    def end(self, actor: Actor, case: CaseId) -> None:
        """End the own access before its time.

        Raises:
            GateClosedError: ``glass.not-open``.
        """
        with self._desk.act(actor, Action.CLOSE_GLASS, Target(case=case)) as act:
            access = act.unit.emergencies.open_of(case, actor.person, act.at)
            if access is None:
                raise GateClosedError("glass.not-open")
            act.unit.emergencies.close(access.access_id, act.at)
            act.detail["access"] = access.access_id

    def open_items(self, actor: Actor) -> list[OpenItem]:
        """Accesses that wait for a review: all of them for who may review, the own ones for everybody else."""
        with self._desk.act(actor, Action.SEE_GLASS) as act:
            reviews = bool(actor.roles & {Role.SECURITY_OFFICER, Role.AUDITOR})
            items = [_item(act, one) for one in act.unit.emergencies.unreviewed()]
            return [one for one in items if one is not None and (reviews or one.access.person == actor.person)]

    def reason(self, actor: Actor, access_id: str) -> EmergencyText:
        """The reason that was written, for who reviews the access."""
        access = self._access(access_id)
        with self._desk.act(actor, Action.SEE_GLASS_REASON, Target(case=access.case_id)) as act:
            act.detail["access"] = access_id
            return _said(act, REASON, access_id)

    def review(self, actor: Actor, access_id: str, outcome: Outcome, note: str) -> None:
        """Close the open item of an access; never the own one.

        Raises:
            InvalidInputError: ``note.empty``: a review says what was looked at and found.
            AlreadyDoneError: ``glass.reviewed-already``.
        """
        if not note.strip():
            raise InvalidInputError("note.empty", field="note")
        access = self._access(access_id)
        with self._desk.act(actor, Action.REVIEW_GLASS, Target(case=access.case_id)) as act:
            if act.unit.emergencies.get(access_id).reviewed_at is not None:
                raise AlreadyDoneError("glass.reviewed-already")
            act.unit.emergencies.review(access_id, act.at, actor.person, outcome.value)
            act.keep(REVIEW, access_id, "process", EmergencyText(outcome.value, note))
            act.detail.update({"access": access_id, "outcome": outcome.value})

    def _access(self, access_id: str) -> EmergencyAccess:
        with self._desk.vault.read() as unit:
            return unit.emergencies.get(access_id)


def _said(act: Act, kind: str, access_id: str) -> EmergencyText:
    text = act.kept(kind, access_id, EmergencyText)
    if text is None:
        raise InvalidInputError("record.not-found")
    return text


def _item(act: Act, access: EmergencyAccess) -> OpenItem | None:
    """None when the case is gone, with its key and all that could be reviewed, or is kept from the officer who asks."""
    case = act.unit.cases.find(access.case_id)
    if case is None or act.actor.person in act.unit.fairness.recused(access.case_id):
        return None
    end = access.closed_at or access.until
    looks, word = 0, ReasonWord.OTHER
    for event in act.unit.record.of_subject(access.case_id):
        if event.person == access.person and event.code.endswith(".seen"):
            looks += access.opened_at <= event.at <= end and event.result == "done"
        if event.code == Action.BREAK_GLASS.value and event.result == "done":
            detail = msgspec.json.decode(event.entry)["detail"]
            word = ReasonWord(detail["reason"]) if detail["access"] == access.access_id else word
    about = act.regarding(access.case_id)
    return OpenItem(
        access,
        case.number,
        _name(act, access.person),
        word,
        looks,
        is_running=access.closed_at is None and _is_running(access, act.at),
        may_review=about is not None and about.may(Action.REVIEW_GLASS) is None,
    )


def _is_running(access: EmergencyAccess, at: datetime) -> bool:
    return at < access.until


def _name(act: Act, person: PersonId) -> str:
    return next((one.name for one in act.unit.people.officers() if one.person_id == person), "")
