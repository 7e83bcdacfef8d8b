"""``sekisho backup drill`` and ``sekisho backup restore``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import bootstrap
from app.cli.backup_commands import NAME, Number, commands
from app.cli.front import Front, Medium, PassphraseFile, VaultFolder, Visit, front_of, opens_vault
from app.cli.passphrases import Passphrases
from app.models.domain.civil_day import JAPAN
from app.models.domain.errors import InvalidInputError, VaultError
from app.services.backups.loss import Forecast
from app.services.backups.newcomer import NewSlot
from app.services.backups.opening import BySheets, stations_on
from app.services.backups.restoring import Plan, Present, Restored, RestoreReason
from app.services.crypto.age import Identity
from app.services.officers.sheets import PREFIX, typed_identity

if TYPE_CHECKING:
    from app.services.ports import BackupPlace

__all__ = ["NAME", "commands"]
_LARGEST_SHEET = 64 * 1024


@commands.command("drill")
@opens_vault
def drill(
    visit: Visit, medium: Medium, number: Number, output: Annotated[Path | None, typer.Option("--output")] = None
) -> None:
    """Restore a backup into a throw-away copy and look at it."""
    front = visit.front
    place = bootstrap.backup_place(medium)
    with visit.room() as room:
        report = room.services.drilling.drill(room.actor, place, number, progress=front.console.progress)
        if output is not None:
            front.files.write(output, room.services.drilling.printed(room.actor, report))
    if not report.is_sound:
        raise VaultError("backup.drill-failed", outcome=report.outcome)
    front.console.say(
        "cli.backup.drilled",
        number=number,
        entries=report.entries,
        documents=report.documents,
        papers=report.papers,
        destroyed=report.destroyed,
    )


@commands.command("restore")
@opens_vault
def restore(
    visit: Visit,
    medium: Medium,
    number: Number,
    reason: Annotated[RestoreReason, typer.Option("--reason")],
    second: Annotated[str, typer.Option("--second")],
    yes: Annotated[bool, typer.Option("--yes")] = False,  # noqa: FBT002 - a switch of the command line
) -> None:
    """Two officers of a vault that still opens: say what a restore takes away; with --yes, do it."""
    front = visit.front
    place = bootstrap.backup_place(medium)
    restoring = bootstrap.restoring(visit.vault or bootstrap.places().vault)
    with visit.room() as room:
        present = Present(room.services.desk, room.actor, room.seat(second).actor)
        plan = Plan(room.station.station_id, number, reason, present=present)
        _tell(front, restoring.foretell(place, plan))
        if yes:
            _done(front, restoring.restore(place, plan, progress=front.console.progress))


@commands.command("recover")
def recover(
    context: typer.Context,
    medium: Medium,
    number: Number,
    sheet: Annotated[list[Path], typer.Option("--sheet")],
    first_officer: Annotated[str, typer.Option("--first-officer")],
    station: Annotated[str | None, typer.Option("--station")] = None,
    yes: Annotated[bool, typer.Option("--yes")] = False,  # noqa: FBT002 - a switch of the command line
    without_keyring: Annotated[bool, typer.Option("--without-keyring")] = False,  # noqa: FBT002 - as above
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Two recovery officers, where no vault opens: say what would be restored; with --yes, do it."""
    front = front_of(context)
    place = bootstrap.backup_place(medium)
    folder = vault or bootstrap.places().vault
    restoring = bootstrap.restoring(folder)
    passphrase = Passphrases(front.console, passphrase_file).new(first_officer) if yes else ""
    plan = Plan(
        _station(place, station),
        number,
        RestoreReason.DAMAGED if restoring.has_vault else RestoreReason.LOST,
        sheets=_sheets(front, sheet),
        newcomer=NewSlot(first_officer, passphrase, device_bound=not without_keyring),
    )
    _tell(front, restoring.foretell(place, plan))
    if yes:
        _done(front, restoring.restore(place, plan, progress=front.console.progress))


def _station(place: "BackupPlace", named: str | None) -> str:
    """The station whose backups lie on the medium, where there is only one."""
    found = stations_on(place)
    if named is not None:
        return named
    if len(found) != 1:
        raise InvalidInputError("cli.restore-station", field="station", count=len(found))
    return found[0]


def _sheets(front: Front, files: list[Path]) -> BySheets:
    if len(files) != 2:
        raise InvalidInputError("cli.restore-who", field="sheet")
    first, second = (_identity(front, file, which) for which, file in enumerate(files, start=1))
    return BySheets(first, second)


def _identity(front: Front, file: Path, which: int) -> Identity:
    """The key in what was typed or scanned from a sheet: the line that begins as one, or else all that is there."""
    text = front.files.read(file, _LARGEST_SHEET).decode("utf-8", "replace")
    lines = [line for line in text.splitlines() if line.strip().upper().startswith(PREFIX)]
    return typed_identity(lines[0] if lines else text, which)


def _tell(front: Front, told: Forecast) -> None:
    """What the restore takes away."""
    at = told.made_at.astimezone(JAPAN).isoformat(sep=" ", timespec="seconds")
    front.console.say("restore.told.backup", number=told.number, at=at, entries=told.entries, cases=told.cases)
    if told.newer:
        front.console.say("restore.told.newer", count=told.newer)
    if told.loss is None:
        front.console.say("restore.told.unknown")
        if told.anchored is not None:
            front.console.say("restore.told.anchored", entries=told.anchored)
    else:
        loss = told.loss
        front.console.say("restore.told.record", entries=loss.entries)
        front.console.say("restore.told.cases", opened=loss.cases_opened, changed=loss.cases_changed)
        front.console.say("restore.told.bundles", exports=loss.exports, imports=loss.imports)
        front.console.say("restore.told.officers", count=loss.officers)
        if not loss.same_history:
            front.console.say("restore.told.other-history")
    if told.destroyed_again:
        front.console.say("restore.told.destroyed", count=told.destroyed_again)
    if told.papers_missing:
        front.console.say("restore.told.papers-missing", count=told.papers_missing)
    front.console.say("restore.told.lanes" if told.loss else "restore.told.lanes-skipped")
    front.console.say("restore.told.epoch", epoch=told.next_epoch)


def _done(front: Front, done: Restored) -> None:
    front.console.say("restore.done", epoch=done.epoch, lost=done.lost)
    front.console.say("restore.done.aside")
