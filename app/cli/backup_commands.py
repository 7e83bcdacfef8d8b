"""``sekisho backup``: make, list, check, drill and restore backups."""

from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import Medium, Visit, opens_vault
from app.models.domain.civil_day import JAPAN

NAME = "backup"
commands = typer.Typer()
Number = Annotated[int, typer.Option("--number", min=1)]


@commands.command("make")
@opens_vault
def make(visit: Visit, medium: Medium) -> None:
    """Make a backup, read it back, open it."""
    front = visit.front
    place = bootstrap.backup_place(medium)
    with visit.room() as room:
        made = room.services.backups.make(room.actor, place, progress=front.console.progress)
    front.console.say("cli.backup.made", number=made.number, size=made.size_bytes, papers=made.blob_count)
    for number in made.removed:
        front.console.say("cli.backup.removed", number=number)


@commands.command("list")
@opens_vault
def list_backups(visit: Visit, medium: Medium) -> None:
    """List the backups of this station on a medium, newest first."""
    front = visit.front
    place = bootstrap.backup_place(medium)
    with visit.room() as room:
        found = room.services.backup_shelf.on_medium(room.actor, place)
    for one in found:
        at = one.made_at.astimezone(JAPAN).isoformat(sep=" ", timespec="seconds") if one.made_at else "-"
        said = front.texts(f"error.{one.problem}.what") if one.problem else front.texts("cli.backup.listed")
        front.console.row(str(one.number), at, str(one.entries), str(one.size_bytes), said)
    if not found:
        front.console.hint("cli.backup.none")


@commands.command("check")
@opens_vault
def check(visit: Visit, medium: Medium, number: Number) -> None:
    """Open a backup completely and throw the copy away."""
    front = visit.front
    place = bootstrap.backup_place(medium)
    with visit.room() as room:
        manifest = room.services.backup_shelf.check(room.actor, place, number)
    front.console.say("cli.backup.sound", number=number, entries=manifest.size, papers=manifest.blob_count)
