"""Each rule of the shipped pack: what it finds, what it asks, what it leaves alone."""

from datetime import date

import pytest

from app.models.domain.inquiry import InquiryState
from app.models.forms.definition import FormPack
from app.models.rules.definition import RulePack
from app.models.rules.material import Asked, Fact
from tests.models.rules.people import Cells, found, only, told

NO_ONE: list[tuple[str, list[str]]] = []
LIVED: Cells = {"A3": "1980-05-05", "B1.from r1": "2010-04", "B1.to r1": "2019-03"}
"""One residence that ends; what follows is the matter of each example."""
CASES: list[tuple[str, str, Cells, list[tuple[str, list[str]]]]] = [
    ("R-RES-01", "the next month", {**LIVED, "B1.from r2": "2019-04", "B1.to r2": "非該当"}, NO_ONE),
    (
        "R-RES-01",
        "three months later",
        {**LIVED, "B1.from r2": "2019-07", "B1.to r2": "非該当"},
        [("certain", ["B1.to r1", "B1.from r2"])],
    ),
    (
        "R-RES-01",
        "abroad in between",
        {
            **LIVED,
            "B2.has": True,
            "B2.from r1": "2019-04",
            "B2.to r1": "2019-06",
            "B1.from r2": "2019-07",
            "B1.to r2": "非該当",
        },
        NO_ONE,
    ),
    ("R-RES-01", "nothing after it", LIVED, [("certain", ["B1.to r1"])]),
    (
        "R-RES-01",
        "begun within the time asked",
        {"A3": "1980-05-05", "B1.from r1": "2018-01", "B1.to r1": "非該当"},
        [("certain", ["B1.from r1"])],
    ),
    (
        "R-RES-01",
        "a year only",
        {**LIVED, "B1.to r1": "2019", "B1.from r2": "2020-01", "B1.to r2": "非該当"},
        [("possible", ["B1.from r1", "B1.to r1", "B1.from r2"])],
    ),
    ("R-RES-01", "born in it", {"A3": "2020-01-10", "B1.from r1": "2020-01-10", "B1.to r1": "非該当"}, NO_ONE),
    (
        "R-CAR-01",
        "school from sixteen on",
        {
            "A3": "2004-04-02",
            "C1.from r1": "2020-04",
            "C1.to r1": "2023-03",
            "D1.from r1": "2023-04",
            "D1.to r1": "非該当",
        },
        NO_ONE,
    ),
    (
        "R-CAR-01",
        "a year between school and work",
        {
            "A3": "2004-04-02",
            "C1.from r1": "2020-04",
            "C1.to r1": "2023-03",
            "D1.from r1": "2024-04",
            "D1.to r1": "非該当",
        },
        [("certain", ["C1.to r1", "D1.from r1"])],
    ),
    (
        "R-CAR-01",
        "the year is explained",
        {
            "A3": "2004-04-02",
            "C1.from r1": "2020-04",
            "C1.to r1": "2023-03",
            "D1.from r1": "2024-04",
            "D1.to r1": "非該当",
            "D2.from r1": "2023-04",
            "D2.to r1": "2024-03",
        },
        NO_ONE,
    ),
    (
        "R-JOB-01",
        "two full-time jobs",
        {
            "D1.form r1": "regular",
            "D1.from r1": "2018-04-01",
            "D1.to r1": "2022-03-31",
            "D1.form r2": "regular",
            "D1.from r2": "2021-04-01",
            "D1.to r2": "非該当",
        },
        [("certain", ["D1.from r1", "D1.to r1", "D1.from r2", "D1.to r2"])],
    ),
    (
        "R-JOB-01",
        "a side job",
        {
            "D1.form r1": "regular",
            "D1.from r1": "2018-04-01",
            "D1.to r1": "2022-03-31",
            "D1.form r2": "part-time",
            "D1.from r2": "2021-04-01",
            "D1.to r2": "非該当",
        },
        NO_ONE,
    ),
    (
        "R-STU-01",
        "studied without living there",
        {"C2.has": True, "C2.country r1": "DE", "C2.from r1": "2010-09", "C2.to r1": "2012-08", "B2.has": False},
        [("certain", ["C2.country r1", "C2.from r1", "C2.to r1"])],
    ),
    (
        "R-STU-01",
        "lived in another country",
        {
            "C2.has": True,
            "C2.country r1": "DE",
            "C2.from r1": "2010-09",
            "C2.to r1": "2012-08",
            "B2.has": True,
            "B2.country r1": "FR",
            "B2.from r1": "2010-09",
            "B2.to r1": "2012-08",
        },
        [("certain", ["C2.country r1", "C2.from r1", "C2.to r1"])],
    ),
    (
        "R-STU-01",
        "lived there",
        {
            "C2.has": True,
            "C2.country r1": "DE",
            "C2.from r1": "2010-09",
            "C2.to r1": "2012-08",
            "B2.has": True,
            "B2.country r1": "DE",
            "B2.from r1": "2010-09",
            "B2.to r1": "2012-08",
        },
        NO_ONE,
    ),
    (
        "R-TRV-02",
        "lived abroad, never travelled",
        {"F11.has": False, "B2.has": True},
        [("certain", ["B2.has", "F11.has"])],
    ),
    ("R-TRV-02", "both", {"F11.has": True, "B2.has": True}, NO_ONE),
    (
        "R-TRV-01",
        "country of the employer unknown",
        {"F11.has": False, "D4.has": True, "D4.country r1": "不明"},
        [("possible", ["D4.has", "D4.country r1", "F11.has"])],
    ),
    (
        "R-ACC-01",
        "kind of the account left out",
        {
            "F9.has": True,
            "F9.institution r1": "Musterbank",
            "F9.country r1": "DE",
            "F9.kind r1": "なし",
            "F9.opened r1": "2010",
        },
        [("certain", ["F9.has", "F9.institution r1", "F9.kind r1"])],
    ),
    (
        "R-FAM-02",
        "a spouse without parents",
        {"E1.relation r1": "spouse", "E2.spouse-parents": "listed"},
        [("certain", ["E1.relation r1"])],
    ),
    ("R-FAM-02", "they are said not to be", {"E1.relation r1": "spouse", "E2.spouse-parents": "なし"}, NO_ONE),
    ("R-FAM-02", "no spouse", {"E1.relation r1": "father"}, NO_ONE),
    (
        "R-FAM-02",
        "both",
        {"E1.relation r1": "spouse", "E1.relation r2": "spouse-father", "E1.relation r3": "spouse-mother"},
        NO_ONE,
    ),
    (
        "R-FAM-04",
        "two spouses",
        {"E1.relation r1": "spouse", "E1.relation r2": "spouse"},
        [("certain", ["E1.relation r1", "E1.relation r2"])],
    ),
    (
        "R-SEQ-03",
        "ended before it began",
        {"B1.from r1": "2019-05", "B1.to r1": "2019-04"},
        [("certain", ["B1.from r1", "B1.to r1"])],
    ),
    ("R-SEQ-03", "within one month", {"B1.from r1": "2019-05", "B1.to r1": "2019-05"}, NO_ONE),
    (
        "R-SEQ-07",
        "high school at ten",
        {"A3": "2000-01-01", "C1.from r1": "2010-04"},
        [("certain", ["A3", "C1.from r1"])],
    ),
    ("R-SEQ-07", "on 29 February", {"A3": "2000-02-29", "C1.from r1": "2015-04"}, NO_ONE),
    (
        "R-SEQ-08",
        "a father of five",
        {"A3": "2000-01-01", "E1.relation r1": "father", "E1.birth-date r1": "1995-01-01"},
        [("certain", ["A3", "E1.birth-date r1"])],
    ),
    (
        "R-SEQ-08",
        "a brother",
        {"A3": "2000-01-01", "E1.relation r1": "sibling", "E1.birth-date r1": "1999-01-01"},
        NO_ONE,
    ),
    (
        "R-MYN-01",
        "a number of twelve digits",
        {"D1.work r1": "番号は１２３４　５６７８　９０１８です"},
        [("certain", ["D1.work r1"])],
    ),
    ("R-MYN-01", "a telephone number", {"A10.phone": "03-1234-5678"}, NO_ONE),
    ("R-TOP-01", "a union", {"D1.leaving r1": "労働組合の役員を退いた"}, [("possible", ["D1.leaving r1"])]),
    ("R-TOP-01", "a union by half-width kana", {"D1.leaving r1": "ｽﾄﾗｲｷに加わった"}, [("possible", ["D1.leaving r1"])]),
    ("R-TOP-01", "work", {"D1.leaving r1": "契約の終了"}, NO_ONE),
    (
        "R-PER-01",
        "long ago",
        {"F11.has": True, "F11.from r1": "2014-08-01", "F11.to r1": "2014-08-10"},
        [("certain", ["F11.to r1"])],
    ),
    ("R-PER-01", "perhaps within", {"F11.has": True, "F11.from r1": "2016", "F11.to r1": "2016"}, NO_ONE),
    ("R-DAY-02", "a year", {"E1.birth-date r1": "1955"}, [("possible", ["E1.birth-date r1"])]),
    ("R-DAY-02", "said to be unknown", {"E1.birth-date r1": "不明"}, NO_ONE),
    ("R-MON-01", "a month", {"B1.from r1": "2010-04"}, NO_ONE),
]


