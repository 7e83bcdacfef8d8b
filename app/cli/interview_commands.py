"""``sekisho interview``: the interviews of a case: the questions, and these or the record as PDF."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import Front, Room, Visit, opens_vault
from app.models.domain.errors import InvalidInputError
from app.models.domain.finding import ITEMS
from app.models.forms.correction import LONGEST_QUESTION
from app.services.interviewed import HeldInterview

NAME = "interview"
commands = typer.Typer()
Case = Annotated[str, typer.Argument()]
Number = Annotated[int, typer.Argument(min=1)]
Target = Annotated[Path, typer.Option("--to")]


@commands.command("list")
@opens_vault
def list_interviews(visit: Visit, case: Case) -> None:
    """List the interviews of a case, each with its questions and what was said last."""
    front = visit.front
    with visit.room() as room:
        found = room.services.interviews.of_case(room.actor, room.case(case))
    for one in found.interviews:
        front.console.row(str(one.number), front.texts(f"interview-step.{one.course.state}"), one.digest)
        _list_questions(front, one)
    if found.locked is not None:
        front.console.say("cli.interview.locked", why=front.texts(f"refusal.{found.locked}"))


@commands.command("prepare")
@opens_vault
def prepare(visit: Visit, case: Case) -> None:
    """Put on the sheet what is open in a case and not there yet; a new sheet where none is open."""
    with visit.room() as room:
        number = room.services.interviews.prepare(room.actor, room.case(case))
    visit.front.console.say("cli.interview.prepared", number=number)


@commands.command("ask")
@opens_vault
def ask(
    visit: Visit,
    case: Case,
    interview_number: Number,
    item: Annotated[int, typer.Argument(min=ITEMS[0], max=ITEMS[-1])],
    text_file: Annotated[Path, typer.Option("--text-file")],
) -> None:
    """Put an own question on the sheet; it comes from a file and never stands in the arguments of a process."""
    front = visit.front
    try:
        text = front.files.read(text_file, 4 * LONGEST_QUESTION).decode().strip()
    except UnicodeDecodeError as error:
        raise InvalidInputError("text.not-carried", field="text") from error
    with visit.room() as room:
        room.services.interviews.add_question(room.actor, room.case(case), interview_number, str(item), text)
    front.console.say("cli.interview.asked")


@commands.command("sheet")
@opens_vault
def sheet(
    visit: Visit,
    case: Case,
    interview_number: Number,
    to: Target,
) -> None:
    """Write the questions of an interview as PDF."""
    _write(
        visit,
        to,
        lambda room: room.services.interviews.print_sheet(room.actor, room.case(case), interview_number),
    )


@commands.command("record")
@opens_vault
def record(
    visit: Visit,
    case: Case,
    interview_number: Number,
    to: Target,
) -> None:
    """Write the record of an interview as PDF."""
    _write(
        visit,
        to,
        lambda room: room.services.interviews.print_record(room.actor, room.case(case), interview_number),
    )


def _list_questions(front: Front, held: HeldInterview) -> None:
    texts = front.texts
    for one in held.questions:
        last = one.said[-1] if one.said else None
        said = "" if last is None else last.text or texts(f"interview-manner.{last.manner}")
        front.console.row(f"{held.number}-{one.number}", one.purpose, one.in_language(texts.language.value), said)


def _write(visit: Visit, to: Path, printed: Callable[[Room], bytes]) -> None:
    with visit.room() as room:
        pdf = printed(room)
    visit.front.files.write(to, pdf)
    visit.front.console.say("cli.file.written", file=to.name)
