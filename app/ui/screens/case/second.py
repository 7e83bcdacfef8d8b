"""The second reading of a case: both views side by side, and beside them the note of the conference."""

from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from app.models.domain.text import visible
from app.services.documents.date_text import both_calendars
from app.services.sampling.conference import BothViews, CaseReading
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_second import SecondPresenter
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Column, ProseEdit, ReadOnlyProse, caption, make_stop
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.labels import text_label

VIEWS = (
    Heading("case.second.column.item", 16),
    Heading("case.second.column.compared", 12),
    Heading("case.second.column.first", 30),
    Heading("case.second.column.second", 30),
)


class SecondPage(AreaPage):
    """Nothing of either view can be changed here."""

    def __init__(self, context: UiContext, presenter: SecondPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._is_saving = False
        self.left, self.side = Column(context, self, 160), Column(context, self)
        self.state_card, self.note_card = Card(context), Card(context)
        make_stop(self.state_card.title)
        self.words, self.medical = text_label(), text_label(role="hint")
        self.table = LinesTable(self.texts, context.theme, VIEWS, self, wraps=True)
        self.state_card.add(self.words, self.table, self.medical)
        self.left.body.addWidget(self.state_card, 1)
        self.held, self.held_by = ReadOnlyProse(), text_label(role="small")
        self.note_hint, self.note_caption = text_label(role="hint"), caption()
        self.note, self.button = ProseEdit(6), QPushButton()
        self.button.setProperty("kind", "main")
        self.note_card.add(self.held_by, self.held, self.note_hint, self.note_caption, self.note, self.button)
        self.side.body.addWidget(self.note_card)
        self.side.body.addStretch(1)
        self.lay_beside(Divider.SECOND, (self.left, 66, 780), (self.side, 34, 400))
        self.note.edited.connect(self._enable)
        self.button.clicked.connect(self._on_hold)
        self.begin()

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.state_card.title.setText(texts("case.second.title"))
        self.note_card.title.setText(texts("case.second.conference"))
        self.medical.setText(texts("case.second.medical"))
        self.note_hint.setText(texts("case.second.hint"))
        self.note_caption.setText(texts("case.second.note"))
        self.note.setAccessibleName(texts("case.second.note"))
        self.button.setText(texts("case.second.hold"))
        self.table.setAccessibleName(texts("case.second.title"))
        self.side.setAccessibleName(texts("case.second.conference"))
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show both views, and the conference."""
        super().show_state()
        state = self._presenter.state
        reading = state.reading
        if self._is_saving and not state.is_busy:
            self._is_saving = False
            if state.error is None:
                self.note.show_text("")
        self.words.setText(self._words(reading))
        views = () if reading is None else reading.views
        self.table.fill([self._line(one) for one in views])
        self.table.setVisible(bool(views))
        held = None if reading is None else reading.conference
        self.held.setVisible(held is not None)
        self.held_by.setVisible(held is not None)
        if held is not None:
            name = visible(state.names.get(held.written_by, ""), NAME_CHARACTERS)
            day = both_calendars(held.written_on, self.texts.language)
            self.held_by.setText(self.texts("case.second.held-by", day=day, name=name))
            self.held.set_untrusted(held.text)
        parts: tuple[QWidget, ...] = (self.note_hint, self.note_caption, self.note, self.button)
        for part in parts:
            part.setVisible(state.may_hold)
        self.note_card.setVisible(held is not None or state.may_hold)
        self._enable()

    @override
    def panes(self) -> list[QWidget]:
        """The views, and the note where there is one to write."""
        first: QWidget = self.left if self.table.isHidden() else self.table
        return [first, *([self.side] if self._presenter.state.may_hold else [])]

    @override
    def drop(self) -> bool:
        """Forget a note that was being written."""
        had = bool(self.note.text().strip())
        self.note.show_text("")
        self.table.fill([])
        return had

    def _words(self, reading: CaseReading | None) -> str:
        texts = self.texts
        if reading is None:
            return ""
        if reading.given_on is None:
            return texts("case.second.reading" if reading.has_reader else "case.second.unassigned")
        day = both_calendars(reading.given_on, texts.language)
        count = sum(one.second.differs for one in reading.views)
        if not count:
            return texts("case.second.alike", day=day)
        return texts("case.second.open" if reading.is_open else "case.second.talked-over", day=day, count=count)

    def _line(self, both: BothViews) -> Line:
        texts, second = self.texts, both.second
        item = texts("case.item", number=second.view.item, name=texts(f"item.{second.view.item}"))
        compared = texts("case.second.differs" if second.differs else "case.second.same")
        first = self._view(both.first, is_adverse=second.first_adverse)
        own = self._view(second.view.text, is_adverse=second.view.adverse)
        tones = ((1, Tone.WARN if second.differs else Tone.GOOD),)
        sentence = texts("case.second.sentence", item=item, compared=compared, first=first, second=own)
        return Line(str(second.view.item), (item, compared, first, own), sentence, tones)

    def _view(self, text: str, *, is_adverse: bool) -> str:
        word = self.texts("second.adverse" if is_adverse else "second.not-adverse")
        return f"{word}\n{text}" if text else word

    def _enable(self) -> None:
        state = self._presenter.state
        self.button.setEnabled(state.may_hold and bool(self.note.text().strip()) and not state.is_busy)

    def _on_hold(self) -> None:
        if not asks_first(self.note):
            self._is_saving = True
            self._presenter.hold(self.note.text())
