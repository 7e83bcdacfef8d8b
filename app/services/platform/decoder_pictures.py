"""Decode a received document, inside the cell: PDF by PDFium, images by Pillow. The program itself imports neither.

PDFium is built without scripts and without XFA. Nothing of a document is run, followed or fetched.
"""

from io import BytesIO
from typing import Protocol

import pypdfium2
from PIL import Image, ImageOps

from app.services.page_images.limits import Limits
from app.services.page_images.wire import POINTS_PER_INCH, Asked, Kind, Status, drawn_size

_FORMATS = {Kind.PNG: "PNG", Kind.JPEG: "JPEG", Kind.TIFF: "TIFF"}
_ASSUMED_DPI = 200
_LEAST_DPI, _MOST_DPI = 50, 2_400
_WHITE = (255, 255, 255)
_PASSWORD = 4
"""``FPDF_ERR_PASSWORD``."""
Drawn = tuple[int, int, bytes, tuple[float, float]]
"""Width, height, rows of red, green and blue, natural size in points."""


class RefusedDocumentError(Exception):
    """The document or page is not drawn."""

    def __init__(self, status: Status) -> None:
        super().__init__(status)
        self.status = status


class Pictures(Protocol):
    """A document as pages."""

    pages: int

    def draw(self, asked: Asked) -> Drawn:
        """One page as pixels.

        Raises:
            RefusedDocumentError: Why not.
        """
        ...


def opened(kind: Kind, data: bytes, limits: Limits) -> Pictures:
    """Open a document.

    Raises:
        RefusedDocumentError: Why not.
    """
    pictures: Pictures = PdfPages(data, limits) if kind is Kind.PDF else ImagePages(kind, data, limits)
    if pictures.pages > limits.pages:
        raise RefusedDocumentError(Status.TOO_MANY_PAGES)
    if pictures.pages < 1:
        raise RefusedDocumentError(Status.DAMAGED)
    return pictures


class PdfPages:
    """A PDF."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) == _PASSWORD
            raise RefusedDocumentError(Status.LOCKED if locked else Status.DAMAGED) from None
        self.pages = len(self._document)
        if self.pages <= limits.pages:
            self._document.init_forms()  # what was filled in is part of the page

    def draw(self, asked: Asked) -> Drawn:
        """One page, white behind it."""
        try:
            page = self._document[asked.page]
        except (pypdfium2.PdfiumError, IndexError):
            raise RefusedDocumentError(Status.DAMAGED) from None
        points = page.get_size()
        if not all(0 < side < 1e7 for side in points):
            raise RefusedDocumentError(Status.DAMAGED)
        size = drawn_size(asked, points, self._limits)
        if size is None:
            raise RefusedDocumentError(Status.TOO_MANY_PIXELS)
        bitmap = page.render(
            scale=min(have / side for have, side in zip(size, points, strict=True)),
            rev_byteorder=True,
            limit_image_cache=True,
        )
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        rows, used = bytes(bitmap.buffer), width * 3
        if stride != used:
            rows = b"".join(rows[start : start + used] for start in range(0, stride * height, stride))
        page.close()
        return width, height, rows[: used * height], points


class ImagePages:
    """An image file; TIFF may have several pages."""

    def __init__(self, kind: Kind, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._kind = kind
        self._data = data
        self._first = self._image()
        self.pages = self._counted()

    def _image(self) -> Image.Image:
        try:
            return Image.open(BytesIO(self._data), formats=(_FORMATS[self._kind],))
        except MemoryError:
            raise
        except Image.DecompressionBombError:
            raise RefusedDocumentError(Status.TOO_MANY_PIXELS) from None
        except Exception:  # noqa: BLE001 - decoders raise whatever they meet
            raise RefusedDocumentError(Status.DAMAGED) from None

    def _counted(self) -> int:
        """Pages, counted up to one more than are allowed: the list in the file may have no end.

        The first one that cannot be read counts, so that a card stands in its place; what lies behind it is not found.
        """
        found = 1
        if self._kind is not Kind.TIFF:
            return found
        try:
            while found <= self._limits.pages:
                self._first.seek(found)
                found += 1
        except EOFError:
            return found
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - as above
            return found + 1
        return found

    def draw(self, asked: Asked) -> Drawn:
        """One page, upright as its camera held it, on white."""
        image = self._image()
        try:
            if asked.page:
                image.seek(asked.page)
            self._require_size(image)
            return self._reduced(image, asked)
        except (MemoryError, RefusedDocumentError):
            raise
        except Image.DecompressionBombError:
            raise RefusedDocumentError(Status.TOO_MANY_PIXELS) from None
        except Exception:  # noqa: BLE001 - as above
            raise RefusedDocumentError(Status.DAMAGED) from None

    def _require_size(self, image: Image.Image) -> None:
        if image.width * image.height > self._limits.source_pixels:
            raise RefusedDocumentError(Status.TOO_MANY_PIXELS)

    def _reduced(self, image: Image.Image, asked: Asked) -> Drawn:
        dpi = _dpi_of(image)
        image.load()
        image = _on_white(ImageOps.exif_transpose(image))
        points = (image.width * POINTS_PER_INCH / dpi[0], image.height * POINTS_PER_INCH / dpi[1])
        size = drawn_size(asked, points, self._limits)
        if size is None:
            raise RefusedDocumentError(Status.TOO_MANY_PIXELS)
        if size != image.size:
            image = image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
        return image.width, image.height, image.tobytes(), points


def _dpi_of(image: Image.Image) -> tuple[float, float]:
    told = image.info.get("dpi", ())
    try:
        across, down = (float(value) for value in told)
    except (TypeError, ValueError, ZeroDivisionError):
        across = down = 0.0
    if not all(_LEAST_DPI <= value <= _MOST_DPI for value in (across, down)):
        across = down = _ASSUMED_DPI
    return across, down


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in {"I", "I;16", "I;16B", "F"}:
        image = image.point(lambda value: value / 257).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, _WHITE)
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image.convert("RGB")


def load_everything(limits: Limits) -> None:
    """Load every decoder that will be needed; from within the cell nothing can be loaded any more."""
    Image.MAX_IMAGE_PIXELS = limits.source_pixels // 2  # Pillow refuses twice its limit
    for name in _FORMATS.values():
        made = BytesIO()
        Image.new("RGB", (8, 8), _WHITE).save(made, name)
        with Image.open(BytesIO(made.getvalue()), formats=(name,)) as image:
            ImageOps.exif_transpose(image).resize((4, 4), Image.Resampling.BILINEAR, reducing_gap=2.0).tobytes()
    empty = pypdfium2.PdfDocument.new()
    empty.new_page(72, 72).render(rev_byteorder=True).close()
    empty.close()
