"""The decoder: a process that draws the pages of one document and knows nothing else (文書の復号).

It reads a frame with its limits, loads what it needs, shuts itself in, and only then reads the first byte of the
document. It speaks through its standard input and output alone, which it received from the program.
"""

import os
import sys

if not __package__:
    # An isolated interpreter knows only its own packages; the program stands three folders above this one.
    sys.path.insert(0, os.path.abspath(os.path.join(os.path.dirname(os.path.realpath(__file__)), *[os.pardir] * 3)))  # noqa: PTH100, PTH118, PTH120 - nothing is imported yet

import warnings
from io import FileIO
from pathlib import Path

from app.services.page_images.limits import Limits
from app.services.page_images.wire import (
    ASKED_BYTES,
    HELLO_BYTES,
    Answer,
    Kind,
    Status,
    answer_frame,
    in_hundredths,
    opened_frame,
    read_asked,
    read_hello,
)
from app.services.platform.decoder_cell import shut_in
from app.services.platform.decoder_fonts import ShippedFonts
from app.services.platform.decoder_pictures import Pictures, RefusedDocumentError, load_everything, opened

_FONTS = Path(__file__).resolve().parents[3] / "resources" / "fonts"
_CHANNELS = 3


def main() -> int:
    """Serve one document until the program closes the pipe.

    Returns:
        0, whatever the document was.
    """
    warnings.simplefilter("ignore")
    requests, answers = FileIO(0, "rb"), FileIO(1, "wb")
    hello = read_hello(_read(requests, HELLO_BYTES))
    load_everything(hello.limits)
    fonts = ShippedFonts(_FONTS)
    fonts.setup()
    held = shut_in(hello.limits)
    if not held:
        _write(answers, opened_frame(Status.NO_CELL))
        return 0
    pictures = _opened(hello.kind, _read(requests, hello.size), hello.limits, answers)
    while pictures is not None and len(frame := _read(requests, ASKED_BYTES)) == ASKED_BYTES:
        _answer(pictures, frame, answers)
    return 0


def _opened(kind: Kind, data: bytes, limits: Limits, answers: FileIO) -> Pictures | None:
    pictures: Pictures | None = None
    try:
        pictures = opened(kind, data, limits)
        said = opened_frame(Status.DONE, pictures.pages)
    except RefusedDocumentError as refused:
        said = opened_frame(refused.status)
    except MemoryError:
        said = opened_frame(Status.TOO_MUCH_MEMORY)
    _write(answers, said)
    return pictures


def _answer(pictures: Pictures, frame: bytes, answers: FileIO) -> None:
    rows = b""
    try:
        width, height, rows, points = pictures.draw(read_asked(frame))
        head = Answer(Status.DONE, width, height, width * _CHANNELS, in_hundredths(points))
    except RefusedDocumentError as refused:
        head = Answer(refused.status)
    except MemoryError:
        head = Answer(Status.TOO_MUCH_MEMORY)
    _write(answers, answer_frame(head))
    _write(answers, rows)


def _read(source: FileIO, size: int) -> bytes:
    """So many bytes, or fewer where the pipe was closed."""
    data = bytearray()
    while len(data) < size and (piece := source.read(min(size - len(data), 1 << 20))):
        data += piece
    return bytes(data)


def _write(target: FileIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[target.write(rest) or 0 :]


if __name__ == "__main__":
    code = main()
    sys.stdout = sys.stderr = None  # nothing is flushed into the pipe at the end
    os._exit(code)
