"""Rows of the room of forms."""

from collections.abc import Iterator, Sequence

from app.models.domain.civil_day import civil_day
from app.models.domain.errors import AppError
from app.models.domain.statistics import SMALLEST_CELL
from app.models.domain.text import visible
from app.services.pack_admission.desk import PackLine
from app.services.pack_admission.hands import Signer, Signing
from app.services.pack_admission.looking import FormFile, LookedAt
from app.services.texts.catalogue import Language
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone

PACKS = (
    Heading("forms.column.pack", 11),
    Heading("forms.column.version", 8),
    Heading("forms.column.from", 13),
    Heading("forms.column.came", 16),
    Heading("forms.column.cases", 12),
    Heading("forms.column.use", 16),
)
FACTS = (Heading("forms.column.fact", 16), Heading("forms.column.value", 40))
REFUSALS = (Heading("forms.column.place", 26), Heading("forms.column.what", 36), Heading("forms.column.do", 40))
CHANGES = (Heading("forms.column.number", 6), Heading("forms.column.change", 60))
LONGEST_REASON = 600
LONGEST_TITLE = 120
LONGEST_PLACE = 100


def pack_line(texts: Texts, one: PackLine) -> Line:
    """One pack of this station."""
    cells = (
        one.pack_id,
        str(one.version),
        one.effective_from.isoformat(),
        _came(texts, one),
        case_words(texts, one.cases),
        texts("forms.for-new-cases") if one.is_current else "",
    )
    keys = ("pack", "version", "day", "came", "cases", "use")
    said = dict(zip(keys, cells, strict=True)) | {"use": cells[-1] or texts("forms.not-for-new-cases")}
    return Line(one.digest, cells, texts("forms.sentence", **said), ((5, Tone.GOOD),) if one.is_current else ())


def case_words(texts: Texts, count: int | None) -> str:
    """A number of cases as it may be told."""
    if count is None:
        return texts("forms.cases.few", step=SMALLEST_CELL)
    return texts("forms.cases.about", least=count, most=count + SMALLEST_CELL - 1)


def held_facts(texts: Texts, one: PackLine | None) -> list[Line]:
    """All that is known of a pack of this station."""
    if one is None:
        return []
    facts = [
        ("pack", one.pack_id),
        ("version", str(one.version)),
        ("from", one.effective_from.isoformat()),
        ("came", _came(texts, one)),
        ("use", texts("forms.for-new-cases" if one.is_current else "forms.not-for-new-cases")),
        ("cases", case_words(texts, one.cases)),
    ]
    facts += _signing_facts(texts, one.signing) if one.signing is not None else [("signer", texts("forms.by-release"))]
    return _facts(texts, [*facts, ("digest", one.digest)])


def looked_facts(texts: Texts, file_name: str, looked: LookedAt | None) -> list[Line]:
    """All that is known of a form that was chosen."""
    if looked is None:
        return []
    facts = [("file", file_name), ("kind", texts(f"forms.kind.{looked.file}"))]
    if looked.meta is not None:
        meta = looked.meta
        title = visible(meta.title.in_language(texts.language.value), LONGEST_TITLE)
        facts += [("title", title), ("pack", meta.id), ("version", str(meta.version))]
        facts.append(("from", meta.effective_from.isoformat()))
    if looked.signing is not None:
        facts += _signing_facts(texts, looked.signing)
        key = "unproved" if looked.missing is None else "some" if looked.missing else "proved"
        facts.append(("signatures", texts(f"forms.signatures.{key}")))
    if looked.digest:
        facts.append(("digest", looked.digest))
    if looked.comparison is not None:
        before = looked.comparison.before.pack
        facts.append(("before", texts("forms.before", pack=before.meta.id, version=before.meta.version)))
    return _facts(texts, facts)


def refusal_lines(texts: Texts, looked: LookedAt | None) -> list[Line]:
    """What keeps a form out: where, what, and what to do."""
    if looked is None:
        return []
    lines = []
    for number, error in enumerate(looked.refusals):
        told, place = texts.error(error), place_of(texts, error)
        is_draft = looked.file is FormFile.SHEET and error.code == "pack.golden-findings"
        cells = (place, visible(told.what, LONGEST_REASON), texts("forms.do.findings") if is_draft else told.do)
        sentence = texts("forms.refusal-sentence", place=place, what=cells[1], do=cells[2])
        lines.append(Line(f"{number} {error.code}", cells, sentence, ((0, Tone.BAD),)))
    return lines


def place_of(texts: Texts, error: AppError) -> str:
    """Where in a form a refusal points: sheet and cell, or file and place in it."""
    named = {key: visible(str(error.params[key]), LONGEST_PLACE) for key in error.params}
    file, place = named.get("file") or named.get("sheet", ""), named.get("place", "")
    if file and place:
        return texts("forms.place", file=file, place=place)
    return file or place or texts("forms.whole-file")


def change_lines(words: Sequence[str]) -> list[Line]:
    """The differences, numbered."""
    return [Line(str(number), (str(number), one), one) for number, one in enumerate(words, start=1)]


def with_words(lines: list[Line], words: str) -> list[Line]:
    """Those lines that hold every word that was typed, in any column; large and small letters are the same."""
    wanted = words.casefold().split()
    return [line for line in lines if all(any(word in cell.casefold() for cell in line.cells) for word in wanted)]


def _came(texts: Texts, one: PackLine) -> str:
    if one.admitted_on is None:
        return texts("forms.from-release")
    return texts("forms.admitted-on", day=one.admitted_on.isoformat())


def _signing_facts(texts: Texts, signing: Signing) -> Iterator[tuple[str, str]]:
    for one in signing.signers:
        yield "signer", _signer(texts, one)
    yield "office", signing.office_ja if texts.language is Language.JAPANESE else signing.office_en
    yield "signed-on", civil_day(signing.at).isoformat()


def _signer(texts: Texts, one: Signer) -> str:
    if not one.name:
        return texts("forms.signer.unknown", id=one.key[:16])
    roles = texts("pack.value.list").join(texts(f"role.{role}") for role in one.roles)
    return texts("forms.signer.known", name=one.name, role=roles or texts("forms.signer.no-role"))


def _facts(texts: Texts, facts: list[tuple[str, str]]) -> list[Line]:
    lines = []
    for number, (key, value) in enumerate(facts):
        name = texts(f"forms.fact.{key}")
        lines.append(Line(f"{number} {key}", (name, value), texts("ui.table.cell", column=name, value=value)))
    return lines
