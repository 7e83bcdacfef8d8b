import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.text import CUT_MARK, has_unseen, is_drawable_concern, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("髙橋　美咲", "髙橋　美咲"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("\U000e0100城", "〘U+E0100〙城"),
        ("a\u202eb", "a〘U+202E〙b"),
        ("a\u2066b\u2069", "a〘U+2066〙b〘U+2069〙"),
        ("山\u200b田", "山〘U+200B〙田"),
        ("a\nb\tc\x00", "a〘U+000A〙b〘U+0009〙c〘U+0000〙"),
        ("a\u00a0b\u3164", "a〘U+00A0〙b〘U+3164〙"),
        ("\ue000", "〘U+E000〙"),
        ("\ud800", "〘U+D800〙"),
        ("e\u0301", "e\u0301"),
        ("e" + "\u0301" * 4, "e\u0301\u0301〘U+0301〙〘U+0301〙"),
        ("〘U+202E〙", "〘U+3018〙U+202E〘U+3019〙"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text, 100) == shown
    assert has_unseen(text) is (shown != text)


def test_a_long_text_is_cut_with_a_mark() -> None:
    assert visible("あ" * 10, 4) == "ああああ" + CUT_MARK
    assert visible("あ" * 4, 4) == "ああああ"


@given(st.text(max_size=60), st.integers(0, 60))
def test_nothing_shown_turns_the_reading_order_or_hides(text: str, limit: int) -> None:
    shown = visible(text, limit)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert len(shown) <= limit * len("〘U+10FFFF〙") + len(CUT_MARK)


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_texts_never_look_alike_by_hidden_characters(one: str, other: str) -> None:
    assert (visible(one, 50) == visible(other, 50)) == (one == other)


def test_private_use_characters_cannot_be_drawn_with_certainty() -> None:
    assert is_drawable_concern("田\ue123")
    assert is_drawable_concern("\U000f0000")
    assert not is_drawable_concern("𠮷﨑髙葛\U000e0100")
