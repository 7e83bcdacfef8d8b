"""Who gets a new slot in a restored vault, and the new passphrase."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from app import bootstrap
from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.presenters.rescue import Rescue
from app.ui.widgets.labels import text_label
from app.ui.widgets.new_passphrase import NewPassphrase

NAME_CHARACTERS = 60


class NewcomerForm(QWidget):
    """Offers the administrators of the backup; where the old slots go on, nobody needs a new one."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        texts = self._texts = context.texts
        self._has_keyring = True
        self.label = text_label(texts("rescue.officer"), parent=self)
        self.hint = text_label(role="small", parent=self)
        self.officers = QComboBox(self)
        self.officers.setAccessibleName(texts("rescue.officer"))
        self.label.setBuddy(self.officers)
        self.secret = NewPassphrase(texts, bootstrap.suggest_passphrase, bootstrap.shortest_passphrase(), self)
        self.unbound = QCheckBox(texts("rescue.unbound"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.scale.space(1.5))
        for part in (self.label, self.officers, self.hint, self.secret, self.unbound):
            column.addWidget(part)
        self.officers.currentIndexChanged.connect(self._show)
        self._show()

    @property
    def person(self) -> PersonId | None:
        """Who gets a new slot; None for nobody."""
        person = self.officers.currentData()
        return PersonId(person) if isinstance(person, str) and person else None

    @property
    def is_possible(self) -> bool:
        """Whether anybody could open the restored vault."""
        return self.officers.count() > 0

    def offer(self, rescue: Rescue) -> None:
        """Show who may be chosen for this backup."""
        self._has_keyring = rescue.has_keyring
        self.officers.clear()
        if rescue.has_old_keys:
            self.officers.addItem(self._texts("rescue.officer.nobody"), "")
        for person, name in rescue.forecast.administrators:
            self.officers.addItem(visible(name, NAME_CHARACTERS), person)
        key = "rescue.officer.hint" if self.is_possible else "rescue.nobody-there"
        self.hint.setText(self._texts(key))
        self.hint.setVisible(not rescue.has_old_keys)
        self.officers.setAccessibleDescription("" if rescue.has_old_keys else self.hint.text())
        self._show()

    @property
    def must_accept(self) -> bool:
        """Whether somebody must still accept that there is no keyring."""
        return self.person is not None and not self._has_keyring and not self.unbound.isChecked()

    def is_whole(self) -> bool:
        """Whether nothing is missing; the passphrase says beside its fields what is wrong with it."""
        return self.person is None or (not self.secret.problem() and not self.must_accept)

    def _show(self) -> None:
        self.secret.setVisible(self.person is not None)
        self.unbound.setVisible(self.person is not None and not self._has_keyring)
