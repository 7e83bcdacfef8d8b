"""``sekisho rights``: print the matrix of rights, and issue the statement to a subject."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import Officer, PassphraseFile, VaultFolder, entered, front_of
from app.models.domain.errors import EnvironmentProblemError

NAME = "rights"
commands = typer.Typer()
To = Annotated[Path, typer.Option("--to")]


@commands.command("print")
def print_matrix(
    context: typer.Context, to: To, officer: Officer, vault: VaultFolder = None, passphrase_file: PassphraseFile = None
) -> None:
    """Write the matrix of rights as PDF: who may do what, and who may see what."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        _write(to, room.services.rights.matrix(room.actor, front.texts))
    front.console.say("cli.rights.written", file=str(to))


@commands.command("statement")
def statement(
    context: typer.Context,
    whose: Annotated[str, typer.Argument()],
    to: To,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the statement to a subject as PDF; the subject is a case number, or an identity from the record."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        issued = room.services.statements.issue(room.actor, whose)
        _write(to, issued.pdf)
    front.console.say("cli.rights.statement", number=issued.issue_number, count=issued.entries, file=str(to))


def _write(to: Path, pdf: bytes) -> None:
    try:
        to.write_bytes(pdf)
    except OSError as cause:
        raise EnvironmentProblemError("letter.not-saved") from cause
