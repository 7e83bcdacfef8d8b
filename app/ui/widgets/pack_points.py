"""What a form assumes where no published text says it (様式の既定値), as lines of a table."""

from app.services.packs.default_words import value_words
from app.services.packs.defaults import PackDefault
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts

POINTS = (
    Heading("pack-default.sort", 14),
    Heading("pack-default.name", 42),
    Heading("pack-default.value", 20),
    Heading("pack-default.place", 28),
    Heading("pack-default.basis", 40),
)


def point_lines(texts: Texts, points: tuple[PackDefault, ...]) -> list[Line]:
    """One line for each of them."""
    return [_line(texts, place, one) for place, one in enumerate(points)]


def _line(texts: Texts, place: int, one: PackDefault) -> Line:
    language = texts.language
    where = texts("pack-default.at", page=one.page, box=one.box) if one.page else one.code
    basis = one.basis.in_language(language.value) if one.basis else ""
    name, sort = one.name.in_language(language.value), texts(f"pack-default.sort.{one.sort}")
    value = value_words(texts, one)
    sentence = texts("pack-default.sentence", sort=sort, name=name, value=value, place=where, basis=basis)
    return Line(f"{place}", (sort, name, value, where, basis), sentence)
