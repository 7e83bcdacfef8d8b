"""Rosters as files, and the means to spoil them."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from app.models.domain.roster_columns import HEADINGS

NAMES = [spellings[0] for spellings in HEADINGS.values()]
GOOD = ["1", "試験　太郎", "シケン", "昭和63年4月12日", "試験課", "", "", "", "", "第1号", "", "R7.6.2", "", ""]
CSV = ",".join(NAMES) + "\r\n" + ",".join(GOOD) + "\r\n"


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def roster_book(*rows: list[object]) -> Workbook:
    book = Workbook()
    for row in (NAMES, *(rows or (GOOD,))):
        book.active.append(row)
    return book


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None], **extra: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            new = change(name, source.read(name))
            if new is not None:
                target.writestr(name, new)
        for name, data in extra.items():
            target.writestr(name, data)
    return out.getvalue()


def same(_: str, data: bytes) -> bytes:
    return data


def in_sheet(old: str, new: str) -> bytes:
    def change(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        assert re.search(old.encode(), data)
        return re.sub(old.encode(), new.encode(), data, count=1)

    return repacked(saved(roster_book()), change)
