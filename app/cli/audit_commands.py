"""``sekisho audit``: verify the record and read it."""

from typing import Annotated

import typer

from app.cli.front import Officer, PassphraseFile, VaultFolder, entered, front_of
from app.models.domain.civil_day import JAPAN
from app.models.domain.errors import VaultError

NAME = "audit"
commands = typer.Typer()
_MOST = 10_000


@commands.command("verify")
def verify(
    context: typer.Context, officer: Officer, vault: VaultFolder = None, passphrase_file: PassphraseFile = None
) -> None:
    """Hash every entry of the record again and show its signed head."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        report = room.services.record.verify(room.actor)
    if not report.is_sound:
        for number in report.damaged:
            front.console.say("cli.record.damaged", number=number)
        raise VaultError("cli.record-unsound")
    front.console.say("cli.record.sound", count=report.size)
    for line in report.checkpoint.splitlines():
        front.console.value(line)


@commands.command("show")
def show(
    context: typer.Context,
    officer: Officer,
    limit: Annotated[int, typer.Option("--limit", min=1, max=_MOST)] = 50,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Show the latest entries of the record, newest first."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        events = room.services.record.newest(room.actor, limit)
        officers = room.officers
    for event in events:
        at = event.at.astimezone(JAPAN).isoformat(sep=" ", timespec="seconds")
        key = f"event.{event.code}"
        said = front.texts(key) if key in front.texts else event.code
        front.console.row(
            str(event.seq), at, officers.get(event.person, event.person), said, event.result, event.subject
        )
