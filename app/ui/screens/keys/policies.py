"""運用の定め: what the office decided about its own strictness, and the dialog that changes it."""

from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from app.models.domain.acts import Action
from app.models.domain.policies import POLICIES, PolicyName
from app.ui.context import UiContext
from app.ui.presenters.keys import KeysPresenter, KeysState
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.card import Card
from app.ui.widgets.labels import text_label
from app.ui.widgets.lines import LineGrid

CAPTION_CHARACTERS = 16


class PolicyCard(Card):
    """Every policy with its value in words."""

    def __init__(self, context: UiContext, presenter: KeysPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self._texts, self._presenter = context.texts, presenter
        self.facts = LineGrid(context.theme, CAPTION_CHARACTERS, self)
        self.change_button = QPushButton(self)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.change_button)

    def show_state(self, state: KeysState) -> None:
        """Show what is in force."""
        texts = self._texts
        self.set_title(texts("keys.policies"))
        self.facts.show_lines(
            [(texts(f"policy.{name}"), texts(f"policy.{name}.{value}")) for name, value in state.policies]
        )
        self.change_button.setText(texts("keys.policies.change"))
        self.change_button.setVisible(self._presenter.may(Action.SET_POLICY))
        self.change_button.setEnabled(bool(state.policies) and not state.busy)


class PolicyDialog(AskDialog):
    """Asks for a value of each policy."""

    def __init__(self, context: UiContext, policies: tuple[tuple[PolicyName, str], ...], parent: QWidget) -> None:
        super().__init__(context.texts, context.theme, "keys.policy", parent)
        self.choices: dict[PolicyName, QComboBox] = {}
        for name, value in policies:
            caption, combo = text_label(context.texts(f"policy.{name}"), parent=self.form), QComboBox(self.form)
            combo.setAccessibleName(caption.text())
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            for one in POLICIES[name].values:
                combo.addItem(context.texts(f"policy.{name}.{one}"), one)
            combo.setCurrentIndex(combo.findData(value))
            self.column.addWidget(caption)
            self.column.addWidget(combo)
            self.choices[name] = combo

    def chosen(self) -> dict[PolicyName, str]:
        """What was chosen."""
        return {name: str(combo.currentData()) for name, combo in self.choices.items()}
