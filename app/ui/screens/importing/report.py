"""What is known of a bundle in quarantine: who, what was checked, what it would change, what stands in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.models.domain.errors import UntrustedInputError
from app.services.bundles.report import AxisLine, AxisState, BottomLine
from app.services.exchange.delivery import Effect
from app.services.exchange.importing import Inspection
from app.services.texts.catalogue import ErrorText
from app.ui.context import UiContext
from app.ui.screens.importing.changes import CHANGES, change_lines
from app.ui.screens.importing.identity import IdentityView
from app.ui.screens.importing.lists import kind_name, office_of
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS, StateBadge
from app.ui.widgets.bundle_fields import HEADINGS, field_lines
from app.ui.widgets.card import Card, Fact
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.labels import text_label
from app.ui.widgets.tabs import Tabs

_TONES = {
    BottomLine.ADMITTED: Tone.GOOD,
    BottomLine.DUPLICATE: Tone.INFO,
    BottomLine.HELD: Tone.WARN,
    BottomLine.REFUSED: Tone.BAD,
    BottomLine.ALARM: Tone.BAD,
}
_STATES = {AxisState.OK: Tone.GOOD, AxisState.FAILED: Tone.BAD, AxisState.NOT_REACHED: Tone.NEUTRAL}
_CHANGING = frozenset(
    {
        "import.effect.withdrawal",
        "import.effect.transfer-return",
        "import.effect.custody.late-return",
        "import.effect.custody.late-arrival",
        "import.effect.custody.recalled-there",
        "import.effect.custody.overtaken",
        "import.effect.custody.stale",
        "import.effect.custody.twin",
        "import.effect.custody.rewritten",
        "import.effect.custody.learned",
    }
)
"""Effects that alter what is there; the others add."""


AXES_CHARACTERS = 34
"""Width of the answers of the verification beside the contents."""


class ReportView(QFrame):
    """The report on one bundle."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        texts, theme = context.texts, context.theme
        self._texts = texts
        self._inspection: Inspection | None = None
        self._can_answer = False
        self.bottom_line = StateBadge(texts, self)
        self.kind = text_label(role="lead", parent=self)
        self.origin, self.signers, self.digest = Fact(self), Fact(self), Fact(self)
        self.trouble, self.changed = text_label(parent=self), text_label(parent=self)
        self.effects = EffectsView(texts, self)
        axes = (Heading("ui.import.column.axis", 17), Heading("ui.import.column.state", 12))
        self.axes = LinesTable(texts, theme, axes, self, wraps=True)
        self.fields = LinesTable(texts, theme, HEADINGS, self, wraps=True)
        self.changes = LinesTable(texts, theme, CHANGES, self, wraps=True)
        self.identity = IdentityView(context, self)
        self.parts = Tabs(self)
        self.parts.setUsesScrollButtons(False)
        self.parts.tabBar().setElideMode(Qt.TextElideMode.ElideRight)
        for part in (self.changes, self.identity, self.fields):
            self.parts.addTab(part, "")
        self.axes_caption, self.fields_caption = (
            text_label(role="small", parent=self),
            text_label(role="small", parent=self),
        )
        self._lay_out(context)

    def _lay_out(self, context: UiContext) -> None:
        head = Card(context.theme, self)
        head.heading.hide()
        row = QHBoxLayout()
        row.addWidget(self.bottom_line)
        row.addWidget(self.kind, 1)
        head.body.addLayout(row)
        for part in (self.origin, self.signers, self.digest, self.trouble, self.changed):
            head.body.addWidget(part)
        head.body.addWidget(self.effects)
        tables = QHBoxLayout()
        for caption, table, share in ((self.axes_caption, self.axes, 5), (self.fields_caption, self.parts, 9)):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(caption)
            column.addWidget(table, 1)
            tables.addLayout(column, share)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(head)
        layout.addLayout(tables, 1)
        height = self.fontMetrics().height()
        self.axes.setMinimumHeight(height * 6)
        in_characters(self.axes, self.axes.setMinimumWidth, AXES_CHARACTERS)

    def show_inspection(self, inspection: Inspection, *, can_answer: bool = False) -> None:
        """Show another bundle; questions that wait for an answer come into view."""
        if inspection is not self._inspection:
            is_asked = bool(inspection.answers.open_questions(inspection.likenesses))
            self.parts.setCurrentWidget(
                self.identity if is_asked else self.changes if inspection.is_sound else self.fields
            )
        self._inspection, self._can_answer = inspection, can_answer
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts, inspection = self._texts, self._inspection
        self.axes_caption.setText(texts("ui.import.report.axes"))
        self.axes.setAccessibleName(texts("ui.import.report.axes"))
        self.fields_caption.setText(texts("ui.import.parts"))
        self.changes.setAccessibleName(texts("ui.import.effects"))
        self.parts.tabBar().setAccessibleName(texts("ui.import.parts"))
        self.fields.setAccessibleName(texts("ui.import.content"))
        self.setAccessibleName(texts("ui.import.report.name"))
        if inspection is None:
            return
        report = inspection.report
        self.bottom_line.show_state(texts(f"bottom-line.{report.bottom_line}"), _TONES[report.bottom_line])
        self.kind.setText(kind_name(texts, inspection.kind))
        self._show_people(inspection)
        what = _trouble(texts, inspection)
        self.trouble.setText("\n".join(what.paragraphs()) if what else "")
        self.trouble.setVisible(what is not None)
        self.effects.show_effects(inspection.effects, is_read=report.bottom_line is BottomLine.ADMITTED)
        self.axes.fill([axis_line(texts, line) for line in report.lines])
        self.fields.fill(field_lines(texts, inspection.lines))
        self.changes.fill(change_lines(texts, inspection))
        self.identity.show_inspection(inspection, can_answer=self._can_answer)
        left = len(inspection.answers.open_questions(inspection.likenesses))
        self.parts.setTabText(0, texts("ui.import.parts.changes"))
        self.parts.setTabText(
            1, texts("ui.import.identity.tab", count=left) if left else texts("ui.import.parts.identity")
        )
        self.parts.setTabText(2, texts("ui.import.parts.content"))
        self.changed.setText(texts("ui.import.has-changed"))
        self.changed.setVisible(inspection.has_changed)

    def _show_people(self, inspection: Inspection) -> None:
        texts = self._texts
        nobody = texts("ui.import.report.nobody")
        office = office_of(texts, inspection.origin_office_ja, inspection.origin_office_en)
        sender = texts("ui.import.report.from.value", office=office, station=inspection.origin)
        self.origin.show_fact(texts("ui.import.report.from"), sender if inspection.origin else nobody)
        signers = [
            texts("ui.import.report.signer", name=name or nobody, role=texts(f"role.{role}"))
            for name, role in inspection.signers
        ]
        self.signers.show_fact(texts("ui.import.report.signers"), "、".join(signers) or nobody)
        digest = inspection.ciphertext_sha256
        groups = " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
        self.digest.show_fact(texts("ui.import.report.digest"), groups)


