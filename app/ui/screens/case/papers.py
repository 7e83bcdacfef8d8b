"""Received documents of a case: the list, a further one with its purpose, and the page in view."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidgetItem, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.civil_day import civil_day
from app.models.views.records import Blob
from app.services.documents.date_text import both_calendars
from app.services.inquiries.surplus import WhyAside, why_aside
from app.services.papers.filing import ASIDE
from app.services.papers.received import PURPOSES
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_papers import PapersPresenter
from app.ui.screens.case.card import Card
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.paper_view import PaperView
from app.ui.screens.case.parts import caption
from app.ui.screens.case.two_lines import TwoLineList
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.confirm import ConfirmDialog
from app.ui.widgets.dialogs import ask_file
from app.ui.widgets.labels import text_label

KINDS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpeg", "image/tiff": "tiff"}
_KIBIBYTE = 1024


class PapersPage(AreaPage):
    """Passing over the list opens nothing; Enter, a double click or the button does, and that look is on record."""

    def __init__(self, context: UiContext, presenter: PapersPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._offered: tuple[object, ...] = ()
        self._filed: object = None
        """It was chosen in the list once."""
        self._is_opening = False
        """A document was asked for; the keyboard goes to its first page unless somebody took it elsewhere."""
        self.list = TwoLineList(context, self)
        self.none, self.locked = text_label(role="hint"), text_label(role="hint")
        self.open_button = QPushButton()
        self.file_card, self.purpose_caption, self.purpose = Card(context), caption(), QuietCombo()
        self.file_button = QPushButton()
        self.file_card.add(self.purpose_caption, self.purpose, self.file_button)
        self.aside_card, self.why_caption, self.why = Card(context), caption(), QuietCombo()
        self.aside_button, self.destroy_button = QPushButton(), QPushButton()
        self.aside_card.add(self.why_caption, self.why, self.aside_button, self.destroy_button)
        self.view = PaperView(context, presenter, self)
        self.lay_beside(Divider.PAPERS, (self._left(), 26, 330), (self.view, 74, 900))
        self.list.itemDoubleClicked.connect(self._on_open)
        self.list.currentRowChanged.connect(self._enable)
        entered = QShortcut(QKeySequence(Qt.Key.Key_Return), self.list)
        entered.setContext(Qt.ShortcutContext.WidgetShortcut)
        entered.activated.connect(self._on_open)
        self.open_button.clicked.connect(self._on_open)
        self.purpose.currentIndexChanged.connect(self._enable)
        self.file_button.clicked.connect(self._on_file)
        self.why.currentIndexChanged.connect(self._enable)
        self.aside_button.clicked.connect(self._on_aside)
        self.destroy_button.clicked.connect(self._on_destroy)
        self.begin()

    def _left(self) -> QWidget:
        left = QWidget(self)
        column = QVBoxLayout(left)
        edge = self.context.theme.scale.space(2)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self.none, self.locked):
            label.setContentsMargins(edge, edge // 2, edge, edge // 2)
            column.addWidget(label)
        column.addWidget(self.list, 1)
        below = QVBoxLayout()
        below.setContentsMargins(edge, edge, edge, edge)
        below.setSpacing(edge)
        below.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        below.addWidget(self.file_card)
        below.addWidget(self.aside_card)
        column.addLayout(below)
        return left

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.list.setAccessibleName(texts("case.papers.list"))
        self.none.setText(texts("case.papers.none"))
        self.open_button.setText(texts("case.papers.open"))
        self.file_card.title.setText(texts("case.papers.file-title"))
        self.purpose_caption.setText(texts("case.papers.purpose"))
        self.purpose.setAccessibleName(texts("case.papers.purpose"))
        self.file_button.setText(texts("case.papers.file"))
        self.aside_card.title.setText(texts("case.papers.aside-title"))
        self.why_caption.setText(texts("case.papers.aside-why"))
        self.why.setAccessibleName(texts("case.papers.aside-why"))
        self.aside_button.setText(texts("case.papers.set-aside"))
        self.destroy_button.setText(texts("case.papers.destroy"))
        self.why.clear()
        self.why.addItem(texts("case.inquiries.choose"), "")
        for why in WhyAside:
            self.why.addItem(texts(f"case.papers.aside.{why}"), why.value)
        self._offered = ()
        self.view.retranslate()
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show list, page and what can be filed."""
        super().show_state()
        state, texts = self._presenter.state, self.texts
        for place, paper in enumerate(state.papers):
            name, second = self._purpose(paper.purpose), self._second(paper)
            spoken = texts("case.list.sentence", name=name, second=second)
            is_open = state.opened is not None and paper.blob_id == state.opened.blob_id
            self.list.show_line(place, name, second, spoken, is_open=is_open)
        while self.list.count() > len(state.papers):
            self.list.takeItem(self.list.count() - 1)
        if self.list.count() and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        filed = next((place for place, paper in enumerate(state.papers) if paper.blob_id == state.filed), -1)
        if filed >= 0 and state.filed != self._filed:
            self._filed = state.filed
            self.list.setCurrentRow(filed)
        self.none.setVisible(state.is_loaded and not state.papers)
        self.locked.setVisible(state.locked is not None)
        if state.locked is not None:
            self.locked.setText(texts("case.papers.locked", why=texts(f"refusal.{state.locked}")))
        self.file_card.setVisible(bool(state.purposes))
        self._offer()
        self.view.show_state()
        self._enable()
        if self._is_opening and state.picture is not None:
            self._is_opening = False
            if self.list.hasFocus() or self.open_button.hasFocus():
                self.send_keyboard(self.view.page.canvas)

    def _offer(self) -> None:
        """Offer the purposes; none is chosen at first, and none after a document was filed."""
        offered = (self._presenter.state.purposes, self._presenter.state.done)
        if offered != self._offered:
            self._offered = offered
            self.purpose.clear()
            self.purpose.addItem(self.texts("case.papers.choose-purpose"), "")
            for purpose in self._presenter.state.purposes:
                self.purpose.addItem(self._purpose(purpose), purpose)

    def _purpose(self, purpose: str) -> str:
        if purpose.startswith(ASIDE):
            return self.texts(f"case.papers.is-aside.{why_aside(purpose)}")
        return self.texts(f"item.{purpose}" if purpose in PURPOSES else "case.papers.other-purpose")

    def _second(self, paper: Blob) -> str:
        kind = KINDS.get(paper.media_type, "other")
        return self.texts(
            "case.papers.second",
            day=both_calendars(civil_day(paper.stored_at), self.texts.language),
            kind=self.texts(f"case.papers.kind.{kind}"),
            size=-(-paper.size_bytes // _KIBIBYTE),
        )

    @override
    def panes(self) -> list[QWidget]:
        """The list and the page."""
        return [self.list, self.view]

    @override
    def drop(self) -> bool:
        """Forget the pixels."""
        self._presenter.drop()
        self.view.page.show_picture(None)
        self.list.clear()
        return False

    @override
    def let_go(self) -> None:
        """End the decoder."""
        self._presenter.end()

    def _enable(self) -> None:
        state, paper = self._presenter.state, self._current()
        is_aside = paper is not None and paper.purpose.startswith(ASIDE)
        can_set = paper is not None and paper.purpose in PURPOSES and state.may_set_aside
        can_destroy = is_aside and state.may_destroy
        self.open_button.setEnabled(paper is not None and not is_aside)
        self.aside_card.setVisible(can_set or can_destroy)
        for part in (self.why_caption, self.why, self.aside_button):
            part.setVisible(can_set)
        self.destroy_button.setVisible(can_destroy)
        self.aside_button.setEnabled(bool(self.why.currentData()) and not state.is_busy)
        self.destroy_button.setEnabled(not state.is_busy)
        self.file_button.setEnabled(bool(self.purpose.currentData()) and not state.is_busy)

    def _current(self) -> Blob | None:
        papers, row = self._presenter.state.papers, self.list.currentRow()
        return papers[row] if 0 <= row < len(papers) else None

    def _on_aside(self) -> None:
        paper = self._current()
        if paper is not None and self.why.currentData():
            self._presenter.set_aside(paper.blob_id, WhyAside(str(self.why.currentData())))
            self.why.setCurrentIndex(0)

    def _on_destroy(self) -> None:
        paper = self._current()
        if paper is not None:
            dialog = ConfirmDialog(self.texts, self.context.theme, "case.papers.destroy-sure", self)
            dialog.agreed.connect(lambda: self._presenter.destroy(paper.blob_id))
            dialog.open()

    def _on_open(self, _item: QListWidgetItem | None = None) -> None:
        paper = self._current()
        if paper is None or paper.purpose.startswith(ASIDE):
            return
        self._is_opening = True
        self._presenter.open(self.list.currentRow())

    def _on_file(self) -> None:
        title, kinds = self.texts("case.papers.file-title"), self.texts("case.papers.files")
        ask_file(self, title, kinds, self._on_chosen)

    def _on_chosen(self, path: str) -> None:
        purpose = str(self.purpose.currentData() or "")
        if path and purpose:
            self._presenter.file(Path(path), purpose)
