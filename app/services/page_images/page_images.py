"""Open a received document and draw its pages; the work is done by a decoder behind a port.

A document that breaks its decoder costs one error: the decoder is ended, and the next page gets another.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from app.models.domain.errors import (
    AppError,
    CancelledError,
    EnvironmentProblemError,
    InvalidInputError,
    UntrustedInputError,
)
from app.services.page_images.limits import LIMITS, MEBIBYTE, Limits
from app.services.page_images.wire import (
    ANSWER_BYTES,
    LARGEST_DPI,
    OPENED_BYTES,
    POINTS_PER_INCH,
    SMALLEST_DPI,
    Asked,
    Hello,
    Kind,
    NonsenseError,
    Status,
    asked_frame,
    hello_frame,
    read_answer,
    read_opened,
)

_KINDS = {
    "application/pdf": (Kind.PDF, (b"%PDF-",)),
    "image/png": (Kind.PNG, (b"\x89PNG\r\n\x1a\n",)),
    "image/jpeg": (Kind.JPEG, (b"\xff\xd8\xff",)),
    "image/tiff": (Kind.TIFF, (b"II*\x00", b"MM\x00*")),
}


class Decoder(Protocol):
    """A process that decodes one document, and its two pipes. Every method may be called from one thread at a time."""

    def send(self, data: bytes, /) -> None:
        """Give it bytes.

        Raises:
            OSError: It is gone.
        """
        ...

    def receive(self, size: int, /) -> bytes:
        """Exactly so many bytes, or fewer where it ended or was ended before."""
        ...

    def allow(self, seconds: int, /) -> None:
        """From now it has so many seconds; then it is ended. 0 stops the clock."""
        ...

    @property
    def overdue(self) -> bool:
        """Whether it was ended because its time was over."""
        ...

    def stop(self) -> None:
        """Make it end soon; the one method for any thread, also while another one waits for an answer."""
        ...

    def end(self) -> None:
        """End it at once, whatever it does; more than once does no harm."""
        ...


StartDecoder = Callable[[], Decoder]
"""Starts a fresh decoder.

Raises:
    EnvironmentProblemError: ``page-image.no-decoder``.
"""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as pixels.

    Attributes:
        width: Pixels.
        height: Pixels.
        stride: Bytes from one row to the next: three for each pixel, red, green, blue.
        pixels: ``stride * height`` bytes, top row first.
        points: Natural width and height in points (1/72 inch), for a scale of 100 %.
    """

    width: int
    height: int
    stride: int
    pixels: bytes
    points: tuple[float, float]


class PageDocument:
    """An open document. It keeps the bytes in memory and has a decoder from the first page that is asked for.

    Thread:
        Any; one page is drawn at a time.
    """

    def __init__(self, start: StartDecoder, kind: Kind, data: bytes, limits: Limits) -> None:
        self._start = start
        self._kind = kind
        self._data = data
        self._limits = limits
        self._lock = threading.Lock()
        self._decoder: Decoder | None = None
        self._answers = 0
        self._is_closed = False
        self.page_count = 0

    def begin(self) -> None:
        """Open it; until then it has no pages. Errors: as :meth:`PageImages.open`."""
        with self._lock:
            self.page_count = self._fresh()

    def render(self, page: int, *, dpi: int = 0, box: tuple[int, int] = (0, 0)) -> PageImage:
        """Draw one page. This takes up to the time limit: call it in a job.

        Args:
            page: From 0.
            dpi: Dots per inch, 18 to 600; or 0 for the box.
            box: Width and height in pixels that the page is to fill at most, keeping its shape; a 0 leaves that side
                free.

        Raises:
            UntrustedInputError: ``page-image.damaged``, ``.too-large``, ``.too-much-memory``, ``.too-slow``,
                ``.crashed`` or ``.nonsense``; the next page may be drawn all the same.
            EnvironmentProblemError: ``page-image.no-decoder``.
            InvalidInputError: ``page-image.no-such-page``.
            CancelledError: It was closed meanwhile.
        """
        if not 0 <= page < self.page_count:
            raise InvalidInputError("page-image.no-such-page", field="page", pages=self.page_count)
        asked = _asked(page, dpi, box, self._limits)
        with self._lock:
            if self._decoder is not None and self._answers >= self._limits.pages_each:
                self._end()
            if self._decoder is None:
                self._fresh()
            return self._drawn(asked)

    def stop(self) -> None:
        """End the decoder and go on; whoever waits for a page gets a cancellation. Safe in every thread."""
        self._is_closed = True
        busy = self._decoder
        if busy is not None:
            busy.stop()

    def close(self) -> None:
        """End the decoder, also in the middle of a page, and forget the bytes."""
        self.stop()
        with self._lock:
            self._end()
            self._data = b""
            self.page_count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fresh(self) -> int:
        """Start a decoder and give it the document; the number of pages."""
        self._require_open()
        self._decoder = decoder = self._start()
        self._answers = 0
        with _Turn(self, decoder):
            self._require_open()  # it may have been closed meanwhile
            decoder.allow(self._limits.seconds)
            decoder.send(hello_frame(Hello(self._kind, len(self._data), self._limits)))
            decoder.send(self._data)
            status, pages = read_opened(_whole(decoder, OPENED_BYTES), self._limits)
            _require_done(status, self._limits)
            decoder.allow(0)
        return pages

    def _require_open(self) -> None:
        if self._is_closed:
            raise CancelledError

    def _drawn(self, asked: Asked) -> PageImage:
        decoder = self._decoder
        if decoder is None:  # pragma: no cover - a fresh one raises where it cannot be had
            raise EnvironmentProblemError("page-image.no-decoder")
        self._answers += 1
        with _Turn(self, decoder):
            decoder.allow(self._limits.seconds)
            decoder.send(asked_frame(asked))
            head = read_answer(_whole(decoder, ANSWER_BYTES), asked, self._limits)
            if head.status is not Status.DONE:
                decoder.allow(0)
                raise _refused(head.status, self._limits)
            pixels = _whole(decoder, head.stride * head.height)
            decoder.allow(0)
        wide, high = head.points
        return PageImage(head.width, head.height, head.stride, pixels, (wide / 100, high / 100))

    def _end(self) -> None:
        if self._decoder is not None:
            self._decoder.end()
            self._decoder = None


