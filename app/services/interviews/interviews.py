"""Use cases of interviews (面接): prepare the questions, hold it, write down answers, read back, print.

What is asked serves a statutory item, or it is not kept; what is typed passes the guards of the case. An answer that
differs from the form changes nothing in the form: it becomes a point to clear up.
"""

from dataclasses import dataclass

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.errors import GateClosedError, InvalidInputError, StaleEditError
from app.models.domain.finding import ITEMS, MEDICAL_ITEM, Finding
from app.models.domain.ids import CaseId
from app.models.domain.interview import (
    CLOSED,
    LONGEST_ANSWER,
    Cell,
    Confirmation,
    ConfirmedBy,
    Interview,
    InterviewQuestion,
    Manner,
    Origin,
    Said,
    Seat,
    Step,
    StepKind,
    with_seat,
    with_step,
)
from app.models.forms.definition import FormPack
from app.services.bundles.text_rules import TextRule, is_clean
from app.services.corrections.wording import require_neutral
from app.services.desk import Act, Desk, Target
from app.services.findings.comparing import FINDING
from app.services.interviewed import (
    HeldInterview,
    interview_in,
    interviews_in,
    keep_interview,
    keep_question,
    open_in,
    without_medical,
)
from app.services.interviews.paper import RECORD, SHEET, record_facts, sheet_facts
from app.services.interviews.sheet import questions_for
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.points.points import points_in
from app.services.questionnaires.keeping import is_medical

_STEPS = frozenset(set(StepKind) - {StepKind.PREPARED, StepKind.CONFIRMED, StepKind.NOT_CONFIRMED})
"""What is simply recorded; the conclusion of the reading back is an act of its own."""


@dataclass(frozen=True, slots=True)
class InterviewList:
    """The interviews of a case, the first one first.

    Attributes:
        locked: Why questions of the medical part are left out here; None when nothing is left out.
    """

    interviews: tuple[HeldInterview, ...]
    locked: Refusal | None = None


