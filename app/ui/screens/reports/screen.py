"""The Reports room (報告・苦情・集計): what is told beside the cases, each part to whom the matrix allows it."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.changes import Changes
from app.models.domain.ids import CaseId
from app.ui.context import UiContext
from app.ui.presenters.reports import Part, ReportsPresenter, ReportsState
from app.ui.screen import Screen
from app.ui.screens.reports.dialogs import FormDialog
from app.ui.screens.reports.pages import ChangesPage, ComplaintsPage, FiguresPage, PartPage
from app.ui.screens.reports.trial_page import TrialPage
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.labels import text_label
from app.ui.widgets.tabs import Tabs
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace

SETTLE_MS = 400
"""How long a part stays in view before it is read, in milliseconds: passing over a tab leaves no look on record."""
KINDS = frozenset({"change-report", "complaint", "bundle", "statistics"})
_PAGES: dict[Part, Callable[[UiContext, ReportsPresenter, QWidget], PartPage]] = {
    Part.CHANGES: ChangesPage,
    Part.COMPLAINTS: ComplaintsPage,
    Part.FIGURES: FiguresPage,
    Part.TRIALS: TrialPage,
}


class Corridor(Protocol):
    """What the screen needs of the window."""

    def show_case(self, case_id: CaseId) -> None:
        """Open a case."""
        ...


class ReportsScreen(Screen):
    """Up to four parts; nothing of a part that is not shown is read."""

    def __init__(self, context: UiContext, place: Workplace, corridor: Corridor, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.presenter = ReportsPresenter(place, context.runner)
        self.dialog: FormDialog | None = None
        self._shown = ReportsState()
        texts, space = context.texts, context.theme.scale.space
        self.title, self.notice = text_label(role="title", parent=self), Banner(texts, self)
        self.strip = WorkStrip(context, "reports.busy", self.presenter, self)
        self.tabs = Tabs(self)
        self.pages: dict[Part, PartPage] = {}
        for part in self.presenter.parts():
            page = self.pages[part] = _PAGES[part](context, self.presenter, self)
            page.asked.connect(self._on_asked)
            if isinstance(page, ChangesPage):
                page.case_asked.connect(lambda case: corridor.show_case(CaseId(case)))
            self.tabs.addTab(page, "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(5), space(5), space(5))
        layout.setSpacing(space(2))
        for widget in (self.title, self.notice, self.strip):
            layout.addWidget(widget)
        layout.addWidget(self.tabs, 1)
        self.notice.hide()
        self._settle = context.timers.after(SETTLE_MS, self, self._on_settled)
        self.tabs.currentChanged.connect(lambda _place: self._settle.start())
        self.retranslate()
        self.presenter.subscribe(self.show_state)

    @property
    def page(self) -> PartPage:
        """The part in view."""
        return next(page for page in self.pages.values() if page is self.tabs.currentWidget())

    def show_state(self, state: ReportsState) -> None:
        """Show the part in view, what was done, and what failed: in the form while one is open."""
        before, self._shown = self._shown, state
        if self.dialog is None:
            self.strip.show_state(state)
        elif state.error is not None and not state.busy:
            self.dialog.show_error(state.error)
        elif state.done and not before.done:
            self.dialog.accept()
        for page in self.pages.values():
            page.show_state(state)
        self._say_done()

    def _say_done(self) -> None:
        state = self._shown
        if state.done:
            self.notice.show_message(self.context.texts(state.done), Tone.GOOD)
        else:
            self.notice.hide()

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.reports"))
        self.tabs.tabBar().setAccessibleName(texts("room.reports"))
        for place, (part, page) in enumerate(self.pages.items()):
            self.tabs.setTabText(place, texts(f"reports.tab.{part}"))
            page.retranslate()
        self.strip.retranslate()
        self._say_done()

    @override
    def changes(self, changes: Changes) -> None:
        if changes.touches(KINDS) and self.isVisible():
            self._settle.start()

    @override
    def activate(self) -> None:
        self._on_settled()
        self.page.panes()[0].setFocus()

    @override
    def panes(self) -> list[QWidget]:
        return [self.tabs.tabBar(), *self.page.panes()]

    @override
    def dispose(self) -> None:
        self._settle.stop()
        self.context.runner.cancel_owned_by(self.presenter)
        super().dispose()

    def _on_asked(self, dialog: FormDialog) -> None:
        self.presenter.forget_error()
        self.dialog = dialog
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_closed(self) -> None:
        self.dialog = None
        self.presenter.forget_error()
        self.page.table.setFocus()

    def _on_settled(self) -> None:
        if self.presenter.state.busy:
            self._settle.start()
            return
        part = next(part for part, page in self.pages.items() if page is self.tabs.currentWidget())
        self.presenter.show_part(part)
