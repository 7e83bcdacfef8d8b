"""``sekisho roster``: preview, import and write candidate rosters."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from app.cli.front import Front, InFile, Visit, front_of, opens_vault
from app.models.domain.errors import InvalidInputError
from app.models.domain.roster import RosterField

if TYPE_CHECKING:
    from app.services.rosters.importing import PreviewRow, RosterPreview

NAME = "roster"
commands = typer.Typer()
_LARGEST_ROSTER = 32 * 1024 * 1024
_LARGEST_ANSWERS = 1024 * 1024


class _Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person's answer for one row of the sheet."""

    take: bool
    values: dict[RosterField, str] = {}


@commands.command("template")
def template(context: typer.Context, file: InFile) -> None:
    """Write a blank roster."""
    from app.services.rosters.template import write_template  # noqa: PLC0415 - spreadsheets are heavy

    front = front_of(context)
    if file.exists():
        raise InvalidInputError("cli.file-exists", field="file")
    front.files.write(file, write_template(front.texts))
    front.console.say("cli.file.written", file=str(file))


@commands.command("preview")
@opens_vault
def preview(visit: Visit, file: InFile) -> None:
    """Show every row of a roster: what can be admitted, what needs an answer, what is wrong."""
    front = visit.front
    data = front.files.read(file, _LARGEST_ROSTER)
    with visit.room() as room:
        _show(front, room.services.rosters.preview(room.actor, data))


@commands.command("waiting")
@opens_vault
def waiting(visit: Visit) -> None:
    """Show rosters that came in bundles and wait to be settled."""
    front = visit.front
    with visit.room() as room:
        found = room.services.rosters.waiting(room.actor)
    for one in found:
        front.console.row(one.matter_id, one.submitter, one.contract, one.came_at.isoformat(), str(one.rows))


@commands.command("put-away")
@opens_vault
def put_away(visit: Visit, received: Annotated[str, typer.Argument()]) -> None:
    """Set aside what is left of a roster that came in a bundle."""
    front = visit.front
    with visit.room() as room:
        count = room.services.rosters.put_away(room.actor, received)
    front.console.say("cli.roster.put-away", count=count)


@commands.command("settle")
@opens_vault
def settle(
    visit: Visit,
    received: Annotated[str, typer.Argument()],
    answers: Annotated[Path | None, typer.Option("--answers")] = None,
) -> None:
    """Admit the rows of a roster that came in a bundle, as ``import`` does with a file."""
    from app.services.rosters.importing import RowAnswer  # noqa: PLC0415 - spreadsheets are heavy

    front = visit.front
    given = _answers(front, answers)
    with visit.room() as room:
        found = room.services.rosters.preview_waiting(room.actor, received)
        _show(front, found)
        chosen = {line: RowAnswer(take=one.take, values=one.values) for line, one in given.items()}
        done = room.services.rosters.admit(room.actor, found, chosen)
    front.console.say("cli.roster.done", admitted=done.admitted, aside=done.set_aside)


@commands.command("import")
@opens_vault
def import_roster(
    visit: Visit, file: InFile, answers: Annotated[Path | None, typer.Option("--answers")] = None
) -> None:
    """Admit the rows that are ready or answered for; every other row is set aside."""
    from app.services.rosters.importing import RowAnswer  # noqa: PLC0415 - spreadsheets are heavy

    front = visit.front
    data = front.files.read(file, _LARGEST_ROSTER)
    given = _answers(front, answers)
    with visit.room() as room:
        found = room.services.rosters.preview(room.actor, data)
        _show(front, found)
        chosen = {line: RowAnswer(take=one.take, values=one.values) for line, one in given.items()}
        done = room.services.rosters.admit(room.actor, found, chosen)
    front.console.say("cli.roster.done", admitted=done.admitted, aside=done.set_aside)


def _answers(front: Front, file: Path | None) -> dict[int, _Answer]:
    if file is None:
        return {}
    try:
        return msgspec.json.decode(front.files.read(file, _LARGEST_ANSWERS), type=dict[int, _Answer])
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise InvalidInputError("cli.answers-unreadable", field="answers") from None


def _show(front: Front, found: "RosterPreview") -> None:
    if found.seen_before:
        front.console.hint("cli.roster.seen-before")
    for one in found.rows:
        _show_row(front, one)
    for ignored in found.reading.ignored:
        front.console.row(str(ignored.line), front.texts(f"roster.ignored.{ignored.reason}"))


def _show_row(front: Front, one: "PreviewRow") -> None:
    row, texts = one.row, front.texts
    front.console.row(
        str(row.line),
        row.name.as_written,
        texts(f"roster.readiness.{row.verdict.readiness}"),
        texts(f"roster.outcome.{one.match.outcome}"),
    )
    for kind, issues in (("fault", row.verdict.faults), ("question", row.verdict.questions)):
        for issue in issues:
            column = texts(f"roster.field.{issue.field}") if issue.field else ""
            front.console.row("", column, texts(f"roster.{kind}.{issue.code}"), issue.offered or "")
    for candidate in one.match.candidates:
        front.console.row("", "", texts(f"roster.match.{candidate.why}"))
