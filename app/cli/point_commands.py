"""``sekisho point``: the points to clear up of a case, and deriving all of them again from pack and answers."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import Front, Visit, opens_vault
from app.models.domain.dates import parse_date
from app.models.rules.replay import Compared
from app.services.packs.loader import load
from app.services.points.wording import question_of

NAME = "point"
commands = typer.Typer()
Case = Annotated[str, typer.Argument()]


@commands.command("list")
@opens_vault
def list_points(visit: Visit, case: Case) -> None:
    """List the points of a case, each with where it stands."""
    front = visit.front
    texts = front.texts
    with visit.room() as room:
        found = room.services.points.of_case(room.actor, room.case(case))
        pack = room.services.packs.by_digest(room.services.queue.case(room.actor, room.case(case)).pack_digest).pack
    for one in found.points:
        where = " ".join(f"{place.page}-{place.box}" for place in one.finding.places)
        state = texts("point.settled") if one.is_settled else texts(f"point-state.{one.state}")
        certainty = texts(f"point-certainty.{one.finding.certainty}")
        front.console.row(one.key, one.finding.rule, certainty, state, where, question_of(pack, one, texts.language))
    if found.locked is not None:
        front.console.say("cli.point.locked", why=texts(f"refusal.{found.locked}"))


@commands.command("replay")
@opens_vault
def replay(
    visit: Visit,
    case: Case,
    pack: Annotated[Path | None, typer.Option("--pack")] = None,
    clocks_on: Annotated[str, typer.Option("--clocks-on")] = "",
) -> None:
    """Derive every point again; ends with 1 when another pack finds something else or asks otherwise."""
    front = visit.front
    day = parse_date(clocks_on, field="clocks-on").latest if clocks_on else None
    other = load(pack) if pack is not None else None
    with visit.room() as room:
        done = room.services.points.replay(room.actor, room.case(case), day, other)
    front.console.value(done.digest)
    front.console.say("cli.point.replayed", count=done.count, day=done.clocks_on.isoformat())
    if done.said_count:
        front.console.value(done.said_digest)
        front.console.say("cli.point.said", count=done.said_count)
    if done.differences is None:
        return
    front.console.value(done.other_digest)
    front.console.say("cli.point.other", count=done.other_count)
    _say_differences(front, done.differences)
    if not done.differences.is_same:
        raise typer.Exit(1)


def _say_differences(front: Front, differences: Compared) -> None:
    texts = front.texts
    if differences.is_same:
        front.console.say("cli.point.same")
    for rule in differences.rules:
        changed = texts("cli.point.rule-changed") if rule.is_changed else ""
        said = texts("cli.point.rule", ours=rule.ours, theirs=rule.theirs)
        front.console.row(rule.rule, changed, said)
    for one in differences.parameters:
        none = texts("cli.point.no-value")
        front.console.row(one.key, one.ours or none, one.theirs or none, " ".join(one.rules))
    if differences.topics_changed:
        front.console.say("cli.point.topics-changed")
