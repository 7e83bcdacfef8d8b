"""The answers of one section as a table of plain text; headings of questions stand between them."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from app.models.domain.text import visible, without_stop
from app.models.forms.answers import AnswerState
from app.models.forms.reading import Line
from app.services.findings.written import PlacedFlag
from app.services.queries.keeping import PlacedQuery
from app.ui.presenters.case_answer_rows import Block
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
SHOWN_CHARACTERS = 2000
COLUMNS = ("place", "question", "answer", "lookback", "revision", "flag")
PLACE, QUESTION, ANSWER, LOOKBACK, REVISION, FLAG = range(6)
HEADING_ROLE = int(Qt.ItemDataRole.UserRole) + 1
QUIET_ROLE = HEADING_ROLE + 1
"""The cell holds a word of state, not what the person wrote."""
TONE_ROLE = HEADING_ROLE + 2


def lookback_words(line: Line, texts: Texts) -> str:
    """How far back the question asks."""
    if line.lookback is None:
        return ""
    if line.lookback.years is not None:
        return texts("case.lookback.years", years=line.lookback.years)
    return texts(f"case.lookback.{line.lookback.since}")


def answer_words(line: Line, texts: Texts) -> str:
    """The answer as the examiner reads it; nothing answered is said in words."""
    if line.locked:
        return texts("case.answer.locked")
    if line.masked:
        return texts("case.answer.masked")
    if line.state is None:
        return texts("case.answer.unanswered")
    return visible(line.shown, SHOWN_CHARACTERS)


class AnswerModel(QAbstractTableModel):
    """Headings and answers; columns as in :data:`COLUMNS`."""

    def __init__(
        self,
        texts: Texts,
        flag_on: Callable[[Line], PlacedFlag | None],
        query_on: Callable[[Line], PlacedQuery | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts, self._flag_on, self._query_on = texts, flag_on, query_on
        self._rows: tuple[Block | Line, ...] = ()
        self._writers: tuple[Callable[[Line], str], ...] = (
            self._place,
            lambda line: line.label,
            self._answer,
            lambda line: lookback_words(line, texts),
            self._revision,
            self._flag,
        )

    def show_rows(self, rows: tuple[Block | Line, ...]) -> None:
        """Show another section."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def refresh(self) -> None:
        """Flags or language changed."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def row_at(self, place: int) -> Block | Line | None:
        """Heading or answer of a row."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def next_line(self, place: int, step: int) -> int | None:
        """Row of the next answer (``step`` 1) or the one before (-1), passing headings; None at the end."""
        place += step
        while 0 <= place < len(self._rows):
            if isinstance(self._rows[place], Line):
                return place
            place += step
        return None

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._texts(f"case.answers.{COLUMNS[section]}")
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not isinstance(self.row_at(index.row()), Line):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index.row())
        if row is None:
            return None
        if isinstance(row, Block):
            return self._heading(row, index.column(), role)
        return self._of_line(row, index.column(), role)

    def _of_line(self, line: Line, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._writers[column](line)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._sentence(line)
        if role == QUIET_ROLE:
            return column != QUESTION and (column != ANSWER or line.state is not AnswerState.VALUE)
        if role == TONE_ROLE and column == FLAG:
            flag = self._flag_on(line)
            if self._query_on(line) is not None:
                return Tone.WARN
            return None if flag is None else Tone.WARN if flag.is_open else Tone.GOOD
        return None

    def _heading(self, block: Block, column: int, role: int) -> object:
        if role == HEADING_ROLE:
            return True
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleDescriptionRole) or column:
            return None
        if block.number:
            return self._texts("case.answers.heading-row", box=block.box, label=block.label, number=block.number)
        return self._texts("case.answers.heading", box=block.box, label=block.label)

    def _place(self, line: Line) -> str:
        return self._texts("case.answers.page-box", page=line.paper.page, box=line.paper.box)

    def _answer(self, line: Line) -> str:
        words = answer_words(line, self._texts)
        if line.struck:
            return self._texts("case.answer.struck", answer=words)
        return self._texts("case.answer.hidden", answer=words) if line.hidden else words

    def _revision(self, line: Line) -> str:
        return self._texts("case.answers.revision-number", number=line.revision) if line.revision > 1 else ""

    def _flag(self, line: Line) -> str:
        """The flag, and the query that waits, one below the other."""
        flag, query = self._flag_on(line), self._query_on(line)
        marks = []
        if flag is not None:
            tone, word = (Tone.WARN, "open") if flag.is_open else (Tone.GOOD, "closed")
            marks.append(f"{SIGNS[tone]} {self._texts(f'case.flag.{word}')}")
        if query is not None:
            marks.append(f"{SIGNS[Tone.WARN]} {self._texts(f'case.query.mark-{query.query.state}')}")
        return "\n".join(marks)

    def _sentence(self, line: Line) -> str:
        flag = self._flag_on(line)
        state = "none" if flag is None else "open" if flag.is_open else "closed"
        query = self._query_on(line)
        return self._texts(
            "case.answers.sentence",
            query=self._texts(f"query-state.{query.query.state}" if query is not None else "case.query.none"),
            label=without_stop(line.label),
            answer=answer_words(line, self._texts),
            page=line.paper.page,
            box=line.paper.box,
            flag=self._texts(f"case.flag.{state}"),
        )
