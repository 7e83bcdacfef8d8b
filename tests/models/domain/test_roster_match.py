from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.dates import parse_date
from app.models.domain.match import KnownPerson, Outcome, RowMatch, Why, match_rows
from app.models.domain.names import PersonalName
from app.models.domain.roster import Plausibility, RosterRow
from app.models.domain.roster_reader import read_roster
from app.models.domain.sheet import Cell

HEADINGS = ("氏名", "フリガナ", "生年月日", "所属", "該当号", "同意日", "備考")


def rows(*entries: tuple[str, ...]) -> tuple[RosterRow, ...]:
    sheet = [[Cell(text) for text in entry] for entry in (HEADINGS, *entries)]
    return read_roster(sheet, Plausibility(date(2025, 6, 10))).rows


def entry(
    name: str = "髙橋　美咲",
    kana: str = "タカハシ",
    dob: str = "S63.4.12",
    section: str = "総務課",
    item: str = "1",
    remarks: str = "",
) -> tuple[str, ...]:
    return (name, kana, dob, section, item, "R7.6.2", remarks)


def person(  # the record as it stands before the roster
    name: str = "高橋 美咲",
    kana: str = "ﾀｶﾊｼ",
    dob: str = "1988-04-12",
    section: str = "総務課",
    items: tuple[int, ...] = (1,),
    former: tuple[str, ...] = (),
    person_id: str = "p1",
) -> KnownPerson:
    return KnownPerson(
        person_id=person_id,
        keys=PersonalName(name, kana).keys,
        dob=parse_date(dob, field="dob"),
        section=section,
        former=tuple(PersonalName(old).keys for old in former),
        open_items=frozenset(items),
    )


def match(row: tuple[str, ...], *known: KnownPerson) -> RowMatch:
    return match_rows(rows(row), known)[0]


def whys(found: RowMatch) -> list[Why]:
    return [candidate.why for candidate in found.candidates]


def test_somebody_unknown_is_new() -> None:
    assert match(entry(), person(name="別人", kana="ベツジン")).outcome is Outcome.NEW


def test_the_same_entry_again_is_known() -> None:
    found = match(entry(section="総 務 課"), person())
    assert (found.outcome, whys(found), found.candidates[0].person_id) == (Outcome.KNOWN, [Why.SAME_ENTRY], "p1")


def test_same_name_and_day_elsewhere_is_asked() -> None:
    for other in (person(section="企画課"), person(items=(2,)), person(items=())):
        found = match(entry(), other)
        assert (found.outcome, whys(found)) == (Outcome.ASK, [Why.SAME_NAME_AND_DOB])


def test_two_persons_with_one_name_and_day_are_never_taken_for_one() -> None:
    assert match(entry(), person(), person(person_id="p2", section="企画課")).outcome is Outcome.ASK
    assert match(entry(), person(), person(person_id="p2")).outcome is Outcome.ASK


def test_same_name_other_day_is_asked() -> None:
    assert whys(match(entry(), person(dob="1988-04-13"))) == [Why.SAME_NAME_OTHER_DOB]
    assert whys(match(entry(), person(dob="1988"))) == [Why.SAME_NAME_DOB_UNSURE]
    assert whys(match(entry(), person(dob="1989"))) == [Why.SAME_NAME_OTHER_DOB]
    assert whys(match(entry(dob="不明"), person())) == [Why.SAME_NAME_DOB_UNSURE]


def test_same_reading_and_day_with_other_kanji_is_asked() -> None:
    assert whys(match(entry(name="高階", kana="タカバシ"), person())) == [Why.SAME_KANA_AND_DOB]
    assert match(entry(name="高階", dob="S63.4.13"), person()).outcome is Outcome.NEW
    assert match(entry(name="高階", kana=""), person(kana="")).outcome is Outcome.NEW


def test_a_former_surname_in_the_remarks_finds_the_record() -> None:
    row = entry(name="渡邉　葛\U000e0100城", kana="ワタナベ", remarks="旧姓 斎藤")
    assert whys(match(row, person(name="齋藤 葛城", kana="サイトウ"))) == [Why.FORMER_NAME]
    assert match(row, person(name="齋藤 明美", kana="サイトウ")).outcome is Outcome.NEW
    assert match(row, person(name="齋藤 葛城", kana="サイトウ", dob="1988-04-13")).outcome is Outcome.NEW


def test_a_former_name_on_record_finds_the_row() -> None:
    known = person(name="渡邉 美咲", kana="ワタナベ", former=("髙橋 美咲",))
    assert whys(match(entry(), known)) == [Why.FORMER_NAME]


def test_the_same_person_twice_in_one_roster_is_asked() -> None:
    first, second = match_rows(rows(entry(), entry(name="高橋美咲", item="2")), ())
    assert first.outcome is Outcome.NEW
    assert (second.outcome, whys(second), second.candidates[0].line) == (Outcome.ASK, [Why.TWICE_IN_ROSTER], 2)


NAMES = st.sampled_from(["髙橋", "高橋", "渡邉", "渡辺", "斎藤"])
DAYS = st.sampled_from(["1988-04-12", "1988-04", "1990-01-01"])


@given(
    st.lists(st.builds(entry, name=NAMES, dob=DAYS, item=st.sampled_from(["1", "2"])), min_size=1, max_size=5),
    st.lists(st.builds(person, name=NAMES, dob=DAYS), max_size=4),
)
def test_every_row_has_one_outcome_and_its_reasons(entries: list[tuple[str, ...]], known: list[KnownPerson]) -> None:
    record = [KnownPerson(str(i), p.keys, p.dob, p.section, p.former, p.open_items) for i, p in enumerate(known)]
    read = rows(*entries)
    found = match_rows(read, record)
    assert [one.line for one in found] == [row.line for row in read]
    for one in found:
        count = len(one.candidates)
        assert (one.outcome is Outcome.NEW) == (count == 0)
        assert one.outcome is not Outcome.KNOWN or whys(one) == [Why.SAME_ENTRY]
