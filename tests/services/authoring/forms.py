"""The shipped pack as a form, and the means to change one cell of it."""

from functools import cache
from io import BytesIO

from openpyxl import Workbook, load_workbook

from app.services.authoring.compiling import Draft, compile_form
from app.services.authoring.exporting import export_form
from app.services.packs.files import read_files
from app.services.resources import PACKS


@cache
def shipped() -> dict[str, bytes]:
    return read_files(PACKS / "cesi-2025")


@cache
def bare() -> dict[str, bytes]:
    """The shipped pack without subjects to try it on, which cost more than all the rest."""
    return {name: content for name, content in shipped().items() if not name.startswith("golden/")}


@cache
def form() -> bytes:
    return export_form(bare())


def opened() -> Workbook:
    return load_workbook(BytesIO(form()))


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def put(book: Workbook, sheet: str, name: str, column: str, value: object) -> str:
    """Write one cell in the row of a name; gives its place."""
    page = book[sheet]
    heads = [cell.value for cell in page[1]]
    names = [row[heads.index("form_id" if sheet == "settings" else "name")].value for row in page.iter_rows()]
    cell = page.cell(names.index(name) + 1, heads.index(column) + 1)
    cell.value = value
    return f"{sheet}!{cell.coordinate}"


def put_version(book: Workbook, version: int = 2) -> None:
    put(book, "settings", "cesi-2025", "version", str(version))


def add_after(book: Workbook, after: str, /, **values: str) -> None:
    """A further row below that of a name, like it but for the values given."""
    page = book["survey"]
    heads = [cell.value for cell in page[1]]
    names = [row[heads.index("name")].value for row in page.iter_rows()]
    number = names.index(after) + 1
    like = dict(zip(heads, [cell.value for cell in page[number]], strict=True))
    page.insert_rows(number + 1)
    for column, head in enumerate(heads, start=1):
        page.cell(number + 1, column).value = values.get(str(head), like[head])


def compiled(book: Workbook, *, accept: bool = False) -> Draft:
    return compile_form(saved(book), shipped(), accept_findings=accept)


def compiled_bare(book: Workbook) -> Draft:
    """The same without golden subjects."""
    return compile_form(saved(book), bare())
