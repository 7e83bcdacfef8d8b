"""``sekisho report``: write reports of changed circumstances and complaints, and read those that came."""

from typing import Annotated

import typer

from app.cli.front import InFile, Officer, PassphraseFile, VaultFolder, entered, front_of
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
def write_change(
    context: typer.Context,
    form: InFile,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Keep a report of changed circumstances that was filled in as JSON, to be sent with ``export``."""
    front = front_of(context)
    report = read_form(front.files.read(form, _LARGEST), Kind.CHANGE_REPORT)
    if not isinstance(report, ChangeReport):
        raise InvalidInputError("report.unfit", field="form")
    with entered(front, vault, officer, passphrase_file) as room:
        front.console.row(room.services.reporting.write_report(room.actor, report))


@commands.command("list")
def list_reports(
    context: typer.Context, officer: Officer, vault: VaultFolder = None, passphrase_file: PassphraseFile = None
) -> None:
    """List reports that were written here and reports that came."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.reporting.reports(room.actor)
    for one in found:
        day = civil_day(one.at).isoformat()
        front.console.row(one.matter_id, front.texts(f"cli.report.{one.way}"), day, one.name, one.section)


@commands.command("show")
def show(
    context: typer.Context,
    report: Annotated[str, typer.Argument()],
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Show one report, whole."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.reporting.report(room.actor, report)
    for line in lines_of([found], shows_content=True):
        front.console.row(line.path, line.value)


@commands.command("complaint")
def write_complaint(
    context: typer.Context,
    form: InFile,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Keep a complaint, or its reply, that was filled in as JSON, to be sent with ``export``."""
    front = front_of(context)
    complaint = read_form(front.files.read(form, _LARGEST), Kind.COMPLAINT)
    if isinstance(complaint, ChangeReport):
        raise InvalidInputError("report.unfit", field="form")
    with entered(front, vault, officer, passphrase_file) as room:
        case = CaseId(complaint.case_ref)
        front.console.row(room.services.reporting.write_complaint(room.actor, case, complaint))


@commands.command("complaints")
def list_complaints(
    context: typer.Context,
    case: Annotated[str, typer.Argument()],
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Show the complaints about a case."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.reporting.complaints(room.actor, room.case(case))
    for one in found:
        for line in lines_of([one], shows_content=True):
            front.console.row(line.path, line.value)
