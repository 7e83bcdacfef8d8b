"""Take an admitted bundle back (受入れの取消し), until the first use of what it brought.

At the admission the desk notes by identity what was added, and what states and days were before. Two officers take it
back; the record keeps both acts, the lane keeps its place, and the receipt that follows says ``refused``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import AppError, GateClosedError
from app.models.domain.ids import BlobId, BundleId
from app.models.views.arriving import Admission, Cell, Fate, RowChange
from app.services.bundles.manifest import Kind
from app.services.desk import Act, Desk, Witness
from app.services.exchange.arrivals import ARRIVALS
from app.services.exchange.delivery import WhyNot
from app.services.exchange.inspection import Inspection
from app.services.vault.unit import Unit

TAKEN_BACK = "import.taken-back"
_RESTORABLE = frozenset(
    {"state", "changed_at", "revision", "ended_on", "due_on", "notified_on", "valid_until", "case_id", "status"}
)
"""Columns whose former value may be kept for the way back: states, days and identities, nothing that somebody wrote."""
_HARMLESS = frozenset({Action.SEE_CASE, Action.SEE_HISTORY, Action.DECIDE_IDENTITY, Action.SET_RECORDS_ASIDE})
"""What may be on record about a subject without being a use: a look at the head of its case."""
_SUBJECTS = ("case_id", "owner", "bundle_id", "candidate_id")


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of an admission: its key, and for a changed one its columns before and after."""

    table: str
    key: dict[str, str | int]
    before: dict[str, str | int | None] = {}
    after: dict[str, str | int | None] = {}


@dataclass(frozen=True, slots=True)
class WayBack:
    """Whether an admitted bundle can still be taken back.

    Attributes:
        obstacle: Why not; None when it can.
        why_not: Why no bundle of its kind can; None for the others.
        rows: How many rows it added or changed.
    """

    bundle_id: BundleId
    kind: str
    admitted_at: datetime | None
    rows: int = 0
    obstacle: AppError | None = None
    why_not: WhyNot | None = None


def keep(act: Act, inspection: Inspection, changes: Sequence[RowChange]) -> None:
    """Note at the admission how it can be undone; nothing is noted for what cannot."""
    steps = () if _never(inspection.kind) is not None else _steps(changes)
    subjects = {str(cells[name]) for one in changes for cells in (one.after,) for name in _SUBJECTS if cells.get(name)}
    subjects.add(inspection.bundle_id)
    act.unit.arrivals.add_admission(
        Admission(
            inspection.bundle_id,
            inspection.kind,
            act.record_event(),
            " ".join(sorted(subjects)),
            msgspec.json.encode(steps).decode(),
            act.at,
            act.actor.person,
        )
    )


def _never(kind: str) -> WhyNot | None:
    """Why no bundle of a kind can be taken back."""
    use = ARRIVALS[Kind(kind)].use
    return use if isinstance(use, WhyNot) else None


def _steps(changes: Sequence[RowChange]) -> tuple[Step, ...]:
    """The rows in the order in which they came; none when one of them cannot be undone."""
    steps = [_step(one) for one in changes]
    whole = [step for step in steps if step is not None]
    return tuple(whole) if len(whole) == len(steps) else ()


def _step(change: RowChange) -> Step | None:
    if change.fate is Fate.REMOVED:
        return None
    named = dict(change.key)
    if change.fate is Fate.ADDED:
        return Step(change.table, named)
    differing = [name for name in change.after if change.after[name] != change.before.get(name)]
    if not _RESTORABLE.issuperset(differing):
        return None
    return Step(change.table, named, _of(change.before, differing), _of(change.after, differing))


def _of(cells: Mapping[str, Cell], names: Sequence[str]) -> dict[str, Cell]:
    return {name: cells[name] for name in names}


