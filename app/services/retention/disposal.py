"""Witnessed destruction (立会いのある廃棄): one officer marks, another destroys, a third types the own passphrase.

The line of the ledger, the removal of the rows and the events stand in one transaction. Key and files go right after
it; a crash in between leaves them for the next unlocking, which takes them before anybody reads.
"""

from dataclasses import dataclass
from datetime import date

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.custody import Place
from app.models.domain.errors import AlreadyDoneError, GateClosedError
from app.models.domain.ids import BundleId, CaseId, RefusalId
from app.models.domain.lifecycle import State
from app.models.domain.retention import Basis, KeptUntil, Matter
from app.models.views.retention import Destruction, Expiring, Foreseen
from app.services.crypto.sealing import seal
from app.services.desk import Act, Desk, Target, Witness
from app.services.exchange.drafts import discard_drafts_about
from app.services.packs.shelf import PackShelf
from app.services.retention.clocks import clock_of_case, due_lists
from app.services.retention.copies import copy_clock
from app.services.stations.erasing import finish_destructions
from app.services.vault.unit import Unit

PROBE_BYTES = 32
_VALID = frozenset({State.NOTIFIED_CLEARED, State.VALID})
_NOTICE_DUE = frozenset({State.NON_CONSENT, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What came of a destruction.

    Attributes:
        entry: Its line in the ledger.
        is_finished: Key and files are gone too; otherwise the next unlocking takes them.
    """

    entry: Destruction
    is_finished: bool


class _Marking(msgspec.Struct, frozen=True):
    """What the event of marking says."""

    due: date
    basis: Basis


class Disposal:
    """Use cases of security officers."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def mark(self, actor: Actor, case: CaseId, basis: Basis) -> None:
        """Mark a case as due for disposal (廃棄予定の指定).

        Raises:
            GateClosedError: ``disposal.not-yet`` before its day, ``disposal.purpose-counts-not`` or
                ``disposal.not-withdrawn`` where the ground does not fit, ``disposal.notice-due`` while the contractor
                must still be told, ``disposal.access-unreviewed`` while an emergency access waits for its review,
                ``access.held`` while it is held.
        """
        with self._desk.act(actor, self._marking_act(case), Target(case=case)) as act:
            clock = self._clock(act)
            if clock is None:
                raise GateClosedError("disposal.not-yet")
            is_early = not clock.is_due(self._desk.clock.today())
            if basis is Basis.PERIOD_ENDED and is_early:
                raise GateClosedError("disposal.not-yet")
            is_valid = act.case.state in _VALID and act.action is not Action.MARK_COPY
            if basis is Basis.PURPOSE_ENDED and (not clock.period.ends_with_purpose or is_valid):
                raise GateClosedError("disposal.purpose-counts-not")
            if basis is Basis.WITHDRAWN and act.case.withdrawn_on is None:
                raise GateClosedError("disposal.not-withdrawn")
            if any(_is_notice_due(entry.state, entry.roster_id) for entry in act.unit.register.of_case(case)):
                raise GateClosedError("disposal.notice-due")
            if any(access.reviewed_at is None for access in act.unit.emergencies.of_case(case)):
                raise GateClosedError("disposal.access-unreviewed")
            act.detail.update({"due": clock.due_on.isoformat(), "basis": basis.value})

    def foresee(self, actor: Actor, matter: Matter, subject: str) -> Foreseen:
        """What a destruction takes away and what it cannot reach; shown before it is asked for."""
        with self._desk.act(actor, Action.SEE_RETENTION) as act:
            act.subject = subject
            return act.unit.erasure.foresee(matter, subject)

    def destroy(self, actor: Actor, witness: Actor, case: CaseId) -> Destroyed:
        """Destroy a case for good.

        Args:
            actor: The security officer who acts; not the one who marked it.
            witness: The second person, who has just typed the own passphrase; neither of those two.
            case: A case that is marked as due.

        Raises:
            NotAuthorisedError: ``access.same-person`` or ``access.wrong-role``, of one of the two.
            GateClosedError: ``access.held`` or ``access.wrong-state``.
        """
        self._require_one_vault()
        watched = Witness(witness, Action.WITNESS_DISPOSAL)
        with self._desk.act(actor, Action.DISPOSE, Target(case=case), witness=watched) as act:
            clock = self._clock(act)
            marking = _marking(act)
            foreseen = _discarded(act, Matter.CASE, case)
            entry = _entry(
                act,
                Matter.CASE,
                case,
                foreseen,
                witness=witness,
                basis=marking.basis,
                retention_class=clock.period.code if clock else "",
                due_on=marking.due,
                probe=_probe(act.unit, case),
            )
            act.unit.ledger.add(entry)
            act.unit.erasure.erase(Matter.CASE, case)
        return Destroyed(entry, finish_destructions(self._desk, actor))

    def destroy_paper(
        self, actor: Actor, witness: Actor, matter: Matter, subject: str, basis: Basis = Basis.PERIOD_ENDED
    ) -> Destroyed:
        """Destroy what is no case: an entry of the register, a candidate, a roster, a received result.

        Raises:
            NotAuthorisedError: As :meth:`destroy`.
            GateClosedError: ``disposal.not-yet``, ``disposal.purpose-counts-not``, ``disposal.notice-due``, or
                ``disposal.roster-in-use`` while a case or register entry still points to the roster.
        """
        if matter is Matter.CASE:
            raise GateClosedError("access.wrong-state")
        self._require_one_vault()
        with self._desk.act(actor, Action.DISPOSE_PAPERS, witness=Witness(witness, Action.WITNESS_PAPERS)) as act:
            thing = act.unit.expiry.one(due_lists(act.unit, self._packs), matter, subject)
            act.subject = subject
            self._require_due(act, thing, basis)
            foreseen = _discarded(act, matter, subject)
            entry = _entry(
                act,
                matter,
                subject,
                foreseen,
                witness=witness,
                basis=basis,
                retention_class=thing.retention_class if thing else "",
                due_on=thing.due_on if thing else self._desk.clock.today(),
            )
            act.unit.ledger.add(entry)
            act.unit.erasure.erase(matter, subject)
        return Destroyed(entry, finish_destructions(self._desk, actor))

    def ledger(self, actor: Actor, after: tuple[str, str] | None = None, limit: int = 200) -> list[Destruction]:
        """The destruction ledger, newest first."""
        with self._desk.act(actor, Action.SEE_RETENTION) as act:
            return act.unit.ledger.page(after, limit)

    def _marking_act(self, case: CaseId) -> Action:
        """The copy of a case that was handed over has a row and a clock of its own."""
        with self._desk.vault.read() as unit:
            custody = unit.custody.find(case)
        is_copy = custody is not None and custody.place is Place.RELEASED
        return Action.MARK_COPY if is_copy else Action.MARK_DISPOSAL_DUE

    def _clock(self, act: Act) -> KeptUntil | None:
        return copy_clock(act.unit, act.case, self._packs) or clock_of_case(act.case, self._packs)

    def _require_one_vault(self) -> None:
        """The vault from before a restore still holds the keys: nothing would be destroyed.

        Raises:
            GateClosedError: ``disposal.old-vault-kept``.
        """
        if self._desk.vault.keeps_old:
            raise GateClosedError("disposal.old-vault-kept")

    def _require_due(self, act: Act, thing: Expiring | None, basis: Basis) -> None:
        if thing is None:
            raise GateClosedError("disposal.not-yet")
        period = self._packs.current.pack.retention(thing.retention_class).period
        if basis is Basis.PURPOSE_ENDED and not period.ends_with_purpose:
            raise GateClosedError("disposal.purpose-counts-not")
        if basis is not Basis.PURPOSE_ENDED and self._desk.clock.today() < thing.due_on:
            raise GateClosedError("disposal.not-yet")
        if thing.matter is Matter.REFUSAL:
            entry = act.unit.register.get(RefusalId(thing.subject))
            if _is_notice_due(entry.state, entry.roster_id):
                raise GateClosedError("disposal.notice-due")
        if thing.matter is Matter.ROSTER and act.unit.erasure.cases_on_roster(thing.subject):
            raise GateClosedError("disposal.roster-in-use")


def _is_notice_due(state: State | None, roster_id: str | None) -> bool:
    return state in _NOTICE_DUE and roster_id is not None


def _discarded(act: Act, matter: Matter, subject: str) -> Foreseen:
    """Discard what is drafted about it; gives what will go."""
    if act.unit.ledger.find(subject) is not None:
        raise AlreadyDoneError("disposal.done-already")
    foreseen = act.unit.erasure.foresee(matter, subject)
    for owner in act.unit.erasure.owners(matter, subject):
        discard_drafts_about(act.unit, owner, act.at)
    return foreseen


def _entry(
    act: Act,
    matter: Matter,
    subject: str,
    foreseen: Foreseen,
    *,
    witness: Actor,
    basis: Basis,
    retention_class: str,
    due_on: date,
    probe: bytes | None = None,
) -> Destruction:
    """The line of the ledger, with the number of the event that it puts on record."""
    act.detail.update({"witness": witness.person, "basis": basis.value, "papers": foreseen.papers})
    act.detail |= {"documents": foreseen.documents} if matter is Matter.CASE else {"matter": matter.value}
    return Destruction(
        subject=subject,
        matter=matter,
        basis=basis,
        retention_class=retention_class,
        due_on=due_on,
        existed_since=foreseen.existed_since,
        destroyed_at=act.at,
        destroyed_by=act.actor.person,
        witness=witness.person,
        event_seq=act.record_event(),
        documents=foreseen.documents,
        papers=foreseen.papers,
        bundles=tuple(BundleId(bundle) for bundle in foreseen.bundles),
        probe=probe,
    )


def probe_context(subject: str) -> bytes:
    """What binds a probe to its line."""
    return b"probe|" + subject.encode()


def _probe(unit: Unit, case: CaseId) -> bytes:
    return seal(unit.case_keys.get(case), unit.entropy(PROBE_BYTES), probe_context(case), unit.entropy)


def _marking(act: Act) -> _Marking:
    """On what ground the case was marked, from the record."""
    events = act.unit.record.of_subject(act.case.case_id)
    marks = {Action.MARK_DISPOSAL_DUE.value, Action.MARK_COPY.value}
    marked = [one for one in events if one.code in marks and one.result == "done"]
    detail = msgspec.json.decode(marked[-1].entry)["detail"]
    return msgspec.convert(detail, _Marking)
