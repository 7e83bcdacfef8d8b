"""``sekisho loop``: receipts that do not come, incidents, stopped lanes."""

from typing import Annotated

import typer

from app.cli.front import (
    BundleName,
    Output,
    Visit,
    Witness,
    opens_vault,
)
from app.models.domain.ids import BundleId, StationId
from app.models.domain.loop import Clearing, Ending
from app.services.exchange.lanes import StoppedLane
from app.services.texts.catalogue import Catalogue

NAME = "loop"
commands = typer.Typer()
Incident = Annotated[int, typer.Argument()]


@commands.command("list")
@opens_vault
def list_loop(
    visit: Visit,
    everything: Annotated[bool, typer.Option("--all")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Show receipts that are awaited, incidents, and partners from whom nothing is taken, with what to do."""
    front = visit.front
    texts = front.texts
    with visit.room() as room:
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
@opens_vault
def remind(visit: Visit, bundle: BundleName, out: Output) -> None:
    """Write a letter that asks for a receipt, as PDF."""
    front = visit.front
    with visit.room() as room:
        content = room.services.incidents.remind(room.actor, BundleId(bundle), front.texts)
    front.files.write(out, content)
    front.console.say("cli.file.written", file=str(out))


@commands.command("open")
@opens_vault
def open_incident(visit: Visit, bundle: BundleName) -> None:
    """Record that a receipt did not come."""
    front = visit.front
    with visit.room() as room:
        number = room.services.incidents.open(room.actor, BundleId(bundle))
    front.console.say("cli.loop.opened", number=number)


@commands.command("report")
@opens_vault
def report(visit: Visit, incident: Incident, out: Output) -> None:
    """Write the report on an incident, as PDF."""
    front = visit.front
    with visit.room() as room:
        content = room.services.incidents.report(room.actor, incident, front.texts)
    front.files.write(out, content)
    front.console.say("cli.file.written", file=str(out))


@commands.command("close")
@opens_vault
def close(visit: Visit, incident: Incident, ending: Annotated[Ending, typer.Option("--ending")]) -> None:
    """End an incident with what came out."""
    front = visit.front
    with visit.room() as room:
        room.services.incidents.close(room.actor, incident, ending)
    front.console.say("cli.loop.closed", number=incident)


@commands.command("clear")
@opens_vault
def clear(
    visit: Visit,
    partner: Annotated[str, typer.Argument()],
    why: Annotated[Clearing, typer.Option("--why")],
    witness: Witness,
) -> None:
    """Let a stopped lane go on, together with a second officer."""
    front = visit.front
    with visit.room() as room:
        room.services.lanes.clear(room.actor, room.seat(witness).actor, StationId(partner), why)
    front.console.say("cli.loop.cleared", partner=partner)


def _why(texts: Catalogue, lane: StoppedLane) -> str:
    if lane.missing is not None:
        first, last = lane.missing
        return texts("cli.loop.gap.one" if first == last else "cli.loop.gap", first=first, last=last)
    return texts("cli.loop.stopped", seq=lane.seq, last=lane.last_seq)
