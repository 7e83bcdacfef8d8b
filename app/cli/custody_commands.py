"""``sekisho custody``: where cases are, take one back, decide a conflict, confirm after a restore."""

from typing import Annotated

import typer

from app.cli.front import Front, Visit, Witness, opens_vault
from app.models.domain.custody import Side
from app.models.domain.ids import StationId
from app.services.exchange.custody.custody import DecisionReason, RecallReason, Whereabouts

NAME = "custody"
commands = typer.Typer()
Case = Annotated[str, typer.Argument()]


@commands.command("list")
@opens_vault
def list_cases(visit: Visit) -> None:
    """List the cases that were handed over, are in conflict or in doubt."""
    front = visit.front
    with visit.room() as room:
        found = room.services.custody.everywhere(room.actor)
    for one in found:
        _say(front, one)
    front.console.hint("cli.custody.count", count=len(found))


@commands.command("recall")
@opens_vault
def recall(
    visit: Visit, case_id: Case, cause: Annotated[RecallReason, typer.Option("--reason")], witness: Witness
) -> None:
    """Take a case back after a loss, before a witness who types the own passphrase."""
    front = visit.front
    with visit.room() as room:
        seat = room.seat(witness)
        number = room.services.custody.recall(room.actor, seat.actor, room.case(case_id), cause)
    front.console.say("cli.custody.recalled", number=number)


@commands.command("compare")
@opens_vault
def compare(visit: Visit, case_id: Case) -> None:
    """Show the two sides of a conflict, document by document."""
    front = visit.front
    with visit.room() as room:
        comparison = room.services.custody.compare(room.actor, room.case(case_id))
    for line in comparison.lines:
        revisions = (str(line.our_revision or "—"), str(line.their_revision or "—"))
        front.console.row(line.kind, line.place, line.sameness.value, *revisions)
    front.console.hint("cli.custody.conflict", name=comparison.conflict.name.value)


@commands.command("decide")
@opens_vault
def decide(
    visit: Visit,
    case_id: Case,
    side: Annotated[Side, typer.Option("--side")],
    cause: Annotated[DecisionReason, typer.Option("--reason")],
    witness: Witness,
) -> None:
    """Decide a conflict of custody, before a witness."""
    front = visit.front
    with visit.room() as room:
        seat = room.seat(witness)
        number = room.services.custody.decide(room.actor, seat.actor, room.case(case_id), side, cause)
    front.console.say("cli.custody.decided", number=number)


@commands.command("confirm")
@opens_vault
def confirm(
    visit: Visit,
    witness: Witness,
    cases: Annotated[list[str], typer.Argument()],
    away: Annotated[str, typer.Option("--away")] = "",
) -> None:
    """After a restore: confirm that cases are here, or state with --away to which station they left."""
    front = visit.front
    with visit.room() as room:
        seat, named = room.seat(witness), [room.case(case) for case in cases]
        if away:
            count = room.services.custody.declare_away(room.actor, seat.actor, named, StationId(away))
        else:
            count = room.services.custody.confirm(room.actor, seat.actor, named)
    front.console.say("cli.custody.confirmed", count=count)


def _say(front: Front, one: Whereabouts) -> None:
    custody = one.custody
    conflict = custody.conflict.name.value if custody.conflict is not None else ""
    words = (custody.standing.value, str(custody.number), custody.partner or custody.holder, conflict)
    front.console.row(one.case_id, one.number or "—", *words)
