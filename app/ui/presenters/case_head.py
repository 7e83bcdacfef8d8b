"""The head of the case screen: who, which state, which areas this officer may see. Qt-free."""

from dataclasses import dataclass
from enum import StrEnum

from typing_extensions import override

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor, OfficeKind
from app.models.domain.acts import Action
from app.models.domain.custody import Standing
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, State
from app.services.queue.sheet import CaseSheet
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork


class Area(StrEnum):
    """Areas of the case screen in their order."""

    ANSWERS = "answers"
    TIMELINE = "timeline"
    TIES = "ties"
    PAPERS = "papers"
    POINTS = "points"
    DESK = "desk"
    CORRECTIONS = "corrections"
    KIOSK = "kiosk"
    TRANSCRIPTION = "transcription"
    INQUIRIES = "inquiries"
    INTERVIEW = "interview"
    FINDINGS = "findings"
    SECOND = "second"
    OPINION = "opinion"
    DECISION = "decision"
    NOTICES = "notices"
    REPORTS = "reports"
    ASSIGN = "assign"
    HISTORY = "history"


_AT_AGENCY_BEFORE_OPINION = frozenset({State.CONSENTED, State.INVESTIGATION_REQUESTED})
_BEFORE_REVIEW_ENDED = _AT_AGENCY_BEFORE_OPINION | {State.UNDER_INVESTIGATION, State.UNDER_REVIEW}


def areas(sheet: CaseSheet, actor: Actor) -> tuple[Area, ...]:
    """The areas that office, role and state permit."""
    if sheet.case.sealed:
        return ()
    state, reads_findings = sheet.case.state, sheet.may(Action.SEE_FINDINGS)
    arrived = state not in _AT_AGENCY_BEFORE_OPINION
    if actor.office_kind is OfficeKind.INVESTIGATION_OFFICE:
        shown = {
            Area.ANSWERS: sheet.may(Action.SEE_ANSWERS) and arrived,
            Area.TIMELINE: sheet.may(Action.SEE_TIMELINE) and arrived,
            Area.TIES: sheet.may(Action.SEE_FAMILY) and arrived,
            Area.PAPERS: sheet.may(Action.SEE_PAPERS) and arrived,
            Area.POINTS: sheet.may(Action.SEE_POINTS) and arrived,
            Area.DESK: reads_findings and arrived,
            Area.CORRECTIONS: sheet.may(Action.SEE_CORRECTIONS) and arrived,
            Area.KIOSK: sheet.may(Action.SEE_KIOSK) and arrived,
            Area.TRANSCRIPTION: sheet.may(Action.TRANSCRIBE) and arrived,
            Area.INQUIRIES: reads_findings and arrived,
            Area.INTERVIEW: reads_findings and arrived,
            Area.FINDINGS: reads_findings and arrived,
            Area.SECOND: reads_findings and sheet.is_drawn,
            Area.OPINION: reads_findings and state not in _BEFORE_REVIEW_ENDED,
            Area.ASSIGN: sheet.may(Action.ASSIGN),
        }
    else:
        shown = {
            Area.KIOSK: sheet.may(Action.SEE_KIOSK),
            Area.TRANSCRIPTION: sheet.may(Action.TRANSCRIBE),
            Area.OPINION: reads_findings and arrived,
            Area.DECISION: reads_findings and arrived,
            Area.NOTICES: bool(actor.roles & RULES[Action.SEE_LETTER].roles),
            Area.REPORTS: bool(actor.roles & RULES[Action.SEE_REPORTS].roles),
        }
    shown[Area.HISTORY] = sheet.may(Action.SEE_HISTORY)
    return tuple(area for area in Area if shown.get(area))


@dataclass(frozen=True, slots=True)
class HeadState(AreaState):
    """What the head shows.

    Attributes:
        sheet: The case; None before it was read.
        areas: What may be opened.
    """

    sheet: CaseSheet | None = None
    areas: tuple[Area, ...] = ()

    @property
    def is_sealed(self) -> bool:
        """The consent was withdrawn: nothing of the case may be shown."""
        return self.sheet is not None and self.sheet.case.sealed

    @property
    def next_step(self) -> str:
        """Text key of what happens next and who does it."""
        if self.sheet is None:
            return ""
        if self.sheet.custody is not None and self.sheet.custody.standing is not Standing.HERE:
            return "case.next.elsewhere"
        state = self.sheet.case.state
        waits = state in BEFORE_NOTIFICATION or state in {State.NOTIFIED_CLEARED, State.VALID}
        return f"case.next.{state}" if waits else "case.next.none"


class HeadPresenter(CaseArea[HeadState]):
    """Reads the head and again after each change of the case."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, HeadState())

    @override
    def load(self) -> None:
        """Read the head."""
        case = self.work.case
        self._read(lambda services, actor: services.queue.sheet(actor, case), self._on_read)

    def seal(self) -> None:
        """Show nothing more until the head was read again: the case was just sealed."""
        self._show(areas=())

    def _on_read(self, sheet: CaseSheet) -> None:
        self.work.take_sheet(sheet)
        self._show(is_loaded=True, error=None, sheet=sheet, areas=areas(sheet, self.work.workplace.actor))
