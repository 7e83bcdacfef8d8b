"""Asks for a restore in two steps: who and why; then what it takes away, and whether it shall be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.models.domain.errors import AppError
from app.services.backups.loss import Forecast
from app.services.backups.restoring import RestoreReason
from app.ui.context import UiContext
from app.ui.presenters.backups import Officer
from app.ui.screens.backups.told import told
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import text_label
from app.ui.widgets.second_officer import SecondOfficer

WIDTH_CHARACTERS = 84


class RestoreDialog(QDialog):
    """The title asks; Escape goes back.

    Signals:
        asked: Reason, person and passphrase: find out what it takes away.
        agreed: Do it.
    """

    asked = Signal(str, str, str)
    agreed = Signal()

    def __init__(self, context: UiContext, number: int, officers: tuple[Officer, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        texts = self._texts = context.texts
        self.setWindowTitle(texts("backups.restore.question", number=number))
        self.question = text_label(texts("backups.restore.question", number=number), "lead", self)
        self.explanation = text_label(texts("backups.restore.explain"), "hint", self)
        self.form = QWidget(self)
        self.reason, self.second = QuietCombo(self.form), SecondOfficer(texts, self.form)
        for reason in RestoreReason:
            self.reason.addItem(texts(f"backups.reason.{reason.value}"), reason.value)
        self.reason.setAccessibleName(texts("backups.restore.reason"))
        self.second.show_people([(officer.person, officer.name) for officer in officers])
        form = QVBoxLayout(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        for part in (text_label(texts("backups.restore.reason"), parent=self.form), self.reason, self.second):
            form.addWidget(part)
        self.told = text_label(parent=self)
        self.told.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.told)
        self.area.hide()
        self.trouble = text_label(role="invalid", parent=self)
        self.trouble.hide()
        self.look_button, self.do_button, self.back_button = (QPushButton(self) for _ in range(3))
        self.look_button.setText(texts("backups.restore.look"))
        self.look_button.setProperty("kind", "main")
        self.look_button.setDefault(True)
        self.do_button.setText(texts("backups.restore.do"))
        self.do_button.hide()
        self.back_button.setText(texts("ui.cancel"))
        self._lay_out(context)
        self.second.changed.connect(self._on_typed)
        self.look_button.clicked.connect(self._on_look)
        self.do_button.clicked.connect(self._on_do)
        self.back_button.clicked.connect(self.reject)
        self._on_typed()
        self.second.secret.setFocus()

    def _lay_out(self, context: UiContext) -> None:
        space = context.theme.scale.space
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.back_button, self.do_button, self.look_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(4), space(5), space(4))
        layout.setSpacing(space(2))
        for part in (self.question, self.explanation, self.form):
            layout.addWidget(part)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.trouble)
        layout.addLayout(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * WIDTH_CHARACTERS)

    def show_forecast(self, forecast: Forecast) -> None:
        """Say what it takes away; from now on the other button does it."""
        self._free()
        self.form.hide()
        self.look_button.hide()
        self.told.setText("\n\n".join(told(self._texts, forecast)))
        self.area.setMinimumHeight(self.fontMetrics().height() * 16)
        self.area.show()
        self.do_button.show()
        self._fit()
        self.back_button.setDefault(True)
        self.told.setFocus()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            # Wrapped sentences take more height than the size hint reckons with.
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def show_error(self, error: AppError) -> None:
        """Say what failed."""
        self._free()
        self.trouble.setText("\n".join(self._texts.error(error).paragraphs()))
        self.trouble.show()
        self.second.secret.setFocus()

    def _free(self) -> None:
        for part in (self.form, self.do_button, self.back_button):
            part.setEnabled(True)
        self._on_typed()

    def _on_typed(self) -> None:
        self.look_button.setEnabled(self.second.is_complete)

    def _on_look(self) -> None:
        self.trouble.hide()
        self.form.setEnabled(False)
        passphrase = self.second.take_text()
        self.look_button.setEnabled(False)
        self.asked.emit(str(self.reason.currentData()), self.second.person, passphrase)

    def _on_do(self) -> None:
        self.do_button.setEnabled(False)
        self.back_button.setEnabled(False)
        self.agreed.emit()
