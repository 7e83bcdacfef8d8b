"""Number the copies of a letter that leave the vault (写しの番号)."""

from io import BytesIO

import pikepdf

from app.services.documents.archive import saved
from app.services.documents.render import copy_mark


def numbered_copy(pdf: bytes, copy: int, issue_number: str) -> bytes:
    """The letter as its copy of this number.

    The first is the letter itself, byte for byte. Every later one says on each page that it is a copy, which one,
    and of how many that exist by then: 「写し　2部目（2部中）」.

    Args:
        pdf: The filed letter.
        copy: Number of the copy, from 1.
        issue_number: Number of the letter, so that a torn-off foot still tells what it belongs to.
    """
    if copy == 1:
        return pdf
    with pikepdf.open(BytesIO(pdf)) as document, pikepdf.open(BytesIO(copy_mark(copy, issue_number))) as mark:
        for page in document.pages:
            page.add_overlay(mark.pages[0], None)
        return saved(document)
