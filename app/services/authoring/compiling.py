"""From a spreadsheet to the draft of a pack (様式パックの案): the files of its folder, complete or not at all."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from app.models.domain.errors import UntrustedInputError
from app.models.forms.definition import Box, ChoiceList, FormPack, PackMeta, Page
from app.models.forms.items import Item
from app.models.forms.migration import FILE as MIGRATION_FILE
from app.models.forms.migration import MigratedFrom, Migration
from app.services.authoring import columns
from app.services.authoring.golden import settled_golden
from app.services.authoring.origins import migration_of
from app.services.authoring.settings import period_on, read_choices, read_settings
from app.services.authoring.survey import Survey, read_survey
from app.services.authoring.tables import Row, read_book, read_table
from app.services.packs.item_checks import check_items
from app.services.packs.loader import LoadedPack, load_files
from app.services.packs.reference_checks import TEXT_FIELDS, check_references

_COLUMN_OF = {
    "pack.condition-target": "relevant",
    "pack.condition-cycle": "relevant",
    "pack.too-deep": "relevant",
    "pack.retention-unknown": "retention",
    "pack.lookback-mismatch": "lookback",
    "pack.disclosure-forbidden": "disclosure",
    "pack.length-missing": "max_length",
    "pack.choice-list-unknown": "type",
    "pack.choice-unknown": "options",
    "pack.box-twice": "box",
}
"""The column that a complaint about an item points at; any other points at its type."""
_KEY = re.compile(r"(?:item\.)?(?P<item>[A-Z][A-Za-z0-9.-]*?)(?:\.label|\.hint|\.explanation)?")


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of a pack.

    Attributes:
        files: By path, as in the folder of a pack.
        migration: From the pack that the form was made from; None when the form asks just what that asks.
        open: What keeps the draft from being a pack yet; None when it loads.
        other_findings: Golden subjects for whom the rules find something else than before, by file name.
    """

    files: Mapping[str, bytes]
    migration: Migration | None
    open: UntrustedInputError | None
    other_findings: tuple[str, ...] = ()


def compile_form(
    content: bytes,
    base_files: Mapping[str, bytes],
    *,
    accept_findings: bool = False,
    loaded: LoadedPack | None = None,
) -> Draft:
    """Read a form and make the draft of a pack from it.

    Args:
        content: The .xlsx file, from whoever.
        base_files: The files of the pack that the form was made from; rules, letters and the like come from it.
        accept_findings: Whether golden subjects may expect what the rules find on the new form.
        loaded: The same pack, where it was loaded before.

    Raises:
        UntrustedInputError: ``authoring.*`` or ``pack.*`` with sheet and cell, ``spreadsheet.*`` for the file.
    """
    base = loaded or load_files(base_files)
    pack, survey = _read(content, base.pack)
    parts = _parts(pack)
    unchanged = {name: data for name, data in base_files.items() if name in parts and _same(data, parts[name])}
    files = dict(base_files) | parts | unchanged
    if len(unchanged) == len(parts):
        return Draft(files, None, None)
    if pack.meta.version <= base.pack.meta.version:
        raise UntrustedInputError("authoring.version-same", version=base.pack.meta.version)
    origin = MigratedFrom(base.pack.meta.id, base.pack.meta.version, base.pack.digest)
    migration = migration_of(base.pack, pack, survey, origin)
    files[MIGRATION_FILE] = _json(migration)
    if migration.renamed and "rules.json" in files:
        files["rules.json"] = _renamed(files["rules.json"], migration.renamed)
    return _tried(files, base, pack, migration, accept_findings=accept_findings)


def _tried(
    files: dict[str, bytes], base: LoadedPack, pack: FormPack, migration: Migration, *, accept_findings: bool
) -> Draft:
    """The draft with its golden subjects carried over, after an attempt to load it."""
    golden = settled_golden(base, pack, migration, files, accept_findings=accept_findings)
    files |= golden.files
    try:
        load_files(files)
    except UntrustedInputError as left:
        return Draft(files, migration, left, golden.other_findings)
    return Draft(files, migration, None, golden.other_findings)


