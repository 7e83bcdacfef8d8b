"""Tell the subject the result (F20): the day of this notification starts the validity."""

from datetime import date

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.evaluation import Outcome, Reasons
from app.models.domain.ids import CaseId, LetterId
from app.models.domain.inquiry import InquiryForm
from app.models.domain.validity import last_valid_day
from app.models.views.records import LetterRecord
from app.services.decisions.decisions import DecisionSheet, decision_of
from app.services.desk import Act, Desk, Target
from app.services.documents.composition import Facts
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf


class ResultNotices:
    """Use cases of the assessment staff after the decision."""

    def __init__(self, desk: Desk, packs: PackShelf, letters: LetterDesk) -> None:
        self._desk = desk
        self._packs = packs
        self._letters = letters

    def notify_subject(self, actor: Actor, case: CaseId, outcome: Outcome, notified_on: date) -> LetterId:
        """Write the result notice for the subject and record the day of its delivery.

        Args:
            actor: The assessment staff.
            case: A decided case.
            outcome: The decided result; names the act, so that it must be said twice.
            notified_on: Day of delivery to the subject (通知日), today or earlier.

        Raises:
            InvalidInputError: ``consent.future-day``, ``notice.before-decision``.
            GateClosedError: The case was decided otherwise.
        """
        if notified_on > self._desk.clock.today():
            raise InvalidInputError("consent.future-day", field="notified_on")
        action = Action.NOTIFY_CLEARED if outcome is Outcome.CLEARED else Action.NOTIFY_NOT_CLEARED
        with self._desk.act(actor, action, Target(case=case)) as act:
            sheet, _ = decision_of(act)
            if notified_on < sheet.decided_on:
                raise InvalidInputError("notice.before-decision", field="notified_on")
            valid_until = self._valid_until(act, notified_on) if outcome is Outcome.CLEARED else None
            act.unit.cases.set_notified(case, notified_on, valid_until)
            facts = _facts(act, sheet, valid_until)
            return self._letters.issue(act, "F20", case, facts, issued_on=notified_on).letter_id

    def last_valid_day(self, actor: Actor, case: CaseId, notified_on: date) -> date:
        """The last valid day if the subject is notified on a day, to be shown before it is recorded."""
        with self._desk.act(actor, Action.SEE_CASE, Target(case=case)) as act:
            return self._valid_until(act, notified_on)

    def confirm_validity(self, actor: Actor, case: CaseId) -> None:
        """Confirm the computed last valid day (有効期間の確認)."""
        with self._desk.act(actor, Action.CONFIRM_VALIDITY, Target(case=case)) as act:
            if act.case.valid_until is not None:
                act.detail["valid_until"] = act.case.valid_until.isoformat()

    def letters(self, actor: Actor, owner: str) -> list[LetterRecord]:
        """Letters about one candidate, case or register entry; those that ask others about the person are not told."""
        with self._desk.act(actor, Action.SEE_LETTER) as act:
            found = [one for one in act.unit.papers.letters_of(owner) if one.form not in set(InquiryForm)]
            act.subject = owner if found else ""
            return found

    def _valid_until(self, act: Act, notified_on: date) -> date:
        years = self._packs.by_digest(act.case.pack_digest).pack.parameter("validity.years", notified_on)
        if not isinstance(years, int):
            raise InvalidInputError("validity.years", field="years")
        return last_valid_day(notified_on, years)


def _facts(act: Act, sheet: DecisionSheet, valid_until: date | None) -> Facts:
    case, evaluation = act.case, sheet.evaluation
    facts: dict[str, str | date | tuple[str, ...]] = {
        "addressee_name": case.name,
        "outcome": evaluation.outcome.value,
    }
    if case.section.strip():
        facts["addressee_section"] = case.section
    if case.post.strip():
        facts["addressee_post"] = case.post
    if valid_until is not None:
        facts["valid_until"] = valid_until
    if evaluation.outcome is Outcome.NOT_CLEARED:
        facts["reason_kind"] = evaluation.reasons.value
        if evaluation.reasons is Reasons.GIVEN:
            facts["reasons"] = tuple(line for line in evaluation.reasons_text.splitlines() if line.strip())
    return facts
