"""Writing and reviewing the findings (所見) on the seven items. Qt-free; no number, no score, no suggestion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import msgspec
from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.citing import Revisions, Standing, standing
from app.models.domain.finding import (
    ITEMS,
    MEDICAL_ITEM,
    Citation,
    Fact,
    Finding,
    Hearing,
    HearingState,
    missing_parts,
)
from app.models.domain.finding_parts import PartPlace, parts_of
from app.models.domain.ids import PersonId
from app.services.container import Services
from app.services.findings.comparing import ItemChange
from app.services.findings.review import ReviewDetail, WrittenRemark
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork

REMARK = "remark"
"""Where the draft of a remark is kept."""


@dataclass(frozen=True, slots=True)
class EditedFact:
    """A fact as it stands in the editor; may still lack parts."""

    text: str = ""
    source: str = ""
    source_on: date | None = None
    citations: tuple[Citation, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it can be saved."""
        return bool(self.text.strip() and self.source.strip() and self.source_on)


@dataclass(frozen=True, slots=True)
class EditedFinding:
    """A finding as it stands in the editor; whether it is adverse is asked, never preset."""

    item: int
    adverse: bool | None = None
    summary: str = ""
    facts: tuple[EditedFact, ...] = ()
    hearing: HearingState = HearingState.NOT_NEEDED
    hearing_text: str = ""
    hearing_on: date | None = None
    mitigation: str = ""
    absence: str = ""

    @classmethod
    def of(cls, finding: Finding) -> "EditedFinding":
        """A kept finding in the editor."""
        return cls(
            item=finding.item,
            adverse=finding.adverse,
            summary=finding.summary,
            facts=tuple(EditedFact(one.text, one.source, one.source_on, one.citations) for one in finding.facts),
            hearing=finding.hearing.state,
            hearing_text=finding.hearing.text,
            hearing_on=finding.hearing.on,
            mitigation=finding.mitigation,
            absence=finding.absence,
        )

    @property
    def can_be_saved(self) -> bool:
        """Whether the vault takes it; it may still lack parts for the submission."""
        return self.adverse is not None and bool(self.summary.strip()) and all(one.is_complete for one in self.facts)

    def as_finding(self) -> Finding:
        """The finding to keep; only when :attr:`can_be_saved`."""
        item = next(one for one in ITEMS if one == self.item)
        facts = tuple(
            Fact(one.text, one.source, one.source_on, one.citations) for one in self.facts if one.source_on is not None
        )
        return Finding(
            item=item,  # type: ignore[arg-type] # one of the seven, taken from ITEMS
            adverse=bool(self.adverse),
            summary=self.summary,
            facts=facts,
            hearing=Hearing(self.hearing, self.hearing_text, self.hearing_on),
            mitigation=self.mitigation,
            absence=self.absence,
        )

    def missing(self, revisions: Revisions) -> tuple[str, ...]:
        """Text keys of what it still lacks, in the order of the editor."""
        keys = []
        if self.adverse is None:
            keys.append("case.missing.adverse")
        if not self.summary.strip():
            keys.append("case.missing.summary")
        if any(not one.is_complete for one in self.facts):
            keys.append("case.missing.fact")
        cited = (citation for fact in self.facts for citation in fact.citations)
        if any(standing(citation, revisions) is not Standing.CURRENT for citation in cited):
            keys.append("case.missing.citation")
        return (*keys, *(f"missing.{part}" for part in missing_parts(self.as_finding())))


@dataclass(frozen=True, slots=True)
class RemarkDraft:
    """A remark that is not sent yet, on an item or on the whole."""

    item: int | None
    text: str
    part: PartPlace | None = None


@dataclass(frozen=True, slots=True)
class FindingsState(AreaState):
    """What the area shows.

    Attributes:
        chosen: The statutory item in view.
        edited: What stands in the editor for each item, saved or not.
        unsaved: Items with input that is not in the vault.
        remarks: The reviewer's remarks, oldest first.
        names: Names of officers.
        may_write: This officer may write findings now.
        may_submit: This officer may submit now, if nothing is missing.
        may_review: This officer may return or accept now.
        is_locked: What was written on item 5 is not shown to this officer.
        kept_missing: Items that lack something in the vault.
        revisions: The newest revision of every answer that a fact may cite.
        changes: What differs from the findings as they were last returned.
        remark_draft: A remark that was being written when the screen was left.
    """

    chosen: int = 1
    edited: Mapping[int, EditedFinding] = field(default_factory=lambda: {item: EditedFinding(item) for item in ITEMS})
    unsaved: frozenset[int] = frozenset()
    remarks: tuple[WrittenRemark, ...] = ()
    names: Mapping[PersonId, str] = field(default_factory=dict)
    may_write: bool = False
    may_submit: bool = False
    may_review: bool = False
    is_locked: bool = False
    kept_missing: tuple[int, ...] = ()
    revisions: Revisions = field(default_factory=dict)
    changes: tuple[ItemChange, ...] = ()
    remark_draft: RemarkDraft | None = None

    @property
    def current(self) -> EditedFinding:
        """The finding in view."""
        return self.edited[self.chosen]

    @property
    def first_missing(self) -> int | None:
        """The first item that lacks something, or None."""
        return next((item for item in ITEMS if self.lacks(item)), None)

    def lacks(self, item: int) -> bool:
        """Whether an item lacks something; of a locked one only the vault knows."""
        if self.is_locked and item == MEDICAL_ITEM:
            return item in self.kept_missing
        return bool(self.missing(item))

    def missing(self, item: int) -> tuple[str, ...]:
        """Text keys of what the finding on an item lacks."""
        return self.edited[item].missing(self.revisions)

    def change_of(self, item: int) -> ItemChange | None:
        """What changed in the finding on an item since it was returned; None when nothing did."""
        return next((one for one in self.changes if one.item == item), None)

    def parts_of(self, item: int | None) -> tuple[PartPlace, ...]:
        """The parts of a finding that a remark can point at; none for the findings as a whole."""
        finding = None if item is None else self.edited[item]
        return parts_of(finding.as_finding()) if finding is not None and finding.can_be_saved else ()

    def remarks_on(self, item: int) -> tuple[WrittenRemark, ...]:
        """Remarks on one item and those on the whole."""
        return tuple(one for one in self.remarks if one.item in (item, None))


