"""``sekisho statistics``: the yearly figures of this office, and those that came."""

from typing import Annotated

import typer

from app.cli.front import Officer, PassphraseFile, VaultFolder, entered, front_of

NAME = "statistics"
commands = typer.Typer()


@commands.command("own")
def own(
    context: typer.Context,
    year: Annotated[int, typer.Argument()],
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Show the exact figures of this office for a calendar year."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.counting.own(room.actor, year)
    for (measure, group), count in found.items():
        front.console.row(front.texts(f"measure.{measure}"), front.texts(f"group.{group}"), str(count))


@commands.command("received")
def received(
    context: typer.Context, officer: Officer, vault: VaultFolder = None, passphrase_file: PassphraseFile = None
) -> None:
    """Show the figures that other offices sent."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.counting.received(room.actor)
    for one in found:
        for figure in one.figures.figures:
            count = "—" if figure.count is None else str(figure.count)
            measure, group = front.texts(f"measure.{figure.measure}"), front.texts(f"group.{figure.group}")
            front.console.row(one.office, one.figures.until.isoformat(), measure, group, count)
