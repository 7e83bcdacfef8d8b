"""``sekisho statistics``: the yearly figures of this office, and those that came."""

from typing import Annotated

import typer

from app.cli.front import Visit, opens_vault

NAME = "statistics"
commands = typer.Typer()


@commands.command("own")
@opens_vault
def own(visit: Visit, year: Annotated[int, typer.Argument()]) -> None:
    """Show the exact figures of this office for a calendar year."""
    front = visit.front
    with visit.room() as room:
        found = room.services.counting.own(room.actor, year)
    for (measure, group), count in found.items():
        front.console.row(front.texts(f"measure.{measure}"), front.texts(f"group.{group}"), str(count))


@commands.command("received")
@opens_vault
def received(visit: Visit) -> None:
    """Show the figures that other offices sent."""
    front = visit.front
    with visit.room() as room:
        found = room.services.counting.received(room.actor)
    for one in found:
        for figure in one.figures.figures:
            count = "—" if figure.count is None else str(figure.count)
            measure, group = front.texts(f"measure.{figure.measure}"), front.texts(f"group.{figure.group}")
            front.console.row(one.office, one.figures.until.isoformat(), measure, group, count)
