"""``sekisho confirmation``: what a partner abroad is told about a person."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import Officer, PassphraseFile, VaultFolder, entered, front_of
from app.models.domain.civil_day import civil_day
from app.services.exchange.confirming import read_ask
from app.services.exchange.preview import lines_of

NAME = "confirmation"
commands = typer.Typer()
_LARGEST = 64 * 1024


@commands.command("write")
def write(
    context: typer.Context,
    case: Annotated[str, typer.Argument()],
    form: Annotated[Path, typer.Argument()],
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Keep the answer about a person to a partner abroad, as the case says it today; sent with ``export``."""
    front = front_of(context)
    ask = read_ask(front.files.read(form, _LARGEST))
    with entered(front, vault, officer, passphrase_file) as room:
        front.console.row(room.services.confirming.write(room.actor, case, ask))


@commands.command("list")
def list_confirmations(
    context: typer.Context, officer: Officer, vault: VaultFolder = None, passphrase_file: PassphraseFile = None
) -> None:
    """List confirmations that were written here and that came, each whole."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.confirming.every(room.actor)
    for one in found:
        front.console.row(one.matter_id, front.texts(f"cli.report.{one.way}"), civil_day(one.at).isoformat())
        for line in lines_of([one.said]):
            front.console.row(one.matter_id, line.path, line.value)
