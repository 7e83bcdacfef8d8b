"""``sekisho trust``: found a circle of offices, hand over cards, issue and adopt trust documents."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import ceremony_commands, trust_paper_commands
from app.cli.front import (
    InFile,
    Output,
    Roots,
    Visit,
    opens_vault,
)
from app.models.domain.errors import InvalidInputError

NAME = "trust"
commands = typer.Typer()
trust_paper_commands.register(commands)
commands.add_typer(ceremony_commands.commands, name=ceremony_commands.NAME)
_LARGEST = 8 * 1024 * 1024
_GROUPS, _DIGITS = 12, 5


@commands.command("found")
@opens_vault
def found(visit: Visit, root: Roots) -> None:
    """Make the first trust document; its root officers sign."""
    front = visit.front
    with visit.room() as room:
        room.services.trust.found(room.actor, [room.seat(name).signer for name in root])
        digits = room.services.trust.root_fingerprint(room.actor)
    front.console.say("cli.trust.root", digits=" ".join(digits))


@commands.command("card")
@opens_vault
def card(visit: Visit, out: Output) -> None:
    """Write the card of this office and show the digits that go with it on paper."""
    front = visit.front
    with visit.room() as room:
        content = room.services.trust.card(room.actor)
        digits = room.services.trust.fingerprint(content)
    front.files.write(_new(out), content)
    front.console.say("cli.file.written", file=str(out))
    front.console.say("cli.trust.card", digits=" ".join(digits))


@commands.command("issue")
@opens_vault
def issue(
    visit: Visit,
    cards: Annotated[list[Path], typer.Argument()],
    root: Roots,
    out: Output,
    fingerprint: Annotated[list[str] | None, typer.Option("--fingerprint")] = None,
) -> None:
    """Issue the next trust document with the cards of other offices, compared or each with its digits from paper."""
    front = visit.front
    if fingerprint and len(cards) != len(fingerprint):
        raise InvalidInputError("cli.fingerprints", field="fingerprint")
    said = [_typed(digits) for digits in fingerprint] if fingerprint else [() for _ in cards]
    new = [(front.files.read(path, _LARGEST), digits) for path, digits in zip(cards, said, strict=True)]
    _new(out)
    with visit.room() as room:
        signers = [room.seat(name).signer for name in root]
        envelope = room.services.trust.admit_cards(room.actor, signers, new)
        digits = room.services.trust.root_fingerprint(room.actor)
    front.files.write(out, envelope)
    front.console.say("cli.file.written", file=str(out))
    front.console.say("cli.trust.root", digits=" ".join(digits))


@commands.command("adopt")
@opens_vault
def adopt(
    visit: Visit, file: InFile, root_fingerprint: Annotated[str | None, typer.Option("--root-fingerprint")] = None
) -> None:
    """Adopt a trust document; the first one against the root's digits from paper."""
    front = visit.front
    content = front.files.read(file, _LARGEST)
    typed = _typed(root_fingerprint) if root_fingerprint is not None else None
    with visit.room() as room:
        version = room.services.trust.adopt(room.actor, content, typed)
    front.console.say("cli.trust.adopted", version=version)


@commands.command("show")
@opens_vault
def show(visit: Visit) -> None:
    """Show the trust document in force."""
    front = visit.front
    with visit.room() as room:
        document = room.services.trust.document(room.actor)
        digits = room.services.trust.root_fingerprint(room.actor)
    front.console.say(
        "cli.trust.document", version=document.version, environment=front.texts(f"environment.{document.environment}")
    )
    front.console.say("cli.trust.root", digits=" ".join(digits))
    for office in document.offices:
        front.console.row(office.id, front.texts(f"office-kind.{office.kind}"), office.name_ja, office.name_en)
        for station in document.stations:
            if station.office == office.id:
                front.console.row("", station.id)
        for person in document.persons:
            if person.office == office.id:
                roles = " ".join(front.texts(f"role.{role}") for role in person.roles)
                front.console.row("", person.id, person.display_name, roles)


def _typed(digits: str) -> tuple[str, ...]:
    """Twelve groups of five digits, however they were divided."""
    plain = "".join(char for char in digits if char.isascii() and char.isdigit())
    if len(plain) != _GROUPS * _DIGITS:
        raise InvalidInputError("cli.fingerprints", field="fingerprint")
    return tuple(plain[start : start + _DIGITS] for start in range(0, len(plain), _DIGITS))


def _new(path: Path) -> Path:
    if path.exists():
        raise InvalidInputError("cli.file-exists", field="out")
    return path
