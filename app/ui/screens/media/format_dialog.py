"""What formatting asks for: which medium, with which file system, and the number of its seal twice."""

from PySide6.QtWidgets import QComboBox, QWidget

from app.models.domain.formatting import Layout
from app.models.domain.text import visible
from app.services.media.formatting import Candidate, Candidates, FormatOrder
from app.ui.context import UiContext
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.fields import NamedField
from app.ui.widgets.labels import text_label

_NAME = 30
_GIGABYTE = 10**9


class FormatDialog(AskDialog):
    """A disk that may not be formatted is listed with its reason, so that nobody looks for it in vain."""

    def __init__(self, context: UiContext, found: Candidates, parent: QWidget) -> None:
        super().__init__(context.texts, context.theme, "media.format", parent)
        texts = context.texts
        self._disks = found.disks
        self.disk_label = text_label(texts("media.format.disk"), parent=self.form)
        self.disk = QComboBox(self.form)
        self.disk.setAccessibleName(texts("media.format.disk"))
        self.disk_label.setBuddy(self.disk)
        for number, one in enumerate(found.disks):
            self.disk.addItem(self._line(one), number)
        self.layout_label = text_label(texts("media.format.layout"), parent=self.form)
        self.layout_of = QComboBox(self.form)
        self.layout_of.setAccessibleName(texts("media.format.layout"))
        self.layout_label.setBuddy(self.layout_of)
        for layout in found.layouts:
            self.layout_of.addItem(texts(f"media.format.layout.{layout.value}"), layout.value)
        self.seal = NamedField(texts, "media.format", "seal", self.form)
        self.again = NamedField(texts, "media.format", "again", self.form)
        for part in (self.disk_label, self.disk, self.layout_label, self.layout_of, self.seal, self.again):
            self.column.addWidget(part)
        # Whoever only presses Enter erases nothing.
        self.yes_button.setDefault(False)
        self.yes_button.setAutoDefault(False)
        self.yes_button.setProperty("kind", "")
        self.is_complete = self._is_whole
        self.disk.currentIndexChanged.connect(self._on_disk)
        self._on_disk()
        self.disk.setFocus()

    def order(self) -> FormatOrder:
        """What was asked for."""
        layout = Layout(str(self.layout_of.currentData()))
        return FormatOrder(self._chosen().disk, layout, self._text(self.seal), self._text(self.again))

    def _chosen(self) -> Candidate:
        return self._disks[self.disk.currentIndex()]

    def _line(self, one: Candidate) -> str:
        disk = one.disk
        name = visible(disk.name, _NAME) or self._texts("media.format.no-name")
        serial = visible(disk.serial, _NAME) or self._texts("media.format.no-serial")
        return self._texts(
            "media.format.disk.line", name=name, size=f"{disk.size_bytes / _GIGABYTE:.1f}", serial=serial
        )

    def _on_disk(self) -> None:
        trouble = self._chosen().trouble or ("" if self.layout_of.count() else "format.no-tool")
        self.say(self._texts(f"error.{trouble}.what") if trouble else "")
        self.yes_button.setEnabled(not trouble)

    def _is_whole(self) -> bool:
        seal, again = self._text(self.seal), self._text(self.again)
        self.seal.show_fault("" if seal else "media.format.no-seal")
        self.again.show_fault("" if again == seal else "media.format.not-again")
        return bool(seal) and again == seal

    @staticmethod
    def _text(named: NamedField) -> str:
        return named.field.text().strip()
