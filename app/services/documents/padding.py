"""Files of a constant size, so that the length of a letter does not tell its outcome."""

from io import BytesIO

import pikepdf

from app.models.domain.errors import RefusedError
from app.services.documents.archive import saved

_LENGTH_DIGITS = 10


def constant_size(pdf: bytes, size: int) -> bytes:
    """The same document in exactly ``size`` bytes.

    An incremental update (ISO 32000-1, 7.5.6) adds one stream object of zeros that nothing refers to. Zeros can be
    inspected; whoever compresses the file afterwards must pad again.

    Args:
        pdf: A PDF.
        size: Wanted length in bytes.

    Raises:
        RefusedError: ``letter.too-large``; ``size`` is the limit.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        content = saved(document)
    with pikepdf.open(BytesIO(content)) as document:
        number = int(document.trailer.Size)
        trailer = _trailer(document, previous=int(content.rsplit(b"startxref", 1)[1].split()[0]))
    start = len(content)
    head = b"%d 0 obj\n<< /Length %%0%dd >>\nstream\n" % (number, _LENGTH_DIGITS)
    tail = b"\nendstream\nendobj\n"
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n%s\nstartxref\n%%0%dd\n%%%%%%%%EOF\n" % (
        number,
        start,
        trailer,
        _LENGTH_DIGITS,
    )
    zeros = size - start - len(head % 0) - len(tail) - len(table % 0)
    if zeros < 0:
        raise RefusedError("letter.too-large", size=size)
    body = head % zeros + bytes(zeros) + tail
    return content + body + table % (start + len(body))


def _trailer(document: pikepdf.Pdf, *, previous: int) -> bytes:
    """The trailer of the update: the old one with one object more; references keep their numbers."""
    old = document.trailer
    entries = [f"/Size {int(old.Size) + 1} /Prev {previous}"]
    for key in ("/Root", "/Info"):
        if key in old:
            number, generation = old[key].objgen
            entries.append(f"{key} {number} {generation} R")
    identifiers = " ".join(f"<{bytes(old.ID[index]).hex()}>" for index in range(len(old.ID)))
    return f"<< {' '.join(entries)} /ID [{identifiers}] >>".encode()
