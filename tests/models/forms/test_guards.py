"""What must not be kept is found wherever it stands in a text, and what only looks like it is left alone."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.models.forms.guards.definition import MY_NUMBER, Watch
from app.models.forms.guards.finding import MARK, Hit, find, struck
from app.models.forms.my_number import check_digit
from app.models.rules.definition import RulePack

ROOT = Path(__file__).resolve().parents[3]
RULES = msgspec.json.decode((ROOT / "resources/packs/cesi-2025/rules.json").read_bytes(), type=RulePack)
WATCH: Watch = RULES.watch
NUMBER = "123456789018"
ELEVEN = st.text("0123456789", min_size=11, max_size=11)
SCRIPTS = ("0123456789", "０１２３４５６７８９", "〇一二三四五六七八九", "零壱弐参肆伍陸漆捌玖", "⓪①②③④⑤⑥⑦⑧⑨")
UNSEEN = st.sampled_from(["", "\u200b", "\u2060", "\ufeff", "\u00ad", "\u200d", "\ufe0e"])
CALM = st.text("私の記録は、昨日確認しました。abc \n", max_size=40)
WORDS = [(topic.code, word) for topic in WATCH.topics for word in topic.words]


def kinds(text: str, item: str | None = None) -> list[str]:
    return list(dict.fromkeys(hit.kind for hit in find(text, WATCH, item)))


@given(CALM, CALM, ELEVEN, st.sampled_from(SCRIPTS), st.sampled_from(["", "-", " ", "ー", "\u3000"]), st.data())
def test_a_number_is_found_with_its_place_in_any_digits(
    before: str, after: str, eleven: str, script: str, separator: str, data: st.DataObject
) -> None:
    digits = eleven + str(check_digit(eleven))
    shown = [script[int(digit)] + data.draw(UNSEEN) for digit in digits[:-1]] + [script[int(digits[-1])]]
    number = separator.join("".join(shown[start : start + 4]) for start in (0, 4, 8))
    text = before + number + after
    assert find(text, WATCH) == (
        Hit(MY_NUMBER, len(before), len(before) + len(number), len(before), len(before) + len(number), may_stay=False),
    )
    assert struck(text, find(text, WATCH)) == before + MARK + after


@given(CALM, ELEVEN, st.integers(1, 9), st.sampled_from(["", "-", " "]))
def test_twelve_digits_with_another_check_digit_are_left_alone(before: str, eleven: str, off: int, by: str) -> None:
    digits = eleven + str((check_digit(eleven) + off) % 10)
    assert not find(before + by.join(digits[start : start + 4] for start in (0, 4, 8)), WATCH)


def corporate(twelve: str) -> str:
    total = sum(int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(twelve), start=1))
    return str(9 - total % 9) + twelve


@given(ELEVEN, st.sampled_from(["", "-", " "]))
def test_a_corporate_number_is_none_whatever_its_last_twelve_digits_are(eleven: str, by: str) -> None:
    thirteen = corporate(eleven + str(check_digit(eleven)))
    assert not find(
        "法人番号 " + by.join(thirteen[start:end] for start, end in ((0, 1), (1, 5), (5, 9), (9, 13))), WATCH
    )


def test_thirteen_digits_that_are_no_corporate_number_hide_nothing() -> None:
    assert corporate(NUMBER)[0] != "2"
    assert kinds("2 1234 5678 9018") == [MY_NUMBER]


@pytest.mark.parametrize("card", ["4000 0000 0000 0002", "4000-1234-5678-9017"])
def test_a_card_number_is_none(card: str) -> None:
    assert not find(card, WATCH)


@pytest.mark.parametrize(
    ("said", "stays"),
    [
        ("口座番号は", True),
        ("Account no. ", True),
        ("電話 ", True),
        ("マイナンバー（口座用）", False),
        ("番号は", False),
        ("", False),
    ],
)
def test_a_number_may_stay_only_where_the_text_says_which_other_one_it_is(said: str, stays: bool) -> None:  # noqa: FBT001
    (hit,) = find(f"{said}{NUMBER}", WATCH)
    assert hit.may_stay is stays


@given(CALM, CALM, st.sampled_from(WORDS), UNSEEN)
def test_every_word_of_the_pack_is_found_split_by_what_cannot_be_seen(
    before: str, after: str, coded: tuple[str, str], unseen: str
) -> None:
    code, word = coded
    assume(not before[-1:].isascii() or before[-1:].isspace() or not word.isascii())
    text = before + word[0] + unseen + word[1:] + after
    assert code in {hit.kind for hit in find(text, WATCH)}
    assert all(
        text[hit.start : hit.end].strip() and hit.first <= hit.start < hit.end <= hit.last for hit in find(text, WATCH)
    )


@given(
    st.lists(st.one_of(CALM, st.sampled_from([word for _, word in WORDS]), st.just(NUMBER)), max_size=8).map("".join)
)
def test_striking_leaves_nothing_to_find_and_nothing_of_a_clause(text: str) -> None:
    rest = struck(text, find(text, WATCH))
    assert not find(rest, WATCH)
    assert (rest == text) is (not find(text, WATCH))


@pytest.mark.parametrize(
    "text",
    [
        "生協の組合員として灯油を買う。",
        "マンション管理組合の組合員",
        "地方職員共済組合の組合員",
        "協同組合員",
        "acted in good faith",
        "a bankruptcy petition was filed",
        "a demonstration of the product",
        "Churchill College",
        "faithful copy",
        "経営思想",
        "設計思想を説明した",
        "資本主義者",
        "株主総会で投票した",
        "Party of four",
        "労働組合に雇用されて経理を担当",
        "労働組合職員",
        "credit union member",
        "新教会館に勤務",
        "口座 1234567",
        "090-0000-0000",
        "1988-04-12 2001",
        "昭和63年4月12日から平成元年1月8日",
        "2024年12月31日 18:30-20:45",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert not find(text, WATCH)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("労 働 組 合の役員", "union"),
        ("ｽﾄﾗｲｷ", "union"),
        ("すとらいきに加わった", "union"),
        ("支持 政党は", "party"),
        ("Trade\u00a0Union", "union"),
        ("ＴＲＡＤＥ　ＵＮＩＯＮ", "union"),
        ("信\u200b仰", "religion"),
        ("デモ行進", "civic"),
        ("ﾃﾞﾓ行進", "civic"),
        ("テ\u3099モ行進", "civic"),
        ("signed a petition", "civic"),
        ("労\n働組合", "union"),
        ("communism", "belief"),
        ("left‑wing", "belief"),
    ],
)
def test_spellings_of_a_topic(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


def test_who_the_employer_was_may_be_a_union_and_a_name_may_be_a_word() -> None:
    assert not find("見本労働組合連合会", WATCH, "D1.employer")
    assert kinds("見本労働組合連合会", "D1.leaving") == ["union"]
    assert not find("Faith Church", WATCH, "E1.name")
    assert kinds(NUMBER, "E1.name") == [MY_NUMBER]


def test_only_the_clause_is_struck() -> None:
    text = "労働組合の専従を終え、転職した。支持政党は言えない。以上"
    assert struck(text, find(text, WATCH)) == f"{MARK}、転職した。{MARK}。以上"


def test_the_pack_names_questions_that_it_has() -> None:
    items = json.loads((ROOT / "resources/packs/cesi-2025/items.json").read_bytes())
    held: set[str] = set()
    todo = list(items if isinstance(items, list) else items["items"])
    while todo:
        item = todo.pop()
        held.add(item["linkId"])
        todo += item.get("item", [])
    named = {*RULES.guards.names_in, *(link for topic in RULES.topics for link in topic.not_in)}
    assert named <= held
