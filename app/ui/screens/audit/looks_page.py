"""Who saw a case (閲覧者), by its number; and the heads of partners' records."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.presenters.audit import AuditPresenter, AuditState
from app.ui.screens.audit.columns import LOOKERS, PARTNERS, looker_line, partner_line
from app.ui.tables.lines import LinesTable
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.fields import NamedField
from app.ui.widgets.labels import text_label


class LooksPage(QWidget):
    """A number, and everybody who did something with its case.

    Signals:
        record_asked: The list shall show the entries of the case.
    """

    record_asked = Signal()

    def __init__(self, context: UiContext, presenter: AuditPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._presenter = context, presenter
        texts, space = context.texts, context.theme.scale.space
        self.number = NamedField(texts, "audit.looks", "number", self)
        in_characters(self.number, self.number.setMaximumWidth, 60)
        self.find_button, self.record_button = QPushButton(self), QPushButton(self)
        self.caption = text_label(role="hint", parent=self)
        self.table = LinesTable(texts, context.theme, LOOKERS, self, fits=True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.find_button)
        buttons.addWidget(self.record_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(4), space(5), space(4))
        layout.setSpacing(space(3))
        layout.addWidget(self.number)
        layout.addLayout(buttons)
        layout.addWidget(self.caption)
        layout.addWidget(self.table, 1)
        self.number.field.returnPressed.connect(self._on_find)
        self.find_button.clicked.connect(self._on_find)
        self.record_button.clicked.connect(self._on_record)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        texts = self._context.texts
        self.number.retranslate()
        self.find_button.setText(texts("audit.looks.find"))
        self.record_button.setText(texts("audit.looks.record"))
        self.table.setAccessibleName(texts("audit.looks.list"))
        self.show_state(self._presenter.state)

    def show_state(self, state: AuditState) -> None:
        """Show who saw the case."""
        texts, looks = self._context.texts, state.looks
        self.find_button.setEnabled(not state.busy)
        self.record_button.setEnabled(looks is not None)
        people = looks.people if looks is not None else ()
        self.table.fill([looker_line(texts, self._presenter, one) for one in people])
        if looks is None:
            self.caption.setText(texts("audit.looks.before"))
        else:
            self.caption.setText(texts("audit.looks.found", number=state.case_number, count=len(people)))

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.number, self.table]

    def _on_find(self) -> None:
        self._presenter.look_up(self.number.field.text())

    def _on_record(self) -> None:
        looks = self._presenter.state.looks
        if looks is not None:
            self._presenter.ask(subject=looks.case_id)
            self.record_asked.emit()


class PartnersPage(QWidget):
    """Heads of partners' records with what they are beside the ones before."""

    def __init__(self, context: UiContext, presenter: AuditPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._presenter = context, presenter
        space = context.theme.scale.space
        self.caption = text_label(role="hint", parent=self)
        self.table = LinesTable(context.texts, context.theme, PARTNERS, self, fits=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(4), space(5), space(4))
        layout.setSpacing(space(3))
        layout.addWidget(self.caption)
        layout.addWidget(self.table, 1)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.table.setAccessibleName(self._context.texts("audit.tab.partners"))
        self.show_state(self._presenter.state)

    def show_state(self, state: AuditState) -> None:
        """Show the heads."""
        texts = self._context.texts
        partners = state.overview.partners if state.overview is not None else ()
        self.table.fill([partner_line(texts, one) for one in partners])
        alarms = sum(one.is_alarm for one in partners)
        key = "audit.partners.alarm" if alarms else "audit.partners.some" if partners else "audit.partners.none"
        self.caption.setText(texts(key, count=alarms or len(partners)))

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.table]
