"""Family and ties (家族・関係図): whom the answers name, and how each is tied to the subject.

Nothing is concluded: a person is who a row names, a group is a question of the form. A group without a row shows what
was said instead (なし, 不明, 回答なし), so that silence is never read as "none". Where a name or an address stands word
for word in another answer, that is pointed out; whether it is the same person or place is for the reader to find out.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.models.forms.answers import Answer, AnswerState, Cell
from app.models.forms.definition import FormPack
from app.models.forms.items import Item, ItemType, Sensitivity
from app.models.rules.looking import Looking
from app.models.rules.material import Material

HOME = "JP"
_RELATIONS, _STATEMENTS = "relation", "family-stated"
"""Code lists that mark the table of the family, and the statements about each part of it."""
_NAMES = (".name", ".who", ".giver", ".whom", ".guarantor")
_NATIONS = (".nationality", ".second-nationality", ".country")
_PAST_NATION = ".past-nationality"
_ACQUIRED, _NATURALISED, _STATUS = "how", "naturalised-on", "status"
"""Columns that mark the tables of nationality now, of nationality before, and of residence abroad."""
_LEAST_ECHO = 2
"""Characters below which the same words elsewhere say nothing."""


class Kin(StrEnum):
    """Parts of the family in the order of the statements about them; the values are the last parts of their names."""

    SPOUSE = "spouse"
    PARENTS = "parents"
    CHILDREN = "children"
    SIBLINGS = "siblings"
    SPOUSE_PARENTS = "spouse-parents"
    SPOUSE_CHILDREN = "spouse-children"
    COHABITANTS = "cohabitants"
    UNTOLD = "untold"
    """The relation is not told, or is none of these."""


_KIN_OF = {
    "spouse": Kin.SPOUSE,
    "de-facto-spouse": Kin.SPOUSE,
    "father": Kin.PARENTS,
    "mother": Kin.PARENTS,
    "child": Kin.CHILDREN,
    "sibling": Kin.SIBLINGS,
    "spouse-father": Kin.SPOUSE_PARENTS,
    "spouse-mother": Kin.SPOUSE_PARENTS,
    "spouse-child": Kin.SPOUSE_CHILDREN,
    "cohabitant": Kin.COHABITANTS,
}


class Nation(StrEnum):
    """What the answers say about nationality now."""

    HOME = "home"
    FOREIGN = "foreign"
    """At least one other than Japanese, also beside it."""
    UNTOLD = "untold"
    """Not known, declined or not answered."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a row names; cells, not words.

    Attributes:
        row: Its row.
        relation: The cell that says which relative it is; None outside the family.
        name: The cell of the name.
        nations: Cells of nationalities or countries that are answered.
        past: Cells of earlier nationalities that hold one.
        others: What else the row holds, in the order of the form.
        nation: What the answers say about nationality now; None where the form does not ask.
        had_foreign: An earlier nationality was another than Japanese.
        echoes: Cells elsewhere in which its name or address stands word for word.
    """

    row: str | None
    name: Cell
    relation: Cell | None = None
    nations: tuple[Cell, ...] = ()
    past: tuple[Cell, ...] = ()
    others: tuple[Cell, ...] = ()
    nation: Nation | None = None
    had_foreign: bool = False
    echoes: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the family or a question about ties.

    Attributes:
        question: Item whose label is its name; empty for relatives whose relation is not told.
        kin: Which part of the family; None for other ties.
        statement: The cell that says whether there is anybody; None where the form has none.
    """

    question: str
    kin: Kin | None
    statement: Cell | None
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject as the answers tell of nationality and stays abroad."""

    nation: Nation
    nations: tuple[Cell, ...] = ()
    past: tuple[Cell, ...] = ()
    had_foreign: bool = False
    abroad: tuple[Cell, ...] = ()
    """Countries of residence abroad, one for each row."""


@dataclass(frozen=True, slots=True)
class Ties:
    """Everything that is drawn: the subject, the parts of the family, other ties in the order of the form."""

    subject: Subject
    groups: tuple[Group, ...]

    @property
    def people(self) -> int:
        """How many rows name somebody."""
        return sum(len(group.people) for group in self.groups)

    def cells(self) -> Iterator[Cell]:
        """Every cell that is shown, and no other."""
        yield from (*self.subject.nations, *self.subject.past, *self.subject.abroad)
        for group in self.groups:
            if group.statement is not None:
                yield group.statement
            for one in group.people:
                yield one.name
                if one.relation is not None:
                    yield one.relation
                yield from (*one.nations, *one.past, *one.others, *one.echoes)


def ties_of(material: Material) -> Ties:
    """The family and ties of a response; medical and special-care answers are no part of it."""
    look = Looking(material)
    texts = _texts(look)
    groups = [*_family(look, texts), *(_ties(look, table, texts) for table in tie_tables(material.pack))]
    return Ties(_subject(look), tuple(groups))


def family_table(pack: FormPack) -> Item | None:
    """The table of relatives and cohabitants."""
    found = (item for item in _open_tables(pack) if _column(pack, item, _RELATIONS) is not None)
    return next(found, None)


def tie_tables(pack: FormPack) -> tuple[Item, ...]:
    """Tables that name somebody else than the subject and the family."""
    family = family_table(pack)
    return tuple(
        item
        for item in _open_tables(pack)
        if item.ext.purpose != "identity" and item is not family and _name_of(pack, item) is not None
    )


def _open_tables(pack: FormPack) -> Iterator[Item]:
    return (item for item in pack.index if item.repeats and item.ext.sensitivity is Sensitivity.PERSONAL)


def _column(pack: FormPack, table: Item, codes: str) -> Item | None:
    return next((one for one in pack.index.columns(table.link_id) if one.answer_value_set == codes), None)


def _name_of(pack: FormPack, table: Item) -> Item | None:
    return next((one for one in pack.index.columns(table.link_id) if one.link_id.endswith(_NAMES)), None)


def _family(look: Looking, texts: dict[str, list[Cell]]) -> Iterator[Group]:
    pack = look.material.pack
    table = family_table(pack)
    people: dict[Kin, list[Person]] = {kin: [] for kin in Kin}
    if table is not None:
        relation = _column(pack, table, _RELATIONS)
        for one in _people(look, table, texts, relation):
            answer = look.answer(*one.relation) if one.relation is not None else None
            told = str(answer.value) if answer is not None and answer.state is AnswerState.VALUE else ""
            people[_KIN_OF.get(told, Kin.UNTOLD)].append(one)
    statements = (item.link_id for item in pack.index if item.answer_value_set == _STATEMENTS)
    said = {link_id.rpartition(".")[2]: link_id for link_id in statements}
    for kin in Kin:
        statement = said.get(kin.value)
        if statement is not None or people[kin]:
            cell = (statement, None) if statement is not None else None
            yield Group(statement or "", kin, cell, tuple(people[kin]))


def _ties(look: Looking, table: Item, texts: dict[str, list[Cell]]) -> Group:
    pack = look.material.pack
    around = pack.index.parent(table.link_id)
    question = table.link_id if around is None or pack.index.parent(around.link_id) is None else around.link_id
    name, named = _name_of(pack, table), question
    if name is not None and name.link_id.endswith(".guarantor"):
        named = name.link_id
    told = f"{question}.has"
    statement = (told, None) if told in pack.index else None
    return Group(named, None, statement, tuple(_people(look, table, texts, None)))


def _people(look: Looking, table: Item, texts: dict[str, list[Cell]], relation: Item | None) -> Iterator[Person]:
    pack = look.material.pack
    name = _name_of(pack, table)
    if name is None:
        return
    columns = pack.index.columns(table.link_id)
    nations = [one for one in columns if one.link_id.endswith(_NATIONS)]
    told = {name.link_id, *(one.link_id for one in nations), *([relation.link_id] if relation is not None else [])}
    for row in look.rows(name.link_id):
        own = look.answer(name.link_id, row)
        if relation is None and (own is None or own.state in {AnswerState.NONE, AnswerState.NOT_APPLICABLE}):
            continue
        past = tuple(
            (one.link_id, row)
            for one in columns
            if one.link_id.endswith(_PAST_NATION) and _is_given(look.answer(one.link_id, row))
        )
        rest = (one for one in columns if one.link_id not in told and not one.link_id.endswith(_PAST_NATION))
        here = tuple((one.link_id, row) for one in nations if _says(look.answer(one.link_id, row)))
        yield Person(
            row=row,
            name=(name.link_id, row),
            relation=(relation.link_id, row) if relation is not None else None,
            nations=here,
            past=past,
            others=tuple((one.link_id, row) for one in rest if _says(look.answer(one.link_id, row))),
            nation=_nation(look, here) if nations else None,
            had_foreign=_is_foreign(look, past),
            echoes=_echoes(look, table, row, texts),
        )


def _subject(look: Looking) -> Subject:
    pack = look.material.pack
    nations: list[Cell] = []
    past: list[Cell] = []
    abroad: list[Cell] = []
    of_marks = {_ACQUIRED: nations, _NATURALISED: past, _STATUS: abroad}
    for table in _open_tables(pack):
        columns = {one.link_id.rpartition(".")[2]: one.link_id for one in pack.index.columns(table.link_id)}
        into = next((cells for mark, cells in of_marks.items() if mark in columns), None)
        if into is nations and table.ext.purpose != "identity":
            continue
        if into is not None and "country" in columns:
            cells = ((columns["country"], row) for row in look.rows(columns["country"]))
            into += [cell for cell in cells if _says(look.answer(*cell))]
    return Subject(_nation(look, nations), tuple(nations), tuple(past), _is_foreign(look, past), tuple(abroad))


def _nation(look: Looking, cells: tuple[Cell, ...] | list[Cell]) -> Nation:
    if _is_foreign(look, cells):
        return Nation.FOREIGN
    return Nation.HOME if any(_is_given(look.answer(*cell)) for cell in cells) else Nation.UNTOLD


def _is_foreign(look: Looking, cells: tuple[Cell, ...] | list[Cell]) -> bool:
    answers = (look.answer(*cell) for cell in cells)
    return any(one is not None and one.state is AnswerState.VALUE and one.value != HOME for one in answers)


def _is_given(answer: Answer | None) -> bool:
    return answer is not None and answer.state is AnswerState.VALUE


def _says(answer: Answer | None) -> bool:
    """Whether there is something to show: a value, or that it is not known or not told; "none" adds nothing."""
    return answer is not None and answer.state not in {AnswerState.NONE, AnswerState.NOT_APPLICABLE}


def _texts(look: Looking) -> dict[str, list[Cell]]:
    """Where each short text of the open part stands, by its words without spaces and widths."""
    found: dict[str, list[Cell]] = {}
    for item, answer in look.texts(()):
        if item.type is ItemType.STRING and item.ext.sensitivity is Sensitivity.PERSONAL:
            words = _folded(answer)
            if len(words) >= _LEAST_ECHO:
                found.setdefault(words, []).append(answer.cell)
    return found


def _folded(answer: Answer | None) -> str:
    if answer is None or answer.state is not AnswerState.VALUE or not isinstance(answer.value, str):
        return ""
    return "".join(unicodedata.normalize("NFKC", answer.value).split()).casefold()


def _echoes(look: Looking, table: Item, row: str | None, texts: dict[str, list[Cell]]) -> tuple[Cell, ...]:
    """Cells of other columns or questions with the words of a name or address of this row."""
    found: dict[Cell, None] = {}
    for column in look.material.pack.index.columns(table.link_id):
        if column.link_id.endswith((*_NAMES, ".address", ".body")):
            same = texts.get(_folded(look.answer(column.link_id, row)), ())
            found.update(dict.fromkeys(cell for cell in same if cell[0] != column.link_id))
    return tuple(found)
