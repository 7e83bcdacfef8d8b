"""The page that receives bundles: medium and lists to the left, the report on the chosen file to the right."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.countersigning import CountersignPresenter, CountersignState
from app.ui.presenters.importing import ImportPresenter, ImportState
from app.ui.screens.importing.countersign import CountersignView
from app.ui.screens.importing.decision import DecisionBar
from app.ui.screens.importing.lists import FOUND, HISTORY, found_line, history_line
from app.ui.screens.importing.report import ReportView
from app.ui.tables.lines import LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import text_label
from app.ui.widgets.medium import MediumPicker
from app.ui.widgets.splitter import Splitter
from app.ui.widgets.tabs import fit_to_page_in_view

_LABEL = 40


class BundlesPage(QWidget):
    """Bundles found, inspected, decided on."""

    def __init__(
        self,
        context: UiContext,
        presenter: ImportPresenter,
        countersigning: CountersignPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts, self._presenter, self._countersigning = context.texts, presenter, countersigning
        self._stage: tuple[object, ...] = (None,)
        self._told_of = ""
        self.pulled = Banner(context.texts, self)
        self.medium = MediumPicker(context.texts, self)
        self.found = LinesTable(context.texts, context.theme, FOUND, self)
        self.history = LinesTable(context.texts, context.theme, HISTORY, self)
        self.found_caption, self.history_caption = (
            text_label(role="small", parent=self),
            text_label(role="small", parent=self),
        )
        self.report = ReportView(context, self)
        self.none = EmptyState(context.texts, "ui.import.none", self)
        self.countersign = CountersignView(context, countersigning, self)
        self.decision = DecisionBar(context, self)
        self.right = QStackedWidget(self)
        self._lay_out(context)
        self.medium.place_chosen.connect(presenter.choose_place)
        self.medium.again_asked.connect(presenter.refresh)
        self.found.chosen.connect(presenter.choose_file)
        self.found.activated.connect(self._on_activated)
        self.report.identity.decided.connect(presenter.decide_identity)
        self.report.identity.aside_asked.connect(presenter.set_aside)
        self.decision.inspect_asked.connect(self._on_inspect)
        self.countersign.release_asked.connect(presenter.release)
        self.decision.admit_asked.connect(presenter.admit)
        self.decision.refuse_asked.connect(presenter.refuse)
        self.decision.gap_accepted.connect(presenter.accept_gap)
        self.decision.close_asked.connect(presenter.close_export)
        self.decision.receipt_asked.connect(presenter.write_receipt)
        self.decision.release_asked.connect(presenter.release)
        self.decision.mini_asked.connect(presenter.write_mini_file)
        self.decision.paper_asked.connect(self._on_paper)

    def _lay_out(self, context: UiContext) -> None:
        gap = context.theme.scale.space(3)
        self.left = QWidget(self)
        left = QVBoxLayout(self.left)
        left.setContentsMargins(0, 0, gap // 2, 0)
        left.setSpacing(context.theme.scale.space(1.5))
        left.addWidget(self.medium)
        left.addWidget(self.found_caption)
        left.addWidget(self.found, 3)
        left.addWidget(self.history_caption)
        left.addWidget(self.history, 2)
        self.right.addWidget(self.none)
        self.right.addWidget(self.report)
        self.right.addWidget(self.countersign)
        self.right.currentChanged.connect(self._on_page)
        self._on_page()
        side = QWidget(self)
        right = QVBoxLayout(side)
        right.setContentsMargins(gap // 2, 0, 0, 0)
        right.addWidget(self.right, 1)
        right.addWidget(self.decision)
        split = Splitter(context.dividers, Divider.IMPORT, Qt.Orientation.Horizontal, self)
        split.setHandleWidth(max(3, gap // 3))
        split.addWidget(self.left)
        split.addWidget(side)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 8)
        split.begin(380, 780)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.addWidget(self.pulled)
        layout.addWidget(split, 1)

    def _on_page(self) -> None:
        fit_to_page_in_view(self.right)

    def take_keyboard(self) -> None:
        """Begin with the choice of a medium."""
        self.medium.setFocus()

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        if self.right.currentWidget() is self.countersign:
            return [self.medium, self.found, self.history, *self.countersign.panes()]
        return [self.medium, self.found, self.history, self.report.axes, self.report.parts, self.decision]

    def show_state(self, state: ImportState) -> None:
        """Show what is known now."""
        texts = self._texts
        found = state.found or ()
        self.medium.show_media(state.media, state.place)
        self.found.fill([found_line(texts, one) for one in found])
        self.found.choose(state.chosen)
        self.history.fill([history_line(texts, one) for one in state.history])
        empty = "ui.import.found.none" if state.found is not None and not found else "ui.import.found"
        self.found_caption.setText(texts(empty))
        self.history_caption.setText(texts("ui.import.history" if state.history else "ui.import.history.none"))
        self.found.setAccessibleName(texts("ui.import.found"))
        self.found.setAccessibleDescription(self.found_caption.text())
        self.history.setAccessibleName(texts("ui.import.history"))
        if state.inspection is not None:
            self.report.show_inspection(state.inspection, can_answer=state.can_answer)
        self.decision.show_state(state)
        if state.chosen != self._countersigning.state.file_name:
            self._countersigning.leave()
        self.show_countersign(self._countersigning.state)
        self._show_pulled(state)
        self._move_keyboard(state)

    def show_countersign(self, state: CountersignState) -> None:
        """Show a draft that is to be signed here, or its answer, in the place of a report."""
        room, is_shown = self._presenter.state, state.told is not None
        self.countersign.show_state(state, room)
        other = self.none if room.inspection is None else self.report
        self.right.setCurrentWidget(self.countersign if is_shown else other)
        if is_shown and state.taken is None:
            self.decision.hide()

    def _move_keyboard(self, state: ImportState) -> None:
        """After each stage the keyboard goes on: to the report that must be read first, then to the next button."""
        if state.busy or not self.isVisible() or self.right.currentWidget() is self.countersign:
            return
        stage = (state.inspection, state.outcome, state.ticks, state.closed, state.released_at, state.is_folder)
        if stage == self._stage:
            return
        is_new_report = stage[0] is not self._stage[0] and state.inspection is not None
        self._stage = stage
        if is_new_report:
            self.report.axes.setFocus()
        elif any(stage) and not self.decision.take_keyboard():
            self.found.setFocus()

    def _show_pulled(self, state: ImportState) -> None:
        """Say once that the medium was pulled, and that nothing changed by it."""
        key = "ui.import.pulled.waits" if state.is_in_quarantine else "ui.import.pulled"
        text = self._texts(key, label=visible(state.pulled, _LABEL)) if state.pulled else ""
        if text and text != self._told_of:
            self.pulled.show_message(text, Tone.WARN)
        self.pulled.setVisible(bool(text))
        self._told_of = text

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.report.retranslate()
        self.show_state(self._presenter.state)

    def _on_paper(self) -> None:
        title = self._texts("ui.import.receipt.paper")
        ask_target(self, title, "receipt.pdf", self._on_paper_chosen)

    def _on_paper_chosen(self, path: str) -> None:
        if path:
            self._presenter.print_receipt(Path(path))

    def _on_inspect(self) -> None:
        state = self._presenter.state
        if state.file is not None and state.file.is_countersign and state.place is not None:
            self._countersigning.read(state.place, state.chosen)
        else:
            self._presenter.inspect()

    def _on_activated(self) -> None:
        """Enter on a file goes on with it."""
        self.decision.take_keyboard()
