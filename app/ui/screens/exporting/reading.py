"""Reading before signing: the fields decoded from the packed bytes, beside what is not in them; then the signature."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.export_state import ExportState, Step
from app.ui.tables.lines import Heading, LinesTable
from app.ui.widgets.bundle_fields import HEADINGS, absent_lines, field_lines
from app.ui.widgets.card import Fact
from app.ui.widgets.labels import text_label
from app.ui.widgets.sign_panel import SignPanel
from app.ui.widgets.splitter import Splitter


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
        self.sign.elsewhere.show()
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
        split = Splitter(context.dividers, Divider.READING, Qt.Orientation.Horizontal, self)
        split.setHandleWidth(max(3, gap // 2))
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.begin(560, 340)
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
            busy, count = bool(state.busy), len(state.missing)
            self.sign.show_seat(signatory.name, signatory.role, count, is_own=is_own, is_busy=busy)
