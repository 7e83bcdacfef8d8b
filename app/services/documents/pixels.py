"""Pages of nothing but pixels as PDF: no text, no object and no metadata of a document from outside gets through."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf

from app.services.documents.archive import saved


@dataclass(frozen=True, slots=True)
class Pixels:
    """One page.

    Attributes:
        width: Pixels.
        height: Pixels.
        rgb: Three bytes for each pixel, row by row without padding, top row first.
        points: Width and height of the page in points (1/72 inch).
    """

    width: int
    height: int
    rgb: bytes
    points: tuple[float, float]


def pixel_pdf(pages: Iterable[Pixels]) -> bytes:
    """The pages as PDF; the same pixels give the same bytes."""
    with pikepdf.new() as document:
        for page in pages:
            image = document.make_indirect(pikepdf.Stream(document, zlib.compress(page.rgb, 6)))
            image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            image.Width, image.Height = page.width, page.height
            image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
            image.Filter = pikepdf.Name.FlateDecode
            width, height = page.points
            document.add_blank_page(page_size=page.points)
            shown = document.pages[-1].obj
            shown.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=image))
            shown.Contents = pikepdf.Stream(document, f"{width:.2f} 0 0 {height:.2f} 0 0 cm /Page Do".encode())
        return saved(document)
