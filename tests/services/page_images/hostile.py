"""Documents that mean harm, made here."""

import struct
import zlib
from io import BytesIO

from PIL import Image


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1."""
    data, starts = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        starts.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % start for start in starts)
    return bytes(data + b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, table))


def stream(words: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (words, len(data), data)


def page(content: bytes, *more: bytes, box: bytes = b"0 0 595 842", resources: bytes = b"") -> bytes:
    """A PDF of one page."""
    kids = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s>>>>" % (box, resources)
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", kids, content, *more)


def good_pdf() -> bytes:
    return page(stream(b"", b"1 0 0 rg 0 0 595 421 re f"))


def inflating_pdf() -> bytes:
    """A gigabyte of nothing, packed twice into a kilobyte or so, as its content."""
    packed = zlib.compress(zlib.compress(b" " * (1 << 27)) * 8, 9)
    return page(stream(b"/Filter[/FlateDecode/FlateDecode]", packed))


def picture_bomb_pdf() -> bytes:
    image = b"/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
    bomb = stream(image, zlib.compress(bytes(1 << 24), 9))
    return page(stream(b"", b"q 500 0 0 500 0 0 cm /X Do Q"), bomb, resources=b"/XObject<</X 5 0 R>>")


def circling_pdf() -> bytes:
    """A tree of pages that leads back to itself."""
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 5/Kids[2 0 R 2 0 R]/Parent 2 0 R>>")


def endless_pdf() -> bytes:
    """It says that it has five thousand pages."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 5000/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R>>",
    )


def nested_pdf() -> bytes:
    """A form that draws itself."""
    form = stream(b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>", b"/X Do " * 3)
    return page(stream(b"", b"/X Do"), form, resources=b"/XObject<</X 5 0 R>>")


def bomb_png(side: int = 50_000) -> bytes:
    """A small file that is a picture of 2,500 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 22), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def circling_tiff() -> bytes:
    """Its list of pages leads back to the first."""
    entries = struct.pack("<HHII", 256, 4, 1, 1) + struct.pack("<HHII", 257, 4, 1, 1)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + entries + struct.pack("<I", 8)


def image(name: str, size: tuple[int, int] = (300, 200), pages: int = 1) -> bytes:
    made, first = BytesIO(), Image.new("RGB", size, (0, 0, 255))
    more = {"save_all": True, "append_images": [first] * (pages - 1)} if pages > 1 else {}
    first.save(made, name, dpi=(100, 100), **more)
    return made.getvalue()


def torn_inside_tiff() -> bytes:
    """Three pages; the second has no width."""
    data = bytearray(image("TIFF", pages=3))
    first = int.from_bytes(data[4:8], "little")
    entries = int.from_bytes(data[first : first + 2], "little")
    second = int.from_bytes(data[first + 2 + 12 * entries :][:4], "little")
    width = data.index(struct.pack("<H", 256), second)
    data[width : width + 2] = struct.pack("<H", 65_000)
    return bytes(data)
