"""``sekisho media``: the register of media, their passports, hand-overs and wiping."""

from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import Front, Medium, Visit, opens_vault
from app.models.domain.dates import parse_date
from app.models.domain.errors import EnvironmentProblemError, InvalidInputError
from app.models.domain.formatting import Layout
from app.models.domain.text import visible
from app.services.media.formatting import FormatOrder
from app.services.media.keeping import LONGEST_CARRIER, HandOver

NAME = "media"
commands = typer.Typer()
Seal = Annotated[str, typer.Option("--seal")]
_LONGEST_NAME = 40
_BYTES_OF_A_CHARACTER = 4


@commands.command("list")
@opens_vault
def list_media(visit: Visit) -> None:
    """List registered media, where they are, and what is overdue."""
    front = visit.front
    with visit.room() as room:
        page = room.services.media_list.page(room.actor)
    for one in page.lines:
        medium = one.medium
        state = "overdue" if one.is_overdue else medium.state.value
        front.console.row(
            medium.owner,
            str(medium.number),
            front.texts(f"media.state.{state}"),
            medium.holder,
            medium.due.isoformat() if medium.due else "",
            medium.seal,
            medium.medium_id,
        )
    front.console.hint("cli.media.count", here=page.here, out=page.out, overdue=len(page.overdue))


@commands.command("look")
@opens_vault
def look(visit: Visit, medium: Medium) -> None:
    """Say what a medium is to this office."""
    front = visit.front
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        seen = room.services.media.look(room.actor, drive)
    front.console.row(
        seen.standing.value,
        str(seen.registered.number) if seen.registered else "",
        seen.registered.state.value if seen.registered else "",
        seen.medium.filesystem,
        seen.medium.identity.serial,
        seen.medium.identity.volume,
    )


@commands.command("register")
@opens_vault
def register(
    visit: Visit,
    medium: Medium,
    seal: Seal,
    wipe_first: Annotated[bool, typer.Option("--wipe")] = False,  # noqa: FBT002 - a switch of the command line
) -> None:
    """Register an empty medium and write its passport."""
    front = visit.front
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        made = room.services.media.register(room.actor, drive, seal, wipe=wipe_first)
    front.console.say("media.done.registered", number=_number(front, made.number))


@commands.command("disks")
@opens_vault
def list_disks(visit: Visit) -> None:
    """List what is plugged in and could be formatted, with the code of what stands against it."""
    front = visit.front
    with visit.room() as room:
        found = room.services.formatting.look(room.actor, bootstrap.formatter())
    for one in found.disks:
        disk = one.disk
        name, serial = visible(disk.name, _LONGEST_NAME), visible(disk.serial, _LONGEST_NAME)
        front.console.row(disk.number, name, serial, str(disk.size_bytes), one.trouble)
    front.console.hint("cli.media.disks", count=len(found.disks))


@commands.command("format")
@opens_vault
def format_medium(
    visit: Visit,
    disk: Annotated[str, typer.Option("--disk")],
    seal: Seal,
    again: Annotated[str, typer.Option("--seal-again")],
    layout: Annotated[Layout, typer.Option("--file-system")] = Layout.EXFAT,
) -> None:
    """Erase a medium that is plugged in, make one file system on it, and register it."""
    front, formatter = visit.front, bootstrap.formatter()
    with visit.room() as room:
        found = room.services.formatting.look(room.actor, formatter)
        chosen = next((one.disk for one in found.disks if one.disk.number == disk), None)
        if chosen is None:
            raise EnvironmentProblemError("format.not-removable")
        order = FormatOrder(chosen, layout, seal, again)
        made = room.services.formatting.register(room.actor, formatter, bootstrap.drive_at, order)
    front.console.say("media.done.formatted", number=_number(front, made.number))


@commands.command("hand-over")
@opens_vault
def hand_over(
    visit: Visit,
    medium: Medium,
    to: Annotated[str, typer.Option("--to")],
    bag: Annotated[str, typer.Option("--bag")],
    due: Annotated[str, typer.Option("--due")],
    carrier_file: Annotated[Path, typer.Option("--carrier-file")],
) -> None:
    """Hand a medium over; the carrier's name is read from a file, because arguments are seen by other users."""
    front = visit.front
    last = parse_date(due, field="due").latest
    try:
        carrier = front.files.read(carrier_file, LONGEST_CARRIER * _BYTES_OF_A_CHARACTER + 1).decode().strip()
    except UnicodeDecodeError:
        raise InvalidInputError("media.bad-carrier", field="carrier", longest=LONGEST_CARRIER) from None
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        handed = room.services.media.hand_over(room.actor, drive, HandOver(to, bag, last, carrier))
    key = "media.done.handed" if handed.is_released else "media.done.handed-stuck"
    front.console.say(key, number=_number(front, handed.number))


@commands.command("return")
@opens_vault
def take_in(visit: Visit, medium: Medium) -> None:
    """Take a medium in: one of ours that came back, or one that a partner handed to us."""
    front = visit.front
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        taken = room.services.media.take_in(room.actor, drive)
    front.console.say("media.done.taken-in", number=_number(front, taken.number))


@commands.command("lost")
@opens_vault
def report_lost(visit: Visit, medium_id: Annotated[str, typer.Argument()]) -> None:
    """Report a medium lost."""
    front = visit.front
    with visit.room() as room:
        room.services.media.report_lost(room.actor, medium_id)
    front.console.say("cli.media.lost", medium=medium_id)


@commands.command("wipe")
@opens_vault
def wipe(visit: Visit, medium: Medium) -> None:
    """Overwrite and remove everything on a registered medium, and write its passport anew."""
    front = visit.front
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        erased = room.services.media.wipe(room.actor, drive)
    front.console.say("cli.media.wiped", files=erased.files, bytes=erased.bytes)
    front.console.hint("media.wipe.honest")


def _number(front: Front, number: int) -> str:
    return front.texts("media.number", number=f"{number:02d}")
