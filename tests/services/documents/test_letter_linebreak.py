"""The line breaker obeys kinsoku, keeps words and loses nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.documents.clusters import clusters
from app.services.documents.linebreak import NOT_AT_END, NOT_AT_START, break_lines, pieces

WIDTH = 12.0


def measure(text: str) -> float:
    """Full-width characters count one, ASCII half, marks nothing."""
    return sum(0.0 if unicodedata.category(one) == "Mn" else 0.5 if one.isascii() else 1.0 for one in text)


KANJI = st.sampled_from(["適", "性", "評", "価", "葛\U000e0100", "辻\U000e0101", "𠮷", "あ", "ア"])
OPENING = st.sampled_from(["", "", "（", "「", "『"])
CLOSING = st.sampled_from(["", "", "。", "、", "）", "」。", "っ", "ー", "！"])
ORDINARY = st.builds(lambda before, kanji, after: before + kanji + after, OPENING, KANJI, CLOSING)
WORD = st.text("abcXYZ019", min_size=1, max_size=6)
TEXTS = st.lists(ORDINARY | WORD.map(lambda word: f" {word} "), max_size=60).map("".join)


@given(TEXTS)
def test_kinsoku_holds_on_every_line(text: str) -> None:
    lines = break_lines(text, measure, WIDTH)
    for number, line in enumerate(lines):
        assert measure(line) <= WIDTH
        if number:
            assert line.lstrip(" ")[:1] not in NOT_AT_START
        if number < len(lines) - 1:
            assert line[-1] not in NOT_AT_END


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("（「。、っ \U000e0100"), max_size=80))
def test_nothing_is_lost_but_spaces_at_a_break(text: str) -> None:
    lines = break_lines(text, measure, 5.0)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text(st.sampled_from("（「。、っー一葛\U000e0100aé…— "), max_size=80), st.floats(1.0, 9.0))
def test_a_line_is_too_wide_only_when_it_is_one_cluster(text: str, width: float) -> None:
    for line in break_lines(text, measure, width):
        assert measure(line) <= width or len(clusters(line)) == 1


@given(st.lists(WORD, max_size=30))
def test_latin_words_are_kept_whole(words: list[str]) -> None:
    lines = break_lines(" ".join(words), measure, WIDTH)
    assert [word for line in lines for word in line.split()] == words


@given(TEXTS, st.floats(1.0, 20.0))
def test_a_variant_is_never_torn_from_its_selector(text: str, width: float) -> None:
    for line in break_lines(text, measure, width):
        assert unicodedata.category(line[0]) != "Mn" if line else True


def test_empty_text_is_one_empty_line() -> None:
    assert break_lines("", measure, WIDTH) == [""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("法第12条第1項", ["法", "第12条", "第1項"]),
        ("……と", ["……", "と"]),
        ("（案）です", ["（案）", "で", "す"]),
        ("two words", ["two ", "words"]),
    ],
)
def test_where_a_line_may_end(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_a_word_wider_than_the_line_is_broken_rather_than_lost() -> None:
    assert break_lines("abcdefghij", measure, 2.0) == ["abcd", "efgh", "ij"]


def test_kinsoku_before_words_when_a_break_is_forced() -> None:
    assert break_lines("適適適。」適", measure, 3.0) == ["適適", "適。」", "適"]
