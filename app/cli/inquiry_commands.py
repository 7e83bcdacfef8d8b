"""``sekisho inquiry``: inquiries of a case, and inquiries that another office puts to this one."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.cli import inquiry_reply_commands
from app.cli.front import Output, Visit, opens_vault
from app.models.domain.civil_day import civil_day
from app.models.domain.dates import parse_date
from app.models.domain.errors import InvalidInputError
from app.models.domain.inquiry import GivenAnswer, Inquiry, InquiryState, WhyNotAsked
from app.services.exchange.asked_of_us import read_reply
from app.services.exchange.preview import lines_of
from app.services.inquiries.planning import read_plan
from app.services.papers.covering import covered_copy

NAME = "inquiry"
commands = typer.Typer()
inquiry_reply_commands.register(commands)
_LARGEST_FORM, _LARGEST_PAPER = 1024 * 1024, 100 * 1024 * 1024
Case = Annotated[str, typer.Argument()]
Asked = Annotated[str, typer.Argument()]


@commands.command("bodies")
@opens_vault
def bodies(visit: Visit, case: Case) -> None:
    """Show who can be asked in a case, and which questions each may be asked."""
    front = visit.front
    language = front.texts.language.value
    with visit.room() as room:
        desk = room.services.inquiries.offers(room.actor, room.case(case))
    for body in desk.bodies:
        form = front.texts(f"form.{body.form}")
        front.console.row(body.code, form, body.name.in_language(language), " ".join(body.identifying))
        for one in body.questions:
            front.console.row(body.code, one.code, str(one.item), one.text.in_language(language))
    for office in desk.offices:
        front.console.row(office.id, office.kind.value, office.name_ja, office.name_en)


@commands.command("list")
@opens_vault
def list_inquiries(visit: Visit, case: Case) -> None:
    """List the inquiries of a case as they stand, with what was answered."""
    front = visit.front
    with visit.room() as room:
        found = room.services.inquiries.of_case(room.actor, room.case(case))
    for one in found.inquiries:
        asked = one.asked_on.isoformat() if one.asked_on else ""
        why = front.texts(f"inquiry-why.{one.why_not}") if one.why_not else ""
        state = front.texts(f"inquiry-state.{one.state}")
        items, form = " ".join(map(str, one.items)), front.texts(f"form.{one.form}")
        front.console.row(one.ref, form, one.addressee, items, state, asked, one.reply_by.isoformat(), why)
        for letter in _letters(one):
            front.console.row(one.ref, front.texts("cli.inquiry.letter"), letter)
        for paper in one.papers:
            front.console.row(one.ref, front.texts("cli.inquiry.paper"), paper)
        if one.awaits_reply and one.typed is not None:
            front.console.row(one.ref, front.texts("cli.inquiry.compare"))
        for question, said in _answers(one):
            front.console.row(one.ref, question, front.texts(f"inquiry-answer.{said.state}"), said.text)
        for number in (at for at, hits in enumerate(found.open.get(one.ref, ())) if hits):
            front.console.row(one.ref, front.texts("cli.inquiry.must-not"), str(number))
    if found.locked is not None:
        front.console.say("cli.inquiry.locked", why=front.texts(f"refusal.{found.locked}"))


@commands.command("prepare")
@opens_vault
def prepare(
    visit: Visit,
    case: Case,
    form: Annotated[Path, typer.Argument()],
    not_asked: Annotated[WhyNotAsked | None, typer.Option("--not-asked")] = None,
) -> None:
    """Make an inquiry that was filled in as JSON part of a case, or record that a body is not asked and why."""
    front = visit.front
    plan = read_plan(front.files.read(form, _LARGEST_FORM))
    with visit.room() as room:
        inquiries = room.services.inquiries
        target = room.case(case)
        if not_asked is None:
            front.console.row(inquiries.prepare(room.actor, target, plan))
        else:
            front.console.row(inquiries.not_asked(room.actor, target, plan, not_asked))


@commands.command("settle")
@opens_vault
def settle(
    visit: Visit,
    case: Case,
    inquiry: Annotated[str, typer.Argument()],
    state: Annotated[InquiryState, typer.Option("--state")],
    on: Annotated[str | None, typer.Option("--on")] = None,
    not_asked: Annotated[WhyNotAsked | None, typer.Option("--not-asked")] = None,
) -> None:
    """Record what became of an inquiry: sent on paper, no reply, nothing on record, declined, not asked."""
    front = visit.front
    day = None if on is None else _day(on, "on")
    with visit.room() as room:
        target = room.case(case)
        room.services.inquiries.settle(room.actor, target, inquiry, state, day, not_asked)
    front.console.say("cli.inquiry.settled", state=front.texts(f"inquiry-state.{state}"))


@commands.command("preview")
@opens_vault
def preview(visit: Visit, case: Case, form: Annotated[Path, typer.Argument()]) -> None:
    """Show what the letter of an inquiry that was filled in as JSON would say; nothing is kept."""
    front = visit.front
    plan = read_plan(front.files.read(form, _LARGEST_FORM))
    with visit.room() as room:
        target = room.case(case)
        for line in room.services.inquiry_letters.preview(room.actor, target, plan).lines:
            front.console.row(line)


@commands.command("issue")
@opens_vault
def issue(visit: Visit, case: Case, inquiry: Annotated[str, typer.Argument()]) -> None:
    """Number the letter of an inquiry to a body outside and file it."""
    front = visit.front
    with visit.room() as room:
        target = room.case(case)
        front.console.row(room.services.inquiry_letters.issue(room.actor, target, inquiry))


@commands.command("remind")
@opens_vault
def remind(
    visit: Visit, case: Case, inquiry: Annotated[str, typer.Argument()], by: Annotated[str, typer.Option("--by")]
) -> None:
    """Write the letter that reminds a body, and give it until another day."""
    front = visit.front
    day = _day(by, "by")
    with visit.room() as room:
        target = room.case(case)
        front.console.row(room.services.inquiry_letters.remind(room.actor, target, inquiry, day))


@commands.command("letter")
@opens_vault
def letter(
    visit: Visit,
    case: Case,
    inquiry: Annotated[str, typer.Argument()],
    out: Output,
    reminder: Annotated[bool, typer.Option("--reminder")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Save a numbered copy of the letter of an inquiry, or of its reminder, as PDF."""
    front = visit.front
    with visit.room() as room:
        target = room.case(case)
        copy = room.services.inquiry_letters.printed(room.actor, target, inquiry, reminder=reminder)
        front.files.write(out, copy.pdf)
    front.console.say("cli.inquiry.saved", copy=copy.copy, file=str(out))


