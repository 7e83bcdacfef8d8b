"""The list of entries with its filters, and the entry that the keyboard is at in full."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.civil_day import JAPAN
from app.models.domain.event_kinds import KINDS
from app.ui.context import UiContext
from app.ui.days import both_calendars, parse_day
from app.ui.dividers import Divider
from app.ui.presenters.audit import AuditPresenter, AuditState
from app.ui.screens.audit.columns import officer_name, purpose_text, record_shape, result_text
from app.ui.tables.model import PagedTableModel
from app.ui.tables.view import RowTable
from app.ui.widgets.card import Card, clock_time
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.inputs import DateEdit
from app.ui.widgets.lines import LineGrid
from app.ui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from app.models.domain.ids import PersonId
    from app.services.record.reading import RecordLine

_WIDE = 24
_TOP = Qt.AlignmentFlag.AlignTop


class RecordPage(QWidget):
    """Filters above, the list below them, the chosen entry at its foot."""

    def __init__(self, context: UiContext, presenter: AuditPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._presenter, self._edition = context, presenter, 0
        self._officers: tuple[tuple[PersonId, str], ...] = ()
        texts, theme = context.texts, context.theme
        shape = record_shape(texts, presenter)
        self.model: PagedTableModel[RecordLine] = PagedTableModel(
            shape, presenter.fetch(), lambda _ids: {}, context.runner, texts, self
        )
        self.since, self.until = self._day_field("audit.filter.since"), self._day_field("audit.filter.until")
        self.officer, self.kind, self.code = QComboBox(self), QComboBox(self), QComboBox(self)
        self.refused, self.clear_button = QCheckBox(self), QPushButton(self)
        self.errors = ErrorPanel(texts, self)
        self.errors.hide()
        self.table = RowTable(self.model, shape, theme, self)
        self.detail, self.lines = Card(theme, self), LineGrid(theme, 14, self)
        self.detail.body.addWidget(self.lines)
        self.detail.body.addStretch(1)
        self._lay_out()
        self._connect()

    def _day_field(self, hint_key: str) -> DateEdit[date]:
        texts = self._context.texts
        return DateEdit(texts, parse_day, lambda day: both_calendars(texts.catalogue(), day), self, hint_key)

    def _lay_out(self) -> None:
        space, wide = self._context.theme.scale.space, self.fontMetrics().averageCharWidth()
        bar = QHBoxLayout()
        bar.setSpacing(space(2))
        for part in (self.since, self.until, self.officer, self.kind, self.code):
            in_characters(part, part.setMaximumWidth, _WIDE * 2)
            bar.addWidget(part, 1, _TOP)
        for box in (self.officer, self.kind, self.code):
            in_characters(box, box.setMinimumWidth, _WIDE // 2)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.refused.setMinimumHeight(self.clear_button.sizeHint().height())
        bar.addWidget(self.refused, 0, _TOP)
        bar.addWidget(self.clear_button, 0, _TOP)
        parts = Splitter(self._context.dividers, Divider.RECORD, Qt.Orientation.Horizontal, self)
        parts.addWidget(self.table)
        parts.addWidget(self.detail)
        parts.setStretchFactor(0, 1)
        parts.begin(wide * 130, wide * 44)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(3), space(5), space(4))
        layout.setSpacing(space(2))
        layout.addLayout(bar)
        layout.addWidget(self.errors)
        layout.addWidget(parts, 1)

    def _connect(self) -> None:
        self.since.field.editingFinished.connect(self._on_days)
        self.until.field.editingFinished.connect(self._on_days)
        self.officer.activated.connect(self._on_officer)
        self.kind.activated.connect(self._on_kind)
        self.code.activated.connect(self._on_code)
        self.refused.toggled.connect(self._on_refused)
        self.clear_button.clicked.connect(self._on_clear)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.model.load_failed.connect(self.errors.show_error)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        texts = self._context.texts
        for field, name in ((self.since, "audit.filter.since"), (self.until, "audit.filter.until")):
            field.set_name(texts(name))
        self.officer.setAccessibleName(texts("audit.filter.officer"))
        self.kind.setAccessibleName(texts("audit.filter.kind"))
        self.code.setAccessibleName(texts("audit.filter.code"))
        self.refused.setText(texts("audit.filter.refused"))
        self.clear_button.setText(texts("audit.filter.clear"))
        self.table.setAccessibleName(texts("audit.list"))
        self.detail.set_title(texts("audit.entry"))
        self.model.retranslate()
        self._show_choices(self._presenter.state)
        self._show_entry(self.table.currentIndex())

    def show_state(self, state: AuditState) -> None:
        """Show filters and list."""
        if state.edition != self._edition:
            self._edition = state.edition
            self.errors.clear()
            self.model.restart(self._presenter.fetch())
        officers = state.overview.officers if state.overview is not None else ()
        if officers != self._officers:
            self._officers = officers
            self.model.retranslate()  # names come after the first lines
        self._show_choices(state)

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.since, self.table]

    def _show_choices(self, state: AuditState) -> None:
        texts, asked = self._context.texts, state.asked
        officers = [("", texts("audit.filter.officer.all"))]
        if state.overview is not None:
            officers += [
                (str(person), officer_name(texts, self._presenter, person)) for person, _name in state.overview.officers
            ]
        _fill(self.officer, officers, asked.person)
        kinds = sorted(set(KINDS.values()))
        _fill(
            self.kind,
            [("", texts("audit.filter.kind.all")), *((kind, texts(f"event-kind.{kind}")) for kind in kinds)],
            asked.kind,
        )
        codes = [code for code, kind in KINDS.items() if not asked.kind or kind == asked.kind]
        named = sorted(((code, texts(f"event.{code}")) for code in codes), key=lambda one: one[1])
        _fill(self.code, [("", texts("audit.filter.code.all")), *named], asked.code)
        self.refused.blockSignals(True)
        self.refused.setChecked(asked.refused_only)
        self.refused.blockSignals(False)
        self.clear_button.setEnabled(state.is_narrowed)

    def _show_entry(self, index: QModelIndex) -> None:
        line = self.model.row_at(index) if index.isValid() else None
        texts = self._context.texts
        if line is None:
            self.lines.show_lines([(texts("audit.entry"), texts("audit.entry.none"))])
            return
        key = f"event.{line.code}"
        shown = [
            (texts("audit.column.number"), f"{line.seq:,}"),
            (texts("audit.column.at"), clock_time(line.at)),
            (texts("audit.column.event"), texts(key) if key in texts else line.code),
            (texts("audit.column.code"), line.code),
            (texts("audit.column.officer"), officer_name(texts, self._presenter, line.person)),
            (texts("audit.column.result"), result_text(texts, line.result)),
            (texts("audit.column.purpose"), purpose_text(texts, line.purpose)),
            (texts("audit.column.subject"), line.subject or texts("ui.table.blank")),
            (texts("audit.column.session"), line.session),
        ]
        self.lines.show_lines([*shown, *((texts(f"event-detail.{name}"), str(value)) for name, value in line.detail)])

    def _on_row(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._show_entry(current)

    def _on_days(self) -> None:
        until = self.until.value
        self._presenter.ask(
            since=_begin_of(self.since.value),
            until=_begin_of(until + timedelta(days=1) if until is not None else None),
        )

    def _on_officer(self, place: int) -> None:
        self._presenter.ask(person=cast("str", self.officer.itemData(place)))

    def _on_kind(self, place: int) -> None:
        self._presenter.ask(kind=cast("str", self.kind.itemData(place)), code="")

    def _on_code(self, place: int) -> None:
        self._presenter.ask(code=cast("str", self.code.itemData(place)))

    def _on_refused(self, refused_only: bool) -> None:  # noqa: FBT001 - signature of the signal
        self._presenter.ask(refused_only=refused_only)

    def _on_clear(self) -> None:
        for field in (self.since, self.until):
            field.field.clear()
        self._presenter.clear()
        self.since.setFocus()


def _begin_of(day: date | None) -> datetime | None:
    """Midnight in Japan."""
    return None if day is None else datetime.combine(day, time(), JAPAN)


def _fill(box: QComboBox, choices: list[tuple[str, str]], chosen: str) -> None:
    """Offer choices, unless they are the ones on offer."""
    old = [(box.itemData(place), box.itemText(place)) for place in range(box.count())]
    if old != choices:
        box.clear()
        for value, text in choices:
            box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
