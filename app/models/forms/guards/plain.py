"""Text in one plain form whose every character knows where it stands in the text as it was typed."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.models.domain.folding import is_variation_selector

_GONE = "\x00"
_VOICING = str.maketrans({"ﾞ": "\u3099", "ﾟ": "\u309a", "゛": "\u3099", "゜": "\u309a"})
_MARKS = frozenset(map(chr, _VOICING)) | {"\u3099", "\u309a"}
_DAIJI = dict(zip("〇零一二三四五六七八九壱弐参肆伍陸漆捌玖壹貳參", "00123456789123456789123", strict=True))


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain text.

    Attributes:
        text: What is looked in.
        places: For each character where it stood; the same as its own place where nothing was left out.
    """

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the plain text stands in the text as typed."""
        return self.places[start], self.places[end - 1] + 1


class _Words(dict[int, str]):
    """Capitals, katakana and full shapes; what cannot be seen is gone. Filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        known = unicodedata.normalize("NFKC", char)[:1].upper()[:1] or _GONE
        if "\u3041" <= known <= "\u3096":
            known = chr(ord(known) + 0x60)
        if _is_unseen(char) or _is_unseen(known):
            known = _GONE
        self[code] = known
        return known


class _Digits(dict[int, str]):
    """Every form of a digit (full-width, kanji, circled, other scripts) as ASCII. Filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        digit = unicodedata.digit(char, None)
        known = _DAIJI.get(char) or (char if digit is None else str(digit))
        if _is_unseen(char) and not char.isspace():
            known = _GONE
        self[code] = known
        return known


_WORDS, _DIGITS = _Words(), _Digits()


def plain_characters(text: str) -> frozenset[str] | None:
    """The characters of the plain form of a text, at little cost; None where only the whole form can tell."""
    found = frozenset(text)
    return None if _MARKS & found else frozenset(_WORDS[ord(char)] for char in found)


def plain_words(text: str) -> Plain:
    """Katakana, capitals, full shapes; invisible characters left out, blanks kept."""
    joined = text.translate(_VOICING)
    if "\u3099" in joined or "\u309a" in joined:
        return _composed(text)
    return _kept(text.translate(_WORDS))


def without_blanks(plain: Plain) -> Plain:
    """The same without blanks and line breaks, which Japanese words may hold anywhere."""
    found = [(char, place) for char, place in zip(plain.text, plain.places, strict=True) if not char.isspace()]
    return Plain("".join(char for char, _ in found), [place for _, place in found])


def is_digit(char: str) -> bool:
    """Whether a character is a digit in any form."""
    return _DIGITS[ord(char)].isascii() and _DIGITS[ord(char)].isdigit()


def plain_digits(text: str) -> Plain:
    """Digits as ASCII; invisible characters left out."""
    return _kept(text.translate(_DIGITS))


def _kept(same_length: str) -> Plain:
    if _GONE not in same_length:
        return Plain(same_length, range(len(same_length)))
    places = [place for place, char in enumerate(same_length) if char != _GONE]
    return Plain(same_length.replace(_GONE, ""), places)


def _composed(text: str) -> Plain:
    """Half-width kana and loose voicing marks joined with what they stand behind."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        mark = char.translate(_VOICING)
        if chars and mark in {"\u3099", "\u309a"}:
            joined = unicodedata.normalize("NFC", chars[-1] + mark)
            if len(joined) == 1:
                chars[-1] = joined
                continue
        known = _WORDS[ord(char)]
        if known != _GONE:
            chars.append(known)
            places.append(place)
    return Plain("".join(chars), places)


def _is_unseen(char: str) -> bool:
    return not char.isspace() and (unicodedata.category(char) in {"Cc", "Cf"} or is_variation_selector(char))
