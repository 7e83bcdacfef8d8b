"""``sekisho ready``: the start-of-day sheet in the terminal, and as a file to print."""

from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import Visit, opens_vault
from app.models.domain.readiness import Sheet, Standing
from app.services.readiness.paper import sheet_pdf


@opens_vault
def ready(
    visit: Visit,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    clock_is_right: Annotated[bool, typer.Option("--clock-is-right")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Check the workstation; ends with 1 when a check is bad."""
    front = visit.front
    with visit.room() as room:
        facts = bootstrap.machine_facts(room.services.desk.vault.folder)
        sheet = room.services.readiness.make(room.actor, facts, clock_confirmed=clock_is_right)
    texts = front.texts
    for finding in sheet.findings:
        front.console.row(
            texts(f"ready.standing.{finding.standing}"),
            texts(f"ready.{finding.check}"),
            front.console.sentence(finding.said, **dict(finding.fields)),
            texts(finding.advice) if finding.advice else "",
        )
    for probe, outcome in sheet.proof.rows():
        front.console.row("", texts(f"probe.{probe}"), texts(f"outcome.{outcome}"))
    if out is not None:
        front.files.write(out, sheet_pdf(sheet, texts))
        front.console.say("cli.file.written", file=str(out))
    if _is_bad(sheet):
        raise typer.Exit(1)


def _is_bad(sheet: Sheet) -> bool:
    return any(finding.standing is Standing.BAD for finding in sheet.findings)
