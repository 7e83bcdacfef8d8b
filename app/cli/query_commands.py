"""``sekisho query``: the queries of a case inside the office."""

from typing import Annotated

import typer

from app.cli.front import Visit, opens_vault

NAME = "query"
commands = typer.Typer()


@commands.callback()
def queries() -> None:
    """Keep the name of the one command."""


@commands.command("list")
@opens_vault
def list_queries(visit: Visit, case: Annotated[str, typer.Argument()]) -> None:
    """List the queries of a case, each with where it stands, its answer and what was said last."""
    front = visit.front
    with visit.room() as room:
        found = room.services.review.detail(room.actor, room.case(case))
    for one in found.queries:
        said = next(step.text for step in reversed(one.query.steps) if step.text)
        front.console.row(one.query_id, one.place, front.texts(f"query-state.{one.query.state}"), one.query.to, said)
