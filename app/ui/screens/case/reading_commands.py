"""The commands of the case screen for reading: each a key of the lists, and a line of the palette."""

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget

from app.ui.presenters.case_head import Area
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.decision import DecisionPage
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.page import AreaPage


class ReadingCommands:
    """Part of the case screen; every public method is the handler of a command."""

    pages: dict[Area, AreaPage]
    tabs: QTabWidget

    def next_answer(self) -> None:
        """To the next answer."""
        self._at_answers(lambda page: page.table.go(1))

    def previous_answer(self) -> None:
        """To the answer before."""
        self._at_answers(lambda page: page.table.go(-1))

    def flag_answer(self) -> None:
        """Put a flag on the answer in view, or close the one that is there."""
        self._at_answers(lambda page: page.side.begin_flag())

    def query_answer(self) -> None:
        """Ask a colleague about the answer in view, or answer."""
        self._at_answers(lambda page: page.side.begin_query())

    def note_answer(self) -> None:
        """Write a note."""
        self._at_answers(lambda page: page.side.begin_note())

    def turn_paper(self) -> None:
        """Turn between the list of answers and the pages of the form."""
        self._at_answers(lambda page: page.turn())

    def return_answer(self) -> None:
        """Return the box of the answer in view for correction."""
        self._at_answers(lambda page: page.ask_return())

    def compare_answer(self) -> None:
        """Compare the revisions of the answer in view."""
        self._at_answers(lambda page: page.ask_revisions())

    def show_answer(self) -> None:
        """Bring the whole answer into view."""
        self._at_answers(lambda page: page.side.show_whole())

    def save_written(self) -> None:
        """Save the findings, or the evaluation."""
        page = self.tabs.currentWidget()
        if isinstance(page, FindingsPage | DecisionPage):
            page.save()

    def cite_answer(self) -> None:
        """Put the answer in view to a finding."""
        self._at_answers(lambda page: page.cite())

    def _at_answers(self, act: Callable[[AnswersPage], None]) -> None:
        page = self.pages.get(Area.ANSWERS)
        if isinstance(page, AnswersPage) and page.isVisible():
            act(page)