class _GoneError(Exception):
    """The decoder ended before it had answered."""


class _Turn:
    """One question to a decoder: whatever goes wrong becomes one error of ours, and the decoder is ended."""

    def __init__(self, document: PageDocument, decoder: Decoder) -> None:
        self._document = document
        self._decoder = decoder

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        if raised is None:
            return
        overdue = self._decoder.overdue
        if self._document._is_closed:  # noqa: SLF001
            raise CancelledError from None
        self._document._end()  # noqa: SLF001 - a part of the same thing
        if isinstance(raised, _GoneError | OSError):
            if overdue:
                raise UntrustedInputError("page-image.too-slow", seconds=self._document._limits.seconds) from None  # noqa: SLF001
            raise UntrustedInputError("page-image.crashed") from None
        if isinstance(raised, NonsenseError):
            raise UntrustedInputError("page-image.nonsense") from None


class PageImages:
    """Opens received documents.

    Args:
        start: Starts a decoder.
        limits: What a document may ask for.
    """

    def __init__(self, start: StartDecoder, limits: Limits = LIMITS) -> None:
        self._start = start
        self._limits = limits

    def open(self, data: bytes, media_type: str) -> PageDocument:
        """Open a document. This takes up to the time limit: call it in a job, and close what it gives.

        Args:
            data: The bytes, as they are kept.
            media_type: What the paper was filed as; its first bytes must bear that out.

        Raises:
            UntrustedInputError: ``page-image.unknown-type``, ``.too-many-bytes``, ``.damaged``, ``.locked``,
                ``.too-many-pages``, ``.too-large``, ``.too-much-memory``, ``.too-slow``, ``.crashed`` or ``.nonsense``.
            EnvironmentProblemError: ``page-image.no-decoder`` or ``page-image.no-cell``.
        """
        document = self.unopened(data, media_type)
        document.begin()
        return document

    def unopened(self, data: bytes, media_type: str) -> PageDocument:
        """A document that can be closed by another thread already while it is being opened.

        Raises:
            UntrustedInputError: ``page-image.unknown-type`` or ``.too-many-bytes``.
        """
        kind, magics = _KINDS.get(media_type, (Kind.PDF, ()))
        if not data.startswith(magics):
            raise UntrustedInputError("page-image.unknown-type")
        if len(data) > self._limits.document_bytes:
            raise UntrustedInputError("page-image.too-many-bytes", mebibytes=self._limits.document_bytes // MEBIBYTE)
        return PageDocument(self._start, kind, data, self._limits)


def _asked(page: int, dpi: int, box: tuple[int, int], limits: Limits) -> Asked:
    if dpi:
        return Asked(page, dpi=min(max(dpi, SMALLEST_DPI), LARGEST_DPI))
    width, height = (min(max(side, 0), limits.side) for side in box)
    if not width and not height:
        return Asked(page, dpi=POINTS_PER_INCH)
    return Asked(page, box_width=width, box_height=height)


def _whole(decoder: Decoder, size: int) -> bytes:
    data = decoder.receive(size)
    if len(data) != size:
        raise _GoneError
    return data


def _require_done(status: Status, limits: Limits) -> None:
    if status is not Status.DONE:
        raise _refused(status, limits)


def _refused(status: Status, limits: Limits) -> AppError:
    match status:
        case Status.LOCKED:
            return UntrustedInputError("page-image.locked")
        case Status.TOO_MANY_PAGES:
            return UntrustedInputError("page-image.too-many-pages", pages=limits.pages)
        case Status.TOO_MANY_PIXELS:
            return UntrustedInputError("page-image.too-large")
        case Status.TOO_MUCH_MEMORY:
            return UntrustedInputError("page-image.too-much-memory", mebibytes=limits.memory_bytes // MEBIBYTE)
        case Status.NO_CELL:
            return EnvironmentProblemError("page-image.no-cell")
        case _:
            return UntrustedInputError("page-image.damaged")
