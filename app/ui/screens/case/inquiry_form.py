"""The form on which an inquiry is prepared: everything is chosen from the pack but the name of a body outside."""

from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from app.models.domain.inquiry import Identifying, WhyNotAsked
from app.models.domain.text import visible
from app.models.forms.bodies import Body
from app.services.inquiries.planning import LONGEST_ADDRESSEE, InquiryPlan
from app.ui.context import UiContext
from app.ui.presenters.case_inquiries import InquiriesState
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.parts import GuardedLine, caption, date_edit
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import text_label

MOST_LINES = 11
BOX_LINES = 3
"""Width of the box of a question with its margins, in heights of a line."""


class _WholeText(QStyledItemDelegate):
    """Gives each question the height of all its lines; Qt's own hint forgets the box beside them."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view, line = option.widget, option.fontMetrics.lineSpacing()
        width = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        room = QRect(0, 0, max(1, width - BOX_LINES * line), line * LONGEST_ADDRESSEE)
        text = option.fontMetrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), str(index.data()))
        return QSize(width, text.height() + line)  # the style takes a margin above and below


class InquiryForm(Card):
    """One card.

    Signals:
        looked: The officer wants to see the letter beforehand; carries the plan.
        asked: The officer prepares the inquiry; carries the plan.
        left_out: The officer records that the body is not asked; carries the plan and the reason.
    """

    looked = Signal(object)
    asked = Signal(object)
    left_out = Signal(object, str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._texts, self._state, self._shown = context.texts, InquiriesState(), ("", 0)
        self._item: int | None = None
        self.only, self.all = text_label(role="hint"), QPushButton()
        self.refused, self.body_caption, self.office_caption = text_label(role="hint"), caption(), caption()
        self.name_caption, self.questions_caption, self.identify_caption = caption(), caption(), caption()
        self.day_caption, self.why_caption = caption(), caption()
        self.body, self.office, self.why = QuietCombo(), QuietCombo(), QuietCombo()
        self.name, self.day = GuardedLine(), date_edit(context.texts)
        self.name.setMaxLength(LONGEST_ADDRESSEE)
        self.questions = QListWidget()
        self.questions.setWordWrap(True)
        self.questions.setItemDelegate(_WholeText(self.questions))
        self.questions.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.questions.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.questions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.told = text_label(role="small")
        self.identify = {one: QCheckBox() for one in Identifying}
        self.look, self.ask, self.leave_out = QPushButton(), QPushButton(), QPushButton()
        self.needs = text_label(role="hint")
        self.ask.setProperty("kind", "main")
        self.add(self.only)
        self.column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.refused, self.body_caption, self.body, self.office_caption, self.office)
        self.add(self.name_caption, self.name)
        self.column.addLayout(self.name.below)
        self.add(self.questions_caption, self.questions)
        self.add(self.identify_caption, self.told, *self.identify.values(), self.day_caption, self.day)
        row = QHBoxLayout()
        row.addWidget(self.look)
        row.addWidget(self.ask)
        row.addStretch(1)
        self.column.addLayout(row)
        self.add(self.needs, self.why_caption, self.why)
        self.column.addWidget(self.leave_out, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.currentIndexChanged.connect(self._on_body)
        self.office.currentIndexChanged.connect(self._enable)
        self.questions.itemChanged.connect(self._enable)
        self.name.textChanged.connect(self._enable)
        self.day.field.textChanged.connect(self._enable)
        self.why.currentIndexChanged.connect(self._enable)
        self.all.clicked.connect(lambda: self.narrow(None))
        self.look.clicked.connect(self._on_look)
        self.ask.clicked.connect(self._on_ask)
        self.leave_out.clicked.connect(self._on_leave_out)

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.title.setText(texts("case.inquiries.new"))
        for label, field, key in (
            (self.body_caption, self.body, "case.inquiries.body"),
            (self.office_caption, self.office, "case.inquiries.office"),
            (self.name_caption, self.name, "case.inquiries.addressee"),
            (self.questions_caption, self.questions, "case.inquiries.questions"),
            (self.why_caption, self.why, "case.inquiries.why"),
        ):
            label.setText(texts(key))
            field.setAccessibleName(texts(key))
        self.identify_caption.setText(texts("case.inquiries.identify"))
        self.told.setText(texts("case.inquiries.told"))
        for one, box in self.identify.items():
            box.setText(texts(f"case.inquiries.identify-{one}"))
        self.day_caption.setText(texts("case.inquiries.reply-by"))
        self.day.set_name(texts("case.inquiries.reply-by"))
        self.all.setText(texts("case.inquiries.all-items"))
        self.look.setText(texts("case.inquiries.look"))
        self.ask.setText(texts("case.inquiries.ask"))
        self.leave_out.setText(texts("case.inquiries.leave-out"))
        chosen = self.why.currentIndex()
        self.why.clear()
        self.why.addItem(texts("case.inquiries.choose"), "")
        for why in WhyNotAsked:
            self.why.addItem(texts(f"inquiry-why.{why}"), why.value)
        self.why.setCurrentIndex(max(0, chosen))
        self._shown = ("", -1)

    def show_state(self, state: InquiriesState) -> None:
        """Offer what this officer may ask; the form begins anew after each inquiry."""
        self._state = state
        self.setVisible(state.may_settle)
        self.refused.setVisible(state.refused is not None)
        if state.refused is not None:
            self.refused.setText(self._texts("case.inquiries.refused", why=self._texts(f"refusal.{state.refused}")))
        codes = " ".join(body.code for body in state.bodies)
        if (codes, state.made) != self._shown:
            if state.made > self._shown[1] >= 0:
                self._item = None
            self._shown = (codes, state.made)
            self.clear()
        self._enable()

    def narrow(self, item: int | None) -> None:
        """Offer only what serves one statutory item, or everything again."""
        if item != self._item:
            self._item = item
            self.clear()

    def _bodies(self) -> list[Body]:
        """Whom this officer may ask about the item."""
        return [body for body in self._state.bodies if self._item in {None, *(one.item for one in body.questions)}]

    def clear(self) -> bool:
        """Empty the form.

        Returns:
            Whether anything was typed.
        """
        had = bool(self.name.text().strip() or self.day.field.text().strip())
        self.name.clear()
        self.day.field.clear()
        self.why.setCurrentIndex(0)
        self.body.blockSignals(True)
        self.body.clear()
        self.only.setVisible(self._item is not None)
        self.all.setVisible(self._item is not None)
        if self._item is not None:
            self.only.setText(self._texts("case.inquiries.only-item", item=self._texts(f"item.{self._item}")))
        for body in self._bodies():
            self.body.addItem(body.name.in_language(self._texts.language.value), body.code)
        self.body.blockSignals(False)
        self._on_body()
        return had

    def _chosen_body(self) -> Body | None:
        code = self.body.currentData()
        return next((body for body in self._state.bodies if body.code == code), None)

    def _on_body(self) -> None:
        body = self._chosen_body()
        self.office.clear()
        self.questions.blockSignals(True)
        self.questions.clear()
        if body is not None:
            for office in self._state.offices_of(body):
                name = office.name_ja if self._texts.language.value == "ja" else office.name_en
                self.office.addItem(visible(name, NAME_CHARACTERS), office.id)
            for one in (one for one in body.questions if self._item in {None, one.item}):
                words, name = one.text.in_language(self._texts.language.value), self._texts(f"item.{one.item}")
                item = QListWidgetItem(self._texts("case.inquiries.question", item=name, question=words))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
                item.setData(Qt.ItemDataRole.UserRole, one.code)
                self.questions.addItem(item)
        self.office.addItem(self._texts("case.inquiries.outside"), "")
        self.questions.blockSignals(False)
        self.questions.setFixedHeight(self.fontMetrics().lineSpacing() * MOST_LINES)
        for detail, box in self.identify.items():
            box.setVisible(body is not None and detail in body.identifying)
            box.setChecked(False)
        self._enable()

    def _codes(self) -> tuple[str, ...]:
        items = [self.questions.item(row) for row in range(self.questions.count())]
        chosen = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in chosen)

    def _plan(self, reply_by: date) -> InquiryPlan:
        office = str(self.office.currentData() or "")
        told = tuple(one for one, box in self.identify.items() if box.isChecked() and not box.isHidden())
        return InquiryPlan(
            str(self.body.currentData()), self._codes(), told, reply_by, office or None, self._outside_name()
        )

    def _outside_name(self) -> str:
        return "" if self.office.currentData() else self.name.text().strip()

    def _enable(self) -> None:
        is_outside = not self.office.currentData()
        self.name.setVisible(is_outside)
        self.name_caption.setVisible(is_outside)
        is_named = bool(self._codes()) and (not is_outside or bool(self._outside_name()))
        is_free = is_named and not self._state.is_busy
        can_ask = is_free and self._state.may_write and self.day.value is not None
        self.look.setEnabled(can_ask)
        self.ask.setEnabled(can_ask)
        self.leave_out.setEnabled(is_free and bool(self.why.currentData()))
        missing = self._missing()
        self.needs.setVisible(bool(missing) and self._state.may_write)
        self.needs.setText(self._texts(f"case.inquiries.needs-{missing}") if missing else "")

    def _missing(self) -> str:
        """What keeps the inquiry from being prepared, a word of the catalogue."""
        if not self._codes():
            return "question"
        if not self.office.currentData() and not self._outside_name():
            return "name"
        return "" if self.day.value is not None else "day"

    def _on_look(self) -> None:
        if self.day.value is not None and not asks_first(self.name):
            self.looked.emit(self._plan(self.day.value))

    def _on_ask(self) -> None:
        if self.day.value is not None and not asks_first(self.name):
            self.asked.emit(self._plan(self.day.value))

    def _on_leave_out(self) -> None:
        if asks_first(self.name):
            return
        self.left_out.emit(self._plan(self.day.value or date.min), str(self.why.currentData()))
