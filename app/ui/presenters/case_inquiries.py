"""Inquiries of a case: what was asked of whom and what came of it; preparing one from what the pack allows. Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import msgspec
from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.ids import BlobId
from app.models.domain.inquiry import GivenReply, Inquiry, InquiryState, WhyNotAsked, ways_on
from app.models.forms.bodies import Body
from app.models.forms.guards.answering import WhyNot, clause_start
from app.models.forms.guards.finding import Hit
from app.models.views.records import Blob
from app.services.calendar import CalendarSource, calendar_source
from app.services.container import Services
from app.services.inquiries.clocks import ReminderClock
from app.services.inquiries.inquiries import InquiryDesk, InquiryList
from app.services.inquiries.paper_replies import misfit_of
from app.services.inquiries.planning import InquiryPlan
from app.services.inquiries.replies import REPLY as REPLY_PLACE
from app.services.inquiries.replies import Open, said_in
from app.services.jobs import Lane
from app.services.page_images.page_images import PageImage, PageImages
from app.services.papers.covering import covered_copy
from app.services.papers.received import PURPOSES
from app.services.trust.document import Office
from app.ui.files import write_letter
from app.ui.presenters.case_papers import PapersPresenter
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork

PREVIEW_WIDTH = 1000
"""Pixels of a page that is seen beforehand, for each pixel of the layout."""


REPLY = "reply-"
"""Where the draft of a reply is kept; the number of its inquiry follows."""


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """The lines of a reply on paper as they stand in the editor: respondent, day, state and words of each answer."""

    who: str = ""
    day: str = ""
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not (self.who or self.day or any(state or words for state, words in self.answers))


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """A letter as its addressee will get it: its pages, and what it says."""

    pages: tuple[PageImage, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InquiriesState(AreaState):
    """What the area shows.

    Attributes:
        inquiries: In the order in which they were written.
        locked: Why those on the medical part are left out.
        chosen: Number of the inquiry in view, or empty.
        bodies: Whom this officer may ask; empty for everybody who only reads.
        offices: Offices that a bundle reaches.
        may_write: Nothing stands against asking: consent, state, assignment.
        may_settle: This officer may record what became of an inquiry, or that nobody is asked.
        refused: Why this officer may not ask now, where it is worth telling.
        ways: What may be recorded of the inquiry in view.
        clocks: When an inquiry may be reminded, by its number.
        papers: Received documents of the case.
        open: What nobody has answered for yet in replies, by the number of the inquiry.
        may_strike: This officer may strike it now, or say that it is no such matter.
        may_type: This officer types replies on paper.
        may_check: This officer may compare what somebody else typed.
        drafts: What was being typed when the screen was left, by the number of the inquiry.
        calendar: Where the holidays of these clocks come from.
        preview: The letter that is to be seen beforehand, until it was shown.
        made: How many were written here since the area was opened: the form begins anew with each.
    """

    inquiries: tuple[Inquiry, ...] = ()
    locked: Refusal | None = None
    chosen: str = ""
    bodies: tuple[Body, ...] = ()
    offices: tuple[Office, ...] = ()
    may_write: bool = False
    may_settle: bool = False
    refused: Refusal | None = None
    ways: tuple[InquiryState, ...] = ()
    clocks: Mapping[str, ReminderClock] = field(default_factory=dict)
    papers: tuple[Blob, ...] = ()
    open: Mapping[str, Open] = field(default_factory=dict)
    may_strike: bool = False
    may_type: bool = False
    may_check: bool = False
    drafts: Mapping[str, ReplyDraft] = field(default_factory=dict)
    calendar: CalendarSource | None = None
    preview: SeenBefore | None = None
    made: int = 0

    @property
    def current(self) -> Inquiry | None:
        """The inquiry in view."""
        return next((one for one in self.inquiries if one.ref == self.chosen), None)

    @property
    def to_answer_for(self) -> Open:
        """What this officer has to answer for in the reply of the inquiry in view."""
        return self.open.get(self.chosen, ()) if self.may_strike else ()

    @property
    def came_in(self) -> tuple[Blob, ...]:
        """The received documents in which the reply to the inquiry in view came, as far as this officer sees them."""
        current = self.current
        if current is None:
            return ()
        named = {sha for one in (current.reply.answers if current.reply is not None else ()) for sha in one.papers}
        return tuple(one for one in self.papers if one.blob_id in current.papers or one.sha256 in named)

    @property
    def unlinked(self) -> tuple[Blob, ...]:
        """The received documents that can be the reply to the inquiry in view and are none yet, the newest first."""
        taken, current = {blob for one in self.inquiries for blob in one.papers}, self.current
        if current is None or current.asked_on is None:
            return ()
        fitting = [
            one
            for one in self.papers
            if one.blob_id not in taken and one.purpose in PURPOSES and not misfit_of(one, current)
        ]
        return tuple(sorted(fitting, key=lambda one: one.stored_at, reverse=True))

    def offices_of(self, body: Body) -> tuple[Office, ...]:
        """The offices that are such a body."""
        return tuple(office for office in self.offices if office.kind in body.offices)


class InquiriesPresenter(CaseArea[InquiriesState]):
    """Prepare, record, read."""

    def __init__(self, work: CaseWork, images: PageImages) -> None:
        super().__init__(work, InquiriesState())
        self._images = images
        self.papers = PapersPresenter(work, images)
        """Shows the paper of a reply beside its lines."""
        self._sent = ""
        """The inquiry whose reply was typed in, until it was read again: no draft of it is kept meanwhile."""

    @override
    def load(self) -> None:
        """Read the inquiries, and what can be asked if this officer may ask."""
        case, sheet = self.work.case, self.work.sheet
        can_act, is_first = sheet.may(Action.SETTLE_INQUIRY), not self.state.is_loaded

        def read(services: Services, actor: Actor) -> tuple[InquiryList, InquiryDesk | None, dict[str, str]]:
            found = services.inquiries.of_case(actor, case)
            drafts = services.drafts.read(actor, case) if can_act and is_first else {}
            return found, services.inquiries.offers(actor, case) if can_act else None, drafts

        self._read(read, self._on_read)

    def choose(self, ref: str) -> None:
        """Bring an inquiry into view."""
        if ref != self.state.chosen:
            self._show(chosen=ref)
            self._show(ways=self._ways())

    def look_before(self, plan: InquiryPlan, density: float) -> None:
        """Draw the letter as the addressee would get it, from the finished file."""
        case, images, width = self.work.case, self._images, round(PREVIEW_WIDTH * density)

        def act(services: Services, actor: Actor) -> SeenBefore:
            letter = services.inquiry_letters.preview(actor, case, plan)
            with images.open(letter.pdf, "application/pdf") as document:
                pages = tuple(document.render(page, box=(width, 0)) for page in range(document.page_count))
            return SeenBefore(pages, letter.lines)

        self._do(act, "", Lane.HEAVY, then=self._on_preview)

    def preview_shown(self) -> None:
        """The letter is in view, or was looked at."""
        self._show(preview=None)

    def issue(self) -> None:
        """Number and file the letter of the inquiry in view."""
        case, ref = self.work.case, self.state.chosen
        self._do(
            lambda services, actor: services.inquiry_letters.issue(actor, case, ref),
            "case.done.inquiry-letter",
            Lane.HEAVY,
        )

    def remind(self, reply_by: date) -> None:
        """Write the reminder of the inquiry in view."""
        case, ref = self.work.case, self.state.chosen
        self._do(
            lambda services, actor: services.inquiry_letters.remind(actor, case, ref, reply_by),
            "case.done.inquiry-reminded",
            Lane.HEAVY,
        )

    def link(self, blob_id: str) -> None:
        """Record a received document as the reply to the inquiry in view."""
        case, ref = self.work.case, self.state.chosen
        self._do(
            lambda services, actor: services.paper_replies.link(actor, case, ref, BlobId(blob_id)),
            "case.done.reply-linked",
        )

    def type_in(self, reply: GivenReply) -> None:
        """Keep the typed lines of the reply to the inquiry in view."""
        case, ref = self.work.case, self.state.chosen
        self._do(
            lambda services, actor: services.paper_replies.type_in(actor, case, ref, reply),
            "case.done.reply-typed",
            then=self._on_typed,
        )

    def keep_reply(self, ref: str, draft: ReplyDraft) -> None:
        """Keep what is being typed; the lock waits for it."""
        one = next((one for one in self.state.inquiries if one.ref == ref), None)
        if one is not None and self.state.may_type and ref != self._sent:
            self.state = replace(self.state, drafts={**self.state.drafts, ref: draft})
            content = "" if draft.is_empty else msgspec.json.encode(draft).decode()
            self._keep_text(Action.TYPE_INQUIRY_REPLY, f"{REPLY}{ref}", one.purpose, content)

    def check(self, *, is_same: bool) -> None:
        """Say that the typed lines are those of the paper, or give them back."""
        case, ref = self.work.case, self.state.chosen
        self._do(
            lambda services, actor: services.paper_replies.check(actor, case, ref, is_same=is_same),
            "case.done.reply-same" if is_same else "case.done.reply-back",
        )

    def save_consent(self, place: Path) -> None:
        """Write the copy of the consent that goes with the letter in view, as pixels."""
        case, ref, images = self.work.case, self.state.chosen, self._images

        def act(services: Services, actor: Actor) -> None:
            media_type, data = services.inquiry_letters.consent(actor, case, ref)
            with images.open(data, media_type) as document:
                write_letter(place, covered_copy(document, ()))

        self._do(act, "case.done.consent-copied", Lane.HEAVY)

    def strike(self, number: int, hit: Hit) -> None:
        """Strike in the reply in view what was found in one of its texts."""
        case, ref = self.work.case, self.state.chosen
        self._do(
            lambda services, actor: services.reply_striking.strike(actor, case, ref, number, hit),
            "case.done.reply-struck",
        )

    def strike_surplus(self, number: int, pieces: tuple[str, ...]) -> None:
        """Strike in the reply in view what says more than was asked."""
        case, ref = self.work.case, self.state.chosen
        self._do(
            lambda services, actor: services.reply_striking.strike_surplus(actor, case, ref, number, pieces),
            "case.done.reply-struck",
        )

    def let_stay(self, number: int, hit: Hit, why: WhyNot) -> None:
        """Say of it that it is no prohibited matter."""
        one, case = self.state.current, self.work.case
        if one is None or one.reply is None:
            return
        clause = said_in(one.reply)[number][clause_start(hit) : hit.last]
        self._do(
            lambda services, actor: services.guards.clear(actor, case, REPLY_PLACE, clause, hit.kind, why),
            "case.done.reply-stays",
        )

    def save_letter(self, place: Path, *, reminder: bool = False) -> None:
        """Write one more copy of the letter, or of the reminder, where the officer said, and nowhere else."""
        case, ref = self.work.case, self.state.chosen

        def act(services: Services, actor: Actor) -> int:
            copy = services.inquiry_letters.printed(actor, case, ref, reminder=reminder)
            write_letter(place, copy.pdf)
            return copy.copy

        self._do(act, "case.done.letter-saved", Lane.HEAVY, then=self._on_saved)

    def prepare(self, plan: InquiryPlan) -> None:
        """Make an inquiry part of the case."""
        case = self.work.case
        self._do(
            lambda services, actor: services.inquiries.prepare(actor, case, plan),
            "case.done.inquiry",
            then=self._on_made,
        )

    def not_asked(self, plan: InquiryPlan, why: WhyNotAsked) -> None:
        """Record that a body is not asked."""
        case = self.work.case
        self._do(
            lambda services, actor: services.inquiries.not_asked(actor, case, plan, why),
            "case.done.not-asked",
            then=self._on_made,
        )

    def settle(self, to: InquiryState, on: date | None, why: WhyNotAsked | None) -> None:
        """Record what became of the inquiry in view."""
        case, ref = self.work.case, self.state.chosen
        self._do(
            lambda services, actor: services.inquiries.settle(actor, case, ref, to, on, why),
            "case.done.inquiry-settled",
        )

    def drop(self) -> None:
        """Forget what was read: the case was sealed."""
        self.papers.drop()
        self._show(inquiries=(), chosen="", ways=(), preview=None)

    def _on_typed(self, result: object) -> None:
        one = self.state.current
        if one is not None:
            self._sent = one.ref
            self.state = replace(self.state, drafts={**self.state.drafts, one.ref: ReplyDraft()})
            self._give_up_drafts(Action.TYPE_INQUIRY_REPLY, {f"{REPLY}{one.ref}": one.purpose})
        self._on_done(result)

    def _on_saved(self, copy: int) -> None:
        self._saying = "case.done.letter-saved" if copy == 1 else "case.done.letter-copied"
        self._on_done(None)

    def _on_preview(self, preview: SeenBefore) -> None:
        self._show(is_busy=False, preview=preview)

    def _on_made(self, ref: str) -> None:
        self._on_done(ref)
        self._show(chosen=ref, made=self.state.made + 1)

    def _on_read(self, read: tuple[InquiryList, InquiryDesk | None, dict[str, str]]) -> None:
        found, desk, kept = read
        self._sent = ""
        for place, content in kept.items():
            if place.startswith(REPLY):
                self._drafted.add(place)
                ref, draft = place.removeprefix(REPLY), msgspec.json.decode(content, type=ReplyDraft)
                self.state = replace(self.state, drafts={**self.state.drafts, ref: draft})
        refs = [one.ref for one in found.inquiries]
        chosen = self.state.chosen if self.state.chosen in refs else (refs[-1] if refs else "")
        why = self.work.sheet.refusals[Action.WRITE_INQUIRY]
        self._show(
            is_loaded=True,
            inquiries=found.inquiries,
            locked=found.locked,
            clocks=found.clocks,
            papers=found.papers,
            open=found.open,
            may_strike=self.work.sheet.may(Action.STRIKE_REPLY),
            may_type=self.work.sheet.may(Action.TYPE_INQUIRY_REPLY),
            may_check=self.work.sheet.may(Action.CHECK_INQUIRY_REPLY),
            calendar=calendar_source(),
            chosen=chosen,
            bodies=() if desk is None else desk.bodies,
            offices=() if desk is None else desk.offices,
            may_write=desk is not None and why is None,
            may_settle=desk is not None,
            refused=why if desk is not None else None,
        )
        self._show(ways=self._ways())

    def _ways(self) -> tuple[InquiryState, ...]:
        current = self.state.current
        if current is None or not self.state.may_settle:
            return ()
        ways = ways_on(current)
        return ways if self.state.may_write else tuple(one for one in ways if one is not InquiryState.ASKED)
