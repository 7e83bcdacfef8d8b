"""``sekisho correction``: return boxes of a questionnaire to the subject, see how they stand, compare revisions."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import Front, Visit, opens_vault
from app.models.domain.errors import InvalidInputError
from app.models.forms.answers import cell_at, cell_place
from app.models.forms.correction import TakenBack
from app.services.corrections.corrections import Asking, Revision

NAME = "correction"
commands = typer.Typer()
Case = Annotated[str, typer.Argument()]
LARGEST_LIST = 256 * 1024
"""Bytes of a file with boxes and questions."""


@commands.command("list")
@opens_vault
def list_boxes(visit: Visit, case: Case) -> None:
    """List the returned boxes of a case and where each stands."""
    front = visit.front
    texts = front.texts
    with visit.room() as room:
        found = room.services.corrections.of_case(room.actor, room.case(case), texts.language)
    for one in found.boxes:
        box = one.box
        where = f"{one.paper.page}-{one.paper.box}"
        name = " ".join(part for part in (one.table, one.label, str(one.row_number or "")) if part)
        state = texts(f"box-state.{box.state}")
        front.console.row(str(box.number), cell_place((box.link_id, box.row)), where, name, state, box.question)
    if found.locked is not None:
        front.console.say("cli.correction.locked", why=texts(f"refusal.{found.locked}"))


@commands.command("return")
@opens_vault
def return_boxes(visit: Visit, case: Case, boxes: Annotated[Path, typer.Option("--boxes")]) -> None:
    """Return boxes with their questions, which come from a file: they never stand in the arguments of a process."""
    front = visit.front
    asked = _read(front.files.read(boxes, LARGEST_LIST))
    with visit.room() as room:
        number = room.services.corrections.return_boxes(room.actor, room.case(case), asked)
    front.console.say("cli.correction.returned", count=len(asked), number=number)


@commands.command("letter")
@opens_vault
def letter(
    visit: Visit,
    case: Case,
    correction_number: Annotated[int, typer.Argument(min=1)],
    to: Annotated[Path, typer.Option("--to")],
) -> None:
    """Write the request for correction as PDF."""
    front = visit.front
    with visit.room() as room:
        pdf = room.services.corrections.letter(room.actor, room.case(case), correction_number)
    front.files.write(to, pdf)
    front.console.say("cli.file.written", file=to.name)


@commands.command("take-back")
@opens_vault
def take_back(
    visit: Visit,
    case: Case,
    correction_number: Annotated[int, typer.Argument(min=1)],
    reason: Annotated[TakenBack, typer.Option("--taken-back")],
) -> None:
    """Take back a request that waits for the subject."""
    front = visit.front
    with visit.room() as room:
        room.services.corrections.take_back(room.actor, room.case(case), correction_number, reason)
    front.console.say("cli.correction.taken-back", number=correction_number)


@commands.command("revisions")
@opens_vault
def revisions(visit: Visit, case: Case, box: Annotated[str, typer.Argument()]) -> None:
    """Show every revision of one box, oldest first."""
    front = visit.front
    with visit.room() as room:
        language = front.texts.language
        found = room.services.corrections.revisions(room.actor, room.case(case), cell_at(box), language)
        names = room.officers
    for one in found:
        _show(front, one, names)


def _show(front: Front, one: Revision, names: dict[str, str]) -> None:
    texts = front.texts
    who = texts("correction.by-subject") if one.corrected_by == "subject" else names.get(one.corrected_by, "")
    at = "" if one.corrected_at is None else one.corrected_at.isoformat(timespec="minutes")
    source = " ".join((texts(f"answer-source.{one.source}"), *(names.get(each, each) for each in one.by)))
    mark = texts("cli.correction.struck") if one.struck else ""
    mark = mark or (texts("cli.correction.not-applicable") if one.not_applicable else "")
    front.console.row(str(one.number), one.shown, one.as_written, one.reason, source, who, at, one.why, mark)


def _read(data: bytes) -> list[Asking]:
    """Boxes and questions of a file.

    Raises:
        InvalidInputError: ``correction.list`` with the number of the first line that cannot be read.
    """
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InvalidInputError("correction.list", field="boxes", line=1) from error
    asked = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        box, tab, question = line.partition("\t")
        link_id, row = cell_at(box.strip())
        if not tab or not link_id:
            raise InvalidInputError("correction.list", field="boxes", line=number)
        asked.append(Asking(link_id, row, question))
    return asked
