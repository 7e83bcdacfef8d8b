"""How rules look at answers: terms in three values, rows of a table, dates as ranges, places on paper."""

from collections.abc import Iterator
from functools import cached_property

from app.models.domain.dates import PartialDate
from app.models.forms.answers import Answer, AnswerState, Cell
from app.models.forms.days import date_of, widest
from app.models.forms.items import Item, ItemType
from app.models.forms.visibility import Visibility
from app.models.rules.definition import Span, Term
from app.models.rules.found import Place, Used
from app.models.rules.material import Material
from app.models.rules.periods import ANY_DAY, DayRange, Period
from app.models.rules.truth import Truth, all_of


class Looking:
    """The material of one run, with what every checker asks of it."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.as_of = material.as_of
        self._sight = Visibility(material.pack, material.response)
        self._rows: dict[str, tuple[str | None, ...]] = {}
        self._dates: dict[str, PartialDate | None] = {}

    def number(self, parameter: str) -> int:
        """A number that the pack sets for the reference day."""
        return int(str(self.material.pack.parameter(parameter, self.as_of)))

    def codes(self, parameter: str) -> tuple[str, ...]:
        """A list of codes that the pack sets for the reference day."""
        value = self.material.pack.parameter(parameter, self.as_of)
        return value if isinstance(value, tuple) else (str(value),)

    def answer(self, link_id: str, row: str | None = None) -> Answer | None:
        """The newest answer of a cell that is shown; an answer that no longer applies is none."""
        answer = self.material.response.get(link_id, row)
        if answer is None or answer.not_applicable_since is not None or not self._sight.shown(link_id, row):
            return None
        return answer

    def rows(self, link_id: str) -> tuple[str | None, ...]:
        """Rows of the table that an item is a column of, in the order of first mention; one ``None`` outside tables."""
        index = self.material.pack.index
        table = index.table(link_id)
        if table is None:
            return (None,)
        if table.link_id not in self._rows:
            columns = (each.link_id for each in index.columns(table.link_id))
            self._rows[table.link_id] = self.material.response.rows_of(*columns)
        return self._rows[table.link_id]

    def same_table(self, *link_ids: str) -> bool:
        """Whether the items are columns of one table."""
        tables = {table.link_id if table is not None else "" for table in map(self.material.pack.index.table, link_ids)}
        return len(tables) == 1 and "" not in tables

    def holds(self, term: Term, row: str | None = None) -> Truth:
        """Whether a term is true of a cell; of any row when ``row`` is not one of the term's table."""
        rows = self.rows(term.item)
        if row is not None and row in rows:
            return self._of_cell(term, row)
        found = [self._of_cell(term, each) for each in rows]
        if Truth.TRUE in found:
            return Truth.TRUE
        return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.FALSE

    def all_hold(self, terms: tuple[Term, ...], row: str | None = None) -> Truth:
        """Whether all terms are true of a row."""
        return all_of(self.holds(term, row) for term in terms)

    def _of_cell(self, term: Term, row: str | None) -> Truth:
        answer = self.answer(term.item, row)
        if answer is None:
            return Truth.FALSE
        if answer.state in {AnswerState.UNKNOWN, AnswerState.DECLINED}:
            return Truth.FALSE if term.op == "answered" else Truth.UNKNOWN
        given = answer.state is AnswerState.VALUE
        if term.op in {"answered", "absent"}:
            return _truth(given is (term.op == "answered"))
        if not given:
            return Truth.FALSE
        return _truth((word_of(answer) in term.values) is (term.op == "is"))

    def day_range(self, link_id: str, row: str | None) -> DayRange | None:
        """The days that a date may lie on; ``None`` when it is said not to be there (まだ続いている)."""
        answer = self.answer(link_id, row)
        if answer is None or answer.state in {AnswerState.NONE, AnswerState.NOT_APPLICABLE}:
            return None
        written = self.written_date(answer)
        return ANY_DAY if written is None else DayRange(*widest(written, about=answer.about))

    def written_date(self, answer: Answer) -> PartialDate | None:
        """The date of an answer; ``None`` when it holds none or none that can be read."""
        if answer.state is not AnswerState.VALUE or not isinstance(answer.value, str):
            return None
        if answer.value not in self._dates:
            self._dates[answer.value] = date_of(answer)
        return self._dates[answer.value]

    def periods(self, spans: tuple[Span, ...]) -> Iterator[tuple[Span, Period]]:
        """The period of every row of which a span's terms hold; an end that is not there is the reference day."""
        for span in spans:
            for row in self.rows(span.start):
                if self.all_hold(span.where, row) is Truth.FALSE:
                    continue
                start = self.day_range(span.start, row)
                if start is None:
                    continue
                end = self.day_range(span.end, row) or DayRange(self.as_of, self.as_of)
                yield span, Period(start, end, (span.start, row))

    def place(self, link_id: str, row: str | None = None) -> Place:
        """Where a cell stands, and which revision was looked at; 0 when there is no answer."""
        paper = self.material.pack.index[link_id].ext.paper_ref
        answer = self.material.response.get(link_id, row)
        return Place(link_id, row, 0 if answer is None else answer.revision, paper.page, paper.box)

    def places(self, *cells: Cell) -> tuple[Place, ...]:
        """Places in the order of the form, tables row by row, each once."""
        return tuple(self.place(*cell) for cell in sorted(set(cells), key=lambda cell: self.order(*cell)))

    def order(self, link_id: str, row: str | None) -> tuple[int, int, int]:
        """Where a cell comes in the form: its table, its row, its column."""
        table = self.material.pack.index.table(link_id)
        rows = self.rows(link_id)
        number = rows.index(row) if row in rows else -1
        return self._order[link_id if table is None else table.link_id], number, self._order[link_id]

    def used(self, *cells: Cell) -> tuple[Used, ...]:
        """What stands in some cells, as given; a state is its word."""
        found = []
        for link_id, row in cells:
            answer = self.answer(link_id, row)
            if answer is not None:
                found.append(Used(word_of(answer), link_id, row))
        return tuple(found)

    def texts(self, link_ids: tuple[str, ...]) -> Iterator[tuple[Item, Answer]]:
        """Every free text that is shown, of some items or of all."""
        return (each for each in self._texts if not link_ids or each[0].link_id in link_ids)

    @cached_property
    def _texts(self) -> tuple[tuple[Item, Answer], ...]:
        found = []
        for item in self.material.pack.index:
            if item.type in {ItemType.STRING, ItemType.TEXT}:
                for row in self.rows(item.link_id):
                    answer = self.answer(item.link_id, row)
                    if answer is not None:
                        found.append((item, answer))
        return tuple(found)

    @cached_property
    def _order(self) -> dict[str, int]:
        return {item.link_id: place for place, item in enumerate(self.material.pack.index)}


def _truth(value: bool) -> Truth:  # noqa: FBT001 - the one value that is turned into another
    return Truth.TRUE if value else Truth.FALSE


def word_of(answer: Answer) -> str:
    """The value of an answer as one word, or its state."""
    value = answer.value
    if answer.state is not AnswerState.VALUE or value is None:
        return answer.state.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | str):
        return str(value)
    return f"{value.amount} {value.currency}"
