"""One bundle as several files, for media that cannot hold a large one: a plain cut, joined again when it is read."""

import io
import os
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from typing_extensions import override


class PartWriter(io.RawIOBase):
    """Writes into one part after the other; each is on the medium before the next begins.

    A ``flush`` and an ``fsync`` of this stream reach the part that is open, and all before it were flushed when they
    were full.
    """

    def __init__(self, open_part: Callable[[int], BinaryIO], part_size: int) -> None:
        self._open_part = open_part
        self._part_size = part_size
        self._number = 1
        self._left = part_size
        self._part = open_part(1)

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: Any, /) -> int:
        view, taken = memoryview(data), 0
        while taken < len(view):
            if not self._left:
                self._next()
            count = self._part.write(view[taken : taken + self._left])
            taken += count
            self._left -= count
            if not count:
                break
        return taken

    @override
    def flush(self) -> None:
        if not self.closed:
            self._part.flush()

    @override
    def fileno(self) -> int:
        return self._part.fileno()

    @override
    def close(self) -> None:
        try:
            super().close()
        finally:
            self._part.close()

    def _next(self) -> None:
        self._part.flush()
        os.fsync(self._part.fileno())
        self._part.close()
        self._number += 1
        self._part = self._open_part(self._number)
        self._left = self._part_size


class PartReader(io.RawIOBase):
    """Reads parts as one file. Only one of them is open at a time: a medium may have a thousand."""

    def __init__(self, sizes: Sequence[int], open_part: Callable[[int], BinaryIO]) -> None:
        self._open_part = open_part
        self._sizes = sizes
        self._starts = [sum(sizes[:place]) for place in range(len(sizes))]
        self._at = 0
        self._place = -1
        self._part: BinaryIO = io.BytesIO()

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def tell(self) -> int:
        return self._at

    @override
    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: sum(self._sizes)}[whence]
        self._at = max(0, base + offset)
        return self._at

    @override
    def readinto(self, buffer: Any, /) -> int:
        place = self._place_of(self._at)
        if place is None:
            return 0
        self._turn_to(place)
        inside = self._at - self._starts[place]
        self._part.seek(inside)
        # What grew since its size was taken is not read: the next part begins where this one ended then.
        data = self._part.read(min(len(buffer), self._sizes[place] - inside))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    @override
    def close(self) -> None:
        self._part.close()
        super().close()

    def _place_of(self, at: int) -> int | None:
        ends = (start + size for start, size in zip(self._starts, self._sizes, strict=True))
        return next((place for place, end in enumerate(ends) if at < end), None)

    def _turn_to(self, place: int) -> None:
        if place != self._place:
            self._part.close()
            self._part = self._open_part(place)
            self._place = place
