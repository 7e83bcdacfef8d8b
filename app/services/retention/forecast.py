"""What falls due when (廃棄予定): pages of any length, a calendar of months, a list to print."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import month_of
from app.models.views.retention import Expiring, Mark
from app.services.desk import Desk
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.resources import TEXTS
from app.services.retention.clocks import due_lists, with_holds
from app.services.texts.catalogue import Catalogue, Language

_PAGE = 500
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MonthDue:
    """One month of the calendar, and how much falls due in it."""

    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is due already, what falls due in the months that follow, and how much after them."""

    today: date
    overdue: int
    months: tuple[MonthDue, ...]
    later: int

    @property
    def every(self) -> int:
        """Everything that has a day."""
        return self.overdue + sum(month.count for month in self.months) + self.later


class Forecast:
    """Use cases that only look."""

    def __init__(self, desk: Desk, packs: PackShelf, letters: LetterDesk) -> None:
        self._desk = desk
        self._packs = packs
        self._letters = letters

    def page(
        self,
        actor: Actor,
        after: Mark | None = None,
        limit: int = 200,
        *,
        first: date | None = None,
        last: date | None = None,
    ) -> list[Expiring]:
        """What falls due from ``first`` to ``last``, in the order of the days; goes on after a mark."""
        with self._desk.act(actor, Action.SEE_RETENTION) as act:
            lists = due_lists(act.unit, self._packs)
            found = act.unit.expiry.page(lists, after, limit, first=first, last=last)
            return with_holds(act.unit, found, self._desk.clock.today())

    def calendar(self, actor: Actor, months: int = 12) -> Calendar:
        """How much is due now, in each month from this one on, and after these months."""
        today = self._desk.clock.today()
        with self._desk.act(actor, Action.SEE_RETENTION) as act:
            lists, expiry = due_lists(act.unit, self._packs), act.unit.expiry
            counted, begin = [], today + _ONE_DAY
            for _ in range(months):
                _, end = month_of(begin)
                counted.append(MonthDue(begin, end, expiry.count(lists, begin, end)))
                begin = end + _ONE_DAY
            later = expiry.count(lists, begin, None)
            return Calendar(today, expiry.count(lists, None, today), tuple(counted), later)

    def next_month(self) -> tuple[date, date]:
        """First and last day of the month after this one."""
        _, end = month_of(self._desk.clock.today())
        return month_of(end + _ONE_DAY)

    def printed(self, actor: Actor, first: date, last: date) -> bytes:
        """The list of what falls due in a span of days, as PDF; it names no person.

        Raises:
            RefusedError: A label cannot be printed exactly.
        """
        texts = Catalogue.load(TEXTS, Language.JAPANESE)
        with self._desk.act(actor, Action.PRINT_RETENTION) as act:
            lists, things, mark = due_lists(act.unit, self._packs), list[Expiring](), None
            while page := act.unit.expiry.page(lists, mark, _PAGE, first=first, last=last):
                things += page
                mark = page[-1].mark
            today = self._desk.clock.today()
            held = with_holds(act.unit, things, today)
            lines = tuple(self._line(texts, thing) for thing in held)
            act.detail.update({"lines": len(lines), "first": first.isoformat(), "last": last.isoformat()})
            station = act.unit.people.station()
            facts: dict[str, str | date | tuple[str, ...]] = {
                "issue_no": f"{station.station_id}-{first:%Y%m%d}-{last:%Y%m%d}",
                "issued_on": today,
                "first_day": first,
                "last_day": last,
                "line_count": f"{len(lines):,}",
            }
            if lines:
                facts["lines"] = lines
            return self._letters.write(act, "due-list", facts).pdf

    def _line(self, texts: Catalogue, thing: Expiring) -> str:
        key = "retention.print.line" if thing.held_for is None else "retention.print.held"
        return texts(
            key,
            day=thing.due_on.isoformat(),
            matter=texts(f"matter.{thing.matter}"),
            label=thing.label or thing.subject[:8],
            kind=self._packs.current.pack.retention(thing.retention_class).name.ja,
            since=thing.counted_from.isoformat(),
        )
