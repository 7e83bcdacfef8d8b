"""``sekisho countersign``: a second officer signs at another station of the same office."""

from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import (
    BundleName,
    InFile,
    Medium,
    Visit,
    on_medium,
    opens_vault,
)
from app.models.domain.ids import BundleId, StationId
from app.models.domain.loop import Objecting

NAME = "countersign"
commands = typer.Typer()


@commands.command("ask")
@opens_vault
def ask(visit: Visit, bundle: BundleName, to: Annotated[str, typer.Option("--to")], medium: Medium) -> None:
    """Write the manifest of a draft for a signer at another station of this office."""
    front = visit.front
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        seat = room.seat(visit.officer)
        ticks = room.services.countersigning.send(seat.actor, seat.signer, BundleId(bundle), StationId(to), drive)
    front.console.say("cli.file.written", file=ticks.file_name)


@commands.command("look")
@opens_vault
def look(visit: Visit, file: InFile) -> None:
    """Show what a draft of another station says that somebody here is to sign."""
    front = visit.front
    drive, name = on_medium(file)
    with visit.room() as room:
        told = room.services.countersigning.look(room.actor, drive, name)
    said = told.manifest
    to = " ".join(one.station for one in said.recipients if one.station != said.origin)
    front.console.say("cli.countersign.told", bundle=said.bundle_id, kind=front.texts(f"kind.{said.kind}"), to=to)
    front.console.row(told.manifest_sha256)
    for signer in told.signers:
        front.console.row(signer.person, signer.name, signer.role, signer.hand.value, signer.reason)
    for line in told.lines:
        front.console.row(line.path, line.value)


@commands.command("sign")
@opens_vault
def sign(visit: Visit, file: InFile, medium: Medium) -> None:
    """Sign the manifest of another station's draft, and write the signature for its way back."""
    front = visit.front
    _drive, name = on_medium(file)
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        seat = room.seat(visit.officer)
        ticks = room.services.countersigning.sign(seat.actor, seat.signer, drive, name)
    front.console.say("cli.file.written", file=ticks.file_name)


@commands.command("decline")
@opens_vault
def decline(visit: Visit, file: InFile, why: Annotated[Objecting, typer.Option("--why")], medium: Medium) -> None:
    """Refuse to sign the manifest of another station's draft, and write the refusal for its way back."""
    front = visit.front
    _drive, name = on_medium(file)
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        seat = room.seat(visit.officer)
        ticks = room.services.countersigning.decline(seat.actor, seat.signer, drive, name, why)
    front.console.say("cli.file.written", file=ticks.file_name)


@commands.command("take")
@opens_vault
def take(visit: Visit, file: InFile) -> None:
    """Take a signature that came back into the draft."""
    front = visit.front
    drive, name = on_medium(file)
    with visit.room() as room:
        taken = room.services.countersigning.take(room.actor, drive, name)
    for person, reason in taken.refused:
        front.console.say("cli.countersign.refused", name=person, reason=front.texts(f"objecting.{reason}"))
    front.console.say("cli.export.signed", missing=taken.missing)
