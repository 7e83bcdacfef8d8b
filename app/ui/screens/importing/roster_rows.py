"""Rows of a roster as lines of a table, in words: nothing of the sheet is left out."""

from app.models.domain.dates import PartialDate
from app.models.domain.match import Candidate, Why
from app.models.domain.roster import EarlierClearance, IgnoredRow, RosterField, RosterRow, Written
from app.services.rosters.importing import PreviewRow
from app.ui.presenters.rosters import Fate, RosterState, is_settled, issues
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone

ROWS = (
    Heading("ui.roster.column.line", 5),
    Heading("ui.roster.column.fate", 19),
    Heading("ui.roster.column.name", 17),
    Heading("ui.roster.column.kana", 17),
    Heading("ui.roster.column.dob", 28),
    Heading("ui.roster.column.item", 7),
    Heading("ui.roster.column.match", 12),
    Heading("ui.roster.column.open", 8),
    Heading("ui.roster.column.section", 20),
)
FIELDS = (
    Heading("ui.roster.column.field", 15),
    Heading("ui.roster.column.written", 18),
    Heading("ui.roster.column.read", 18),
)
FATES = {
    Fate.TAKEN: Tone.GOOD,
    Fate.LEFT: Tone.NEUTRAL,
    Fate.OPEN: Tone.WARN,
    Fate.FAULTY: Tone.BAD,
}
_MATCHES = {"new": Tone.NEUTRAL, "known": Tone.INFO, "ask": Tone.WARN}


def sheet_lines(texts: Texts, state: RosterState) -> list[Line]:
    """Every row of the sheet in its order: candidates, and what is no candidate with the reason."""
    preview = state.preview
    if preview is None:
        return []
    lines = {one.row.line: _candidate(texts, state, one) for one in preview.rows}
    lines |= {one.line: _ignored(texts, one) for one in preview.reading.ignored}
    return [lines[number] for number in sorted(lines)]


def open_count(state: RosterState, one: PreviewRow) -> int:
    """How many issues of a row wait for a person."""
    said = state.settling(one.row.line)
    return sum(not is_settled(one, number, said) for number in range(len(issues(one))))


def _candidate(texts: Texts, state: RosterState, one: PreviewRow) -> Line:
    row, said = one.row, state.settling(one.row.line)
    fate, match, unsettled = state.fate(one), one.match.outcome.value, open_count(state, one)
    word, likeness = texts(f"ui.roster.fate.{fate}"), texts(f"roster.outcome.{match}")
    name = said.values.get(RosterField.NAME, row.name.as_written)
    sentence = texts("ui.roster.row.sentence", line=row.line, fate=word, name=name, match=likeness, count=unsettled)
    cells = (
        str(row.line),
        word,
        name,
        said.values.get(RosterField.KANA, row.name.kana),
        _day_cell(texts, row.dob, said.values.get(RosterField.DOB)),
        _item(texts, said.values.get(RosterField.ITEM), row.item),
        likeness,
        texts("ui.roster.open-count", count=unsettled) if unsettled else "",
        said.values.get(RosterField.SECTION, row.section.as_written),
    )
    return Line(str(row.line), cells, sentence, ((1, FATES[fate]), (6, _MATCHES[match])))


def _ignored(texts: Texts, one: IgnoredRow) -> Line:
    reason = texts(f"roster.ignored.{one.reason}")
    content = "　".join(cell for cell in one.cells if cell.strip())
    sentence = texts("ui.roster.ignored.sentence", line=one.line, reason=reason)
    cells = (str(one.line), texts("ui.roster.fate.ignored"), content, "", "", "", "", "", reason)
    return Line(str(one.line), cells, sentence)


def _day_cell(texts: Texts, written: Written[PartialDate], given: str | None) -> str:
    read = given or (written.value.iso_text if written.value else texts("ui.roster.unread"))
    if read == written.as_written:
        return read
    return texts("ui.roster.dob", written=written.as_written or texts("ui.roster.blank"), read=read)


def _item(texts: Texts, given: str | None, written: Written[int]) -> str:
    number = given or (str(written.value) if written.value else "")
    return texts("ui.roster.item", number=number) if number else written.as_written


def field_lines(texts: Texts, state: RosterState, one: PreviewRow) -> list[Line]:
    """Every column of one row: as written beside what was read or given."""
    row, values = one.row, state.settling(one.row.line).values
    flagged = {issue.field: Tone.WARN for issue in one.row.verdict.questions}
    flagged |= {issue.field: Tone.BAD for issue in one.row.verdict.faults}
    lines = []
    for column in RosterField:
        written, read = _written(texts, row, column)
        read = value_text(texts, column, values[column]) if column in values else read
        name, tone = texts(f"roster.field.{column}"), flagged.get(column)
        tone = Tone.GOOD if column in values else tone
        sentence = texts("ui.roster.field.sentence", field=name, written=written, read=read)
        lines.append(Line(column.value, (name, written, read), sentence, ((2, tone),) if tone else ()))
    for number, (heading, text) in enumerate(row.extra):
        name = texts("ui.roster.extra", heading=heading)
        sentence = texts("ui.roster.field.sentence", field=name, written=text, read="")
        lines.append(Line(f"extra-{number}", (name, text, ""), sentence))
    return lines


def value_text(texts: Texts, column: RosterField, value: str) -> str:
    """A value that a person gave, in words."""
    if column is RosterField.ITEM:
        return texts("ui.roster.item", number=value)
    if column is RosterField.DISPATCHED:
        return texts("ui.roster.yes" if value == "YES" else "ui.roster.no")
    return value


def _written(texts: Texts, row: RosterRow, column: RosterField) -> tuple[str, str]:
    """A cell as written, and what was read from it."""
    named = {
        RosterField.NUMBER: (row.number, row.number),
        RosterField.NAME: (row.name.as_written, row.name.as_written),
        RosterField.KANA: (row.name.kana, row.name.kana),
    }
    if column in named:
        return named[column]
    cell = getattr(row, column.value)
    return cell.as_written, "" if cell.value is None else _read(texts, cell.value, column)


def _read(texts: Texts, value: object, column: RosterField) -> str:
    match value:
        case bool():
            return texts("ui.roster.yes" if value else "ui.roster.no")
        case int():
            return value_text(texts, column, str(value))
        case PartialDate():
            return value.iso_text
        case EarlierClearance():
            regime = texts(f"roster.regime.{value.regime}")
            return texts("ui.roster.clearance", regime=regime, date=value.notified_on.iso_text)
        case _:
            return str(value)


def likeness_lines(texts: Texts, state: RosterState, one: PreviewRow) -> list[str]:
    """Whom a row resembles and why, one text each."""
    return [_likeness(texts, state, candidate) for candidate in one.match.candidates]


def _likeness(texts: Texts, state: RosterState, candidate: Candidate) -> str:
    why = texts(f"roster.match.{candidate.why}")
    if candidate.why is Why.TWICE_IN_ROSTER:
        who = texts("ui.roster.match.line", line=candidate.line or 0)
    else:
        resembled = state.preview.resembled if state.preview else {}
        found = resembled.get(candidate.person_id or "")
        who = texts("ui.roster.match.gone")
        if found is not None:
            number = found.number or texts("ui.roster.match.listed")
            born = found.born_on.isoformat()
            who = texts("ui.roster.match.who", name=found.name, born=born, section=found.section, number=number)
    return texts("ui.roster.match.line-of", who=who, why=why)