def _read(content: bytes, base: FormPack) -> tuple[FormPack, Survey]:
    book = read_book(content)
    settings = read_table(
        book[columns.SETTINGS],
        columns.SETTING_COLUMNS,
        columns.SETTING_NEEDED,
        (columns.PARAMETER, columns.RETENTION),
    )
    meta = read_settings(settings, base.meta)
    rows: dict[str, Row] = {}
    texts = {language: _fixed(base, language) for language in ("ja", "en")}
    choices = read_choices(
        read_table(book[columns.CHOICES], columns.CHOICE_COLUMNS, columns.CHOICE_NEEDED), texts, rows
    )
    parameters = {each.key: period_on(each, meta.effective_from).value for each in meta.parameters}
    table = read_table(book[columns.SURVEY], columns.SURVEY_COLUMNS, columns.SURVEY_NEEDED)
    survey = read_survey(table, parameters)
    pack = _pack(meta, choices, survey, base, texts)
    try:
        check_items(pack)
        check_references(pack)
    except UntrustedInputError as wrong:
        raise _at_cell(wrong, survey, rows) from None
    return pack, survey


def _fixed(base: FormPack, language: str) -> dict[str, str]:
    """Texts that every pack has and no sheet holds."""
    return {key: text for key, text in base.texts[language].items() if key in TEXT_FIELDS}


def _pack(
    meta: PackMeta, choices: tuple[ChoiceList, ...], survey: Survey, base: FormPack, texts: Mapping[str, dict[str, str]]
) -> FormPack:
    return FormPack(
        meta=meta,
        items=survey.items,
        choices=choices,
        texts={language: dict(sorted((texts[language] | survey.texts[language]).items())) for language in texts},
        layout=_layout(survey.items),
        extras=base.extras,
        digest="",
    )


def _layout(items: tuple[Item, ...]) -> tuple[Page, ...]:
    """The pages: every box in the order of the form."""
    pages: dict[int, list[Box]] = {}

    def draw(item: Item) -> None:
        pages.setdefault(item.ext.paper_ref.page, []).append(Box(item.ext.paper_ref.box, item.link_id))
        for each in item.item:
            draw(each)

    for section in items:
        draw(section)
    return tuple(Page(number, tuple(boxes)) for number, boxes in sorted(pages.items()))


def _at_cell(wrong: UntrustedInputError, survey: Survey, rows: Mapping[str, Row]) -> UntrustedInputError:
    """The same complaint with the cell where it arises."""
    place = str(wrong.params.get("place", ""))
    found = _KEY.fullmatch(place)
    row = survey.rows.get(found["item"] if found else "") or survey.rows.get(_by_box(survey, place))
    column = _COLUMN_OF.get(wrong.code, "type")
    if row is None and place in rows:
        row, column = rows[place], "name"
    if row is None:
        return wrong
    return UntrustedInputError(wrong.code, file=row.place(column), place=place)


def _by_box(survey: Survey, place: str) -> str:
    """The last item in a box that stands twice (``page:box``)."""
    boxes = {f"{row.get('page')}:{row.get('box')}": name for name, row in survey.rows.items()}
    return boxes.get(place, "")


def _parts(pack: FormPack) -> dict[str, bytes]:
    """The files that the sheets decide."""
    return {
        "pack.json": _json(pack.meta),
        "items.json": _json(pack.items),
        "choices.json": _json(pack.choices),
        "layout.json": _json(pack.layout),
        "text.ja.json": _json(dict(pack.texts["ja"])),
        "text.en.json": _json(dict(pack.texts["en"])),
    }


def _same(held: bytes, made: bytes) -> bool:
    """Whether two files say the same, however they are spaced; nulls that may be left out do not count."""
    return bool(_meaning(held) == _meaning(made))


def _meaning(data: bytes) -> Any:
    def whole(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return {name: value for name, value in pairs if value is not None}

    return json.loads(data, object_pairs_hook=whole)


def _json(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _renamed(rules: bytes, renamed: Mapping[str, str]) -> bytes:
    """Rules that ask about items under their new names."""

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return renamed.get(value, value)
        if isinstance(value, list):
            return [walk(each) for each in value]
        return {name: walk(each) for name, each in value.items()} if isinstance(value, dict) else value

    return _json(walk(msgspec.json.decode(rules)))
