"""``sekisho confirmation``: what a partner abroad is told about a person."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import Visit, opens_vault
from app.models.domain.civil_day import civil_day
from app.services.exchange.confirming import read_ask
from app.services.exchange.preview import lines_of

NAME = "confirmation"
commands = typer.Typer()
_LARGEST = 64 * 1024


@commands.command("write")
@opens_vault
def write(visit: Visit, case: Annotated[str, typer.Argument()], form: Annotated[Path, typer.Argument()]) -> None:
    """Keep the answer about a person to a partner abroad, as the case says it today; sent with ``export``."""
    front = visit.front
    ask = read_ask(front.files.read(form, _LARGEST))
    with visit.room() as room:
        front.console.row(room.services.confirming.write(room.actor, case, ask))


@commands.command("list")
@opens_vault
def list_confirmations(visit: Visit) -> None:
    """List confirmations that were written here and that came, each whole."""
    front = visit.front
    with visit.room() as room:
        found = room.services.confirming.every(room.actor)
    for one in found:
        front.console.row(one.matter_id, front.texts(f"cli.report.{one.way}"), civil_day(one.at).isoformat())
        for line in lines_of([one.said]):
            front.console.row(one.matter_id, line.path, line.value)
