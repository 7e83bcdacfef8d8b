import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.folding import VARIANTS, fold, fold_kana, is_kana_text, sort_key, without_voicing
from app.models.domain.names import PersonalName

PLAIN = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
READINGS = st.text(alphabet=PLAIN, min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋　美咲", "高橋 美咲"),
        ("山﨑健一", "山崎　健一"),
        ("𠮷田", "吉田"),
        ("渡邉", "渡邊"),
        ("渡邉", "渡辺"),
        ("斎藤", "齋藤"),
        ("斎藤", "斉藤"),
        ("葛\U000e0100城", "葛城"),
        ("瀨戸", "瀬戸"),
        ("\ufa19谷", "神谷"),
        ("ＮＧＵＹＥＮ　Thi Lan", "Nguyen THI LAN"),
        ("イ・ヨンエ", "いよんえ"),
        ("斎藤, 一郎", "斎藤一郎"),
        ("山\u200b田", "山田"),
    ],
)
def test_spellings_of_one_name_meet_in_the_folded_key(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


def test_folding_keeps_different_names_apart() -> None:
    assert len({fold(name) for name in ("山田", "山本", "川田", "田山", "山田太", "太田", "大田")}) == 7


def test_the_variant_table_is_a_plain_map() -> None:
    pairs = VARIANTS.split()
    assert len(pairs) >= 60
    assert all(len(pair) == 2 for pair in pairs)
    variants = [pair[0] for pair in pairs]
    assert len(set(variants)) == len(variants)
    assert not {pair[1] for pair in pairs} & set(variants)


def test_a_name_is_kept_character_by_character() -> None:
    name = PersonalName("渡邉　葛\U000e0100\ufa19　", "ﾜﾀﾅﾍﾞ ｶﾂﾗｷﾞ")
    assert name.as_written == "渡邉　葛\U000e0100\ufa19　"
    assert name.kana == "ﾜﾀﾅﾍﾞ ｶﾂﾗｷﾞ"
    assert name.keys.exact == "渡邉　葛\U000e0100\ufa19"
    assert name.has_variant_selector
    assert not PersonalName("渡邉").has_variant_selector


@pytest.mark.parametrize(
    ("reading", "key", "plain"),
    [
        ("ﾔﾏｻﾞｷ ｹﾝｲﾁ", "ヤマザキケンイチ", "ヤマサキケンイチ"),
        ("やまざき　けんいち", "ヤマザキケンイチ", "ヤマサキケンイチ"),
        ("ショウジ", "シヨウジ", "シヨウシ"),
        ("オーノ", "オオノ", "オオノ"),
        ("おｰの", "オオノ", "オオノ"),
        ("オ一ノ", "オオノ", "オオノ"),
        ("オ‐ノ", "オオノ", "オオノ"),
        ("ミスヾ", "ミスズ", "ミスス"),
        ("いすゞ", "イスズ", "イスス"),
        ("ナナ・パーク", "ナナパアク", "ナナハアク"),
        ("ヴェラ", "ヴエラ", "ウエラ"),
        ("", "", ""),
    ],
)
def test_readings_meet_in_the_kana_key(reading: str, key: str, plain: str) -> None:
    keys = PersonalName("x", reading).keys
    assert (keys.kana, keys.kana_plain) == (key, plain)


@given(st.text(max_size=12))
def test_keys_do_not_change_when_folded_again(text: str) -> None:
    plain = without_voicing(fold_kana(text))
    assert without_voicing(plain) == plain
    assert "\U000e0100" not in fold(text + "\U000e0100")


@given(READINGS)
def test_hiragana_and_half_width_sort_like_katakana(reading: str) -> None:
    hiragana = "".join(chr(ord(char) - 0x60) for char in reading)
    assert sort_key(hiragana) == sort_key(reading) == sort_key(f" {reading}　")


@given(READINGS, READINGS)
def test_plain_readings_sort_by_the_fifty_sounds(one: str, other: str) -> None:
    def places(reading: str) -> list[int]:
        return [PLAIN.index(char) for char in reading]

    assert (sort_key(one) < sort_key(other)) == (places(one) < places(other))


@given(st.permutations(["ハン", "バン", "パン", "ハンカ", "バンカ", "ヒ"]))
def test_voicing_decides_only_between_equal_sounds(shuffled: list[str]) -> None:
    assert sorted(shuffled, key=sort_key) == ["ハン", "バン", "パン", "ハンカ", "バンカ", "ヒ"]


def test_long_marks_and_small_kana_come_before_large_ones() -> None:
    assert sorted(["ハアン", "ハァン", "ハーン", "ハイ"], key=sort_key) == ["ハーン", "ハァン", "ハアン", "ハイ"]


def test_names_sort_by_reading_and_without_one_by_writing() -> None:
    names = [PersonalName("渡邉", "ワタナベ"), PersonalName("山田"), PersonalName("髙橋", "ﾀｶﾊｼ"), PersonalName("LAN")]
    assert [name.as_written for name in sorted(names, key=lambda name: name.sort_key)] == [
        "LAN",
        "髙橋",
        "渡邉",
        "山田",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ﾀｶﾊｼ ﾐｻｷ", True),
        ("たかはし　みさき", True),
        ("オーノ・ジョー", True),
        ("高橋", False),
        ("Takahashi", False),
        ("", False),
    ],
)
def test_a_reading_holds_kana_only(text: str, expected: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_kana_text(text) is expected
