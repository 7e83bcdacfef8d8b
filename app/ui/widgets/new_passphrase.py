"""Choose a new passphrase: the one that is offered, or one of one's own, typed twice."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.texts import Texts
from app.ui.widgets.labels import text_label
from app.ui.widgets.passphrase import PassphraseField
from app.ui.widgets.radios import check


class NewPassphrase(QWidget):
    """The officer whose passphrase it will be sits in front of it.

    Args:
        texts: Sentences.
        suggest: Gives a passphrase that is hard to guess and easy to read out.
        shortest: Least number of characters of an own one.
    """

    def __init__(self, texts: Texts, suggest: Callable[[], str], shortest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._suggest, self._shortest = texts, suggest, shortest
        self._fault = ""
        self.label = text_label(parent=self)
        self.offered, self.typed = QRadioButton(self), QRadioButton(self)
        self._group = QButtonGroup(self)
        for button in (self.offered, self.typed):
            self._group.addButton(button)
        self.offer = QLabel(self)
        self.offer.setProperty("role", "lead")
        self.offer.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.another_button = QPushButton(self)
        self.noted = QCheckBox(self)
        self.own = PassphraseField(texts, "wizard.officer.own", self)
        self.again = PassphraseField(texts, "wizard.officer.again", self)
        self.fault = text_label(role="invalid", parent=self)
        radios, offer = QHBoxLayout(), QHBoxLayout()
        for button in (self.offered, self.typed):
            radios.addWidget(button)
        radios.addStretch(1)
        offer.addWidget(self.offer, 1)
        offer.addWidget(self.another_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label)
        layout.addLayout(radios)
        layout.addLayout(offer)
        for part in (self.noted, self.own, self.again, self.fault):
            layout.addWidget(part)
        self.offer.setText(suggest())
        check(self.offered, (self.offered, self.typed))
        self.offered.toggled.connect(self._forget_fault)
        self.another_button.clicked.connect(self._on_another)
        self.noted.toggled.connect(self._forget_fault)
        for field in (self.own, self.again):
            field.edited.connect(self._forget_fault)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()

    def problem(self) -> str:
        """Key of what is missing, which is shown as well; empty when a passphrase can be taken."""
        if self.offered.isChecked():
            self._fault = "" if self.noted.isChecked() else "keys.secret.not-noted"
        elif len(self.own.peek()) < self._shortest:
            self._fault = "keys.secret.short"
        else:
            self._fault = "" if self.own.peek() == self.again.peek() else "keys.secret.differs"
        self._show()
        return self._fault

    def take(self) -> str:
        """Hand the passphrase over and forget it; only without a problem."""
        chosen = self.offer.text() if self.offered.isChecked() else self.own.peek()
        for field in (self.own, self.again):
            field.clear()
        return chosen

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.label.setText(texts("keys.secret"))
        self.offered.setText(texts("wizard.officer.offered"))
        self.typed.setText(texts("wizard.officer.typed"))
        self.another_button.setText(texts("wizard.officer.another"))
        self.noted.setText(texts("wizard.officer.noted"))
        self._show()

    def _show(self) -> None:
        is_offered = self.offered.isChecked()
        for part in (self.offer, self.another_button, self.noted):
            part.setVisible(is_offered)
        for field in (self.own, self.again):
            field.setVisible(not is_offered)
        self.offer.setAccessibleName(self._texts("wizard.officer.offer", passphrase=self.offer.text()))
        self.fault.setText(self._texts(self._fault, minimum=self._shortest) if self._fault else "")
        self.fault.setVisible(bool(self._fault))

    def _forget_fault(self) -> None:
        self._fault = ""
        self._show()

    def _on_another(self) -> None:
        self.offer.setText(self._suggest())
        self.noted.setChecked(False)
        self._show()
