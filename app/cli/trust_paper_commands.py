"""``sekisho trust``: compare, print key sheets, revoke, take orders in, send, request and grant keys."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from app import bootstrap
from app.cli.front import (
    Front,
    InFile,
    Medium,
    Output,
    Room,
    Roots,
    Visit,
    on_medium,
    opens_vault,
)
from app.models.domain.civil_day import JAPAN
from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.models.domain.ids import StationId
from app.services.stations.signer import Signer
from app.services.trust import comparing
from app.services.trust.comparing import Comparable
from app.services.trust.issuing import Struck
from app.services.trust.ordering import OrderView
from app.services.trust.orders import Aim, Ground
from app.services.trust.sheets import KeyUse

LARGEST = 8 * 1024 * 1024


def register(commands: typer.Typer) -> None:
    """Add these commands to a group."""
    for name, function in (
        ("compare", compare),
        ("sheet", sheet),
        ("revoke", revoke),
        ("order", order),
        ("enter", enter),
        ("rotate", rotate),
        ("send", send),
        ("request", request),
        ("read-request", read_request),
        ("grant", grant),
    ):
        commands.command(name)(function)


@opens_vault
def compare(visit: Visit, file: InFile, groups: Annotated[str | None, typer.Option("--groups")] = None) -> None:
    """Ask for three groups of the fingerprint of a card or first document; with ``--groups`` answer."""
    front = visit.front
    what = _comparable(front.files.read(file, LARGEST))
    with visit.room() as room:
        if groups is None:
            places = room.services.comparisons.ask(room.actor, what).places
            front.console.say("cli.trust.asked", places=" ".join(str(place) for place in places))
            return
        room.services.comparisons.answer(room.actor, what, groups.split())
    front.console.say("cli.trust.compared")


@opens_vault
def sheet(
    visit: Visit,
    use: Annotated[KeyUse, typer.Argument()],
    out: Output,
    key_of: Annotated[str, typer.Option("--of")] = "",
) -> None:
    """Write the key sheet of the root, of an officer or of the workstation as PDF."""
    front = visit.front
    with visit.room() as room:
        named = room.person(key_of) if use in {KeyUse.PERSON, KeyUse.ROOT_KEY} else _station(room, use)
        made = room.services.key_sheets.print(room.actor, use, named, front.texts)
    _written(front, out, made.pdf)


@opens_vault
def revoke(
    visit: Visit,
    aim: Annotated[Aim, typer.Argument()],
    subject: Annotated[str, typer.Argument()],
    ground: Annotated[Ground, typer.Option("--ground")],
    root: Roots,
    out: Output,
) -> None:
    """Revoke a person or workstation with the next trust document."""
    front = visit.front
    _new(out)
    with visit.room() as room:
        struck = [Struck(aim, _subject(room, aim, subject), ground)]
        envelope = room.services.trust_issuing.renew(room.actor, _hands(room, root), struck)
    _written(front, out, envelope)


@opens_vault
def order(
    visit: Visit,
    aim: Annotated[Aim, typer.Argument()],
    subject: Annotated[str, typer.Argument()],
    ground: Annotated[Ground, typer.Option("--ground")],
    root: Roots,
    out: Output,
) -> None:
    """Revoke a person or workstation at once: write the one-page order as PDF and show its lines."""
    front = visit.front
    _new(out)
    with visit.room() as room:
        named = _subject(room, aim, subject)
        issued = room.services.orders.issue(room.actor, _hands(room, root), aim, named, ground, front.texts)
    _written(front, out, issued.pdf)
    for line in issued.lines:
        front.console.value(line)


@opens_vault
def enter(visit: Visit, file: InFile) -> None:
    """Put an order in force whose lines were typed or scanned into a text file."""
    front = visit.front
    text = front.files.read(file, LARGEST).decode("utf-8", errors="replace")
    with visit.room() as room:
        _show(front, room.services.orders.admit(room.actor, text))


@opens_vault
def rotate(
    visit: Visit,
    root: Roots,
    new_root: Annotated[list[str], typer.Option("--new-root")],
    out: Output,
    threshold: Annotated[int, typer.Option("--threshold")] = 2,
) -> None:
    """Give the root to other officers; ``--root`` names who signs, of the old and the new ones."""
    front = visit.front
    _new(out)
    with visit.room() as room:
        people = [room.person(name) for name in new_root]
        envelope = room.services.trust_issuing.rotate_root(room.actor, _hands(room, root), people, threshold)
        digits = room.services.trust.root_fingerprint(room.actor)
    _written(front, out, envelope)
    front.console.say("cli.trust.root", digits=" ".join(digits))


@opens_vault
def send(visit: Visit, to: Annotated[str, typer.Argument()], medium: Medium) -> None:
    """Write the trust documents that a workstation may lack to a medium."""
    front = visit.front
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        ticks = room.services.trust_post.send(room.actor, StationId(to), drive)
    front.console.say("cli.file.written", file=ticks.file_name)


@opens_vault
def request(visit: Visit, to: Annotated[str, typer.Argument()], medium: Medium) -> None:
    """Ask the office that keeps the trust document to take in this office's keys; show the digits for the paper."""
    front = visit.front
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        known = room.services.trust.document(room.actor).station(room.station.station_id) is not None
        reason: Literal["new", "renewal"] = "renewal" if known else "new"
        written = room.services.trust_post.request(room.actor, StationId(to), reason, drive)
    front.console.say("cli.file.written", file=written.ticks.file_name)
    front.console.say("cli.trust.card", digits=" ".join(written.digits))


