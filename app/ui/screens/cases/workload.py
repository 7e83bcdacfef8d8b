"""The workload of the examiners as a table: counts by stage, what is overdue; nobody's name but theirs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.text import visible
from app.services.queue.workload import STAGES, Load
from app.ui.context import UiContext
from app.ui.presenters.workload import WorkloadPresenter, WorkloadState
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import text_label
from app.ui.workplace import Workplace

NAME_CHARACTERS = 60
HEADINGS = (
    Heading("workload.who", 24),
    *(Heading(f"state.{state}", 23) for state in STAGES),
    Heading("workload.soon", 16),
    Heading("workload.overdue", 12),
    Heading("workload.flags", 13),
)
_OVERDUE, _FLAGS = len(STAGES) + 2, len(STAGES) + 3


class WorkloadDialog(QDialog):
    """A table to look at; Escape closes it."""

    def __init__(self, context: UiContext, place: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        texts, space = context.texts, context.theme.scale.space
        self._texts, self._runner = texts, context.runner
        self._presenter = WorkloadPresenter(place, context.runner)
        self.setWindowTitle(texts("ui.program.name"))
        self.setAccessibleName(texts("workload.title"))
        self.title, self.words = text_label(texts("workload.title"), "lead", self), text_label(role="hint", parent=self)
        self.words.setText(texts("workload.words"))
        self.errors = ErrorPanel(texts, self)
        self.errors.hide()
        self.table = LinesTable(texts, context.theme, HEADINGS, self, fits=True)
        self.table.setAccessibleName(texts("workload.title"))
        self.close_button = QPushButton(texts("ui.close"), self)
        self.close_button.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(2))
        for part in (self.title, self.words, self.errors):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        wide = self.fontMetrics().averageCharWidth() * (sum(one.width_chars for one in HEADINGS) + 30)
        self.resize(min(wide, parent.window().width() - space(10)), self.fontMetrics().lineSpacing() * 22)
        self.finished.connect(self._on_finished)
        self._presenter.subscribe(self.show_state)
        self._presenter.refresh()
        self.table.setFocus()

    def show_state(self, state: WorkloadState) -> None:
        """Show one line for each examiner, and one for the cases of nobody."""
        if state.error is not None:
            self.errors.show_error(state.error)
        self.table.fill([self._line(load) for load in state.loads or ()])

    def _line(self, load: Load) -> Line:
        texts = self._texts
        who = visible(load.name, NAME_CHARACTERS) if load.person is not None else texts("workload.nobody")
        stages = [load.counts.get(state, 0) for state in STAGES]
        numbers = [*stages, load.due_soon, load.overdue, load.late_flags]
        named = (
            texts("workload.stage", stage=texts(f"state.{state}"), count=count)
            for state, count in zip(STAGES, stages, strict=True)
        )
        sentence = texts(
            "workload.sentence",
            who=who,
            stages=texts("wizard.list-mark").join(named),
            soon=load.due_soon,
            overdue=load.overdue,
            flags=load.late_flags,
        )
        late = ((_OVERDUE, load.overdue), (_FLAGS, load.late_flags))
        tones = tuple((column, Tone.WARN) for column, count in late if count)
        return Line(str(load.person or ""), (who, *map(str, numbers)), sentence, tones)

    def _on_finished(self) -> None:
        self._runner.cancel_owned_by(self._presenter)
