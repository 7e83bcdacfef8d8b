"""Readings (振り仮名) over the official words of the form: which word is read how. Qt-free.

The rule of what must have a reading: every kanji that school teaches after the third year. The 440 of the first three
years stand in ``elementary`` and may stand alone; inside a listed word they are read with it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.services.resources import KIOSK

RUBY = KIOSK / "ruby.json"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; ``reading`` is empty where none stands over it."""

    base: str
    reading: str = ""


class Readings:
    """The words and their readings; the longest word that fits wins."""

    def __init__(self, words: Mapping[str, str], elementary: str = "") -> None:
        self._words = dict(words)
        self._elementary = frozenset(elementary)
        self._lengths: dict[str, list[int]] = {}
        for word in words:
            lengths = self._lengths.setdefault(word[0], [])
            if len(word) not in lengths:
                lengths.append(len(word))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    @classmethod
    def load(cls, path: Path = RUBY) -> Self:
        """Read the resource."""
        held = json.loads(path.read_text(encoding="utf-8"))
        return cls(held["readings"], held["elementary"])

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """The text cut into words with a reading and what stands between them; joined, they are the text."""
        found: list[Piece] = []
        plain = ""
        place = 0
        while place < len(text):
            word = self._word_at(text, place)
            if word:
                stem, reading = _stem(word, self._words[word])
                found += [Piece(plain)] if plain else []
                found.append(Piece(stem, reading))
                plain = word[len(stem) :]
            else:
                plain += text[place]
            place += len(word) or 1
        return tuple([*found, Piece(plain)] if plain else found)

    def spoken(self, text: str) -> str:
        """The text with every known word as it is read."""
        return "".join(piece.reading or piece.base for piece in self.pieces(text))

    def unread(self, text: str) -> Iterator[str]:
        """Kanji of the text without a reading that are not elementary either."""
        for piece in self.pieces(text):
            if not piece.reading:
                yield from (char for char in piece.base if is_kanji(char) and char not in self._elementary)

    def _word_at(self, text: str, place: int) -> str:
        for length in self._lengths.get(text[place], ()):
            if (word := text[place : place + length]) in self._words:
                return word
        return ""


def _stem(word: str, reading: str) -> tuple[str, str]:
    """The word without the kana at its end (送り仮名), which need no reading."""
    while len(word) > 1 and len(reading) > 1 and word[-1] == reading[-1] and not is_kanji(word[-1]):
        word, reading = word[:-1], reading[:-1]
    return word, reading


def is_kanji(char: str) -> bool:
    """Whether a character is an ideograph."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char == "々" or char >= "\U00020000"
