"""``sekisho retention``: what falls due, holds, witnessed destruction, certificates."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import (
    Front,
    Output,
    Room,
    Visit,
    Witness,
    opens_vault,
)
from app.models.domain.civil_day import civil_day
from app.models.domain.dates import parse_date
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.models.domain.retention import Basis, Ground, Matter
from app.models.views.retention import Destruction, Expiring
from app.services.retention.holds import LONGEST_REASON, HoldLine

NAME = "retention"
commands = typer.Typer()
_PAGE = 500
_BYTES_OF_A_CHARACTER = 4
Thing = Annotated[str, typer.Argument()]
OfCase = Annotated[str, typer.Option("--case")]
Ends = Annotated[str, typer.Option("--until")]


@commands.command("list")
@opens_vault
def list_due(visit: Visit, until: Ends = "") -> None:
    """List what falls due, by the day."""
    front = visit.front
    last = parse_date(until, field="until").latest if until else None
    with visit.room() as room:
        mark, count = None, 0
        while page := room.services.forecast.page(room.actor, mark, _PAGE, last=last):
            for thing in page:
                _say_thing(front, thing)
            mark, count = page[-1].mark, count + len(page)
    front.console.hint("cli.retention.count", count=count)


@commands.command("reports")
@opens_vault
def list_reports(visit: Visit) -> None:
    """List bundles whose recipient must report the destruction of what they brought, and what was reported."""
    front = visit.front
    with visit.room() as room:
        reports = room.services.awaited.reports(room.actor)
    for one in reports:
        came = civil_day(one.proof.destroyed_at).isoformat() if one.proof is not None else ""
        front.console.row(one.bundle_id, one.kind, one.recipient, civil_day(one.written_at).isoformat(), came)
    front.console.hint("cli.retention.awaited", count=sum(one.proof is None for one in reports))


@commands.command("holds")
@opens_vault
def list_holds(visit: Visit, case: OfCase = "") -> None:
    """List holds, those that ended too."""
    front = visit.front
    with visit.room() as room:
        lines = _holds(room, case)
    for line in lines:
        front.console.row(
            line.hold.hold_id,
            line.number,
            front.texts(f"hold-ground.{line.hold.ground}"),
            line.hold.until.isoformat() if line.hold.until else "",
            front.texts("cli.retention.in-force" if line.is_in_force else "cli.retention.over"),
        )


@commands.command("hold")
@opens_vault
def hold(
    visit: Visit,
    thing: Thing,
    ground: Annotated[Ground, typer.Option("--ground")],
    reason_file: Annotated[Path, typer.Option("--reason-file")],
    until: Ends = "",
) -> None:
    """Hold a case; the reason is read from a file, because arguments are seen by other users."""
    front = visit.front
    last = parse_date(until, field="until").latest if until else None
    try:
        reason = front.files.read(reason_file, LONGEST_REASON * _BYTES_OF_A_CHARACTER).decode()
    except UnicodeDecodeError:
        raise InvalidInputError("hold.no-reason", field="reason") from None
    with visit.room() as room:
        holds = room.services.holds
        hold_id = holds.set(room.actor, holds.of_number(room.actor, thing).case_id, ground, reason, last)
    front.console.say("cli.retention.held", hold=hold_id)


@commands.command("release")
@opens_vault
def release(visit: Visit, hold_id: Annotated[str, typer.Argument()], case: OfCase = "") -> None:
    """End a hold before its day; not by who set one on the case."""
    front = visit.front
    with visit.room() as room:
        line = next((line for line in _holds(room, case) if line.hold.hold_id == hold_id), None)
        if line is None:
            raise InvalidInputError("record.not-found")
        room.services.holds.end(room.actor, line.hold.case_id, hold_id)
    front.console.say("cli.retention.released", hold=hold_id)


@commands.command("mark")
@opens_vault
def mark(visit: Visit, thing: Thing, basis: Annotated[Basis, typer.Option("--basis")] = Basis.PERIOD_ENDED) -> None:
    """Mark a case as due for disposal; somebody else destroys it."""
    front = visit.front
    with visit.room() as room:
        room.services.disposal.mark(room.actor, CaseId(_found(room, thing).subject), basis)
    front.console.say("cli.retention.marked", thing=thing)


@commands.command("destroy")
@opens_vault
def destroy(
    visit: Visit, thing: Thing, witness: Witness, basis: Annotated[Basis, typer.Option("--basis")] = Basis.PERIOD_ENDED
) -> None:
    """Destroy for good, before a witness who types the own passphrase."""
    front = visit.front
    with visit.room() as room:
        found = _found(room, thing)
        foreseen = room.services.disposal.foresee(room.actor, found.matter, found.subject)
        front.console.hint("cli.retention.gone", documents=foreseen.documents, papers=foreseen.papers)
        front.console.hint("cli.retention.stays", bundles=len(foreseen.bundles))
        seat = room.seat(witness)
        if found.matter is Matter.CASE:
            done = room.services.disposal.destroy(room.actor, seat.actor, CaseId(found.subject))
        else:
            done = room.services.disposal.destroy_paper(room.actor, seat.actor, found.matter, found.subject, basis)
    front.console.say("cli.retention.destroyed", thing=found.subject, event=done.entry.event_seq)
    if not done.is_finished:
        front.console.hint("cli.retention.unfinished")


@commands.command("ledger")
@opens_vault
def ledger(visit: Visit) -> None:
    """List what was destroyed, newest first."""
    front = visit.front
    with visit.room() as room:
        after: tuple[str, str] | None = None
        while page := room.services.disposal.ledger(room.actor, after, _PAGE):
            for entry in page:
                _say_entry(front, entry, room.officers)
            after = (page[-1].destroyed_at.isoformat(), page[-1].subject)


@commands.command("certificate")
@opens_vault
def certificate(visit: Visit, thing: Thing, out: Output) -> None:
    """Issue the certificate of a destruction, or take the issued one, and write it as PDF."""
    front = visit.front
    if out.exists():
        raise InvalidInputError("cli.file-exists", field="out")
    with visit.room() as room:
        certificates = room.services.certificates
        try:
            pdf = certificates.read(room.actor, thing)
        except InvalidInputError:
            certificates.issue(room.actor, thing)
            pdf = certificates.read(room.actor, thing)
    front.files.write(out, pdf)
    front.console.say("cli.file.written", file=str(out))


def _found(room: Room, named: str) -> Expiring:
    """What has this id or case number among what has a day of destruction.

    Raises:
        InvalidInputError: ``record.not-found``.
    """
    after = None
    while page := room.services.forecast.page(room.actor, after, _PAGE):
        for thing in page:
            if named in {thing.subject, thing.label}:
                return thing
        after = page[-1].mark
    raise InvalidInputError("record.not-found")


def _holds(room: Room, case: str = "") -> list[HoldLine]:
    """All holds, or those of the case with this number or id."""
    if case:
        return list(room.services.holds.of_number(room.actor, case).lines)
    lines: list[HoldLine] = []
    after: tuple[str, str] | None = None
    while page := room.services.holds.page(room.actor, after, _PAGE):
        lines += page
        after = (page[-1].hold.set_at.isoformat(), page[-1].hold.hold_id)
    return lines


def _say_thing(front: Front, thing: Expiring) -> None:
    texts = front.texts
    front.console.row(
        thing.due_on.isoformat(),
        texts(f"matter.{thing.matter}"),
        thing.subject,
        thing.label,
        thing.retention_class,
        thing.counted_from.isoformat(),
        texts(f"state.{thing.state}") if thing.state else "",
        texts(f"hold-ground.{thing.held_for}") if thing.held_for else "",
    )


def _say_entry(front: Front, entry: Destruction, officers: dict[str, str]) -> None:
    front.console.row(
        civil_day(entry.destroyed_at).isoformat(),
        front.texts(f"matter.{entry.matter}"),
        entry.subject,
        front.texts(f"disposal-basis.{entry.basis}"),
        officers.get(entry.destroyed_by, entry.destroyed_by),
        officers.get(entry.witness, entry.witness),
        front.texts("cli.retention.certified" if entry.certificate else "cli.retention.uncertified"),
    )
