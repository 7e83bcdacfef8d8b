"""Points from interviews: the subject said something else than the form says, and the form stays as it is."""

from collections.abc import Iterable, Iterator

from app.models.domain.interview import InterviewQuestion, Origin
from app.models.forms.answers import Response
from app.models.forms.definition import FormPack
from app.models.rules.found import Blank, Certainty, Place, RuleFinding, Used
from app.models.rules.looking import word_of
from app.services.interviewed import HeldInterview, Told

SAID_OTHERWISE = "interview"
"""In the place of the id of a rule: the point comes from no rule of the pack."""
QUESTION = "question"
"""Beginning of the blanks that hold the question as it was put; the language follows."""


def said_otherwise(pack: FormPack, response: Response, held: Iterable[HeldInterview]) -> Iterator[RuleFinding]:
    """One point for each question whose answer was noted to differ from the form.

    Args:
        pack: The form that the case was answered under.
        response: The answers as they stand.
        held: The interviews of the case.
    """
    for interview in held:
        for question in interview.questions:
            if question.differs_at is not None:
                yield _point(pack, response, interview.number, question)


def told_about(finding: RuleFinding, told: Iterable[Told]) -> tuple[Told, ...]:
    """What was said in interviews about a point: to its own question, or to the one that it comes from."""
    return tuple(one for one in told if _is_about(finding, one))


def _is_about(finding: RuleFinding, told: Told) -> bool:
    if finding.rule == SAID_OTHERWISE:
        return finding.about == _name(told.interview, told.question)
    return told.question.origin is Origin.POINT and told.question.about == finding.key


def _point(pack: FormPack, response: Response, interview: int, question: InterviewQuestion) -> RuleFinding:
    cells = [(one.link_id, one.row) for one in question.cells if one.link_id in pack.index]
    answers = {cell: response.get(*cell) for cell in cells}
    papers = {cell: pack.index[cell[0]].ext.paper_ref for cell in cells}
    return RuleFinding(
        rule=SAID_OTHERWISE,
        rule_version=1,
        purpose="identity" if question.purpose == "identity" else int(question.purpose),  # type: ignore[arg-type] # 1 to 7
        certainty=Certainty.CERTAIN,
        places=tuple(
            Place(*cell, 0 if answer is None else answer.revision, papers[cell].page, papers[cell].box)
            for cell, answer in answers.items()
        ),
        used=tuple(Used(word_of(answer), *cell) for cell, answer in answers.items() if answer is not None),
        blanks=tuple(Blank(f"{QUESTION}-{one}", "text", question.in_language(one)) for one in ("ja", "en")),
        about=_name(interview, question),
    )


def _name(interview: int, question: InterviewQuestion) -> str:
    return f"{interview}-{question.number}"
