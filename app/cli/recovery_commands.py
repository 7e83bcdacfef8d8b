"""``sekisho recovery``: make the two recovery sheets, and open a vault with them."""

from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import PassphraseFile, VaultFolder, Visit, front_of, opens_vault, person_named
from app.cli.passphrases import Passphrases
from app.services.officers.recovery import Recovery
from app.services.officers.sheets import PREFIX, typed_identity

NAME = "recovery"
commands = typer.Typer()


@commands.command("appoint")
@opens_vault
def appoint(
    visit: Visit, keeper_one: Annotated[str, typer.Argument()], keeper_two: Annotated[str, typer.Argument()]
) -> None:
    """Appoint two recovery officers; what belongs on their sheets is printed once and kept nowhere."""
    front = visit.front
    with visit.room() as room:
        sheets = Recovery(room.services.desk).appoint(room.actor, keeper_one, keeper_two)
    for sheet in sheets:
        front.console.row(str(sheet.number), sheet.holder, sheet.fingerprint)
        front.console.value(f"{PREFIX} {' '.join(sheet.groups)}")
    front.console.hint("cli.recovery.appointed")


@commands.command("use")
def use(
    context: typer.Context,
    name: Annotated[str, typer.Argument()],
    sheet_file: Annotated[Path | None, typer.Option("--sheet-file")] = None,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Give an officer new keys with both recovery sheets."""
    front = front_of(context)
    door = bootstrap.door(vault or bootstrap.places().vault)
    officers = door.slots().names
    person = person_named(officers, name)
    typed = Passphrases(front.console, sheet_file)
    first, second = (typed_identity(typed.of(str(which), ask="cli.ask.sheet"), which) for which in (1, 2))
    new = Passphrases(front.console, passphrase_file).new(officers[person])
    done = door.recover(first, second, person, new)
    front.console.say("cli.recovery.used", name=done.officer_name)
    if done.device_renewed:
        front.console.hint("cli.recovery.device-renewed")
    if not done.key_renewed:
        front.console.hint("cli.officer.renewal-due")