@pytest.mark.parametrize(
    ("rule", "cells", "expected"), [(r, c, e) for r, _, c, e in CASES], ids=[f"{r} {n}" for r, n, _, _ in CASES]
)
def test_a_rule_finds(
    pack: FormPack, rules: RulePack, rule: str, cells: Cells, expected: list[tuple[str, list[str]]]
) -> None:
    assert told(found(pack, only(rules, rule), cells)) == expected


def test_a_gap_names_its_days_its_parameters_and_what_it_read(pack: FormPack, rules: RulePack) -> None:
    (finding,) = found(pack, only(rules, "R-RES-01"), {**LIVED, "B1.from r2": "2019-07", "B1.to r2": "非該当"})
    assert (finding.first_day, finding.last_day) == (date(2019, 4, 1), date(2019, 6, 30))
    assert finding.parameters == (("lookback.residence", "10"), ("lookback.gap-tolerance", "31"))
    assert [each.text for each in finding.used] == ["2019-03", "2019-07"]
    assert [(each.page, each.box) for each in finding.places] == [(4, "B1-3"), (4, "B1-2")]
    assert {each.name: each.value for each in finding.blanks} == {
        "from": "2019-04-01",
        "to": "2019-06-30",
        "days": "91",
    }


def test_a_gap_of_the_length_of_the_tolerance_is_left_alone_at_both_ends(pack: FormPack, rules: RulePack) -> None:
    cells: Cells = {"A3": "1980-05-05", "B1.from r1": "2016-07-02", "B1.to r1": "2026-05-01"}
    assert told(found(pack, only(rules, "R-RES-01"), cells)) == NO_ONE
    cells = {"A3": "1980-05-05", "B1.from r1": "2016-07-03", "B1.to r1": "2026-04-30"}
    assert [each.days for each in _gaps(pack, rules, cells)] == [32, 32]