class TakingBack:
    """Use cases of the way back."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def foresee(self, actor: Actor, bundle_id: BundleId) -> WayBack:
        """Whether a bundle can still be taken back, and if not, why."""
        with self._desk.act(actor, Action.SEE_EXPORTS) as act:
            found = act.unit.arrivals.admission(bundle_id)
            if found is None:
                return WayBack(bundle_id, "", None, obstacle=GateClosedError("import.no-way-back"))
            steps = _decoded(found)
            obstacle = _obstacle(act.unit, found, steps)
            return WayBack(bundle_id, found.kind, found.admitted_at, len(steps), obstacle, _never(found.kind))

    def take_back(self, actor: Actor, witness: Actor, bundle_id: BundleId) -> int:
        """Undo an admission before a second person.

        Args:
            actor: The security officer.
            witness: Another officer, who has just typed the own passphrase.
            bundle_id: An admitted bundle.

        Returns:
            How many rows were undone.

        Raises:
            NotAuthorisedError: ``access.same-person`` or ``access.wrong-role``, of one of the two.
            GateClosedError: ``import.no-way-back``: it cannot be undone, or was; ``import.used-already``.
        """
        watched = Witness(witness, Action.WITNESS_TAKE_BACK)
        with self._desk.act(actor, Action.TAKE_BACK_BUNDLE, witness=watched) as act:
            found = act.unit.arrivals.admission(bundle_id)
            if found is None:
                raise GateClosedError("import.no-way-back")
            steps = _decoded(found)
            obstacle = _obstacle(act.unit, found, steps)
            if obstacle is not None:
                raise obstacle
            for step in reversed(steps):
                _undo(act.unit, step)
            _set_refused(act, bundle_id)
            act.unit.arrivals.set_taken_back(bundle_id, act.at, actor.person, witness.person)
            act.detail.update({"bundle": bundle_id, "kind": found.kind, "witness": witness.person, "rows": len(steps)})
        self._forget(steps)
        return len(steps)

    def _forget(self, steps: Sequence[Step]) -> None:
        """Take away keys and files of what was undone; what a crash leaves here names nothing any more."""
        added = [step for step in steps if not step.after]
        cases = [str(step.key["case_id"]) for step in added if step.table == "cases"]
        self._desk.vault.case_keys.destroy_all(cases)
        with self._desk.vault.write() as unit:
            for step in added:
                if step.table == "blobs":
                    unit.blobs.remove(BlobId(str(step.key["blob_id"])))


def _obstacle(unit: Unit, found: Admission, steps: Sequence[Step]) -> AppError | None:
    if found.taken_back_at is not None or not steps:
        return GateClosedError("import.no-way-back")
    arrival = ARRIVALS[Kind(found.kind)]
    harmless = {action.value for action in (*_HARMLESS, arrival.action)}
    for subject in found.subjects.split():
        for event in unit.record.of_subject(subject):
            if event.seq > found.event_seq and event.code not in harmless and event.result == "done":
                return GateClosedError("import.used-already")
    acts = frozenset[Action]() if isinstance(arrival.use, WhyNot) else arrival.use
    looks = unit.record.with_codes([action.value for action in acts])
    if any(event.seq > found.event_seq for event in looks):
        return GateClosedError("import.used-already")
    return None


def _undo(unit: Unit, step: Step) -> None:
    if step.after:
        done = unit.arrivals.restore_row(step.table, step.key, step.after, step.before)
    else:
        done = unit.arrivals.remove_row(step.table, step.key)
    if done != 1:
        raise GateClosedError("import.used-already")


def _set_refused(act: Act, bundle_id: BundleId) -> None:
    """The decision is now a refusal: the next receipt says so."""
    decided = act.unit.imports.find(bundle_id)
    if decided is None:
        raise GateClosedError("import.no-way-back")
    act.unit.imports.add(
        replace(
            decided,
            outcome="refused",
            code=TAKEN_BACK,
            decided_at=act.at,
            decided_by=act.actor.person,
            record_count=0,
            paper_count=0,
        )
    )
    act.unit.arrivals.forget_answers(bundle_id)


def _decoded(found: Admission) -> tuple[Step, ...]:
    return msgspec.json.decode(found.journal, type=tuple[Step, ...])
