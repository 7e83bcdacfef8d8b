"""``sekisho arrival``: bundles that wait, alarms, and taking an admission back."""

from typing import Annotated

import typer

from app.cli.front import Officer, PassphraseFile, VaultFolder, entered, front_of
from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import BundleId
from app.services.exchange.alarms import Finding

NAME = "arrival"
commands = typer.Typer()


@commands.command("waiting")
def waiting(
    context: typer.Context, officer: Officer, vault: VaultFolder = None, passphrase_file: PassphraseFile = None
) -> None:
    """List the bundles that were inspected and not decided on."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.importing.waiting(room.actor)
    for one in found:
        front.console.row(one.bundle_id, one.inspected_at.isoformat(), one.file_name)


@commands.command("alarms")
def alarms(
    context: typer.Context, officer: Officer, vault: VaultFolder = None, passphrase_file: PassphraseFile = None
) -> None:
    """List bundles with which somebody may have tampered."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.alarms.all(room.actor, open_only=False)
    for one in found:
        office = front.console.named(one.office_ja, one.office_en)
        state = front.texts(f"alarm-finding.{one.finding}" if one.finding else "ui.import.desk.open")
        what = front.texts.error(UntrustedInputError(one.code)).what
        front.console.row(one.alarm_id, one.raised_at.isoformat(), one.code, state, office, what)


@commands.command("settle")
def settle(
    context: typer.Context,
    alarm: str,
    finding: Finding,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Say what a look into an alarm brought to light."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        room.services.alarms.settle(room.actor, alarm, finding)
    front.console.say("cli.arrival.settled", alarm=alarm, finding=front.texts(f"alarm-finding.{finding}"))


@commands.command("take-back")
def take_back(
    context: typer.Context,
    bundle: str,
    witness: Annotated[str, typer.Option("--witness")],
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Undo an admission before a second person who types the own passphrase."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        way = room.services.taking_back.foresee(room.actor, BundleId(bundle))
        if way.obstacle is not None:
            raise way.obstacle
        seat = room.seat(witness)
        count = room.services.taking_back.take_back(room.actor, seat.actor, BundleId(bundle))
    front.console.say("cli.arrival.taken-back", bundle=bundle, count=count)
