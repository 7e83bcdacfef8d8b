"""Reading a case a second time with its identity masked (氏名等を伏せた点検). Qt-free.

The case is known here by the name of the reading alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.models.domain.finding import MEDICAL_ITEM
from app.models.domain.sampling import READ_ITEMS, DraftView, ItemView
from app.models.forms.guards.answering import WhyNot, clause_digest, clause_start
from app.models.forms.guards.finding import Hit, find, struck
from app.models.forms.reading import Line, SectionHead
from app.services.guard_seam import Cleared, is_cleared
from app.services.jobs import CancelToken, Job, Lane, ProgressSink
from app.services.sampling.reading import MaskedCase, OwnReading
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.case_answer_rows import Block, with_headings
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Written:
    """A view as it is being written: what was chosen, or empty, and the grounds."""

    chosen: str = ""
    text: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it can be handed in."""
        return self.chosen == NOT_ADVERSE or (self.chosen == ADVERSE and bool(self.text.strip()))


ADVERSE, NOT_ADVERSE = "adverse", "not-adverse"


@dataclass(frozen=True, slots=True)
class MaskedState(WorkState):
    """What the room shows.

    Attributes:
        readings: What this officer has yet to read; None before they were listed.
        reading: The one in view, or empty.
        opened: Its sections and its form.
        section: The section in view, or empty.
        rows: Headings and masked answers of it.
        item: The statutory item that is written on.
        views: What was written, by item.
        done: Text key of what was done last, or empty.
    """

    readings: tuple[OwnReading, ...] | None = None
    reading: str = ""
    opened: MaskedCase | None = None
    section: str = ""
    rows: tuple[Block | Line, ...] = ()
    item: int = READ_ITEMS[0]
    views: Mapping[int, Written] = field(default_factory=dict)
    done: str = ""

    @property
    def current(self) -> Written:
        """The view that is written on."""
        return self.views.get(self.item, Written())

    @property
    def is_whole(self) -> bool:
        """Whether there is a view on every item."""
        return self.opened is not None and all(self.views.get(item, Written()).is_whole for item in READ_ITEMS)


