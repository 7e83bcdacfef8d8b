"""Fold Japanese and Latin spelling so that a command, or a name, is found however it is typed.

Kana become the letters of the Kunrei system (訓令式); Hepburn input (ヘボン式: shi, chi, tsu, fu, ji) is brought to the
same letters, and long vowels are dropped on both sides, so that ``torikeshi``, ``torikesi`` and とりけし all meet.
"""

import re
import unicodedata

_ROWS = {
    "あいうえお": ("a", "i", "u", "e", "o"),
    "かきくけこ": ("ka", "ki", "ku", "ke", "ko"),
    "がぎぐげご": ("ga", "gi", "gu", "ge", "go"),
    "さしすせそ": ("sa", "si", "su", "se", "so"),
    "ざじずぜぞ": ("za", "zi", "zu", "ze", "zo"),
    "たちつてと": ("ta", "ti", "tu", "te", "to"),
    "だぢづでど": ("da", "zi", "zu", "de", "do"),
    "なにぬねの": ("na", "ni", "nu", "ne", "no"),
    "はひふへほ": ("ha", "hi", "hu", "he", "ho"),
    "ばびぶべぼ": ("ba", "bi", "bu", "be", "bo"),
    "ぱぴぷぺぽ": ("pa", "pi", "pu", "pe", "po"),
    "まみむめも": ("ma", "mi", "mu", "me", "mo"),
    "やゆよ": ("ya", "yu", "yo"),
    "らりるれろ": ("ra", "ri", "ru", "re", "ro"),
    "わをんゔ": ("wa", "o", "n", "vu"),
    "ぁぃぅぇぉ": ("a", "i", "u", "e", "o"),
    "ゃゅょ": ("ya", "yu", "yo"),
}
_KANA = {kana: roman for row, romans in _ROWS.items() for kana, roman in zip(row, romans, strict=True)}
_GLIDES = "ゃゅょ"
_DOUBLE = "っ"
_LONG = "ー"
_HEPBURN = (
    ("sh", "sy"),
    ("ch", "ty"),
    ("ts", "t"),
    ("j", "zy"),
    ("f", "h"),
    ("syi", "si"),
    ("tyi", "ti"),
    ("zyi", "zi"),
    ("di", "zi"),
    ("du", "zu"),
    ("ou", "o"),
    ("oo", "o"),
    ("uu", "u"),
    ("nn", "n"),
    ("n'", "n"),
    ("mb", "nb"),
    ("mp", "np"),
    ("tty", "ty"),
    ("tt", "t"),
)


_LONG_H = re.compile("oh(?![aeiouy])")
"""大野 as Ohno, 佐藤 as Satoh: the letter of passports for a long vowel."""


def hiragana(text: str) -> str:
    """Fold width, case and katakana; kanji stay."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヴ" else char for char in folded)


def romaji(text: str) -> str:
    """Letters of a kana text; whatever is not kana stays as it is."""
    parts: list[str] = []
    doubled = False
    for char in hiragana(text):
        if char == _DOUBLE:
            doubled = True
            continue
        if char == _LONG:
            continue
        roman = _KANA.get(char, char)
        if char in _GLIDES and parts and parts[-1].endswith("i"):
            parts[-1] = parts[-1][:-1]
        if doubled:
            roman, doubled = roman[:1] + roman, False
        parts.append(roman)
    return "".join(parts)


def spelling(text: str) -> str:
    """One spelling for all ways to write the same sound in Latin letters."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    spelled = _LONG_H.sub("o", plain.casefold())
    for hepburn, kunrei in _HEPBURN:
        spelled = spelled.replace(hepburn, kunrei)
    return spelled


def rank(query: str, words: tuple[str, ...]) -> int | None:
    """How well a query meets one of the words.

    Args:
        query: What was typed: kanji, kana or Latin letters.
        words: Names and readings of one thing.

    Returns:
        0 for a beginning, 1 for a place inside, None for no match; an empty query meets everything.
    """
    asked = hiragana(query).strip()
    if not asked:
        return 0
    letters = spelling(romaji(asked))
    best: int | None = None
    for word in words:
        plain = hiragana(word)
        for place in (plain.find(asked), spelling(romaji(plain)).find(letters)):
            if place == 0:
                return 0
            if place > 0:
                best = 1
    return best