def _gaps(pack: FormPack, rules: RulePack, cells: Cells) -> list["Gap"]:
    return [Gap(each.first_day, each.last_day) for each in found(pack, only(rules, "R-RES-01"), cells)]


class Gap:
    def __init__(self, first: date | None, last: date | None) -> None:
        assert first is not None
        assert last is not None
        self.days = (last - first).days + 1


@pytest.mark.parametrize(
    ("kana", "expected"),
    [
        ("タカハシ ミサキ", NO_ONE),
        ("ﾀｶﾊｼﾐｻｷ", NO_ONE),
        ("タカハシ ミサト", [("certain", ["A1.family-kana", "A1.given-kana"])]),
    ],
)
def test_the_reading_agrees_with_the_roster_after_folding(
    pack: FormPack, rules: RulePack, kana: str, expected: list[tuple[str, list[str]]]
) -> None:
    cells: Cells = {"A1.form": "split", "A1.family-kana": "たかはし", "A1.given-kana": "みさき"}
    facts = {"roster.kana": Fact(kana, "roster")}
    assert told(found(pack, only(rules, "R-ID-01"), cells, facts=facts)) == expected


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        ("1980-05-05", NO_ONE),
        ("S55.5.5", NO_ONE),
        ("1980-05", [("possible", ["A3"])]),
        ("1980-05-06", [("certain", ["A3"])]),
    ],
)
def test_a_date_agrees_in_either_calendar_and_a_coarser_one_is_asked(
    pack: FormPack, rules: RulePack, roster: str, expected: list[tuple[str, list[str]]]
) -> None:
    facts = {"roster.birth-date": Fact(roster, "roster")}
    assert told(found(pack, only(rules, "R-ID-02"), {"A3": "1980-05-05"}, facts=facts)) == expected


