"""Mutants: each is made from honest bytes by a short script, and the script is a short string of bytes.

A string chosen by a search (hypothesis) or counted through (SHAKE of a number) makes the same mutant every time.
"""

from collections.abc import Callable, Sequence
from hashlib import shake_256

SCRIPT = 48
"""Bytes of a script: up to four edits."""
_EDIT = 12


def script(number: int) -> bytes:
    """The script of a number."""
    return shake_256(b"mutant" + number.to_bytes(8, "big")).digest(SCRIPT)


def mutant(honest: bytes, steps: bytes, words: Sequence[bytes] = (), donor: bytes = b"") -> bytes:
    """Apply a script.

    Args:
        honest: Where it begins.
        steps: The script; the first byte says how many edits.
        words: Byte strings that mean something to the reader.
        donor: Another honest one, to take parts from.
    """
    data = bytearray(honest)
    for number in range(1 + steps[0] % 4 if steps else 0):
        edit = steps[1 + number * _EDIT : 1 + (number + 1) * _EDIT].ljust(_EDIT, b"\0")
        _EDITS[edit[0] % len(_EDITS)](data, edit[1:], words, donor)
    return bytes(data)


_Edit = Callable[[bytearray, bytes, Sequence[bytes], bytes], None]


def _place(data: bytearray, edit: bytes) -> int:
    """A place; every second one near the front, where headers are."""
    reach = min(len(data), 4096) if edit[0] & 1 else len(data)
    return int.from_bytes(edit[0:4], "big") // 2 % (reach or 1)


def _length(edit: bytes) -> int:
    """A length, mostly short."""
    return int.from_bytes(edit[4:6], "big") % (2 << edit[6] % 12)


def _flip(data: bytearray, edit: bytes, _words: Sequence[bytes], _donor: bytes) -> None:
    if data:
        data[_place(data, edit)] ^= 1 << edit[4] % 8


def _set(data: bytearray, edit: bytes, _words: Sequence[bytes], _donor: bytes) -> None:
    if data:
        data[_place(data, edit)] = edit[4]


def _count(data: bytearray, edit: bytes, _words: Sequence[bytes], _donor: bytes) -> None:
    """Another digit where one stands."""
    start = _place(data, edit)
    for place in range(start, min(start + 200, len(data))):
        if 0x30 <= data[place] <= 0x39:
            data[place] = 0x30 + edit[4] % 10
            return


def _delete(data: bytearray, edit: bytes, _words: Sequence[bytes], _donor: bytes) -> None:
    place = _place(data, edit)
    del data[place : place + 1 + _length(edit)]


def _insert(data: bytearray, edit: bytes, _words: Sequence[bytes], _donor: bytes) -> None:
    place = _place(data, edit)
    data[place:place] = shake_256(edit).digest(1 + edit[7] % 16)


def _repeat(data: bytearray, edit: bytes, _words: Sequence[bytes], _donor: bytes) -> None:
    place = _place(data, edit)
    part = bytes(data[place : place + 1 + _length(edit)])
    data[place:place] = part * (1 + edit[7] % 3)


def _exchange(data: bytearray, edit: bytes, _words: Sequence[bytes], _donor: bytes) -> None:
    first, length = _place(data, edit), 1 + _length(edit)
    second = int.from_bytes(edit[7:11], "big") % (len(data) or 1)
    one, two = bytes(data[first : first + length]), bytes(data[second : second + length])
    data[first : first + len(one)] = two
    data[second : second + len(two)] = one


def _cut(data: bytearray, edit: bytes, _words: Sequence[bytes], _donor: bytes) -> None:
    del data[_place(data, edit) :]


def _append(data: bytearray, edit: bytes, _words: Sequence[bytes], donor: bytes) -> None:
    data += donor[-1 - _length(edit) :] if edit[7] % 2 else bytes(1 + _length(edit))


def _splice(data: bytearray, edit: bytes, _words: Sequence[bytes], donor: bytes) -> None:
    place, length = _place(data, edit), 1 + _length(edit)
    there = int.from_bytes(edit[7:11], "big") % (len(donor) or 1)
    data[place : place + length] = donor[there : there + length]


def _word(data: bytearray, edit: bytes, words: Sequence[bytes], _donor: bytes) -> None:
    if words:
        place, word = _place(data, edit), words[edit[4] % len(words)]
        data[place : place + (len(word) if edit[5] % 2 else 0)] = word


def _blank(data: bytearray, edit: bytes, _words: Sequence[bytes], _donor: bytes) -> None:
    place, length = _place(data, edit), 1 + _length(edit)
    length = len(data[place : place + length])
    data[place : place + length] = (b"\xff" if edit[7] % 2 else b"\0") * length


_EDITS: tuple[_Edit, ...] = (
    _flip, _set, _count, _delete, _insert, _repeat, _exchange, _cut, _append, _splice, _word, _word, _blank,
)  # fmt: skip
