"""What an interview asks: the neutral questions of open points, and each fact that speaks against the subject."""

from collections.abc import Iterable, Iterator

from app.models.domain.finding import MEDICAL_ITEM, Fact, Finding, HearingState
from app.models.domain.interview import Cell, InterviewQuestion, Origin, about_fact
from app.models.forms.definition import FormPack
from app.models.rules.definition import DeadlineRule, MissingReplyRule
from app.services.points.deriving import is_medical_point
from app.services.points.points import Point
from app.services.points.wording import question_of
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language


def questions_for(pack: FormPack, points: Iterable[Point], findings: Iterable[Finding]) -> Iterator[InterviewQuestion]:
    """Everything that is still to be asked; each is numbered 1 until it is on a sheet.

    Args:
        pack: The form that the case was answered under.
        points: The points of the case.
        findings: The findings as they are kept now.
    """
    for point in points:
        # What others were asked and did not answer is nothing to ask the subject, and never told.
        is_of_inquiry = isinstance(point.rule, DeadlineRule | MissingReplyRule)
        if point.needs_work and point.rule is not None and not is_of_inquiry:
            yield _of_point(pack, point)
    for finding in findings:
        if finding.adverse and finding.hearing.state is not HearingState.EXPLAINED:
            for fact in finding.facts:
                yield _of_fact(finding, fact)


def _of_point(pack: FormPack, point: Point) -> InterviewQuestion:
    return InterviewQuestion(
        number=1,
        origin=Origin.POINT,
        purpose=str(point.finding.purpose),  # type: ignore[arg-type] # the purposes of a rule
        text=question_of(pack, point, Language.JAPANESE),
        about=point.key,
        text_en=question_of(pack, point, Language.ENGLISH),
        cells=tuple(Cell(one.link_id, one.row) for one in point.finding.places if one.link_id in pack.index),
        is_medical=is_medical_point(pack, point.rule, point.finding),
    )


def _of_fact(finding: Finding, fact: Fact) -> InterviewQuestion:
    in_language = {language: Catalogue.load(TEXTS, language) for language in Language}
    return InterviewQuestion(
        number=1,
        origin=Origin.FINDING,
        purpose=str(finding.item),  # type: ignore[arg-type] # 1 to 7
        text=in_language[Language.JAPANESE]("interview.ask-fact", fact=fact.text),
        about=about_fact(finding.item, fact.text),
        text_en=in_language[Language.ENGLISH]("interview.ask-fact", fact=fact.text),
        cells=tuple(Cell(one.link_id, one.row) for one in fact.citations),
        is_medical=finding.item == MEDICAL_ITEM,
    )
