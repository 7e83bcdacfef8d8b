"""The timeline (時系列) as bars and as lines of a table, with one selection and one chosen span of days. Qt-free."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from typing_extensions import override

from app.models.domain.dates import parse_date
from app.models.domain.errors import InvalidInputError
from app.models.domain.validity import Window
from app.models.forms.answers import Answer, AnswerState, Cell
from app.models.forms.days import touch
from app.models.forms.reading import answer_in_words, value_in_words
from app.models.rules.periods import ANY_DAY, Band, Cover, DayRange, Period
from app.models.rules.timeline import Coverage, Lane, Stay
from app.services.documents.date_text import both_calendars, partly_in_both_calendars
from app.services.questionnaires.pictures import Picture
from app.services.questionnaires.timelines import CaseTimeline
from app.services.texts.catalogue import Language
from app.ui.presenters.case_pictures import PictureArea, PictureState
from app.ui.presenters.case_work import CaseWork

_WORDS = 2
"""So many answers of a row say what it is."""
_LEAST_DAYS = 60
"""No nearer than this."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the picture, which is one line of the table.

    Attributes:
        lane: Name of its lane.
        words: What it is; empty for a band of a coverage, which its cover tells.
        period: Its ends, as far as they are known.
        cover: Of a band of a coverage; None for a row of answers.
        from_words: The beginning in both calendars; empty where it is not known.
        to_words: The end likewise; empty for one that goes on, too.
        cell: The answer that it begins with; None for a band.
    """

    lane: str
    words: str
    period: Period
    cover: Cover | None
    from_words: str
    to_words: str
    cell: Cell | None
    is_going_on: bool = False

    @property
    def has_unknown_end(self) -> bool:
        """Whether nothing is known of its beginning or its end."""
        return ANY_DAY in (self.period.start, self.period.end)

    def touches(self, span: Window) -> bool:
        """Whether any of its possible days lies in a span."""
        return touch(self.period.possible, span)


@dataclass(frozen=True, slots=True)
class TimelineState(PictureState):
    """What the area shows.

    Attributes:
        shown: From which day to which the picture reaches.
        bars: Coverages first, then the tables in the order of the form.
        chosen: Place of the chosen bar among ``bars``, or -1.
        span: The days that the officer drew over; None for all.
        view: The days that the picture shows while it is nearer; None for all.
    """

    shown: Window | None = None
    bars: tuple[Bar, ...] = ()
    span: Window | None = None
    view: Window | None = None

    @property
    def listed(self) -> tuple[int, ...]:
        """Places of the bars that the table shows: what touches the span, without what is simply covered."""
        return tuple(
            place
            for place, bar in enumerate(self.bars)
            if bar.cover is not Cover.COVERED and (self.span is None or bar.touches(self.span))
        )


class TimelinePresenter(PictureArea[TimelineState, CaseTimeline]):
    """Reads; nothing is changed here."""

    picture = Picture.TIMELINE

    def __init__(self, work: CaseWork, language: Language) -> None:
        super().__init__(work, TimelineState(), language)

    @override
    def load(self) -> None:
        """Read the timeline."""
        case = self.work.case
        self._read(lambda services, actor: services.timelines.of_case(actor, case), self._on_read)

    @override
    def choose(self, place: int) -> None:
        """Choose a bar; -1 for none."""
        if place != self.state.chosen:
            cell = self.state.bars[place].cell if 0 <= place < len(self.state.bars) else None
            self.work.focus.cell = cell or self.work.focus.cell
            self._show(chosen=place)

    def step(self, by: int) -> None:
        """Choose the next of the listed bars, or the one before; the ends stop it."""
        listed = self.state.listed
        if listed:
            here = listed.index(self.state.chosen) + by if self.state.chosen in listed else by - 1
            self.choose(listed[max(0, min(len(listed) - 1, here))])

    def narrow(self, span: Window | None) -> None:
        """List only what touches a span, here and in the other areas; None lists everything."""
        self.work.focus.narrow(span)
        self.take_focus()

    @override
    def take_focus(self) -> None:
        """Follow the span, and the answer that was chosen elsewhere."""
        span, focus, bars = self.work.focus.span, self.work.focus, self.state.bars
        chosen = self.state.chosen
        if not 0 <= chosen < len(bars) or (bars[chosen].cell is not None and not focus.is_at(bars[chosen].cell)):
            chosen = next((place for place, bar in enumerate(bars) if focus.is_at(bar.cell)), chosen)
        is_out = 0 <= chosen < len(bars) and span is not None and not bars[chosen].touches(span)
        chosen = -1 if is_out else chosen
        if span != self.state.span or chosen != self.state.chosen:
            self._show(span=span, chosen=chosen)

    def span_of_chosen(self) -> None:
        """Take the days of the chosen bar as the span; without one, what is shown."""
        state = self.state
        bars = state.bars
        period = bars[state.chosen].period.possible if 0 <= state.chosen < len(bars) else state.view or state.shown
        if period is not None and state.shown is not None:
            self.narrow(_within(period, state.shown))

    def move_span(self, is_end: bool, months: int) -> None:  # noqa: FBT001 - from a signal
        """Move one end of the span by months; the other end stops it."""
        span, shown = self.state.span, self.state.shown
        if span is None or shown is None:
            self.span_of_chosen()
        elif is_end:
            self.narrow(Window(span.first_day, max(span.first_day, min(shown.last_day, _moved(span.last_day, months)))))
        else:
            self.narrow(Window(min(span.last_day, max(shown.first_day, _moved(span.first_day, months))), span.last_day))

    def zoom(self, step: int, around: date | None) -> None:
        """Show fewer days (1), more (-1) or all (0), round a day, the chosen bar or the middle."""
        shown, view = self.state.shown, self.state.view or self.state.shown
        if shown is None or view is None:
            return
        days = (view.last_day - view.first_day).days
        wanted = days // 2 if step > 0 else days * 2
        if step == 0 or wanted >= (shown.last_day - shown.first_day).days:
            self._show(view=None)
        elif wanted >= _LEAST_DAYS:
            middle = around or self._middle(view)
            share = (middle - view.first_day).days / max(days, 1) if around is not None else 0.5
            self._show(view=_slid(middle - timedelta(days=round(wanted * share)), wanted, shown))

    def pan(self, step: int) -> None:
        """Show later (1) or earlier (-1) days."""
        shown, view = self.state.shown, self.state.view
        if shown is not None and view is not None:
            days = (view.last_day - view.first_day).days
            self._show(view=_slid(view.first_day + timedelta(days=step * days // 2), days, shown))

    def _middle(self, view: Window) -> date:
        state = self.state
        chosen = state.bars[state.chosen].period.possible if 0 <= state.chosen < len(state.bars) else None
        near = chosen if chosen is not None and touch(chosen, view) else state.span
        near = _within(near, view) if near is not None and touch(near, view) else view
        return near.first_day + (near.last_day - near.first_day) / 2

    @override
    def _show_read(self, read: CaseTimeline) -> None:
        timeline = read.timeline
        bars = [bar for coverage in timeline.coverages for bar in self._of_coverage(coverage)]
        bars += [self._of_stay(read, lane, stay) for lane in timeline.lanes for stay in lane.stays]
        chosen = self.state.chosen if self.state.chosen < len(bars) else -1
        self._show(is_loaded=True, error=None, shown=timeline.shown, bars=tuple(bars), chosen=chosen)
        self.take_focus()

    def _of_coverage(self, coverage: Coverage) -> Iterator[Bar]:
        name = coverage.rule.name.in_language(self._language.value)
        for band in coverage.bands:
            first, last = (both_calendars(day, self._language) for day in (band.first_day, band.last_day))
            yield Bar(name, "", _period(band), band.cover, first, last, None)

    def _of_stay(self, read: CaseTimeline, lane: Lane, stay: Stay) -> Bar:
        pack, language = read.pack, self._language.value
        words = [
            answer_in_words(pack, pack.index[cell[0]], read.answers[cell], language) for cell in stay.cells[:_WORDS]
        ]
        begins, ends = stay.ends(lane.table)
        return Bar(
            lane=pack.label(lane.table, language),
            words="　".join(words),
            period=stay.period,
            cover=None,
            from_words=self._date(read, begins),
            to_words=self._date(read, ends),
            cell=begins,
            is_going_on=stay.is_going_on,
        )

    def _date(self, read: CaseTimeline, cell: Cell) -> str:
        answer: Answer | None = read.answers.get(cell)
        if answer is None or answer.state is not AnswerState.VALUE or not isinstance(answer.value, str):
            return ""
        western = value_in_words(read.pack, read.pack.index[cell[0]], answer.value, self._language.value)
        try:
            return partly_in_both_calendars(parse_date(answer.value, field=cell[0]), western, self._language)
        except InvalidInputError:
            return western


def _period(band: Band) -> Period:
    return Period(DayRange(band.first_day, band.first_day), DayRange(band.last_day, band.last_day))


def _within(days: Window, bounds: Window) -> Window:
    return Window(max(days.first_day, bounds.first_day), min(days.last_day, bounds.last_day))


def _slid(first: date, days: int, bounds: Window) -> Window:
    """So many days from a first one, pushed into the bounds."""
    first = max(bounds.first_day, min(first, bounds.last_day - timedelta(days=days)))
    return Window(first, first + timedelta(days=days))


def _moved(day: date, months: int) -> date:
    """The same day of another month, or its last day."""
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
