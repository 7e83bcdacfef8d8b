"""The chosen row of a roster: every column as written and as read, what is open, whom it resembles."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.models.domain.roster import RosterField
from app.models.domain.text import visible
from app.services.rosters.importing import PreviewRow
from app.ui.context import UiContext
from app.ui.presenters.rosters import NOTHING_SAID, Fate, RosterState, issues
from app.ui.screens.importing.roster_rows import FIELDS, field_lines, likeness_lines
from app.ui.screens.importing.settling import SettleOne
from app.ui.tables.lines import LinesTable
from app.ui.widgets.labels import text_label
from app.ui.widgets.order import reached_by_tab, tab_in_order

_SHOWN = 300


class RosterDetail(QFrame):
    """Beside the list of rows.

    Signals:
        accepted: Number of an issue.
        filled: Column and value.
        take_asked, leave_asked, again_asked: What becomes of the row.
    """

    accepted = Signal(int)
    filled = Signal(str, str)
    take_asked = Signal()
    leave_asked = Signal()
    again_asked = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self._shown: tuple[object, ...] = ()
        self.before: QWidget = self
        """What Tab comes from: the list of rows."""
        self.title = text_label(role="lead", parent=self)
        self.match_heading, self.settle_heading = (
            text_label(role="small", parent=self),
            text_label(role="small", parent=self),
        )
        self.match = text_label(parent=self)
        self.fields = LinesTable(context.texts, context.theme, FIELDS, self, wraps=True)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.take, self.leave, self.again = (QPushButton(self) for _ in range(3))
        self.again.setProperty("kind", "quiet")
        buttons = QHBoxLayout()
        for button, signal in (
            (self.take, self.take_asked),
            (self.leave, self.leave_asked),
            (self.again, self.again_asked),
        ):
            buttons.addWidget(button)
            button.clicked.connect(signal)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(context.theme.scale.space(2), 0, 0, 0)
        layout.setSpacing(context.theme.scale.space(1.5))
        layout.addWidget(self.title)
        layout.addWidget(self.match_heading)
        layout.addWidget(self.match)
        layout.addWidget(self.settle_heading)
        layout.addWidget(self.area, 3)
        layout.addLayout(buttons)
        layout.addWidget(self.fields, 4)

    def show_state(self, state: RosterState) -> None:
        """Show the chosen row."""
        key = (
            state.preview,
            state.line,
            state.settling(state.line),
            state.unfit,
            self._texts.language,
            bool(state.busy),
        )
        if key == self._shown:
            return
        is_other_row = self._shown[:2] != key[:2]
        self._shown = key
        self._name()
        one = state.row
        for part in (self.match_heading, self.match, self.settle_heading, self.area, self.fields):
            part.setVisible(one is not None)
        for button in (self.take, self.leave, self.again):
            button.setVisible(one is not None)
        if one is None:
            self.title.setText(self._not_a_candidate(state))
            return
        self._show_row(state, one, is_other_row=is_other_row)

    def _name(self) -> None:
        texts = self._texts
        self.setAccessibleName(texts("ui.roster.detail.name"))
        self.match_heading.setText(texts("ui.roster.match.heading"))
        self.fields.setAccessibleName(texts("ui.roster.detail.name"))
        self.take.setText(texts("ui.roster.take"))
        self.leave.setText(texts("ui.roster.leave"))
        self.again.setText(texts("ui.roster.again"))

    def _show_row(self, state: RosterState, one: PreviewRow, *, is_other_row: bool) -> None:
        texts, said = self._texts, state.settling(one.row.line)
        name = visible(said.values.get(RosterField.NAME, one.row.name.as_written), _SHOWN)
        self.title.setText(texts("ui.roster.detail.title", line=one.row.line, name=name))
        likenesses = likeness_lines(texts, state, one)
        self.match.setText("\n".join(visible(line, _SHOWN) for line in likenesses) or texts("ui.roster.match.new"))
        count = len(issues(one))
        self.settle_heading.setText(texts("ui.roster.settle.heading" if count else "ui.roster.settle.nothing"))
        self.area.setVisible(bool(count))
        self._show_issues(state, one, is_other_row=is_other_row)
        self.fields.fill(field_lines(texts, state, one))
        fate = state.fate(one)
        can_take = bool(one.match.candidates) and said.take is not True
        self.take.setVisible(can_take or said.take is False)
        self.leave.setVisible(fate is not Fate.LEFT or said.take is True)
        self.again.setVisible(said != NOTHING_SAID)
        for button in (self.take, self.leave, self.again):
            button.setEnabled(not state.busy)

    def _show_issues(self, state: RosterState, one: PreviewRow, *, is_other_row: bool) -> None:
        """Build the answers anew; the keyboard goes on to the first one that is still open."""
        focused: QWidget | None = QApplication.focusWidget()
        had_focus = focused is not None and self.area.isAncestorOf(focused)
        old = self.area.takeWidget()
        place = QWidget(self.area)
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 8, 0)
        first: QWidget | None = None
        for number in range(len(issues(one))):
            part = SettleOne(self._texts, state, one, number, place)
            part.accepted.connect(self.accepted)
            part.filled.connect(self.filled)
            column.addWidget(part)
            first = first or part.first
        column.addStretch(1)
        self.area.setWidget(place)
        tab_in_order([self.before, *reached_by_tab(place), self.take])
        if old is not None:
            old.deleteLater()
        if had_focus and not is_other_row:
            (first or self.fields).setFocus()

    def _not_a_candidate(self, state: RosterState) -> str:
        ignored = state.preview.reading.ignored if state.preview else ()
        one = next((each for each in ignored if each.line == state.line), None)
        if one is None:
            return ""
        reason = self._texts(f"roster.ignored.{one.reason}")
        content = "　".join(visible(cell, _SHOWN) for cell in one.cells if cell.strip())
        cells = self._texts("ui.roster.detail.cells", cells=content or self._texts("ui.roster.blank"))
        return f"{self._texts('ui.roster.detail.ignored', line=one.line, reason=reason)}\n{cells}"
