"""Questions of the page of what becomes of bundles: how an incident ended, why a lane goes on and who is the second."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.widgets.inputs import SecretEdit
from app.ui.widgets.labels import text_label
from app.ui.widgets.radios import check

_SHOWN = 60
_WIDTH = 70


class ChoiceDialog(QDialog):
    """A question with radio buttons, none of them chosen; Escape answers no.

    Signals:
        given: The chosen word.
    """

    given = Signal(str)

    def __init__(
        self, context: UiContext, stem: str, words: Sequence[tuple[str, str]], parent: QWidget, **values: str | int
    ) -> None:
        super().__init__(parent)
        texts, space = context.texts, context.theme.scale.space
        self.texts = texts
        self.setModal(True)
        question = texts(f"{stem}.question", **values)
        self.setWindowTitle(question)
        self.setAccessibleName(question)
        self.question, self.hint = text_label(question, "lead", self), text_label(texts(f"{stem}.words"), "hint", self)
        self.group = QButtonGroup(self)
        self.radios = {word: QRadioButton(texts(key), self) for word, key in words}
        self.yes, self.no = QPushButton(texts(f"{stem}.yes"), self), QPushButton(texts("ui.cancel"), self)
        self.no.setAutoDefault(False)
        self.middle = QVBoxLayout()
        for radio in self.radios.values():
            self.group.addButton(radio)
            self.middle.addWidget(radio)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(6), space(5), space(6), space(4))
        layout.setSpacing(space(3))
        layout.addWidget(self.question)
        layout.addWidget(self.hint)
        layout.addLayout(self.middle)
        layout.addLayout(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
        self.yes.clicked.connect(self._on_yes)
        self.no.clicked.connect(self.reject)
        self.group.buttonClicked.connect(self.show_ready)
        self.finished.connect(self.deleteLater)
        self.show_ready()
        next(iter(self.radios.values())).setFocus()

    def chosen(self) -> str:
        """The chosen word; empty before a choice."""
        return next((word for word, radio in self.radios.items() if radio.isChecked()), "")

    def choose(self, word: str) -> None:
        """Choose as a person does."""
        check(self.radios[word], self.radios.values())
        self.show_ready()

    def is_ready(self) -> bool:
        """Whether everything is there."""
        return bool(self.chosen())

    def show_ready(self, *_changed: object) -> None:
        """Let the answer be given once everything is there."""
        self.yes.setEnabled(self.is_ready())

    def _on_yes(self) -> None:
        if self.is_ready():
            self.give()
            self.accept()

    def give(self) -> None:
        """Tell what was chosen."""
        self.given.emit(self.chosen())


class TwoPersonDialog(ChoiceDialog):
    """The same with a second officer, who types the own passphrase.

    Signals:
        agreed: The chosen word, and who agrees; take the secret with :meth:`take_secret`.
    """

    agreed = Signal(str, str)

    def __init__(
        self,
        context: UiContext,
        stem: str,
        words: Sequence[tuple[str, str]],
        people: Sequence[tuple[str, str]],
        parent: QWidget,
        **values: str | int,
    ) -> None:
        self.people, self.secret = QComboBox(), SecretEdit()
        super().__init__(context, stem, words, parent, **values)
        texts = self.texts
        for person, name in people:
            self.people.addItem(visible(name, _SHOWN), person)
        self.people.setCurrentIndex(-1)
        captions = (texts("ui.loop.witness"), texts("ui.loop.witness.secret"))
        for caption, widget in zip(captions, (self.people, self.secret), strict=True):
            widget.setAccessibleName(caption)
            self.middle.addWidget(text_label(caption, "small", self))
            self.middle.addWidget(widget)
        self.people.activated.connect(self.show_ready)
        self.secret.textChanged.connect(self.show_ready)

    @override
    def is_ready(self) -> bool:
        """Whether a reason, a person and a passphrase are there."""
        return bool(self.chosen()) and self.people.currentIndex() >= 0 and bool(self.secret.text())

    def take_secret(self) -> bytearray:
        """The passphrase of the second officer; the field is empty after that."""
        return self.secret.take()

    @override
    def give(self) -> None:
        """Tell what was chosen and who agrees."""
        self.agreed.emit(self.chosen(), str(self.people.currentData()))
