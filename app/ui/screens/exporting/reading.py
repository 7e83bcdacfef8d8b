"""Reading before signing: the fields decoded from the packed bytes, beside what is not in them; then the signature."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.models.domain.loop import Objecting
from app.models.domain.text import visible
from app.services.exchange.outbox import Signatory
from app.ui.context import UiContext
from app.ui.presenters.export_state import ExportState, Step
from app.ui.tables.lines import Heading, LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.bundle_fields import HEADINGS, absent_lines, field_lines
from app.ui.widgets.card import Card, Fact
from app.ui.widgets.inputs import SecretEdit
from app.ui.widgets.labels import repolish, text_label

_SHOWN = 60


class SignPanel(Card):
    """The seat of one officer: who signs, and the own passphrase.

    Signals:
        given: The officer pressed the button; take the secret with :meth:`take_secret`.
        declined: The officer refuses, for this reason; take the secret in the same way.
    """

    given = Signal()
    declined = Signal(str)

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
        self.body.addWidget(self.rest)
        self.body.addStretch(1)
        self.button.clicked.connect(self.given)
        self.secret.returnPressed.connect(self._on_return)
        self.secret.textChanged.connect(self._on_typed)
        self.reason.activated.connect(self._on_typed)
        self.decline.clicked.connect(self._on_decline)
        self._is_busy = False

    def show_signatory(self, one: Signatory, count: int, *, is_own: bool, is_busy: bool) -> None:
        """Show whose seat it is."""
        texts, name = self._texts, visible(one.name, _SHOWN)
        self._is_busy = is_busy
        self.set_title(texts("ui.export.sign.question"))
        self.who.setText(texts("ui.export.sign.who", name=name, role=texts(f"role.{one.role}")))
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


class ReadPage(QWidget):
    """What the recipient will read, what it will not find, and at the step of signing the seat of the next signer."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self.title, self.hint = text_label(role="lead", parent=self), text_label(role="hint", parent=self)
        self.recipient, self.extent, self.digest = Fact(self), Fact(self), Fact(self)
        self.fields_caption, self.absent_caption = (
            text_label(role="small", parent=self),
            text_label(role="small", parent=self),
        )
        self.fields = LinesTable(context.texts, context.theme, HEADINGS, self, wraps=True)
        self.absent = LinesTable(context.texts, context.theme, (Heading("ui.export.read.absent", 20),), self, fits=True)
        self.absent.horizontalHeader().hide()  # the caption says it
        self.sign = SignPanel(context, self)
        self._lay_out(context)

    def _lay_out(self, context: UiContext) -> None:
        gap = context.theme.scale.space(2)
        left, right = QFrame(self), QFrame(self)
        fields, side = QVBoxLayout(left), QVBoxLayout(right)
        for column in (fields, side):
            column.setSpacing(context.theme.scale.space(1))
        fields.setContentsMargins(0, 0, gap, 0)
        side.setContentsMargins(gap, 0, 0, 0)
        fields.addWidget(self.fields_caption)
        fields.addWidget(self.fields, 1)
        side.addWidget(self.absent_caption)
        side.addWidget(self.absent, 1)
        side.addWidget(self.sign, 2)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(max(3, gap // 2))
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([560, 340])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(context.theme.scale.space(1))
        for part in (self.title, self.hint, self.recipient, self.extent, self.digest):
            layout.addWidget(part)
        layout.addWidget(split, 1)

    def show_state(self, state: ExportState, us: str, recipient: str) -> None:
        """Show the preview; ``us`` is the officer at the desk, ``recipient`` the name of the station."""
        texts, preview = self._texts, state.preview
        if preview is None:
            return
        self.title.setText(texts("ui.export.read.lead"))
        self.hint.setText(texts("ui.export.read.hint"))
        self.fields_caption.setText(texts("ui.export.read.fields"))
        self.absent_caption.setText(texts("ui.export.read.absent"))
        self.fields.setAccessibleName(texts("ui.export.read.fields"))
        self.absent.setAccessibleName(texts("ui.export.read.absent"))
        said = preview.manifest
        records = sum(entry.count or 0 for entry in said.entries[:1])
        papers = said.blob_count + sum(entry.path.startswith("letters/") for entry in said.entries)
        size = texts("ui.export.read.records", records=records, papers=papers, bytes=f"{said.total:,}")
        digest = preview.manifest_sha256
        self.recipient.show_fact(texts("ui.export.column.recipient"), recipient)
        self.extent.show_fact(texts("ui.export.read.size"), size)
        self.digest.show_fact(
            texts("ui.export.read.digest"), " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
        )
        self.fields.fill(field_lines(texts, preview.lines))
        self.absent.fill(absent_lines(texts, preview.absent))
        signatory = state.signatory
        self.sign.setVisible(state.step is Step.SIGN and signatory is not None)
        if signatory is not None:
            is_own = signatory.person == us
            self.sign.show_signatory(signatory, len(state.missing), is_own=is_own, is_busy=bool(state.busy))
