"""``sekisho paper``: documents that came in for a case, and those that do not belong to it."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import Visit, opens_vault
from app.models.domain.civil_day import civil_day
from app.models.domain.ids import BlobId
from app.services.inquiries.surplus import WhyAside
from app.services.papers.filing import LARGEST_SCAN
from app.services.papers.received import PURPOSES

NAME = "paper"
commands = typer.Typer()
Case = Annotated[str, typer.Argument()]
Paper = Annotated[str, typer.Argument()]


@commands.command("list")
@opens_vault
def list_papers(
    visit: Visit,
    case: Case,
) -> None:
    """List the documents that came in for a case; none of them is opened."""
    front = visit.front
    texts = front.texts
    with visit.room() as room:
        found = room.services.received.of_case(room.actor, room.case(case))
    for one in found.papers:
        purpose = texts(f"item.{one.purpose}" if one.purpose in PURPOSES else "case.papers.other-purpose")
        came = civil_day(one.stored_at).isoformat()
        front.console.row(one.blob_id, came, purpose, one.media_type, str(one.size_bytes))
    if found.locked is not None:
        front.console.say("cli.paper.locked", why=texts(f"refusal.{found.locked}"))


@commands.command("file")
@opens_vault
def file_paper(
    visit: Visit,
    case: Case,
    document: Annotated[Path, typer.Argument()],
    purpose: Annotated[str, typer.Option("--purpose")],
) -> None:
    """File a document that came in: PDF, PNG, JPEG or TIFF, for a statutory item, identity or process."""
    front = visit.front
    data = front.files.read(document, LARGEST_SCAN)
    with visit.room() as room:
        front.console.value(room.services.received.file(room.actor, room.case(case), data, purpose))


@commands.command("set-aside")
@opens_vault
def set_aside(
    visit: Visit,
    case: Case,
    scan: Paper,
    why: Annotated[WhyAside, typer.Argument()],
) -> None:
    """Set a document aside that does not belong to the case; one about another person is an incident."""
    front = visit.front
    with visit.room() as room:
        number = room.services.surplus.set_aside(room.actor, room.case(case), BlobId(scan), why)
    if number is None:
        front.console.say("cli.paper.aside")
    else:
        front.console.say("cli.paper.incident", number=number)


@commands.command("destroy")
@opens_vault
def destroy(
    visit: Visit,
    case: Case,
    scan: Paper,
) -> None:
    """Destroy as another officer what was set aside; that it was here stays on record."""
    front = visit.front
    with visit.room() as room:
        room.services.surplus.destroy(room.actor, room.case(case), BlobId(scan))
    front.console.say("cli.paper.destroyed")
