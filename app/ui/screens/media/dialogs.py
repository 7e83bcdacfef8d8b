"""What the room asks for: a seal for a new medium; to whom a medium goes, in which bag, until when, by whom."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.models.domain.text import visible
from app.services.media.listing import PartnerStation
from app.ui.context import UiContext
from app.ui.days import both_calendars, parse_day
from app.ui.screens.media.lists import office_name
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.fields import NamedField
from app.ui.widgets.inputs import DateEdit
from app.ui.widgets.labels import text_label

_NAME = 40


class RegisterDialog(AskDialog):
    """Asks for the number of the seal, and whether what lies on the medium may go."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(context.texts, context.theme, "media.register", parent)
        self.seal = NamedField(context.texts, "media.register", "seal", self.form)
        self.wipe = QCheckBox(context.texts("media.register.wipe"), self.form)
        self.column.addWidget(self.seal)
        self.column.addWidget(self.wipe)
        self.is_complete = self._is_whole
        self.seal.setFocus()

    def _is_whole(self) -> bool:
        is_whole = bool(self.seal.field.text().strip())
        self.seal.show_fault("" if is_whole else "media.register.no-seal")
        return is_whole


class HandOverDialog(AskDialog):
    """Asks for the receiving station, the bag, the day of return and the carrier."""

    def __init__(
        self, context: UiContext, number: str, stations: Sequence[PartnerStation], due: date, parent: QWidget
    ) -> None:
        super().__init__(context.texts, context.theme, "media.hand-over", parent, number=number)
        texts = context.texts
        self.to_label = text_label(texts("media.hand-over.to"), parent=self.form)
        self.to = QComboBox(self.form)
        self.to.setAccessibleName(texts("media.hand-over.to"))
        self.to_label.setBuddy(self.to)
        for one in stations:
            name = visible(office_name(texts, one.office_ja, one.office_en), _NAME)
            self.to.addItem(texts("media.hand-over.station", office=name, station=one.station), one.station)
        self.bag = NamedField(texts, "media.hand-over", "bag", self.form)
        self.due_label = text_label(texts("media.hand-over.due"), parent=self.form)
        self.due = DateEdit(texts, parse_day, lambda day: both_calendars(texts.catalogue(), day), self.form)
        self.due.set_name(texts("media.hand-over.due"))
        self.due.field.setText(due.isoformat())
        self.carrier = NamedField(texts, "media.hand-over", "carrier", self.form)
        for part in (self.to_label, self.to, self.bag, self.due_label, self.due, self.carrier):
            self.column.addWidget(part)
        self.is_complete = self._is_whole
        self.to.setFocus()

    def given_to(self) -> tuple[str, str, date, str]:
        """Station, bag, day and carrier."""
        due = self.due.value or date.min
        return str(self.to.currentData()), self.bag.field.text().strip(), due, self.carrier.field.text().strip()

    def _is_whole(self) -> bool:
        for named in (self.bag, self.carrier):
            named.show_fault("" if named.field.text().strip() else f"media.hand-over.no-{named.name}")
        has_fields = all(named.field.text().strip() for named in (self.bag, self.carrier))
        has_day = self.due.value is not None
        has_station = self.to.currentData() is not None
        self.say("" if has_day and has_station else self._texts("media.hand-over.no-day-or-station"))
        return has_fields and has_day and has_station
