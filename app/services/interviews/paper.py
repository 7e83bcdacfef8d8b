"""The two papers of an interview: the sheet of questions with room to write, and the record that is read back."""

from datetime import datetime

from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.errors import InvalidInputError
from app.models.domain.interview import Interview, InterviewQuestion, Manner, Presence, Said, Step, StepKind, read_back
from app.models.forms.definition import FormPack
from app.services.desk import Act
from app.services.documents.composition import Fact, Facts
from app.services.documents.date_text import both_calendars
from app.services.interviewed import HeldInterview
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language

SHEET, RECORD = "interview-sheet", "interview-record"
_GROUP = 8


def sheet_facts(act: Act, pack: FormPack, held: HeldInterview) -> Facts:
    """What the sheet says: each question, the boxes of the form that it is about, and room to write.

    Raises:
        InvalidInputError: ``interview.empty``.
    """
    texts = Catalogue.load(TEXTS, Language.JAPANESE)
    questions = held.sheet
    if not questions:
        raise InvalidInputError("interview.empty")
    lines = []
    for one in questions:
        label = texts("interview.paper.question", number=one.number)
        lines += [
            f"{label}\t{line}" for line in (*_question_lines(pack, one, texts), "　", texts("interview.paper.room"))
        ]
    return {**_head(act, held), "question_count": str(len(questions)), "lines": tuple(lines)}


def record_facts(act: Act, pack: FormPack, held: HeldInterview) -> Facts:
    """What the record says: who was there, the course, what was put and said with its times, and the digest of it.

    Raises:
        InvalidInputError: ``interview.empty``.
    """
    texts = Catalogue.load(TEXTS, Language.JAPANESE)
    questions, course = read_back(held.questions), held.course
    if not course.present:
        raise InvalidInputError("interview.empty")
    present = [f"{texts(f'interview-seat.{one.seat}')}\t{_span(one, texts)}" for one in course.present]
    steps = [f"{_moment(one.at)}\t{_step(course, one, texts)}" for one in course.steps]
    lines = []
    for one in questions:
        label = texts("interview.paper.question", number=one.number)
        said = (_said(each, texts) for each in one.said)
        lines += [
            f"{label}\t{line}"
            for line in (*_question_lines(pack, one, texts), *(line for each in said for line in each))
        ]
    return {
        **_head(act, held),
        "present": tuple(present),
        "course": tuple(steps),
        "lines": tuple(lines),
        "sha256_groups": tuple(held.digest[at : at + _GROUP] for at in range(0, len(held.digest), _GROUP)),
    }


def _head(act: Act, held: HeldInterview) -> dict[str, Fact]:
    return {
        "issue_no": f"{act.case.number}-{held.number}",
        "issued_on": civil_day(act.at),
        "subject_name": act.case.name,
        "case_no": act.case.number,
        "number": str(held.number),
    }


def _question_lines(pack: FormPack, question: InterviewQuestion, texts: Catalogue) -> list[str]:
    boxes = []
    for cell in question.cells:
        item = pack.index.get(cell.link_id)
        if item is not None:
            paper = item.ext.paper_ref
            boxes.append(texts("correction.where", page=paper.page, box=paper.box))
    purpose = texts("item.identity") if question.purpose == "identity" else texts(f"item.{question.purpose}")
    about = (
        [texts("interview.paper.boxes", boxes=texts("interview.paper.comma").join(dict.fromkeys(boxes)))]
        if boxes
        else []
    )
    return [*question.text.splitlines(), texts("interview.paper.purpose", purpose=purpose), *about]


def _said(said: Said, texts: Catalogue) -> list[str]:
    if said.manner is Manner.NOT_ANSWERED:
        return [texts("interview.paper.none", at=_time(said.at))]
    kind = "read-back" if said.at_read_back else "answer"
    first, *rest = said.text.splitlines()
    return [texts(f"interview.paper.{kind}", at=_time(said.at), text=first), *rest]


def _step(course: Interview, step: Step, texts: Catalogue) -> str:
    """What happened; with a confirmation how it was given, for the record that is printed afterwards."""
    words, confirmation = texts(f"interview-step.{step.kind}"), course.confirmation
    if step.kind is not StepKind.CONFIRMED or confirmation is None:
        return words
    return texts("interview.paper.confirmed", step=words, how=texts(f"confirmed-by.{confirmation.how}"))


def _span(presence: Presence, texts: Catalogue) -> str:
    since = _time(presence.since)
    if presence.until is None:
        return texts("interview.paper.since", since=since)
    return texts("interview.paper.span", since=since, until=_time(presence.until))


def _time(at: datetime) -> str:
    return f"{at.astimezone(JAPAN):%H:%M}"


def _moment(at: datetime) -> str:
    return f"{both_calendars(civil_day(at), Language.JAPANESE)}　{_time(at)}"
