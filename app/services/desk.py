"""How every act runs: authorise, work in one transaction, move the state, record the event, tell the screens.

Use cases never write a state, never record an event and never ask for permission themselves: they name the act and do
its work inside :meth:`Desk.act`. So no act can be forgotten in the table, in the record or in the check.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

import msgspec

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor
from app.models.domain.acts import Action, Subject
from app.models.domain.authority import Facts, Granted, Refusal, Refused, authorise
from app.models.domain.changes import Changes
from app.models.domain.errors import BugError
from app.models.domain.ids import CandidateId, CaseId, DocumentId, RefusalId, RosterId
from app.models.domain.lifecycle import State
from app.models.domain.network_proof import Lockout
from app.models.views.records import Candidate, Case, Document, RegisterEntry
from app.services.audit.anchor_keeper import AnchorKeeper
from app.services.digests import digests_of, salted
from app.services.facts import facts_of_case, facts_of_paper
from app.services.guard_seam import GuardSeam
from app.services.ports import Clock, Entropy
from app.services.refusals import error_of
from app.services.vault.unit import Unit
from app.services.vault.vault import Vault

Kept = TypeVar("Kept", bound=msgspec.Struct)


@dataclass(slots=True)
class Act:
    """One running act.

    Attributes:
        unit: The transaction.
        at: The moment of the act.
        actor: Who acts.
        detail: Codes, counts and hashes for the record; never content.
    """

    unit: Unit
    at: datetime
    actor: Actor
    subject: str = ""
    facts: Facts = field(default_factory=Facts)
    detail: dict[str, str | int] = field(default_factory=dict)
    new_id: Callable[[], str] = str
    action: Action = Action.SEE_TODAY
    purpose: str = "process"
    matter: str = ""
    """What in the case is meant, where an act on a case is about one thing of many."""
    lockout: Lockout = Lockout.UNPROVED
    """What was proved about the network when the vault was opened."""
    event_seq: int | None = None
    closing: list[Callable[[], object]] = field(default_factory=list)
    """Called when everything that the act changes stands, before it goes on record; an error undoes the act."""
    guard: GuardSeam | None = None
    """What must not be kept in a text; None before the packs are known."""
    _kept: list[tuple[bytes, bytes]] = field(default_factory=list)
    _case: Case | None = None
    _candidate: Candidate | None = None
    _entry: RegisterEntry | None = None

    @property
    def case(self) -> Case:
        """The case that the act is about, as it was before."""
        if self._case is None:
            raise BugError("bug.act-without-subject")
        return self._case

    @property
    def pinned_pack(self) -> str | None:
        """Digest of the pack that the case of the act is run under; None where the act is about no case."""
        return None if self._case is None else self._case.pack_digest

    @property
    def candidate(self) -> Candidate:
        """The candidate that the act is about, as it was before."""
        if self._candidate is None:
            raise BugError("bug.act-without-subject")
        return self._candidate

    @property
    def roster_id(self) -> RosterId | None:
        """The roster that named the person of the case or register entry."""
        return self._case.roster_id if self._case is not None else self.entry.roster_id

    def record_event(self, result: str = "done") -> int:
        """Put the act on record, once. A use case calls it early only if it needs the number of the event.

        Returns:
            The number of the entry in the record.
        """
        if self.event_seq is None:
            self.detail |= digests_of(self._kept)
            self.event_seq = self._append(self.action, self.purpose, result, self.detail)
        return self.event_seq

    def may(self, action: Action) -> Refusal | None:
        """Why the officer may not do something else to the same subject now; None when it may be done."""
        answer = authorise(self.actor, action, self.facts)
        return answer.why if isinstance(answer, Refused) else None

    def look_also(self, action: Action, purpose: str, **detail: str | int) -> bool:
        """Look at a narrower part of the same subject in the same transaction, on record as a look of its own.

        Returns:
            Whether the table grants it; if not, nothing was asked for and nothing is recorded.
        """
        if self.may(action) is not None:
            return False
        self._append(action, purpose, "done", detail)
        return True

    def regarding(self, case_id: CaseId) -> "Act | None":
        """The same officer and transaction before a case, for further looks; None where there is no such case."""
        if self.unit.cases.find(case_id) is None:
            return None
        act = _prepare(self.unit, self.at, self.actor, Target(case=case_id))
        act.new_id, act.action, act.purpose, act.guard = self.new_id, self.action, self.purpose, self.guard
        return act

    def _append(self, action: Action, purpose: str, result: str, detail: dict[str, str | int]) -> int:
        return self.unit.record.append(
            at=self.at,
            code=action.value,
            person=self.actor.person,
            station=self.actor.station,
            session=self.actor.session,
            subject=self.subject,
            purpose=purpose,
            result=result,
            detail=detail,
        )

    def keep(
        self,
        kind: str,
        place: str,
        purpose: str,
        value: msgspec.Struct,
        status: str = "",
        *,
        has_effect: bool = True,
        said: Sequence[str] | None = None,
    ) -> int:
        """Seal a new revision of a document of the case.

        Args:
            kind: Kind of document, for example ``finding``.
            place: What it is about inside its kind.
            purpose: Statutory item ``1`` to ``7``, ``identity`` or ``process``.
            value: The content.
            status: Open word for lists, for example ``open``.
            has_effect: The entry of the act tells digests of the document before and after; not for drafts.
            said: What was typed here; all of it when left out, nothing for what came from outside.

        Returns:
            The number of the revision.

        Raises:
            InvalidInputError: ``note.no-purpose``, ``note.my-number``, ``guard.unanswered``.
        """
        if self.guard is not None:
            self.guard.require(self.unit, self.case, purpose, value if said is None else tuple(said))
        revision = self.unit.documents.next_revision(self.case.case_id, kind, place)
        content = msgspec.json.encode(value, order="sorted")
        if has_effect:
            before = self.unit.documents.newest(self.case.case_id, kind, place) if revision > 1 else None
            key = self.unit.case_keys.digest_key(self.case.case_id)
            self._kept.append((salted(key, before.content) if before else b"", salted(key, content)))
        name, case_id, by = DocumentId(self.new_id()), self.case.case_id, self.actor.person
        document = Document(name, case_id, kind, place, revision, purpose, status, self.at, by, content)
        self.unit.documents.add(document)
        return revision

    def kept(self, kind: str, place: str, form: type[Kept]) -> Kept | None:
        """The newest revision of a document of the case, or None."""
        document = self.unit.documents.newest(self.case.case_id, kind, place)
        return None if document is None else msgspec.json.decode(document.content, type=form)

    @property
    def entry(self) -> RegisterEntry:
        """The refusal or withdrawal that the act is about."""
        if self._entry is None:
            raise BugError("bug.act-without-subject")
        return self._entry


@dataclass(frozen=True, slots=True)
class Target:
    """What an act is done to; at most one field is set, but for a matter inside a case."""

    case: CaseId | None = None
    candidate: CandidateId | None = None
    entry: RefusalId | None = None
    paper: str | None = None
    """Owner of a paper that an act on the office looks at: a case, a candidate or a register entry."""
    matter: str | None = None
    """What an act on the office is about and is no case: a roster, a report, a period; or one inquiry of the case."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A second person (立会人), who has just typed the own passphrase, and the act that this person does.

    Attributes:
        actor: Who; never the person who acts.
        action: The row of the table of acts that permits it.
    """

    actor: Actor
    action: Action

    def answer(self, act: Act) -> Granted | Refused:
        """Whether the act may be witnessed so; a refusal goes on record as one of the witness."""
        answer: Granted | Refused = Refused(self.action, Refusal.SAME_PERSON)
        if self.actor.person != act.actor.person:
            answer = authorise(self.actor, self.action, act.facts)
        if isinstance(answer, Refused):
            act.actor, act.action = self.actor, self.action
        return answer

    def record(self, act: Act) -> None:
        """Put the act of the witness on record beside the one that was witnessed."""
        act.unit.record.append(
            at=act.at,
            code=self.action.value,
            person=self.actor.person,
            station=self.actor.station,
            session=self.actor.session,
            subject=act.subject,
            purpose=act.purpose,
            result="done",
            detail={},
        )


OFFICE = Target()
"""The act concerns the office as a whole."""


class Desk:
    """The one place where acts run."""

    def __init__(self, vault: Vault, clock: Clock, entropy: Entropy, anchor: AnchorKeeper | None = None) -> None:
        self.vault = vault
        self.anchor = anchor or AnchorKeeper(None, "", clock)
        self.clock = clock
        self.entropy = entropy
        self.lockout = Lockout.UNPROVED
        self.guard: GuardSeam | None = None
        self._listeners: list[Callable[[Changes], None]] = []

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """Have ``listener`` called after each committed act, on the thread of the act."""
        self._listeners.append(listener)

    def new_id(self) -> str:
        """A random identity of 128 bits in hex."""
        return self.entropy(16).hex()

    def require(self, actor: Actor, action: Action) -> None:
        """Ask before long work on the office as a whole whether its act will be permitted; a refusal is recorded.

        Raises:
            NotAuthorisedError: As :meth:`act`.
        """
        if isinstance(authorise(actor, action, Facts(record_in_doubt=self.anchor.doubt is not None)), Refused):
            with self.act(actor, action):
                raise BugError("bug.act-without-subject")

    @contextmanager
    def act(
        self,
        actor: Actor,
        action: Action,
        target: Target = OFFICE,
        *,
        purpose: str = "process",
        witness: Witness | None = None,
    ) -> Iterator[Act]:
        """Run one act in one transaction.

        Args:
            actor: The unlocked officer.
            action: The row of the table of acts.
            target: The case, candidate or register entry; nothing for acts on the office.
            purpose: Statutory item ``1`` to ``7``, ``identity`` or ``process``; kept in the record.
            witness: A second person whose own act must be permitted too, and goes on record with this one.

        Raises:
            NotAuthorisedError: Role, separation of persons or assignment forbids the act; recorded.
            GateClosedError: Consent or state forbids the act; recorded.
        """
        with self.acts(actor, action, (target,), purpose=purpose, witness=witness) as (act,):
            yield act

    @contextmanager
    def acts(
        self,
        actor: Actor,
        action: Action,
        targets: Sequence[Target],
        *,
        purpose: str = "process",
        witness: Witness | None = None,
        on_trial: bool = False,
    ) -> Iterator[list[Act]]:
        """Run the same act on several cases in one transaction; one refusal refuses all.

        On trial (試行) the transaction is never committed: the act and its checks run to the end, nobody is told, and
        nothing of it stays, neither rows nor keys nor files nor an entry in the record.

        Raises:
            NotAuthorisedError: As :meth:`act`.
            GateClosedError: As :meth:`act`.
        """
        at = self.clock.now()
        refused: Refused | None = None
        holder = ""
        acts: list[Act] = []
        with self.vault.trial() if on_trial else self.vault.write() as unit:
            has_left = unit.people.has_left(actor.person, self.clock.today())
            for target in targets:
                act = _prepare(unit, at, actor, target)
                act.new_id, act.action, act.purpose = self.new_id, action, purpose
                act.lockout, act.guard = self.lockout, self.guard
                act.facts = replace(act.facts, has_left=has_left, record_in_doubt=self.anchor.doubt is not None)
                answer = authorise(actor, action, act.facts)
                if witness is not None and not isinstance(answer, Refused):
                    answer = witness.answer(act)
                if isinstance(answer, Refused):
                    refused, holder = answer, act.facts.holder
                    act.record_event(f"refused:{answer.why.value}")
                    break
                acts.append(act)
            else:
                yield acts
                for act in acts:
                    rule = RULES[action]
                    if rule.to is not None:
                        _move(act, rule.subject, rule.to)
                    for last in act.closing:
                        last()
                    if rule.leased:
                        act.unit.leases.touch(act.case.case_id, actor.session, at)
                    act.record_event()
                    if witness is not None:
                        witness.record(act)
        if refused is not None:
            raise error_of(refused.why, holder)
        if not on_trial:
            self._publish(action, frozenset(act.subject for act in acts if act.subject))

    def _publish(self, action: Action, subjects: frozenset[str]) -> None:
        if action.value.endswith(".seen"):
            return
        changes = Changes(frozenset({action.value.partition(".")[0]}), subjects)
        for listener in self._listeners:
            listener(changes)


def _prepare(unit: Unit, at: datetime, actor: Actor, target: Target) -> Act:
    """Read what the table needs to know, in the transaction of the act."""
    if target.case is not None:
        case = unit.cases.find(target.case)
        if case is None:  # on record as one that is kept from the officer, so that nothing tells the two apart
            return Act(unit, at, actor, facts=Facts(recused=frozenset({actor.person})))
        facts = facts_of_case(unit, case, actor, at)
        return Act(unit, at, actor, case.case_id, facts, matter=target.matter or "", _case=case)
    if target.candidate is not None:
        candidate = unit.candidates.get(target.candidate)
        doers, recused = unit.record.doers(candidate.candidate_id), unit.fairness.recused(candidate.case_id or "")
        facts = Facts(state=candidate.state, doers=doers, recused=recused)
        return Act(unit, at, actor, candidate.candidate_id, facts, _candidate=candidate)
    if target.entry is not None:
        entry = unit.register.get(target.entry)
        doers, recused = unit.record.doers(entry.entry_id), unit.fairness.recused(entry.case_id or "")
        facts = Facts(state=entry.state, sealed=True, doers=doers, recused=recused)
        return Act(unit, at, actor, entry.entry_id, facts, _entry=entry)
    if target.paper is not None:
        return Act(unit, at, actor, target.paper, facts_of_paper(unit, target.paper, actor, at))
    return Act(unit, at, actor, target.matter or "")


def _move(act: Act, subject: Subject, to: State) -> None:
    if subject is Subject.CASE:
        act.unit.cases.move(act.case.case_id, to, act.at)
    elif subject is Subject.CANDIDATE and to is not State.NON_CONSENT:
        act.unit.candidates.move(act.candidate.candidate_id, to, act.at)
    elif subject is Subject.REFUSAL:
        act.unit.register.move(act.entry.entry_id, to)
