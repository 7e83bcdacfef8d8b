"""What a bundle says, decoded from its very bytes, line by line, for the officer who sends or receives it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from app.services.bundles import kinds
from app.services.bundles.archive import RECORDS
from app.services.bundles.container import DraftBundle
from app.services.bundles.manifest import Manifest
from app.services.bundles.records import RECORD_LIMITS, Packed, read_records
from app.services.bundles.schemas import WRITTEN, CaseTransfer, CorrectedAnswers, QuestionnaireResponse, Record
from app.services.exchange.custody.told import transfer_lines


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One field: its path in the published schema, and its value as text. Foreign text; show it as plain text."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class BundlePreview:
    """A bundle as its recipient will read it."""

    manifest: Manifest
    manifest_sha256: str
    lines: tuple[PreviewLine, ...]
    absent: tuple[str, ...]
    """Text keys of what the recipient must not get and does not get."""


def records_in_draft(draft: DraftBundle) -> list[Record]:
    """Decode the packed records of a draft with the reader that recipients use."""
    entry = draft.manifest.entry(RECORDS)
    if entry is None:
        return []
    spool = draft.spools[RECORDS]
    spool.seek(0)
    packed = Packed(entry.size, entry.sha256, entry.content_size or 0, entry.content_sha256 or "", entry.count or 0)
    decoder = kinds.decoder(draft.manifest.kind)
    return list(read_records(iter([spool.read()]), packed, decoder, RECORD_LIMITS))


def lines_of(records: list[Record], *, shows_content: bool = False) -> tuple[PreviewLine, ...]:
    """The fields of records, in the order of their schema.

    Answers are counted here and never shown. What somebody wrote about a person is counted too, unless
    ``shows_content``: whoever carries a bundle need not read it.
    """
    if records and isinstance(records[0], CaseTransfer):
        return tuple(PreviewLine(path, value) for path, value in transfer_lines(records))
    lines: list[PreviewLine] = []
    for record in records:
        if type(record) in WRITTEN and not shows_content:
            lines += _flatten("", _counted(record))
        elif isinstance(record, QuestionnaireResponse | CorrectedAnswers):
            lines += (
                PreviewLine("case_ref", record.case_ref),
                PreviewLine("response.pack", f"{record.response.pack.id} {record.response.pack.version}"),
                PreviewLine("response.as_of", record.response.as_of.isoformat()),
                PreviewLine("response.answers", str(len(record.response.answers))),
            )
        else:
            lines += _flatten("", msgspec.to_builtins(record, builtin_types=(bytes, date)))
    return tuple(lines)


def _counted(record: Record) -> dict[str, Any]:
    """The fields of a record with numbers of entries and characters in the place of what was written."""
    fields = msgspec.to_builtins(record, builtin_types=(bytes, date))
    written = WRITTEN[type(record)]
    return {
        name: _size(value) if name in written else value
        for name, value in fields.items()
        if name != "opinion"  # one of two words, which its length would tell
    }


def _size(value: Any) -> int | None:
    return None if value is None else 1 if isinstance(value, Mapping) else len(value)


def _flatten(path: str, value: Any) -> Iterator[PreviewLine]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _flatten(f"{path}.{name}" if path else str(name), part)
    elif isinstance(value, list | tuple):
        if not value:
            yield PreviewLine(path, "—")
        for number, part in enumerate(value, start=1):
            yield from _flatten(f"{path}[{number}]", part)
    elif isinstance(value, bytes):
        yield PreviewLine(path, f"{len(value)} bytes")
    elif value is None:
        yield PreviewLine(path, "—")
    else:
        text = value.isoformat() if isinstance(value, date) else str(value)
        yield PreviewLine(path, text)
