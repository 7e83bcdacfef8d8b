"""Find in a free text what must not be kept: where it stands, of what kind it is, and what may be answered.

Words only point at a prohibited topic: a person says whether it is one. An Individual Number is never kept. Twelve
digits that only look like one may stay where the text itself says right before them which other number they are.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.models.forms.guards.definition import MY_NUMBER, Topic, Watch
from app.models.forms.guards.plain import Plain, plain_characters, plain_words, without_blanks
from app.models.forms.my_number import my_numbers

MARK = "〔抹消〕"
"""Stands where text was struck. It does not say of what kind: that stands on record alone."""
LABEL_REACH = 16
"""How many characters before a number are read for what it is called."""
_CLAUSE = re.compile(r"[\n。．！!？?、，,；;「」『』（）()〔〕\"]|\.(?=\s|$)")
_LATIN = re.compile(r"[\x20-\x7e]+")
_GAP = r"[\s\-\u2010-\u2015\u2212]+"
_LETTERS = "[A-Z\u00c0-\u024f]"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found.

    Attributes:
        kind: :data:`MY_NUMBER` or the code of a topic.
        start: Where what was found begins, in characters from 0.
        end: Where it ends, exclusive.
        first: Where the clause begins that is struck with it; a number is struck alone.
        last: Where that ends, exclusive.
        may_stay: Whether "it is not that" may be answered.
    """

    kind: str
    start: int
    end: int
    first: int
    last: int
    may_stay: bool = True


def find(text: str, watch: Watch, item: str | None = None) -> tuple[Hit, ...]:
    """Everything in a text that must be asked about, by its place.

    Args:
        text: A free text as typed.
        watch: The words of the pack.
        item: The question that it answers; None for what officers write.
    """
    hits = [*_numbers(text, watch)]
    if item is None or item not in watch.settings.names_in:
        hits += _topics(text, watch.topics, item)
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end, hit.kind)))


def clauses_of(text: str) -> tuple[str, ...]:
    """The clauses of a text, each once, without marks of what was struck."""
    pieces = (piece.strip() for piece in _CLAUSE.split(text.replace(MARK, "\n")))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def topics_in(text: str, watch: Watch, item: str | None = None) -> tuple[Topic, ...]:
    """The prohibited topics that words of a text point at, in the order of the pack."""
    kinds = {hit.kind for hit in find(text, watch, item)}
    return tuple(topic for topic in watch.topics if topic.code in kinds)


def struck(text: str, hits: Iterable[Hit]) -> str:
    """The text with a mark in the place of each clause or number that was found; hits that meet share one mark."""
    pieces: list[str] = []
    done = 0
    for hit in sorted(hits, key=lambda one: (one.first, -one.last)):
        if hit.first >= done:
            pieces += [text[done : hit.first], MARK]
        done = max(done, hit.last)
    return "".join(pieces) + text[done:]


def _numbers(text: str, watch: Watch) -> Iterator[Hit]:
    for start, end in my_numbers(text):
        yield Hit(MY_NUMBER, start, end, start, end, may_stay=_is_called_otherwise(text, start, watch))


def _is_called_otherwise(text: str, start: int, watch: Watch) -> bool:
    """Whether the words right before a number say that it is another one."""
    before = without_blanks(plain_words(text[max(0, start - LABEL_REACH) : start])).text
    names = _folded((*watch.settings.other_numbers,))
    own = _folded((*watch.settings.called_my_number,))
    return any(name in before for name in names) and not any(name in before for name in own)


def _topics(text: str, topics: tuple[Topic, ...], item: str | None) -> Iterator[Hit]:
    characters = plain_characters(text)
    if characters is not None and not any(needed <= characters for needed in _needed(topics)):
        return
    plain = plain_words(text)
    is_latin, is_other = _any_of(topics)
    has_latin = is_latin is not None and is_latin.search(plain.text) is not None
    has_other = is_other is not None and is_other.search("".join(plain.text.split())) is not None
    if not has_latin and not has_other:
        # Most texts hold nothing, and whether they do is asked after every key.
        return
    close, clauses = without_blanks(plain), _Clauses(text)
    for topic in topics:
        if item is not None and item in topic.not_in:
            continue
        latin, other, spared_latin, spared = _patterns(topic)
        for pattern, sparing, where in ((latin, spared_latin, plain), (other, spared, close)):
            for span in _outside(pattern, sparing, where):
                yield clauses.hit(topic.code, *where.span(*span))


def _outside(
    pattern: re.Pattern[str] | None, sparing: re.Pattern[str] | None, where: Plain
) -> Iterator[tuple[int, int]]:
    """Each place of the words that lies in none of the exceptions."""
    found = [match.span() for match in pattern.finditer(where.text)] if pattern is not None else []
    spared = [match.span() for match in sparing.finditer(where.text)] if found and sparing is not None else []
    for start, end in found:
        if not any(first <= start and end <= last for first, last in spared):
            yield start, end


class _Clauses:
    """The clauses of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [match.span() for match in _CLAUSE.finditer(text)]

    def hit(self, kind: str, start: int, end: int) -> Hit:
        """What stands from ``start`` to ``end``, with its clause."""
        behind = bisect_right(self._ends, (start, start))
        first = self._ends[behind - 1][1] if behind else 0
        after = bisect_left(self._ends, (end, end))
        last = self._ends[after][0] if after < len(self._ends) else len(self._text)
        lead = self._text[first:start]
        return Hit(kind, start, end, first + len(lead) - len(lead.lstrip()), last)


@lru_cache(maxsize=8)
def _needed(topics: tuple[Topic, ...]) -> tuple[frozenset[str], ...]:
    """For each word the characters without which it cannot stand in a text."""
    words = _folded(tuple(word for topic in topics for word in topic.words))
    return tuple(frozenset(word.replace("-", "")) for word in words)


@lru_cache(maxsize=8)
def _any_of(topics: tuple[Topic, ...]) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Whether any word of any topic stands there, in Latin letters and in Japanese."""
    words = [word for topic in topics for word in topic.words]
    latin = [word for word in words if _LATIN.fullmatch(word)]
    return _latin(latin), _other([word for word in words if not _LATIN.fullmatch(word)])


@lru_cache(maxsize=64)
def _patterns(topic: Topic) -> tuple[re.Pattern[str] | None, ...]:
    """Words and exceptions in Latin letters, where blanks count, and in Japanese, where they do not."""
    found: list[re.Pattern[str] | None] = []
    for words in (topic.words, topic.exceptions):
        latin = [word for word in words if _LATIN.fullmatch(word)]
        found += [_latin(latin), _other([word for word in words if word not in latin])]
    return found[0], found[1], found[2], found[3]


def _latin(words: list[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    spelled = ("".join(_GAP if char in " -" else re.escape(char) for char in word.upper()) for word in words)
    return re.compile(f"(?<!{_LETTERS})(?:{'|'.join(sorted(spelled, key=len, reverse=True))})")


def _other(words: list[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile("|".join(re.escape(word) for word in sorted(_folded((*words,)), key=len, reverse=True)))


@lru_cache(maxsize=256)
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(without_blanks(plain_words(word)).text for word in words)
