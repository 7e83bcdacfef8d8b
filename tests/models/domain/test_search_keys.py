"""What somebody types finds the name, however it is spelt; and the pieces of an index say no more and no less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.folding import sort_key
from app.models.domain.search_keys import PLACES, Asked, MatchedBy, SearchKeys, first_place

NAMES = st.text("山田髙高橋佐々木渡邉辺太郎花アイジョン・ SMITHé\U000e0100葛", min_size=1, max_size=8)
READINGS = st.text("アイウエオカガサザタダハバパーョッン　", max_size=8)


def matched(
    words: str, name: str = "髙橋　祐𠮷", kana: str = "タカハシ　ユウキチ", number: str = "AG-2025-000012"
) -> MatchedBy | None:
    asked = Asked.of(words)
    assert asked is not None
    return asked.matched_by(name, kana, number)


@pytest.mark.parametrize(
    ("words", "way"),
    [
        *[("髙橋", "exact"), ("橋　祐", "exact"), ("高橋祐吉", "folded"), ("吉", "folded"), ("高\u3000橋", "folded")],
        *[("タカハシ", "kana"), ("たか", "kana"), ("ﾕｳｷﾁ", "kana"), ("だがはじ", "kana")],
        *[("takahasi", "romaji"), ("Takahashi", "romaji"), ("takahashi yukichi", "romaji"), ("yuukiti", "romaji")],
        *[("AG-2025-000012", "number"), ("ag-2025-000012", "number"), ("12", "number"), ("000012", "number")],
        *[("ｔａｋａｈａｓｉ", "romaji"), ("１２", "number"), ("ＡＧー２０２５－００００１２", "number")],
        *[("IN-2025-000012", None), ("120", None), ("田", None), ("nakamura", None), ("・", None)],
    ],
)
def test_one_name_is_found_by_many_spellings(words: str, way: str | None) -> None:
    assert matched(words) == way


@pytest.mark.parametrize("typed", ["ohno", "oono", "ono", "Ōno", "Ôno"])
def test_long_vowels_meet_however_they_are_written(typed: str) -> None:
    assert matched(typed, "大野", "オオノ") == "romaji"


def test_blanks_ask_for_nothing() -> None:
    assert Asked.of(" 　") is None


@given(NAMES, READINGS, st.data())
def test_whatever_part_of_a_key_is_asked_for_its_pieces_are_in_the_index(
    name: str, kana: str, data: st.DataObject
) -> None:
    keys = SearchKeys.of(name, kana, "AG-2025-000012")
    start = data.draw(st.integers(0, max(len(name) - 1, 0)))
    asked = Asked.of(name[start : start + data.draw(st.integers(1, 8))])
    if asked is None or not asked.keys.folded or asked.keys.folded not in keys.folded:
        return
    there = keys.pieces()
    ways = [way.strip("()").split(" AND ") for way in asked.question().split(" OR ")]
    assert any(there.issuperset(way) for way in ways)
    assert asked.matched_by(name, kana, "AG-2025-000012")


@given(READINGS.filter(str.strip), READINGS.filter(str.strip))
def test_places_stand_in_the_order_of_the_fifty_sounds(one: str, other: str) -> None:
    places = sorted((first_place(key), key.partition(" ")[0]) for key in (sort_key(one), sort_key(other)))
    assert [plain[:7] for _, plain in places] == sorted(plain[:7] for _, plain in places)
    assert all(place % PLACES == 0 and 0 <= place < 2**63 for place, _ in places)
