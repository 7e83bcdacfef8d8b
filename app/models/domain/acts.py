"""The acts: everything that an officer can do, and the shape of the rule that permits it."""

from dataclasses import dataclass
from enum import StrEnum

from app.models.domain.actor import OfficeKind, Role
from app.models.domain.event_catalogue import Action
from app.models.domain.lifecycle import State

__all__ = ["Action", "Gate", "Rule", "Subject"]


class Gate(StrEnum):
    """Which consent (同意) must stand at the moment of the act."""

    NONE = "none"
    ASSESSMENT = "assessment"
    """F06: 適性評価の実施についての同意."""
    INQUIRIES = "inquiries"
    """F06 and F07: 公務所又は公私の団体への照会等についての同意."""


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
    sealed_too: bool = False
    """The act is also permitted on a sealed case."""
    unheld: bool = False
    """The act is refused while the case is held (廃棄の停止)."""
