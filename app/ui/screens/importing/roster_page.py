"""The page that takes in a candidate roster: all its rows, the chosen one beside them, and one button at the end."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.models.domain.roster import RosterField
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.rosters import Fate, RosterPresenter, RosterState
from app.ui.screens.importing.roster_detail import RosterDetail
from app.ui.screens.importing.roster_rows import FATES, ROWS, sheet_lines
from app.ui.screens.importing.waiting import WaitingRosters
from app.ui.tables.lines import LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner, StateBadge
from app.ui.widgets.card import Card
from app.ui.widgets.dialogs import ask_file, ask_target
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import text_label
from app.ui.widgets.splitter import Splitter
from app.ui.widgets.untrusted import UntrustedLabel


class RosterPage(QWidget):
    """A roster on its way in."""

    def __init__(self, context: UiContext, presenter: RosterPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter = context.texts, presenter
        self._stage: tuple[object, ...] = (None, None)
        self.open_button, self.template_button, self.close_button = (QPushButton(self) for _ in range(3))
        self.file, self.header = UntrustedLabel(parent=self), UntrustedLabel(parent=self)
        self.header.setProperty("role", "hint")
        self.badges = {fate: StateBadge(context.texts, self) for fate in Fate}
        self.ignored = StateBadge(context.texts, self)
        self.notice = Banner(context.texts, self)
        self.rows = LinesTable(context.texts, context.theme, ROWS, self)
        self.detail = RosterDetail(context, self)
        self.detail.before = self.rows
        self.none = EmptyState(context.texts, "ui.roster.none", self)
        self.waiting = WaitingRosters(context, self)
        self.start = QWidget(self)
        self.pages = QStackedWidget(self)
        self.confirm = Card(context.theme, self)
        self.rest = text_label(parent=self.confirm)
        self.admit = QPushButton(self.confirm)
        self.admit.setProperty("kind", "main")
        self._lay_out(context)
        self.open_button.clicked.connect(self.ask_for_file)
        self.template_button.clicked.connect(self._on_template)
        self.close_button.clicked.connect(presenter.close)
        self.rows.chosen.connect(self._on_chosen)
        self.detail.accepted.connect(presenter.accept)
        self.detail.filled.connect(self._on_filled)
        self.detail.take_asked.connect(presenter.take)
        self.detail.leave_asked.connect(presenter.leave)
        self.detail.again_asked.connect(presenter.reconsider)
        self.admit.clicked.connect(presenter.admit)
        self.waiting.open_asked.connect(presenter.open_waiting)
        self.waiting.put_away_asked.connect(presenter.put_away)

    def _lay_out(self, context: UiContext) -> None:
        gap = context.theme.scale.space(3)
        top = QHBoxLayout()
        for button in (self.open_button, self.template_button, self.close_button):
            top.addWidget(button)
        top.addWidget(self.file, 2)
        top.addWidget(self.header, 5)
        top.addStretch(1)
        counts = QHBoxLayout()
        for badge in (*self.badges.values(), self.ignored):
            counts.addWidget(badge)
        counts.addStretch(1)
        split = Splitter(context.dividers, Divider.ROSTER, Qt.Orientation.Horizontal, self)
        split.setHandleWidth(max(3, gap // 3))
        split.addWidget(self.rows)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.begin(720, 440)
        foot = QHBoxLayout()
        foot.addWidget(self.rest, 1)
        foot.addWidget(self.admit)
        self.confirm.body.addLayout(foot)
        self.sheet = QWidget(self)
        sheet = QVBoxLayout(self.sheet)
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.addLayout(counts)
        sheet.addWidget(split, 1)
        sheet.addWidget(self.confirm)
        start = QVBoxLayout(self.start)
        start.setContentsMargins(0, 0, 0, 0)
        start.addWidget(self.waiting)
        start.addWidget(self.none, 1)
        self.pages.addWidget(self.start)
        self.pages.addWidget(self.sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.addLayout(top)
        layout.addWidget(self.notice)
        layout.addWidget(self.pages, 1)
        self.setFocusProxy(self.open_button)

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.open_button, self.waiting, self.rows, self.detail, self.confirm]

    def show_state(self, state: RosterState) -> None:
        """Show what was read and said so far."""
        texts = self._texts
        self.open_button.setText(texts("ui.roster.open"))
        self.template_button.setText(texts("ui.roster.template"))
        self.close_button.setText(texts("ui.roster.close"))
        for button in (self.open_button, self.template_button, self.close_button):
            button.setEnabled(not state.busy)
        is_open = state.preview is not None
        self.close_button.setVisible(is_open)
        self.file.setVisible(is_open)
        self.header.setVisible(is_open)
        self.open_button.setProperty("kind", "" if is_open else "main")
        self.pages.setCurrentWidget(self.sheet if is_open else self.start)
        self.waiting.show_rosters(state.waiting, busy=bool(state.busy))
        self._show_notice(state)
        if state.preview is None:
            return
        self.file.set_untrusted(texts("ui.roster.file", file=state.file_name))
        header = state.preview.reading.header
        self.header.set_untrusted(
            texts(
                "ui.roster.header",
                submitter=header.submitter.as_written or texts("ui.roster.blank"),
                contract=header.contract.as_written or texts("ui.roster.blank"),
                submitted=header.submitted_on.as_written or texts("ui.roster.blank"),
            )
        )
        self._show_counts(state)
        self.rows.setAccessibleName(texts("ui.roster.rows"))
        self.rows.fill(sheet_lines(texts, state))
        self.rows.choose(str(state.line))
        self.detail.show_state(state)
        if (state.preview, state.done) != self._stage and not state.busy:
            self._stage = (state.preview, state.done)
            if self.isVisible():
                self.rows.setFocus()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.show_state(self._presenter.state)

    def ask_for_file(self) -> None:
        """Open the dialog that asks for a roster."""
        texts = self._texts
        ask_file(self, texts("ui.roster.open.title"), texts("ui.roster.open.filter"), self._on_file)

    def _show_notice(self, state: RosterState) -> None:
        texts = self._texts
        if state.done is not None:
            sentence = texts("ui.roster.done", admitted=state.done.admitted, aside=state.done.set_aside)
            self.notice.show_message(sentence, Tone.GOOD)
        elif state.put_away:
            self.notice.show_message(texts("ui.roster.waiting.put-away.done", count=state.put_away), Tone.INFO)
        elif state.template is not None:
            self.notice.show_message(texts("ui.roster.template.done", file=state.template.name), Tone.GOOD)
        elif state.preview is not None and state.preview.seen_before:
            self.notice.show_message(texts("ui.roster.seen-before"), Tone.INFO)
        else:
            self.notice.hide()

    def _show_counts(self, state: RosterState) -> None:
        texts = self._texts
        counts = {fate: state.count(fate) for fate in Fate}
        for fate, badge in self.badges.items():
            badge.show_state(texts(f"ui.roster.count.{fate}", count=counts[fate]), FATES[fate])
        ignored = len(state.preview.reading.ignored) if state.preview else 0
        self.ignored.show_state(texts("ui.roster.count.ignored", count=ignored), Tone.NEUTRAL)
        taken, rest = counts[Fate.TAKEN], counts[Fate.OPEN] + counts[Fate.FAULTY]
        self.confirm.setVisible(state.done is None)
        self.confirm.set_title(texts("ui.roster.admit.question", count=taken) if taken else "")
        sentence = texts("ui.roster.admit.rest", count=rest) if rest else ""
        self.rest.setText(sentence if taken else texts("ui.roster.admit.nobody"))
        self.admit.setText(texts("ui.roster.admit", count=taken))
        self.admit.setEnabled(bool(taken) and not state.busy)

    def _on_chosen(self, line: str) -> None:
        self._presenter.choose(int(line))

    def _on_filled(self, column: str, value: str) -> None:
        self._presenter.fill(RosterField(column), value)

    def _on_file(self, path: str) -> None:
        if path:
            self._presenter.open_file(Path(path))

    def _on_template(self) -> None:
        texts = self._texts
        ask_target(self, texts("ui.roster.template.title"), texts("ui.roster.template.name"), self._on_target)

    def _on_target(self, path: str) -> None:
        if path:
            self._presenter.write_template(Path(path), self._texts.catalogue())
