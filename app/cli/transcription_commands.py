"""``sekisho transcription``: two persons type what came on paper, each from a file of the own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import Front, InFile, Visit, opens_vault
from app.models.domain.errors import InvalidInputError
from app.models.forms.answers import AnswerState, cell_at, cell_place
from app.models.forms.checking import Problem
from app.models.forms.filling.typing import Said, Typed
from app.services.papers.filing import LARGEST_SCAN
from app.services.transcribing.views import Entry

NAME = "transcription"
commands = typer.Typer()
Case = Annotated[str, typer.Argument()]
Fields = Annotated[Path, typer.Option("--fields")]
LARGEST_LIST = 4 * 1024 * 1024
"""Bytes of a file of fields."""
LONGEST_NAME = 1024
"""Bytes of a file with a name."""
_WORDS: dict[str, bool] = {"=yes": True, "=no": False}
_STATES = {f"={state.value}": state for state in AnswerState if state is not AnswerState.VALUE}


@commands.command("page")
@opens_vault
def page(visit: Visit, case: Case, paper_page: Annotated[int, typer.Argument(min=1)], file: InFile) -> None:
    """File the picture of a page."""
    front = visit.front
    data = front.files.read(file, LARGEST_SCAN)
    with visit.room() as room:
        front.console.value(room.services.transcribing.add_page(room.actor, room.case(case), paper_page, data))


@commands.command("list")
@opens_vault
def list_fields(visit: Visit, case: Case) -> None:
    """List the fields and where each stands."""
    front = visit.front
    texts = front.texts
    with visit.room() as room:
        found = room.services.transcribing.fields(room.actor, room.case(case))
    for one in found:
        whose = texts("cli.transcription.mine" if one.is_mine else "cli.transcription.others")
        read = [str(each.as_written or each.value or each.state) for each in (one.mine, one.other) if each is not None]
        front.console.row(cell_place(one.cell), texts(f"field-state.{one.state}"), whose, *read)


def _typing(name: str) -> None:
    """A command that types fields from a file, as the first person or as the second: ``Transcribing.<name>``."""

    def typed(visit: Visit, case: Case, fields: Fields) -> None:
        front = visit.front
        entries = _read(front.files.read(fields, LARGEST_LIST))
        with visit.room() as room:
            desk = room.services.transcribing
            problems = (desk.write if name == "write" else desk.check)(room.actor, room.case(case), entries)
        _tell(front, problems, len(entries))

    commands.command(name)(opens_vault(typed))


_typing("write")
_typing("check")


@commands.command("finish")
@opens_vault
def finish(visit: Visit, case: Case, name_file: Annotated[Path | None, typer.Option("--name-file")] = None) -> None:
    """Take the answers that both read into the case."""
    front = visit.front
    name = "" if name_file is None else front.files.read(name_file, LONGEST_NAME).decode("utf-8", "replace").strip()
    with visit.room() as room:
        count = room.services.transcribing.finish(room.actor, room.case(case), name)
    front.console.say("cli.transcription.finished", count=count)


def _tell(front: Front, problems: Sequence[Problem], count: int) -> None:
    """What was kept, or each field that does not fit the form."""
    for one in problems:
        front.console.row(cell_place((one.link_id, one.row)), front.texts(f"problem.{one.code}"))
    if problems:
        raise InvalidInputError("transcription.problems", field="fields", count=len(problems))
    front.console.say("cli.transcription.kept", count=count)


def _read(data: bytes) -> list[Entry]:
    """The fields of a file.

    Raises:
        InvalidInputError: ``transcription.list`` with the number of the first line that cannot be read.
    """
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InvalidInputError("transcription.list", field="fields", line=1) from error
    entries = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place, tab, said = line.rstrip("\r").partition("\t")
        link_id, row = cell_at(place.strip())
        if not tab or not link_id:
            raise InvalidInputError("transcription.list", field="fields", line=number)
        entries.append(Entry(link_id, row, _given(said)))
    return entries


def _given(said: str) -> Typed | Said | bool:
    if said in _WORDS:
        return _WORDS[said]
    word, _, reason = said.partition(" ")
    return Said(_STATES[word], reason) if word in _STATES else Typed(said)
