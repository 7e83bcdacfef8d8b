"""``sekisho officer``: appoint officers, change passphrases and terms, issue new keys, let officers go."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.cli import token_commands
from app.cli.front import Visit, opens_vault
from app.cli.passphrases import Passphrases
from app.models.domain.actor import Role
from app.services.officers.officers import Officers
from app.services.stations.setup import NewOfficer

NAME = "officer"
commands = typer.Typer()
commands.add_typer(token_commands.commands, name=token_commands.NAME)
Name = Annotated[str, typer.Argument()]
Generate = Annotated[bool, typer.Option("--generate")]


@commands.command("list")
@opens_vault
def list_officers(visit: Visit) -> None:
    """List the officers and what opens the vault for them."""
    front = visit.front
    with visit.room() as room:
        keys = Officers(room.services.desk, room.door).keys(room.actor)
    for holder in keys.holders:
        one = holder.officer
        state = "ended" if one.ended_at else "awaits-unlock" if holder.awaits_unlock else "present"
        front.console.row(
            one.person_id,
            one.name,
            " ".join(one.roles),
            state,
            one.until.isoformat() if one.until else "",
            holder.slot_made_at.date().isoformat() if holder.slot_made_at else "",
        )
    front.console.hint("cli.officer.generation", count=keys.generation)
    if keys.renewal_due:
        front.console.hint("cli.officer.renewal-due")


@commands.command("add")
@opens_vault
def add(
    visit: Visit,
    name: Name,
    role: Annotated[list[Role], typer.Option("--role")],
    generate: Generate = False,  # noqa: FBT002 - a switch of the command line
) -> None:
    """Appoint an officer; the first passphrase is typed, or generated and shown once."""
    front = visit.front
    with visit.room() as room:
        passphrase = bootstrap.suggest_passphrase() if generate else room.passphrases.new(name)
        Officers(room.services.desk, room.door).add(room.actor, NewOfficer(name, frozenset(role), passphrase))
    front.console.say("cli.officer.added", name=name)
    if generate:
        front.console.value(passphrase)


@commands.command("passphrase")
@opens_vault
def passphrase(
    visit: Visit, new_passphrase_file: Annotated[Path | None, typer.Option("--new-passphrase-file")] = None
) -> None:
    """Change the own passphrase."""
    front = visit.front
    with visit.room() as room:
        name = room.officers[room.actor.person]
        old = room.passphrases.of(name)
        new = Passphrases(front.console, new_passphrase_file).new(name)
        Officers(room.services.desk, room.door).change_passphrase(room.actor, old, new)
    front.console.say("cli.officer.passphrase-changed")


@commands.command("reset")
@opens_vault
def reset(
    visit: Visit,
    name: Name,
    generate: Generate = False,  # noqa: FBT002 - a switch of the command line
) -> None:
    """Issue new keys to an officer who forgot the passphrase."""
    front = visit.front
    with visit.room() as room:
        person = room.person(name)
        new = bootstrap.suggest_passphrase() if generate else room.passphrases.new(room.officers[person])
        Officers(room.services.desk, room.door).reset(room.actor, person, new)
        shown = room.officers[person]
    front.console.say("cli.officer.reset", name=shown)
    if generate:
        front.console.value(new)


@commands.command("end")
@opens_vault
def end(visit: Visit, name: Name) -> None:
    """Let an officer go and renew the vault key."""
    front = visit.front
    with visit.room() as room:
        person = room.person(name)
        is_renewed = Officers(room.services.desk, room.door).end(room.actor, person)
        shown = room.officers[person]
    front.console.say("cli.officer.ended", name=shown)
    if not is_renewed:
        front.console.hint("cli.officer.renewal-due")


@commands.command("term")
@opens_vault
def term(
    visit: Visit, name: Name, last_day: Annotated[datetime | None, typer.Option("--until", formats=["%Y-%m-%d"])] = None
) -> None:
    """Set the last day of an officer's term; without a day the term has no end."""
    front = visit.front
    with visit.room() as room:
        person = room.person(name)
        Officers(room.services.desk, room.door).set_term(
            room.actor, person, None if last_day is None else last_day.date()
        )
        shown = room.officers[person]
    front.console.say(
        "cli.officer.term-set", name=shown, until="-" if last_day is None else last_day.date().isoformat()
    )
