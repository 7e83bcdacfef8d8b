"""``sekisho interview``: the interviews of a case: list them, write the questions or the record as PDF."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import Front, Officer, PassphraseFile, Room, VaultFolder, entered, front_of
from app.services.interviewed import HeldInterview

NAME = "interview"
commands = typer.Typer()
Case = Annotated[str, typer.Argument()]
Number = Annotated[int, typer.Argument(min=1)]
Target = Annotated[Path, typer.Option("--to")]


@commands.command("list")
def list_interviews(
    context: typer.Context,
    case: Case,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """List the interviews of a case, each with its questions and what was said last."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.interviews.of_case(room.actor, room.case(case))
    for one in found.interviews:
        front.console.row(str(one.number), front.texts(f"interview-step.{one.course.state}"), one.digest)
        _list_questions(front, one)
    if found.locked is not None:
        front.console.say("cli.interview.locked", why=front.texts(f"refusal.{found.locked}"))


@commands.command("sheet")
def sheet(
    context: typer.Context,
    case: Case,
    interview_number: Number,
    to: Target,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the questions of an interview as PDF."""
    _write(
        front_of(context),
        (vault, officer, passphrase_file),
        to,
        lambda room: room.services.interviews.print_sheet(room.actor, room.case(case), interview_number),
    )


@commands.command("record")
def record(
    context: typer.Context,
    case: Case,
    interview_number: Number,
    to: Target,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the record of an interview as PDF."""
    _write(
        front_of(context),
        (vault, officer, passphrase_file),
        to,
        lambda room: room.services.interviews.print_record(room.actor, room.case(case), interview_number),
    )


def _list_questions(front: Front, held: HeldInterview) -> None:
    texts = front.texts
    for one in held.questions:
        last = one.said[-1] if one.said else None
        said = "" if last is None else last.text or texts(f"interview-manner.{last.manner}")
        front.console.row(f"{held.number}-{one.number}", one.purpose, one.in_language(texts.language.value), said)


def _write(
    front: Front,
    door: tuple[Path | None, str, Path | None],
    to: Path,
    printed: Callable[[Room], bytes],
) -> None:
    vault, officer, passphrase_file = door
    with entered(front, vault, officer, passphrase_file) as room:
        pdf = printed(room)
    front.files.write(to, pdf)
    front.console.say("cli.file.written", file=to.name)
