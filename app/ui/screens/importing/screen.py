"""The Import room (受領): one page for bundles, and one for candidate rosters where an office takes them in."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.ids import BundleId
from app.services.ports import Drive, Files, Media
from app.ui.context import UiContext
from app.ui.presenters.countersigning import CountersignPresenter, CountersignState
from app.ui.presenters.import_desk import DeskState, ImportDeskPresenter
from app.ui.presenters.importing import ImportPresenter, ImportState
from app.ui.presenters.media_watcher import WATCH_MS
from app.ui.presenters.rosters import RosterPresenter, RosterState
from app.ui.screen import Screen
from app.ui.screens.importing.bundles import BundlesPage
from app.ui.screens.importing.desk_page import DeskPage
from app.ui.screens.importing.roster_page import RosterPage
from app.ui.widgets.tabs import Tabs
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace


class ImportScreen(Screen):
    """The room; its pages share the line that shows work and the panel that shows errors."""

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
        self._is_answered = False
        self.bundles = ImportPresenter(workplace, context.runner, media, drive_at, files)
        self.rosters = RosterPresenter(workplace, context.runner, files)
        self.books = ImportDeskPresenter(workplace, context.runner)
        self.desk_page = DeskPage(context, self.books, self)
        self.desk_strip = WorkStrip(context, "ui.import.busy", self.books, self)
        self.countersigning = CountersignPresenter(workplace, context.runner, drive_at)
        self.bundles_page = BundlesPage(context, self.bundles, self.countersigning, self)
        self.roster_page = RosterPage(context, self.rosters, self)
        self.bundle_strip = WorkStrip(context, "ui.import.busy", self.bundles, self)
        self.roster_strip = WorkStrip(context, "ui.roster.busy", self.rosters, self)
        self.sign_strip = WorkStrip(context, "ui.countersign.busy", self.countersigning, self)
        self.tabs = Tabs(self)
        self.tabs.addTab(self.bundles_page, "")
        self.tabs.addTab(self.desk_page, "")
        self.has_rosters = workplace.actor.office_kind in RULES[Action.IMPORT_ROSTER].offices
        if self.has_rosters:
            self.tabs.addTab(self.roster_page, "")
        else:
            self.roster_page.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bundle_strip)
        layout.addWidget(self.sign_strip)
        layout.addWidget(self.desk_strip)
        layout.addWidget(self.roster_strip)
        layout.addWidget(self.tabs, 1)
        self.watch = context.timers.every(WATCH_MS, self, self._on_watch)
        self.retranslate()
        self.bundles.subscribe(self._on_bundles)
        self.countersigning.subscribe(self._on_countersign)
        self.books.subscribe(self._on_books)
        self.desk_page.resume_asked.connect(self._on_resume)
        self.tabs.currentChanged.connect(self._on_tab)
        self.rosters.subscribe(self._on_rosters)

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.tabs.setTabText(0, texts("ui.import.tab.bundles"))
        if self.has_rosters:
            self.tabs.setTabText(2, texts("ui.import.tab.roster"))
        self.tabs.setTabText(1, texts("ui.import.tab.desk"))
        self.tabs.setAccessibleName(texts("room.import"))
        self.tabs.tabBar().setAccessibleName(texts("room.import"))
        self.bundles_page.retranslate()
        self.desk_page.retranslate()
        self.desk_strip.retranslate()
        self.roster_page.retranslate()
        self.bundle_strip.retranslate()
        self.roster_strip.retranslate()
        self.sign_strip.retranslate()

    @override
    def activate(self) -> None:
        self.bundles.refresh()
        self.watch.start()
        if self.has_rosters:
            self.rosters.refresh()
        page = self.tabs.currentWidget()
        if isinstance(page, BundlesPage | DeskPage):
            page.take_keyboard()
        elif page is not None:
            page.setFocus()

    @override
    def panes(self) -> list[QWidget]:
        page = self.tabs.currentWidget()
        pages = (self.bundles_page, self.desk_page, self.roster_page)
        own = next((one.panes() for one in pages if one is page), [])
        return [self.tabs.tabBar(), *own]

    @override
    def dispose(self) -> None:
        self.watch.stop()
        for presenter in (self.bundles, self.countersigning, self.books, self.rosters):
            self.context.runner.cancel_owned_by(presenter)
        super().dispose()

    def look_at(self, place: Path) -> None:
        """Show what lies on a medium, because the officer was asked about it."""
        self.tabs.setCurrentWidget(self.bundles_page)
        self.bundles.choose_place(place)
        self.bundles_page.found.setFocus()

    def _on_watch(self) -> None:
        if self.isVisible():
            self.bundles.watch_media()

    def _on_tab(self) -> None:
        if self.tabs.currentWidget() is self.desk_page:
            self.books.refresh()

    def _on_resume(self, bundle_id: str) -> None:
        self.tabs.setCurrentWidget(self.bundles_page)
        self.bundles.resume(BundleId(bundle_id))

    def _on_countersign(self, state: CountersignState) -> None:
        was_done, self._is_answered = self._is_answered, state.ticks is not None or state.taken is not None
        self.bundles_page.show_countersign(state)
        self.sign_strip.show_state(state)
        if self._is_answered and not was_done:
            self.bundles.refresh()

    def _on_books(self, state: DeskState) -> None:
        self.desk_page.show_state(state)
        self.desk_strip.show_state(state)

    def _on_bundles(self, state: ImportState) -> None:
        self.desk_page.show_waiting(state)
        self.bundles_page.show_state(state)
        self.bundle_strip.show_state(state)

    def _on_rosters(self, state: RosterState) -> None:
        self.roster_page.show_state(state)
        self.roster_strip.show_state(state)