class Interviews:
    """Use cases of the investigation office."""

    def __init__(self, desk: Desk, packs: PackShelf, letters: LetterDesk) -> None:
        self._desk = desk
        self._packs = packs
        self._letters = letters

    def of_case(self, actor: Actor, case: CaseId) -> InterviewList:
        """Every interview of a case; questions of the medical part only for whoever may see what is found there."""
        with self._desk.act(actor, Action.SEE_FINDINGS, Target(case=case)) as act:
            held = interviews_in(act.unit, case)
            rest = tuple(without_medical(one) for one in held)
            if rest == held or act.look_also(Action.SEE_MEDICAL_FINDINGS, str(MEDICAL_ITEM)):
                return InterviewList(held)
            return InterviewList(rest, act.may(Action.SEE_MEDICAL_FINDINGS))

    def prepare(self, actor: Actor, case: CaseId) -> int:
        """Put on the sheet what is open in the case and not on it yet; a new sheet where none is open.

        Returns:
            The number of the interview in the case.

        Raises:
            InvalidInputError: ``questionnaire.not-here``.
        """
        with self._desk.act(actor, Action.PREPARE_INTERVIEW, Target(case=case)) as act:
            every = interviews_in(act.unit, case)
            held = open_in(every)
            number = len(every) + 1 if held is None else held.number
            if held is None:
                keep_interview(act, Interview(number, (Step(StepKind.PREPARED, actor.person, act.at),)))
            old = () if held is None else held.questions
            known = {(one.origin, one.about) for one in old}
            documents = act.unit.documents.newest_of_kind(case, FINDING)
            findings = [msgspec.json.decode(one.content, type=Finding) for one in documents]
            loaded = self._packs.by_digest(act.case.pack_digest)
            open_now = questions_for(loaded.pack, points_in(act, loaded, self._desk.clock.today()), findings)
            new = [one for one in open_now if (one.origin, one.about) not in known]
            for place, one in enumerate(new, start=len(old) + 1):
                keep_question(act, number, msgspec.structs.replace(one, number=place))
            act.detail |= {"number": number, "questions": len(new)}
            return number

    def add_question(
        self, actor: Actor, case: CaseId, number: int, purpose: str, text: str, cell: Cell | None = None
    ) -> None:
        """Put an own question on the sheet.

        Args:
            actor: The examiner.
            case: The case.
            number: The interview.
            purpose: The statutory item that it serves.
            text: The question, one line.
            cell: The answer of the form that it is about, if it is about one.

        Raises:
            InvalidInputError: ``note.no-purpose``, ``note.empty``, ``note.my-number``, ``text.not-carried``,
                ``correction.wording`` for words that the pack forbids, ``guard.unanswered`` for a matter that must not
                be asked about, ``record.not-found``.
            GateClosedError: ``interview.not-now``.
        """
        if purpose not in {str(item) for item in ITEMS}:
            raise InvalidInputError("note.no-purpose", field="purpose")
        with self._desk.act(actor, Action.PREPARE_INTERVIEW, Target(case=case), purpose=purpose) as act:
            held, pack = _open_one(act, number), self._pack(act)
            require_neutral(pack, text)
            item = None if cell is None else pack.index.get(cell.link_id)
            if cell is not None and item is None:
                raise InvalidInputError("record.not-found")
            question = InterviewQuestion(
                number=len(held.questions) + 1,
                origin=Origin.OWN,
                purpose=purpose,  # type: ignore[arg-type] # 1 to 7, see above
                text=text,
                cells=() if cell is None else (cell,),
                is_medical=purpose == str(MEDICAL_ITEM) or (item is not None and is_medical(item)),
            )
            keep_question(act, number, question, text)
            act.detail |= {"number": number, "questions": 1}

    def leave_out(self, actor: Actor, case: CaseId, number: int, question: int, *, is_left_out: bool) -> None:
        """Leave a question out of the sheet, or take it in again; one that was put stays.

        Raises:
            InvalidInputError: ``record.not-found``.
            GateClosedError: ``interview.not-now``.
        """
        with self._desk.act(actor, Action.PREPARE_INTERVIEW, Target(case=case)) as act:
            found = _question(_open_one(act, number), question)
            if found.is_put:
                raise GateClosedError("interview.not-now")
            act.purpose = found.purpose
            keep_question(act, number, msgspec.structs.replace(found, is_left_out=is_left_out))
            act.detail |= {"number": number, "questions": 1}

    def step(self, actor: Actor, case: CaseId, number: int, kind: StepKind) -> None:
        """Record what happens in the course: begun, a break, stopped at the subject's wish, resumed, read back, ended.

        Raises:
            InvalidInputError: ``record.not-found``.
            GateClosedError: ``interview.not-now``.
        """
        with self._desk.act(actor, Action.HOLD_INTERVIEW, Target(case=case)) as act:
            held = interview_in(act, number)
            if kind not in _STEPS:
                raise GateClosedError("interview.not-now")
            keep_interview(act, with_step(held.course, Step(kind, actor.person, act.at)))
            act.detail |= {"number": number, "state": kind.value}

    def attend(self, actor: Actor, case: CaseId, number: int, seat: Seat, *, is_there: bool) -> None:
        """Record that somebody came in or went, by role.

        Raises:
            InvalidInputError: ``record.not-found``.
            GateClosedError: ``interview.not-now``.
        """
        with self._desk.act(actor, Action.HOLD_INTERVIEW, Target(case=case)) as act:
            held = interview_in(act, number)
            keep_interview(act, with_seat(held.course, seat, act.at, is_there=is_there))
            act.detail |= {"number": number, "seat": seat.value, "state": "came" if is_there else "went"}

    def answer(
        self,
        actor: Actor,
        case: CaseId,
        number: int,
        question: int,
        text: str,
        *,
        differs: bool = False,
    ) -> None:
        """Write down what the subject said to a question; an empty text says that no answer was given.

        What was said before stays. While the record is read back this is a correction.

        Args:
            actor: The examiner.
            case: The case.
            number: The interview.
            question: Number of the question.
            text: What was said.
            differs: The form says something else: that becomes a point to clear up.

        Raises:
            InvalidInputError: ``record.not-found``, ``note.my-number``, ``text.not-carried``, ``guard.unanswered``,
                ``interview.no-cell`` when the question is about no answer of the form.
            GateClosedError: ``interview.not-now``: it does not run, or the question is left out.
        """
        text = text.strip()
        if len(text) > LONGEST_ANSWER or not is_clean(text, TextRule.PROSE):
            raise InvalidInputError("text.not-carried", field="text")
        with self._desk.act(actor, Action.WRITE_INTERVIEW, Target(case=case)) as act:
            held = interview_in(act, number)
            found = _question(held, question)
            if not held.course.takes_answers or found.is_left_out:
                raise GateClosedError("interview.not-now")
            if differs and not found.cells:
                raise InvalidInputError("interview.no-cell", field="differs")
            manner = Manner.ANSWERED if text else Manner.NOT_ANSWERED
            is_read = held.course.state is StepKind.READ_BACK
            said = Said(manner, act.at, actor.person, text, is_read)
            differs_at = found.differs_at or (act.at if differs else None)
            act.purpose = found.purpose
            changed = msgspec.structs.replace(found, said=(*found.said, said), differs_at=differs_at)
            keep_question(act, number, changed, text)
            act.detail |= {"number": number, "question": question, "state": manner.value}

    def conclude(self, actor: Actor, case: CaseId, number: int, digest: str, how: ConfirmedBy | None) -> None:
        """End the reading back: the subject confirmed what was read, or did not; the interview is over.

        Args:
            actor: The examiner.
            case: The case.
            number: The interview.
            digest: Of what stood on the page that was read.
            how: How the subject confirmed; None when they did not.

        Raises:
            InvalidInputError: ``record.not-found``.
            GateClosedError: ``interview.not-now``.
            StaleEditError: ``interview.changed-meanwhile``: something else stands there than what was read.
        """
        with self._desk.act(actor, Action.CONFIRM_INTERVIEW, Target(case=case)) as act:
            held = interview_in(act, number)
            if held.digest != digest:
                raise StaleEditError("interview.changed-meanwhile")
            kind = StepKind.NOT_CONFIRMED if how is None else StepKind.CONFIRMED
            course = with_step(held.course, Step(kind, actor.person, act.at))
            if how is not None:
                course = msgspec.structs.replace(course, confirmation=Confirmation(how, digest, act.at))
            keep_interview(act, course)
            act.detail |= {"number": number, "state": kind.value, "sha256": digest}

    def print_sheet(self, actor: Actor, case: CaseId, number: int) -> bytes:
        """The sheet of questions as PDF, with room to write.

        Raises:
            InvalidInputError: ``record.not-found``, ``interview.empty``.
        """
        return self._printed(actor, case, number, SHEET)

    def print_record(self, actor: Actor, case: CaseId, number: int) -> bytes:
        """The record that is read back as PDF: who was there, course, questions, answers, digest, line to sign.

        Raises:
            InvalidInputError: ``record.not-found``, ``interview.empty``.
        """
        return self._printed(actor, case, number, RECORD)

    def _printed(self, actor: Actor, case: CaseId, number: int, form: str) -> bytes:
        with self._desk.act(actor, Action.PRINT_INTERVIEW, Target(case=case)) as act:
            held = interview_in(act, number)
            facts = (sheet_facts if form == SHEET else record_facts)(act, self._pack(act), held)
            pdf, copy = self._letters.write_copy(act, form, facts)
            act.detail |= {"number": number, "kind": form, "copy": copy}
            return pdf

    def _pack(self, act: Act) -> FormPack:
        return self._packs.by_digest(act.case.pack_digest).pack


def _open_one(act: Act, number: int) -> HeldInterview:
    held = interview_in(act, number)
    if held.course.state in CLOSED or held.course.state is StepKind.READ_BACK:
        raise GateClosedError("interview.not-now")
    return held


def _question(held: HeldInterview, number: int) -> InterviewQuestion:
    found = next((one for one in held.questions if one.number == number), None)
    if found is None:
        raise InvalidInputError("record.not-found")
    return found
