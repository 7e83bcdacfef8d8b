"""The page of the first officers: a list, and the one that is being filled in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.domain.actor import OfficeKind, Role
from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.presenters.first_run import LEAST_OFFICERS, ROLES_OF, FirstRunPresenter, FirstRunState, OfficerPlan
from app.ui.screens.first_run.forms import StepForm
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.fields import NamedField
from app.ui.widgets.labels import text_label
from app.ui.widgets.passphrase import PassphraseField
from app.ui.widgets.radios import check

NAME_CHARACTERS = 40
SIDE_CHARACTERS = 42


def role_name(texts: Texts, role: Role, kind: OfficeKind | None) -> str:
    """Name of a role in this kind of office."""
    key = f"role.{role}.{kind}"
    return texts(key) if key in texts else texts(f"role.{role}")


class OfficersForm(StepForm):
    """Names, roles and passphrases of at least two officers."""

    def __init__(self, context: UiContext, presenter: FirstRunPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._state = presenter.state
        self._at = 0
        space = context.theme.scale.space
        left = QWidget(self)
        self.list = QListWidget(left)
        self.add_button, self.remove_button = QPushButton(left), QPushButton(left)
        self.fault = text_label(role="invalid", parent=self)
        left.setFixedWidth(self.fontMetrics().averageCharWidth() * SIDE_CHARACTERS)
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.list, 1)
        side_buttons = QHBoxLayout()
        side_buttons.addWidget(self.add_button, 1)
        side_buttons.addWidget(self.remove_button, 1)
        side.addLayout(side_buttons)
        self.editor = _Editor(context, presenter, self)
        row = QHBoxLayout()
        row.setSpacing(space(4))
        row.addWidget(left)
        row.addWidget(self.editor, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        self.column.addWidget(self.fault)
        self.list.currentRowChanged.connect(self._on_chosen)
        self.add_button.clicked.connect(self._on_add)
        self.remove_button.clicked.connect(self._on_remove)
        self.first = self.editor.name
        self.retranslate()

    @override
    def show_state(self, state: FirstRunState) -> None:
        """Show the list, the chosen officer and what is missing."""
        before, self._state = self._state.faults, state
        if state.faults and state.faults != before:
            places = [fault.field.split(".")[0] for fault in state.faults]
            wrong = [int(place) for place in places if place.isdigit()]
            if wrong and self._at not in wrong:
                self._at = wrong[0]
        self.retranslate()

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts, officers = self.texts, self._state.plan.officers
        self._at = min(self._at, max(0, len(officers) - 1))
        self.list.setAccessibleName(texts("wizard.officers.list"))
        self.add_button.setText(texts("wizard.officers.add"))
        self.remove_button.setText(texts("wizard.officers.remove"))
        self.remove_button.setEnabled(len(officers) > LEAST_OFFICERS)
        self._fill(officers)
        general = [fault.key for fault in self._state.faults if fault.field == "officers"]
        self.fault.setText(texts(general[0]) if general else "")
        self.fault.setVisible(bool(general))
        if officers:
            self.editor.show_officer(self._at, officers[self._at], self._state)

    def _fill(self, officers: tuple[OfficerPlan, ...]) -> None:
        self.list.blockSignals(True)
        while self.list.count() < len(officers):
            self.list.addItem("")
        while self.list.count() > len(officers):
            self.list.takeItem(self.list.count() - 1)
        for place, officer in enumerate(officers):
            self.list.item(place).setText(self._line(place, officer))
        self.list.setCurrentRow(self._at)
        self.list.blockSignals(False)

    def _line(self, place: int, officer: OfficerPlan) -> str:
        name = visible(officer.name.strip(), NAME_CHARACTERS) or self.texts("wizard.officers.unnamed", number=place + 1)
        has_fault = any(fault.field.startswith(f"{place}.") for fault in self._state.faults)
        return f"{SIGNS[Tone.WARN]} {name}" if has_fault else name

    def _on_chosen(self, place: int) -> None:
        if place >= 0 and place != self._at:
            self._at = place
            self.retranslate()

    def _on_add(self) -> None:
        self._at = len(self._state.plan.officers)
        self.presenter.add_officer()
        self.editor.name.setFocus()

    def _on_remove(self) -> None:
        self.presenter.remove_officer(self._at)


class _Editor(QFrame):
    """One officer."""

    def __init__(self, context: UiContext, presenter: FirstRunPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._texts, self._presenter = context.texts, presenter
        self._at, self._kind = 0, presenter.state.plan.kind
        self._is_showing = False
        space = context.theme.scale.space
        self.name = NamedField(context.texts, "wizard.officer", "name", self)
        self.roles_label = text_label(parent=self)
        self.roles_hint, self.secret_hint = (text_label(role="small", parent=self) for _ in range(2))
        self.roles = {role: QCheckBox(self) for role in Role}
        self.roles_fault = text_label(role="invalid", parent=self)
        self.secret_label = text_label(parent=self)
        self.offered, self.typed = QRadioButton(self), QRadioButton(self)
        self._group = QButtonGroup(self)
        self._group.addButton(self.offered)
        self._group.addButton(self.typed)
        self.offer = QLabel(self)
        self.offer.setProperty("role", "lead")
        self.offer.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.another_button = QPushButton(self)
        self.noted = QCheckBox(self)
        self.own = PassphraseField(context.texts, "wizard.officer.own", self)
        self.again = PassphraseField(context.texts, "wizard.officer.again", self)
        self.secret_fault = text_label(role="invalid", parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(4), space(3), space(4), space(3))
        layout.setSpacing(space(2))
        layout.addWidget(self.name)
        layout.addWidget(self.roles_label)
        layout.addWidget(self.roles_hint)
        layout.addLayout(self._role_grid())
        layout.addWidget(self.roles_fault)
        layout.addWidget(self.secret_label)
        layout.addWidget(self.secret_hint)
        radios = QHBoxLayout()
        radios.addWidget(self.offered)
        radios.addWidget(self.typed)
        radios.addStretch(1)
        layout.addLayout(radios)
        offer_row = QHBoxLayout()
        offer_row.addWidget(self.offer, 1)
        offer_row.addWidget(self.another_button)
        layout.addLayout(offer_row)
        for part in (self.noted, self.own, self.again, self.secret_fault):
            layout.addWidget(part)
        self._connect()

    def _role_grid(self) -> QGridLayout:
        grid = QGridLayout()
        for place, box in enumerate(self.roles.values()):
            grid.addWidget(box, place // 2, place % 2)
            box.toggled.connect(self._on_roles)
        return grid

    def _connect(self) -> None:
        self.name.edited.connect(self._on_name)
        self.offered.toggled.connect(self._on_way)
        self.another_button.clicked.connect(self._on_another)
        self.noted.toggled.connect(self._on_noted)
        self.own.edited.connect(self._on_typed)
        self.again.edited.connect(self._on_typed)

    def show_officer(self, place: int, officer: OfficerPlan, state: FirstRunState) -> None:
        """Show one officer and what is missing about them."""
        self._is_showing = True
        try:
            self._show_officer(place, officer, state)
        finally:
            self._is_showing = False

    def _show_officer(self, place: int, officer: OfficerPlan, state: FirstRunState) -> None:
        is_other, self._at, self._kind = place != self._at, place, state.plan.kind
        texts = self._texts
        mine = [fault for fault in state.faults if fault.field.startswith(f"{place}.")]
        faults = {fault.field.partition(".")[2]: fault.key for fault in mine}
        self.name.set_text(officer.name)
        self.name.show_fault(faults.get("name", ""))
        self.roles_label.setText(texts("wizard.officer.roles"))
        self.roles_hint.setText(texts("wizard.officer.roles.hint"))
        self.secret_hint.setText(texts("wizard.officer.secret.hint"))
        usable = ROLES_OF[self._kind] if self._kind else tuple(Role)
        for role, box in self.roles.items():
            box.setText(role_name(texts, role, self._kind))
            box.setVisible(role in usable)
            box.setChecked(role in officer.roles)
        _say(self.roles_fault, texts(faults["roles"]) if "roles" in faults else "")
        self.secret_label.setText(texts("wizard.officer.secret"))
        self.offered.setText(texts("wizard.officer.offered"))
        self.typed.setText(texts("wizard.officer.typed"))
        check(self.offered if officer.is_offered else self.typed, (self.offered, self.typed))
        self.offer.setText(officer.passphrase if officer.is_offered else "")
        self.offer.setAccessibleName(texts("wizard.officer.offer", passphrase=self.offer.text()))
        self.another_button.setText(texts("wizard.officer.another"))
        self.noted.setText(texts("wizard.officer.noted"))
        self.noted.setChecked(officer.is_noted)
        for part in (self.offer, self.another_button, self.noted):
            part.setVisible(officer.is_offered)
        for field, secret in ((self.own, officer.passphrase), (self.again, officer.again)):
            field.setVisible(not officer.is_offered)
            if is_other or officer.is_offered:
                field.clear()
            if not officer.is_offered and field.peek() != secret:
                field.set_secret(secret)
        shown = next((faults[name] for name in ("noted", "passphrase", "again") if name in faults), "")
        _say(self.secret_fault, texts(shown, minimum=self._presenter.shortest) if shown else "")

    def _on_name(self, _name: str, text: str) -> None:
        self._presenter.change_officer(self._at, name=text)

    def _on_roles(self) -> None:
        if self._is_showing:
            return
        roles = frozenset(role for role, box in self.roles.items() if box.isChecked())
        self._presenter.change_officer(self._at, roles=roles)

    def _on_way(self, offered: bool) -> None:  # noqa: FBT001 - signature of the signal
        if self._is_showing:
            return
        if offered:
            self._presenter.offer_another(self._at)
        else:
            self._presenter.let_type(self._at)
            self.own.setFocus()

    def _on_another(self) -> None:
        self._presenter.offer_another(self._at)

    def _on_noted(self, noted: bool) -> None:  # noqa: FBT001 - signature of the signal
        if not self._is_showing:
            self._presenter.change_officer(self._at, is_noted=noted)

    def _on_typed(self) -> None:
        self._presenter.change_officer(self._at, passphrase=self.own.peek(), again=self.again.peek())


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
