"""``sekisho receipt``: write the receipt for a bundle that was decided on, take one in."""

from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import BundleName, InFile, Medium, Officer, PassphraseFile, VaultFolder, entered, front_of, on_medium
from app.models.domain.ids import BundleId
from app.services.exchange import receipt_forms

NAME = "receipt"
commands = typer.Typer()


@commands.command("write")
def write(
    context: typer.Context,
    bundle: BundleName,
    medium: Medium,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the receipt for a bundle that was admitted or refused."""
    front = front_of(context)
    drive = bootstrap.drive_at(medium)
    with entered(front, vault, officer, passphrase_file) as room:
        name = room.services.receipts.write(room.actor, BundleId(bundle), drive)
    front.console.say("cli.file.written", file=name)


@commands.command("mini-file")
def mini_file(
    context: typer.Context,
    bundle: BundleName,
    medium: Medium,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the receipt as a small signed file beside the bundle."""
    front = front_of(context)
    drive = bootstrap.drive_at(medium)
    with entered(front, vault, officer, passphrase_file) as room:
        name = room.services.receipt_papers.mini_file(room.actor, BundleId(bundle), drive)
    front.console.say("cli.file.written", file=name)


@commands.command("print")
def print_receipt(
    context: typer.Context,
    bundle: BundleName,
    out: Annotated[Path, typer.Argument()],
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the receipt for printing, with a QR code that the sender can scan or type."""
    front = front_of(context)
    with entered(front, vault, officer, passphrase_file) as room:
        pdf = room.services.receipt_papers.printed(room.actor, BundleId(bundle))
    front.files.write(out, pdf)
    front.console.say("cli.file.written", file=out.name)


@commands.command("close")
def close(
    context: typer.Context,
    file: InFile,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Take a receipt in and close the export that it answers."""
    front = front_of(context)
    drive, name = on_medium(file)
    with entered(front, vault, officer, passphrase_file) as room:
        closed = room.services.receipts.close(room.actor, drive, name)
    outcome = front.texts(f"import-outcome.{closed.outcome}")
    front.console.say("cli.receipt.closed", bundle=closed.bundle_id, outcome=outcome)


@commands.command("type")
def typed(
    context: typer.Context,
    file: InFile,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Take in a receipt whose code was typed or scanned from paper into a text file."""
    front = front_of(context)
    text = front.files.read(file, receipt_forms.LARGEST).decode(errors="replace")
    with entered(front, vault, officer, passphrase_file) as room:
        closed = room.services.receipts.close_text(room.actor, text)
    outcome = front.texts(f"import-outcome.{closed.outcome}")
    front.console.say("cli.receipt.closed", bundle=closed.bundle_id, outcome=outcome)
