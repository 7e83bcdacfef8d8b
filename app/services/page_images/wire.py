"""What the program and the decoder of documents say to each other, in frames of fixed length.

Requests go to a process that holds hostile bytes; what comes back is believed only as far as it is checked here.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum, unique

from app.services.page_images.limits import Limits

CHANNELS = 3
"""Red, green, blue, one byte each; nothing is transparent."""
POINTS_PER_INCH = 72
SMALLEST_DPI, LARGEST_DPI = 18, 600
_HUNDREDTHS = 100
_LONGEST_SIDE_POINTS = 1_000_000
_HELLO = struct.Struct("<4sBQ8I")
_OPENED = struct.Struct("<4sBI")
_ASKED = struct.Struct("<4s4I")
_ANSWER = struct.Struct("<4sB5I")
_MAGIC_HELLO, _MAGIC_OPENED, _MAGIC_ASKED, _MAGIC_ANSWER = b"SKD1", b"SKO1", b"SKR1", b"SKP1"
HELLO_BYTES, OPENED_BYTES, ASKED_BYTES, ANSWER_BYTES = _HELLO.size, _OPENED.size, _ASKED.size, _ANSWER.size


@unique
class Kind(IntEnum):
    """What a document is, by its first bytes."""

    PDF = 1
    PNG = 2
    JPEG = 3
    TIFF = 4


@unique
class Status(IntEnum):
    """What the decoder says of a document or page."""

    DONE = 0
    DAMAGED = 1
    LOCKED = 2
    TOO_MANY_PAGES = 3
    TOO_MANY_PIXELS = 4
    TOO_MUCH_MEMORY = 5
    NO_CELL = 6


_STATUSES = frozenset(int(status) for status in Status)


class NonsenseError(ValueError):
    """An answer that no honest decoder gives."""


@dataclass(frozen=True, slots=True)
class Hello:
    """The first frame to a decoder; the bytes of the document follow it."""

    kind: Kind
    size: int
    limits: Limits


@dataclass(frozen=True, slots=True)
class Asked:
    """One page to be drawn: at a resolution, or as large as fits into a box.

    Attributes:
        page: From 0.
        dpi: Dots per inch, or 0 for the box.
        box_width: Pixels; 0 means as wide as the height allows.
        box_height: Pixels; 0 means as high as the width gives.
    """

    page: int
    dpi: int = 0
    box_width: int = 0
    box_height: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of an answer; ``stride * height`` bytes of pixels follow it where the status is ``DONE``.

    Attributes:
        status: Whether there are pixels.
        width: Pixels.
        height: Pixels.
        stride: Bytes from one row to the next.
        points: Natural width and height in hundredths of a point (1/7200 inch).
    """

    status: Status
    width: int = 0
    height: int = 0
    stride: int = 0
    points: tuple[int, int] = (0, 0)


def hello_frame(hello: Hello) -> bytes:
    """The first frame as bytes."""
    of = hello.limits
    numbers = (
        of.document_bytes,
        of.pages,
        of.source_pixels,
        of.pixels,
        of.side,
        of.seconds,
        of.memory_bytes,
        of.pages_each,
    )
    return _HELLO.pack(_MAGIC_HELLO, hello.kind, hello.size, *numbers)


def read_hello(frame: bytes) -> Hello:
    """What :func:`hello_frame` wrote; read by the decoder, which trusts the program."""
    magic, kind, size, *numbers = _HELLO.unpack(frame)
    if magic != _MAGIC_HELLO:
        raise NonsenseError
    return Hello(Kind(kind), size, Limits(*numbers))


def asked_frame(asked: Asked) -> bytes:
    """A request as bytes."""
    return _ASKED.pack(_MAGIC_ASKED, asked.page, asked.dpi, asked.box_width, asked.box_height)


def read_asked(frame: bytes) -> Asked:
    """What :func:`asked_frame` wrote."""
    magic, *numbers = _ASKED.unpack(frame)
    if magic != _MAGIC_ASKED:
        raise NonsenseError
    return Asked(*numbers)


def opened_frame(status: Status, pages: int = 0) -> bytes:
    """The decoder's word on the document."""
    return _OPENED.pack(_MAGIC_OPENED, status, pages)


def read_opened(frame: bytes, limits: Limits) -> tuple[Status, int]:
    """Status and number of pages.

    Raises:
        NonsenseError: It is none, or says what cannot be.
    """
    if len(frame) != OPENED_BYTES:
        raise NonsenseError
    magic, status, pages = _OPENED.unpack(frame)
    known = _status(magic == _MAGIC_OPENED, status)
    if (known is Status.DONE) != (1 <= pages <= limits.pages):
        raise NonsenseError
    return known, pages


def answer_frame(answer: Answer) -> bytes:
    """The head of the decoder's answer."""
    return _ANSWER.pack(_MAGIC_ANSWER, answer.status, answer.width, answer.height, answer.stride, *answer.points)


def read_answer(frame: bytes, asked: Asked, limits: Limits) -> Answer:
    """The head of an answer, every number within what was asked and what is allowed.

    Raises:
        NonsenseError: It is none, or says what cannot be.
    """
    if len(frame) != ANSWER_BYTES:
        raise NonsenseError
    magic, status, width, height, stride, *points = _ANSWER.unpack(frame)
    known = _status(magic == _MAGIC_ANSWER, status)
    if known is not Status.DONE:
        if any((width, height, stride, *points)):
            raise NonsenseError
        return Answer(known)
    sides = 1 <= width <= limits.side and 1 <= height <= limits.side and width * height <= limits.pixels
    boxed = (not asked.box_width or width <= asked.box_width) and (not asked.box_height or height <= asked.box_height)
    natural = all(1 <= side <= _LONGEST_SIDE_POINTS * _HUNDREDTHS for side in points)
    if not (sides and boxed and natural and stride == width * CHANNELS):
        raise NonsenseError
    return Answer(known, width, height, stride, (points[0], points[1]))


def _status(is_ours: bool, number: int) -> Status:  # noqa: FBT001 - reads well where it is called
    if not is_ours or number not in _STATUSES:
        raise NonsenseError
    return Status(number)


def drawn_size(asked: Asked, points: tuple[float, float], limits: Limits) -> tuple[int, int] | None:
    """Width and height in pixels of what is asked, or None where that is more than one answer may hold.

    Args:
        asked: The request.
        points: Natural size of the page in points.
        limits: In force.
    """
    if asked.dpi:
        scale = asked.dpi / POINTS_PER_INCH
    else:
        boxes = ((asked.box_width, points[0]), (asked.box_height, points[1]))
        scale = min((box / side for box, side in boxes if box), default=1.0)
    width, height = (max(1, int(side * scale + 1e-6)) for side in points)
    fits = width <= limits.side and height <= limits.side and width * height <= limits.pixels
    return (width, height) if fits else None


def in_hundredths(points: tuple[float, float]) -> tuple[int, int]:
    """A natural size as it stands in an answer."""
    width, height = (min(max(1, round(side * _HUNDREDTHS)), _LONGEST_SIDE_POINTS * _HUNDREDTHS) for side in points)
    return width, height