@commands.command("consent")
@opens_vault
def consent(visit: Visit, case: Case, inquiry: Annotated[str, typer.Argument()], out: Output) -> None:
    """Save the copy of the consent that goes with the letter of an inquiry, as PDF of pixels."""
    front = visit.front
    with visit.room() as room:
        media_type, data = room.services.inquiry_letters.consent(room.actor, room.case(case), inquiry)
        with bootstrap.page_images().open(data, media_type) as document:
            front.files.write(out, covered_copy(document, ()))
    front.console.say("cli.inquiry.consent", file=str(out))


@commands.command("received")
@opens_vault
def received(visit: Visit) -> None:
    """List inquiries that other offices put to this one."""
    front = visit.front
    with visit.room() as room:
        found = room.services.asked_of_us.every(room.actor)
    for one in found:
        replied = front.texts("cli.inquiry.replied" if one.is_replied else "cli.inquiry.open")
        came = civil_day(one.at).isoformat()
        form = front.texts(f"form.{one.form}")
        front.console.row(one.matter_id, form, one.name, one.office, came, one.reply_by.isoformat(), replied)


@commands.command("show")
@opens_vault
def show(visit: Visit, asked: Asked) -> None:
    """Show an inquiry that came, whole, and the reply that was written to it."""
    front = visit.front
    with visit.room() as room:
        inquiry, reply = room.services.asked_of_us.one(room.actor, asked)
    for record in (inquiry, reply):
        for line in lines_of([record] if record is not None else [], shows_content=True):
            front.console.row(line.path, line.value)


@commands.command("reply")
@opens_vault
def reply_to(
    visit: Visit,
    asked: Asked,
    form: Annotated[Path, typer.Argument()],
    paper: Annotated[list[Path] | None, typer.Option("--paper")] = None,
) -> None:
    """Keep a reply (F17) that was filled in as JSON, to be sent with ``export``."""
    front = visit.front
    reply = read_reply(front.files.read(form, _LARGEST_FORM))
    papers = [front.files.read(path, _LARGEST_PAPER) for path in paper or ()]
    with visit.room() as room:
        front.console.row(room.services.asked_of_us.reply(room.actor, asked, reply, papers))


def _letters(inquiry: Inquiry) -> list[str]:
    """The numbers of its letter and of its reminder, as far as they were written."""
    letters = [inquiry.letter, None if inquiry.reminder is None else inquiry.reminder.letter]
    return [one for one in letters if one is not None]


def _answers(inquiry: Inquiry) -> list[tuple[str, GivenAnswer]]:
    if inquiry.reply is None:
        return []
    return list(zip((one.text for one in inquiry.questions), inquiry.reply.answers, strict=True))


def _day(typed: str, field: str) -> date:
    day = parse_date(typed, field=field).day
    if day is None:
        raise InvalidInputError("date.unreadable", field=field)
    return day