@opens_vault
def read_request(visit: Visit, file: InFile, out: Output) -> None:
    """Write the card of a key request into a file, to be compared and issued; its digits are not shown."""
    front = visit.front
    drive, name = on_medium(file)
    _new(out)
    with visit.room() as room:
        read = room.services.trust_post.read_request(room.actor, drive, name)
    _written(front, out, read.card)


@opens_vault
def grant(visit: Visit, file: InFile, root: Roots) -> None:
    """Answer a key request beside it on its medium; ``--root`` names the two who sign, the security officer first."""
    front = visit.front
    drive, name = on_medium(file)
    with visit.room() as room:
        read = room.services.trust_post.read_request(room.actor, drive, name)
        ticks = room.services.trust_post.grant(room.actor, _hands(room, root), read, drive)
    front.console.say("cli.file.written", file=ticks.file_name)


def _hands(room: Room, names: list[str]) -> list[Signer]:
    return [room.seat(name).signer for name in names]


def _station(room: Room, use: KeyUse) -> str:
    return "" if use is KeyUse.ROOT else room.station.station_id


def _subject(room: Room, aim: Aim, named: str) -> str:
    """A workstation by its id; a person by id, or by name where only one has it."""
    if aim is Aim.STATION:
        return named
    people = room.services.trust.document(room.actor).persons
    found = {one.id for one in people if named in {one.id, one.display_name}}
    if len(found) != 1:
        raise InvalidInputError("trust.order-unknown", field="subject")
    return found.pop()


def _comparable(data: bytes) -> Comparable:
    """A card, or else a signed document."""
    try:
        return comparing.of_document(data)
    except UntrustedInputError:
        return comparing.of_card(data)


def _show(front: Front, seen: OrderView) -> None:
    at = seen.revoked_at.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M:%S")
    aim, ground = front.texts(f"trust.aim.{seen.aim}"), front.texts(f"trust.ground.{seen.ground}")
    front.console.row(aim, seen.name, ground, at)


def _written(front: Front, out: Path, content: bytes) -> None:
    front.files.write(_new(out), content)
    front.console.say("cli.file.written", file=str(out))


def _new(path: Path) -> Path:
    if path.exists():
        raise InvalidInputError("cli.file-exists", field="out")
    return path
