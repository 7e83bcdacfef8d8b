"""The Export room (交付)."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.changes import Changes
from app.models.domain.ids import BundleId, CaseId
from app.services.ports import Drive, Files, Media
from app.ui.context import UiContext
from app.ui.presenters.countersign_asking import AskingPresenter, AskingState
from app.ui.presenters.custody_list import CustodyListPresenter, CustodyListState
from app.ui.presenters.export_loop import LoopPresenter, LoopState
from app.ui.presenters.export_state import ExportState, Step
from app.ui.presenters.exporting import ExportPresenter
from app.ui.screen import Screen
from app.ui.screens.exporting.countersign import CountersignDialog
from app.ui.screens.exporting.custody import CustodyPage
from app.ui.screens.exporting.flow import Flow
from app.ui.screens.exporting.loop import LoopPage
from app.ui.screens.exporting.overview import Overview
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.tabs import Tabs
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace

_SHOWN = frozenset(
    {
        "export",
        "consent",
        "refusal",
        "withdrawal",
        "opinion",
        "result",
        "validity",
        "bundle",
        "incident",
        "lane",
        "receipt",
        "countersign",
        "custody",
    }
)


class ExportScreen(Screen):
    """The lists, or the export in hand."""

    def __init__(
        self,
        context: UiContext,
        workplace: Workplace,
        media: Media,
        drive_at: Callable[[Path], Drive],
        files: Files,
        show_case: Callable[[CaseId], object] = lambda _case: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        self._is_old = False
        self._doomed: BundleId | None = None
        self.presenter = ExportPresenter(workplace, context.runner, media, drive_at, files)
        self.overview = Overview(context, self.presenter, self)
        self.flow = Flow(context, self.presenter, workplace.actor.person, self)
        self.strip = WorkStrip(context, "ui.export.busy", self.presenter, self)
        self.loop_presenter = LoopPresenter(workplace, context.runner, drive_at, files)
        self.loop = LoopPage(context, self.loop_presenter, self)
        self.asking = AskingPresenter(workplace, context.runner, media, drive_at)
        self._asked: CountersignDialog | None = None
        self.custody_presenter = CustodyListPresenter(workplace, context.runner)
        self.custody = CustodyPage(context, self.custody_presenter, show_case, self)
        self.has_custody = self.custody_presenter.may_look
        self.home = Tabs(self)
        self.home.addTab(self.overview, "")
        self.home.addTab(self.loop, "")
        if self.has_custody:
            self.home.addTab(self.custody, "")
        else:
            self.custody.hide()
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.home)
        self.pages.addWidget(self.flow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(self.pages, 1)
        self.overview.discard_asked.connect(self._on_discard_listed)
        self.flow.discard_asked.connect(self._on_discard)
        self.overview.countersign_asked.connect(self._on_countersign_listed)
        self.flow.countersign_asked.connect(self._on_countersign)
        self.asking.subscribe(self._on_asking)
        self.presenter.subscribe(self._on_state)
        self.loop_presenter.subscribe(self._on_loop)
        self.custody_presenter.subscribe(self._on_custody)
        self.home.currentChanged.connect(self._on_tab)

    @override
    def retranslate(self) -> None:
        self._on_state(self.presenter.state)
        self._on_loop(self.loop_presenter.state)
        self._on_custody(self.custody_presenter.state)

    @override
    def changes(self, changes: Changes) -> None:
        state = self.presenter.state
        if not changes.touches(_SHOWN):
            return
        if self.isVisible() and not state.busy and state.step is Step.WHAT:
            self._refresh()
        else:
            self._is_old = True

    @override
    def activate(self) -> None:
        if self.presenter.state.step is Step.WHAT:
            self._refresh()
            self._home().setFocus()
        else:
            self.flow.take_keyboard()

    @override
    def panes(self) -> list[QWidget]:
        if self.pages.currentWidget() is self.flow:
            return self.flow.panes()
        for page in (self.loop, self.custody):
            if self.home.currentWidget() is page:
                return [self.home.tabBar(), *page.panes()]
        return [self.home.tabBar(), self.overview.ready, self.overview.begin, self.overview.open]

    @override
    def dispose(self) -> None:
        for owner in (self.presenter, self.loop_presenter, self.custody_presenter, self.asking):
            self.context.runner.cancel_owned_by(owner)
        super().dispose()

    def _on_state(self, state: ExportState) -> None:
        was_flow = self.pages.currentWidget() is self.flow
        is_flow = state.step is not Step.WHAT
        self.overview.show_state(state)
        self.flow.show_state(state)
        self.strip.show_state(state)
        self.pages.setCurrentWidget(self.flow if is_flow else self.home)
        if was_flow and not is_flow:
            self.loop_presenter.refresh()
            self.custody_presenter.refresh()
            self.home.setCurrentWidget(self.overview)
            self.overview.ready.setFocus()
        if self._is_old and not is_flow and not state.busy:
            self._is_old = False
            self.presenter.refresh()

    def _refresh(self) -> None:
        self._is_old = False
        self.presenter.refresh()
        self.loop_presenter.refresh()
        self.custody_presenter.refresh()

    def _home(self) -> QWidget:
        if self.home.currentWidget() is self.custody:
            return self.custody.cases
        return self.loop.awaited if self.home.currentWidget() is self.loop else self.overview.ready

    def _on_custody(self, state: CustodyListState) -> None:
        self.custody.show_state(state)
        if self.has_custody:
            key = "ui.custody.tab.open" if state.open_count else "ui.custody.tab"
            self.home.setTabText(2, self.context.texts(key, count=state.open_count))

    def _on_loop(self, state: LoopState) -> None:
        texts = self.context.texts
        self.loop.show_state(state)
        self.home.setTabText(0, texts("ui.export.tab.send"))
        count = state.open_count
        self.home.setTabText(1, texts("ui.export.tab.loop.open", count=count) if count else texts("ui.export.tab.loop"))
        self.home.tabBar().setAccessibleName(texts("room.export"))

    def _on_tab(self, _place: int) -> None:
        if self.isVisible():
            self._home().setFocus()

    def _on_countersign_listed(self, bundle_id: str) -> None:
        self._ask_countersign(BundleId(bundle_id))

    def _on_countersign(self) -> None:
        bundle_id = self.presenter.state.bundle_id
        if bundle_id is not None:
            self._ask_countersign(bundle_id)

    def _ask_countersign(self, bundle_id: BundleId) -> None:
        self.asking.begin(bundle_id)
        self._asked = CountersignDialog(self.context, self.asking, self)
        self._asked.finished.connect(self._on_asked)
        self._asked.open()

    def _on_asking(self, state: AskingState) -> None:
        if self._asked is not None:
            self._asked.show_state(state)

    def _on_asked(self) -> None:
        """The dialog is closed: a draft that went elsewhere waits in the list, not at the seat of its signer."""
        self._asked = None
        if self.asking.state.ticks is not None:
            self.presenter.leave()

    def _on_discard_listed(self, bundle_id: str) -> None:
        self._ask_discard(BundleId(bundle_id))

    def _on_discard(self) -> None:
        self._ask_discard(self.presenter.state.bundle_id)

    def _ask_discard(self, bundle_id: BundleId | None) -> None:
        if bundle_id is None:
            return
        self._doomed = bundle_id
        dialog = ConfirmDialog(self.context.texts, self.context.theme, "ui.export.discard", self)
        dialog.agreed.connect(self._on_discard_sure)
        dialog.open()

    def _on_discard_sure(self) -> None:
        self.presenter.discard(self._doomed)
