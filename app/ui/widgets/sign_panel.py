"""The seat of one officer before something that is to be signed: the own passphrase, or a reason to refuse."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from app.models.domain.loop import Objecting
from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.theme.tokens import Tone
from app.ui.widgets.card import Card
from app.ui.widgets.inputs import SecretEdit
from app.ui.widgets.labels import repolish, text_label

_SHOWN = 60


class SignPanel(Card):
    """The seat of one officer: who signs, and the own passphrase.

    Signals:
        given: The officer pressed the button; take the secret with :meth:`take_secret`.
        declined: The officer refuses, for this reason; take the secret in the same way.
        elsewhere_asked: The officer sits at another station of the office.
    """

    given = Signal()
    declined = Signal(str)
    elsewhere_asked = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self._texts = context.texts
        self.seat, self.who, self.rest = (
            text_label(parent=self),
            text_label(role="lead", parent=self),
            text_label(role="hint", parent=self),
        )
        self.caption = text_label(role="small", parent=self)
        self.secret = SecretEdit(self)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "main")
        for part in (self.who, self.seat, self.caption, self.secret):
            self.body.addWidget(part)
        self.reason, self.decline = QComboBox(self), QPushButton(self)
        self.reason.setMinimumContentsLength(10)
        self.reason.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        row, other = QHBoxLayout(), QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        other.addWidget(self.reason, 1)
        other.addWidget(self.decline)
        self.body.addLayout(row)
        self.body.addLayout(other)
        self.elsewhere = QPushButton(self)
        self.elsewhere.setProperty("kind", "line")
        self.elsewhere.hide()
        self.body.addWidget(self.elsewhere)
        self.body.addWidget(self.rest)
        self.body.addStretch(1)
        self.button.clicked.connect(self.given)
        self.secret.returnPressed.connect(self._on_return)
        self.secret.textChanged.connect(self._on_typed)
        self.reason.activated.connect(self._on_typed)
        self.decline.clicked.connect(self._on_decline)
        self.elsewhere.clicked.connect(self.elsewhere_asked)
        self._is_busy = False

    def show_seat(self, name: str, role: str, count: int, *, is_own: bool, is_busy: bool) -> None:
        """Show whose seat it is, and how many signatures are missing."""
        texts, name = self._texts, visible(name, _SHOWN)
        self._is_busy = is_busy
        self.set_title(texts("ui.export.sign.question"))
        self.who.setText(texts("ui.export.sign.who", name=name, role=texts(f"role.{role}")))
        self.seat.setText(texts("ui.export.sign.own" if is_own else "ui.export.sign.other"))
        self.seat.setProperty("tick", (Tone.NEUTRAL if is_own else Tone.WARN).value)
        repolish(self.seat)
        passphrase = texts("ui.export.sign.passphrase", name=name)
        self.caption.setText(passphrase)
        self.secret.setAccessibleName(passphrase)
        self.secret.setAccessibleDescription(self.seat.text())
        self.button.setText(texts("ui.export.sign"))
        self.rest.setText(texts("ui.export.sign.count", count=count))
        self.decline.setText(texts("ui.export.decline"))
        self.elsewhere.setText(texts("ui.countersign.elsewhere"))
        self.elsewhere.setEnabled(not is_busy)
        self._fill_reasons()
        self._on_typed()

    def take_secret(self) -> bytearray:
        """The passphrase; the field is empty after that."""
        return self.secret.take()

    def _on_return(self) -> None:
        if self.button.isEnabled():
            self.given.emit()

    def _fill_reasons(self) -> None:
        texts, chosen = self._texts, self.reason.currentData()
        self.reason.setAccessibleName(texts("ui.export.decline.reason"))
        self.reason.clear()
        self.reason.addItem(texts("ui.export.decline.choose"), "")
        for one in Objecting:
            self.reason.addItem(texts(f"objecting.{one}"), one.value)
        self.reason.setCurrentIndex(max(0, self.reason.findData(chosen or "")))

    def _on_typed(self, _place: object = None) -> None:
        has_secret, has_reason = bool(self.secret.text()), bool(self.reason.currentData())
        self.button.setEnabled(has_secret and not has_reason and not self._is_busy)
        self.decline.setEnabled(has_secret and has_reason and not self._is_busy)

    def _on_decline(self) -> None:
        if self.decline.isEnabled():
            self.declined.emit(str(self.reason.currentData()))
            self.reason.setCurrentIndex(0)
