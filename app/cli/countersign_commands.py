"""``sekisho countersign``: a second officer signs at another station of the same office."""

from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import BundleName, InFile, Medium, Officer, PassphraseFile, VaultFolder, entered, front_of, on_medium
from app.models.domain.ids import BundleId, StationId
from app.models.domain.loop import Objecting

NAME = "countersign"
commands = typer.Typer()


@commands.command("ask")
def ask(
    context: typer.Context,
    bundle: BundleName,
    to: Annotated[str, typer.Option("--to")],
    medium: Medium,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the manifest of a draft for a signer at another station of this office."""
    front = front_of(context)
    drive = bootstrap.drive_at(medium)
    with entered(front, vault, officer, passphrase_file) as room:
        seat = room.seat(officer)
        ticks = room.services.countersigning.send(seat.actor, seat.signer, BundleId(bundle), StationId(to), drive)
    front.console.say("cli.file.written", file=ticks.file_name)


@commands.command("look")
def look(
    context: typer.Context,
    file: InFile,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Show what a draft of another station says that somebody here is to sign."""
    front = front_of(context)
    drive, name = on_medium(file)
    with entered(front, vault, officer, passphrase_file) as room:
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
def sign(
    context: typer.Context,
    file: InFile,
    medium: Medium,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Sign the manifest of another station's draft, and write the signature for its way back."""
    front = front_of(context)
    _drive, name = on_medium(file)
    drive = bootstrap.drive_at(medium)
    with entered(front, vault, officer, passphrase_file) as room:
        seat = room.seat(officer)
        ticks = room.services.countersigning.sign(seat.actor, seat.signer, drive, name)
    front.console.say("cli.file.written", file=ticks.file_name)


@commands.command("decline")
def decline(
    context: typer.Context,
    file: InFile,
    why: Annotated[Objecting, typer.Option("--why")],
    medium: Medium,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Refuse to sign the manifest of another station's draft, and write the refusal for its way back."""
    front = front_of(context)
    _drive, name = on_medium(file)
    drive = bootstrap.drive_at(medium)
    with entered(front, vault, officer, passphrase_file) as room:
        seat = room.seat(officer)
        ticks = room.services.countersigning.decline(seat.actor, seat.signer, drive, name, why)
    front.console.say("cli.file.written", file=ticks.file_name)


@commands.command("take")
def take(
    context: typer.Context,
    file: InFile,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Take a signature that came back into the draft."""
    front = front_of(context)
    drive, name = on_medium(file)
    with entered(front, vault, officer, passphrase_file) as room:
        taken = room.services.countersigning.take(room.actor, drive, name)
    for person, reason in taken.refused:
        front.console.say("cli.countersign.refused", name=person, reason=front.texts(f"objecting.{reason}"))
    front.console.say("cli.export.signed", missing=taken.missing)
