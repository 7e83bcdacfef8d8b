"""Offered passphrases: strength, evenness, one reading."""

import math
import os
from collections import Counter
from collections.abc import Callable

import pytest

from app.bootstrap import suggest_words
from app.models.domain.errors import BugError
from app.services.crypto.passphrase import SYLLABLE_COUNT, SYLLABLES, generate_passphrase, generate_words
from app.services.resources import WORDS


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


def test_six_words_of_a_list_that_has_eleven_bits_each() -> None:
    words = WORDS.read_text("ascii").split()
    assert len({word[:4] for word in words}) == len(words) == 2048
    assert all(word.isalpha() and word.islower() for word in words)
    drawn = suggest_words().split("-")
    assert len(drawn) == 6
    assert set(drawn) <= set(words)
    assert suggest_words().split("-") != drawn
    numbers = iter([bytes([0, 0]), bytes([7, 255]), bytes([8, 0]), bytes([255, 255]), bytes([0, 1]), bytes([0, 2])])
    ends = generate_words(words, lambda _count: next(numbers)).split("-")
    assert ends == [words[number] for number in (0, 2047, 0, 2047, 1, 2)]


def test_a_list_of_another_length_is_refused() -> None:
    words = WORDS.read_text("ascii").split()
    for other in (words[1:], [*words[1:], words[1]], []):
        with pytest.raises(BugError):
            generate_words(other, os.urandom)
