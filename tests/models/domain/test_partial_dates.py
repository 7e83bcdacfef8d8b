from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.dates import PartialDate, Precision, WrittenCalendar, parse_date
from app.models.domain.eras import ERAS, Era
from app.models.domain.errors import InvalidInputError

MODERN = st.dates(date(1873, 1, 1), date(2100, 12, 31))
PRECISIONS = st.sampled_from(list(Precision))


def partial(day: date, precision: Precision) -> PartialDate:
    length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[precision]
    return parse_date(day.isoformat()[:length], field="dob")


@pytest.mark.parametrize(
    ("text", "iso", "calendar"),
    [
        ("昭和63年4月12日", "1988-04-12", WrittenCalendar.JAPANESE),
        ("昭和63年4月", "1988-04", WrittenCalendar.JAPANESE),
        ("昭和63年", "1988", WrittenCalendar.JAPANESE),
        ("S63.4.12", "1988-04-12", WrittenCalendar.JAPANESE),
        ("S55.11.3", "1980-11-03", WrittenCalendar.JAPANESE),
        ("s45/12/31", "1970-12-31", WrittenCalendar.JAPANESE),
        ("昭63.4.12", "1988-04-12", WrittenCalendar.JAPANESE),
        ("Ｓ６３．４．１２", "1988-04-12", WrittenCalendar.JAPANESE),
        ("昭和６３年　４月 １２日", "1988-04-12", WrittenCalendar.JAPANESE),
        ("㍼63年4月12日", "1988-04-12", WrittenCalendar.JAPANESE),
        ("平成元年1月8日", "1989-01-08", WrittenCalendar.JAPANESE),
        ("平成1年1月8日", "1989-01-08", WrittenCalendar.JAPANESE),
        ("H元.1.8", "1989-01-08", WrittenCalendar.JAPANESE),
        ("昭和64年1月7日", "1989-01-07", WrittenCalendar.JAPANESE),
        ("平成31年4月30日", "2019-04-30", WrittenCalendar.JAPANESE),
        ("令和元年5月1日", "2019-05-01", WrittenCalendar.JAPANESE),
        ("令和7年6月2日", "2025-06-02", WrittenCalendar.JAPANESE),
        ("R7.6.3", "2025-06-03", WrittenCalendar.JAPANESE),
        ("T15.12.25", "1926-12-25", WrittenCalendar.JAPANESE),
        ("昭和元年12月25日", "1926-12-25", WrittenCalendar.JAPANESE),
        ("M45.7.30", "1912-07-30", WrittenCalendar.JAPANESE),
        ("大正元年7月30日", "1912-07-30", WrittenCalendar.JAPANESE),
        ("明治6年1月1日", "1873-01-01", WrittenCalendar.JAPANESE),
        ("1979/4/3", "1979-04-03", WrittenCalendar.GREGORIAN),
        ("1990年7月21日", "1990-07-21", WrittenCalendar.GREGORIAN),
        ("西暦1990年7月", "1990-07", WrittenCalendar.GREGORIAN),
        ("1992-02-29", "1992-02-29", WrittenCalendar.GREGORIAN),
        ("2025.6.3", "2025-06-03", WrittenCalendar.GREGORIAN),
        ("２０２５－６－３", "2025-06-03", WrittenCalendar.GREGORIAN),
        ("1988", "1988", WrittenCalendar.GREGORIAN),
        ("19880412", "1988-04-12", WrittenCalendar.GREGORIAN),
    ],
)
def test_every_style_of_the_offices_is_read(text: str, iso: str, calendar: WrittenCalendar) -> None:
    read = parse_date(text, field="dob")
    assert (read.iso_text, read.calendar, read.as_written, read.is_outside_era) == (iso, calendar, text, False)


@pytest.mark.parametrize("text", ["平成31年6月", "平成31年5月1日", "昭和64年1月8日", "H40.1.1", "昭和元年1月1日"])
def test_a_date_outside_its_era_is_accepted_and_flagged(text: str) -> None:
    assert parse_date(text, field="dob").is_outside_era


