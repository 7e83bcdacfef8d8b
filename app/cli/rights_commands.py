"""``sekisho rights``: print the matrix of rights, and issue the statement to a subject."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import Visit, opens_vault
from app.models.domain.errors import EnvironmentProblemError

NAME = "rights"
commands = typer.Typer()
To = Annotated[Path, typer.Option("--to")]


@commands.command("print")
@opens_vault
def print_matrix(visit: Visit, to: To) -> None:
    """Write the matrix of rights as PDF: who may do what, and who may see what."""
    front = visit.front
    with visit.room() as room:
        _write(to, room.services.rights.matrix(room.actor, front.texts))
    front.console.say("cli.rights.written", file=str(to))


@commands.command("statement")
@opens_vault
def statement(visit: Visit, whose: Annotated[str, typer.Argument()], to: To) -> None:
    """Write the statement to a subject as PDF; the subject is a case number, or an identity from the record."""
    front = visit.front
    with visit.room() as room:
        issued = room.services.statements.issue(room.actor, whose)
        _write(to, issued.pdf)
    front.console.say("cli.rights.statement", number=issued.issue_number, count=issued.entries, file=str(to))


def _write(to: Path, pdf: bytes) -> None:
    try:
        to.write_bytes(pdf)
    except OSError as cause:
        raise EnvironmentProblemError("letter.not-saved") from cause
