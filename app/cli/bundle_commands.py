"""``sekisho bundle``: inspect, verify, open and admit bundles."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.deciding import Aside, Identity, admit_shown, answers, require_good, show_contents, show_report
from app.cli.explaining import named_codes, show_code, show_outside
from app.cli.extract import ExtractFolder
from app.cli.front import InFile, Officer, PassphraseFile, VaultFolder, entered, front_of, on_medium
from app.services.bundles.outside import look_outside

NAME = "bundle"
commands = typer.Typer()


@commands.command("verify")
def verify(
    context: typer.Context,
    file: InFile,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Say whether a bundle can be trusted, question by question."""
    front = front_of(context)
    drive, name = on_medium(file)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.importing.inspect(room.actor, drive, name)
    show_report(front, found)
    require_good(found)


@commands.command("inspect")
def inspect(
    context: typer.Context,
    file: InFile,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Verify a bundle and show what it says and what admitting it would change."""
    front = front_of(context)
    drive, name = on_medium(file)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.importing.inspect(room.actor, drive, name)
    show_report(front, found)
    require_good(found)
    show_contents(front, found)


@commands.command("open")
def open_to_folder(
    context: typer.Context,
    file: InFile,
    to: Annotated[Path, typer.Option("--to")],
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the contents of a verified bundle into a new folder, in clear; the vault keeps nothing of it."""
    front = front_of(context)
    drive, name = on_medium(file)
    with entered(front, vault, officer, passphrase_file) as room, ExtractFolder(to) as folder:
        count = room.services.unpacking.unpack(room.actor, drive, name, folder.take)
    front.console.say("cli.bundle.opened", folder=str(to), count=count)
    front.console.hint("cli.bundle.in-clear")


@commands.command("explain")
def explain(
    context: typer.Context,
    what: Annotated[str, typer.Argument()],
    officer: Annotated[str | None, typer.Option("--officer")] = None,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Say what a code means, or what is the matter with a file: what was not changed, what to do."""
    front = front_of(context)
    codes = named_codes(front.texts, what)
    if not codes:
        drive, name = on_medium(Path(what))
        if officer is None:
            with drive.open_bundle(name) as source:
                codes = show_outside(front.console, look_outside(name, source))
        else:
            with entered(front, vault, officer, passphrase_file) as room:
                found = room.services.importing.inspect(room.actor, drive, name)
            show_report(front, found)
            codes = (found.report.code,) if found.report.code else ()
    for code in codes:
        show_code(front.console, code)


@commands.command("admit")
def admit(
    context: typer.Context,
    file: InFile,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
    identity: Identity = None,
    aside: Aside = None,
) -> None:
    """Admit a verified bundle into the vault."""
    front = front_of(context)
    drive, name = on_medium(file)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.importing.inspect(room.actor, drive, name)
        show_report(front, found)
        require_good(found)
        show_contents(front, found)
        if identity or aside:
            found = room.services.importing.answer(room.actor, found, answers(found, identity, aside))
        admit_shown(front, room, found)


@commands.command("refuse")
def refuse(
    context: typer.Context,
    file: InFile,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Refuse a bundle; nothing of it stays but the fact."""
    front = front_of(context)
    drive, name = on_medium(file)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.importing.inspect(room.actor, drive, name)
        show_report(front, found)
        room.services.importing.refuse(room.actor, found)
    front.console.say("cli.bundle.refused", bundle=found.bundle_id or found.file_name)


@commands.command("accept-gap")
def accept_gap(
    context: typer.Context,
    file: InFile,
    officer: Officer,
    reason: str,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Give up waiting for earlier bundles of this sender."""
    from app.services.exchange.importing import GapReason  # noqa: PLC0415 - heavy

    front = front_of(context)
    drive, name = on_medium(file)
    if reason not in set(GapReason):
        raise typer.BadParameter(", ".join(GapReason))
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.importing.inspect(room.actor, drive, name)
        count = room.services.importing.accept_gap(room.actor, found, GapReason(reason))
    front.console.say("cli.bundle.gap-accepted", count=count)
