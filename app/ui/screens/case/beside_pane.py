"""The section in view of an earlier questionnaire and of the one of now, line by line."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.models.domain.ids import CaseId
from app.models.forms.beside import BesideLine
from app.models.forms.leading import Fate
from app.models.forms.reading import Line as Cell
from app.services.questionnaires.renewal import Compared, EarlierCase
from app.ui.context import UiContext
from app.ui.screens.case.answer_model import answer_words
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.labels import text_label

COLUMNS = (
    Heading("case.beside.box", 10),
    Heading("case.beside.question", 19),
    Heading("case.beside.then", 18),
    Heading("case.beside.now", 18),
    Heading("case.beside.form", 10),
    Heading("case.beside.compared", 9),
)
FORM, COMPARED = 4, 5


class EarlierChoice(QComboBox):
    """The earlier cases of the person; gone where there are none."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._said: object = None
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def retranslate(self) -> None:
        """Say it in the current language when it is shown next."""
        self._said = None
        self.setAccessibleName(self._texts("case.beside.name"))

    def show_earlier(self, earlier: tuple[EarlierCase, ...], beside: CaseId | None) -> None:
        """Offer the cases, with the one that is beside this one chosen."""
        if earlier != self._said:
            self._said = earlier
            self.clear()
            self.addItem(self._texts("case.beside.alone"), None)
            for one in earlier:
                words = self._texts("case.beside.earlier", number=one.number, day=one.opened_on.isoformat())
                self.addItem(words, one.case_id)
            self.setToolTip(self._texts("case.beside.what"))
        self.setCurrentIndex(max(0, self.findData(beside)))
        self.setVisible(bool(earlier))


class BesidePane(QWidget):
    """A table, and a word about what is not shown."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self.table = LinesTable(context.texts, context.theme, COLUMNS, self, wraps=True, fits=True)
        self.note, self.shut = text_label(role="small"), text_label(role="small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        for label in (self.note, self.shut):
            label.setContentsMargins(8, 4, 8, 4)
            column.addWidget(label)

    def show_compared(self, compared: Compared | None) -> None:
        """Show a section; nothing while it is read."""
        texts = self._texts
        self.table.setAccessibleName(texts("case.beside.name"))
        self.table.fill(beside_lines(texts, compared.lines) if compared is not None else [])
        found = compared.lines if compared is not None else ()
        self.note.setText(texts("case.beside.count", count=sum(one.differs for one in found)))
        self.shut.setText(texts("case.beside.shut"))
        self.shut.setVisible(compared is not None and compared.shuts_medical)


def beside_lines(texts: Texts, lines: Sequence[BesideLine]) -> list[Line]:
    """The rows of the table."""
    numbers: dict[tuple[bool, str, str], int] = {}
    return [_row(texts, number, one, numbers) for number, one in enumerate(lines)]


def _row(texts: Texts, number: int, one: BesideLine, numbers: dict[tuple[bool, str, str], int]) -> Line:
    cell = one.new or one.old
    if cell is None:
        return Line(str(number), ("",) * len(COLUMNS), "")
    question = _question(texts, cell, numbers, is_now=one.new is not None)
    then = _answer(texts, one.old)
    now = _answer(texts, one.new)
    if one.old is not None and one.old.label != cell.label:
        then = texts("case.beside.then-of", label=one.old.label, answer=then)
    form = "" if one.fate is Fate.SAME else texts(f"case.beside.fate.{one.fate}")
    compared = texts("case.beside.differs") if one.differs else ""
    box = texts("case.answers.page-box", page=cell.paper.page, box=cell.paper.box)
    tones = ((COMPARED, Tone.INFO),) if one.differs else ()
    sentence = texts(
        "case.beside.sentence",
        question=question,
        then=then,
        now=now,
        form=texts(f"case.beside.fate.{one.fate}"),
        compared=texts("case.beside.differs" if one.differs else "case.beside.no-difference"),
    )
    return Line(str(number), (box, question, then, now, form, compared), sentence, tones)


def _answer(texts: Texts, cell: Cell | None) -> str:
    return texts("case.beside.nothing") if cell is None else answer_words(cell, texts)


def _question(texts: Texts, cell: Cell, numbers: dict[tuple[bool, str, str], int], *, is_now: bool) -> str:
    """The label, and in tables which row of it, counted apart for then and now."""
    if cell.row is None:
        return cell.label
    section = cell.link_id.partition(".")[0]
    rows = [row for now, asked, row in numbers if (now, asked) == (is_now, section)]
    number = numbers.setdefault((is_now, section, cell.row), len(rows) + 1)
    return texts("case.beside.question-row", label=cell.label, number=number)
