"""``sekisho bundle``: inspect, verify, open and admit bundles."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.deciding import Aside, Identity, admit_shown, answers, require_good, show_contents, show_report
from app.cli.explaining import named_codes, show_code, show_outside
from app.cli.extract import ExtractFolder
from app.cli.front import InFile, PassphraseFile, VaultFolder, Visit, front_of, on_medium, opens_vault
from app.services.bundles.outside import look_outside

NAME = "bundle"
commands = typer.Typer()


@commands.command("verify")
@opens_vault
def verify(visit: Visit, file: InFile) -> None:
    """Say whether a bundle can be trusted, question by question."""
    front = visit.front
    drive, name = on_medium(file)
    with visit.room() as room:
        found = room.services.importing.inspect(room.actor, drive, name)
    show_report(front, found)
    require_good(found)


@commands.command("inspect")
@opens_vault
def inspect(visit: Visit, file: InFile) -> None:
    """Verify a bundle and show what it says and what admitting it would change."""
    front = visit.front
    drive, name = on_medium(file)
    with visit.room() as room:
        found = room.services.importing.inspect(room.actor, drive, name)
    show_report(front, found)
    require_good(found)
    show_contents(front, found)


@commands.command("open")
@opens_vault
def open_to_folder(visit: Visit, file: InFile, to: Annotated[Path, typer.Option("--to")]) -> None:
    """Write the contents of a verified bundle into a new folder, in clear; the vault keeps nothing of it."""
    front = visit.front
    drive, name = on_medium(file)
    with visit.room() as room, ExtractFolder(to) as folder:
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
            with Visit(front, vault, officer, passphrase_file).room() as room:
                found = room.services.importing.inspect(room.actor, drive, name)
            show_report(front, found)
            codes = (found.report.code,) if found.report.code else ()
    for code in codes:
        show_code(front.console, code)


@commands.command("admit")
@opens_vault
def admit(
    visit: Visit,
    file: InFile,
    identity: Identity = None,
    aside: Aside = None,
) -> None:
    """Admit a verified bundle into the vault."""
    front = visit.front
    drive, name = on_medium(file)
    with visit.room() as room:
        found = room.services.importing.inspect(room.actor, drive, name)
        show_report(front, found)
        require_good(found)
        show_contents(front, found)
        if identity or aside:
            found = room.services.importing.answer(room.actor, found, answers(found, identity, aside))
        admit_shown(front, room, found)


@commands.command("refuse")
@opens_vault
def refuse(visit: Visit, file: InFile) -> None:
    """Refuse a bundle; nothing of it stays but the fact."""
    front = visit.front
    drive, name = on_medium(file)
    with visit.room() as room:
        found = room.services.importing.inspect(room.actor, drive, name)
        show_report(front, found)
        room.services.importing.refuse(room.actor, found)
    front.console.say("cli.bundle.refused", bundle=found.bundle_id or found.file_name)


@commands.command("accept-gap")
@opens_vault
def accept_gap(visit: Visit, file: InFile, reason: str) -> None:
    """Give up waiting for earlier bundles of this sender."""
    from app.services.exchange.importing import GapReason  # noqa: PLC0415 - heavy

    front = visit.front
    drive, name = on_medium(file)
    if reason not in set(GapReason):
        raise typer.BadParameter(", ".join(GapReason))
    with visit.room() as room:
        found = room.services.importing.inspect(room.actor, drive, name)
        count = room.services.importing.accept_gap(room.actor, found, GapReason(reason))
    front.console.say("cli.bundle.gap-accepted", count=count)
