"""To whom and signed by whom: the recipient with its fingerprint, and one officer for each signature."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.ids import PersonId, StationId
from app.models.domain.text import visible
from app.services.exchange.outbox import SignerSlot
from app.ui.context import UiContext
from app.ui.presenters.export_state import ExportState
from app.ui.presenters.exporting import ExportPresenter
from app.ui.screens.exporting.lists import office_name
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.card import Card
from app.ui.widgets.labels import text_label

_SHOWN = 120
_GROUPS_PER_LINE = 6
_GAP = "    "
_MOST_SHOWN = 8


class Fingerprint(QLabel):
    """Sixty digits in groups of five, two lines of six, large enough to be compared with paper."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "title")
        self.setProperty("focusable", "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_digits(self, digits: tuple[str, ...]) -> None:
        """Show another fingerprint."""
        lines = [digits[at : at + _GROUPS_PER_LINE] for at in range(0, len(digits), _GROUPS_PER_LINE)]
        self.setText("\n".join(_GAP.join(line) for line in lines))
        self.setAccessibleName(self._texts("ui.export.where.digits", digits=" ".join(digits)))


class WherePage(QWidget):
    """Stations that the bundle may go to."""

    def __init__(self, context: UiContext, presenter: ExportPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter = context.texts, presenter
        self._ids: list[str] = []
        self.stations = QListWidget(self)
        self.title = text_label(role="lead", parent=self)
        self.none = text_label(parent=self)
        self.card = Card(context.theme, self)
        self.fingerprint = Fingerprint(context.texts, self.card)
        self.compare = text_label(parent=self.card)
        self.card.body.addWidget(self.fingerprint)
        self.card.body.addWidget(self.compare)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self.title, self.none, self.stations, self.card):
            layout.addWidget(part)
        layout.addStretch(1)
        self.setFocusProxy(self.stations)
        self.stations.currentItemChanged.connect(self._on_current)

    def show_state(self, state: ExportState) -> None:
        """Show the stations and the fingerprint of the chosen one."""
        texts = self._texts
        self.title.setText(texts("ui.export.where.lead"))
        self.stations.setAccessibleName(texts("ui.export.where.list"))
        self.none.setText(texts("ui.export.where.none"))
        self.none.setVisible(not state.recipients)
        self.stations.setVisible(bool(state.recipients))
        self.stations.blockSignals(True)
        self.stations.clear()
        for one in state.recipients:
            office = office_name(texts, one.office_ja, one.office_en, one.station)
            item = QListWidgetItem(visible(texts("ui.export.where.line", office=office, station=one.station), _SHOWN))
            item.setData(Qt.ItemDataRole.UserRole, one.station)
            self.stations.addItem(item)
            if one == state.recipient:
                self.stations.setCurrentItem(item)
        self.stations.blockSignals(False)
        shown = min(_MOST_SHOWN, max(1, self.stations.count()))
        self.stations.setFixedHeight(self.stations.sizeHintForRow(0) * shown + 2 * self.stations.frameWidth())
        self.card.setVisible(state.recipient is not None)
        if state.recipient is not None:
            self.card.set_title(texts("ui.export.where.fingerprint"))
            self.fingerprint.show_digits(state.recipient.fingerprint)
            self.compare.setText(f"{SIGNS[Tone.WARN]} {texts('ui.export.where.compare')}")

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._presenter.choose_recipient(StationId(str(item.data(Qt.ItemDataRole.UserRole))))


class _Combo(QComboBox):
    """A choice that the wheel does not change by accident, for one signature."""

    def __init__(self, slot: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.slot = slot

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class WhoPage(QWidget):
    """One officer for each signature."""

    def __init__(self, context: UiContext, presenter: ExportPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter = context.texts, presenter
        self._shown: tuple[object, ...] = ()
        self.title, self.hint = text_label(role="lead", parent=self), text_label(role="hint", parent=self)
        self.choices: list[_Combo] = []
        self._place = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.hint)
        layout.addLayout(self._place)
        layout.addStretch(1)

    def show_state(self, state: ExportState) -> bool:
        """Show the slots.

        Returns:
            Whether the choices were made anew, so that the way of the Tab key must be set.
        """
        texts = self._texts
        self.title.setText(texts("ui.export.who.lead"))
        self.hint.setText(texts("ui.export.who.hint"))
        is_new = (state.slots, texts.language) != self._shown
        if is_new:
            self._shown = (state.slots, texts.language)
            self._build(state.slots)
        for combo, person in zip(self.choices, state.signers, strict=False):
            combo.setCurrentIndex(max(0, combo.findData(person or "")))
        return is_new

    def _build(self, slots: tuple[SignerSlot, ...]) -> None:
        texts = self._texts
        while (item := self._place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.choices = []
        for number, slot in enumerate(slots):
            caption = text_label(role="small", parent=self)
            name = texts("ui.export.who.slot", number=number + 1, roles=_roles(texts, slot.roles))
            caption.setText(name)
            combo = _Combo(number, self)
            combo.setAccessibleName(name)
            combo.addItem(texts("ui.export.who.choose" if slot.people else "ui.export.who.nobody"), "")
            for one in slot.people:
                label = texts("ui.export.who.person", name=one.name, role=texts(f"role.{one.role}"))
                combo.addItem(visible(label, _SHOWN), one.person)
            combo.activated.connect(self._on_activated)
            self._place.addWidget(caption)
            self._place.addWidget(combo)
            self.choices.append(combo)

    def _on_activated(self) -> None:
        combo = self.sender()
        if isinstance(combo, _Combo):
            person = str(combo.currentData())
            self._presenter.choose_signer(combo.slot, PersonId(person) if person else None)


def _roles(texts: Texts, roles: tuple[str, ...]) -> str:
    names = [texts(f"role.{role}") for role in roles]
    if len(names) == 2:
        return texts("ui.export.who.or", first=names[0], second=names[1])
    if len(names) == 3:
        return texts("ui.export.who.any", first=names[0], second=names[1], third=names[2])
    return names[0]
