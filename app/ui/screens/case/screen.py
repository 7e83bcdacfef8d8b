"""The case screen (案件票): head, the areas that office, role and state permit, or the page of a sealed case."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.changes import Changes
from app.models.domain.errors import GateClosedError
from app.models.domain.ids import CaseId
from app.services.documents.date_text import both_calendars
from app.ui.context import UiContext
from app.ui.presenters.case_custody import CustodyPresenter
from app.ui.presenters.case_head import Area, HeadPresenter
from app.ui.presenters.case_lease import LeasePresenter
from app.ui.presenters.case_page_pictures import OpenScans, PagePicturesPresenter
from app.ui.presenters.case_part import PartPresenter
from app.ui.presenters.case_statement import StatementPresenter
from app.ui.presenters.case_transcription import TranscriptionPresenter
from app.ui.presenters.case_work import CaseWork
from app.ui.screen import Screen
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.areas import MAKERS
from app.ui.screens.case.custody_bar import CustodyBar
from app.ui.screens.case.header import CaseHeader
from app.ui.screens.case.kiosk import KioskDeskPage
from app.ui.screens.case.lease_bar import LeaseBar
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.part_bar import TICK_MS, PartBar
from app.ui.screens.case.passages import Passages
from app.ui.screens.case.reading_commands import ReadingCommands
from app.ui.screens.case.sealed import SealedPage
from app.ui.screens.case.transcription import TranscriptionPage
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.tabs import Tabs
from app.ui.workplace import Workplace

GONE = "record.not-found"
"""The case is here no longer, or no longer for this officer: nothing of it stays in view."""
CORRECTION = "correction"
"""Kind of change that a correction of answers makes."""
SETTLE_MS = 600
"""How long an area stays in view before it is opened, in milliseconds."""
WITHDRAWAL = "withdrawal"
"""Kind of change that a withdrawal of consent makes."""
AUTOSAVE_MS = 1500
"""Whatever happens, no more than two seconds of typing are lost."""


class CaseScreen(Passages, ReadingCommands, Screen):
    """One case; made for it and destroyed with it.

    Thread:
        The window's thread; every look and act runs as a job.
    """

    def __init__(
        self,
        context: UiContext,
        workplace: Workplace,
        case: CaseId,
        parent: QWidget | None = None,
        *,
        open_kiosk: Callable[[CaseId], None] | None = None,
        open_scans: OpenScans | None = None,
    ) -> None:
        super().__init__(context, parent)
        self._open_kiosk, self._open_scans = open_kiosk, open_scans
        self._work = CaseWork(workplace, context.runner, case)
        self.head = HeadPresenter(self._work)
        self.pages: dict[Area, AreaPage] = {}
        self._is_sealed = False
        self._shown: object = None
        self._told: object = None
        self.is_settled = True
        """The area in view was opened; false while somebody passes over the tabs."""
        self.part, self.custody = PartPresenter(self._work), CustodyPresenter(self._work)
        self.lease = LeasePresenter(self._work)
        self.lease_bar = LeaseBar(context, self.lease, self)
        self.header = CaseHeader(context, self)
        self.sealed = SealedPage(context, StatementPresenter(self._work), self)
        self.part_bar = PartBar(context, self.part, self)
        self.custody_bar = CustodyBar(context, self.custody, self)
        self.span_bar = Banner(context.texts, self)
        self.span_bar.button.clicked.connect(self._on_span_cleared)
        self._work.focus.listen(self._show_span)
        self._work.listen_lost(self.head.load)
        self.errors = ErrorPanel(context.texts, self)
        self.tabs = Tabs(self)
        self.tabs.currentChanged.connect(self._on_tab)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.tabs)
        self.stack.addWidget(self.sealed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.custody_bar, self.lease_bar, self.part_bar, self.span_bar, self.errors):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        self._settle = context.timers.after(SETTLE_MS, self, self._on_settled)
        self._clock = context.timers.every(TICK_MS, self, self._on_tick)
        self.head.listen(self._show_head)
        self._autosave = context.timers.every(AUTOSAVE_MS, self, self.save_draft)
        self._autosave.start()
        self.retranslate()

    @property
    def case(self) -> CaseId:
        """The case in view."""
        return self._work.case

    @override
    def retranslate(self) -> None:
        self.sealed.retranslate()
        for area, page in self.pages.items():
            self.tabs.setTabText(self.tabs.indexOf(page), self.context.texts(f"case.area.{area}"))
            page.retranslate()
        self.part_bar.show_state()
        self.lease_bar.show_state()
        self.custody_bar.show_state()
        self._show_span()
        self.tabs.tabBar().setAccessibleName(self.context.texts("case.areas"))
        self._show_head()

    @override
    def changes(self, changes: Changes) -> None:
        if not changes.ids or self.case in changes.ids:
            if WITHDRAWAL in changes.kinds:
                self._turn_sealed()
            answers = self.pages.get(Area.ANSWERS)
            if CORRECTION in changes.kinds and isinstance(answers, AnswersPage):
                answers.turn_stale()
            self.head.load()

    @override
    def activate(self) -> None:
        self.head.load()
        page = self._page_in_view()
        if page is not None:
            page.enter()
        elif self._is_sealed:
            self.sealed.setFocus()

    @override
    def panes(self) -> list[QWidget]:
        if self._is_sealed:
            return [self.sealed.title]
        page = self._page_in_view()
        bars = [*self.custody_bar.panes(), *self.lease_bar.panes(), *self.part_bar.panes()]
        bars += [self.span_bar.button] if self._work.focus.span is not None else []
        return [*bars, self.tabs.tabBar(), *(page.panes() if page is not None else [])]

    @override
    def save_draft(self) -> None:
        if not self._is_sealed:
            for page in self.pages.values():
                page.save_draft()

    @override
    def dispose(self) -> None:
        super().dispose()
        self._settle.stop()
        self._clock.stop()
        self.lease.leave()
        for owner in (self.part, self.custody, self.lease, self.sealed.statement.presenter):
            self.context.runner.cancel_owned_by(owner)
        self._autosave.stop()
        for page in self.pages.values():
            self.context.runner.cancel_owned_by(page.presenter)
            page.let_go()
        self.context.runner.cancel_owned_by(self.head)

    def refresh(self) -> None:
        """Read everything anew because somebody asked: another program may have changed the vault."""
        answers = self.pages.get(Area.ANSWERS)
        if isinstance(answers, AnswersPage):
            answers.turn_stale()
        self.head.load()

    def open_transcription(self) -> None:
        """Bring the transcription into view."""
        page = self.pages.get(Area.TRANSCRIPTION)
        if page is None or self._is_sealed:
            self.errors.show_error(GateClosedError("transcription.not-now"))
            return
        self.tabs.setCurrentWidget(page)
        page.enter()

    def undo_step(self) -> None:
        """Take the last own step in this case back, by a further entry."""
        page = self._page_in_view()
        if page is not None:
            page.undo()
            answers = self.pages.get(Area.ANSWERS)
            if answers is not None and answers is not page:
                answers.restore()

    @property
    @override
    def shown_area(self) -> str:
        """The area in view."""
        page = self._page_in_view()
        return next((area.value for area, one in self.pages.items() if one is page), "")

    @property
    @override
    def open_areas(self) -> frozenset[str]:
        """The areas that can be brought into view."""
        return frozenset() if self._is_sealed else frozenset(area.value for area in self.pages)

    @property
    @override
    def is_undoable(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._work.undoable) and not self._is_sealed

    def _show_head(self) -> None:
        state = self.head.state
        if state.error is not None:
            self.errors.show_error(state.error)
            if state.error.code == GONE:
                self.header.hide()
                self._fit_tabs(())
                return
        else:
            self.errors.clear()
            self.header.show()
        if state.sheet is None:
            return
        if state.sheet is not self._told:
            self._told = state.sheet
            self.part.take_sheet(state.sheet)
            self.custody.take_sheet(state.sheet)
            self.lease.take_sheet(state.sheet)
            (self._clock.start if state.sheet.emergency is not None else self._clock.stop)()
        self.header.show_head(state, self._work.workplace.services.desk.clock.today())
        if state.is_sealed:
            self._turn_sealed()
            return
        if self._work.take_gained():
            self._make_anew()
        self._fit_tabs(state.areas)
        page = self._page_in_view()
        if page is not None and state.sheet is not self._shown:
            self._shown = state.sheet
            page.activate()

    def _fit_tabs(self, areas: tuple[Area, ...]) -> None:
        """Add and take away tabs; the one in view stays where it can."""
        if set(areas) == set(self.pages):
            return
        in_view: QWidget | None = self.tabs.currentWidget()
        is_first = not self.pages
        self.tabs.blockSignals(True)
        for area in [area for area in self.pages if area not in areas]:
            self._drop_page(area)
        for place, area in enumerate(areas):
            if area not in self.pages:
                self.pages[area] = self._make(area)
                self.tabs.insertTab(place, self.pages[area], self.context.texts(f"case.area.{area}"))
        if in_view is not None and in_view in self.pages.values():
            self.tabs.setCurrentWidget(in_view)
        self.tabs.blockSignals(False)
        page = self._page_in_view()
        has_gone = in_view is not None and page is not in_view
        if page is not None and self.isVisible() and (is_first or has_gone):
            page.enter()

    def _make_anew(self) -> None:
        """Another window worked on the case until now: read everything anew, but for what was typed here meanwhile."""
        in_view, had_keyboard = self.tabs.currentIndex(), self._holds_keyboard(self.lease_bar, self.tabs)
        self.tabs.blockSignals(True)
        for place, area in enumerate(list(self.pages)):
            if not self.pages[area].take_refused():
                self._drop_page(area)
                self.pages[area] = self._make(area)
                self.tabs.insertTab(place, self.pages[area], self.context.texts(f"case.area.{area}"))
        self.pages = {area: self.pages[area] for area in Area if area in self.pages}
        self.tabs.setCurrentIndex(in_view)
        self.tabs.blockSignals(False)
        page = self._page_in_view()
        if page is not None and had_keyboard and self.isVisible():
            page.enter()

    def _holds_keyboard(self, *parts: QWidget) -> bool:
        focused: QWidget | None = self.window().focusWidget()
        return focused is not None and any(part.isAncestorOf(focused) for part in parts)

    def _drop_page(self, area: Area) -> None:
        page = self.pages.pop(area)
        self.context.runner.cancel_owned_by(page.presenter)
        page.let_go()
        self.tabs.removeTab(self.tabs.indexOf(page))
        page.deleteLater()

    def _turn_sealed(self) -> None:
        """Cover everything at once and drop what was not saved."""
        if self._is_sealed:
            return
        self._is_sealed = True
        dropped = [page.drop() for page in self.pages.values()]
        self._work.focus.forget()
        self.tabs.blockSignals(True)
        for area in list(self.pages):
            self._drop_page(area)
        self.sealed.tell_dropped(any(dropped))
        self.stack.setCurrentWidget(self.sealed)
        self.sealed.setFocus()

    def _show_span(self) -> None:
        """Say to which days the lists of all areas are narrowed, and offer the way back."""
        texts, span = self.context.texts, self._work.focus.span
        if span is None:
            self.span_bar.hide()
            return
        first, last = (both_calendars(day, texts.language) for day in (span.first_day, span.last_day))
        self.span_bar.show_message(texts("case.span.only", first=first, last=last), Tone.INFO, texts("case.span.clear"))

    def _on_span_cleared(self) -> None:
        self._work.focus.narrow(None)
        page = self._page_in_view()
        if page is not None:
            page.follow()
            page.enter()

    def _page_in_view(self) -> AreaPage | None:
        page = self.tabs.currentWidget()
        return page if isinstance(page, AreaPage) and not self._is_sealed else None

    def _on_tab(self) -> None:
        """Passing over a tab opens nothing and leaves no look in the record; staying on it does."""
        self.is_settled = False
        self._settle.start()

    def _on_settled(self) -> None:
        self.is_settled = True
        page = self._page_in_view()
        if page is not None:
            page.activate()

    def _on_tick(self) -> None:
        if self.part.tick():
            self.head.load()

    def _make(self, area: Area) -> AreaPage:
        if area is Area.TRANSCRIPTION:
            scans = None if self._open_scans is None else PagePicturesPresenter(self._work, self._open_scans)
            transcription = TranscriptionPresenter(self._work, self.context.texts.catalogue())
            return TranscriptionPage(self.context, transcription, scans)
        page = MAKERS[area](self.context, self._work)
        self.connect_passages(page)
        if isinstance(page, KioskDeskPage):
            page.can_seat = self._open_kiosk is not None
            page.seat_asked.connect(self._on_seat_asked)
        return page

    def _on_seat_asked(self) -> None:
        """The subject is here: this window gives way to the kiosk."""
        if self._open_kiosk is not None:
            self._open_kiosk(self.case)
