"""``sekisho audit``: verify the record, read it, compare it with slips, hand it out."""

from typing import Annotated

import typer

from app.cli.front import InFile, Output, Visit, front_of, opens_vault
from app.models.domain.civil_day import JAPAN
from app.models.domain.errors import VaultError
from app.services.record import exported
from app.services.record.slips import SlipOutcome

NAME = "audit"
commands = typer.Typer()
_MOST = 10_000


@commands.command("verify")
@opens_vault
def verify(visit: Visit) -> None:
    """Hash every entry of the record again and show its signed head."""
    front = visit.front
    with visit.room() as room:
        report = room.services.record.verify(room.actor)
    if not report.is_sound:
        for number in report.damaged:
            front.console.say("cli.record.damaged", number=number)
        raise VaultError("cli.record-unsound")
    front.console.say("cli.record.sound", count=report.size)
    for line in report.checkpoint.splitlines():
        front.console.value(line)


@commands.command("show")
@opens_vault
def show(visit: Visit, limit: Annotated[int, typer.Option("--limit", min=1, max=_MOST)] = 50) -> None:
    """Show the latest entries of the record, newest first."""
    front = visit.front
    with visit.room() as room:
        events = room.services.record.newest(room.actor, limit)
        officers = room.officers
    for event in events:
        at = event.at.astimezone(JAPAN).isoformat(sep=" ", timespec="seconds")
        key = f"event.{event.code}"
        said = front.texts(key) if key in front.texts else event.code
        front.console.row(
            str(event.seq), at, officers.get(event.person, event.person), said, event.result, event.subject
        )


@commands.command("grounds")
@opens_vault
def grounds(visit: Visit) -> None:
    """Show which cases are kept from which officers, and the questions in whose answers a tie was met."""
    front = visit.front
    texts = front.texts
    with visit.room() as room:
        hand = room.seat(room.actor.person).signer
        found = room.services.grounds.every(room.actor, hand, texts.language.value)
        officers = room.officers
    for one in found:
        officer, day = officers.get(one.officer, one.officer), one.found_on.isoformat()
        if one.declared or one.questions is None:
            key = "audit.grounds.declared" if one.declared else "audit.grounds.closed"
            front.console.row(one.number, officer, day, texts(key))
            continue
        if one.at_name:
            front.console.row(one.number, officer, day, texts("audit.grounds.name"))
        for page, label in one.questions:
            said = texts("audit.grounds.question", page=page, label=label)
            front.console.row(one.number, officer, day, said)


@commands.command("slip")
@opens_vault
def slip(visit: Visit, out: Output) -> None:
    """Write a slip with the head of the record as PDF, and show its words."""
    front = visit.front
    with visit.room() as room:
        printed = room.services.slips.print(room.actor)
    front.files.write(out, printed.pdf)
    front.console.say("cli.audit.slip", size=printed.size, words=" ".join(printed.words))


@commands.command("check-slip")
@opens_vault
def check_slip(
    visit: Visit, words: Annotated[list[str], typer.Argument()], size: Annotated[int, typer.Option("--size", min=0)]
) -> None:
    """Compare the record with the number of entries and the words of a slip."""
    front = visit.front
    with visit.room() as room:
        answer = room.services.slips.check(room.actor, size, " ".join(words))
    front.console.say(f"slip-outcome.{answer.outcome}")
    if answer.agrees_until is not None:
        at = answer.agrees_until.astimezone(JAPAN).isoformat(sep=" ", timespec="seconds")
        front.console.say("cli.audit.agrees-until", at=at)
    if answer.outcome is not SlipOutcome.CONTAINED:
        raise VaultError("cli.slip-not-contained")


@commands.command("export")
@opens_vault
def export(
    visit: Visit,
    file: InFile,
    first: Annotated[int, typer.Option("--first", min=0)] = 0,
    last: Annotated[int | None, typer.Option("--last", min=0)] = None,
    only: Annotated[list[int] | None, typer.Option("--only", min=0)] = None,
) -> None:
    """Write the record, a run of entries, or single entries with their proofs; signed by the workstation."""
    front = visit.front
    with visit.room() as room:
        service = room.services.handing_out
        if only:
            handed = service.single(room.actor, front.files, file, only)
        else:
            handed = service.span(room.actor, front.files, file, first, last)
    front.console.say("cli.audit.exported", count=handed.count)
    front.console.say("cli.audit.fingerprint", digits=" ".join(handed.fingerprint))
    front.console.value(handed.verifier)


@commands.command("verify-file")
def verify_file(
    context: typer.Context,
    file: InFile,
    key: Annotated[str, typer.Option("--key")] = "",
) -> None:
    """Check an exported record; needs no vault."""
    front = front_of(context)
    with front.files.open(file) as source:
        found = exported.check(source, key)
    first, last = found.numbers
    front.console.say(
        "cli.audit.file-sound", origin=found.origin, count=found.count, first=first, last=last, size=found.size
    )
    front.console.say("cli.audit.fingerprint", digits=" ".join(found.fingerprint))
    if not found.is_known_key:
        front.console.hint("cli.audit.compare-fingerprint")


@commands.command("who-saw")
@opens_vault
def who_saw(visit: Visit, case_number: Annotated[str, typer.Argument()]) -> None:
    """Show who did what with a case, by its number."""
    front = visit.front
    with visit.room() as room:
        looks = room.services.record_reading.who_saw(room.actor, case_number)
        officers = room.officers
    for one in looks.people:
        front.console.row(
            officers.get(one.person, one.person),
            str(one.looks),
            str(one.others),
            one.first.astimezone(JAPAN).isoformat(sep=" ", timespec="seconds"),
            one.last.astimezone(JAPAN).isoformat(sep=" ", timespec="seconds"),
        )
