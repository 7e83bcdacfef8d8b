"""``sekisho arrival``: bundles that wait, alarms, and taking an admission back."""

import typer

from app.cli.deciding import Aside, Identity, admit_shown, answers, require_good, show_contents, show_report
from app.cli.front import Visit, Witness, opens_vault
from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.models.domain.ids import BundleId
from app.services.exchange.alarms import Finding

NAME = "arrival"
commands = typer.Typer()


@commands.command("waiting")
@opens_vault
def waiting(visit: Visit) -> None:
    """List the bundles that were inspected and not decided on."""
    front = visit.front
    with visit.room() as room:
        found = room.services.importing.waiting(room.actor)
    for one in found:
        front.console.row(one.bundle_id, one.inspected_at.isoformat(), one.file_name)


@commands.command("show")
@opens_vault
def show(visit: Visit, bundle: str) -> None:
    """Verify a bundle that waits once more, and show what it says and what admitting it would change."""
    front = visit.front
    with visit.room() as room:
        found = room.services.importing.resume(room.actor, BundleId(bundle))
    show_report(front, found)
    require_good(found)
    show_contents(front, found)


@commands.command("answer")
@opens_vault
def answer(
    visit: Visit,
    bundle: str,
    identity: Identity = None,
    aside: Aside = None,
) -> None:
    """Answer questions about a bundle that waits, and leave records of it out; it goes on waiting."""
    front = visit.front
    with visit.room() as room:
        found = room.services.importing.resume(room.actor, BundleId(bundle))
        require_good(found)
        found = room.services.importing.answer(room.actor, found, answers(found, identity, aside))
    show_contents(front, found)
    left = len(found.answers.open_questions(found.likenesses))
    front.console.say("cli.arrival.answered", bundle=bundle, count=left)


@commands.command("admit")
@opens_vault
def admit(visit: Visit, bundle: str) -> None:
    """Admit a bundle that waits, with what was answered; its medium is not needed."""
    front = visit.front
    with visit.room() as room:
        found = room.services.importing.resume(room.actor, BundleId(bundle))
        show_report(front, found)
        require_good(found)
        show_contents(front, found)
        if found.has_changed:
            raise GateClosedError("import.changed-meanwhile")
        admit_shown(front, room, found)


@commands.command("refuse")
@opens_vault
def refuse(visit: Visit, bundle: str) -> None:
    """Refuse a bundle that waits; nothing of it stays but the fact."""
    front = visit.front
    with visit.room() as room:
        found = room.services.importing.resume(room.actor, BundleId(bundle))
        room.services.importing.refuse(room.actor, found)
    front.console.say("cli.bundle.refused", bundle=bundle)


@commands.command("alarms")
@opens_vault
def alarms(visit: Visit) -> None:
    """List bundles with which somebody may have tampered."""
    front = visit.front
    with visit.room() as room:
        found = room.services.alarms.all(room.actor, open_only=False)
    for one in found:
        office = front.console.named(one.office_ja, one.office_en)
        state = front.texts(f"alarm-finding.{one.finding}" if one.finding else "ui.import.desk.open")
        what = front.texts.error(UntrustedInputError(one.code)).what
        front.console.row(one.alarm_id, one.raised_at.isoformat(), one.code, state, office, what)


@commands.command("settle")
@opens_vault
def settle(visit: Visit, alarm: str, finding: Finding) -> None:
    """Say what a look into an alarm brought to light."""
    front = visit.front
    with visit.room() as room:
        room.services.alarms.settle(room.actor, alarm, finding)
    front.console.say("cli.arrival.settled", alarm=alarm, finding=front.texts(f"alarm-finding.{finding}"))


@commands.command("take-back")
@opens_vault
def take_back(visit: Visit, bundle: str, witness: Witness) -> None:
    """Undo an admission before a second person who types the own passphrase."""
    front = visit.front
    with visit.room() as room:
        way = room.services.taking_back.foresee(room.actor, BundleId(bundle))
        if way.why_not is not None:
            front.console.hint(f"import.why-not.{way.why_not}")
        if way.obstacle is not None:
            raise way.obstacle
        seat = room.seat(witness)
        count = room.services.taking_back.take_back(room.actor, seat.actor, BundleId(bundle))
    front.console.say("cli.arrival.taken-back", bundle=bundle, count=count)
