"""From a pack to the spreadsheet that an official starts from; what the subset cannot say is refused, not lost."""

from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from app.models.domain.errors import UntrustedInputError
from app.models.forms.definition import FormPack
from app.models.forms.items import Item, ItemType
from app.services.authoring import columns
from app.services.authoring.compiling import compile_form
from app.services.authoring.relevant import write_relevant
from app.services.authoring.settings import period_on, written_value
from app.services.packs.loader import load_files
from app.services.spreadsheets.workbook_writer import workbook_bytes

_Values = Mapping[str, str]
_WIDE, _NARROW = 40, 14


def export_form(files: Mapping[str, bytes]) -> bytes:
    """Write a pack as a form in the subset.

    Args:
        files: The files of its folder.

    Raises:
        UntrustedInputError: ``authoring.not-expressible`` when the form would not compile to the same pack.
    """
    pack = load_files(files).pack
    content = _written(pack)
    again = compile_form(content, files)
    if dict(again.files) != dict(files):
        raise UntrustedInputError("authoring.not-expressible")
    return content


def _written(pack: FormPack) -> bytes:
    book = Workbook()
    survey = book.active
    survey.title = columns.SURVEY
    _fill(survey, columns.SURVEY_COLUMNS, [row for item in pack.items for row in _rows(pack, item)])
    _fill(book.create_sheet(columns.CHOICES), columns.CHOICE_COLUMNS, _choices(pack))
    settings = _settings(pack)
    _fill(book.create_sheet(columns.SETTINGS), tuple(settings), [settings])
    return workbook_bytes(book)


def _fill(sheet: Worksheet, heads: Sequence[str], rows: list[_Values]) -> None:
    sheet.freeze_panes = "C2"
    for column, head in enumerate(heads, start=1):
        cell = sheet.cell(1, column, head)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = _WIDE if "::" in head else _NARROW
    for number, row in enumerate(rows, start=2):
        for column, head in enumerate(heads, start=1):
            text = row.get(head, "")
            if ILLEGAL_CHARACTERS_RE.search(text):
                raise UntrustedInputError("authoring.not-expressible")
            if text:
                cell = sheet.cell(number, column)
                cell.value = text
                # Always text: a label may begin with an equals sign, and 1-2 is a box and no day.
                cell.data_type = "s"
                cell.number_format = "@"
                cell.alignment = Alignment(wrap_text="::" in head, vertical="top")


def _rows(pack: FormPack, item: Item) -> list[_Values]:
    own = _item(pack, item)
    if item.type is not ItemType.GROUP:
        return [own]
    word = "repeat" if item.repeats else "group"
    inside = [row for each in item.item for row in _rows(pack, each)]
    return [own | {"type": f"begin_{word}"}, *inside, {"type": f"end_{word}"}]


def _item(pack: FormPack, item: Item) -> dict[str, str]:
    kind, appearance = columns.WORDS_OF_TYPES.get(item.type, (f"select_one {item.answer_value_set}", ""))
    values = {
        "type": kind,
        "name": item.link_id,
        "required": columns.YES if item.required else "",
        "relevant": write_relevant(item),
        "appearance": appearance,
        "default": "" if item.initial is None else written_value(item.initial),
        "max_length": "" if item.max_length is None else str(item.max_length),
        "options": " ".join(item.answer_option),
    }
    for part, heads in (("label", columns.LABELS), ("hint", columns.HINTS), ("explanation", columns.EXPLANATIONS)):
        for language, head in heads.items():
            values[head] = pack.texts[language].get(f"item.{item.link_id}.{part}", "")
    return values | _ext(pack, item)


def _ext(pack: FormPack, item: Item) -> dict[str, str]:
    ext = item.ext
    return {
        "purpose": str(ext.purpose),
        "sensitivity": ext.sensitivity,
        "retention": ext.retention,
        "page": str(ext.paper_ref.page),
        "box": ext.paper_ref.box,
        "precision": ext.precision or "",
        "lookback": _lookback(pack, item),
        "coverage": "" if ext.coverage is None else f"{ext.coverage.group} {ext.coverage.kind}",
        "disclosure": " ".join(ext.disclosure),
        "established": written_value(ext.established),
    }


def _lookback(pack: FormPack, item: Item) -> str:
    look = item.ext.lookback
    if look is None:
        return ""
    if look.parameter is None:
        return look.since
    held = next(each for each in pack.meta.parameters if each.key == look.parameter)
    now = period_on(held, pack.meta.effective_from).value
    words = (look.since, look.parameter, *(() if look.years == now else (str(look.years),)))
    return " ".join(words)


def _choices(pack: FormPack) -> list[_Values]:
    rows: list[_Values] = [
        {
            "list_name": columns.YES_NO,
            "name": word,
            **{head: pack.texts[language][f"value.{word}"] for language, head in columns.LABELS.items()},
        }
        for word in (columns.YES, columns.NO)
    ]
    for listed in pack.choices:
        for choice in listed.codes:
            key = f"choice.{listed.id}.{choice.code}"
            labels = {head: pack.texts[language][key] for language, head in columns.LABELS.items()}
            since = choice.valid_from.isoformat() if choice.valid_from else ""
            until = choice.valid_to.isoformat() if choice.valid_to else ""
            rows.append({"list_name": listed.id, "name": choice.code, **labels, "valid_from": since, "valid_to": until})
    return rows


def _settings(pack: FormPack) -> dict[str, str]:
    meta = pack.meta
    values = {"form_id": meta.id, "version": str(meta.version)}
    values |= {head: meta.title.in_language(language) for language, head in columns.TITLES.items()}
    values |= {head: meta.legal_reference.in_language(language) for language, head in columns.REFERENCES.items()}
    values |= {
        "effective_from": meta.effective_from.isoformat(),
        "established": written_value(meta.established),
        "default_language": columns.LANGUAGES["ja"],
    }
    for parameter in meta.parameters:
        period = period_on(parameter, meta.effective_from)
        values[f"{columns.PARAMETER}{parameter.key}"] = written_value(period.value)
    for each in meta.retention_classes:
        values[f"{columns.RETENTION}{each.code}"] = str(each.years)
    return values
