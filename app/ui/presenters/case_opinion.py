"""Result and opinion (調査結果・意見): signed by the reviewer, then by the deciding officer. Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.ids import PersonId
from app.models.domain.inquiry import Inquiry, InquiryState
from app.services.bundles.schemas import ItemFinding, OpinionCode, OpinionRecord
from app.services.container import Services
from app.services.jobs import Lane
from app.services.queue.sheet import CaseSheet
from app.ui.files import write_chosen
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork

OPINION = "opinion"
"""Where the draft is kept."""

Choice = tuple[PersonId, str]
"""An officer and the officer's name."""


def choices(sheet: CaseSheet, action: Action) -> tuple[Choice, ...]:
    """The officers who may do an act now."""
    return tuple((person, sheet.names[person]) for person in sheet.doable_by[action])


@dataclass(frozen=True, slots=True)
class OpinionDraft:
    """An opinion that is not signed yet."""

    code: str = ""
    text: str = ""
    points: str = ""


@dataclass(frozen=True, slots=True)
class OpinionState(AreaState):
    """What the area shows.

    Attributes:
        record: The opinion as signed so far; None before the first signature.
        signers: Officers who may sign first, now.
        confirmers: Officers who may sign second, now.
        names: Names of officers of this office.
        may_sign: This officer may write and sign first.
        draft: What was being written when the screen was left.
        absent: Inquiries that brought no answer, for who signs; None where they are not shown.
        proposed: Reasons drafted from the findings, once somebody asked for them.
        findings: The accepted findings, for who signs first, while nobody has signed.
        may_print: This officer may have the paper.
    """

    record: OpinionRecord | None = None
    signers: tuple[Choice, ...] = ()
    confirmers: tuple[Choice, ...] = ()
    names: Mapping[PersonId, str] = field(default_factory=dict)
    may_sign: bool = False
    draft: OpinionDraft | None = None
    absent: tuple[Inquiry, ...] | None = None
    proposed: str = ""
    findings: tuple[ItemFinding, ...] = ()
    may_print: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read at once: the opinion, the draft, inquiries without an answer, findings without a signature."""

    record: OpinionRecord | None
    draft: str
    absent: tuple[Inquiry, ...] | None
    findings: tuple[ItemFinding, ...]


class OpinionPresenter(CaseArea[OpinionState]):
    """The two signatures of the investigation office; the agency only reads."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, OpinionState())

    @override
    def load(self) -> None:
        """Read the opinion as it stands."""
        case, is_first = self.work.case, not self.state.is_loaded

        may_sign = self.work.sheet.may(Action.SIGN_OPINION)
        signs = may_sign or self.work.sheet.may(Action.CONFIRM_OPINION)

        def act(services: Services, actor: Actor) -> _Read:
            asked = services.inquiries.of_case(actor, case).inquiries if signs else None
            draft = services.drafts.read(actor, case).get(OPINION, "") if is_first else ""
            absent = None if asked is None else tuple(one for one in asked if one.state is not InquiryState.ANSWERED)
            record = services.opinions.read(actor, case)
            findings = services.opinions.findings(actor, case) if record is None and may_sign else ()
            return _Read(record, draft, absent, findings)

        self._read(act, self._on_read)

    def propose(self) -> None:
        """Draft the reasons from the findings."""
        case = self.work.case
        self._show(proposed="")
        self._read(lambda services, actor: services.opinions.draft(actor, case), self._on_proposed)

    def _on_proposed(self, text: str) -> None:
        self._show(proposed=text)

    def save_paper(self, place: Path, text: str, unresolved: tuple[str, ...]) -> None:
        """Write the paper to a file; while nobody has signed with the reasons as they stand here."""
        case = self.work.case

        def act(services: Services, actor: Actor) -> None:
            write_chosen(place, services.opinion_papers.write(actor, case, text, unresolved))

        self._do(act, "case.done.opinion-printed", Lane.HEAVY, then=self._on_printed)

    def _on_printed(self, _none: None) -> None:
        self._show(is_busy=False, done="case.done.opinion-printed")

    def keep(self, draft: OpinionDraft) -> None:
        """Keep what is being written; the lock waits for it."""
        if self.state.may_sign:
            content = msgspec.json.encode(draft).decode() if draft != OpinionDraft() else ""
            self._keep_text(Action.SIGN_OPINION, OPINION, "process", content)

    def sign(
        self, person: PersonId, passphrase: str, opinion: OpinionCode, text: str, unresolved: tuple[str, ...]
    ) -> None:
        """Put result and opinion together and sign first."""
        case = self.work.case
        self._sign(
            person,
            passphrase,
            lambda services, seat: services.opinions.sign(seat.actor, seat.signer, case, opinion, text, unresolved),
            "case.done.opinion-signed",
        )

    def confirm(self, person: PersonId, passphrase: str) -> None:
        """Sign second."""
        case = self.work.case
        self._sign(
            person,
            passphrase,
            lambda services, seat: services.opinions.confirm(seat.actor, seat.signer, case),
            "case.done.opinion-confirmed",
        )

    @override
    def _on_done(self, result: object) -> None:
        self._give_up_drafts(Action.SIGN_OPINION, {OPINION: "process"})
        super()._on_done(result)

    def _on_read(self, read: _Read) -> None:
        record, sheet = read.record, self.work.sheet
        if read.draft:
            self._drafted.add(OPINION)
            self.state = replace(self.state, draft=msgspec.json.decode(read.draft, type=OpinionDraft))
        self._show(
            is_loaded=True,
            record=record,
            absent=read.absent,
            findings=read.findings,
            may_print=sheet.may(Action.PRINT_OPINION),
            signers=choices(sheet, Action.SIGN_OPINION),
            confirmers=choices(sheet, Action.CONFIRM_OPINION) if record is not None else (),
            names=sheet.names,
            may_sign=sheet.may(Action.SIGN_OPINION),
        )
