"""Ties (関係): whom, which employer and which address an officer is too close to, and when an answer speaks of one."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from app.models.domain.folding import fold, fold_kana, is_kana_text, without_voicing

SHORTEST = 3
"""Characters from which a tie is found inside a longer answer; a shorter one must be the whole answer."""
LONGEST = 24
"""Characters of a tie that are compared."""
_ANSWER = 400
"""Characters of an answer that are looked through."""
_FORMS = re.compile(r"株式会社|有限会社|合同会社|合資会社|合名会社|\((?:株|有|同)\)")
_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_PLACE = re.compile(r"([0-9])(?:丁目|番地|番|号)(?:ノ(?=[0-9]))?")
_COUNTED = re.compile(r"[〇一二三四五六七八九](?=丁目|番|号)")


class Ties(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in the register of one officer; each line as it was typed.

    Attributes:
        people: Relatives and acquaintances: name, or name and reading divided by a comma.
        bodies: Employers, schools and other bodies.
        places: Addresses.
    """

    people: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def keys(self) -> frozenset[str]:
        """What is looked for in answers."""
        names = [part for line in self.people for part in re.split("[,、，]", line)]
        found = {key for text in (*names, *self.bodies, *self.places) for key in plain(text)}
        return frozenset(key[:LONGEST] for key in found if len(key) > 1)


def plain(text: str) -> tuple[str, ...]:
    """The forms under which spellings of one name, body or address meet; a reading has one more."""
    wide = _FORMS.sub("", unicodedata.normalize("NFKC", text))
    counted = _COUNTED.sub(lambda found: found[0].translate(_DIGITS), wide)
    folded = _PLACE.sub(r"\1", fold(counted)).replace("ヶ", "ガ").replace("ケ", "ガ")
    reading = without_voicing(fold_kana(wide)) if is_kana_text(wide) else ""
    return tuple(f"{mark}{key}" for mark, key in (("n", folded), ("k", reading)) if key)


def keys_in(texts: Iterable[str]) -> frozenset[str]:
    """Every key that a tie could have to be found in these answers."""
    return frozenset(key for text in texts for form in plain(text[:_ANSWER]) for key in _windows(form))


def speaks_of(texts: Iterable[str], keys: frozenset[str]) -> bool:
    """Whether an answer speaks of one of the keys: the same as comparing with :func:`keys_in`, for few keys."""
    return any(_is_in(form, key) for text in texts for form in plain(text[:_ANSWER]) for key in keys)


def _windows(form: str) -> Iterator[str]:
    mark, body = form[0], form[1:]
    yield form[:LONGEST]
    for start in range(len(body)):
        for end in range(start + SHORTEST, min(start + LONGEST - 1, len(body)) + 1):
            yield mark + body[start:end]


def _is_in(form: str, key: str) -> bool:
    if form[:LONGEST] == key:
        return True
    return form[0] == key[0] and len(key) > SHORTEST and key[1:] in form[1:]
