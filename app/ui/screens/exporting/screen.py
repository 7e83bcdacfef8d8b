"""The Export room (交付)."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.changes import Changes
from app.models.domain.ids import BundleId
from app.services.ports import Drive, Files, Media
from app.ui.context import UiContext
from app.ui.presenters.export_loop import LoopPresenter, LoopState
from app.ui.presenters.export_state import ExportState, Step
from app.ui.presenters.exporting import ExportPresenter
from app.ui.screen import Screen
from app.ui.screens.exporting.flow import Flow
from app.ui.screens.exporting.loop import LoopPage
from app.ui.screens.exporting.overview import Overview
from app.ui.widgets.labels import text_label
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
    }
)


class DiscardDialog(QDialog):
    """Asks before a draft is given up; the title asks the question that the buttons answer."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        texts = context.texts
        self.setWindowTitle(texts("ui.export.discard.question"))
        self.title = text_label(texts("ui.export.discard.question"), "lead", self)
        self.explanation = text_label(texts("ui.export.discard.text"), "", self)
        self.keep, self.discard = (
            QPushButton(texts("ui.export.keep"), self),
            QPushButton(texts("ui.export.discard"), self),
        )
        self.keep.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.discard)
        buttons.addWidget(self.keep)
        layout = QVBoxLayout(self)
        edge = context.theme.scale.space(5)
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.setSpacing(context.theme.scale.space(3))
        layout.addWidget(self.title)
        layout.addWidget(self.explanation)
        layout.addLayout(buttons)
        self.setMinimumWidth(context.theme.scale.space(110))
        self.discard.clicked.connect(self.accept)
        self.keep.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self.keep.setFocus()


class ExportScreen(Screen):
    """The lists, or the export in hand."""

    def __init__(
        self,
        context: UiContext,
        workplace: Workplace,
        media: Media,
        drive_at: Callable[[Path], Drive],
        files: Files,
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
        self.home = QTabWidget(self)
        self.home.setDocumentMode(True)
        self.home.addTab(self.overview, "")
        self.home.addTab(self.loop, "")
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
        self.presenter.subscribe(self._on_state)
        self.loop_presenter.subscribe(self._on_loop)
        self.home.currentChanged.connect(self._on_tab)

    @override
    def retranslate(self) -> None:
        self._on_state(self.presenter.state)
        self._on_loop(self.loop_presenter.state)

    @override
    def changes(self, changes: Changes) -> None:
        state = self.presenter.state
        if not changes.touches(_SHOWN):
            return
        if self.isVisible() and not state.busy and state.step is Step.WHAT:
            self.presenter.refresh()
            self.loop_presenter.refresh()
        else:
            self._is_old = True

    @override
    def activate(self) -> None:
        if self.presenter.state.step is Step.WHAT:
            self.presenter.refresh()
            self.loop_presenter.refresh()
            self._home().setFocus()
        else:
            self.flow.take_keyboard()

    @override
    def panes(self) -> list[QWidget]:
        if self.pages.currentWidget() is self.flow:
            return self.flow.panes()
        if self.home.currentWidget() is self.loop:
            return [self.home.tabBar(), *self.loop.panes()]
        return [self.home.tabBar(), self.overview.ready, self.overview.begin, self.overview.open]

    @override
    def dispose(self) -> None:
        self.context.runner.cancel_owned_by(self.presenter)
        self.context.runner.cancel_owned_by(self.loop_presenter)
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
            self.home.setCurrentWidget(self.overview)
            self.overview.ready.setFocus()
        if self._is_old and not is_flow and not state.busy:
            self._is_old = False
            self.presenter.refresh()

    def _home(self) -> QWidget:
        return self.loop.awaited if self.home.currentWidget() is self.loop else self.overview.ready

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

    def _on_discard_listed(self, bundle_id: str) -> None:
        self._ask_discard(BundleId(bundle_id))

    def _on_discard(self) -> None:
        self._ask_discard(self.presenter.state.bundle_id)

    def _ask_discard(self, bundle_id: BundleId | None) -> None:
        if bundle_id is None:
            return
        self._doomed = bundle_id
        dialog = DiscardDialog(self.context, self)
        dialog.accepted.connect(self._on_discard_sure)
        dialog.open()

    def _on_discard_sure(self) -> None:
        self.presenter.discard(self._doomed)
