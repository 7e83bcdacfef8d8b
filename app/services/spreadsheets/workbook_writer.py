"""Turns a workbook into bytes that are the same on every machine and every day."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

_FIXED_TIME = (2025, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def workbook_bytes(book: Workbook) -> bytes:
    """Write a workbook without the hour of writing, which the library puts into the package twice."""
    raw = BytesIO()
    book.save(raw)
    settled = BytesIO()
    with ZipFile(raw) as source, ZipFile(settled, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>2025-01-01T00:00:00Z", content)
            entry = ZipInfo(name, _FIXED_TIME)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, content)
    return settled.getvalue()
