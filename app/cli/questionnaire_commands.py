"""``sekisho questionnaire``: the form for other systems as HL7 FHIR, and answers that come as a file.

As data, answers leave in sealed bundles only: there is no command that writes them in clear. On paper they are printed.
"""

from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import Front, InFile, Visit, front_of, opens_vault
from app.models.domain.errors import InvalidInputError
from app.models.forms.fhir.pack_out import pack_to_fhir
from app.services.packs.loader import load
from app.services.questionnaires.files import LARGEST_RESPONSE
from app.services.questionnaires.sweeping import Checked, check_all, read_place
from app.services.twin.printing import PrintedTwin

NAME = "questionnaire"
commands = typer.Typer()


@commands.command("form")
def form(context: typer.Context, file: InFile) -> None:
    """Write the form for new cases as a FHIR R5 Questionnaire."""
    front = front_of(context)
    if file.exists():
        raise InvalidInputError("cli.file-exists", field="file")
    front.files.write(file, pack_to_fhir(bootstrap.packs().current.pack))
    front.console.say("cli.file.written", file=str(file))


@commands.command("receive")
@opens_vault
def receive(visit: Visit, answered_case: Annotated[str, typer.Argument()], file: InFile) -> None:
    """Take the answers of a subject into the case, from our own JSON or a FHIR R5 QuestionnaireResponse."""
    front = visit.front
    data = front.files.read(file, LARGEST_RESPONSE)
    with visit.room() as room:
        count = room.services.questionnaires.receive(room.actor, room.case(answered_case), data)
    front.console.say("cli.questionnaire.received", count=count)


@commands.command("check")
def check(context: typer.Context, place: InFile, base: Annotated[Path | None, typer.Option("--base")] = None) -> None:
    """Check files of answers against a form, however many: a folder, or a file with one response in each line."""
    front = front_of(context)
    pack = (bootstrap.packs().current if base is None else load(base)).pack
    sound, unfit = 0, 0
    for one in check_all(pack, read_place(place)):
        sound, unfit = sound + one.is_sound, unfit + (not one.is_sound)
        if not one.is_sound:
            _say_unfit(front, one)
    front.console.say("cli.questionnaire.checked", sound=sound, unfit=unfit)
    if unfit:
        raise typer.Exit(1)


def _say_unfit(front: Front, one: Checked) -> None:
    """Where a response stands, the first place in it that does not fit, and why; never what was answered."""
    if one.refusal is not None:
        code, place = one.refusal.code, str(one.refusal.params.get("place", ""))
        front.console.row(one.name, place, code, front.texts(f"error.{code}.what", **one.refusal.params))
        return
    first = one.problems[0]
    place = f"{first.link_id} {first.row}" if first.row else first.link_id
    front.console.row(one.name, place, first.code, front.texts(f"problem.{first.code}"))


@commands.command("blank")
@opens_vault
def blank(
    visit: Visit,
    to: Annotated[Path, typer.Option("--to")],
    map_to: Annotated[Path | None, typer.Option("--map")] = None,
) -> None:
    """Write the blank form as PDF, on the pages of the paper form."""
    front = visit.front
    with visit.room() as room:
        printed = room.services.twins.blank(room.actor)
    _write(front, printed, to, map_to)


@commands.command("print")
@opens_vault
def print_filled(
    visit: Visit,
    case: Annotated[str, typer.Argument()],
    to: Annotated[Path, typer.Option("--to")],
    map_to: Annotated[Path | None, typer.Option("--map")] = None,
) -> None:
    """Write the questionnaire of a case, filled, as PDF; covered where the officer may not look."""
    front = visit.front
    with visit.room() as room:
        printed = room.services.twins.filled(room.actor, room.case(case))
    _write(front, printed, to, map_to)


def _write(front: Front, printed: PrintedTwin, to: Path, map_to: Path | None) -> None:
    """The pages, and on request which rectangle of them holds which cell."""
    front.files.write(to, printed.pdf)
    front.console.say("cli.file.written", file=to.name)
    if map_to is not None:
        front.files.write(map_to, printed.places.encode())
        front.console.say("cli.file.written", file=map_to.name)
