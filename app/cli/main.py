"""Put the commands together, run one, turn every outcome into an exit code."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from app import __version__, bootstrap
from app.cli import (
    arriving_commands,
    audit_commands,
    bundle_commands,
    confirmation_commands,
    correction_commands,
    countersign_commands,
    custody_commands,
    export_commands,
    inquiry_commands,
    interview_commands,
    loop_commands,
    media_commands,
    officer_commands,
    pack_commands,
    paper_commands,
    point_commands,
    policy_commands,
    query_commands,
    questionnaire_commands,
    ready_commands,
    receipt_commands,
    recovery_commands,
    rehearsal_commands,
    report_commands,
    restore_commands,
    result_commands,
    retention_commands,
    rights_commands,
    roster_commands,
    sample_commands,
    statistics_commands,
    task_commands,
    transcription_commands,
    trust_commands,
    vault_commands,
)
from app.cli.console import Console, make_writable, split_language
from app.cli.front import Front, front_of
from app.models.domain.errors import AppError, BugError, CancelledError
from app.services.bundles.refusals import refusal_of
from app.services.texts.catalogue import Catalogue, Language

USAGE = 2
"""Exit code of a command line that cannot be understood."""
_ROOMS = (
    vault_commands,
    roster_commands,
    questionnaire_commands,
    pack_commands,
    bundle_commands,
    arriving_commands,
    export_commands,
    countersign_commands,
    receipt_commands,
    report_commands,
    result_commands,
    inquiry_commands,
    paper_commands,
    confirmation_commands,
    point_commands,
    interview_commands,
    query_commands,
    task_commands,
    sample_commands,
    correction_commands,
    statistics_commands,
    media_commands,
    loop_commands,
    custody_commands,
    transcription_commands,
    trust_commands,
    audit_commands,
    policy_commands,
    retention_commands,
    rights_commands,
    officer_commands,
    recovery_commands,
    restore_commands,
)


def build() -> typer.Typer:
    """All commands; their help is filled in by :func:`run`."""
    app = typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, invoke_without_command=True
    )
    app.callback()(_without_command)
    for room in _ROOMS:
        app.add_typer(room.commands, name=room.NAME)
    app.command("ready")(ready_commands.ready)
    app.command("demo")(rehearsal_commands.demo)
    app.add_typer(rehearsal_commands.commands, name="rehearsal")
    return app


def _without_command(
    context: typer.Context,
    lang: Annotated[Language | None, typer.Option("--lang")] = None,  # noqa: ARG001 - taken out before, see split_language
    version: Annotated[bool, typer.Option("--version")] = False,  # noqa: FBT002 - a switch of the command line
) -> None:
    front = front_of(context)
    if version:
        front.console.value(f"sekisho {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit(front.open_window(None))


def run(
    arguments: Sequence[str],
    *,
    open_window: Callable[[Path | None], int],
    environment: Mapping[str, str],
    out: TextIO = sys.stdout,
    err: TextIO = sys.stderr,
) -> int:
    """Run one command.

    Args:
        arguments: Without the name of the program.
        open_window: Opens the window on a vault, or on the vault of this workstation.
        environment: For language and display.
        out: Results.
        err: Progress and errors.

    Returns:
        The exit code: 0, 2 for a command line that cannot be understood, otherwise that of the error.
    """
    make_writable(out, err)
    language, rest = split_language(arguments, environment)
    texts = bootstrap.catalogue(language)
    console = Console(texts, out, err)
    has_display = any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")) or sys.platform != "linux"
    front = Front(console, bootstrap.chosen_files(), open_window, has_display)
    command = get_command(build())
    _explain(command, texts, "cli.help")
    try:
        code = command.main(args=rest, prog_name="sekisho", standalone_mode=False, obj=front)
    except AppError as error:
        console.error(error)
        refusal = refusal_of(error.code)
        return error.exit_code if refusal is None else refusal.exit_code
    except TyperException as misuse:
        console.hint("cli.usage", message=str(getattr(misuse, "format_message", misuse.__str__)()))
        return USAGE
    except typer.Abort:
        console.error(CancelledError())
        return CancelledError.exit_code
    except Exception as fault:  # noqa: BLE001 - whatever is left is ours, and nothing of its content may be shown
        console.fault(fault)
        return BugError.exit_code
    return code if isinstance(code, int) else 0


def _explain(command: Any, texts: Catalogue, path: str) -> None:
    """Write the help of a command and everything under it in the user's language."""
    command.help = texts(path)
    command.short_help = None
    for parameter in command.params:
        parameter.help = texts(f"cli.param.{parameter.name.replace('_', '-')}")
    for name, below in getattr(command, "commands", {}).items():
        _explain(below, texts, f"{path}.{name}")
