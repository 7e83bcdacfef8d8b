"""The screen Start-of-day check (始業点検): how everything stands at the left, the twelve probes at the right."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.domain.network_proof import Outcome, Probe, as_expected
from app.models.domain.readiness import Check, Finding, Standing
from app.ui.context import UiContext
from app.ui.presenters.ready import ReadyPresenter, ReadyState
from app.ui.screen import Screen
from app.ui.screens.ready.defaults import DefaultsDialog
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner, StateBadge
from app.ui.widgets.card import Card, moment
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import text_label
from app.ui.workplace import Workplace

TONES = {
    Standing.GOOD: Tone.GOOD,
    Standing.WARN: Tone.WARN,
    Standing.BAD: Tone.BAD,
    Standing.UNKNOWN: Tone.NEUTRAL,
}
PROBE_CHARACTERS = 58


class CheckLine:
    """One check: state, name, sentence and what to do."""

    def __init__(self, context: UiContext, grid: QGridLayout, row: int, parent: QWidget) -> None:
        self._texts = context.texts
        self.state = StateBadge(context.texts, parent)
        self.name = text_label(parent=parent)
        self.said, self.advice = text_label(parent=parent), text_label(role="hint", parent=parent)
        # What is only read must be reached by the keyboard, or nobody without a mouse sees the end of the list.
        self.said.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.said.setProperty("focusable", "true")
        self.said.setIndent(0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.said)
        words.addWidget(self.advice)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.state, row, 0, top)
        grid.addWidget(self.name, row, 1, top)
        grid.addLayout(words, row, 2)

    def show_finding(self, finding: Finding) -> None:
        """Say how it stands."""
        texts = self._texts
        self.state.show_state(texts(f"ready.standing.{finding.standing}"), TONES[finding.standing])
        self.name.setText(texts(f"ready.{finding.check}"))
        said, standing = texts(finding.said, **dict(finding.fields)), texts(f"ready.standing.{finding.standing}")
        self.said.setText(said)
        self.said.setAccessibleName(texts("ready.spoken", check=self.name.text(), standing=standing, said=said))
        self.advice.setText(texts(finding.advice) if finding.advice else "")
        self.advice.setVisible(bool(finding.advice))


class ReadyScreen(Screen):
    """Looks when it comes into view; nothing is kept."""

    def __init__(self, context: UiContext, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._presenter, self._state = ReadyPresenter(place, context.runner), ReadyState()
        self.title, self.at = text_label(role="title", parent=self), QLabel(self)
        self.at.setProperty("role", "hint")
        self.summary, self.saved = Banner(context.texts, self), Banner(context.texts, self)
        self.errors = ErrorPanel(context.texts, self)
        self.errors.hide()
        self.again_button, self.save_button = QPushButton(self), QPushButton(self)
        self.save_button.setProperty("kind", "main")
        self.defaults_button = QPushButton(self)
        self.clock = QCheckBox(self)
        self.checks, self.probes = Card(context.theme, self), Card(context.theme, self)
        self.lines: dict[Check, CheckLine] = {}
        self.outcomes: dict[Probe, StateBadge] = {}
        self.names = {probe: text_label(parent=self.probes) for probe in Probe}
        self.area = QScrollArea(self)
        self._lay_out()
        self.again_button.clicked.connect(self._presenter.refresh)
        self.save_button.clicked.connect(self._on_save)
        self.defaults_button.clicked.connect(self._on_defaults)
        self.clock.toggled.connect(self._presenter.confirm_clock)
        self.retranslate()
        self._presenter.subscribe(self.show_state)

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        grid, table = QGridLayout(), QGridLayout()
        for one in (grid, table):
            one.setHorizontalSpacing(space(2))
            one.setVerticalSpacing(space(1.5))
        grid.setColumnStretch(2, 1)
        table.setColumnStretch(1, 1)
        for row, check in enumerate(Check):
            self.lines[check] = CheckLine(self.context, grid, row, self.checks)
        for row, probe in enumerate(Probe):
            self.outcomes[probe] = StateBadge(self.context.texts, self.probes)
            table.addWidget(self.outcomes[probe], row, 0, Qt.AlignmentFlag.AlignTop)
            table.addWidget(self.names[probe], row, 1)
        self.checks.body.addLayout(grid)
        self.probes.body.addLayout(table)
        in_characters(self.probes, self.probes.setFixedWidth, PROBE_CHARACTERS)
        inside = QWidget(self.area)
        row_layout = QHBoxLayout(inside)
        row_layout.setContentsMargins(0, 0, space(2), 0)
        row_layout.setSpacing(space(3))
        row_layout.addWidget(self.checks, 1)
        row_layout.addWidget(self.probes, 0, Qt.AlignmentFlag.AlignTop)
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head, bar = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.at, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        bar.addWidget(self.clock)
        bar.addStretch(1)
        bar.addWidget(self.defaults_button)
        bar.addWidget(self.again_button)
        bar.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(5), space(5), space(5))
        layout.setSpacing(space(2))
        layout.addLayout(head)
        for part in (self.summary, self.errors, self.saved):
            layout.addWidget(part)
        layout.addLayout(bar)
        layout.addWidget(self.area, 1)

    def show_state(self, state: ReadyState) -> None:
        """Show the sheet, or that it is being made."""
        before, self._state = self._state, state
        for button in (self.again_button, self.save_button, self.clock):
            button.setEnabled(not state.is_busy)
        self.area.setVisible(state.sheet is not None)
        if state.error is None:
            self.errors.clear()
        elif state.error is not before.error:
            self.errors.show_error(state.error)
        self._say()

    def _say(self) -> None:
        sheet, texts = self._state.sheet, self.context.texts
        if self._state.saved is not None:
            self.saved.show_message(texts("ready.saved", file=self._state.saved.name), Tone.INFO)
        else:
            self.saved.hide()
        if sheet is None:
            return
        self.at.setText(texts("ready.at", time=moment(sheet.at)))
        if sheet.open_count:
            self.summary.show_message(
                texts("ready.open", count=sheet.open_count), _worst(sheet.findings), is_spoken=False
            )
        else:
            self.summary.show_message(texts("ready.all-good"), Tone.GOOD, is_spoken=False)
        for finding in sheet.findings:
            self.lines[finding.check].show_finding(finding)
        for probe, outcome in sheet.proof.rows():
            tone = (
                Tone.GOOD if as_expected(probe, outcome) else Tone.NEUTRAL if outcome is Outcome.UNKNOWN else Tone.BAD
            )
            self.outcomes[probe].show_state(texts(f"outcome.{outcome}"), tone)

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.ready"))
        self.again_button.setText(texts("ready.again"))
        self.save_button.setText(texts("ready.save"))
        self.defaults_button.setText(texts("pack-default.open"))
        self.clock.setText(texts("ready.clock-is-right"))
        self.checks.set_title(texts("ready.paper.checks"))
        self.probes.set_title(texts("ready.paper.probes"))
        for probe, label in self.names.items():
            label.setText(texts(f"probe.{probe}"))
        self._say()

    @override
    def activate(self) -> None:
        self._presenter.refresh()
        self.again_button.setFocus()

    @override
    def panes(self) -> list[QWidget]:
        return [self.clock, self.lines[Check.CLOCK].said]

    def _on_defaults(self) -> None:
        meta, defaults = self._presenter.defaults()
        DefaultsDialog(self.context, meta, defaults, self).open()

    def _on_save(self) -> None:
        ask_target(self, self.context.texts("ready.save"), "sekisho-ready.pdf", self.save_to)

    def save_to(self, name: str) -> None:
        """Write the sheet to the place that was chosen."""
        self._presenter.save(Path(name), self.context.texts.language)


def _worst(findings: tuple[Finding, ...]) -> Tone:
    standings = {finding.standing for finding in findings}
    return Tone.BAD if Standing.BAD in standings else Tone.WARN if Standing.WARN in standings else Tone.INFO
