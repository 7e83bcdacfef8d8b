"""Offered passphrases: strength, evenness, one reading."""

import math
import os
from collections import Counter
from collections.abc import Callable

from app.services.crypto.passphrase import SYLLABLE_COUNT, SYLLABLES, generate_passphrase


def test_strength() -> None:
    assert len(set(SYLLABLES)) == len(SYLLABLES) == 100
    assert SYLLABLE_COUNT * math.log2(len(SYLLABLES)) > 64


def test_what_is_written_can_be_split_in_one_way_only() -> None:
    # Every syllable is consonants and then one vowel, so a word ends its syllables where its vowels are.
    assert all(syllable[-1] in "aiueo" and not set(syllable[:-1]) & set("aiueo") for syllable in SYLLABLES)


def test_form(entropy: Callable[[int], bytes]) -> None:
    words = generate_passphrase(entropy).split("-")
    assert len(words) == 5
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    assert generate_passphrase(entropy).split("-") != words


def test_unfair_bytes_are_drawn_again() -> None:
    stream = iter(bytes([255, 200, 199] + [0] * 9))
    assert generate_passphrase(lambda _count: bytes([next(stream)])) == SYLLABLES[99] + "a" + "-aa" * 4


def test_all_syllables_come() -> None:
    seen = Counter(letter for _ in range(400) for letter in generate_passphrase(os.urandom))
    assert set("aiueokstnhmyrwgzdbpjcf") <= set(seen)
