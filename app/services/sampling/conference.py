"""The second reading for whoever has a part in the case: both views side by side, and what was said about them."""

from dataclasses import dataclass
from datetime import date

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.finding import Finding
from app.models.domain.ids import CaseId, PersonId
from app.models.domain.sampling import LONGEST_VIEW, Conference, SecondView
from app.services.bundles.text_rules import TextRule, is_clean
from app.services.desk import Act, Desk, Target
from app.services.findings.comparing import FINDING
from app.services.findings.second_reads import CONFERENCE, views_of


@dataclass(frozen=True, slots=True)
class BothViews:
    """The two views on one item: the examiner's as it stood when the second was handed in, and the second."""

    first: str
    second: SecondView


@dataclass(frozen=True, slots=True)
class HeldConference:
    """What was said about a difference, by whom it was written down, and when."""

    text: str
    written_by: PersonId
    written_on: date


@dataclass(frozen=True, slots=True)
class CaseReading:
    """The second reading of a case.

    Attributes:
        has_reader: Somebody was named to read it.
        given_on: When it was handed in; None while it is read.
        views: Empty until then.
        is_open: A difference waits for a conference.
    """

    has_reader: bool
    given_on: date | None
    views: tuple[BothViews, ...]
    is_open: bool
    conference: HeldConference | None


class Conferences:
    """Use cases of the officers of the case."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of_case(self, actor: Actor, case: CaseId) -> CaseReading | None:
        """The second reading of a case; None where the case was never drawn."""
        with self._desk.act(actor, Action.SEE_FINDINGS, Target(case=case)) as act:
            row = act.unit.sampling.of_case(case)
            if row is None:
                return None
            given = civil_day(row.given_at) if row.given_at is not None else None
            views = _both(act, row.reading_id or "") if given is not None else ()
            is_open = given is not None and row.settled_at is None
            return CaseReading(row.reader is not None, given, views, is_open, _held(act, row.reading_id or ""))

    def hold(self, actor: Actor, case: CaseId, text: str) -> None:
        """Write down what came of talking a difference over; both views stay as they are.

        Raises:
            InvalidInputError: ``note.empty``, ``text.not-carried``, ``note.my-number``.
            GateClosedError: ``second-read.no-difference``, ``guard.unanswered``.
        """
        if not text.strip():
            raise InvalidInputError("note.empty", field="text")
        if len(text) > LONGEST_VIEW or not is_clean(text, TextRule.PROSE):
            raise InvalidInputError("text.not-carried", field="text")
        with self._desk.act(actor, Action.HOLD_CONFERENCE, Target(case=case)) as act:
            row = act.unit.sampling.of_case(case)
            if row is None or row.reading_id is None or row.given_at is None or row.settled_at is not None:
                raise GateClosedError("second-read.no-difference")
            act.keep(CONFERENCE, row.reading_id, "process", Conference(text))
            act.unit.sampling.settle(case, act.at)
            act.unit.waits.drop(case, CONFERENCE, row.reading_id)


def _both(act: Act, reading_id: str) -> tuple[BothViews, ...]:
    kept = act.unit.documents.of_kind(act.case.case_id, FINDING)
    said = {(one.place, one.revision): one.content for one in kept}
    views = views_of(act.unit, act.case.case_id, reading_id)
    return tuple(BothViews(_summary(said[str(one.view.item), one.first_revision]), one) for one in views)


def _summary(content: bytes) -> str:
    return msgspec.json.decode(content, type=Finding).summary


def _held(act: Act, reading_id: str) -> HeldConference | None:
    kept = act.unit.documents.newest(act.case.case_id, CONFERENCE, reading_id)
    if kept is None:
        return None
    text = msgspec.json.decode(kept.content, type=Conference).text
    return HeldConference(text, kept.written_by, civil_day(kept.written_at))
