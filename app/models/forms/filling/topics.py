"""The course through the form: one topic (項目) per screen, progress by page of the paper form, what is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from app.models.forms.answers import Cell
from app.models.forms.definition import FormPack
from app.models.forms.filling.draft import Draft
from app.models.forms.filling.opening import Opened
from app.models.forms.items import Item, ItemType
from app.models.forms.visibility import Visibility


@dataclass(frozen=True, slots=True)
class Topic:
    """What one screen asks: a question of a section with everything in it.

    Attributes:
        link_id: The item, for example ``B1``.
        section: The section around it.
        number: Its place in the course, from 1.
        page: First page of the paper form on which it stands.
        last_page: Last page of the paper form.
        questions: Questions outside tables, in order.
        tables: Tables in it, in order.
    """

    link_id: str
    section: str
    number: int
    page: int
    last_page: int
    questions: tuple[str, ...]
    tables: tuple[str, ...]


class Course:
    """The topics of a form, and which cells an answer can make appear or vanish; made once for a form.

    In a correction only the topics with an open cell are in it, and of their tables those with an open cell.
    """

    def __init__(self, pack: FormPack, only: Opened | None = None) -> None:
        self._pack = pack
        last = max((page.page for page in pack.layout), default=1)
        heads = [
            (section, head)
            for section in pack.items
            for head in section.item
            if head.type is not ItemType.DISPLAY
            and (only is None or any(_is_open(pack, only, e) for e in _below(head)))
        ]
        self.topics = tuple(
            Topic(
                head.link_id,
                section.link_id,
                number,
                head.ext.paper_ref.page,
                last,
                tuple(
                    each.link_id
                    for each in _below(head)
                    if not each.repeats and pack.index.table(each.link_id) is None and _is_open(pack, only, each)
                ),
                tuple(each.link_id for each in _below(head) if each.repeats and _is_open(pack, only, each)),
            )
            for number, (section, head) in enumerate(heads, start=1)
        )
        self._of = {item.link_id: topic for topic in self.topics for item in _within(pack.index[topic.link_id])}

    def topic_of(self, link_id: str) -> Topic:
        """The topic that a question, table or column belongs to."""
        return self._of[link_id]

    def after(self, topic: Topic, draft: Draft) -> Topic | None:
        """The next topic with something to answer; ``None`` at the end."""
        sight = Visibility(self._pack, draft)
        return next((each for each in self.topics[topic.number :] if has_cells(each, sight)), None)

    def before(self, topic: Topic, draft: Draft) -> Topic | None:
        """The topic before, with something to answer; ``None`` at the beginning."""
        sight = Visibility(self._pack, draft)
        return next((each for each in reversed(self.topics[: topic.number - 1]) if has_cells(each, sight)), None)

    def affected(self, link_id: str) -> frozenset[str]:
        """Items that may appear or vanish when the answer to a question changes; a screen looks again at these only."""
        found: set[str] = set()
        waiting = [link_id]
        while waiting:
            for item in self._askers.get(waiting.pop(), ()):
                for each in _within(item):
                    if each.link_id not in found:
                        found.add(each.link_id)
                        waiting.append(each.link_id)
        return frozenset(found)

    @cached_property
    def _askers(self) -> dict[str, list[Item]]:
        askers: dict[str, list[Item]] = {}
        for item in self._pack.index:
            for condition in item.enable_when:
                askers.setdefault(condition.question, []).append(item)
        return askers


def has_cells(topic: Topic, sight: Visibility) -> bool:
    """Whether a topic asks anything now."""
    return any(sight.shown(each) for each in (*topic.questions, *topic.tables))


def shown_questions(topic: Topic, draft: Draft) -> tuple[Cell, ...]:
    """The cells outside tables, and the tables themselves, that a topic shows now."""
    sight = Visibility(draft.pack, draft)
    index = {item.link_id: place for place, item in enumerate(draft.pack.index)}
    ordered = sorted((*topic.questions, *topic.tables), key=index.__getitem__)
    return tuple((each, None) for each in ordered if sight.shown(each))


def shown_columns(table: str, row: str, draft: Draft) -> tuple[Cell, ...]:
    """The cells of one row that are shown now, also those that a correction leaves closed; of no other row."""
    sight = Visibility(draft.pack, draft)
    return tuple((each.link_id, row) for each in draft.pack.index.columns(table) if sight.shown(each.link_id, row))


def _is_open(pack: FormPack, only: Opened | None, item: Item) -> bool:
    """Whether something may be answered in a question, or in a table."""
    return only is None or any(only.touches(each.link_id) for each in (item, *pack.index.columns(item.link_id)))


def _within(item: Item) -> Iterator[Item]:
    """An item and everything in it."""
    yield item
    for each in item.item:
        yield from _within(each)


def _below(head: Item) -> Iterator[Item]:
    """The questions and tables of a topic, the head included where it is one itself."""
    for item in _within(head):
        if item.type is not ItemType.DISPLAY and (item.repeats or item.type is not ItemType.GROUP):
            yield item