def test_nothing_is_compared_with_a_fact_that_nobody_stated(pack: FormPack, rules: RulePack) -> None:
    assert told(found(pack, only(rules, "R-ID-02"), {"A3": "1980-05-05"})) == NO_ONE


def test_a_reply_is_due_after_working_days_and_only_while_it_is_awaited(pack: FormPack, rules: RulePack) -> None:
    late = Asked("q1", 1, date(2026, 5, 1), InquiryState.ASKED)
    young = Asked("q2", 1, date(2026, 5, 4), InquiryState.ASKED)
    other = Asked("q3", 2, date(2026, 4, 1), InquiryState.ASKED)
    reminded = Asked("q4", 1, date(2026, 4, 1), InquiryState.ASKED, reminded_on=date(2026, 5, 20))
    came = Asked("q5", 1, date(2026, 4, 1), InquiryState.ANSWERED)
    findings = found(pack, only(rules, "R-DUE-01"), {}, asked=(late, young, other, reminded, came))
    assert [(each.about, each.blanks[1].value) for each in findings] == [("q1", "2026-05-29")]


def test_an_inquiry_that_ended_without_a_reply_is_listed(pack: FormPack, rules: RulePack) -> None:
    asked = tuple(Asked(state.value, 7, date(2026, 4, 1), state) for state in InquiryState)
    findings = found(pack, only(rules, "R-ANS-07"), {}, asked=asked)
    assert [each.about for each in findings] == ["declined", "no-reply"]


def test_what_must_be_struck_is_not_repeated(pack: FormPack, rules: RulePack) -> None:
    number = "123456789018"
    for rule, text in (("R-MYN-01", number), ("R-TOP-01", "労働組合")):
        (finding,) = found(pack, only(rules, rule), {"D1.work r1": text})
        assert text not in repr(finding)


def test_a_date_given_as_about_is_read_wider(pack: FormPack, rules: RulePack) -> None:
    cells: Cells = {
        "A3": "1980-05-05",
        "B1.from r1": "2010-04",
        "B1.to r1": "2019-03",
        "B1.from r2": "2019-06",
        "B1.to r2": "非該当",
    }
    about = frozenset({"B1.to r1"})
    assert [each.certainty.value for each in found(pack, only(rules, "R-RES-01"), cells)] == ["certain"]
    assert [each.certainty.value for each in found(pack, only(rules, "R-RES-01"), cells, about=about)] == ["possible"]
