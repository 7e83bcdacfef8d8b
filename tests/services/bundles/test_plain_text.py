"""The short look at canonical JSON never lets through what the look at each value would refuse."""

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from app.services.bundles.canonical import encode
from app.services.bundles.text_rules import LARGEST_INTEGER, is_plain, struct_is_clean


class Said(msgspec.Struct):
    """A text and a number as a response holds them."""

    text: str
    number: int


TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text('あa\U000e0100\ufe00\u202e\ue000\x7f\t\n\\"')


@given(TEXTS, st.integers(min_value=-(2**60), max_value=2**60))
@example("葛\U000e0100城", 0)
@example("\U000e0100", 0)
@example("a\tb", 0)
@example("\x85", 0)
@example("", LARGEST_INTEGER + 1)
@example("", -LARGEST_INTEGER - 1)
def test_what_is_plain_is_clean(text: str, number: int) -> None:
    said = Said(text, number)
    if is_plain(encode(said)):
        assert struct_is_clean(said)


@given(st.text("漢字かなカナabc0123 -.,、。()髙𠮷", max_size=60))
def test_what_people_mostly_write_is_plain(text: str) -> None:
    assert is_plain(encode(Said(text, 7)))
