"""Every page of the forecast, against what the pure functions say of each row."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert

from app.models.domain.actor import OfficeKind
from app.models.domain.civil_day import civil_day, month_of
from app.models.domain.errors import NotAuthorisedError
from app.models.domain.lifecycle import State
from app.models.domain.retention import Matter, due_day
from app.models.schema import tables
from app.models.schema.keeping import metadata
from app.services.retention.clocks import due_lists
from app.services.vault.repositories.expiry import Expiry
from tests.services.exchange.offices import shelf
from tests.services.retention.conftest import At

if TYPE_CHECKING:
    from app.models.views.retention import Expiring

PACK = shelf().current.pack
EVENTS = st.dates(date(2024, 2, 25), date(2028, 4, 5))
INSTANTS = st.datetimes(datetime(2025, 3, 30), datetime(2026, 4, 3), timezones=st.just(UTC))  # noqa: DTZ001 # bounds


class Lists:
    """A unit of work that knows nothing but the lists."""

    def __init__(self, expiry: Expiry) -> None:
        self.expiry = expiry
        self.people = SimpleNamespace(station=lambda: SimpleNamespace(office_kind=OfficeKind.AGENCY))


def _case(number: int, **columns: object) -> dict[str, object]:
    empty = dict.fromkeys(("name", "kana", "name_folded", "kana_sort", "section", "post", "pack_id"), "")
    return {
        **empty,
        "case_id": f"case{number:03d}",
        "number": f"N-{number}",
        "state": State.VALID.value,
        "born_on": "",
        "item": 1,
        "notified_of_assessment_on": "",
        "sealed": 0,
        "pack_version": "1",
        "pack_digest": PACK.digest,
        "opened_at": "",
        "changed_at": "",
        "revision": 1,
        **columns,
    }


CASES: st.SearchStrategy[tuple[str | None, date, dict[str, object]]] = st.one_of(
    EVENTS.map(lambda day: ("cleared", day, {"notified_on": day.isoformat(), "valid_until": "2040-01-01"})),
    EVENTS.map(lambda day: ("not-cleared", day, {"notified_on": day.isoformat()})),
    EVENTS.map(lambda day: ("not-cleared", day, {"withdrawn_on": day.isoformat()})),
    EVENTS.map(lambda day: ("investigated", day, {"ended_on": day.isoformat(), "state": State.OPINION_SENT.value})),
    st.just((None, date.min, {})),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CASES, max_size=25), st.lists(INSTANTS, max_size=8), st.integers(1, 7), EVENTS, st.integers(0, 4000))
def test_pages_show_everything_once_in_order_of_the_days(
    cases: list[tuple[str | None, date, dict[str, object]]],
    rosters: list[datetime],
    size: int,
    first: date,
    span: int,
) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        expected: list[tuple[date, str]] = []
        for number, (code, day, columns) in enumerate(cases):
            connection.execute(insert(tables.cases), _case(number, **columns))
            if code is not None:
                expected.append((due_day(PACK.retention(code).period, day), f"case{number:03d}"))
        for number, instant in enumerate(rosters):
            fields = dict.fromkeys(
                ("source_sha256", "submitter", "submitter_person", "contract_ref", "imported_by"), ""
            )
            connection.execute(
                insert(tables.rosters), {**fields, "roster_id": f"r{number}", "imported_at": instant.isoformat()}
            )
            expected.append((due_day(PACK.retention("roster").period, civil_day(instant)), f"r{number}"))
        last = first + timedelta(days=span)
        expiry = Expiry(connection)
        lists = due_lists(Lists(expiry), shelf())  # type: ignore[arg-type] # all that it asks for
        found: list[Expiring] = []
        while page := expiry.page(lists, found[-1].mark if found else None, size, first=first, last=last):
            assert len(page) <= size
            found += page
        wanted = sorted(one for one in expected if first <= one[0] <= last)
        assert sorted((one.due_on, one.subject) for one in found) == wanted
        assert all(one.due_on <= other.due_on for one, other in pairwise(found))
        assert expiry.count(lists, first, last) == len(wanted)
        for due, subject in expected:
            matter = Matter.CASE if subject.startswith("case") else Matter.ROSTER
            one = expiry.one(lists, matter, subject)
            assert one is not None
            assert one.due_on == due
    engine.dispose()


def test_the_calendar_counts_what_the_pages_show(at: At) -> None:
    world = at("consented")
    forecast, actor = world.agency.services.forecast, world.agency.actor("auditor")
    assert forecast.calendar(actor).overdue == 0
    world.clock.advance(timedelta(days=3 * 365 - 20))
    calendar = forecast.calendar(actor)
    shown = forecast.page(actor, first=world.clock.today(), last=calendar.months[-1].last)
    assert [one.matter for one in shown] == [Matter.REFUSAL]
    assert sum(month.count for month in calendar.months) == 1
    later = forecast.page(actor, first=calendar.months[-1].last + timedelta(days=1))
    assert (calendar.later, calendar.every) == (len(later), len(forecast.page(actor)))
    assert later
    assert [month.first for month in calendar.months[1:]] == [month_of(month.last)[0] for month in calendar.months[1:]]


def test_next_month_is_printed_without_a_name(at: At) -> None:
    world = at("consented")
    world.clock.advance(timedelta(days=3 * 365 - 20))
    forecast = world.agency.services.forecast
    assert forecast.printed(world.agency.actor("auditor"), *forecast.next_month()).startswith(b"%PDF")
    (entry,) = [row for row in world.agency.rows("events") if row[2] == "retention.printed"]
    assert b'"lines":1' in bytes(entry[-2])  # type: ignore[call-overload] # the entry of the record


def test_the_head_of_a_case_says_until_when_it_is_kept(at: At) -> None:
    world = at("notified")
    queue, actor = world.agency.services.queue, world.agency.actor("examiner")
    kept = queue.sheet(actor, world.case).kept
    assert kept is not None
    assert (kept.counted_from, kept.period.code) == (world.clock.today(), "cleared")
    assert kept.due_on == due_day(kept.period, world.clock.today())
    assert queue.sheet(actor, world.others[0]).kept is None
    world.withdraw(world.others[0])
    withdrawn = queue.sheet(actor, world.others[0]).kept
    assert withdrawn is not None
    assert withdrawn.period.code == "not-cleared"


@pytest.mark.parametrize("who", ["examiner", "reviewer", "decider"])
def test_who_works_on_cases_does_not_see_the_list(at: At, who: str) -> None:
    world = at("trusted")
    with pytest.raises(NotAuthorisedError):
        world.agency.services.forecast.page(world.agency.actor(who))
