"""How much a received document may ask of the machine. The decoder and the program hold to the same numbers."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one decoder.

    Attributes:
        document_bytes: Longest document.
        pages: Most pages.
        source_pixels: Most pixels of one page of an image file: A3 in colour at 600 dots per inch.
        pixels: Most pixels of one answer.
        side: Longest side of an answer, in pixels.
        seconds: Longest time that opening, or one page, may take on the clock.
        memory_bytes: Address space of the decoder.
        pages_each: So many answers a decoder gives before another takes its place; what it hoards ends with it.
    """

    document_bytes: int = 100 * MEBIBYTE
    pages: int = 2_000
    source_pixels: int = 80_000_000
    pixels: int = 25_000_000
    side: int = 16_000
    seconds: int = 20
    memory_bytes: int = 1024 * MEBIBYTE
    pages_each: int = 32

    @property
    def cpu_seconds(self) -> int:
        """Processor time after which the system ends a decoder that nobody waits for any more."""
        return self.seconds * (self.pages_each + 1)


LIMITS = Limits()
