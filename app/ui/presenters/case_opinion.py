"""Result and opinion (調査結果・意見): signed by the reviewer, then by the deciding officer. Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec
from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.ids import PersonId
from app.models.domain.inquiry import Inquiry, InquiryState
from app.services.bundles.schemas import OpinionCode, OpinionRecord
from app.services.container import Services
from app.services.queue.sheet import CaseSheet
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
    """

    record: OpinionRecord | None = None
    signers: tuple[Choice, ...] = ()
    confirmers: tuple[Choice, ...] = ()
    names: Mapping[PersonId, str] = field(default_factory=dict)
    may_sign: bool = False
    draft: OpinionDraft | None = None
    absent: tuple[Inquiry, ...] | None = None
    proposed: str = ""


class OpinionPresenter(CaseArea[OpinionState]):
    """The two signatures of the investigation office; the agency only reads."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, OpinionState())

    @override
    def load(self) -> None:
        """Read the opinion as it stands."""
        case, is_first = self.work.case, not self.state.is_loaded

        signs = self.work.sheet.may(Action.SIGN_OPINION) or self.work.sheet.may(Action.CONFIRM_OPINION)

        def act(services: Services, actor: Actor) -> tuple[OpinionRecord | None, str, tuple[Inquiry, ...] | None]:
            asked = services.inquiries.of_case(actor, case).inquiries if signs else None
            draft = services.drafts.read(actor, case).get(OPINION, "") if is_first else ""
            absent = None if asked is None else tuple(one for one in asked if one.state is not InquiryState.ANSWERED)
            return services.opinions.read(actor, case), draft, absent

        self._read(act, self._on_read)

    def propose(self) -> None:
        """Draft the reasons from the findings."""
        case = self.work.case
        self._show(proposed="")
        self._read(lambda services, actor: services.opinions.draft(actor, case), self._on_proposed)

    def _on_proposed(self, text: str) -> None:
        self._show(proposed=text)

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

    def _on_read(self, read: tuple[OpinionRecord | None, str, tuple[Inquiry, ...] | None]) -> None:
        record, draft, absent = read
        sheet = self.work.sheet
        if draft:
            self._drafted.add(OPINION)
            self.state = replace(self.state, draft=msgspec.json.decode(draft, type=OpinionDraft))
        self._show(
            is_loaded=True,
            record=record,
            absent=absent,
            signers=choices(sheet, Action.SIGN_OPINION),
            confirmers=choices(sheet, Action.CONFIRM_OPINION) if record is not None else (),
            names=sheet.names,
            may_sign=sheet.may(Action.SIGN_OPINION),
        )
