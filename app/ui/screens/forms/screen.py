"""The room of forms (様式): what this station holds, what it assumes, and what a new form would change."""

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.changes import Changes
from app.services.ports import Files
from app.ui.context import UiContext
from app.ui.presenters.forms import FormsPresenter, FormsState
from app.ui.screen import Screen
from app.ui.screens.forms.pages import FormsPage, HeldPage, NewPage, PointsPage
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.labels import text_label
from app.ui.widgets.tabs import Tabs
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace

KINDS = frozenset({"pack"})


class FormsScreen(Screen):
    """Three parts over one presenter."""

    def __init__(self, context: UiContext, place: Workplace, files: Files, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.presenter = FormsPresenter(place, context.runner, files)
        self._shown = FormsState()
        self.title, self.notice = text_label(role="title", parent=self), Banner(context.texts, self)
        self.strip = WorkStrip(context, "forms.busy", self.presenter, self)
        self.tabs = Tabs(self)
        self.held, self.points, self.new = (
            HeldPage(context, self.presenter, self),
            PointsPage(context, self.presenter, self),
            NewPage(context, self.presenter, self),
        )
        self.pages: dict[str, FormsPage] = {"held": self.held, "points": self.points, "new": self.new}
        space, layout = context.theme.scale.space, QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(5), space(5), space(5))
        layout.setSpacing(space(2))
        for part in (self.title, self.notice, self.strip):
            layout.addWidget(part)
        layout.addWidget(self.tabs, 1)
        for page in self.pages.values():
            self.tabs.addTab(page, "")
        self.notice.hide()
        self.new.chosen.connect(self.look_at)
        self.retranslate()
        self.presenter.subscribe(self.show_state)

    def show_state(self, state: FormsState) -> None:
        """Show every part, and what was admitted."""
        is_new = state.admitted is not None and state.admitted is not self._shown.admitted
        self._shown = state
        self.strip.show_state(state)
        for page in self.pages.values():
            page.show_state(state)
        if state.admitted is not None:
            kept = state.admitted
            day = kept.effective_from.isoformat()
            told = self.context.texts("forms.admitted", pack=kept.pack_id, version=kept.version, day=day)
            self.notice.show_message(told, Tone.GOOD, is_spoken=is_new)
        else:
            self.notice.hide()
        if is_new:
            self.tabs.setCurrentWidget(self.held)
            self.held.table.setFocus()

    def choose_form(self) -> None:
        """Ask for a new form; the command of the same name."""
        self.tabs.setCurrentWidget(self.new)
        self.new.choose_file()

    def look_at(self, name: str) -> None:
        """Look at the form that was chosen."""
        self.presenter.look(Path(name))

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.forms"))
        self.tabs.tabBar().setAccessibleName(texts("room.forms"))
        for place, (name, page) in enumerate(self.pages.items()):
            self.tabs.setTabText(place, texts(f"forms.tab.{name}"))
            page.retranslate()
        self.strip.retranslate()
        self.show_state(self.presenter.state)

    @override
    def changes(self, changes: Changes) -> None:
        """Nothing is read while another room is in view."""
        if changes.touches(KINDS) and self.isVisible() and not self.presenter.state.busy:
            self.presenter.refresh()

    @override
    def activate(self) -> None:
        self.presenter.refresh()
        self.panes()[1].setFocus()

    @override
    def panes(self) -> list[QWidget]:
        page = self.tabs.currentWidget()
        return [self.tabs.tabBar(), *(page.panes() if isinstance(page, FormsPage) else [])]

    @override
    def dispose(self) -> None:
        for page in self.pages.values():
            page.dispose()
        self.context.runner.cancel_owned_by(self.presenter)
        super().dispose()
