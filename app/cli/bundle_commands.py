"""``sekisho bundle``: inspect, verify, open and admit bundles."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.explaining import named_codes, show_code, show_outside
from app.cli.extract import ExtractFolder
from app.cli.front import Front, Officer, PassphraseFile, VaultFolder, entered, front_of, on_medium
from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.services.bundles.outside import look_outside

if TYPE_CHECKING:
    from app.services.exchange.identity import Answers
    from app.services.exchange.importing import Inspection

NAME = "bundle"
commands = typer.Typer()
BundlePath = Annotated[Path, typer.Argument()]


@commands.command("verify")
def verify(
    context: typer.Context,
    file: BundlePath,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Say whether a bundle can be trusted, question by question."""
    front = front_of(context)
    drive, name = on_medium(file)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.importing.inspect(room.actor, drive, name)
    _show_report(front, found)
    _require_good(found)


@commands.command("inspect")
def inspect(
    context: typer.Context,
    file: BundlePath,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Verify a bundle and show what it says and what admitting it would change."""
    front = front_of(context)
    drive, name = on_medium(file)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.importing.inspect(room.actor, drive, name)
    _show_report(front, found)
    _require_good(found)
    _show_contents(front, found)


@commands.command("open")
def open_to_folder(
    context: typer.Context,
    file: BundlePath,
    to: Annotated[Path, typer.Option("--to")],
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the contents of a verified bundle into a new folder, in clear; the vault keeps nothing of it."""
    front = front_of(context)
    drive, name = on_medium(file)
    with entered(front, vault, officer, passphrase_file) as room, ExtractFolder(to) as folder:
        count = room.services.unpacking.unpack(room.actor, drive, name, folder.take)
    front.console.say("cli.bundle.opened", folder=str(to), count=count)
    front.console.hint("cli.bundle.in-clear")


@commands.command("explain")
def explain(
    context: typer.Context,
    what: Annotated[str, typer.Argument()],
    officer: Annotated[str | None, typer.Option("--officer")] = None,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Say what a code means, or what is the matter with a file: what was not changed, what to do."""
    front = front_of(context)
    codes = named_codes(front.texts, what)
    if not codes:
        drive, name = on_medium(Path(what))
        if officer is None:
            with drive.open_bundle(name) as source:
                codes = show_outside(front.console, look_outside(name, source))
        else:
            with entered(front, vault, officer, passphrase_file) as room:
                found = room.services.importing.inspect(room.actor, drive, name)
            _show_report(front, found)
            codes = (found.report.code,) if found.report.code else ()
    for code in codes:
        show_code(front.console, code)


@commands.command("admit")
def admit(
    context: typer.Context,
    file: BundlePath,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
    identity: Annotated[list[str] | None, typer.Option("--identity")] = None,
) -> None:
    """Admit a verified bundle into the vault."""
    front = front_of(context)
    drive, name = on_medium(file)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.importing.inspect(room.actor, drive, name)
        _show_report(front, found)
        _require_good(found)
        _show_contents(front, found)
        if identity:
            found = room.services.importing.answer(room.actor, found, _answers(identity))
        if any(one.is_conflict for one in found.effects):
            raise GateClosedError("import.not-admissible")
        bundle_id = room.services.importing.admit(room.actor, found)
    front.console.say("cli.bundle.admitted", bundle=bundle_id)


@commands.command("accept-gap")
def accept_gap(
    context: typer.Context,
    file: BundlePath,
    officer: Officer,
    reason: str,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Give up waiting for earlier bundles of this sender."""
    from app.services.exchange.importing import GapReason  # noqa: PLC0415 - heavy

    front = front_of(context)
    drive, name = on_medium(file)
    if reason not in set(GapReason):
        raise typer.BadParameter(", ".join(GapReason))
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.importing.inspect(room.actor, drive, name)
        count = room.services.importing.accept_gap(room.actor, found, GapReason(reason))
    front.console.say("cli.bundle.gap-accepted", count=count)


def _show_report(front: Front, found: "Inspection") -> None:
    texts = front.texts
    if found.kind:
        front.console.say(
            "cli.bundle.head",
            kind=texts(f"kind.{found.kind}"),
            bundle=found.bundle_id,
            office=front.console.named(found.origin_office_ja, found.origin_office_en),
        )
    for name, role in found.signers:
        front.console.say("cli.bundle.signer", name=name, role=texts(f"role.{role}"))
    for line in found.report.lines:
        front.console.row(texts(f"axis.{line.axis}"), texts(f"axis-state.{line.state}"), line.code)
    front.console.say("cli.bundle.result", result=texts(f"bottom-line.{found.report.bottom_line}"))


def _show_contents(front: Front, found: "Inspection") -> None:
    for line in found.lines:
        front.console.row(line.path, line.value)
    for effect in found.effects:
        front.console.say(effect.key, count=effect.count)
    texts = front.texts
    for clash in found.clashes:
        for name, here, came in clash.fields:
            front.console.row(clash.case_number, texts(f"ui.import.field.{name}"), here, came)
    for entry in found.foreseen.entries if found.foreseen is not None else ():
        for one in entry.fields:
            what = texts(
                "ui.import.change.what", row=texts(f"ui.import.row.{entry.table}"), fate=texts(f"fate.{entry.fate}")
            )
            front.console.row(what, texts(f"ui.import.field.{one.name}"), str(one.before or ""), str(one.after or ""))
    for like in found.likenesses:
        front.console.row(like.key, texts(f"roster.match.{like.why}"), like.subject.name, like.number, like.name)


def _answers(identity: list[str]) -> "Answers":
    """Verdicts as they were typed: ``LINE:CASE=same``, ``other`` or ``later``."""
    from app.services.exchange.identity import Answers, Verdict  # noqa: PLC0415 - heavy

    said = {key: word for key, _, word in (one.rpartition("=") for one in identity)}
    if not set(said.values()) <= set(Verdict):
        raise typer.BadParameter(", ".join(Verdict))
    return Answers({key: Verdict(word) for key, word in said.items()})


def _require_good(found: "Inspection") -> None:
    if found.report.code:
        raise UntrustedInputError(found.report.code)
