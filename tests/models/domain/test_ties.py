"""Ties: spellings of one name, body and address meet; names that only begin alike do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.ties import Ties, keys_in, speaks_of

PEOPLE = Ties(people=("髙橋　美咲、タカハシ　ミサキ", "林 "))


@pytest.mark.parametrize(
    ("ties", "answer"),
    [
        (PEOPLE, "高橋美咲"),
        (PEOPLE, "妻　髙橋 美咲"),
        (PEOPLE, "たかはし みさき"),
        (PEOPLE, "林"),
        (Ties(bodies=("㈱山崎商事",)), "山﨑商事株式会社　大阪支店"),
        (Ties(places=("千代田区霞が関1-2-3",)), "東京都千代田区霞ヶ関一丁目２番３号"),
    ],
)
def test_spellings_of_one_thing_meet(ties: Ties, answer: str) -> None:
    assert ties.keys() & keys_in([answer])
    assert speaks_of([answer], ties.keys())


@pytest.mark.parametrize("answer", ["高橋", "小林", "林田太郎", "高橋美", "", "佐藤 花子"])
def test_others_do_not_meet(answer: str) -> None:
    assert not PEOPLE.keys() & keys_in([answer])
    assert not speaks_of([answer], PEOPLE.keys())


@given(st.text("山崎﨑タナカﾀたなか1一丁目番ケヶ、,髙 ", max_size=40), st.text("山崎﨑タナカ1丁目番ケ髙 ", max_size=30))
def test_both_ways_of_comparing_agree(answer: str, tie: str) -> None:
    keys = Ties(bodies=(tie,)).keys()
    assert bool(keys & keys_in([answer])) == speaks_of([answer], keys)
