"""The keys under which a case is searched: name, reading and its letters, number; and the pieces that an index holds.

A key is cut into every one and every two neighbouring characters. A question of one or two characters is one piece of
the index; a longer one is all its pairs, and whoever was found so is looked at once more, because the pairs of a word
may stand apart in a name.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from app.models.domain.folding import fold, fold_kana, is_kana_text, plain_dashes, without_voicing
from app.models.domain.romaji import romaji, spelling

_NUMBER = re.compile(r"(?:[0-9A-Z]+-)*0*([0-9]{1,9})", re.ASCII | re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z' \u00c0-\u017e-]+")
_ROOM_OF_A_SOUND, _SOUNDS = 96, 7
PLACES = 2**16
"""Places for the names that begin with the same seven sounds."""
_FIRST_KANA = 0x3041


class MatchedBy(StrEnum):
    """By which key a case was found, the strictest first."""

    EXACT = "exact"
    """氏名: the characters as typed."""
    FOLDED = "folded"
    """異体字: the name but for variants, widths and blanks."""
    KANA = "kana"
    """フリガナ: the reading but for voicing."""
    ROMAJI = "romaji"
    """ローマ字: the reading in Latin letters."""
    NUMBER = "number"
    """案件番号: the number, or the running number at its end."""


@dataclass(frozen=True, slots=True)
class SearchKeys:
    """The keys of one case.

    Attributes:
        folded: The name without variants, widths, selectors and blanks.
        kana: The reading as plain large katakana, ダ and タ as one; empty where none is known.
        romaji: The reading in one spelling of Latin letters, long vowels short.
        running: The running number at the end of the number of the case.
    """

    folded: str
    kana: str
    romaji: str
    running: str

    @classmethod
    def of(cls, name: str, kana: str, number: str) -> "SearchKeys":
        """The keys of a case as it is stored."""
        reading = without_voicing(fold_kana(kana))
        return cls(fold(name), reading, _letters(fold_kana(kana)), _running(number))

    def pieces(self) -> frozenset[str]:
        """What the index holds of them."""
        keys = (("n", self.folded), ("k", self.kana), ("r", self.romaji))
        found = {_piece(mark, gram) for mark, key in keys for gram in _grams(key)}
        return frozenset(found | ({f"c{self.running}"} if self.running else set()))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for, as keys; a key that cannot be meant is empty.

    Attributes:
        exact: The words without blanks at their ends.
        number: The whole number of a case, when one was typed.
    """

    exact: str
    keys: SearchKeys
    number: str

    @classmethod
    def of(cls, words: str) -> "Asked | None":
        """The keys of some words; None for blanks."""
        exact = words.strip()
        if not exact:
            return None
        wide = unicodedata.normalize("NFKC", exact)  # letters and digits of an input method may be wide ones
        kana = without_voicing(fold_kana(exact)) if is_kana_text(exact) else ""
        letters = _letters(wide) if _LETTERS.fullmatch(wide) else ""
        number = plain_dashes(exact)
        running = _running(number)
        return cls(exact, SearchKeys(fold(exact), kana, letters, running), number.upper() if "-" in number else "")

    def question(self) -> str:
        """The question to the index: any key, each with all its pieces; empty where nothing is left of the words."""
        keys = (("n", self.keys.folded), ("k", self.keys.kana), ("r", self.keys.romaji))
        ways = [" AND ".join(_piece(mark, gram) for gram in _asked_grams(key)) for mark, key in keys if key]
        if self.keys.running:
            ways.append(f"c{self.keys.running}")
        return " OR ".join(f"({way})" for way in ways)

    def matched_by(self, name: str, kana: str, number: str) -> MatchedBy | None:
        """Which key finds a case; None for none."""
        there = SearchKeys.of(name, kana, number)
        asked = self.keys
        ways = {
            MatchedBy.EXACT: bool(asked.folded) and self.exact in name,
            MatchedBy.FOLDED: bool(asked.folded) and asked.folded in there.folded,
            MatchedBy.KANA: bool(asked.kana) and asked.kana in there.kana,
            MatchedBy.ROMAJI: bool(asked.romaji) and asked.romaji in there.romaji,
            MatchedBy.NUMBER: bool(asked.running) and asked.running == there.running and self.number in ("", number),
        }
        return next((way for way, is_it in ways.items() if is_it), None)


def first_place(kana_sort: str) -> int:
    """The first place for names that begin like this one, so that places stand in the order of the fifty sounds.

    Seven sounds decide; who begins with the same seven stands in the order of arrival. Latin letters stand before kana
    and kanji after, as everywhere.

    Returns:
        A multiple of :data:`PLACES` under 2**63.
    """
    plain = kana_sort.partition(" ")[0]
    place = 0
    for at in range(_SOUNDS):
        place = place * _ROOM_OF_A_SOUND + (_rank(plain[at]) if at < len(plain) else 0)
    return place * PLACES


def _rank(sound: str) -> int:
    if sound < chr(_FIRST_KANA):
        return 1
    return min(ord(sound) - _FIRST_KANA + 2, _ROOM_OF_A_SOUND - 1)


def _letters(text: str) -> str:
    plain = "".join(char for char in romaji(text) if char.isalpha())
    return spelling(plain)


def _running(number: str) -> str:
    found = _NUMBER.fullmatch(number)
    return found[1] if found else ""


def _grams(key: str) -> Iterator[str]:
    yield from key
    yield from map("".join, pairwise(key))


def _asked_grams(key: str) -> list[str]:
    return sorted(set(map("".join, pairwise(key)))) or [key]


def _piece(mark: str, gram: str) -> str:
    """Letters and digits only, so that no tokenizer has anything to decide."""
    return mark + gram.encode("utf-16-be").hex()
