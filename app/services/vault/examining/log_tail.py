"""Check the write-ahead log beside a database as SQLite will, before anybody opens the database.

SQLite reads the log up to the first frame that does not fit and silently leaves the rest: right after a power cut, but
a flipped byte loses finished transactions without a word. So the frames behind that point are looked at here. Format:
"WAL-Index and WAL file format", part 4 of SQLite's file format.
"""

import struct
import sys
from array import array
from pathlib import Path
from typing import BinaryIO

from app.models.domain.examination import Flaw

_HEAD = 32
_FRAME_HEAD = 24
_MAGIC = 0x377F0682
_PAGE = 4096


def examine_log(path: Path) -> Flaw | None:
    """What is wrong with one ``-wal`` file; None also when there is no such file or it is empty.

    Raises:
        OSError: The file cannot be read.
    """
    if not path.is_file() or path.stat().st_size == 0:
        return None
    with path.open("rb") as log:
        head = log.read(_HEAD)
        if len(head) < _HEAD:
            return Flaw.LOG_TAIL
        magic, _version, page, _number, salt_1, salt_2, *sums = struct.unpack(">8I", head)
        if magic & ~1 != _MAGIC or page != _PAGE or tuple(sums) != _sums(head[:24], (0, 0), big=bool(magic & 1)):
            return Flaw.LOG_DAMAGED
        return _examine_frames(log, (salt_1, salt_2), (sums[0], sums[1]), big=bool(magic & 1))


def _examine_frames(log: BinaryIO, salts: tuple[int, int], sums: tuple[int, int], *, big: bool) -> Flaw | None:
    is_chain, unfinished, lost = True, 0, 0
    while len(frame := log.read(_FRAME_HEAD + _PAGE)) == _FRAME_HEAD + _PAGE:
        _number, size, salt_1, salt_2, *own = struct.unpack(">6I", frame[:_FRAME_HEAD])
        if is_chain and (salt_1, salt_2) == salts:
            following = _sums(frame[:8] + frame[_FRAME_HEAD:], sums, big=big)
            if following == tuple(own):
                sums = following
                unfinished = 0 if size else unfinished + 1
                continue
        is_chain = False
        # A frame of an earlier turn of the log has both salts of that turn; one of them alone is a flipped byte.
        if salt_1 == salts[0] or salt_2 == salts[1]:
            lost += bool(size)
            unfinished += 1
    if lost:
        return Flaw.LOG_DAMAGED
    return Flaw.LOG_TAIL if unfinished or frame else None


def _sums(data: bytes, start: tuple[int, int], *, big: bool) -> tuple[int, int]:
    words = array("I", data)
    if big != (sys.byteorder == "big"):
        words.byteswap()
    first, second = start
    for place in range(0, len(words), 2):
        first = (first + words[place] + second) & 0xFFFFFFFF
        second = (second + words[place + 1] + first) & 0xFFFFFFFF
    return first, second
