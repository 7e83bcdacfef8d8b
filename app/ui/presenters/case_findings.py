"""Writing and reviewing the findings (所見) on the seven items. Qt-free; no number, no score, no suggestion."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import msgspec
from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.errors import StaleEditError
from app.models.domain.finding import ITEMS, Finding, HearingState
from app.models.domain.finding_parts import PartPlace
from app.services.container import Services
from app.services.findings.citing import Citable
from app.services.findings.written import ReviewDetail
from app.ui.presenters.case_cites import CitingArea
from app.ui.presenters.case_findings_state import Conflict, FindingsState, RemarkDraft
from app.ui.presenters.case_work import CaseWork
from app.ui.presenters.finding_editing import EditedFinding

_Read = tuple[ReviewDetail, dict[str, str], tuple[Citable, ...]]
"""What was written; drafts; the answers that can be cited."""
REMARK = "remark"
"""Where the draft of a remark is kept."""


class FindingsPresenter(CitingArea):
    """Findings are saved item by item; the submission takes all seven."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, FindingsState())

    @override
    def load(self) -> None:
        """Read what was written; input that is not saved yet stays."""
        case, is_first = self.work.case, not self.state.is_loaded

        def act(services: Services, actor: Actor) -> _Read:
            detail = services.review.detail(actor, case)
            return detail, services.drafts.read(actor, case) if is_first else {}, services.review.citable(actor, case)

        self._read(act, self._on_read)

    def choose(self, item: int) -> None:
        """Bring an item into view."""
        self._show(chosen=item, done="")

    @override
    def edit(self, finding: EditedFinding) -> None:
        """Take input of the editor."""
        if not self.state.may_write or self.state.edited[finding.item] == finding:
            return
        edited = {**self.state.edited, finding.item: finding}
        self._show(edited=edited, unsaved=self.state.unsaved | {finding.item}, done="")

    def take_explained(self) -> None:
        """Let the subject's side of the finding in view say what was said in interviews, or that it was sought.

        What is written there stays; what stands there already is not added again.
        """
        told = self.state.explained.get(self.state.chosen)
        if told is not None:
            current = self.state.current
            state = HearingState.EXPLAINED if told.lines else HearingState.SOUGHT
            written = current.hearing_text.splitlines()
            lines = (line for line in "\n".join(told.lines or told.asked).splitlines() if line not in written)
            self.edit(replace(current, hearing=state, hearing_text="\n".join((*written, *lines)), hearing_on=told.on))

    def save(self) -> None:
        """Save every item that has new input and can be saved."""
        self._save_then(self._on_saved)

    def submit(self) -> None:
        """Hand the findings to the reviewer, new input included."""
        if self.state.can_go_on:
            self._save_then(self._on_saved_for_submission)

    def send_back(self, item: int | None, text: str, part: PartPlace | None = None) -> None:
        """Return the findings with a remark: on a part of a finding, on an item or on the whole."""
        case = self.work.case
        self._do(
            lambda services, actor: services.review.send_back(actor, case, item, text, part),
            "case.done.returned",
            then=self._on_sent_back,
        )

    def keep_remark(self, remark: RemarkDraft) -> None:
        """Keep a remark that is being written; the lock waits for it."""
        if self.state.may_review:
            content = msgspec.json.encode(remark).decode() if remark.text.strip() else ""
            self._keep_text(Action.RETURN_FINDINGS, REMARK, "process", content)

    def accept(self) -> None:
        """Accept the findings."""
        case = self.work.case
        self._do(
            lambda services, actor: services.review.accept(actor, case),
            "case.done.accepted",
        )

    def save_draft(self) -> None:
        """Keep unsaved input as drafts; the lock waits for it."""
        edited = ((item, self.state.edited[item]) for item in self.state.unsaved)
        drafts = {_place(item): (str(item), msgspec.json.encode(one).decode()) for item, one in edited}
        self._keep_drafts(Action.WRITE_FINDING, drafts)

    def drop(self) -> None:
        """Forget all input: the case was sealed."""
        self.state = FindingsState()

    def _restore(self, drafts: dict[str, str]) -> None:
        """Put drafts back into the editor; they are as unsaved as they were."""
        self._drafted |= drafts.keys()
        restored = {
            item: msgspec.json.decode(drafts[_place(item)], type=EditedFinding)
            for item in ITEMS
            if _place(item) in drafts and item not in self.state.unsaved
        }
        edited = {**self.state.edited, **restored}
        self.state = replace(self.state, edited=edited, unsaved=self.state.unsaved | restored.keys())

    def _ready(self) -> list[tuple[Finding, int]]:
        edited = (self.state.edited[item] for item in sorted(self.state.unsaved))
        return [(one.as_finding(), one.base) for one in edited if one.can_be_saved]

    def _save_then(self, then: Callable[[dict[int, int]], None]) -> None:
        self._do(self._writing(), "", then=then)

    def _writing(self) -> Callable[[Services, Actor], dict[int, int]]:
        """The act that saves what can be saved; answers with the items and their new revisions.

        One that was kept elsewhere meanwhile is left as it is, here and there.
        """
        case, findings = self.work.case, self._ready()

        def act(services: Services, actor: Actor) -> dict[int, int]:
            saved = {}
            for finding, base in findings:
                with suppress(StaleEditError):
                    saved[int(finding.item)] = services.review.write_finding(actor, case, finding, base)
            return saved

        return act

    def keep_mine(self) -> None:
        """Go on with what is being written, over what was kept elsewhere; both stay in the history."""
        conflict = self.state.conflicts.get(self.state.chosen)
        if conflict is not None:
            self._settle(replace(self.state.current, base=conflict.theirs.base), is_unsaved=True)

    def take_theirs(self) -> None:
        """Show what was kept elsewhere, in the place of what is being written."""
        conflict = self.state.conflicts.get(self.state.chosen)
        if conflict is not None:
            self._give_up_drafts(Action.WRITE_FINDING, {_place(self.state.chosen): str(self.state.chosen)})
            self._settle(conflict.theirs, is_unsaved=False)

    def _settle(self, finding: EditedFinding, *, is_unsaved: bool) -> None:
        item = frozenset({finding.item})
        conflicts = {place: one for place, one in self.state.conflicts.items() if place != finding.item}
        unsaved = self.state.unsaved | item if is_unsaved else self.state.unsaved - item
        edited = {**self.state.edited, finding.item: finding}
        self._show(edited=edited, unsaved=unsaved, conflicts=conflicts, error=None, done="")

    def _on_sent_back(self, _none: None) -> None:
        self._give_up_drafts(Action.RETURN_FINDINGS, {REMARK: "process"})
        self._show(remark_draft=None)
        self._on_done(None)

    def _on_saved(self, saved: dict[int, int]) -> None:
        is_stale = self._take_saved(saved)
        self._show(is_busy=False, done="case.done.saved" if saved and not is_stale else "")

    def _take_saved(self, saved: dict[int, int]) -> bool:
        """Note what is in the vault now; tells whether something is not, because it was kept elsewhere meanwhile."""
        stale = [int(finding.item) for finding, _ in self._ready() if finding.item not in saved]
        self._give_up_drafts(Action.WRITE_FINDING, {_place(item): str(item) for item in saved})
        edited = {item: replace(one, base=saved.get(item, one.base)) for item, one in self.state.edited.items()}
        error = StaleEditError("finding.changed-meanwhile", item=stale[0]) if stale else None
        self._show(edited=edited, unsaved=self.state.unsaved - saved.keys(), error=error)
        if stale:
            self.load()
        return bool(stale)

    def _on_saved_for_submission(self, saved: dict[int, int]) -> None:
        case = self.work.case
        if self._take_saved(saved):
            self._show(is_busy=False)
            return
        self._do(
            lambda services, actor: services.review.submit(actor, case),
            "case.done.submitted",
        )

    def _on_read(self, read: _Read) -> None:
        detail, drafts, citable = read
        was_loaded = self.state.is_loaded
        sheet = self.work.sheet
        if sheet.may(Action.WRITE_FINDING):
            self._restore(drafts)
        if sheet.may(Action.RETURN_FINDINGS) and REMARK in drafts:
            self._drafted.add(REMARK)
            self.state = replace(self.state, remark_draft=msgspec.json.decode(drafts[REMARK], type=RemarkDraft))
        kept: dict[int, EditedFinding] = {
            one.item: EditedFinding.of(one, detail.kept[one.item].revision) for one in detail.findings
        }
        is_mine = sheet.refusals[Action.WRITE_FINDING] in (None, Refusal.LEASED)
        unsaved = self.state.unsaved if is_mine else frozenset[int]()
        edited = {
            item: self.state.edited[item] if item in unsaved else kept.get(item, EditedFinding(item)) for item in ITEMS
        }
        self._show(
            is_loaded=True,
            edited=edited,
            unsaved=unsaved,
            remarks=detail.remarks,
            names=sheet.names,
            conflicts={
                item: Conflict(kept[item], detail.kept[item].written_by, detail.kept[item].written_at)
                for item in sorted(unsaved)
                if item in kept and edited[item].base != kept[item].base
            },
            may_write=sheet.may(Action.WRITE_FINDING),
            may_submit=sheet.may(Action.SUBMIT_FINDINGS),
            may_review=sheet.may(Action.ACCEPT_FINDINGS),
            is_locked=detail.locked is not None,
            kept_missing=detail.missing_items,
            revisions=detail.revisions,
            changes=detail.changes,
            blocking=detail.blocking,
            unfinished=detail.unfinished,
            explained=detail.explained,
            citable=citable,
        )
        returned = self._returned_to()
        if not was_loaded and returned is not None:
            self._show(chosen=returned)
        self.take_focus()
        self.cite_waiting()

    def _returned_to(self) -> int | None:
        """The item that somebody looks at first after a return: of the remark, and in review the first that changed."""
        state = self.state
        if state.may_write:
            return state.remarks[-1].item if state.remarks else None
        return state.changes[0].item if state.may_review and state.changes else None


def _place(item: int) -> str:
    """Where the draft of a finding is kept."""
    return f"finding/{item}"
