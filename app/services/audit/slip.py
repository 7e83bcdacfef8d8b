"""The short code of a checkpoint (照合語): eight words that a person can copy, read out and type.

Each word is two of the hundred syllables of the passphrases: 10,000 words, 13.28 bits each. The first seven hold 93
bits of a hash over the checkpoint; the eighth tells a slip of the pen from another record. With 93 bits nobody can
make a second record for a given slip; two records of somebody's own making that share a code would take 2^46 tries,
which is why the QR code beside the words carries the whole signed checkpoint.
"""

import unicodedata
from collections.abc import Sequence
from hashlib import sha256
from itertools import product

from app.models.domain.errors import InvalidInputError
from app.services.audit.checkpoint import Checkpoint
from app.services.crypto.passphrase import SYLLABLES

WORD_COUNT = 8
_CODE_WORDS = WORD_COUNT - 1
_WORDS = tuple(first + second for first, second in product(SYLLABLES, SYLLABLES))
_PLACES = {word: place for place, word in enumerate(_WORDS)}
_CODE, _CHECK = b"sekisho-slip/1\n", b"sekisho-slip-check/1\n"


def words_of(checkpoint: Checkpoint) -> tuple[str, ...]:
    """The eight words of a checkpoint: of its origin, size and root."""
    number, code = int.from_bytes(sha256(_CODE + checkpoint.body()).digest()), list[str]()
    for _ in range(_CODE_WORDS):
        number, place = divmod(number, len(_WORDS))
        code.append(_WORDS[place])
    return (*code, _check_word(code, checkpoint.origin, checkpoint.size))


def read_words(text: str) -> tuple[str, ...]:
    """Words as somebody typed them: any case and width, divided by anything that is no letter.

    Raises:
        InvalidInputError: ``slip.words``: not eight words of the list.
    """
    plain = unicodedata.normalize("NFKC", text[:1000]).lower()
    words = tuple("".join(letter if letter.isascii() and letter.isalpha() else " " for letter in plain).split())
    if len(words) != WORD_COUNT or not all(word in _PLACES for word in words):
        raise InvalidInputError("slip.words", field="words")
    return words


def are_typed_right(words: Sequence[str], origin: str, size: int) -> bool:
    """Whether the eighth word fits the seven others, the origin and the size."""
    return words[-1] == _check_word(words[:-1], origin, size)


def _check_word(code: Sequence[str], origin: str, size: int) -> str:
    said = _CHECK + f"{origin}\n{size}\n{' '.join(code)}\n".encode()
    return _WORDS[int.from_bytes(sha256(said).digest()[:8]) % len(_WORDS)]
