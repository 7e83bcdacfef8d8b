"""Which page stands in each area of the case screen. A new area adds one line here."""

from collections.abc import Callable

from app import bootstrap
from app.ui.context import UiContext
from app.ui.presenters.case_answers import AnswersPresenter
from app.ui.presenters.case_assign import AssignPresenter
from app.ui.presenters.case_corrections import CorrectionsPresenter
from app.ui.presenters.case_decision import DecisionPresenter
from app.ui.presenters.case_desk import DeskPresenter
from app.ui.presenters.case_findings import FindingsPresenter
from app.ui.presenters.case_head import Area
from app.ui.presenters.case_history import HistoryPresenter
from app.ui.presenters.case_inquiries import InquiriesPresenter
from app.ui.presenters.case_interview import InterviewPresenter
from app.ui.presenters.case_kiosk import CaseKioskPresenter
from app.ui.presenters.case_notices import NoticesPresenter
from app.ui.presenters.case_opinion import OpinionPresenter
from app.ui.presenters.case_papers import PapersPresenter
from app.ui.presenters.case_points import PointsPresenter
from app.ui.presenters.case_reports import CaseReportsPresenter
from app.ui.presenters.case_second import SecondPresenter
from app.ui.presenters.case_ties import TiesPresenter
from app.ui.presenters.case_timeline import TimelinePresenter
from app.ui.presenters.case_work import CaseWork
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.assign import AssignPage
from app.ui.screens.case.corrections import CorrectionsPage
from app.ui.screens.case.decision import DecisionPage
from app.ui.screens.case.desk_work import DeskWorkPage
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.history import HistoryPage
from app.ui.screens.case.inquiries import InquiriesPage
from app.ui.screens.case.interview import InterviewPage
from app.ui.screens.case.kiosk import KioskDeskPage
from app.ui.screens.case.notices import NoticesPage
from app.ui.screens.case.opinion import OpinionPage
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.papers import PapersPage
from app.ui.screens.case.points import PointsPage
from app.ui.screens.case.reports import CaseReportsPage
from app.ui.screens.case.second import SecondPage
from app.ui.screens.case.ties import TiesPage
from app.ui.screens.case.timeline import TimelinePage

MAKERS: dict[Area, Callable[[UiContext, CaseWork], AreaPage]] = {
    Area.KIOSK: lambda context, work: KioskDeskPage(context, CaseKioskPresenter(work)),
    Area.ANSWERS: lambda context, work: AnswersPage(context, AnswersPresenter(work, context.texts.language.value)),
    Area.CORRECTIONS: lambda context, work: CorrectionsPage(
        context, CorrectionsPresenter(work, context.texts.language)
    ),
    Area.TIMELINE: lambda context, work: TimelinePage(context, TimelinePresenter(work, context.texts.language)),
    Area.TIES: lambda context, work: TiesPage(context, TiesPresenter(work, context.texts.language)),
    Area.PAPERS: lambda context, work: PapersPage(context, PapersPresenter(work, bootstrap.page_images())),
    Area.DESK: lambda context, work: DeskWorkPage(context, DeskPresenter(work)),
    Area.POINTS: lambda context, work: PointsPage(context, PointsPresenter(work)),
    Area.INQUIRIES: lambda context, work: InquiriesPage(context, InquiriesPresenter(work, bootstrap.page_images())),
    Area.INTERVIEW: lambda context, work: InterviewPage(context, InterviewPresenter(work)),
    Area.FINDINGS: lambda context, work: FindingsPage(context, FindingsPresenter(work)),
    Area.SECOND: lambda context, work: SecondPage(context, SecondPresenter(work)),
    Area.OPINION: lambda context, work: OpinionPage(context, OpinionPresenter(work)),
    Area.DECISION: lambda context, work: DecisionPage(context, DecisionPresenter(work)),
    Area.NOTICES: lambda context, work: NoticesPage(context, NoticesPresenter(work)),
    Area.REPORTS: lambda context, work: CaseReportsPage(context, CaseReportsPresenter(work)),
    Area.ASSIGN: lambda context, work: AssignPage(context, AssignPresenter(work)),
    Area.HISTORY: lambda context, work: HistoryPage(context, HistoryPresenter(work)),
}
"""How the page of each area is made; that of the transcription needs the scans beside it."""
