"""The answers of a section, as a list or as the pages of the form: one of them in view, the keys of both below."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.models.forms.reading import Line
from app.ui.context import UiContext
from app.ui.presenters.case_answers_state import AnswersState
from app.ui.screens.case.answer_paper import AnswerPaper
from app.ui.screens.case.answer_table import AnswerTable
from app.ui.widgets.labels import text_label


class ReadingPane(QWidget):
    """The middle pane; the list says which answer is current, whatever is in view."""

    def __init__(self, context: UiContext, table: AnswerTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self.table, self.paper = table, AnswerPaper(context, table)
        self.views = QStackedWidget(self)
        for view in (self.table, self.paper):
            self.views.addWidget(view)
        self.keys = text_label(role="small")
        self.keys.setContentsMargins(8, 4, 8, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.views, 1)
        column.addWidget(self.keys)

    @property
    def is_paper(self) -> bool:
        """The pages are in view."""
        return self.views.currentWidget() is self.paper

    @property
    def reader(self) -> QWidget:
        """What takes the keyboard."""
        return self.paper.sheets if self.is_paper else self.table

    def lines_in_view(self) -> list[Line]:
        """The answers that are on the screen."""
        return (self.paper if self.is_paper else self.table).lines_in_view()

    def show_state(self, state: AnswersState) -> bool:
        """Show the pages as soon as they are drawn, or the list; true where the keyboard has to go along."""
        self.paper.show_section(state.paper, state.rows, is_narrowed=bool(state.left_out))
        had_keyboard, was_paper = self.window().focusWidget() is self.reader, self.is_paper
        self.views.setCurrentWidget(self.paper if state.is_paper and state.paper is not None else self.table)
        keys = self._texts("case.paper.keys" if self.is_paper else "case.answers.keys")
        self.keys.setText(self._texts("case.span.answers", left_out=state.left_out) if state.left_out else keys)
        return had_keyboard and self.is_paper is not was_paper

    def drop(self) -> None:
        """Show nothing of the case."""
        self.paper.show_section(None, (), is_narrowed=False)
