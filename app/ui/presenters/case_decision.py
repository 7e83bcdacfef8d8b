"""Evaluation (評価) and decision (決裁) at the agency. Qt-free; no number, no suggested outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import msgspec
from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.evaluation import Evaluation, Outcome, Reasons, Viewpoint, reasons_are_complete
from app.models.domain.ids import PersonId
from app.models.forms.definition import PackMeta
from app.services.bundles.schemas import OpinionRecord
from app.services.container import Services
from app.services.decisions.decisions import Standing
from app.ui.presenters.case_opinion import Choice, choices
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork

VIEWPOINTS = 7
EVALUATION = "evaluation"
"""Where the draft is kept."""
REMARK = "decision-remark"
"""Where the draft of a remark is kept."""


@dataclass(frozen=True, slots=True)
class EditedViewpoint:
    """One viewpoint in the editor."""

    text: str = ""
    factors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditedEvaluation:
    """The evaluation as it stands in the editor; the outcome has no default."""

    viewpoints: tuple[EditedViewpoint, ...] = (EditedViewpoint(),) * VIEWPOINTS
    overall: str = ""
    outcome: Outcome | None = None
    reasons: Reasons = Reasons.GIVEN
    reasons_text: str = ""

    @classmethod
    def of(cls, kept: Evaluation) -> "EditedEvaluation":
        """A kept draft in the editor."""
        return cls(
            tuple(EditedViewpoint(one.text, dict(one.factors)) for one in kept.viewpoints),
            kept.overall,
            kept.outcome,
            kept.reasons,
            kept.reasons_text,
        )

    def as_evaluation(self) -> Evaluation | None:
        """The draft to keep; None while something is missing."""
        if self.missing() or self.outcome is None:
            return None
        a, b, c, d, e, f, g = (
            Viewpoint(one.text, {code: text for code, text in one.factors.items() if text.strip()})
            for one in self.viewpoints
        )
        against = self.outcome is Outcome.NOT_CLEARED
        return Evaluation(
            viewpoints=(a, b, c, d, e, f, g),
            overall=self.overall,
            outcome=self.outcome,
            reasons=self.reasons if against else Reasons.GIVEN,
            reasons_text=self.reasons_text if against and self.reasons is Reasons.GIVEN else "",
        )

    def missing(self) -> tuple[tuple[str, int], ...]:
        """Text key of each missing part, with the number of the viewpoint where it is one."""
        lacking = [
            ("case.missing.viewpoint", number)
            for number, one in enumerate(self.viewpoints, start=1)
            if not one.text.strip()
        ]
        if not self.overall.strip():
            lacking.append(("case.missing.overall", 0))
        if self.outcome is None:
            lacking.append(("case.missing.outcome", 0))
        needs_reasons = self.outcome is Outcome.NOT_CLEARED and self.reasons is Reasons.GIVEN
        if needs_reasons and not self.reasons_text.strip():
            lacking.append(("case.missing.reasons", 0))
        return tuple(lacking)


@dataclass(frozen=True, slots=True)
class DecisionState(AreaState):
    """What the area shows.

    Attributes:
        opinion: Result and opinion of the investigation office.
        standing: Draft, remarks and signatures.
        meta: Names of viewpoints and factors.
        edited: What stands in the editor.
        is_unsaved: The editor holds input that is not in the vault.
        may_open: This officer may begin the evaluation.
        may_write: This officer may write the draft.
        may_return: This officer may return it with a remark.
        signers: Officers who may sign first, now.
        confirmers: Officers who may decide, now.
        names: Names of officers of this office.
        remark_draft: A remark that was being written when the screen was left.
    """

    opinion: OpinionRecord | None = None
    standing: Standing | None = None
    meta: PackMeta | None = None
    edited: EditedEvaluation = EditedEvaluation()
    is_unsaved: bool = False
    may_open: bool = False
    may_write: bool = False
    may_return: bool = False
    signers: tuple[Choice, ...] = ()
    confirmers: tuple[Choice, ...] = ()
    names: Mapping[PersonId, str] = field(default_factory=dict)
    remark_draft: str = ""


class DecisionPresenter(CaseArea[DecisionState]):
    """Drafted by one officer, signed by two others."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, DecisionState())

    @override
    def load(self) -> None:
        """Read opinion and draft; input that is not saved yet stays."""
        case, is_first = self.work.case, not self.state.is_loaded

        def act(services: Services, actor: Actor) -> tuple[OpinionRecord | None, Standing, dict[str, str]]:
            drafts = services.drafts.read(actor, case) if is_first else {}
            return services.opinions.read(actor, case), services.decisions.standing(actor, case), drafts

        self._read(act, self._on_read)

    def open(self) -> None:
        """Begin the evaluation."""
        case = self.work.case
        self._do(
            lambda services, actor: services.decisions.open(actor, case),
            "case.done.evaluation-opened",
        )

    def edit(self, edited: EditedEvaluation) -> None:
        """Take input of the editor."""
        if self.state.may_write and edited != self.state.edited:
            self._show(edited=edited, is_unsaved=True, done="")

    def save(self) -> None:
        """Save the draft, when it is complete."""
        case, evaluation = self.work.case, self.state.edited.as_evaluation()
        if evaluation is not None and reasons_are_complete(evaluation):
            self._do(
                lambda services, actor: services.decisions.write(actor, case, evaluation),
                "case.done.draft-saved",
                then=self._on_saved,
            )

    def save_draft(self) -> None:
        """Keep unsaved input as a draft; the lock waits for it."""
        if self.state.is_unsaved:
            content = msgspec.json.encode(self.state.edited).decode()
            self._keep_drafts(Action.WRITE_EVALUATION, {EVALUATION: ("process", content)})

    def sign(self, person: PersonId, passphrase: str) -> None:
        """Sign the decision first, with today's day."""
        case = self.work.case
        self._sign(
            person,
            passphrase,
            lambda services, seat: services.decisions.sign(seat.actor, seat.signer, case, services.desk.clock.today()),
            "case.done.decision-signed",
        )

    def confirm(self, person: PersonId, passphrase: str, outcome: Outcome) -> None:
        """Decide; the outcome is said once more and must be that of the sheet."""
        case = self.work.case
        self._sign(
            person,
            passphrase,
            lambda services, seat: services.decisions.confirm(seat.actor, seat.signer, case, outcome),
            "case.done.decided",
        )

    def send_back(self, text: str) -> None:
        """Return the draft with a remark."""
        case = self.work.case
        self._do(
            lambda services, actor: services.decisions.send_back(actor, case, text),
            "case.done.decision-returned",
            then=self._on_sent_back,
        )

    def keep_remark(self, text: str) -> None:
        """Keep a remark that is being written; the lock waits for it."""
        if self.state.may_return:
            self._keep_text(Action.RETURN_DECISION, REMARK, "process", text if text.strip() else "")

    def drop(self) -> None:
        """Forget all input: the case was sealed."""
        self.state = DecisionState()

    def decided_on(self) -> date | None:
        """Day on the signed sheet."""
        return self.state.standing.decided_on if self.state.standing else None

    def _on_sent_back(self, _none: None) -> None:
        self._give_up_drafts(Action.RETURN_DECISION, {REMARK: "process"})
        self._show(remark_draft="")
        self._on_done(None)

    def _on_saved(self, _none: None) -> None:
        self._show(is_unsaved=False)
        self._give_up_drafts(Action.WRITE_EVALUATION, {EVALUATION: "process"})
        self._on_done(None)

    def _on_read(self, read: tuple[OpinionRecord | None, Standing, dict[str, str]]) -> None:
        opinion, standing, drafts = read
        sheet, draft = self.work.sheet, drafts.get(EVALUATION, "")
        if sheet.may(Action.RETURN_DECISION) and drafts.get(REMARK):
            self._drafted.add(REMARK)
            self.state = replace(self.state, remark_draft=drafts[REMARK])
        may_write = sheet.may(Action.WRITE_EVALUATION)
        if may_write and draft:
            self._drafted.add(EVALUATION)
            restored = msgspec.json.decode(draft, type=EditedEvaluation)
            self.state = replace(self.state, edited=restored, is_unsaved=True)
        keeps = may_write and self.state.is_unsaved
        kept = EditedEvaluation.of(standing.draft) if standing.draft else EditedEvaluation()
        has_draft = standing.draft is not None
        self._show(
            is_loaded=True,
            opinion=opinion,
            standing=standing,
            meta=self.work.loaded.pack.meta,
            edited=self.state.edited if keeps else kept,
            is_unsaved=keeps,
            may_open=sheet.may(Action.OPEN_EVALUATION),
            may_write=may_write,
            may_return=sheet.may(Action.RETURN_DECISION) and has_draft,
            signers=choices(sheet, Action.SIGN_DECISION) if has_draft else (),
            confirmers=choices(sheet, Action.CONFIRM_CLEARED),
            names=sheet.names,
        )
