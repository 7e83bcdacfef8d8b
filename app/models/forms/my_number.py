"""Finding the Individual Number (個人番号, マイナンバー) in free text, which must never be collected here.

The check digit is the one of the ministerial order on the Individual Number (平成26年総務省令第85号 第5条):
11 minus the remainder by 11 of the weighted sum, and 0 where the remainder is 0 or 1.
"""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from app.models.forms.guards.plain import is_digit, plain_digits

_SEPARATOR = r"[\s\-\u2010-\u2015\u2212\u30fb\u30fc\uff0d\uff0e\uff65.,_/]"
_RUN = re.compile(rf"(?<![0-9])[+\uff0b]?[0-9]+(?:{_SEPARATOR}{{1,3}}[0-9]+)*")
_TAIL = re.compile(rf"[0-9]+(?:{_SEPARATOR}{{1,3}}[0-9]+)*{_SEPARATOR}{{0,3}}$")
_TOKEN = re.compile(r"[0-9]+")
_SIZES = {12: 1, 6: 2, 4: 3, 3: 4, 2: 6, 1: 12}
"""Size of the groups that people write twelve digits in, and how many there are."""
_SMALL = 4
"""Smaller groups count only where there are just as many as make up twelve digits."""


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


def my_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where in a text twelve digits stand that are a well-formed Individual Number, each once and in order.

    Only groupings that people use for twelve digits count, so that two dates side by side are not taken for one. A
    number with a leading plus is a telephone number abroad. Twelve digits inside a corporate number (法人番号, 13
    digits) or a card number (16 digits) in their own groupings, with their own check digits right, are not one.
    """
    if sum(text.count(char) for char in set(text) if is_digit(char)) < 12:
        return
    plain = plain_digits(text)
    for run in _RUN.finditer(plain.text):
        if run.end() - run.start() < 12 or run.group().startswith(("+", "\uff0b")):
            continue
        tokens = [found.span() for found in _TOKEN.finditer(plain.text, *run.span())]
        start = 0
        for size, alike in groupby(end - first for first, end in tokens):
            stop = start + len(list(alike))
            for first, last in _among(plain.text, tokens, (start, stop), size):
                yield plain.span(tokens[first][0], tokens[last - 1][1])
            start = stop


def unfinished_number(text: str) -> int | None:
    """Where at the very end of a text a number begins that lacks up to three digits to twelve, as while it is typed."""
    plain = plain_digits(text)
    found = _TAIL.search(plain.text)
    if found is None or not 9 <= sum(map(str.isdigit, found.group())) < 12:
        return None
    return plain.places[found.start()]


def holds_my_number(text: str) -> bool:
    """Whether the text holds twelve digits that are a well-formed Individual Number; see :func:`my_numbers`."""
    return next(my_numbers(text), None) is not None


def _among(text: str, tokens: list[tuple[int, int]], among: tuple[int, int], size: int) -> Iterator[tuple[int, int]]:
    """From which to which token a number stands among some of one size."""
    at, stop = among
    count = _SIZES.get(size, 0)
    if not count or (size < _SMALL and stop - at != count):
        return
    while at + count <= stop:
        digits = "".join(text[first:end] for first, end in tokens[at : at + count])
        if check_digit(digits[:11]) != int(digits[11]) or (size == 4 and _is_corporate(text, tokens, at)):
            at += 1
        elif size == 4 and at + 4 <= stop and _is_card(text, tokens, at):
            at += 4
        else:
            yield at, at + count
            at += count


def _even(tokens: list[tuple[int, int]]) -> bool:
    """Whether the same number of characters stands between all of them."""
    return len({after[0] - before[1] for before, after in pairwise(tokens)}) == 1


def _is_card(text: str, tokens: list[tuple[int, int]], at: int) -> bool:
    """Whether four groups are the number of a card, with its check digit right."""
    four = tokens[at : at + 4]
    digits = "".join(text[first:end] for first, end in four)
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return _even(four) and sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _is_corporate(text: str, tokens: list[tuple[int, int]], at: int) -> bool:
    """Whether a single digit stands before three groups and makes them a corporate number.

    平成26年財務省令第70号 第2条: 9 minus the remainder by 9 of the weighted sum of the twelve digits behind.
    """
    four = tokens[at - 1 : at + 3] if at else []
    if not four or four[0][1] - four[0][0] != 1 or not _even(four):
        return False
    digits = "".join(text[first:end] for first, end in four)
    total = sum(int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(digits[1:]), start=1))
    return int(digits[0]) == 9 - total % 9
