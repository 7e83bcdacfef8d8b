"""Which cases are kept from which officers, and where a tie was met: opened with the auditor's own passphrase."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.text import visible
from app.services.fairness.grounds import Recusal
from app.ui.context import UiContext
from app.ui.presenters.grounds import GroundsPresenter, GroundsState
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.texts import Texts
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.labels import text_label
from app.ui.widgets.passphrase import PassphraseField
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace

NAME = 40
COLUMNS = (
    Heading("audit.grounds.number", 32),
    Heading("audit.grounds.officer", 24),
    Heading("audit.grounds.found", 14),
    Heading("audit.grounds.ground", 30),
)


class GroundsPage(QWidget):
    """Neither the answer nor the line of a register stands here: only the question whose answer met one."""

    def __init__(self, context: UiContext, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.presenter = GroundsPresenter(place, context.runner)
        texts, space = context.texts, context.theme.scale.space
        self.caption = text_label(role="hint", parent=self)
        self.strip = WorkStrip(context, "audit.busy", self.presenter, self)
        self.passphrase = PassphraseField(texts, "unlock.passphrase", self)
        in_characters(self.passphrase, self.passphrase.setMaximumWidth, 60)
        self.open_button = QPushButton(self)
        self.table = LinesTable(texts, context.theme, COLUMNS, self, fits=True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(4), space(5), space(4))
        layout.setSpacing(space(3))
        for part in (self.caption, self.strip, self.passphrase):
            layout.addWidget(part)
        layout.addLayout(buttons)
        layout.addWidget(self.table, 1)
        self.passphrase.edited.connect(self._enable)
        self.passphrase.submitted.connect(self._on_open)
        self.open_button.clicked.connect(self._on_open)
        self.presenter.subscribe(self.show_grounds)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        texts = self._context.texts
        self.open_button.setText(texts("audit.grounds.open"))
        self.table.setAccessibleName(texts("audit.tab.grounds"))
        self.strip.retranslate()
        self.show_grounds(self.presenter.state)

    def show_grounds(self, state: GroundsState) -> None:
        """Show what was opened."""
        texts = self._context.texts
        self.strip.show_state(state)
        told = [(one, ground) for one in state.found or () for ground in grounds_of(texts, one)]
        lines = [self._line(number, one, ground) for number, (one, ground) in enumerate(told)]
        self.table.fill(lines)
        key = "before" if state.found is None else "some" if lines else "none"
        self.caption.setText(texts(f"audit.grounds.{key}", count=len(state.found or ())))
        self._enable()

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.passphrase, self.table]

    def let_go(self) -> None:
        """Forget what was opened, and what was typed."""
        self.passphrase.field.clear()
        self.presenter.forget()

    def _line(self, number: int, one: Recusal, ground: str) -> Line:
        texts, names = self._context.texts, self.presenter.state.names
        officer = visible(names.get(one.officer, ""), NAME) or texts("ui.table.blank")
        day = one.found_on.isoformat()
        sentence = texts("audit.grounds.sentence", number=one.number, officer=officer, day=day, ground=ground)
        return Line(str(number), (one.number, officer, day, ground), sentence)

    def _enable(self) -> None:
        self.open_button.setEnabled(not self.presenter.state.busy and not self.passphrase.is_empty)

    def _on_open(self) -> None:
        if self.open_button.isEnabled():
            self.presenter.open(self.passphrase.take(), self._context.texts.language.value)


def grounds_of(texts: Texts, one: Recusal) -> list[str]:
    """What there is to say of why a case is kept from an officer, one question to a line."""
    if one.declared:
        return [texts("audit.grounds.declared")]
    if one.questions is None:
        return [texts("audit.grounds.closed")]
    named = [texts("audit.grounds.name")] if one.at_name else []
    return named + [texts("audit.grounds.question", page=page, label=label) for page, label in one.questions]
