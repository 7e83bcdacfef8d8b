"""Rows of the lists of the Reports room."""

from app.models.domain.civil_day import civil_day
from app.services.exchange.reporting import ComplaintHead, ReportLine
from app.ui.presenters.reports import FigureLine, Source
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone

REPORTS = (
    Heading("reports.column.way", 8),
    Heading("reports.column.day", 12),
    Heading("reports.column.name", 18),
    Heading("reports.column.section", 20),
)
HEADS = (
    Heading("reports.column.state", 14),
    Heading("reports.column.way", 8),
    Heading("reports.column.received", 12),
    Heading("reports.column.number", 24),
)
FIGURES = (
    Heading("reports.column.measure", 34),
    Heading("reports.column.group", 26),
    Heading("reports.column.counted", 14),
    Heading("reports.column.told", 40),
)


def report_line(texts: Texts, one: ReportLine) -> Line:
    """One report: about whom, from when."""
    way, day = texts(f"cli.report.{one.way}"), civil_day(one.at).isoformat()
    sentence = texts("reports.change.sentence", way=way, day=day, name=one.name, section=one.section)
    return Line(one.matter_id, (way, day, one.name, one.section), sentence)


def head_line(texts: Texts, one: ComplaintHead) -> Line:
    """That there is a complaint about a case."""
    state = texts("reports.complaint.answered" if one.is_answered else "reports.complaint.open")
    way, day = texts(f"cli.report.{one.way}"), one.received_on.isoformat()
    sentence = texts("reports.complaint.sentence", state=state, way=way, day=day, number=one.number)
    tone = Tone.NEUTRAL if one.is_answered else Tone.WARN
    return Line(f"{one.number} {one.complaint_ref}", (state, way, day, one.number), sentence, ((0, tone),))


def figure_line(texts: Texts, one: FigureLine) -> Line:
    """One figure, as it is and as it leaves."""
    measure, group = texts(f"measure.{one.measure}"), texts(f"group.{one.group}")
    counted = "" if one.counted is None else str(one.counted)
    if one.told is not None:
        told, tone = str(one.told), None
    elif one.counted is None:
        told, tone = texts("reports.figures.not-told"), Tone.NEUTRAL
    else:
        told = texts("reports.figures.small" if one.is_small else "reports.figures.follows")
        tone = Tone.WARN if one.is_small else Tone.INFO
    blank = texts("ui.table.blank")
    sentence = texts("reports.figures.sentence", measure=measure, group=group, counted=counted or blank, told=told)
    tones = () if tone is None else ((3, tone),)
    return Line(f"{one.measure} {one.group}", (measure, group, counted, told), sentence, tones)


def source_name(texts: Texts, one: Source) -> str:
    """Whose figures, and of which year."""
    if one.is_own:
        return texts("reports.figures.own", year=one.year)
    return texts("reports.figures.of", office=one.office, year=one.year)
