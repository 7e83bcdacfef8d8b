"""Do the other files of a pack fit its items? Texts in both languages, pages and boxes, code lists, parameters."""

from collections import Counter
from collections.abc import Iterable
from string import Formatter

from app.models.domain.errors import UntrustedInputError
from app.models.domain.retention import CLASSES
from app.models.forms.definition import FormPack
from app.services.packs.files import shortened

LONGEST_TEXT = 4_000
"""Characters of a label, a hint or an explanation; the same in a form that officials write."""
TEXT_FIELDS: dict[str, frozenset[str]] = {
    **{f"state.{each}": frozenset() for each in ("value", "none", "unknown", "not-applicable", "declined")},
    "value.yes": frozenset(),
    "value.no": frozenset(),
    "value.yen": frozenset({"amount"}),
    "value.foreign": frozenset({"amount", "currency"}),
    "value.year": frozenset({"year"}),
    "value.month": frozenset({"year", "month"}),
    "value.day": frozenset({"year", "month", "day"}),
}
"""Texts that every pack has, and the fields that each must name."""


def check_references(pack: FormPack) -> None:
    """Refuse a pack whose texts, pages, lists or parameters do not fit its items.

    Raises:
        UntrustedInputError: With ``file`` and ``place``.
    """
    _lists(pack)
    _parameters(pack)
    for language in ("ja", "en"):
        _texts(pack, language)
    _layout(pack)


def _once(names: Iterable[str], code: str, file: str) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise UntrustedInputError(code, file=file, place=name)


def _lists(pack: FormPack) -> None:
    _once((each.id for each in pack.choices), "pack.choice-twice", "choices.json")
    for listed in pack.choices:
        places = (f"{listed.id}.{choice.code}" for choice in listed.codes)
        _once(places, "pack.choice-twice", "choices.json")


def _parameters(pack: FormPack) -> None:
    """Keys stand once; the periods of a parameter follow each other and only the last may be open."""
    _once((each.key for each in pack.meta.parameters), "pack.parameter-twice", "pack.json")
    _once((each.code for each in pack.meta.retention_classes), "pack.parameter-twice", "pack.json")
    for code in CLASSES:
        if code not in {each.code for each in pack.meta.retention_classes}:
            raise UntrustedInputError("pack.retention-unknown", file="pack.json", place=code)
    for parameter in pack.meta.parameters:
        for earlier, later in zip(parameter.periods, parameter.periods[1:], strict=False):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                raise UntrustedInputError("pack.parameter-overlap", file="pack.json", place=parameter.key)
        if parameter.periods[0].valid_from > pack.meta.effective_from:
            raise UntrustedInputError("pack.parameter-overlap", file="pack.json", place=parameter.key)


def _texts(pack: FormPack, language: str) -> None:
    """Every label, choice and fixed text is there, none is blank, none is for something that does not exist."""
    file, texts = f"text.{language}.json", pack.texts[language]
    needed = {f"item.{item.link_id}.label" for item in pack.index} | set(TEXT_FIELDS)
    needed |= {f"choice.{each.id}.{choice.code}" for each in pack.choices for choice in each.codes}
    hints = {f"item.{item.link_id}.{part}" for item in pack.index for part in ("hint", "explanation")}
    given_elsewhere = {key for other in pack.texts.values() for key in other} & hints
    for key in sorted(needed | given_elsewhere):
        if not texts.get(key, "").strip():
            raise UntrustedInputError("pack.text-missing", file=file, place=key)
    for key in sorted(texts):
        if len(texts[key]) > LONGEST_TEXT:
            raise UntrustedInputError("pack.text-too-long", file=file, place=shortened(key))
    for key in sorted(texts.keys() - needed - hints):
        raise UntrustedInputError("pack.text-unused", file=file, place=shortened(key))
    for key, fields in TEXT_FIELDS.items():
        if _fields(texts[key]) != fields:
            raise UntrustedInputError("pack.text-fields", file=file, place=key)


def _fields(text: str) -> frozenset[str] | None:
    """Named fields of a text; ``None`` when the braces do not close."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def _layout(pack: FormPack) -> None:
    """Pages run from 1, each box is used once, and layout and items say the same."""
    file = "layout.json"
    for expected, page in enumerate(pack.layout, start=1):
        if page.page != expected:
            raise UntrustedInputError("pack.page-order", file=file, place=str(page.page))
    _once((f"{page.page}:{box.box}" for page in pack.layout for box in page.boxes), "pack.box-twice", file)
    _once((box.link_id for page in pack.layout for box in page.boxes), "pack.box-twice", file)
    drawn = {box.link_id: (page.page, box.box) for page in pack.layout for box in page.boxes}
    for item in pack.index:
        paper = (item.ext.paper_ref.page, item.ext.paper_ref.box)
        place = drawn.pop(item.link_id, None)
        if place != paper:
            where = file if place is None else "items.json"
            raise UntrustedInputError("pack.box-mismatch", file=where, place=item.link_id)
    for link_id in drawn:
        raise UntrustedInputError("pack.box-mismatch", file=file, place=link_id)
