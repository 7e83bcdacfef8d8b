"""An earlier questionnaire beside the one of now (前回との比較): no answer of either is lost.

Rows of tables are filled in anew each time and have other ids: they are paired by how many cells agree, and what finds
no partner stands alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.models.forms.answers import AnswerState, AnswerValue, Response
from app.models.forms.definition import FormPack
from app.models.forms.leading import Fate, Leading
from app.models.forms.reading import Line, answered_view

Said = tuple[AnswerState, AnswerValue | None, str | None]
_Place = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two questionnaires, as far as it may be read."""

    pack: FormPack
    response: Response

    def said(self, place: _Place) -> Said | None:
        """What stands in a cell, whoever reads it in whatever words."""
        answer = self.response.get(*place)
        return None if answer is None else (answer.state, answer.value, answer.reason)


@dataclass(frozen=True, slots=True)
class BesideLine:
    """One line: what was answered then, and what is answered now; either may be missing.

    Attributes:
        fate: What became of the item.
        old: The earlier answer.
        new: The answer of now.
        differs: The item goes on, and then and now do not say the same. False where it was cut differently: a part
            cannot be compared with a whole.
    """

    fate: Fate
    old: Line | None
    new: Line | None
    differs: bool


def beside(old: Side, new: Side, lead: Leading, section: str, language: str) -> tuple[BesideLine, ...]:
    """The lines of one section of the form of now.

    Earlier items that go on nowhere stand in the section of the same letter, or in the last one.

    Args:
        old: The earlier questionnaire.
        new: The one of now.
        lead: From the old items to the new.
        section: Section of the form of now.
        language: ``ja`` or ``en``.
    """
    now = [line for line in answered_view(new.pack, new.response, section, language) if not line.struck]
    then = [
        line
        for head in old.pack.items
        for line in answered_view(old.pack, old.response, head.link_id, language)
        if not line.struck and section in sections_of(old.pack, new.pack, lead, line.link_id)
    ]
    rows = _paired_rows(old, new, lead)
    by_place: dict[_Place, list[Line]] = {}
    for line in then:
        for target in lead.targets[line.link_id]:
            by_place.setdefault((target, rows.get((line.row, target), _alone(line.row))), []).append(line)
    return tuple(_merged(old, new, lead, now, then, by_place))


def sections_of(old: FormPack, new: FormPack, lead: Leading, old_item: str) -> frozenset[str]:
    """In which sections of the new form an old item is looked at."""
    found = {new.index.section(target).link_id for target in lead.targets[old_item]}
    if not found:
        heads = [head.link_id for head in new.items]
        letter = old.index.section(old_item).link_id
        found = {letter if letter in heads else heads[-1]}
    return frozenset(found)


def _alone(row: str | None) -> str | None:
    """A place that no row of now has."""
    return None if row is None else f"\N{NULL}{row}"


def _merged(
    old: Side,
    new: Side,
    lead: Leading,
    now: Sequence[Line],
    then: Sequence[Line],
    by_place: Mapping[_Place, Sequence[Line]],
) -> Iterator[BesideLine]:
    """Lines of now in their order; an earlier one without partner follows the earlier one before it."""
    shown: list[tuple[tuple[int, int, int], BesideLine]] = []
    order, met = {id(line): number for number, line in enumerate(then)}, dict[int, int]()
    for number, line in enumerate(now):
        partners = by_place.get((line.link_id, line.row), ())
        for earlier in partners:
            met.setdefault(order[id(earlier)], number)
            shown.append(((number, 0, order[id(earlier)]), _line(old, new, lead, earlier, line)))
        if not partners:
            shown.append(((number, 0, 0), _line(old, new, lead, None, line)))
    after = -1
    for place, line in enumerate(then):
        after = met.get(place, after)
        if place not in met:
            shown.append(((after, 1, place), _line(old, new, lead, line, None)))
    yield from (line for _, line in sorted(shown, key=lambda each: each[0]))


def _line(old: Side, new: Side, lead: Leading, then: Line | None, now: Line | None) -> BesideLine:
    fate = lead.fate(then.link_id if then else None, now.link_id if now else None)
    was = old.said((then.link_id, then.row)) if then is not None else None
    says = new.said((now.link_id, now.row)) if now is not None else None
    goes_on = fate in {Fate.SAME, Fate.RENAMED}
    return BesideLine(fate, then, now, differs=goes_on and was != says)


def _paired_rows(old: Side, new: Side, lead: Leading) -> dict[tuple[str | None, str], str | None]:
    """For an old row and a new item in a table: the row of now that it stands beside."""
    found: dict[tuple[str | None, str], str | None] = {}
    for table in new.pack.index:
        if not table.repeats:
            continue
        columns = [column.link_id for column in new.pack.index.columns(table.link_id)]
        sources = {source for column in columns for source in lead.sources[column]}
        pairs = {(source, column) for column in columns for source in lead.sources[column]}
        old_rows, new_rows = old.response.rows_of(*sorted(sources)), new.response.rows_of(*columns)
        for before, after in _pairs(old, new, pairs, old_rows, new_rows):
            found |= {(before, column): after for column in columns}
    return found


def _pairs(
    old: Side, new: Side, cells: set[tuple[str, str]], old_rows: Sequence[str], new_rows: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Rows that agree in most cells first; rows that agree in none stay alone."""
    agreeing = {}
    said_now = {(column, row): new.said((column, row)) for _, column in cells for row in new_rows}
    for before in old_rows:
        for after in new_rows:
            same = sum(
                said is not None and said == said_now[column, after]
                for source, column in cells
                for said in (old.said((source, before)),)
            )
            if same:
                agreeing[before, after] = same
    taken: set[tuple[int, str]] = set()
    for (before, after), _ in sorted(agreeing.items(), key=lambda each: -each[1]):
        if (0, before) not in taken and (1, after) not in taken:
            taken |= {(0, before), (1, after)}
            yield before, after