def _trouble(texts: Texts, inspection: Inspection) -> ErrorText | None:
    """What stands in the way, in three parts: what it is, what was not changed, what to do next."""
    code = inspection.report.code
    if code:
        return texts.error(UntrustedInputError(code, **inspection.params))
    return None if inspection.obstacle is None else texts.error(inspection.obstacle)


class EffectsView(QWidget):
    """Adds, changes, conflicts: side by side."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.caption = text_label(role="small", parent=self)
        self.heads = [QLabel(self) for _ in range(3)]
        self.bodies = [text_label(parent=self) for _ in range(3)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.caption, 0, 0, 1, 3)
        for column, (head, body) in enumerate(zip(self.heads, self.bodies, strict=True)):
            head.setProperty("role", "hint")
            grid.addWidget(head, 1, column)
            grid.addWidget(body, 2, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)

    def show_effects(self, effects: tuple[Effect, ...], *, is_read: bool) -> None:
        """Show what admitting would do."""
        texts = self._texts
        self.caption.setText(texts("ui.import.effects"))
        groups = (
            ("adds", Tone.GOOD, [one for one in effects if not one.is_conflict and one.key not in _CHANGING]),
            ("changes", Tone.WARN, [one for one in effects if not one.is_conflict and one.key in _CHANGING]),
            ("conflicts", Tone.BAD, [one for one in effects if one.is_conflict]),
        )
        for (name, tone, group), head, body in zip(groups, self.heads, self.bodies, strict=True):
            head.setText(texts(f"ui.import.effects.{name}"))
            lines = [texts(one.key, count=one.count) for one in _summed(group)]
            body.setText("\n".join(f"{SIGNS[tone]} {line}" for line in lines) or texts("ui.import.effects.none"))
            body.setAccessibleName("\n".join(lines) or texts("ui.import.effects.none"))
        if not is_read:
            self.caption.setText(texts("ui.import.effects.unknown"))
        for part in (*self.heads, *self.bodies):
            part.setVisible(is_read)


def _summed(effects: list[Effect]) -> list[Effect]:
    """The same effect of several records as one line."""
    counts: dict[str, int] = {}
    for one in effects:
        counts[one.key] = counts.get(one.key, 0) + one.count
    return [Effect(key, count) for key, count in counts.items()]


def axis_line(texts: Texts, line: AxisLine) -> Line:
    """One question and its answer."""
    axis, state = texts(f"axis.{line.axis}"), texts(f"axis-state.{line.state}")
    sentence = texts("ui.import.axis.sentence", axis=axis, state=state)
    return Line(line.axis.value, (axis, state), sentence, ((1, _STATES[line.state]),))
