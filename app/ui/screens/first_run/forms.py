"""The plain pages of the first run: language, kind of office, fields, keyring."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.domain.actor import OfficeKind
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.presenters.first_run import FirstRunPresenter, FirstRunState, Keyring
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import StateBadge
from app.ui.widgets.fields import NamedField
from app.ui.widgets.labels import text_label
from app.ui.widgets.radios import check
from app.ui.widgets.untrusted import UntrustedLabel

ENDONYMS = {Language.JAPANESE: "wizard.language.ja", Language.ENGLISH: "wizard.language.en"}
KEYRING_TONES = {
    Keyring.UNKNOWN: Tone.NEUTRAL,
    Keyring.READY: Tone.GOOD,
    Keyring.LOCKED: Tone.WARN,
    Keyring.MISSING: Tone.WARN,
}


class StepForm(QWidget):
    """Base of the pages: a column that shows the state and asks the presenter."""

    def __init__(self, context: UiContext, presenter: FirstRunPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.texts, self.presenter = context, context.texts, presenter
        self.first: QWidget | None = None  # takes the keyboard when the page comes; a focus proxy would trap Tab
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(context.theme.scale.space(4))
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_state(self, state: FirstRunState) -> None:
        """Show answers and what is missing."""

    def retranslate(self) -> None:
        """Say it in the current language."""


class ChoiceCard(QFrame):
    """A radio button with a sentence that explains it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.button, self.words = QRadioButton(self), text_label(role="hint", parent=self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.button)
        layout.addWidget(self.words)

    def say(self, name: str, words: str) -> None:
        """Set the texts."""
        self.button.setText(name)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.button.setAccessibleName(name)
        self.button.setAccessibleDescription(words)


