"""``sekisho export``: list what can be sent, prepare, sign, write."""

from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import (
    BundleName,
    Medium,
    Visit,
    opens_vault,
)
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import BundleId, StationId
from app.models.domain.loop import Objecting
from app.services.bundles.manifest import Kind
from app.services.exchange.sendable import Sendable

NAME = "export"
commands = typer.Typer()


@commands.command("list")
@opens_vault
def list_exports(
    visit: Visit,
    everything: Annotated[bool, typer.Option("--all")] = False,  # noqa: FBT002 - a switch
    transfers: Annotated[bool, typer.Option("--transfers")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Show what can be sent, and bundles between draft and receipt."""
    front = visit.front
    with visit.room() as room:
        outbox = room.services.outbox
        sendable = outbox.transferable(room.actor) if transfers else outbox.sendable(room.actor)
        exports = room.services.outbox.exports(room.actor, with_closed=everything)
    front.console.say("cli.export.sendable", count=len(sendable))
    for item in sendable:
        state, earlier = front.texts(f"state.{item.state}") if item.state else "", item.earlier
        status = front.texts(f"export-status.{earlier}") if earlier else ""
        front.console.row(item.kind.value, _reference(item), item.name, state, status)
    front.console.say("cli.export.open", count=len(exports))
    for one in exports:
        missing = " ".join(signer.name for signer in one.missing)
        status = front.texts(f"export-status.{one.standing}")
        front.console.row(one.bundle_id, one.kind, one.recipient, status, one.file_name, missing)


@commands.command("prepare")
@opens_vault
def prepare(
    visit: Visit,
    kind: Annotated[Kind, typer.Argument()],
    subject: Annotated[str, typer.Argument()],
    to: Annotated[str, typer.Option("--to")],
    signer: Annotated[list[str] | None, typer.Option("--signer")] = None,
) -> None:
    """Draft a bundle and show it as its recipient will read it."""
    front = visit.front
    with visit.room() as room:
        choices = [one for one in room.services.outbox.sendable(room.actor) if one.kind is kind]
        if kind is Kind.CASE_TRANSFER:
            choices += room.services.outbox.transferable(room.actor)
        chosen = next((one for one in choices if _reference(one) == subject), None)
        if chosen is None:
            raise InvalidInputError("cli.not-sendable", field="subject")
        signers = [room.person(name) for name in signer or ()]
        preview = room.services.exporting.prepare(room.actor, kind, chosen.target, StationId(to), signers)
    front.console.say("cli.export.prepared", bundle=preview.manifest.bundle_id)
    for line in preview.lines:
        front.console.row(line.path, line.value)
    for key in preview.absent:
        front.console.say("cli.export.absent", what=front.texts(key))


@commands.command("sign")
@opens_vault
def sign(visit: Visit, bundle: BundleName) -> None:
    """Sign a draft with the officer's own key."""
    front = visit.front
    with visit.room() as room:
        seat = room.seat(visit.officer)
        missing = room.services.exporting.sign(seat.actor, seat.signer, BundleId(bundle))
    front.console.say("cli.export.signed", missing=missing)


@commands.command("decline")
@opens_vault
def decline(visit: Visit, bundle: BundleName, why: Annotated[Objecting, typer.Option("--why")]) -> None:
    """Refuse to sign a draft; it is kept with the reason."""
    front = visit.front
    with visit.room() as room:
        room.services.exporting.decline(room.seat(visit.officer).actor, BundleId(bundle), why)
    front.console.say("cli.export.declined", bundle=bundle)


@commands.command("take-back")
@opens_vault
def take_back(visit: Visit, bundle: BundleName, medium: Medium) -> None:
    """Remove from a medium what a writing that was cut off left there."""
    front = visit.front
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        removed = room.services.exporting.take_back(room.actor, BundleId(bundle), drive)
    front.console.say("cli.export.taken-back", count=removed)


@commands.command("write")
@opens_vault
def write(visit: Visit, bundle: BundleName, medium: Medium) -> None:
    """Write a signed bundle to a medium, read it back, let the medium go."""
    front = visit.front
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        seat = room.seat(visit.officer)
        ticks = room.services.exporting.write(seat.actor, seat.signer, BundleId(bundle), drive, front.console.hint)
    front.console.say(
        "cli.export.written", file=ticks.file_name, bytes=ticks.size_bytes, sha256=ticks.ciphertext_sha256
    )
    for line in ticks.read_back:
        front.console.row(line.path, line.value)
    front.console.say("cli.export.released" if ticks.released_at else "cli.export.not-released")


def _reference(one: Sendable) -> str:
    """How a thing is named at the terminal: by the number of the case, or by the id of the entry or matter."""
    return one.number or str(one.target.matter or one.target.entry or one.target.case or "")
