"""The one check of every string and integer in data from outside.

Refused everywhere: control characters, surrogates, noncharacters, direction overrides and isolates, invisible
characters, and the private use area (外字 are exchanged as a described image, never as a private code point). A
variation selector (異体字セレクタ) stays where it follows a base character. Names are kept byte for byte: NFC would
turn compatibility ideographs such as U+FA19 into other characters, so only technical fields must be in NFC.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, get_args, get_type_hints

import msgspec

_FORBIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and newline
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers, Mongolian selectors
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"  # zero width, separators, bidi
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"  # surrogates, private use, noncharacters
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # invisible format characters
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags and the rest of the ignorable plane
    "\U000f0000-\U0010ffff"  # private use planes
    "]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U000efffe\U000effff]"
)
_LINE_BREAK = re.compile("[\t\n]")
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BASES = frozenset("LNPS")
_MANY_DIGITS = re.compile(rb"[0-9]{16}")
LARGEST_INTEGER = 2**53 - 1
LONGEST_STRING = 1024 * 1024
"""Bytes in UTF-8."""


class TextRule(StrEnum):
    """What a field of text may hold beyond the rules for all."""

    EXACT = "exact"
    """One line, kept byte for byte."""
    PROSE = "prose"
    """Several lines; newline and tab permitted."""


def is_clean(text: str, rule: TextRule = TextRule.EXACT) -> bool:
    """Whether a text may enter or leave the program under this rule."""
    if _FORBIDDEN.search(text):
        return False
    if rule is not TextRule.PROSE and _LINE_BREAK.search(text):
        return False
    return all(_follows_base(text, found.start()) for found in _SELECTOR.finditer(text))


def struct_is_clean(value: msgspec.Struct, foreign: "ForeignRules | None" = None) -> bool:
    """Whether every string and integer inside a struct may enter or leave the program.

    Args:
        value: A decoded record.
        foreign: Rules for fields of structs that do not state them in their types.
    """
    return _is_clean_within(value, foreign or {}, TextRule.EXACT)


def is_plain(data: bytes) -> bool:
    """Whether canonical JSON plainly holds nothing that any rule here refuses, without a look at each value.

    False says only that the values must be looked at: an escape may stand for a line break, a variation selector for
    a character that it follows, sixteen digits for a number that is too large.
    """
    if len(data) > LONGEST_STRING or b"\\" in data or _MANY_DIGITS.search(data):
        return False
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not (_FORBIDDEN.search(text) or _LINE_BREAK.search(text) or _SELECTOR.search(text))


ForeignRules = Mapping[type[msgspec.Struct], Mapping[str, TextRule]]
"""Rules by struct type and field name."""


def _follows_base(text: str, place: int) -> bool:
    return place > 0 and unicodedata.category(text[place - 1])[0] in _BASES


def _is_clean_within(value: object, foreign: ForeignRules, rule: TextRule) -> bool:
    # Most values are short texts; they are asked about first, and not measured in bytes.
    if isinstance(value, str):
        is_short = len(value) <= LONGEST_STRING // 4
        return (is_short or len(value.encode("utf-8", "surrogatepass")) <= LONGEST_STRING) and is_clean(value, rule)
    if isinstance(value, int):
        return abs(value) <= LARGEST_INTEGER
    if isinstance(value, msgspec.Struct):
        rules, others = _rules_of(type(value)), foreign.get(type(value), {})
        return all(
            _is_clean_within(getattr(value, name), foreign, others.get(name) or rules.get(name, TextRule.EXACT))
            for name in value.__struct_fields__
        )
    if isinstance(value, tuple | list):
        return all(_is_clean_within(each, foreign, rule) for each in value)
    if isinstance(value, Mapping):
        return all(
            _is_clean_within(key, foreign, TextRule.EXACT) and _is_clean_within(each, foreign, rule)
            for key, each in value.items()
        )
    return True


@lru_cache(maxsize=256)
def _rules_of(struct: type[msgspec.Struct]) -> dict[str, TextRule]:
    hints = get_type_hints(struct, include_extras=True)
    found = ((name, _rule_in(hint)) for name, hint in hints.items())
    return {name: rule for name, rule in found if rule is not None}


def _rule_in(hint: Any) -> TextRule | None:
    for meta in getattr(hint, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta) and meta.extra and "text" in meta.extra:
            return TextRule(meta.extra["text"])
    return next((rule for part in get_args(hint) if (rule := _rule_in(part)) is not None), None)