class LanguageForm(StepForm):
    """Which language; the whole window follows at once."""

    def __init__(self, context: UiContext, presenter: FirstRunPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._group = QButtonGroup(self)
        self._cards = {language: ChoiceCard(self) for language in Language}
        for card in self._cards.values():
            self._group.addButton(card.button)
            self.column.addWidget(card)
        check(self._cards[self.texts.language].button, [card.button for card in self._cards.values()])
        self._group.buttonToggled.connect(self._on_toggled)
        self.first = self._cards[self.texts.language].button
        self.retranslate()

    @override
    def retranslate(self) -> None:
        """Each language is named in itself, so that everybody finds the own one."""
        for language, card in self._cards.items():
            card.say(self.texts(ENDONYMS[language]), "")

    def _on_toggled(self) -> None:
        for language, card in self._cards.items():
            if card.button.isChecked():
                self.texts.set_language(language)


class KindForm(StepForm):
    """Which kind of office; chosen once."""

    def __init__(self, context: UiContext, presenter: FirstRunPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._group = QButtonGroup(self)
        self._cards = {kind: ChoiceCard(self) for kind in OfficeKind}
        for card in self._cards.values():
            self._group.addButton(card.button)
            self.column.addWidget(card)
        self.fault = text_label(role="invalid", parent=self)
        self.column.addWidget(self.fault)
        self._group.buttonToggled.connect(self._on_toggled)
        self.first = self._cards[OfficeKind.AGENCY].button
        self.retranslate()

    @override
    def show_state(self, state: FirstRunState) -> None:
        """Show the choice."""
        if state.plan.kind is not None:
            self._cards[state.plan.kind].button.setChecked(True)
        self.fault.setText(self.texts(state.faults[0].key) if state.faults else "")

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        for kind, card in self._cards.items():
            card.say(self.texts(f"office-kind.{kind}"), self.texts(f"wizard.kind.{kind}"))

    def _on_toggled(self) -> None:
        for kind, card in self._cards.items():
            if card.button.isChecked() and kind is not self.presenter.state.plan.kind:
                self.presenter.change(kind=kind)


class FieldsForm(StepForm):
    """Some lines of text, in one or two columns."""

    def __init__(
        self, context: UiContext, presenter: FirstRunPresenter, rows: tuple[tuple[str, ...], ...], parent: QWidget
    ) -> None:
        super().__init__(context, presenter, parent)
        self.fields: dict[str, NamedField] = {}
        for names in rows:
            row = QHBoxLayout()
            row.setSpacing(context.theme.scale.space(4))
            for name in names:
                line = NamedField(context.texts, "wizard.field", name, self)
                line.edited.connect(self._on_edited)
                self.fields[name] = line
                row.addWidget(line, 1, Qt.AlignmentFlag.AlignTop)
            self.column.addLayout(row)
        self.first = next(iter(self.fields.values()))

    @override
    def show_state(self, state: FirstRunState) -> None:
        """Show answers and faults."""
        faults = {fault.field: fault.key for fault in state.faults}
        for name, line in self.fields.items():
            line.set_text(getattr(state.plan, name))
            line.show_fault(faults.get(name, ""))

    def _on_edited(self, name: str, text: str) -> None:
        self.presenter.change(**{name: text.upper() if name.endswith("_id") else text})


class VaultForm(StepForm):
    """Where the vault lies, and whether this login has a keyring; without one it asks, and says what is lost."""

    def __init__(self, context: UiContext, presenter: FirstRunPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self.place_label, self.place = text_label(parent=self), UntrustedLabel(parent=self)
        self.place_hint = text_label(role="small", parent=self)
        self.choose_button, self.again_button = QPushButton(self), QPushButton(self)
        self.keyring_label, self.keyring = text_label(parent=self), StateBadge(context.texts, self)
        self.keyring_words = text_label(parent=self)
        self.accept_box = QCheckBox(self)
        self.stretch_label, self.fips_box = text_label(parent=self), QCheckBox(self)
        self.fips_words = text_label(role="small", parent=self)
        self.fault = text_label(role="invalid", parent=self)
        place_row = QHBoxLayout()
        place_row.addWidget(self.place, 1)
        place_row.addWidget(self.choose_button)
        keyring_row = QHBoxLayout()
        keyring_row.addWidget(self.keyring)
        keyring_row.addStretch(1)
        keyring_row.addWidget(self.again_button)
        self.column.setSpacing(context.theme.scale.space(2))
        self.column.addWidget(self.place_label)
        self.column.addLayout(place_row)
        self.column.addWidget(self.place_hint)
        self.column.addSpacing(context.theme.scale.space(4))
        self.column.addWidget(self.keyring_label)
        self.column.addLayout(keyring_row)
        for part in (self.keyring_words, self.accept_box, self.fault):
            self.column.addWidget(part)
        self.column.addSpacing(context.theme.scale.space(4))
        for part in (self.stretch_label, self.fips_box, self.fips_words):
            self.column.addWidget(part)
        self.choose_button.clicked.connect(self._on_choose)
        self.again_button.clicked.connect(presenter.look_for_keyring)
        self.accept_box.toggled.connect(self._on_accept)
        self.fips_box.toggled.connect(self._on_fips)
        self.first = self.choose_button
        self._state = presenter.state
        self.retranslate()

    @override
    def show_state(self, state: FirstRunState) -> None:
        """Show place and keyring."""
        self._state = state
        self.retranslate()

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts, state = self.texts, self._state
        self.place_label.setText(texts("wizard.vault.place"))
        self.place.set_untrusted(str(state.plan.folder))
        self.place_hint.setText(texts("wizard.vault.place.hint"))
        self.choose_button.setText(texts("wizard.vault.choose"))
        self.keyring_label.setText(texts("wizard.vault.keyring"))
        self.keyring.show_state(texts(f"wizard.keyring.{state.keyring}"), KEYRING_TONES[state.keyring])
        self.keyring_words.setText(texts(f"wizard.keyring.{state.keyring}.words", name=state.keyring_name))
        self.again_button.setText(texts("wizard.keyring.again"))
        is_missing = state.keyring is Keyring.MISSING
        self.again_button.setVisible(is_missing or state.keyring is Keyring.LOCKED)
        self.accept_box.setVisible(is_missing)
        self.accept_box.setText(texts("wizard.keyring.accept"))
        self.accept_box.setChecked(state.plan.accepts_no_keyring)
        self.fault.setText(texts(state.faults[0].key) if state.faults else "")
        self.fault.setVisible(bool(state.faults))
        self.stretch_label.setText(texts("wizard.stretch"))
        self.fips_box.setText(texts("wizard.stretch.fips"))
        self.fips_box.setChecked(state.plan.fips_profile)
        self.fips_words.setText(texts("wizard.stretch.words"))
        self.fips_box.setAccessibleDescription(self.fips_words.text())

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.texts("wizard.vault.choose"), str(self._state.plan.folder.parent))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, name: str) -> None:
        chosen = Path(name)
        # A folder that holds something is never used itself: the vault gets one of its own inside it.
        self.presenter.change(folder=chosen / "vault")

    def _on_fips(self, chosen: bool) -> None:  # noqa: FBT001 - signature of the signal
        if chosen is not self.presenter.state.plan.fips_profile:
            self.presenter.change(fips_profile=chosen)

    def _on_accept(self, accepted: bool) -> None:  # noqa: FBT001 - signature of the signal
        if accepted is not self.presenter.state.plan.accepts_no_keyring:
            self.presenter.change(accepts_no_keyring=accepted)
