"""``sekisho receipt``: write the receipt for a bundle that was decided on, take one in."""

from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import (
    BundleName,
    InFile,
    Medium,
    Visit,
    on_medium,
    opens_vault,
)
from app.models.domain.ids import BundleId
from app.services.exchange import receipt_forms

NAME = "receipt"
commands = typer.Typer()


@commands.command("write")
@opens_vault
def write(visit: Visit, bundle: BundleName, medium: Medium) -> None:
    """Write the receipt for a bundle that was admitted or refused."""
    front = visit.front
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        name = room.services.receipts.write(room.actor, BundleId(bundle), drive)
    front.console.say("cli.file.written", file=name)


@commands.command("mini-file")
@opens_vault
def mini_file(visit: Visit, bundle: BundleName, medium: Medium) -> None:
    """Write the receipt as a small signed file beside the bundle."""
    front = visit.front
    drive = bootstrap.drive_at(medium)
    with visit.room() as room:
        name = room.services.receipt_papers.mini_file(room.actor, BundleId(bundle), drive)
    front.console.say("cli.file.written", file=name)


@commands.command("print")
@opens_vault
def print_receipt(visit: Visit, bundle: BundleName, out: Annotated[Path, typer.Argument()]) -> None:
    """Write the receipt for printing, with a QR code that the sender can scan or type."""
    front = visit.front
    with visit.room() as room:
        pdf = room.services.receipt_papers.printed(room.actor, BundleId(bundle))
    front.files.write(out, pdf)
    front.console.say("cli.file.written", file=out.name)


@commands.command("close")
@opens_vault
def close(visit: Visit, file: InFile) -> None:
    """Take a receipt in and close the export that it answers."""
    front = visit.front
    drive, name = on_medium(file)
    with visit.room() as room:
        closed = room.services.receipts.close(room.actor, drive, name)
    outcome = front.texts(f"import-outcome.{closed.outcome}")
    front.console.say("cli.receipt.closed", bundle=closed.bundle_id, outcome=outcome)


@commands.command("type")
@opens_vault
def typed(visit: Visit, file: InFile) -> None:
    """Take in a receipt whose code was typed or scanned from paper into a text file."""
    front = visit.front
    text = front.files.read(file, receipt_forms.LARGEST).decode(errors="replace")
    with visit.room() as room:
        closed = room.services.receipts.close_text(room.actor, text)
    outcome = front.texts(f"import-outcome.{closed.outcome}")
    front.console.say("cli.receipt.closed", bundle=closed.bundle_id, outcome=outcome)
