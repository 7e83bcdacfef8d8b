"""What the findings (所見) are shown as. Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.models.domain.citing import Revisions
from app.models.domain.finding import ITEMS, MEDICAL_ITEM
from app.models.domain.finding_parts import PartPlace, parts_of
from app.models.domain.ids import PersonId
from app.models.domain.interview import Interview, about_fact
from app.services.findings.citing import Citable
from app.services.findings.comparing import ItemChange
from app.services.findings.written import WrittenRemark
from app.services.interviewed import Explained
from app.services.tasks.keeping import PlacedTask
from app.ui.presenters.case_citing import Cited
from app.ui.presenters.case_work import AreaState
from app.ui.presenters.finding_editing import EditedFact, EditedFinding


@dataclass(frozen=True, slots=True)
class RemarkDraft:
    """A remark that is not sent yet, on an item or on the whole."""

    item: int | None
    text: str
    part: PartPlace | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """What was kept elsewhere meanwhile, by whom and when."""

    theirs: EditedFinding
    written_by: PersonId
    written_at: datetime


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
        conflicts: Items whose finding was kept elsewhere while it was being written here.
        remark_draft: A remark that was being written when the screen was left.
        blocking: Mandatory tasks that are open.
        unfinished: The interview that was begun and is not over.
        explained: What the subject said in interviews, by item.
        listed: The items in the list: all, or under a span those that it leaves.
        citable: The answers that a fact may cite.
        cited: What was last put to which fact.
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
    conflicts: Mapping[int, Conflict] = field(default_factory=dict)
    blocking: tuple[PlacedTask, ...] = ()
    unfinished: Interview | None = None
    explained: Mapping[int, Explained] = field(default_factory=dict)
    listed: tuple[int, ...] = ITEMS
    citable: tuple[Citable, ...] = ()
    cited: Cited | None = None

    @property
    def left_out(self) -> int:
        """How many findings are not listed, because they cite no answer about the days of the span."""
        return len(ITEMS) - len(self.listed)

    @property
    def current(self) -> EditedFinding:
        """The finding in view."""
        return self.edited[self.chosen]

    @property
    def first_missing(self) -> int | None:
        """The first item that lacks something, or None."""
        return next((item for item in ITEMS if self.lacks(item)), None)

    @property
    def can_go_on(self) -> bool:
        """Whether nothing holds the findings up, as far as this officer sees."""
        return self.first_missing is None and not self.blocking and self.unfinished is None

    def lacks(self, item: int) -> bool:
        """Whether an item lacks something; of a locked one only the vault knows."""
        if self.is_locked and item == MEDICAL_ITEM:
            return item in self.kept_missing
        return bool(self.missing(item))

    def missing(self, item: int) -> tuple[str, ...]:
        """Text keys of what the finding on an item lacks."""
        return self.edited[item].missing(self.revisions)

    def marks(self, item: int) -> tuple[str, ...]:
        """Text keys of what came of the last return: that it was about this item, or that this item changed since."""
        keys = []
        if self.may_write and self.remarks and self.remarks[-1].item == item:
            keys.append("case.findings.remarked")
        if self.change_of(item) is not None:
            keys.append("case.findings.changed")
        return tuple(keys)

    def change_of(self, item: int) -> ItemChange | None:
        """What changed in the finding on an item since it was returned; None when nothing did."""
        return next((one for one in self.changes if one.item == item), None)

    def heard(self, fact: EditedFact) -> tuple[str, ...] | None:
        """What the subject said about a fact of the finding in view; empty when it was not asked about.

        None where nothing has to be asked: the finding is not adverse, or the fact has no words yet.
        """
        if not self.current.adverse or not fact.text.strip():
            return None
        told = self.explained.get(self.chosen)
        return () if told is None else told.facts.get(about_fact(self.chosen, fact.text), ())

    def parts_of(self, item: int | None) -> tuple[PartPlace, ...]:
        """The parts of a finding that a remark can point at; none for the findings as a whole."""
        finding = None if item is None else self.edited[item]
        return parts_of(finding.as_finding()) if finding is not None and finding.can_be_saved else ()

    def remarks_on(self, item: int) -> tuple[WrittenRemark, ...]:
        """Remarks on one item and those on the whole."""
        return tuple(one for one in self.remarks if one.item in (item, None))
