"""Cover what a paper says beyond what was asked: its pages become pixels, and what was covered is black in them.

The covered pixels are gone, not hidden: nothing of the paper but its pixels gets into the new one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.services.documents.pixels import Pixels, pixel_pdf
from app.services.page_images.page_images import PageDocument, PageImage

WHOLE = 1000
"""Width and height of a page, in parts."""
DOTS = 150
"""Dots per inch of a page that was covered; enough to read what a fax shows."""
_RGB = 3


@dataclass(frozen=True, slots=True)
class Cover:
    """A part of a page, in thousandths of its width and height.

    Attributes:
        page: From 0.
        left: First part of the width; ``top`` that of the height.
        right: Where it ends, exclusive; ``bottom`` of the height.
    """

    page: int
    left: int
    top: int
    right: int
    bottom: int


def covered(picture: PageImage, covers: Iterable[Cover]) -> bytes:
    """The pixels of a page without padding, black where it is covered; a pixel that is touched is covered."""
    row = picture.width * _RGB
    starts = range(0, picture.height * picture.stride, picture.stride)
    lines = [bytearray(picture.pixels[start : start + row]) for start in starts]
    for cover in covers:
        first, last = cover.left * picture.width // WHOLE, -(-cover.right * picture.width // WHOLE)
        black = bytes((last - first) * _RGB)
        for line in lines[cover.top * picture.height // WHOLE : -(-cover.bottom * picture.height // WHOLE)]:
            line[first * _RGB : last * _RGB] = black
    return b"".join(lines)


def covered_copy(document: PageDocument, covers: Sequence[Cover]) -> bytes:
    """A document as PDF of pixels with parts of its pages covered. It draws every page: call it in a job.

    Raises:
        UntrustedInputError: A page cannot be drawn; nothing is left out.
    """

    def drawn(page: int) -> Pixels:
        picture = document.render(page, dpi=DOTS)
        rgb = covered(picture, (one for one in covers if one.page == page))
        return Pixels(picture.width, picture.height, rgb, picture.points)

    return pixel_pdf(drawn(page) for page in range(document.page_count))
