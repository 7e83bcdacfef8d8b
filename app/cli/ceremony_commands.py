"""``sekisho trust ceremony``: hold a key ceremony at the terminal, one step by one named person at a time."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import (
    Front,
    Output,
    Room,
    Visit,
    Witness,
    opens_vault,
)
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.services.trust.ceremony import CeremonyView

NAME = "ceremony"
commands = typer.Typer()


@commands.command("begin")
@opens_vault
def begin(
    visit: Visit,
    script: Annotated[str, typer.Argument()],
    officer_one: Annotated[str, typer.Option("--officer-one")],
    officer_two: Annotated[str, typer.Option("--officer-two")],
    witness: Witness,
) -> None:
    """Begin the ceremony ``root`` or ``office`` with two officers and a witness."""
    front = visit.front
    with visit.room() as room:
        people = (room.person(officer_one), room.person(officer_two), room.person(witness))
        _show(front, room.services.ceremonies.begin(room.actor, script, *people))


@commands.command("next")
@opens_vault
def following(visit: Visit) -> None:
    """Show the step that comes next; for one that compares, ask for three groups."""
    front = visit.front
    with visit.room() as room:
        view = _under_way(room)
        _show(front, view)
        if view.what is not None:
            places = room.services.comparisons.ask(room.actor, view.what).places
            front.console.say("cli.trust.asked", places=" ".join(str(place) for place in places))


@commands.command("done")
@opens_vault
def done(
    visit: Visit, name: Annotated[str, typer.Argument()], groups: Annotated[str, typer.Option("--groups")] = ""
) -> None:
    """Note that the officer NAME has done the step, with the groups that were typed from paper."""
    front = visit.front
    with visit.room() as room:
        view = _under_way(room)
        if view.what is not None:
            room.services.comparisons.answer(room.actor, view.what, groups.split())
        _show(front, room.services.ceremonies.done(room.actor, view.ceremony_id, room.person(name)))


@commands.command("sign")
@opens_vault
def sign(visit: Visit, out: Output) -> None:
    """Let all three sign the protocol; write it as PDF, and its signed envelope beside it."""
    front = visit.front
    beside = out.with_suffix(".json")
    for path in (out, beside):
        if path.exists():
            raise InvalidInputError("cli.file-exists", field="out")
    with visit.room() as room:
        view = _under_way(room)
        hands = [room.seat(person).signer for person, _ in view.people.values()]
        signed = room.services.ceremonies.finish(room.actor, view.ceremony_id, hands)
    for path, content in ((out, signed.pdf), (beside, signed.envelope)):
        front.files.write(Path(path), content)
        front.console.say("cli.file.written", file=str(path))
    front.console.value(signed.sha256)


def _under_way(room: Room) -> CeremonyView:
    held = room.services.ceremonies.held(room.actor)
    if not held or held[0].finished_at is not None:
        raise GateClosedError("trust.ceremony-over")
    return held[0]


def _show(front: Front, view: CeremonyView) -> None:
    if view.step is None:
        front.console.say("trust.ceremony.to-sign", name=view.script.name(front.texts.language))
        return
    words, (_, who) = view.step.words(front.texts.language), view.people[view.step.by]
    front.console.row(f"{len(view.done) + 1}/{len(view.script.steps)}", words.title, who)
    front.console.value(words.do)
