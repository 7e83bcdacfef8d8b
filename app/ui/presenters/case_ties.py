"""Family and ties (家族・関係図) as a picture and as lines of a table, with one selection. Qt-free."""

from dataclasses import dataclass

from typing_extensions import override

from app.models.forms.answers import Answer, AnswerState, Cell
from app.models.forms.days import date_of
from app.models.forms.items import ItemType
from app.models.forms.reading import answer_in_words
from app.models.rules.ties import Group, Kin, Nation, Person, Subject
from app.services.documents.date_text import partly_in_both_calendars
from app.services.questionnaires.pictures import Picture
from app.services.questionnaires.ties import CaseTies
from app.services.texts.catalogue import Language
from app.ui.presenters.case_pictures import PictureArea, PictureState
from app.ui.presenters.case_work import CaseWork

Said = tuple[str, str]
"""What a question is called, and what was answered."""


@dataclass(frozen=True, slots=True)
class TieLine:
    """One person of the picture, or what was said instead of one; one line of the table.

    Attributes:
        group: Place of its group among those of the state; -1 for the subject.
        who: The name in words; empty for a statement.
        relation: Which relative; empty elsewhere.
        said: What was said about the whole group where nobody is named; empty for a person.
        nation: What the answers say about nationality; None where they are not asked.
        nations: Nationalities in words.
        past: Earlier nationalities in words; of the subject also stays abroad.
        others: Everything else.
        echoes: Where the name or address stands word for word elsewhere.
        cell: The answer that it begins with; None for the subject.
    """

    group: int
    who: str = ""
    relation: str = ""
    said: str = ""
    nation: Nation | None = None
    nations: tuple[Said, ...] = ()
    past: tuple[Said, ...] = ()
    others: tuple[Said, ...] = ()
    echoes: tuple[Said, ...] = ()
    cell: Cell | None = None
    had_foreign: bool = False
    was_abroad: bool = False

    @property
    def is_person(self) -> bool:
        """Whether it stands for somebody."""
        return not self.said


@dataclass(frozen=True, slots=True)
class TieGroup:
    """A part of the picture: its name, which part of the family, and its lines (first, behind the last)."""

    label: str
    kin: Kin | None
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class TiesState(PictureState):
    """What the area shows.

    Attributes:
        lines: The subject first, then the groups in their order.
        groups: The family, then other ties in the order of the form.
        chosen: Place of the chosen line, or -1.
    """

    lines: tuple[TieLine, ...] = ()
    groups: tuple[TieGroup, ...] = ()


class TiesPresenter(PictureArea[TiesState, CaseTies]):
    """Reads; nothing is changed here."""

    picture = Picture.TIES

    def __init__(self, work: CaseWork, language: Language) -> None:
        super().__init__(work, TiesState(), language)

    @override
    def load(self) -> None:
        """Read family and ties."""
        case = self.work.case
        self._read(lambda services, actor: services.family_ties.of_case(actor, case), self._on_read)

    @override
    def take_focus(self) -> None:
        """Choose whom the answer that was chosen elsewhere is about."""
        at = next((place for place, one in enumerate(self.state.lines) if self.work.focus.is_at(one.cell)), -1)
        chosen = self.state.lines[self.state.chosen] if 0 <= self.state.chosen < len(self.state.lines) else None
        if at >= 0 and (chosen is None or not self.work.focus.is_at(chosen.cell)):
            self._show(chosen=at)

    @override
    def choose(self, place: int) -> None:
        """Choose a line; -1 for none."""
        if place != self.state.chosen and -1 <= place < len(self.state.lines):
            if place >= 0 and self.state.lines[place].cell is not None:
                self.work.focus.cell = self.state.lines[place].cell
            self._show(chosen=place)

    @override
    def _show_read(self, read: CaseTies) -> None:
        lines = [self._subject(read, read.ties.subject)]
        groups: list[TieGroup] = []
        for group in read.ties.groups:
            first = len(lines)
            lines += self._group(read, group, len(groups))
            label = read.pack.label(group.question, self._language.value) if group.question else ""
            groups.append(TieGroup(label, group.kin, first, len(lines)))
        chosen = self.state.chosen if self.state.chosen < len(lines) else -1
        self._show(is_loaded=True, error=None, lines=tuple(lines), groups=tuple(groups), chosen=chosen)
        self.take_focus()

    def _subject(self, read: CaseTies, subject: Subject) -> TieLine:
        return TieLine(
            group=-1,
            who=self.work.sheet.case.name,
            nation=subject.nation,
            nations=self._said(read, subject.nations),
            past=tuple(self._asked(read, cell) for cell in (*subject.past, *subject.abroad)),
            had_foreign=subject.had_foreign,
            was_abroad=bool(subject.abroad),
        )

    def _group(self, read: CaseTies, group: Group, place: int) -> list[TieLine]:
        people = [self._person(read, one, place) for one in group.people]
        said = read.answers.get(group.statement) if group.statement is not None else None
        if people and (said is None or said.state is AnswerState.VALUE):
            return people
        # Also beside people: somebody is named although nobody should be.
        return [*people, TieLine(place, said=self._statement(read, group, said), cell=group.statement)]

    def _statement(self, read: CaseTies, group: Group, said: Answer | None) -> str:
        """``none``-like words of the form; or a key of ours, marked by its full stop, where the form has none."""
        if said is None or group.statement is None:
            return ".unanswered"
        if said.state is AnswerState.VALUE and said.value is False:
            return ".none"
        if said.state is AnswerState.VALUE:
            return ".nobody"
        words = self._words(read, group.statement)
        return f"{words}　{said.reason}" if said.reason else words

    def _person(self, read: CaseTies, one: Person, place: int) -> TieLine:
        return TieLine(
            group=place,
            who=self._words(read, one.name),
            relation=self._words(read, one.relation) if one.relation is not None else "",
            nation=one.nation,
            nations=self._said(read, one.nations),
            past=self._said(read, one.past),
            others=self._said(read, one.others),
            echoes=tuple(self._echo(read, cell) for cell in one.echoes),
            cell=one.relation or one.name,
            had_foreign=one.had_foreign,
        )

    def _said(self, read: CaseTies, cells: tuple[Cell, ...]) -> tuple[Said, ...]:
        return tuple((read.pack.label(cell[0], self._language.value), self._words(read, cell)) for cell in cells)

    def _asked(self, read: CaseTies, cell: Cell) -> Said:
        """What the whole question is called, where the name of its column would say too little."""
        return read.pack.label(cell[0].partition(".")[0], self._language.value), self._words(read, cell)

    def _echo(self, read: CaseTies, cell: Cell) -> Said:
        paper = read.pack.index[cell[0]].ext.paper_ref
        return f"{paper.page}-{paper.box}", read.pack.label(cell[0], self._language.value)

    def _words(self, read: CaseTies, cell: Cell) -> str:
        answer, item = read.answers.get(cell), read.pack.index[cell[0]]
        words = answer_in_words(read.pack, item, answer, self._language.value)
        if answer is None or item.type is not ItemType.DATE or answer.as_written is not None:
            return words
        written = date_of(answer)
        return partly_in_both_calendars(written, words, self._language) if written is not None else words
