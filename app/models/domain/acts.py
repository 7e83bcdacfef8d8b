"""The acts: everything that an officer can do, and the shape of the rule that permits it."""

from dataclasses import dataclass
from enum import StrEnum

from app.models.domain.actor import OfficeKind, Role
from app.models.domain.custody import Standing
from app.models.domain.event_catalogue import Action
from app.models.domain.lifecycle import State

__all__ = ["Action", "Compartment", "Gate", "Rule", "Subject"]


class Gate(StrEnum):
    """Which consent (同意) must stand at the moment of the act."""

    NONE = "none"
    ASSESSMENT = "assessment"
    """F06: 適性評価の実施についての同意."""
    INQUIRIES = "inquiries"
    """F06 and F07: 公務所又は公私の団体への照会等についての同意."""


class Compartment(StrEnum):
    """A part of what the vault holds that not everybody with a role in the office may read."""

    CASE = "case"
    """案件: everything of a case that stands in no narrower compartment."""
    MEDICAL = "medical"
    """医療に関する部分: answers that the pack marks as medical, and whatever is written on item 5 (精神疾患)."""
    COMPLAINT = "complaint"
    """苦情: read by complaint officers who had no part in the case."""
    REGISTER = "register"
    """不同意及び取下げ: the register of refusals and withdrawals with its papers."""


class Subject(StrEnum):
    """What an act is done to."""

    OFFICE = "office"
    CANDIDATE = "candidate"
    REFUSAL = "refusal"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: under which conditions an act is permitted and where it leads."""

    action: Action
    subject: Subject
    offices: frozenset[OfficeKind]
    roles: frozenset[Role]
    states: frozenset[State | None] = frozenset()
    to: State | None = None
    gate: Gate = Gate.NONE
    not_after: frozenset[Action] = frozenset()
    """A person who has done one of these in the case may not do this."""
    assigned_only: bool = False
    examiner_assigned: bool = False
    """Who acts as an examiner only must be the one to whom the investigation office gave the case."""
    leased: bool = False
    """Refused while another window has the lease of the case."""
    sealed_too: bool = False
    """The act is also permitted on a sealed case."""
    unheld: bool = False
    """The act is refused while the case is held (廃棄の停止)."""
    elsewhere: frozenset[Standing] = frozenset()
    """Where the case may be besides here; looks that are open on a sealed case are open on a case that has left."""
    not_here: bool = False
    """The act is about a case that is not here, and refused on one that is."""
    part_only: bool = False
    """Only for the examiner, the reviewer and the deciding officer of this very case; others of the same roles not."""
    second_reader_only: bool = False
    """Only for the officer who reads this very case a second time, and has no other part in it."""
    takes: Role | None = None
    """The part in the case that the act takes: refused while somebody else has it."""
    shows: Compartment | None = None
    """The compartment that this act of looking opens."""
