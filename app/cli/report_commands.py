"""``sekisho report``: write reports of changed circumstances and complaints, and read those that came."""

from typing import Annotated

import typer

from app.cli.front import InFile, Visit, opens_vault
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import ChangeReport
from app.services.exchange.preview import lines_of
from app.services.exchange.reporting import read_form

NAME = "report"
commands = typer.Typer()
_LARGEST = 1024 * 1024


@commands.command("change")
@opens_vault
def write_change(visit: Visit, form: InFile) -> None:
    """Keep a report of changed circumstances that was filled in as JSON, to be sent with ``export``."""
    front = visit.front
    report = read_form(front.files.read(form, _LARGEST), Kind.CHANGE_REPORT)
    if not isinstance(report, ChangeReport):
        raise InvalidInputError("report.unfit", field="form")
    with visit.room() as room:
        front.console.row(room.services.reporting.write_report(room.actor, report))


@commands.command("list")
@opens_vault
def list_reports(visit: Visit) -> None:
    """List reports that were written here and reports that came."""
    front = visit.front
    with visit.room() as room:
        found = room.services.reporting.reports(room.actor)
    for one in found:
        day = civil_day(one.at).isoformat()
        front.console.row(one.matter_id, front.texts(f"cli.report.{one.way}"), day, one.name, one.section)


@commands.command("show")
@opens_vault
def show(visit: Visit, report: Annotated[str, typer.Argument()]) -> None:
    """Show one report, whole."""
    front = visit.front
    with visit.room() as room:
        found = room.services.reporting.report(room.actor, report)
    for line in lines_of([found], shows_content=True):
        front.console.row(line.path, line.value)


@commands.command("complaint")
@opens_vault
def write_complaint(visit: Visit, form: InFile) -> None:
    """Keep a complaint, or its reply, that was filled in as JSON, to be sent with ``export``."""
    front = visit.front
    complaint = read_form(front.files.read(form, _LARGEST), Kind.COMPLAINT)
    if isinstance(complaint, ChangeReport):
        raise InvalidInputError("report.unfit", field="form")
    with visit.room() as room:
        case = CaseId(complaint.case_ref)
        front.console.row(room.services.reporting.write_complaint(room.actor, case, complaint))


@commands.command("complaints")
@opens_vault
def list_complaints(visit: Visit, case: Annotated[str, typer.Argument()]) -> None:
    """Show the complaints about a case."""
    front = visit.front
    with visit.room() as room:
        found = room.services.reporting.complaints(room.actor, room.case(case))
    for one in found:
        for line in lines_of([one], shows_content=True):
            front.console.row(line.path, line.value)
