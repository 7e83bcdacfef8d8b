"""Passphrases that the program offers: ten Japanese syllables in Latin letters, or six English words.

Both have at least 66 bits and only characters that every password field takes.
"""

from collections.abc import Sequence

from app.models.domain.errors import BugError
from app.services.crypto.entropy import Entropy, draw

_LIST = (
    "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo "
    "ya yu yo ra ri ru re ro wa ga gi gu ge go za ji zu ze zo da de do ba bi bu be bo pa pi pu pe po "
    "kya kyu kyo sha shu sho cha chu cho nya nyu nyo hya hyu hyo mya myu myo rya ryu ryo "
    "gya gyu gyo ja ju jo bya byu byo pya pyu pyo"
)
SYLLABLES: tuple[str, ...] = tuple(_LIST.split())
"""One hundred; n, wo, di and du are left out, so that what is heard is written in one way only."""
SYLLABLE_COUNT = 10
WORD_COUNT = 6
LIST_LENGTH = 2048
"""Words that a list must have: 11 bits each."""
_PER_WORD = 2


def generate_passphrase(entropy: Entropy) -> str:
    """Draw ten syllables (more than 66 bits) and write them as five short words with hyphens."""
    drawn = [_draw_syllable(entropy) for _ in range(SYLLABLE_COUNT)]
    words = ("".join(drawn[start : start + _PER_WORD]) for start in range(0, SYLLABLE_COUNT, _PER_WORD))
    return "-".join(words)


def generate_words(words: Sequence[str], entropy: Entropy) -> str:
    """Draw six words (66 bits) and write them with hyphens.

    Args:
        words: 2,048 different ones.
        entropy: Source of the draw.

    Raises:
        BugError: ``bug.crypto-misuse``: the list has another length or repeats itself.
    """
    if len(words) != LIST_LENGTH or len(set(words)) != LIST_LENGTH:
        raise BugError("bug.crypto-misuse")
    drawn = (int.from_bytes(draw(entropy, 2), "big") % LIST_LENGTH for _ in range(WORD_COUNT))
    return "-".join(words[number] for number in drawn)


def _draw_syllable(entropy: Entropy) -> str:
    """Draw evenly: bytes above the last whole multiple of the list's length are drawn again."""
    fair = 256 - 256 % len(SYLLABLES)
    while (number := draw(entropy, 1)[0]) >= fair:
        pass
    return SYLLABLES[number % len(SYLLABLES)]
