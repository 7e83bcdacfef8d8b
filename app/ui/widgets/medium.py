"""Choosing a medium: what is plugged in, or a folder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.text import visible
from app.models.views.media import Medium
from app.ui.texts import Texts
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.dialogs import ask_folder
from app.ui.widgets.labels import text_label

_SHOWN = 60


class MediumPicker(QWidget):
    """A list of media with a button for folders and one that looks again.

    Signals:
        place_chosen: Path of the medium or folder that the user chose.
        again_asked: The user wants the media looked at again.
    """

    place_chosen = Signal(Path)
    again_asked = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._media: tuple[Medium, ...] = ()
        self._place: Path | None = None
        self.media = QuietCombo(self, shortest=12)
        self.folder_button, self.again_button = QPushButton(self), QPushButton(self)
        self.notice = text_label(role="hint", parent=self)
        row = QHBoxLayout()
        row.addWidget(self.media, 1)
        row.addWidget(self.folder_button)
        row.addWidget(self.again_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.notice)
        self.setFocusProxy(self.media)
        self.media.activated.connect(self._on_activated)
        self.folder_button.clicked.connect(self._on_folder)
        self.again_button.clicked.connect(self.again_asked)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()

    def show_media(self, media: Sequence[Medium], place: Path | None) -> None:
        """Show what is plugged in, and what is chosen."""
        if (tuple(media), place) != (self._media, self._place):
            self._media, self._place = tuple(media), place
            self.retranslate()

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.media.setAccessibleName(texts("ui.medium.choose"))
        self.folder_button.setText(texts("ui.medium.choose-folder"))
        self.again_button.setText(texts("ui.medium.again"))
        self.media.clear()
        self.media.addItem(texts("ui.medium.choose" if self._media else "ui.medium.none"), None)
        for medium in self._media:
            key = "ui.medium.stick-read-only" if medium.is_read_only else "ui.medium.stick"
            self.media.addItem(texts(key, label=visible(medium.label, _SHOWN)), medium.path)
        if self._place is not None and self._place not in [medium.path for medium in self._media]:
            self.media.addItem(texts("ui.medium.folder", path=visible(self._place.name, _SHOWN)), self._place)
        for place in range(self.media.count()):
            if self._place is not None and self.media.itemData(place) == self._place:
                self.media.setCurrentIndex(place)
        notice, chosen = "", next((one for one in self._media if one.path == self._place), None)
        if chosen is not None and chosen.trouble and not chosen.is_read_only:
            notice = texts(f"error.{chosen.trouble}.what")
        elif len(self._media) > 1:
            notice = texts("ui.medium.several", count=len(self._media))
        elif self._place is None:
            notice = texts("ui.medium.hint")
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))
        self.media.setAccessibleDescription(notice or visible(str(self._place), 10 * _SHOWN))

    def choose_folder(self) -> None:
        """Open the dialog that asks for a folder."""
        ask_folder(self, self._texts("ui.medium.choose-folder"), self._on_folder_chosen)

    def _on_folder(self) -> None:
        self.choose_folder()

    def _on_folder_chosen(self, path: str) -> None:
        if path:
            self.place_chosen.emit(Path(path))

    def _on_activated(self, place: int) -> None:
        path = self.media.itemData(place, Qt.ItemDataRole.UserRole)
        if isinstance(path, Path):
            self.place_chosen.emit(path)
        else:
            self.again_asked.emit()
