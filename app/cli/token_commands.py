"""``sekisho officer token``: bind the own key to a hardware token, and release one that is lost."""

from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import Visit, front_of, opens_vault
from app.models.domain.errors import EnvironmentProblemError
from app.models.domain.tokens import TokenSeen
from app.services.officers.officers import Officers
from app.services.officers.tokens import OfficerTokens

NAME = "token"
commands = typer.Typer()
Label = Annotated[str, typer.Option("--label")]
Serial = Annotated[str, typer.Option("--serial")]


@commands.command("list")
def list_tokens(context: typer.Context) -> None:
    """List the hardware tokens that are plugged in."""
    front = front_of(context)
    for token in bootstrap.token().present():
        front.console.row(token.label, token.serial, token.model, "locked" if token.is_locked else "ready")


@commands.command("bind")
@opens_vault
def bind(visit: Visit, label: Label, serial: Serial = "") -> None:
    """Let the own key need a token beside the passphrase; the PIN is asked at the terminal."""
    front = visit.front
    with visit.room() as room:
        tokens = OfficerTokens(room.services.desk, room.door)
        token = _chosen(tokens.present(), label, serial)
        passphrase = room.passphrases.of(room.officers[room.actor.person])
        tokens.bind(room.actor, passphrase, token, room.passphrases.pin(label))
    front.console.say("cli.token.bound", label=label)


@commands.command("release")
@opens_vault
def release(visit: Visit, token_owner: Annotated[str, typer.Argument()]) -> None:
    """Give an officer whose token is lost new keys that need none."""
    front = visit.front
    with visit.room() as room:
        person = room.person(token_owner)
        shown = room.officers[person]
        Officers(room.services.desk, room.door).release_token(room.actor, person, room.passphrases.new(shown))
    front.console.say("cli.token.released", name=shown)


def _chosen(present: tuple[TokenSeen, ...], label: str, serial: str) -> TokenSeen:
    """The one token that is meant.

    Raises:
        EnvironmentProblemError: ``token.missing``: none, or more than one of this label without a serial number.
    """
    found = [token for token in present if token.label == label and serial in {"", token.serial}]
    if len(found) != 1:
        raise EnvironmentProblemError("token.missing")
    return found[0]
