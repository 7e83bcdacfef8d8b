"""Words about an interview that its page and its room share."""

from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.interview import InterviewQuestion, Said, StepKind
from app.services.documents.date_text import both_calendars
from app.services.interviewed import HeldInterview
from app.ui.texts import Texts

SHORT = 300
"""Longest question in a list, in characters."""
STEPS = (StepKind.STARTED, StepKind.BREAK, StepKind.RESUMED, StepKind.STOPPED, StepKind.READ_BACK, StepKind.ENDED)
"""What is recorded by one button each, in their order."""


def grouped(digest: str) -> str:
    """A digest in groups of eight, so that it can be compared and breaks into lines."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def state_line(texts: Texts, held: HeldInterview) -> str:
    """Which interview this is, where it stands and since when."""
    last = held.course.steps[-1]
    state = texts(f"interview-step.{held.course.state}")
    return texts("case.interview.state", number=held.number, state=state, at=f"{last.at.astimezone(JAPAN):%H:%M}")


def said_line(texts: Texts, said: Said) -> str:
    """When something was said, and whether it was a correction."""
    kind = "read-back" if said.at_read_back else "answer"
    day, time = both_calendars(civil_day(said.at), texts.language), f"{said.at.astimezone(JAPAN):%H:%M}"
    return texts(f"case.interview.said-{kind}", day=day, time=time)


def said_words(texts: Texts, said: Said) -> str:
    """What was said."""
    return said.text or texts(f"interview-manner.{said.manner}")


def purpose_line(texts: Texts, question: InterviewQuestion) -> str:
    """The statutory item that a question serves, and where it comes from."""
    if question.purpose == "identity":
        item = texts("item.identity")
    else:
        item = texts("case.item", number=int(question.purpose), name=texts(f"item.{question.purpose}"))
    return texts("case.interview.purpose", item=item, origin=texts(f"interview-origin.{question.origin}"))
