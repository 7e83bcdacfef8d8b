"""``sekisho policy``: show and set the policies of the office."""

from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import Officer, PassphraseFile, VaultFolder, Visit, front_of, opens_vault, person_named
from app.cli.passphrases import Passphrases
from app.models.domain.policies import POLICIES, PolicyName

NAME = "policy"
commands = typer.Typer()


@commands.command("show")
@opens_vault
def show(visit: Visit) -> None:
    """Show every policy, its value and what else could be chosen."""
    front = visit.front
    with visit.room() as room:
        values = room.services.policies.in_force()
    for name, value in values.items():
        front.console.row(
            name,
            value,
            front.texts(f"policy.{name}"),
            front.texts(f"policy.{name}.{value}"),
            " ".join(POLICIES[name].values),
        )


@commands.command("set")
def set_policy(
    context: typer.Context,
    policy: Annotated[PolicyName, typer.Argument()],
    value: Annotated[str, typer.Argument()],
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Set one policy. This works where the network is not proved to be shut, too: it is the way out."""
    front = front_of(context)
    passphrases = Passphrases(front.console, passphrase_file)
    door = bootstrap.door(vault or bootstrap.places().vault, ask_pin=lambda binding: passphrases.pin(binding.label))
    officers = door.slots().names
    person = person_named(officers, officer)
    session = door.unlock_for_setup(person, passphrases.of(officers[person]))
    try:
        bootstrap.services(session).policies.set(session.actor, policy, value)
    finally:
        session.lock()
    front.console.say("cli.policy.set", policy=front.texts(f"policy.{policy}"), value=value)