class MaskedPresenter(Worker[MaskedState]):
    """Lists, opens, reads section by section, hands in."""

    def __init__(self, place: Workplace, runner: Submitter, language: str) -> None:
        super().__init__(MaskedState(), runner)
        self._place, self._language = place, language
        self._kept: tuple[DraftView, ...] = ()
        self._stays: Cleared = frozenset()

    def refresh(self) -> None:
        """List what this officer has yet to read."""
        second, actor = self._place.services.second_reading, self._place.actor
        self.work("list", lambda _token, _progress: second.mine(actor), self._on_listed)

    def speak(self, language: str) -> None:
        """Show labels and words in another language."""
        if language != self._language:
            self._language = language
            if self.state.section:
                self._read()

    def open(self, reading: str) -> None:
        """Open one reading; its first section stays closed until it is chosen."""
        if not reading or reading == self.state.reading:
            return
        second, actor = self._place.services.second_reading, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[str, MaskedCase]:
            return reading, second.open(actor, reading)

        self.keep()
        self.change(done="")
        self.work("open", job, self._on_opened)

    def choose(self, section: str) -> None:
        """Bring a section into view, with the first item that it serves."""
        opened = self.state.opened
        head = next((one for one in opened.sections if one.link_id == section), None) if opened is not None else None
        if head is None or section == self.state.section:
            return
        self.change(section=section, rows=(), item=_item_of(head, self.state.item), done="")
        self._read()

    def write_on(self, item: int) -> None:
        """Go to the view on another item."""
        if item in READ_ITEMS and item != self.state.item:
            self.change(item=item)

    def write(self, chosen: str, text: str) -> None:
        """Change the view in hand; it is kept as a draft."""
        if self.state.opened is not None and (chosen, text) != (self.state.current.chosen, self.state.current.text):
            self.change(views={**self.state.views, self.state.item: Written(chosen, text)}, done="")

    def keep(self) -> None:
        """Keep what was written and not kept yet, at once; neither the lock nor the end of the room takes it back."""
        reading, views = self.state.reading, self._drafts()
        if not reading or self.state.opened is None or views == self._kept:
            return
        self._kept = views
        second, actor = self._place.services.second_reading, self._place.actor
        self._runner.submit(
            lambda _token, _progress: second.keep_draft(actor, reading, views),
            owner=self._place,
            then=self._ignore,
            failed=self._on_unkept,
            lane=Lane.WRITE,
            survives_lock=True,
        )

    def hand_in(self) -> None:
        """Hand in the view on every item."""
        second, actor, reading = self._place.services.second_reading, self._place.actor, self.state.reading
        views = tuple(ItemView(one.item, one.adverse is True, one.text) for one in self._drafts())
        self._end("give", lambda: second.hand_in(actor, reading, views), "masked.done.given")

    def step_aside(self) -> None:
        """Say that one recognises the person."""
        second, actor, reading = self._place.services.second_reading, self._place.actor, self.state.reading
        self._end("aside", lambda: second.step_aside(actor, reading), "masked.done.aside")

    def _end(self, name: str, act: Callable[[], None], done: str) -> None:
        second, actor = self._place.services.second_reading, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[tuple[OwnReading, ...], str]:
            act()
            return second.mine(actor), done

        self.change(done="")
        self.work(name, job, self._on_ended)

    def found(self, text: str) -> tuple[Hit, ...]:
        """What must not be kept in a view, and was not answered for."""
        opened = self.state.opened
        hits = find(text, opened.watch) if opened is not None else ()
        cleared = self._stays | (opened.cleared if opened is not None else frozenset())
        return tuple(hit for hit in hits if not is_cleared(text, hit, cleared))

    def strike(self, text: str, hit: Hit) -> str:
        """The text without it; only its kind ever leaves the editor."""
        second, actor = self._place.services.second_reading, self._place.actor
        reading, item = self.state.reading, self.state.item
        self._answer(lambda: second.struck(actor, reading, item, hit.kind))
        return struck(text, (hit,))

    def stay(self, text: str, hit: Hit, why: WhyNot) -> None:
        """It is no such matter; the act runs before any that keeps the text."""
        second, actor = self._place.services.second_reading, self._place.actor
        reading, item, clause = self.state.reading, self.state.item, text[clause_start(hit) : hit.last]
        self._stays |= {(hit.kind, clause_digest(text, hit))}
        self._answer(lambda: second.clear(actor, reading, item, clause, hit.kind, why))

    def bring_open_matter(self) -> bool:
        """Go to the first view with something in it that must be answered for before it is handed in, if any."""
        items = [item for item, written in self.state.views.items() if self.found(written.text)]
        if items:
            self.write_on(self.state.item if self.state.item in items else items[0])
        return bool(items)

    def _answer(self, act: Callable[[], None]) -> None:
        self._runner.submit(
            lambda _token, _progress: act(),
            owner=self._place,
            then=self._ignore,
            failed=self._on_unread,
            lane=Lane.WRITE,
            survives_lock=True,
        )

    def _drafts(self) -> tuple[DraftView, ...]:
        """What was chosen and typed so far; nothing counts as chosen that was not."""
        views = [(item, self.state.views[item]) for item in READ_ITEMS if item in self.state.views]
        return tuple(
            DraftView(item, one.chosen == ADVERSE if one.chosen else None, one.text)  # type: ignore[arg-type] # an item that is read
            for item, one in views
            if one.chosen or one.text
        )

    def _read(self) -> None:
        second, actor = self._place.services.second_reading, self._place.actor
        reading, section, language = self.state.reading, self.state.section, self._language

        def look() -> tuple[str, str, tuple[Line, ...]]:
            return reading, section, second.answers(actor, reading, section, language)

        self._look(lambda _token, _progress: look(), self._on_lines)

    def _look(self, job: Job[Any], then: Callable[[Any], object]) -> None:
        """A look takes the place of the one before; it does not wait for other work."""
        self._runner.submit(job, owner=self, then=then, failed=self._on_unread, lane=Lane.WRITE, key="masked.section")

    def _on_unread(self, error: Any) -> None:
        self.change(error=error)

    def _on_unkept(self, error: Any) -> None:
        self._kept = ()
        self.change(error=error)

    def _ignore(self, _nothing: object) -> None:
        """Nobody waits for it."""

    def _on_listed(self, readings: tuple[OwnReading, ...]) -> None:
        is_there = any(one.reading_id == self.state.reading for one in readings)
        self.change(readings=readings)
        if not is_there and self.state.reading:
            self._close()

    def _on_opened(self, read: tuple[str, MaskedCase]) -> None:
        reading, opened = read
        self._kept = opened.views
        chosen = {None: "", True: ADVERSE, False: NOT_ADVERSE}
        written: dict[int, Written] = {one.item: Written(chosen[one.adverse], one.text) for one in opened.views}
        self._stays = frozenset()
        first = READ_ITEMS[0]
        self.change(reading=reading, opened=opened, section="", rows=(), item=first, views=written)

    def _on_lines(self, read: tuple[str, str, tuple[Line, ...]]) -> None:
        reading, section, lines = read
        opened = self.state.opened
        if opened is not None and (reading, section) == (self.state.reading, self.state.section):
            self.change(rows=tuple(with_headings(opened.pack, lines, self._language)), error=None)

    def _on_ended(self, ended: tuple[tuple[OwnReading, ...], str]) -> None:
        self._close()
        self.change(readings=ended[0], done=ended[1])

    def _close(self) -> None:
        self._kept = ()
        self.change(reading="", opened=None, section="", rows=(), item=READ_ITEMS[0], views={})


def _item_of(head: SectionHead, before: int) -> int:
    """The item that a section is about; the one before where it is about none in particular."""
    return head.purpose if isinstance(head.purpose, int) and head.purpose != MEDICAL_ITEM else before
