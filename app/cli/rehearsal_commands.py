"""``sekisho demo`` and ``sekisho rehearsal``: the main job with synthetic people, and a fresh start by one command."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import bootstrap
from app.cli.front import Front, front_of
from app.services.jobs import CancelToken

if TYPE_CHECKING:
    from app.services.rehearsal.run import Rehearsed

commands = typer.Typer()


def demo(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    no_window: Annotated[bool, typer.Option("--no-window")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Play the main job over the rehearsal office and leave bundles, letters and a report."""
    front = front_of(context)
    done = _rehearse(front, out, play=True)
    if no_window:
        return
    if not front.has_display:
        front.console.hint("cli.demo.no-display")
        return
    raise typer.Exit(front.open_window(done.vault))


@commands.command("reset")
def reset(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Option("--folder")] = None,
    played: Annotated[bool, typer.Option("--played")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Throw the rehearsal away and make it anew."""
    _rehearse(front_of(context), folder, play=played)


def _rehearse(front: Front, folder: Path | None, *, play: bool) -> "Rehearsed":
    from app.services.rehearsal.run import run_rehearsal  # noqa: PLC0415 - it brings everything

    console = front.console
    with _stoppable() as token:
        done = run_rehearsal(
            (folder or bootstrap.places().rehearsal).absolute(),
            bootstrap.rehearsal_machine(),
            bootstrap.rehearsal_plan(),
            bootstrap.packs(),
            front.texts,
            play=play,
            progress=console.progress,
            token=token,
        )
    console.say("cli.rehearsal.folder", folder=str(done.folder))
    console.say("cli.rehearsal.passphrases", file=str(done.passphrases))
    if done.played is not None and done.report is not None:
        sent, letters, refused = len(done.played.sent), len(done.played.letters), len(done.played.refused)
        console.say("cli.rehearsal.done", sent=sent, letters=letters, refused=refused)
        console.say("cli.rehearsal.report", file=str(done.report))
    console.hint("rehearsal.keyring-used" if done.device_bound else "rehearsal.no-keyring")
    return done


@contextmanager
def _stoppable() -> Iterator[CancelToken]:
    """Let the interrupt key stop the work between two acts instead of in the middle of one."""
    token = CancelToken()
    before = signal.signal(signal.SIGINT, lambda _number, _frame: token.cancel())
    try:
        yield token
    finally:
        signal.signal(signal.SIGINT, before)
