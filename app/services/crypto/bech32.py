"""Bech32 (BIP 173 checksum) without a length limit, as age writes its keys."""

from app.models.domain.errors import UntrustedInputError

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM_LENGTH = 6
_LONGEST = 4096
"""Characters; the longest key of ours has about 1,960."""


def encode(prefix: str, data: bytes) -> str:
    """Write ``data`` behind the lower-case human-readable ``prefix``; all letters lower case."""
    digits = _to_digits(data)
    residue = _residue([*_expanded(prefix), *digits, *([0] * _CHECKSUM_LENGTH)]) ^ 1
    checksum = [residue >> 5 * (5 - place) & 31 for place in range(_CHECKSUM_LENGTH)]
    return prefix + "1" + "".join(_ALPHABET[digit] for digit in [*digits, *checksum])


def decode(text: str, prefix: str, code: str) -> bytes:
    """Read what ``encode`` wrote, in all lower or all upper case.

    Args:
        text: The whole word with prefix and checksum.
        prefix: The prefix that it must have, in lower case.
        code: Error code to raise when anything is wrong.

    Raises:
        UntrustedInputError: ``code``: other prefix, mixed case, foreign character, wrong checksum or padding.
    """
    if len(text) > _LONGEST or not text.isascii() or text not in {text.lower(), text.upper()}:
        raise UntrustedInputError(code)
    found, separator, word = text.lower().rpartition("1")
    if not separator or found != prefix or len(word) < _CHECKSUM_LENGTH or not set(word) <= set(_ALPHABET):
        raise UntrustedInputError(code)
    digits = [_ALPHABET.index(letter) for letter in word]
    if _residue([*_expanded(prefix), *digits]) != 1:
        raise UntrustedInputError(code)
    data = _from_digits(digits[:-_CHECKSUM_LENGTH])
    if data is None:
        raise UntrustedInputError(code)
    return data


def _expanded(prefix: str) -> list[int]:
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _residue(values: list[int]) -> int:
    residue = 1
    for value in values:
        top = residue >> 25
        residue = (residue & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            if top >> place & 1:
                residue ^= generator
    return residue


def _to_digits(data: bytes) -> list[int]:
    """Regroup bytes into digits of 5 bits, the last one filled with zero bits."""
    digits: list[int] = []
    held, bits = 0, 0
    for byte in data:
        held = (held << 8 | byte) & 0xFFF
        bits += 8
        while bits >= 5:
            bits -= 5
            digits.append(held >> bits & 31)
    if bits:
        digits.append(held << 5 - bits & 31)
    return digits


def _from_digits(digits: list[int]) -> bytes | None:
    """Regroup digits of 5 bits into bytes; None when the filling is a whole digit or not zero."""
    data = bytearray()
    held, bits = 0, 0
    for digit in digits:
        held = (held << 5 | digit) & 0xFFF
        bits += 5
        if bits >= 8:
            bits -= 8
            data.append(held >> bits & 0xFF)
    if bits >= 5 or held & (1 << bits) - 1:
        return None
    return bytes(data)
