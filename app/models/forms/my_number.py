"""Finding the Individual Number (個人番号, マイナンバー) in free text, which must never be collected here.

The check digit is the one of the ministerial order on the Individual Number (平成26年総務省令第85号 第5条):
11 minus the remainder by 11 of the weighted sum, and 0 where the remainder is 0 or 1.
"""

import re
import unicodedata

_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_SEPARATORS = r"[\s\-\u2010-\u2015\u2212\u30fb\u30fc\uff0d\uff0e\uff65.,_/]"
_RUN = re.compile(rf"(?<![0-9])[+\uff0b]?[0-9]+(?:{_SEPARATORS}{{1,3}}[0-9]+)*")
_TOKEN = re.compile(r"[0-9]+")
_GROUPINGS = frozenset({(12,), (4, 4, 4), (3, 3, 3, 3), (6, 6), (2,) * 6, (1,) * 12})


def _plain_digits(text: str) -> str:
    """The text with every form of a digit (full-width, kanji, circled, other scripts) as ASCII, same length."""
    found = []
    for character in text.translate(_KANJI_DIGITS):
        digit = unicodedata.digit(character, None)
        found.append(character if digit is None else str(digit))
    return "".join(found)


def check_digit(eleven: str) -> int:
    """Check digit of the first eleven digits.

    Args:
        eleven: Eleven ASCII digits, most significant first.
    """
    total = 0
    for place, digit in enumerate(reversed(eleven), start=1):
        total += int(digit) * (place + 1 if place <= 6 else place - 5)
    remainder = total % 11
    return 0 if remainder <= 1 else 11 - remainder


def holds_my_number(text: str) -> bool:
    """Whether the text holds twelve digits that are a well-formed Individual Number.

    Only groupings that people use for twelve digits count, so that two dates side by side are not taken for one; a
    number with a leading plus is a telephone number abroad.
    """
    for run in _RUN.finditer(_plain_digits(text)):
        if run.group().startswith(("+", "\uff0b")):
            continue
        tokens = _TOKEN.findall(run.group())
        if any(_well_formed(tokens[start:]) for start in range(len(tokens))):
            return True
    return False


def _well_formed(tokens: list[str]) -> bool:
    """Whether the first tokens make up exactly twelve digits in a usual grouping with the right check digit."""
    taken: list[str] = []
    for token in tokens:
        taken.append(token)
        if sum(map(len, taken)) >= 12:
            break
    number = "".join(taken)
    if tuple(map(len, taken)) not in _GROUPINGS:
        return False
    return check_digit(number[:11]) == int(number[11])
