"""Text rules, sizes, published schemas and sentences of the bundle errors."""

import json
import re
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import AppError, InvalidInputError
from app.services.bundles.sizes import MEBIBYTE, SizeClass, is_permitted, padded_length, padme
from app.services.bundles.text_rules import TextRule, is_clean, struct_is_clean
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from build.publish_schemas import FOLDER, published_files
from tests.services.bundles import network as n

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("text", ["髙﨑", "神\ufa19", "葛\U000e0100", "☎\ufe0f", "か\u3099", "a b\u3000c", "𠮷", ""])
def test_written_text_is_kept(text: str) -> None:
    assert is_clean(text)


@pytest.mark.parametrize("character", ["\n", "\t"])
def test_line_breaks_belong_to_prose(character: str) -> None:
    assert is_clean(f"a{character}b", TextRule.PROSE)
    assert not is_clean(f"a{character}b")
    assert not is_clean("a\rb", TextRule.PROSE)


@given(st.characters(categories=["Cc", "Cs", "Co", "Cf", "Zl", "Zp"]))
def test_no_invisible_category_is_clean(character: str) -> None:
    visible_formats = {"\t", "\n", *map(chr, range(0x600, 0x606)), "\u06dd", "\u070f", "\u0890", "\u0891", "\u08e2"}
    visible_formats |= {"\U000110bd", "\U000110cd", *map(chr, range(0x13430, 0x13440))}
    if character not in visible_formats:
        assert not is_clean(f"a{character}b", TextRule.PROSE)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Po"], max_codepoint=0x10F)))
def test_ordinary_letters_are_clean(text: str) -> None:
    assert is_clean("".join(each for each in text if each != "\u00ad"))


class Sample(msgspec.Struct, frozen=True):
    numbers: tuple[int, ...]
    words: dict[str, str]


def test_every_depth_is_looked_at() -> None:
    assert struct_is_clean(Sample((2**53 - 1,), {"a": "b"}))
    assert not struct_is_clean(Sample((2**53,), {}))
    assert not struct_is_clean(Sample((-(2**53),), {}))
    assert struct_is_clean(Sample((), {"a": "x" * 2**20}))
    assert not struct_is_clean(Sample((), {"a": "あ" * 350_000}))
    assert not struct_is_clean(Sample((), {"a": "\u202e"}))
    assert not struct_is_clean(Sample((), {"\u202e": "a"}))


@given(st.integers(min_value=0, max_value=2**40))
def test_padme_never_shrinks_costs_little_and_rests(length: int) -> None:
    padded = padme(length)
    assert length <= padded <= length * 1.12 + 1
    assert padme(padded) == padded


@given(st.integers(min_value=3, max_value=2**31))
def test_padme_keeps_whole_blocks(blocks: int) -> None:
    assert padme(blocks * 512) % 512 == 0
    assert is_permitted(SizeClass.PADDED, padme(blocks * 512))


def test_fixed_classes() -> None:
    assert padded_length(SizeClass.RESULT, 1) == MEBIBYTE
    assert padded_length(SizeClass.OUTCOME, MEBIBYTE + 1) == 4 * MEBIBYTE
    assert padded_length(SizeClass.RECEIPT, 65_536) == 65_536
    for size_class in (SizeClass.RESULT, SizeClass.RECEIPT, SizeClass.OUTCOME):
        with pytest.raises(InvalidInputError, match=r"bundle\.too-large"):
            padded_length(size_class, 4 * MEBIBYTE + 1)
    assert not is_permitted(SizeClass.PADDED, 100_001)
    assert not is_permitted(SizeClass.OUTCOME, 2 * MEBIBYTE)


def test_published_schemas_are_current() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")} == published_files()


def test_published_schemas_are_closed_and_use_anchors_that_others_know() -> None:
    for text in published_files().values():
        assert r"\\Z" not in text
        for definition in json.loads(text)["$defs"].values():
            if definition.get("type") == "object" and "properties" in definition:
                assert definition["additionalProperties"] is False


def codes_in_the_source() -> set[str]:
    core = [ROOT / "app/services/trust" / name for name in ("document.py", "checks.py", "rules.py")]
    sources = [*(ROOT / "app/services/bundles").rglob("*.py"), *core]
    return {
        code
        for path in sources
        for code in re.findall(r'"((?:bundle|trust|bug)\.[a-z-]+)"', path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("code", sorted(codes_in_the_source()))
def test_every_code_has_its_sentences(code: str, language: Language) -> None:
    text = Catalogue.load(TEXTS, language).error(AppError(code, field="x", line=1, limit=1, expected=1, found=1))
    assert all(text.paragraphs())
    assert all(unicodedata.is_normalized("NFC", sentence) for sentence in text.paragraphs())


def test_network_of_the_tests_is_valid() -> None:
    assert n.trust_document().office_of_station(n.AGENCY) == n.trust_document().office("AGENCY-A")
