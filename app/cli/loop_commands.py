"""``sekisho loop``: receipts that do not come, incidents, stopped lanes."""

from typing import Annotated

import typer

from app.cli.front import BundleName, Officer, Output, PassphraseFile, VaultFolder, Witness, entered, front_of
from app.models.domain.ids import BundleId, StationId
from app.models.domain.loop import Clearing, Ending
from app.services.exchange.lanes import StoppedLane
from app.services.texts.catalogue import Catalogue

NAME = "loop"
commands = typer.Typer()
Incident = Annotated[int, typer.Argument()]


@commands.command("list")
def list_loop(
    context: typer.Context,
    officer: Officer,
    everything: Annotated[bool, typer.Option("--all")] = False,  # noqa: FBT002 - a switch
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Show receipts that are awaited, incidents, and partners from whom nothing is taken, with what to do."""
    front = front_of(context)
    texts = front.texts
    with entered(front, vault, officer, passphrase_file) as room:
        exports = room.services.outbox.exports(room.actor)
        incidents = room.services.incidents.page(room.actor, with_closed=everything)
        lanes = room.services.lanes.stopped(room.actor)
    awaited = [one for one in exports if one.status == "written" or one.interrupted_at]
    front.console.say("cli.loop.awaited", count=len(awaited))
    for one in awaited:
        status = texts(f"export-status.{one.standing}")
        front.console.row(one.bundle_id, one.recipient, str(one.days_open or 0), status, one.file_name)
    front.console.say("cli.loop.incidents", count=len(incidents))
    for told in incidents:
        end = texts(f"incident-ending.{told.ending}") if told.ending else ""
        front.console.row(str(told.number), told.partner, texts(f"incident.{told.cause}"), end)
        front.console.hint(f"incident.{told.cause}.do")
    front.console.say("cli.loop.lanes", count=len(lanes))
    for lane in lanes:
        front.console.row(lane.partner, lane.since.isoformat(), _why(texts, lane))


@commands.command("remind")
def remind(
    context: typer.Context,
    bundle: BundleName,
    out: Output,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write a letter that asks for a receipt, as PDF."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        content = room.services.incidents.remind(room.actor, BundleId(bundle), front.texts)
    front.files.write(out, content)
    front.console.say("cli.file.written", file=str(out))


@commands.command("open")
def open_incident(
    context: typer.Context,
    bundle: BundleName,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Record that a receipt did not come."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        number = room.services.incidents.open(room.actor, BundleId(bundle))
    front.console.say("cli.loop.opened", number=number)


@commands.command("report")
def report(
    context: typer.Context,
    incident: Incident,
    out: Output,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the report on an incident, as PDF."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        content = room.services.incidents.report(room.actor, incident, front.texts)
    front.files.write(out, content)
    front.console.say("cli.file.written", file=str(out))


@commands.command("close")
def close(
    context: typer.Context,
    incident: Incident,
    ending: Annotated[Ending, typer.Option("--ending")],
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """End an incident with what came out."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        room.services.incidents.close(room.actor, incident, ending)
    front.console.say("cli.loop.closed", number=incident)


@commands.command("clear")
def clear(
    context: typer.Context,
    partner: Annotated[str, typer.Argument()],
    why: Annotated[Clearing, typer.Option("--why")],
    witness: Witness,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Let a stopped lane go on, together with a second officer."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        room.services.lanes.clear(room.actor, room.seat(witness).actor, StationId(partner), why)
    front.console.say("cli.loop.cleared", partner=partner)


def _why(texts: Catalogue, lane: StoppedLane) -> str:
    if lane.missing is not None:
        first, last = lane.missing
        return texts("cli.loop.gap.one" if first == last else "cli.loop.gap", first=first, last=last)
    return texts("cli.loop.stopped", seq=lane.seq, last=lane.last_seq)
