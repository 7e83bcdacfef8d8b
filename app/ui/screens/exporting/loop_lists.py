"""Rows of the page of what becomes of bundles: awaited receipts, incidents, stopped lanes."""

from dataclasses import replace

from app.services.exchange.lanes import StoppedLane
from app.services.exchange.outbox import OpenExport
from app.services.exchange.told_incident import ToldIncident
from app.ui.screens.exporting.lists import OPEN, office_name, open_line
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.card import moment

AWAITED = (*OPEN[:5], OPEN[6])
"""As in the first list, without the day on which it was prepared: its age counts from the writing."""
INCIDENTS = (
    Heading("ui.loop.column.number", 7),
    Heading("ui.loop.column.cause", 48),
    Heading("ui.loop.column.partner", 24),
    Heading("ui.loop.column.file", 38),
    Heading("ui.loop.column.since", 19),
    Heading("ui.loop.column.end", 20),
)
LANES = (
    Heading("ui.loop.column.partner", 24),
    Heading("ui.loop.column.why", 44),
    Heading("ui.loop.column.since", 19),
    Heading("ui.loop.column.do", 62),
)


def awaited_line(texts: Texts, one: OpenExport) -> Line:
    """A bundle whose receipt is awaited, or whose writing was cut off."""
    line = open_line(texts, one)
    return replace(line, cells=(*line.cells[:5], line.cells[6]))


def incident_line(texts: Texts, one: ToldIncident) -> Line:
    """An incident."""
    cause, known = texts(f"incident.{one.cause}"), office_name(texts, one.office_ja, one.office_en, one.partner)
    partner = known or texts("ui.table.blank")
    end = texts(f"incident-ending.{one.ending}") if one.ending else texts("ui.loop.end.open")
    sentence = texts("ui.loop.incident.sentence", number=one.number, cause=cause, partner=partner, end=end)
    cells = (str(one.number), cause, partner, one.file_name, moment(one.opened_at), end)
    return Line(str(one.number), cells, sentence, ((5, Tone.GOOD if one.ending else Tone.BAD),))


def lane_line(texts: Texts, one: StoppedLane) -> Line:
    """A lane that is stopped or waits, with what to do."""
    partner = office_name(texts, one.office_ja, one.office_en, one.partner)
    if one.missing is not None:
        first, last = one.missing
        why = texts("ui.loop.lane.gap", seq=one.seq)
        do = texts("ui.loop.lane.gap.do.one" if first == last else "ui.loop.lane.gap.do", first=first, last=last)
    else:
        stem = "fork" if one.cause == "bundle.fork" else "record"
        why = texts(f"ui.loop.lane.{stem}", seq=one.seq, last=one.last_seq)
        do = texts("ui.loop.lane.do")
    sentence = texts("ui.loop.lane.sentence", partner=partner, why=why, do=do)
    tone = Tone.BAD if one.is_stopped else Tone.WARN
    return Line(f"{one.partner} {one.cause}", (partner, why, moment(one.since), do), sentence, ((1, tone),))
