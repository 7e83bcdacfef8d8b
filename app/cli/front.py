"""What every command is given, and how it opens a vault."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Concatenate, ParamSpec

import typer

from app import bootstrap
from app.cli.console import Console
from app.cli.passphrases import Passphrases, key
from app.models.domain.errors import VaultError
from app.models.domain.ids import CaseId, PersonId
from app.services.named_cases import case_named
from app.services.ports import Drive, Files
from app.services.texts.catalogue import Catalogue

if TYPE_CHECKING:
    from app.models.domain.actor import Actor
    from app.models.views.records import Station
    from app.services.container import Services
    from app.services.stations.unlocking import Door, Seat

Asked = ParamSpec("Asked")
VaultFolder = Annotated[Path | None, typer.Option("--vault")]
Officer = Annotated[str, typer.Option("--officer")]
PassphraseFile = Annotated[Path | None, typer.Option("--passphrase-file")]
Medium = Annotated[Path, typer.Option("--medium")]
Output = Annotated[Path, typer.Option("--out")]
InFile = Annotated[Path, typer.Argument()]
BundleName = Annotated[str, typer.Argument()]
Roots = Annotated[list[str], typer.Option("--root")]
Witness = Annotated[str, typer.Option("--witness")]


@dataclass(frozen=True, slots=True)
class Front:
    """One run of the command line.

    Attributes:
        open_window: Opens the window on a vault and stays until it is closed; gives the exit code.
        has_display: Whether a window could be seen.
    """

    console: Console
    files: Files
    open_window: Callable[[Path | None], int]
    has_display: bool

    @property
    def texts(self) -> Catalogue:
        """Sentences in the user's language."""
        return self.console.texts


def front_of(context: typer.Context) -> Front:
    """The front that the run was started with."""
    front = context.find_object(Front)
    if front is None:
        raise RuntimeError
    return front


@dataclass(frozen=True, slots=True)
class Room:
    """An unlocked vault, and the officer who acts."""

    door: "Door"
    services: "Services"
    actor: "Actor"
    station: "Station"
    officers: dict[str, str]
    passphrases: Passphrases

    def person(self, named: str) -> PersonId:
        """The id of an officer of this office.

        Raises:
            VaultError: ``vault.unknown-officer``.
        """
        return person_named(self.officers, named)

    def case(self, named: str) -> CaseId:
        """The id of a case that is named by its number or its id."""
        return case_named(self.services.desk, named)

    def seat(self, named: str) -> "Seat":
        """The seat of an officer, opened with the own passphrase for one act."""
        person = self.person(named)
        return self.door.seat(self.services.desk, person, self.passphrases.of(self.officers[person]))


@dataclass(frozen=True, slots=True)
class Visit:
    """One command that an officer gives at a vault.

    Attributes:
        vault: Its folder; None for the one of this workstation.
        officer: Name or id of the officer who acts.
        passphrase_file: Where the passphrases stand; None to ask at the terminal.
    """

    front: Front
    vault: Path | None
    officer: str
    passphrase_file: Path | None

    @contextmanager
    def room(self) -> Iterator[Room]:
        """Open the vault for this command and close it again.

        Raises:
            VaultError: No vault there, unknown officer, wrong passphrase, damaged vault.
            EnvironmentProblemError: The keyring is missing, locked or does not know this vault.
        """
        passphrases = Passphrases(self.front.console, self.passphrase_file)
        door = bootstrap.door(
            self.vault or bootstrap.places().vault, ask_pin=lambda binding: passphrases.pin(binding.label)
        )
        officers = door.slots().names
        person = person_named(officers, self.officer)
        session = door.unlock(person, passphrases.of(officers[person]))
        try:
            yield Room(door, bootstrap.services(session), session.actor, session.station, officers, passphrases)
        finally:
            session.lock()


def opens_vault(command: Callable[Concatenate[Visit, Asked], None]) -> Callable[..., None]:
    """Give a command the options that say which vault it opens and for whom, and hand it the visit they make."""

    def run(
        context: typer.Context,
        officer: Officer,
        vault: VaultFolder = None,
        passphrase_file: PassphraseFile = None,
        *asked: Asked.args,
        **options: Asked.kwargs,
    ) -> None:
        command(Visit(front_of(context), vault, officer, passphrase_file), *asked, **options)

    own, asked = (list(signature(one).parameters.values()) for one in (run, command))
    context, *door = own[:4]
    named = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in (context, *asked[1:], *door)]
    vars(run)["__signature__"] = Signature(named)  # what typer reads
    run.__annotations__ = {one.name: one.annotation for one in named}
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def person_named(officers: dict[str, str], named: str) -> PersonId:
    """The id of the officer with a name (blanks do not matter) or id.

    Raises:
        VaultError: ``vault.unknown-officer``.
    """
    found = [person for person, name in officers.items() if named == person or key(name) == key(named)]
    if len(found) != 1:
        raise VaultError("vault.unknown-officer")
    return PersonId(found[0])


def on_medium(file: Path) -> tuple[Drive, str]:
    """The medium that a file lies on, and its name there.

    Raises:
        EnvironmentProblemError: ``media.missing``.
    """
    return bootstrap.drive_at(file.parent), file.name
