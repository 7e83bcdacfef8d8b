"""The questionnaire in three panes: sections, answers of one section, flags and notes beside them."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.domain.finding import Citation
from app.models.domain.ids import CaseId
from app.models.forms.reading import Line
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_answer_rows import Question, SectionLine
from app.ui.presenters.case_answers import AnswersPresenter
from app.ui.presenters.case_citing import Cited
from app.ui.screens.case.answer_model import AnswerModel
from app.ui.screens.case.answer_side import AnswerSide
from app.ui.screens.case.answer_table import AnswerTable
from app.ui.screens.case.beside_pane import BesidePane, EarlierChoice
from app.ui.screens.case.coverage import CoverageButton
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.reading_pane import ReadingPane
from app.ui.screens.case.two_lines import TwoLineList
from app.ui.theme.tokens import Tone
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import centred, text_label


class AnswersPage(AreaPage):
    """Reading; nothing is opened that was not chosen.

    Signals:
        return_asked: An answer is to be returned for correction: item, row or an empty text, number of the row.
        revisions_asked: The revisions of an answer are to be compared: item, row or an empty text.
        cite_asked: An answer is to be put to a finding, as a :class:`Citation`.
    """

    return_asked = Signal(str, str, int)
    revisions_asked = Signal(str, str)
    cite_asked = Signal(object)

    def __init__(self, context: UiContext, presenter: AnswersPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._shown: object = None
        self._sought: tuple[str, str | None] | None = None
        self._asked = ""
        self._shown_beside: object = None
        self._followed: tuple[str, str | None] | None = None
        self.sections = TwoLineList(context, self)
        self.sections.itemActivated.connect(self._on_section)
        self.sections.itemClicked.connect(self._on_section)
        self.model = AnswerModel(self.texts, presenter.flag_on, presenter.query_on, self)
        self.table = AnswerTable(self.model, context.theme, self)
        self.side = AnswerSide(context, presenter, self)
        self.middle = self._middle()
        self.left = self._left()
        self.lay_beside(Divider.ANSWERS, (self.left, 20, 205), (self.middle, 52, 665), (self.side, 28, 330))
        self.table.line_changed.connect(self._on_line)
        self.table.flag_asked.connect(self.side.begin_flag)
        self.table.query_asked.connect(self.side.begin_query)
        self.table.note_asked.connect(self.side.begin_note)
        self.table.paper_asked.connect(self.turn)
        self.table.detail_asked.connect(self._on_detail)
        self.side.left.connect(self._on_left)
        for part in (self.table, self.side):
            part.return_asked.connect(self.ask_return)
            part.revisions_asked.connect(self.ask_revisions)
            part.cite_asked.connect(self.cite)
        self.begin()

    def _left(self) -> QWidget:
        """The sections, and the questionnaire as paper below them."""
        left = QWidget(self)
        self.paper_button = QPushButton()
        self.paper_button.clicked.connect(self.turn)
        self.filled_button, self.blank_button = QPushButton(), QPushButton()
        self.filled_button.clicked.connect(self._on_filled)
        self.blank_button.clicked.connect(self._on_blank)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.context.theme.scale.space(1.5))
        self.beside_caption, self.earlier = text_label(role="small"), EarlierChoice(self.texts)
        self.earlier.activated.connect(self._on_earlier)
        self.coverage = CoverageButton(self.texts, self._presenter.work)
        self.coverage.sought.connect(self._on_unshown)
        column.addWidget(self.sections, 1)
        column.addWidget(self.coverage)
        column.addWidget(self.paper_button)
        column.addWidget(self.beside_caption)
        column.addWidget(self.earlier)
        column.addWidget(self.filled_button)
        column.addWidget(self.blank_button)
        return left

    def _middle(self) -> QStackedWidget:
        self.empty, self.covered = QWidget(self), QWidget(self)
        self.hint, self.cover_title = text_label(role="hint"), text_label(role="lead")
        self.cover_text, self.uncover_button = text_label(), QPushButton()
        self.uncover_button.clicked.connect(self._on_uncover)
        first, second = QVBoxLayout(), QVBoxLayout()
        first.addWidget(self.hint)
        second.setSpacing(self.context.theme.scale.space(3))
        second.addWidget(self.cover_title)
        second.addWidget(self.cover_text)
        second.addWidget(self.uncover_button, 0, Qt.AlignmentFlag.AlignLeft)
        centred(self.empty, first, 60)
        centred(self.covered, second, 60)
        self.reading = ReadingPane(self.context, self.table, self)
        self.beside = BesidePane(self.context, self)
        stack = QStackedWidget(self)
        for page in (self.empty, self.covered, self.reading, self.beside):
            stack.addWidget(page)
        return stack

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.sections.setAccessibleName(texts("case.answers.sections"))
        self.table.setAccessibleName(texts("case.answers.name"))
        self.cover_title.setText(texts("case.answers.covered"))
        self.cover_text.setText(texts("case.answers.covered-why"))
        self.uncover_button.setText(texts("case.answers.uncover"))
        self.filled_button.setText(texts("case.answers.print"))
        self.blank_button.setText(texts("case.answers.print-blank"))
        self.beside_caption.setText(texts("case.beside.name"))
        self.earlier.retranslate()
        self.coverage.show_state()
        self._presenter.speak(texts.language.value)
        self.side.retranslate()
        self.model.refresh()
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show the panes."""
        super().show_state()
        state = self._presenter.state
        self._show_sections(state.sections)
        if state.rows is not self._shown:
            self._shown = state.rows
            self.model.show_rows(state.rows)
        else:
            self.model.refresh()
        self.uncover_button.setVisible(not state.locked)
        for button in (self.filled_button, self.blank_button):
            button.setVisible(state.may_print)
            button.setEnabled(not state.is_busy)
        why = self.texts("case.answers.locked-why", why=self.texts(state.locked)) if state.locked else ""
        self.cover_text.setText(why or self.texts("case.answers.covered-why"))
        self.cover_title.setText(self.texts("case.answers.locked" if state.locked else "case.answers.covered"))
        self.earlier.show_earlier(state.earlier, state.beside)
        self.beside_caption.setVisible(bool(state.earlier))
        if state.compared is not self._shown_beside:
            self._shown_beside = state.compared
            self.beside.show_compared(state.compared)
        left_out = self.texts("case.span.answers", left_out=state.left_out) if state.left_out else ""
        self.hint.setText(left_out or self.texts("case.answers.choose"))
        if self.reading.show_state(state):
            self.send_keyboard(self.reading.reader)
        self.paper_button.setText(self.texts("case.paper.list" if state.is_paper else "case.paper.show"))
        self.paper_button.setEnabled(bool(state.rows) and state.beside is None)
        page = self.covered if state.is_covered else self.reading if state.rows else self.empty
        if state.compared is not None and not state.is_covered:
            page = self.beside
        self.middle.setCurrentWidget(page)
        self._go_to_sought()
        self.side.show_line(self.table.line() if page is self.reading else None)

    def turn(self) -> None:
        """Turn between the list of answers and the pages of the form."""
        if self._presenter.state.rows and self._presenter.state.beside is None:
            self._presenter.turn()

    def _on_earlier(self, place: int) -> None:
        chosen = self.earlier.itemData(place)
        self._presenter.compare_with(CaseId(chosen) if chosen else None)

    @override
    def activate(self) -> None:
        super().activate()
        if not self.coverage.presenter.state.is_loaded:
            self.coverage.presenter.load()

    def turn_stale(self) -> None:
        """Answers were corrected: read them again when this area is next in view."""
        self.coverage.presenter.load()
        self._presenter.turn_stale()

    def seek(self, link_id: str, row: str | None) -> None:
        """Go to an answer as soon as its section is in view; a covered one is uncovered by the officer."""
        self._presenter.compare_with(None)
        self._sought = (link_id, row)
        self._presenter.seek(link_id)
        self._go_to_sought()

    def questions(self) -> list[Question]:
        """What the form asks, for finding it by name."""
        return self._presenter.questions()

    def seek_question(self, link_id: str) -> None:
        """Go to the first answer to a question, of a table or of a section; it is opened as if it had been chosen."""
        self._presenter.compare_with(None)
        self._asked = link_id
        self._presenter.seek(link_id)
        if self._presenter.state.chosen == self._presenter.section_of(link_id):
            self._go_to_sought()

    def _find_asked(self) -> None:
        """Which answer a question that was sought begins with, once its section was read."""
        lines = [row for row in self._presenter.state.rows if isinstance(row, Line)]
        within = [one for one in lines if f"{one.link_id}.".startswith(f"{self._asked}.")]
        if self._asked and lines and self._presenter.section_of(self._asked) == self._presenter.state.chosen:
            first = (within or lines)[0]
            self._sought, self._asked = (first.link_id, first.row), ""

    def _go_to_sought(self) -> None:
        self._find_asked()
        if self._sought is None:
            if self._asked and self.middle.currentWidget() is self.covered and self.uncover_button.isVisible():
                self.send_keyboard(self.uncover_button)
            return
        if self.middle.currentWidget() is self.covered and self.uncover_button.isVisible():
            self.send_keyboard(self.uncover_button)
        elif self._presenter.is_left_out(self._sought):
            self._presenter.show_all()
        elif self.middle.currentWidget() is self.reading and self.table.go_to(*self._sought):
            self._followed, self._sought = self._sought, None
            self._point_at_section()
            self._followed = None
            self.send_keyboard(self.reading.reader)

    @override
    def follow(self) -> None:
        """Go to the answer that was chosen elsewhere; a section that is not open is pointed at, never opened."""
        super().follow()
        focus, line = self._presenter.work.focus, self.table.line()
        if focus.cell is None or (line is not None and focus.is_at((line.link_id, line.row))):
            return
        if self._presenter.section_of(focus.cell[0]) == self._presenter.state.chosen:
            self.table.go_to(*focus.cell)
        else:
            self._followed = focus.cell
            self._point_at_section()

    def _point_at_section(self) -> None:
        if self._followed is None:
            return
        section = self._presenter.section_of(self._followed[0])
        for place in range(self.sections.count()):
            if self.sections.item(place).data(Qt.ItemDataRole.UserRole) == section:
                self.sections.setCurrentRow(place)

    @override
    def panes(self) -> list[QWidget]:
        """Sections, answers, side."""
        is_shut = bool(self._presenter.state.locked)
        if is_shut and self.middle.currentWidget() is self.covered:
            return [self.left, self.side]
        middle: QWidget = self.uncover_button if self.middle.currentWidget() is self.covered else self.reading.reader
        if self.middle.currentWidget() is self.beside:
            middle = self.beside.table
        return [self.left, middle, self.side]

    @override
    def drop(self) -> bool:
        """Forget flags and notes that were being written."""
        had = self.side.has_input()
        self.side.drop()
        self.model.show_rows(())
        self.reading.drop()
        self.beside.show_compared(None)
        return had

    @override
    def restore(self) -> None:
        """A flag or query that was given up and came back."""
        self.side.restore()

    @override
    def save_draft(self) -> None:
        """A note and a flag that are being written are kept as drafts; so is which answers are on the screen."""
        if self.reading.isVisible():
            self.coverage.presenter.saw(self.reading.lines_in_view())
        if self._presenter.state.may_write:
            self._presenter.keep_note(str(self.side.purpose.currentData() or ""), self.side.note.text())
            self.side.keep_flag()
        if self._presenter.state.may_ask:
            self.side.query_card.keep()

    def _show_sections(self, sections: tuple[SectionLine, ...]) -> None:
        texts = self.texts
        for place, section in enumerate(sections):
            name = texts("case.answers.section", letter=section.link_id, name=section.name)
            second = self._section_words(section)
            spoken = texts("case.list.sentence", name=name, second=second)
            is_open = section.link_id == self._presenter.state.chosen
            self.sections.show_line(place, name, second, spoken, is_open=is_open)
            self.sections.item(place).setData(Qt.ItemDataRole.UserRole, section.link_id)
        if sections and self.sections.currentRow() < 0:
            self.sections.setCurrentRow(0)
            self._point_at_section()

    def _section_words(self, section: SectionLine) -> str:
        item = self.texts(f"item.{section.purpose}")
        if section.open_flags:
            return self.texts("case.answers.second-flagged", item=item, page=section.page, count=section.open_flags)
        return self.texts("case.answers.second", item=item, page=section.page)

    def _on_section(self, item: QListWidgetItem) -> None:
        section, followed = str(item.data(Qt.ItemDataRole.UserRole)), self._followed
        is_there = followed is not None and self._presenter.section_of(followed[0]) == section
        self._sought = followed if is_there else None
        self._followed = None
        self._presenter.choose(section)
        self.sections.scrollToItem(item)
        if self._presenter.state.is_covered and self._presenter.state.locked:
            return
        if self._presenter.state.is_covered:
            self.uncover_button.setFocus()
        elif self._presenter.state.beside is not None:
            self.beside.table.setFocus()
        else:
            self.reading.reader.setFocus()

    def _on_unshown(self, link_id: str, row: str) -> None:
        self.seek(link_id, row or None)

    def _on_filled(self) -> None:
        name = self.texts("questionnaire.file", number=self._presenter.work.sheet.case.number)
        ask_target(self, self.texts("case.answers.print"), name, self.save_filled_to)

    def _on_blank(self) -> None:
        ask_target(
            self, self.texts("case.answers.print-blank"), self.texts("questionnaire.blank-file"), self.save_blank_to
        )

    def save_filled_to(self, name: str) -> None:
        """Write the filled questionnaire to the place that was chosen."""
        self._presenter.save_paper(Path(name), is_filled=True)

    def save_blank_to(self, name: str) -> None:
        """Write the blank questionnaire to the place that was chosen."""
        self._presenter.save_paper(Path(name), is_filled=False)

    def _on_uncover(self) -> None:
        self._presenter.uncover()
        self.reading.reader.setFocus()

    def _on_line(self) -> None:
        line = self.table.line()
        if line is not None and not line.locked:
            self._presenter.work.focus.cell = (line.link_id, line.row)
        self.side.show_line(line)

    def ask_return(self) -> None:
        """Return the box of the answer in view for correction."""
        line = self.table.line()
        if line is not None and self._presenter.may_return(line):
            self.return_asked.emit(line.link_id, line.row or "", self._presenter.row_number(line))

    def ask_revisions(self) -> None:
        """Compare the revisions of the answer in view."""
        line = self.table.line()
        if line is not None and line.revision > 1:
            self.revisions_asked.emit(line.link_id, line.row or "")

    def cite(self) -> None:
        """Put the answer in view to a finding."""
        line = self.table.line()
        if line is None:
            return
        if self._presenter.may_cite(line):
            self.cite_asked.emit(Citation(line.link_id, line.row, line.revision))
        else:
            key = "case.cite.unanswered" if not line.locked and line.revision == 0 else "case.cite.not-now"
            self.notice.show_message(self.texts(key), Tone.WARN)

    def say_cited(self, cited: Cited) -> None:
        """Say to which fact it was put."""
        item = self.texts("case.item", number=cited.item, name=self.texts(f"item.{cited.item}"))
        key = "case.cite.was-there" if cited.was_there else "case.cite.done"
        self.notice.show_message(self.texts(key, item=item, number=cited.number), Tone.GOOD)

    def _on_left(self) -> None:
        self.send_keyboard(self.reading.reader)

    def _on_detail(self) -> None:
        self.side.show_whole()