class FindingsPresenter(CaseArea[FindingsState]):
    """Findings are saved item by item; the submission takes all seven."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, FindingsState())

    @override
    def load(self) -> None:
        """Read what was written; input that is not saved yet stays."""
        case, is_first = self.work.case, not self.state.is_loaded

        def act(services: Services, actor: Actor) -> tuple[ReviewDetail, dict[str, str]]:
            detail = services.review.detail(actor, case)
            return detail, services.drafts.read(actor, case) if is_first else {}

        self._read(act, self._on_read)

    def choose(self, item: int) -> None:
        """Bring an item into view."""
        self._show(chosen=item, done="")

    def edit(self, finding: EditedFinding) -> None:
        """Take input of the editor."""
        if not self.state.may_write or self.state.edited[finding.item] == finding:
            return
        edited = {**self.state.edited, finding.item: finding}
        self._show(edited=edited, unsaved=self.state.unsaved | {finding.item}, done="")

    def save(self) -> None:
        """Save every item that has new input and can be saved."""
        self._save_then(self._on_saved)

    def submit(self) -> None:
        """Hand the findings to the reviewer, new input included."""
        if self.state.first_missing is None:
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

    def _ready(self) -> list[Finding]:
        edited = (self.state.edited[item] for item in sorted(self.state.unsaved))
        return [one.as_finding() for one in edited if one.can_be_saved]

    def _save_then(self, then: Callable[[frozenset[int]], None]) -> None:
        self._do(self._writing(), "", then=then)

    def _writing(self) -> Callable[[Services, Actor], frozenset[int]]:
        """The act that saves what can be saved; answers with the items."""
        case, findings = self.work.case, self._ready()

        def act(services: Services, actor: Actor) -> frozenset[int]:
            for finding in findings:
                services.review.write_finding(actor, case, finding)
            return frozenset(finding.item for finding in findings)

        return act

    def _on_sent_back(self, _none: None) -> None:
        self._give_up_drafts(Action.RETURN_FINDINGS, {REMARK: "process"})
        self._show(remark_draft=None)
        self._on_done(None)

    def _on_saved(self, items: frozenset[int]) -> None:
        left = self.state.unsaved - items
        self._give_up_drafts(Action.WRITE_FINDING, {_place(item): str(item) for item in items})
        self._show(is_busy=False, unsaved=left, done="case.done.saved" if items else "")

    def _on_saved_for_submission(self, items: frozenset[int]) -> None:
        case = self.work.case
        self._give_up_drafts(Action.WRITE_FINDING, {_place(item): str(item) for item in items})
        self._show(unsaved=self.state.unsaved - items)
        self._do(
            lambda services, actor: services.review.submit(actor, case),
            "case.done.submitted",
        )

    def _on_read(self, read: tuple[ReviewDetail, dict[str, str]]) -> None:
        detail, drafts = read
        sheet = self.work.sheet
        if sheet.may(Action.WRITE_FINDING):
            self._restore(drafts)
        if sheet.may(Action.RETURN_FINDINGS) and REMARK in drafts:
            self._drafted.add(REMARK)
            self.state = replace(self.state, remark_draft=msgspec.json.decode(drafts[REMARK], type=RemarkDraft))
        kept: dict[int, EditedFinding] = {one.item: EditedFinding.of(one) for one in detail.findings}
        unsaved = self.state.unsaved if sheet.may(Action.WRITE_FINDING) else frozenset[int]()
        edited = {
            item: self.state.edited[item] if item in unsaved else kept.get(item, EditedFinding(item)) for item in ITEMS
        }
        self._show(
            is_loaded=True,
            edited=edited,
            unsaved=unsaved,
            remarks=detail.remarks,
            names=sheet.names,
            may_write=sheet.may(Action.WRITE_FINDING),
            may_submit=sheet.may(Action.SUBMIT_FINDINGS),
            may_review=sheet.may(Action.ACCEPT_FINDINGS),
            is_locked=detail.locked is not None,
            kept_missing=detail.missing_items,
            revisions=detail.revisions,
            changes=detail.changes,
        )


def _place(item: int) -> str:
    """Where the draft of a finding is kept."""
    return f"finding/{item}"


def with_fact(finding: EditedFinding, place: int, fact: EditedFact | None) -> EditedFinding:
    """The finding with one fact exchanged, taken out (None) or added (``place`` behind the last)."""
    facts = list(finding.facts)
    if fact is None:
        del facts[place]
    elif place < len(facts):
        facts[place] = fact
    else:
        facts.append(fact)
    return replace(finding, facts=tuple(facts))
