"""Transcription from paper (転記): the scan beside the fields of its page, typed by two persons, the second blind."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.forms.answers import cell_at, cell_place
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_page_pictures import PagePicturesPresenter
from app.ui.presenters.case_transcription import TranscriptionPresenter
from app.ui.presenters.transcription_sheet import TO_DO, FieldLine, Stand
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Column
from app.ui.screens.case.picture_pane import PicturePane
from app.ui.screens.case.transcription_field import FieldCard
from app.ui.screens.case.transcription_words import TONES, visible_lines
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.dialogs import ask_file
from app.ui.widgets.labels import text_label
from app.ui.widgets.splitter import Splitter

COLUMNS = (
    Heading("case.transcription.box", 12),
    Heading("case.transcription.question", 17),
    Heading("case.transcription.on-paper", 18),
    Heading("case.transcription.value", 18),
    Heading("case.transcription.standing", 12),
)
STANDING = 4
_TOLD = (Stand.CHECK, Stand.WAITS, Stand.DIFFERS, Stand.AGREED, Stand.DRAFT, Stand.EMPTY)


class TranscriptionPage(AreaPage):
    """Left the scan, right the fields of the page and the one that is typed in."""

    def __init__(
        self,
        context: UiContext,
        presenter: TranscriptionPresenter,
        pictures: PagePicturesPresenter | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, presenter, parent)
        self._presenter, self._pictures = presenter, pictures
        self._file_dialog: QFileDialog | None = None
        self._in_card = self._is_awaited = False
        self.picture = None if pictures is None else PicturePane(context, pictures, self)
        self.sheet_label, self.sheets = text_label(), QuietCombo()
        self.told, self.refused = text_label(role="small"), text_label(role="lead")
        self.file_button, self.next_button, self.row_button = QPushButton(), QPushButton(), QPushButton()
        self.finish_button = QPushButton()
        self.finish_button.setProperty("kind", "main")
        self.name_label, self.name = text_label(), QLineEdit()
        self.table = LinesTable(context.texts, context.theme, COLUMNS, self, fits=True)
        self.place = Column(context, self)
        self.card = FieldCard(context, presenter)
        self._lay_out()
        self._listen()
        self.begin()

    @override
    def enter(self) -> None:
        # Before the first reading there is nothing yet that takes the keyboard.
        self._is_awaited = not self.work.isVisible()
        super().enter()

    @override
    def retranslate(self) -> None:
        texts = self.texts
        holder: QWidget | None = self.window().focusWidget()
        # Its field is made anew in the other language.
        self._in_card = holder is not None and self.card.place.isAncestorOf(holder)
        self._presenter.speak(texts.catalogue())
        self.sheet_label.setText(texts("case.transcription.page-label"))
        self.sheets.setAccessibleName(texts("case.transcription.page-label"))
        self.file_button.setText(texts("case.transcription.file"))
        self.next_button.setText(texts("case.transcription.seek"))
        self.row_button.setText(texts("case.transcription.add-row"))
        self.finish_button.setText(texts("case.transcription.finish"))
        self.name_label.setText(texts("case.transcription.name-under"))
        self.name.setAccessibleName(texts("case.transcription.name-under"))
        self.table.setAccessibleName(texts("case.transcription.list"))
        self.place.setAccessibleName(texts("case.transcription.field"))
        self.card.retranslate()
        if self.picture is not None:
            self.picture.retranslate()
        super().retranslate()
        self._in_card = False

    @override
    def show_state(self) -> None:
        super().show_state()
        state, texts = self._presenter.state, self.texts
        is_open = state.is_loaded and not state.refused
        for part in (self.work, *([self.picture] if self.picture is not None else [])):
            part.setVisible(is_open)
        self.refused.setVisible(bool(state.refused))
        if state.refused:
            self.refused.setText(texts(f"error.{state.refused}.what"))
        if not is_open:
            return
        self._show_pages()
        self._show_told()
        self.table.fill([self._row(one) for one in state.lines])
        if state.chosen is not None:
            self.table.choose(cell_place(state.chosen))
        line = state.line
        self.card.show_line(line)
        self.row_button.setEnabled(self._presenter.may_add_row())
        self.name_label.setVisible(state.is_correction)
        self.name.setVisible(state.is_correction)
        self._enable()
        if self.picture is not None and self._pictures is not None:
            self._pictures.show_scans(state.scans, state.page, self._presenter.pack)
            self.picture.show_line(line)
        if self._in_card and line is not None:
            self.send_keyboard(self.card.take_keyboard())
        elif self._is_awaited:
            self.send_keyboard(self.table)
        self._is_awaited = False

    @override
    def panes(self) -> list[QWidget]:
        """The scan, the head, the fields of the page, the field."""
        scan = [self.picture.view.canvas] if self.picture is not None and not self.picture.view.isHidden() else []
        return [self.table, self.place, self.head, *scan]

    @override
    def save_draft(self) -> None:
        self._take(final=False)
        self._presenter.keep()

    @override
    def drop(self) -> bool:
        had = self._presenter.has_input()
        self._presenter.drop()
        self.table.fill([])
        self.card.show_line(None)
        self.name.clear()
        self.let_go()
        return had

    @override
    def let_go(self) -> None:
        if self._pictures is not None:
            self.context.runner.cancel_owned_by(self._pictures)
            self._pictures.drop()

    # Making

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        self.work, self.head = QWidget(self), QWidget()
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        first, foot = QHBoxLayout(self.head), QHBoxLayout()
        for row in (first, foot):
            row.setContentsMargins(space(2), space(1), space(2), space(1))
            row.setSpacing(space(2))
        self.sheet_label.setWordWrap(False)
        self.name_label.setWordWrap(False)
        for part in (self.sheet_label, self.sheets, self.next_button, self.row_button):
            first.addWidget(part)
        first.addStretch(1)
        first.addWidget(self.file_button)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.name_label)
        foot.addWidget(self.name)
        foot.addWidget(self.finish_button)
        self.place.body.setContentsMargins(space(2), space(1), space(2), space(1))
        self.place.body.addWidget(self.card)
        self.place.body.addStretch(1)
        halves = Splitter(self.context.dividers, Divider.TRANSCRIPTION_CARD, Qt.Orientation.Vertical)
        halves.addWidget(self.table)
        halves.addWidget(self.place)
        halves.setStretchFactor(0, 1)
        halves.begin(190, 260)
        column.addWidget(self.head)
        column.addWidget(halves, 1)
        column.addLayout(foot)
        self.refused.setContentsMargins(space(4), space(4), space(4), space(4))
        self.column.addWidget(self.refused)
        if self.picture is None:
            self.column.addWidget(self.work, 1)
        else:
            self.lay_beside(Divider.TRANSCRIPTION, (self.picture, 48, 600), (self.work, 52, 640))

    def _listen(self) -> None:
        self.table.chosen.connect(self._on_row)
        self.sheets.activated.connect(self._on_page)
        self.card.edited.connect(self._on_edited)
        self.card.left.connect(self._on_left)
        self.card.done.connect(self.next_field)
        self.file_button.clicked.connect(self._on_file)
        self.next_button.clicked.connect(self.seek)
        self.row_button.clicked.connect(self.add_row)
        self.finish_button.clicked.connect(self._on_finish)
        self.name.textChanged.connect(self._enable)
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+Return": self.next_field,
            "Ctrl+Down": self.next_field,
            "Ctrl+Up": lambda: self._go(lambda: self._presenter.step(-1)),
            "Ctrl+PgDown": lambda: self._go(lambda: self._presenter.turn(1)),
            "Ctrl+PgUp": lambda: self._go(lambda: self._presenter.turn(-1)),
            "F4": self.add_row,
            "F7": self.card.say_blank,
            "F8": self.card.say_illegible,
            "F9": self.seek,
        }
        if self.picture is not None:
            view = self.picture.view
            keys |= {
                "Alt+Shift+Up": lambda: view.move_by(0, -1),
                "Alt+Shift+Down": lambda: view.move_by(0, 1),
                "Alt+Shift+Left": lambda: view.move_by(-1, 0),
                "Alt+Shift+Right": lambda: view.move_by(1, 0),
                "Alt+Shift+PgUp": lambda: view.enlarge(1),
                "Alt+Shift+PgDown": lambda: view.enlarge(-1),
            }
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for sequence, slot in keys.items():
            QShortcut(QKeySequence(sequence), self, slot, context=scope)
        entered = QShortcut(QKeySequence(Qt.Key.Key_Return), self.table)
        entered.setContext(Qt.ShortcutContext.WidgetShortcut)
        entered.activated.connect(self._on_entered)

    # Showing

    def _show_pages(self) -> None:
        state, texts = self._presenter.state, self.texts
        wanted = [texts("case.transcription.page", page=page) for page in state.pages]
        held = [self.sheets.itemText(place) for place in range(self.sheets.count())]
        if wanted != held:
            self.sheets.clear()
            self.sheets.addItems(wanted)
        if state.page in state.pages:
            self.sheets.setCurrentIndex(state.pages.index(state.page))

    def _show_told(self) -> None:
        state, texts = self._presenter.state, self.texts
        parts = [
            texts("case.transcription.count", stand=texts(f"case.transcription.stand.{stand}"), count=count)
            for stand in _TOLD
            if (count := state.counts.get(stand, 0))
        ]
        if state.covers:
            parts.append(texts("case.transcription.covers"))
        self.told.setText("　".join(parts))

    def _row(self, one: FieldLine) -> Line:
        texts = self.texts
        box = texts("case.transcription.box-row", box=one.box, row=one.number) if one.number else one.box
        stand = texts(f"case.transcription.stand.{one.stand}")
        cells = (box, one.label, visible_lines(one.written), visible_lines(one.value), stand)
        sentence = texts(
            "case.transcription.sentence", box=box, label=one.label, written=cells[2], value=cells[3], stand=stand
        )
        return Line(cell_place(one.cell), cells, sentence, ((STANDING, TONES[one.stand]),))

    def _enable(self) -> None:
        state = self._presenter.state
        has_name = bool(self.name.text().strip()) or not state.is_correction
        self.finish_button.setEnabled(state.is_settled and has_name and not state.is_busy)
        self.next_button.setEnabled(any(state.counts.get(stand, 0) for stand in TO_DO))
        self.file_button.setEnabled(not state.is_busy)

    # Hearing

    def next_field(self) -> None:
        """Take the field and go to the next one."""
        self._go(lambda: self._presenter.step(1))

    def seek(self) -> None:
        """Go to the next field that waits for this officer."""
        self._go(self._presenter.seek)

    def add_row(self) -> None:
        """Add a row to the table of the field."""
        if self.row_button.isEnabled():
            self._go(self._presenter.add_row)

    def _go(self, step: Callable[[], object]) -> None:
        """Move on, with the keyboard in the field that comes."""
        self._take(final=True)
        self._in_card = True
        step()
        self._in_card = False
        if self._presenter.state.line is not None:
            self.send_keyboard(self.card.take_keyboard())
            self.place.ensureWidgetVisible(self.card)

    def _take(self, *, final: bool) -> None:
        """Hand over what stands in the field."""
        cell = self.card.cell
        if cell is not None and cell == self._presenter.state.chosen:
            self._presenter.type(cell, self.card.entered(final=final))

    def _on_edited(self) -> None:
        self._take(final=False)

    def _on_left(self) -> None:
        self._take(final=True)
        self._presenter.commit()

    def _on_row(self, place: str) -> None:
        self._take(final=True)
        self._presenter.choose(cell_at(place))

    def _on_page(self, place: int) -> None:
        self._take(final=True)
        self._presenter.turn_to(self._presenter.state.pages[place])

    def _on_entered(self) -> None:
        self.send_keyboard(self.card.take_keyboard())

    def _on_file(self) -> None:
        title, kinds = self.texts("case.transcription.file-title"), self.texts("case.transcription.file-kinds")
        self._file_dialog = ask_file(self, title, kinds, self.file_scan)

    def file_scan(self, name: str) -> None:
        """File a chosen scan; it begins with the page in view."""
        self._presenter.file_scan(Path(name), self._presenter.state.page)

    def _on_finish(self) -> None:
        self._take(final=True)
        self._presenter.finish(self.name.text())
