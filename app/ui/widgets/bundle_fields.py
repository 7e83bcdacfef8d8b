"""The fields of a bundle as lines of a table: the path of the schema in words, the value exactly as it stands there."""

import re
from collections.abc import Sequence

from app.services.exchange.preview import PreviewLine
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone

HEADINGS = (Heading("ui.import.column.field", 24), Heading("ui.import.column.value", 60))
_NUMBER = re.compile(r"\[(\d+)\]")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def field_name(texts: Texts, path: str) -> str:
    """The name of a field; of a repeated one with its numbers. A field without a name keeps its path."""
    key = f"bundle.field.{_NUMBER.sub('', path)}"
    if key not in texts:
        return path
    numbers = "-".join(_NUMBER.findall(path))
    return texts("bundle.field.numbered", name=texts(key), number=numbers) if numbers else texts(key)


def field_value(texts: Texts, path: str, value: str) -> str:
    """The value; a code of ours is put into words and stays beside them, a digest is cut into groups."""
    if _SHA256.fullmatch(value):
        return " ".join(value[at : at + 8] for at in range(0, 64, 8))
    words = {
        "record": (f"kind.{value}", f"bundle.record.{value}"),
        "outcome": (f"outcome.{value}", f"import-outcome.{value}"),
        "opinion": (f"opinion.{value}",),
        "state": (f"hearing.{value}",),
        "form": (f"form.{value}",),
        "measure": (f"measure.{value}", f"complaint-measure.{value}"),
        "group": (f"group.{value}",),
        "circumstances": (f"circumstance.{value}",),
        "reported_by": (f"reporter.{value}",),
        "kind": (f"kind.{value}",),
        "role": (f"role.{value}",),
    }.get(_NUMBER.sub("", path.rpartition(".")[2]), ())
    word = next((texts(key) for key in words if key in texts), "")
    return texts("bundle.value.coded", word=word, code=value) if word else value


def field_lines(texts: Texts, fields: Sequence[PreviewLine]) -> list[Line]:
    """All fields in the order of the schema."""
    lines = []
    for number, field in enumerate(fields):
        name, value = field_name(texts, field.path), field_value(texts, field.path, field.value)
        sentence = texts("ui.table.cell", column=name, value=value)
        lines.append(Line(str(number), (name, value), sentence))
    return lines


def absent_lines(texts: Texts, absent: Sequence[str]) -> list[Line]:
    """What a bundle does not hold, one sentence each, from text keys."""
    lines = [texts("ui.export.read.absent.line", name=texts(key)) for key in absent]
    return [Line(key, (line,), line, ((0, Tone.GOOD),)) for key, line in zip(absent, lines, strict=True)]
