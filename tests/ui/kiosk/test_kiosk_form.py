"""The form in the kiosk without a window: cells, gaps, steps back, what is missing; dates in any spelling."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.domain.dates import parse_date
from app.models.forms.answers import AnswerState
from app.models.forms.definition import FormPack
from app.models.forms.filling.typing import Typed
from app.models.forms.items import ItemType
from app.services.packs.loader import LoadedPack
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.ui.presenters import kiosk_form_fields as fields
from app.ui.presenters.kiosk_form import KioskForm
from app.ui.presenters.kiosk_form_fields import Kind, Standing
from app.ui.presenters.kiosk_form_ruby import Readings, is_kanji
from tests.ui.kiosk.paper_room import AS_OF, PaperRoom, filled, with_rows

JA = Catalogue.load(TEXTS, Language.JAPANESE)
EN = Catalogue.load(TEXTS, Language.ENGLISH)
DAYS = st.dates(date(1940, 1, 1), date(2024, 12, 31))
At = Callable[..., KioskForm]


@pytest.fixture(name="at")
def _at(loaded: LoadedPack) -> At:
    return lambda topic="A1", draft=None, texts=JA: KioskForm(PaperRoom(loaded, draft, topic), lambda: texts)


def test_every_question_of_the_form_has_a_field_in_both_languages(at: At, loaded: LoadedPack) -> None:
    kinds = set()
    for texts in (JA, EN):
        form = at(texts=texts)
        for item in loaded.pack.index:
            if item.type is ItemType.DISPLAY or (item.type is ItemType.GROUP and not item.repeats):
                continue
            made = form.shape(item.link_id)
            kinds.add(made.kind)
            assert made.label == loaded.pack.label(item.link_id, texts.language)
            assert bool(made.choices) is (made.kind is Kind.FEW)
            assert AnswerState.DECLINED in made.states
            assert (AnswerState.NONE in made.states) is (not item.required or item.repeats)
    assert kinds == set(Kind) - {Kind.NUMBER}


def test_the_course_leads_through_every_topic_and_back_and_leaves_the_signature_out(at: At) -> None:
    form, seen = at(), ["A1"]
    form.begin()
    while (following := form.after()) is not None:
        form.turn_to(following)
        seen.append(following.link_id)
    assert seen[-1] == "M4"
    assert "M2" not in seen
    assert len(seen) == len(form.room.course.topics) - 1 == len(form.marks())
    back = []
    while (before := form.before()) is not None:
        form.turn_to(before)
        back.append(before.link_id)
    assert [*reversed(back), "M4"] == seen
    assert at("M2").topic.link_id == "M2"
    astray = at("M2")
    astray.begin()
    assert astray.topic.link_id == "M3"


def test_what_cannot_be_read_stays_in_view_and_is_no_answer(at: At) -> None:
    form, cell = at("A3"), ("A3", None)
    assert form.type_in(cell, Typed("昭和63年4月"), final=True) == ""
    assert form.type_in(cell, Typed("昭和63年13月"), final=False) == "answer.date-invalid"
    assert form.draft.get("A3") is not None, "a date that is being typed takes no answer away"
    assert form.type_in(cell, Typed("昭和63年13月"), final=True) == "answer.date-invalid"
    assert form.draft.get("A3") is None
    assert form.standing(cell) == Standing("昭和63年13月", state=AnswerState.VALUE, problem="answer.date-invalid")
    assert form.type_in(cell, Typed("S63.4頃"), final=True) == ""
    assert form.standing(cell) == Standing("S63.4頃", state=AnswerState.VALUE)
    assert form.type_in(cell, Typed(" "), final=True) == ""
    assert form.standing(cell) == Standing()


def test_a_field_that_nobody_changed_writes_nothing(at: At, loaded: LoadedPack) -> None:
    for subject in loaded.golden.values():
        form = at(draft=filled(loaded, subject.response))
        before = form.draft
        for answer in subject.response.current.values():
            cell = (answer.link_id, answer.row)
            standing = form.standing(cell)
            if form.shape(answer.link_id).kind in {Kind.TEXT, Kind.LONG, Kind.DATE, Kind.AMOUNT, Kind.NUMBER} and (
                standing.state is AnswerState.VALUE
            ):
                assert form.type_in(cell, Typed(standing.text, standing.currency), final=True) == ""
        assert form.draft is before


def test_unknown_wants_a_reason_and_says_so_in_place(at: At) -> None:
    form, cell = at("A4"), ("A4", None)
    assert form.say(cell, AnswerState.UNKNOWN) == "answer.reason-missing"
    assert form.standing(cell).state is AnswerState.UNKNOWN
    assert form.say(cell, AnswerState.UNKNOWN, "聞いていない") == ""
    assert form.standing(cell) == Standing(state=AnswerState.UNKNOWN, reason="聞いていない")
    assert form.say(cell, AnswerState.DECLINED) == ""
    assert form.choose(cell, "female") == ""
    assert form.standing(cell).code == "female"


def test_missing_cells_are_told_only_after_the_person_was_there(at: At) -> None:
    form = at("A5")
    assert not form.is_missing(("A5.country", None))
    form.turn_to(form.room.course.topic_of("A6"))
    assert form.is_missing(("A5.country", None))
    assert not form.is_missing(("A6.country", None))
    assert form.choose(("A5.country", None), "JP") == ""
    assert not form.is_missing(("A5.country", None))


def test_gaps_become_rows_with_their_days_and_one_step_takes_them_back(at: At) -> None:
    form = at("B1")
    gaps = [each for each in form.room.gaps() if each.add_to[0] == "B1"]
    assert [(each.add_to, each.columns) for each in gaps] == [
        (("B1", "B2.entry"), (("B1.from", "B1.to"), ("B2.from", "B2.to")))
    ]
    row = form.fill_gap(gaps[0], "B1")
    assert form.standing(("B1.from", row)).text == gaps[0].first_day.isoformat()[:7]
    assert form.standing(("B1.to", row)) == Standing(), "up to the reference day the end stays open"
    undone = form.undo()
    assert undone is not None
    assert (undone.topic.link_id, undone.table) == ("B1", "B1")
    assert form.rows("B1") == ()
    assert form.undo() is None
    abroad = form.fill_gap(gaps[0], "B2.entry")
    assert form.standing(("B2.has", None)).code == "yes"
    assert form.rows("B2.entry") == (abroad,)


def test_rows_move_go_and_come_back(at: At, loaded: LoadedPack) -> None:
    form = at("B1", with_rows(loaded, "B1", 3))
    assert form.move_row("B1", "r3", -1)
    assert form.rows("B1") == ("r1", "r3", "r2")
    assert not form.move_row("B1", "r1", -1)
    form.remove_row("B1", "r3")
    undone = form.undo()
    assert undone is not None
    assert (undone.table, undone.row) == ("B1", "r3")
    assert form.rows("B1") == ("r1", "r3", "r2")


def test_one_press_says_none_for_what_may_be_empty(at: At) -> None:
    form = at("A9")
    form.type_in(("A9.address", None), Typed("東京都"), final=True)
    assert form.rest_can_be_none() == 3
    form.say_none()
    assert form.rest_can_be_none() == 0
    assert form.standing(("A9.since", None)).state is AnswerState.NONE
    assert form.undo() is not None
    assert form.rest_can_be_none() == 3


def test_a_topic_of_a_statutory_item_takes_a_supplement(at: At) -> None:
    assert at("A1").supplement() is None
    assert at("J1").supplement() == ("M1.item-5", None)
    assert at("M1").supplement() is None


def test_the_look_back_is_said_with_its_days(at: At) -> None:
    assert at("B1").lookback(at("B1").topic) == ("years", AS_OF.replace(year=2015), AS_OF)
    assert at("A2").lookback(at("A2").topic) == ("birth", AS_OF, AS_OF)
    assert at("A1").lookback(at("A1").topic) is None


def test_what_is_answered_while_a_saving_runs_is_saved_next_and_nothing_twice(loaded: LoadedPack) -> None:
    room = PaperRoom(loaded)
    room.add_row("B1")
    room.journal.meanwhile = lambda: room.add_row("B1")
    assert room.save() == 1
    room.journal.meanwhile = None
    assert room.save() == 1
    assert room.save() == 0
    assert tuple(room.again().rows("B1")) == ("r1", "r2")


# Dates


@given(DAYS, st.booleans())
def test_the_day_can_be_left_out_in_either_calendar(pack: FormPack, day: date, is_japanese: bool) -> None:  # noqa: FBT001 - drawn
    whole = parse_date(day.isoformat(), field="A3")
    text = whole.to_japanese()[-1].as_written() if is_japanese else day.isoformat()
    cut = fields.without_day(pack, "A3", text, "ja")
    read = parse_date(cut, field="A3")
    assert (read.iso_text, read.calendar) == (day.isoformat()[:7], parse_date(text, field="A3").calendar)
    assert fields.knows_day(pack, "A3", text) is True
    assert fields.knows_day(pack, "A3", cut) is False
    assert fields.without_day(pack, "A3", cut, "ja") == cut


@given(DAYS, st.sampled_from(["ja", "en"]))
def test_about_is_put_on_and_taken_off(pack: FormPack, day: date, language: str) -> None:
    marked = fields.with_about(day.isoformat(), language)
    assert fields.has_about(pack, "A3", marked)
    assert not fields.has_about(pack, "A3", day.isoformat())
    assert fields.without_about(marked) == day.isoformat()
    assert fields.has_about(pack, "A3", fields.without_day(pack, "A3", marked, language))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("S63.4", "読み取り：1988年4月（昭和63年4月）"),
        ("1989-01", "読み取り：1989年1月（昭和64年1月又は平成元年1月）"),
        ("昭和63年4月頃", "読み取り：1988年4月頃（昭和63年4月頃）"),
        ("昭和63年13月", "まだ読み取れません。"),
        ("", ""),
    ],
)
def test_what_was_understood_is_said_in_both_calendars(pack: FormPack, typed: str, said: str) -> None:
    assert fields.understood(pack, ("A3", None), Typed(typed), JA) == said


def test_what_was_understood_is_said_in_english_too(pack: FormPack) -> None:
    assert fields.understood(pack, ("A3", None), Typed("昭和63年4月"), EN) == "Read as: 1988-04 (S63.4)"


def test_amounts_are_said_as_people_say_them(pack: FormPack) -> None:
    cell = ("L1.original", "r1")
    assert fields.understood(pack, cell, Typed("3500万"), JA) == "読み取り：35,000,000円（3,500万円）"
    assert fields.understood(pack, cell, Typed("1200", "USD"), EN) == "Read as: USD 1,200"


# Choices and readings


def test_a_country_is_found_by_its_reading(pack: FormPack) -> None:
    def first(words: str, language: str = "ja") -> str:
        found = fields.choices_for(pack, "A6.country", words, language, Readings.load())
        return found[0].code if found else ""

    assert [first("かんこく"), first("韓国"), first("アメリカ"), first("あめりか"), first("くに")] == [
        "KR", "KR", "US", "US", ""
    ]  # fmt: skip
    assert first("Fra", "en") == "FR"


def test_every_kanji_of_the_form_has_a_reading_or_is_elementary(pack: FormPack) -> None:
    """Elementary are the 440 kanji of the first three years of school."""
    held = Readings.load()
    lacking = {char for sentence in pack.texts["ja"].values() for char in held.unread(sentence)}
    assert lacking == set()
    assert len(held._elementary) == 80 + 160 + 200
    assert {*Readings({"氏": "し"}, "名").unread("氏名鬱")} == {"鬱"}


@settings(max_examples=50)
@given(st.text(alphabet="氏名国籍旅券のをA（）、あ", max_size=30))
def test_pieces_are_the_text_and_readings_are_kana(text: str) -> None:
    pieces = Readings.load().pieces(text)
    assert "".join(piece.base for piece in pieces) == text
    assert not any(is_kanji(char) for piece in pieces for char in piece.reading)


def test_readings_stand_over_the_stem_and_the_longest_word_wins() -> None:
    held = Readings({"受け": "うけ", "氏": "し", "氏名": "しめい"})
    assert [(each.base, each.reading) for each in held.pieces("氏名を受ける氏")] == [
        ("氏名", "しめい"),
        ("を", ""),
        ("受", "う"),
        ("ける", ""),
        ("氏", "し"),
    ]
