"""What admitting does, row by row: the field, what stands there now, what will stand there."""

from app.models.views.arriving import Cell, Fate
from app.services.exchange.foreseen import Entry, FieldChange
from app.services.exchange.inspection import Clash, Inspection
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone

CHANGES = (
    Heading("ui.import.change.row", 14),
    Heading("ui.import.change.field", 13),
    Heading("ui.import.change.before", 12),
    Heading("ui.import.change.after", 30),
)
_TONES = {Fate.ADDED: Tone.GOOD, Fate.CHANGED: Tone.WARN, Fate.REMOVED: Tone.BAD}
_WORDS = {"state": "state", "outcome": "outcome", "kind": "row-kind", "status": "row-status"}
"""Columns that hold words of the program, and under which the words stand in the catalogue."""


def change_lines(texts: Texts, inspection: Inspection) -> list[Line]:
    """Conflicts first, then changes, then what is added."""
    lines = [line for number, one in enumerate(inspection.clashes) for line in _clash_lines(texts, number, one)]
    if inspection.foreseen is None:
        return lines
    for number, entry in enumerate(inspection.foreseen.entries):
        lines += [_line(texts, entry, one, f"{number}-{one.name}", entry.fields[0] is one) for one in entry.fields]
    if inspection.foreseen.left_out:
        more = texts("ui.import.change.more", count=inspection.foreseen.left_out)
        lines.append(Line("more", (more, "", "", ""), more))
    return lines


def _clash_lines(texts: Texts, number: int, clash: Clash) -> list[Line]:
    title = texts("ui.import.change.clash", number=clash.case_number)
    lines = []
    for place, (name, here, came) in enumerate(clash.fields):
        field = texts(f"ui.import.field.{name}")
        sentence = texts("ui.import.change.sentence", row=title, field=field, before=here, after=came)
        tones = ((0, Tone.BAD),) if not place else ()
        lines.append(Line(f"clash-{number}-{name}", (title if not place else "", field, here, came), sentence, tones))
    return lines


def _line(texts: Texts, entry: Entry, one: FieldChange, key: str, is_first: bool) -> Line:  # noqa: FBT001 # a cell of a row
    row = texts("ui.import.change.what", row=texts(f"ui.import.row.{entry.table}"), fate=texts(f"fate.{entry.fate}"))
    field = texts(f"ui.import.field.{one.name}")
    before, after = cell_text(texts, one.name, one.before), cell_text(texts, one.name, one.after)
    sentence = texts("ui.import.change.sentence", row=row, field=field, before=before, after=after)
    tones = ((0, _TONES[entry.fate]),) if is_first else ()
    return Line(key, (row if is_first else "", field, before, after), sentence, tones)


def cell_text(texts: Texts, name: str, value: Cell) -> str:
    """A value as an officer reads it; a word of the program in the language of the window."""
    if value is None or value == "":
        return texts("ui.import.change.nothing")
    key = f"{_WORDS.get(name, '')}.{value}"
    if name == "sealed":
        return texts("ui.yes" if value else "ui.no")
    return texts(key) if name in _WORDS and key in texts else str(value)