def test_a_late_heisei_month_is_shown_in_reiwa() -> None:
    read = parse_date("平成31年6月", field="dob")
    assert (read.earliest, read.latest) == (date(2019, 6, 1), date(2019, 6, 30))
    assert [shown.as_written() for shown in read.to_japanese()] == ["令和元年6月"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date.unreadable"),
        ("不明", "date.unreadable"),
        ("63.4.12", "date.unreadable"),
        ("3/4/1979", "date.unreadable"),
        ("1988年4月12", "date.unreadable"),
        ("1988-4/12", "date.unreadable"),
        ("元年4月1日", "date.unreadable"),
        ("昭和1988年4月1日", "date.unreadable"),
        ("昭和63年4月12日頃", "date.unreadable"),
        ("١٩٨٨-٠٤-١٢", "date.unreadable"),
        ("1988-04-12T00:00:00", "date.unreadable"),
        ("1" * 41, "date.unreadable"),
        ("平成5年2月29日", "date.impossible"),
        ("1988-13-01", "date.impossible"),
        ("令和0年1月1日", "date.impossible"),
        ("0000", "date.impossible"),
        ("明治5年12月2日", "date.lunar"),
    ],
)
def test_what_cannot_be_one_date_is_refused_with_its_field(text: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        parse_date(text, field="dob")
    assert (refusal.value.code, refusal.value.params) == (code, {"field": "dob"})


@given(MODERN, PRECISIONS)
def test_the_era_form_reads_back_as_the_same_date(day: date, precision: Precision) -> None:
    given_date = partial(day, precision)
    shown = given_date.to_japanese()
    assert shown
    for one in shown:
        again = parse_date(one.as_written(), field="dob")
        assert (again.earliest, again.latest, again.precision) == (
            given_date.earliest,
            given_date.latest,
            given_date.precision,
        )
        assert not again.is_outside_era


@given(MODERN, PRECISIONS)
def test_iso_text_reads_back_and_a_day_has_one_era(day: date, precision: Precision) -> None:
    given_date = partial(day, precision)
    assert parse_date(given_date.iso_text, field="dob") == given_date
    assert given_date.earliest <= day <= given_date.latest
    if precision is Precision.DAY:
        assert len(given_date.to_japanese()) == 1


@given(MODERN, PRECISIONS, MODERN, PRECISIONS)
def test_intervals_compare_as_their_days_do(one: date, fine: Precision, other: date, coarse: Precision) -> None:
    left, right = partial(one, fine), partial(other, coarse)
    assert left.is_certainly_before(right) == (left.latest < right.earliest)
    if left.is_certainly_before(right):
        assert left.is_possibly_before(right)
        assert not left.may_equal(right)
    if one < other:
        assert left.is_possibly_before(right)
        assert not right.is_certainly_before(left)
    if one == other:
        assert left.may_equal(right)


def test_the_change_of_era_shows_both_names_for_a_month() -> None:
    shown = parse_date("1989-01", field="dob").to_japanese()
    assert [one.as_written() for one in shown] == ["昭和64年1月", "平成元年1月"]


def test_a_day_two_eras_share_is_given_to_the_later() -> None:
    assert [one.as_written() for one in parse_date("T15.12.25", field="dob").to_japanese()] == ["昭和元年12月25日"]


def test_before_the_solar_calendar_there_is_no_era_date() -> None:
    assert parse_date("1872-12-31", field="dob").to_japanese() == ()


def test_a_new_era_is_data() -> None:
    old = (*ERAS[:-1], Era("reiwa", "令和", "令", "R", date(2019, 5, 1), date(2040, 3, 31)))
    eras = (*old, Era("sample", "試験", "試", "X", date(2040, 4, 1), None))
    read = parse_date("試験2年1月3日", field="dob", eras=eras)
    assert read.iso_text == "2041-01-03"
    assert read.to_japanese(eras)[0].as_written() == "試験2年1月3日"
    assert parse_date("R23.1.3", field="dob", eras=eras).is_outside_era


def test_an_interval_that_does_not_fit_its_precision_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"date\.impossible"):
        PartialDate(date(1988, 4, 1), date(1988, 4, 29), Precision.MONTH, "1988-04")
    assert PartialDate.of_day(date(1988, 4, 1)).day == date(1988, 4, 1)
    assert parse_date("1988-04", field="dob").day is None
