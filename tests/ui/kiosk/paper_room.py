"""A room whose saving ends in a list instead of a vault; everything else of it is the real one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import msgspec
from typing_extensions import override

from app.models.domain.errors import AppError
from app.models.domain.ids import CaseId
from app.models.forms.answers import Cell, Response
from app.models.forms.filling.draft import Draft
from app.models.forms.filling.edits import PutAnswer, PutRow
from app.models.forms.guards.answering import WhyNot, clause_digest
from app.models.forms.guards.finding import Hit, struck
from app.models.views.kiosk import KioskSession
from app.services.kiosk.guarding import RoomGuard
from app.services.kiosk.journal import Line
from app.services.kiosk.room import Furniture, Room
from app.services.packs.loader import LoadedPack

NOW = datetime(2025, 6, 12, 10, tzinfo=UTC)
AS_OF = date(2025, 6, 12)


@dataclass(frozen=True)
class Noon:
    """A clock that stands."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


@dataclass
class Journal:
    """What was saved, and what the next saving fails with."""

    lines: list[Line] = field(default_factory=list)
    fails_with: AppError | None = None
    meanwhile: Callable[[], object] | None = None
    """What the person does while something is being written."""


class PaperGuard(RoomGuard):
    """A guard whose records end in a list."""

    def __init__(self, loaded: LoadedPack) -> None:
        nobody: Any = None
        super().__init__(nobody, nobody, CaseId("case"), loaded.pack, loaded.rules.watch)
        self.records: list[tuple[str, Cell]] = []
        self._known = frozenset()

    @override
    def strike(self, cell: Cell, text: str, hit: Hit) -> str:
        self.records.append(("struck", cell))
        return struck(text, (hit,))

    @override
    def stay(self, cell: Cell, text: str, hit: Hit, why: WhyNot) -> None:
        self.records.append((why.value, cell))
        self._known = self._cleared() | {(hit.kind, clause_digest(text, hit))}


class PaperRoom(Room):
    """A room for tests of the screen."""

    def __init__(self, loaded: LoadedPack, draft: Draft | None = None, topic: str = "") -> None:
        desk: Any = SimpleNamespace(clock=Noon())
        held = KioskSession("session", CaseId("case"), 1, "", b"", 0, NOW, "officer")
        nobody: Any = None
        empty = Draft(loaded.pack, "subject", AS_OF)
        super().__init__(Furniture(desk, nobody, loaded), nobody, held, b"", draft or empty, topic, 0)
        self.guard: PaperGuard = PaperGuard(loaded)
        self.journal = Journal()
        self.asked: dict[Cell, str] = {}

    @property
    @override
    def questions(self) -> dict[Cell, str]:
        return self.asked

    @override
    def _write(self, line: Line) -> None:
        if self.journal.fails_with is not None:
            raise self.journal.fails_with
        self.journal.lines.append(line)
        if self.journal.meanwhile is not None:
            self.journal.meanwhile()

    def again(self) -> Draft:
        """The draft as it is found after a kill: what was saved, applied to an empty form."""
        draft = Draft(self.draft.pack, "subject", AS_OF)
        for line in self.journal.lines:
            draft = draft if line.draft is None else Draft.resumed(draft.pack, line.draft)
            for edit in line.edits:
                draft = draft.applied(edit)
        return draft


def filled(loaded: LoadedPack, response: Response) -> Draft:
    """A draft with the newest answers of a subject."""
    draft = Draft(loaded.pack, response.subject, response.as_of)
    for item in loaded.pack.index:
        columns = loaded.pack.index.columns(item.link_id)
        rows = response.rows_of(*(each.link_id for each in columns)) if item.repeats else ()
        for place, row in enumerate(rows):
            draft = draft.applied(PutRow(item.link_id, row, place))
    for answer in response.current.values():
        plain = msgspec.structs.replace(answer, revision=1, correction=None, not_applicable_since=None)
        draft = draft.applied(PutAnswer(plain))
    return draft


def with_rows(loaded: LoadedPack, table: str, count: int, draft: Draft | None = None) -> Draft:
    """A draft with many rows in one table, copies of the first filled one where there is one."""
    made = draft or Draft(loaded.pack, "subject", AS_OF)
    held = next(iter(made.rows(table).values()), {})
    for place in range(len(made.rows(table)), count):
        row = made.next_row(table)
        copies = tuple(msgspec.structs.replace(each, row=row) for each in held.values())
        made = made.applied(PutRow(table, row, place, copies))
    return made
