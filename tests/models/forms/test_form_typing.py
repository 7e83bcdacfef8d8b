"""What a person types becomes an answer, exactly as given, or a plain problem at its place."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.forms.answers import Answer, AnswerState, AnswerValue, Money
from app.models.forms.checking import Problem
from app.models.forms.definition import FormPack
from app.models.forms.filling.typing import Said, Typed, answered, find_choices, in_myriads, read_amount

NOW = datetime(2025, 6, 12, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "value", "about", "written"),
    [
        ("昭和63年4月頃", "1988-04", True, "昭和63年4月頃"),
        ("Ｓ６３．４．１２", "1988-04-12", False, "Ｓ６３．４．１２"),
        ("about 1988", "1988", True, "about 1988"),
        ("1988-04-12", "1988-04-12", False, None),
        ("令和元年ごろ", "2019", True, "令和元年ごろ"),
    ],
)
def test_a_date_is_read_in_both_calendars(
    pack: FormPack, text: str, value: str, *, about: bool, written: str | None
) -> None:
    answer = answered(pack, ("A3", None), Typed(text), NOW)
    assert isinstance(answer, Answer)
    assert (answer.value, answer.about, answer.as_written) == (value, about, written)


@pytest.mark.parametrize(
    ("link_id", "row", "given_", "code"),
    [
        ("A3", None, Typed("63/4"), "answer.date-invalid"),
        ("A3", None, Typed("1988-02-30"), "answer.date-invalid"),
        ("A3", None, Said(AnswerState.NONE), "answer.required"),
        ("A3", None, Said(AnswerState.UNKNOWN, " "), "answer.reason-missing"),
        ("A3", None, Said(AnswerState.UNKNOWN, "番号は 1234 5678 9018"), "answer.my-number"),
        ("A3", None, Said(AnswerState.DECLINED, "\x07"), "answer.control-character"),
        ("A1.family-name", None, Typed("１２３４５６７８９０１８"), "answer.my-number"),
        ("A1.family-name", None, Typed("髙\n橋"), "answer.control-character"),
        ("A1.family-name", None, Typed("　"), "answer.blank"),
        ("A1.family-name", None, Typed("あ" * 61), "answer.too-long"),
        ("A2.has", None, Typed("はい"), "answer.wrong-type"),
        ("A4", None, Typed("存在しない"), "answer.unknown-code"),
        ("L1.balance", "r1", Typed("たくさん"), "answer.not-a-number"),
        ("L1.balance", "r1", Typed("100", currency="円"), "answer.not-a-number"),
        ("B1", None, Typed("x"), "answer.table-value"),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(
    pack: FormPack, link_id: str, row: str | None, given_: Typed | Said, code: str
) -> None:
    assert answered(pack, (link_id, row), given_, NOW) == Problem(link_id, row or "", code)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Nd", "No", "Nl"]), min_size=1, max_size=40))
def test_a_name_is_never_changed(pack: FormPack, name: str) -> None:
    answer = answered(pack, ("A1.family-name", None), Typed(name), NOW)
    if isinstance(answer, Answer):
        assert answer.value == name
    else:
        assert not name.strip() or answer.code == "answer.my-number"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,200,000", 1_200_000),
        ("１２０万円", 1_200_000),
        ("3億5千万円", 350_000_000),
        ("3億5,000万", 350_000_000),
        ("1.5万", 15_000),
        ("12万3,456円", 123_456),
        ("0円", 0),
        ("万", None),
        ("1万2億", None),
        ("1.23456万", None),
        ("", None),
        ("9" * 17, None),
    ],
)
def test_an_amount_is_read_with_its_units(text: str, amount: int | None) -> None:
    assert read_amount(text) == amount


@given(st.integers(0, 10**12))
def test_the_amount_as_said_is_read_back(amount: int) -> None:
    assert read_amount(in_myriads(amount)) == amount


def test_a_foreign_amount_keeps_its_currency_and_day(pack: FormPack) -> None:
    typed = Typed("5000", "USD", date(2025, 6, 1))
    answer = answered(pack, ("L1.balance", "r1"), typed, NOW)
    assert isinstance(answer, Answer)
    value: AnswerValue | None = answer.value
    assert value == Money(5000, "USD", date(2025, 6, 1))


def test_a_code_is_found_by_its_words(pack: FormPack) -> None:
    country = pack.index["A5.country"]
    assert [each.label for each in find_choices(pack, country, "べとなむ", "ja")] == [
        "ベトナム",
        "ベトナム共和国（南ベトナム）",
    ]
    assert find_choices(pack, country, "viet nam", "en")[0].code == "VN"
    assert len(find_choices(pack, country, "", "ja", limit=5)) == 5
    answer = answered(pack, ("A5.country", None), Typed("ベトナム"), NOW)
    assert isinstance(answer, Answer)
    assert answer.value == "VN"
