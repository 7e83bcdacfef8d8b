"""The timeline (時系列) as bars and as lines of a table, with one selection and one chosen span of days. Qt-free."""

from collections.abc import Iterator
from dataclasses import dataclass

from typing_extensions import override

from app.models.domain.dates import parse_date
from app.models.domain.errors import InvalidInputError
from app.models.domain.validity import Window
from app.models.forms.answers import Answer, AnswerState, Cell
from app.models.forms.reading import answer_in_words, value_in_words
from app.models.rules.periods import Band, Cover, DayRange, Period
from app.models.rules.timeline import Coverage, Lane, Stay
from app.services.documents.date_text import both_calendars, partly_in_both_calendars
from app.services.questionnaires.timelines import CaseTimeline
from app.services.texts.catalogue import Language
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork

_WORDS = 2
"""So many answers of a row say what it is."""


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

    def touches(self, span: Window) -> bool:
        """Whether any of its possible days lies in a span."""
        possible = self.period.possible
        return possible is not None and possible.first_day <= span.last_day and possible.last_day >= span.first_day


@dataclass(frozen=True, slots=True)
class TimelineState(AreaState):
    """What the area shows.

    Attributes:
        shown: From which day to which the picture reaches.
        bars: Coverages first, then the tables in the order of the form.
        chosen: Place of the chosen bar among ``bars``, or -1.
        span: The days that the officer drew over; None for all.
    """

    shown: Window | None = None
    bars: tuple[Bar, ...] = ()
    chosen: int = -1
    span: Window | None = None

    @property
    def listed(self) -> tuple[int, ...]:
        """Places of the bars that the table shows: what touches the span, without what is simply covered."""
        return tuple(
            place
            for place, bar in enumerate(self.bars)
            if bar.cover is not Cover.COVERED and (self.span is None or bar.touches(self.span))
        )


class TimelinePresenter(CaseArea[TimelineState]):
    """Reads; nothing is changed here."""

    def __init__(self, work: CaseWork, language: Language) -> None:
        super().__init__(work, TimelineState())
        self._language = language
        self._read_last: CaseTimeline | None = None

    @override
    def load(self) -> None:
        """Read the timeline."""
        case = self.work.case
        self._read(lambda services, actor: services.timelines.of_case(actor, case), self._on_read)

    def speak(self, language: Language) -> None:
        """Say everything in another language."""
        if language is not self._language:
            self._language = language
            if self._read_last is not None:
                self._on_read(self._read_last)

    def choose(self, place: int) -> None:
        """Choose a bar; -1 for none."""
        if place != self.state.chosen:
            self._show(chosen=place)

    def step(self, by: int) -> None:
        """Choose the next of the listed bars, or the one before; the ends stop it."""
        listed = self.state.listed
        if listed:
            here = listed.index(self.state.chosen) + by if self.state.chosen in listed else 0
            self.choose(listed[max(0, min(len(listed) - 1, here))])

    def narrow(self, span: Window | None) -> None:
        """List only what touches a span; None lists everything."""
        self._show(span=span)
        if self.state.chosen not in self.state.listed:
            self._show(chosen=-1)

    def drop(self) -> None:
        """Forget everything: the case was sealed."""
        self._read_last = None
        self.state = TimelineState()

    def _on_read(self, read: CaseTimeline) -> None:
        self._read_last = read
        timeline = read.timeline
        bars = [bar for coverage in timeline.coverages for bar in self._of_coverage(coverage)]
        bars += [self._of_stay(read, lane, stay) for lane in timeline.lanes for stay in lane.stays]
        chosen = self.state.chosen if self.state.chosen < len(bars) else -1
        self._show(is_loaded=True, error=None, shown=timeline.shown, bars=tuple(bars), chosen=chosen)

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
