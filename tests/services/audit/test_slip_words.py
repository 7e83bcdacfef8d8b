"""The eight words of a checkpoint: known answer, typed in any way, and what they tell apart."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import InvalidInputError
from app.services.audit.checkpoint import Checkpoint, epoch_in, origin_of
from app.services.audit.slip import WORD_COUNT, are_typed_right, read_words, words_of
from app.services.crypto.passphrase import SYLLABLES

ROOT = sha256(b"a root").digest()
SAID = Checkpoint("sekisho/METI1", 1204, ROOT)
roots = st.binary(min_size=32, max_size=32)
sizes = st.integers(0, 2**40)


def test_a_known_answer() -> None:
    """Computed by hand from docs/formats/vault.md; the words of old slips must never change."""
    number = int.from_bytes(sha256(b"sekisho-slip/1\n" + SAID.body()).digest(), "big")
    code = []
    for _ in range(7):
        number, place = divmod(number, 10_000)
        code.append(SYLLABLES[place // 100] + SYLLABLES[place % 100])
    said = f"sekisho-slip-check/1\nsekisho/METI1\n1204\n{' '.join(code)}\n".encode()
    place = int.from_bytes(sha256(said).digest()[:8], "big") % 10_000
    check = SYLLABLES[place // 100] + SYLLABLES[place % 100]
    assert words_of(SAID) == (*code, check)


def test_the_list_is_the_one_of_the_passphrases() -> None:
    assert len(set(SYLLABLES)) == 100
    assert len({one + two for one in SYLLABLES for two in SYLLABLES}) == 10_000


@pytest.mark.parametrize("mark", [" ", "-", "\n", "　", " / ", "・", ", "])
def test_typed_in_any_way(mark: str) -> None:
    words = words_of(SAID)
    assert read_words(mark.join(words).upper()) == words
    assert (
        read_words(mark.join(words).translate({ord(c): ord(c) + 0xFEE0 for c in "abcdefghijklmnopqrstuvwxyz"})) == words
    )


@pytest.mark.parametrize("text", ["", "one two three four five six seven eight", "ka " * 8, "kaka " * 9, "照合語"])
def test_what_is_no_slip(text: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_words(text)
    assert refused.value.code == "slip.words"


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    try:
        words = read_words(text)
    except InvalidInputError:
        return
    assert len(words) == WORD_COUNT


@given(sizes, roots, st.integers(0, 3))
def test_the_words_fit_themselves(size: int, root: bytes, epoch: int) -> None:
    origin = origin_of("METI1", epoch)
    words = words_of(Checkpoint(origin, size, root))
    assert len(words) == WORD_COUNT
    assert read_words(" ".join(words)) == words
    assert are_typed_right(words, origin, size)


@given(st.integers(0, 7), st.integers(0, 9_999))
def test_one_wrong_word_is_a_slip_of_the_pen(place: int, other: int) -> None:
    """But for the one word in ten thousand that fits by chance; the record itself is compared then."""
    words = list(words_of(SAID))
    right = words[place]
    words[place] = SYLLABLES[other // 100] + SYLLABLES[other % 100]
    if words[place] == right:
        assert are_typed_right(words, SAID.origin, SAID.size)
    elif place == WORD_COUNT - 1:
        assert not are_typed_right(words, SAID.origin, SAID.size)
    else:
        assert tuple(words) != words_of(SAID)


@pytest.mark.parametrize(
    "other",
    [
        Checkpoint("sekisho/METI2", 1204, ROOT),
        Checkpoint("sekisho/METI1/1", 1204, ROOT),
        Checkpoint("sekisho/METI1", 1205, ROOT),
        Checkpoint("sekisho/METI1", 1204, bytes(32)),
    ],
)
def test_another_head_has_other_words(other: Checkpoint) -> None:
    assert words_of(other)[:7] != words_of(SAID)[:7]


def test_the_origin_names_the_epoch() -> None:
    assert [origin_of("METI1", epoch) for epoch in (0, 1, 12)] == [
        "sekisho/METI1",
        "sekisho/METI1/1",
        "sekisho/METI1/12",
    ]
    assert [epoch_in(origin_of("METI1", epoch), "METI1") for epoch in (0, 1, 12)] == [0, 1, 12]
    for strange in (
        "sekisho/METI1/0",
        "sekisho/METI1/01",
        "sekisho/METI1/",
        "sekisho/METI1/x",
        "sekisho/METI",
        "x/METI1",
    ):
        assert epoch_in(strange, "METI1") is None
    assert epoch_in("sekisho/METI1/1234567890", "METI1") is None
