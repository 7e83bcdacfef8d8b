"""``sekisho inquiry``: replies on paper, and what has to be struck in a reply."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.cli.front import Visit, opens_vault
from app.models.domain.ids import BlobId
from app.services.inquiries.paper_replies import read_typed_reply

Case = Annotated[str, typer.Argument()]
Asked = Annotated[str, typer.Argument()]
_LARGEST_FORM = 1024 * 1024


class Outcome(StrEnum):
    """What the second officer says."""

    SAME = "same"
    RETURNED = "returned"


def register(commands: typer.Typer) -> None:
    """Add these commands to a group."""
    for name, function in (("link", link), ("type", type_in), ("check", check), ("strike", strike)):
        commands.command(name)(function)


@opens_vault
def link(
    visit: Visit,
    case: Case,
    inquiry: Asked,
    scan: Annotated[str, typer.Argument()],
) -> None:
    """Record that a received document (``paper list``) is the reply to an inquiry."""
    front = visit.front
    with visit.room() as room:
        room.services.paper_replies.link(room.actor, room.case(case), inquiry, BlobId(scan))
    front.console.say("cli.inquiry.linked")


@opens_vault
def type_in(
    visit: Visit,
    case: Case,
    inquiry: Asked,
    form: Annotated[Path, typer.Argument()],
) -> None:
    """Keep the lines of a reply on paper as JSON; they count once another officer compared them."""
    front = visit.front
    reply = read_typed_reply(front.files.read(form, _LARGEST_FORM))
    with visit.room() as room:
        room.services.paper_replies.type_in(room.actor, room.case(case), inquiry, reply)
    front.console.say("cli.inquiry.typed")


@opens_vault
def check(
    visit: Visit,
    case: Case,
    inquiry: Asked,
    outcome: Annotated[Outcome, typer.Argument()],
) -> None:
    """Say as the second officer that typed lines are those of the paper, or give them back."""
    front = visit.front
    is_same = outcome is Outcome.SAME
    with visit.room() as room:
        room.services.paper_replies.check(room.actor, room.case(case), inquiry, is_same=is_same)
    front.console.say("cli.inquiry.same" if is_same else "cli.inquiry.returned")


@opens_vault
def strike(
    visit: Visit,
    case: Case,
    inquiry: Asked,
    answer: Annotated[int, typer.Argument(min=0)],
) -> None:
    """Strike for good what must not be kept in an answer (0: in who replied)."""
    front = visit.front
    with visit.room() as room:
        done = room.services.reply_striking.strike(room.actor, room.case(case), inquiry, answer)
    front.console.say("cli.inquiry.struck", documents=done.documents)
