"""``sekisho result``: the notices that a contractor received."""

from typing import Annotated

import typer

from app.cli.front import Output, Visit, opens_vault
from app.models.domain.ids import BundleId

NAME = "result"
commands = typer.Typer()
Bundle = Annotated[str, typer.Argument()]


@commands.command("list")
@opens_vault
def list_results(visit: Visit) -> None:
    """Show the notices that are here, the newest first."""
    front = visit.front
    with visit.room() as room:
        found = room.services.told.every(room.actor)
    for one in found:
        day = one.notified_on.isoformat() if one.notified_on is not None else "—"
        outcome, answered = front.texts(f"outcome.{one.outcome}"), front.texts(f"results.answered.{one.answered}")
        later = "" if one.is_newest else front.texts("cli.result.later")
        front.console.row(one.bundle_id, day, one.name, one.section, outcome, answered, later)


@commands.command("show")
@opens_vault
def show(visit: Visit, bundle: Bundle) -> None:
    """Show one notice and how it came."""
    front = visit.front
    with visit.room() as room:
        one = room.services.told.one(room.actor, BundleId(bundle))
    values = {
        "outcome": front.texts(f"outcome.{one.outcome}"),
        "name": one.name,
        "section": one.section,
        "notified": one.notified_on.isoformat() if one.notified_on is not None else "—",
        "validity": front.texts("results.validity.not-told"),
        "issue": one.issue_number,
        "office": front.console.named(one.office_ja, one.office_en),
        "received": one.received_at.isoformat(),
        "file": one.file_name,
        "roster": one.roster_id,
        "answered": front.texts(f"results.answered.{one.answered}"),
        "destroy": one.destroy_by.isoformat(),
    }
    for key, value in values.items():
        front.console.row(front.texts(f"results.field.{key}"), value)
    for later in one.later:
        front.console.row(front.texts("results.field.later"), later)


@commands.command("letter")
@opens_vault
def letter(visit: Visit, bundle: Bundle, out: Output) -> None:
    """Save a numbered copy of the letter of a notice as PDF."""
    front = visit.front
    with visit.room() as room:
        copy = room.services.told.printed(room.actor, BundleId(bundle))
        front.files.write(out, copy.pdf)
    front.console.say("cli.result.saved", copy=copy.copy, file=str(out))
