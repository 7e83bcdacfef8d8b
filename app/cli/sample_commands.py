"""``sekisho sample``: second readings: what was drawn, draw again, name the reader of a case."""

from typing import Annotated

import typer

from app.cli.front import Visit, opens_vault
from app.models.domain.civil_day import civil_day

NAME = "sample"
commands = typer.Typer()


@commands.command("list")
@opens_vault
def list_samples(visit: Visit, seed: Annotated[str, typer.Argument()] = "") -> None:
    """List the samples and whether each follows from its seed; with a seed its cases and what may be told of it."""
    front = visit.front
    texts = front.texts
    with visit.room() as room:
        desk = room.services.sampling.overview(room.actor)
    for one in desk.samples:
        drawn = one.sample
        if seed and drawn.seed != seed.strip().lower():
            continue
        counts = (str(drawn.population), str(drawn.wanted), str(one.read))
        holds = texts("cli.sample.same" if one.follows else "cli.sample.other")
        front.console.row(drawn.seed, civil_day(drawn.drawn_at).isoformat(), *counts, holds, drawn.list_sha256)
        if not seed:
            continue
        for case in one.cases:
            reader = desk.names.get(case.reader, "") if case.reader is not None else ""
            front.console.row(case.number, texts(f"sampling.progress.{case.progress}"), reader)
        for item in one.figures.items if one.figures is not None else ():
            agreed, differed = (texts("sampling.hidden") if n is None else str(n) for n in (item.agreed, item.differed))
            front.console.row(str(item.item), agreed, differed)


@commands.command("draw")
@opens_vault
def draw(
    visit: Visit, count: Annotated[int, typer.Argument()], seed: Annotated[str, typer.Option("--seed")] = ""
) -> None:
    """Draw cases whose findings were handed in; without a seed by one at random."""
    with visit.room() as room:
        sampling, actor = room.services.sampling, room.actor
        by = seed or sampling.overview(actor).fresh_seed
        sampling.draw(actor, by, count)
    visit.front.console.say("cli.sample.drawn", count=count, seed=by)


@commands.command("assign")
@opens_vault
def assign(visit: Visit, case: Annotated[str, typer.Argument()], reader: Annotated[str, typer.Argument()]) -> None:
    """Name the second reader of a case that was drawn."""
    with visit.room() as room:
        room.services.sampling.assign(room.actor, room.case(case), room.person(reader))
    visit.front.console.say("cli.sample.assigned")
