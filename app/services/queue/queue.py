"""Find cases: pages of the queue, search in three keys, what waits for an officer today."""

import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor, OfficeKind, Role
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.folding import fold
from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import State
from app.models.domain.loop import Age, age_of
from app.models.domain.search_keys import Asked, MatchedBy
from app.models.views.queries import CaseQuery
from app.models.views.records import Case, Event, Officer
from app.services.audit.anchor_keeper import AnchorStatus
from app.services.backups.making import overdue
from app.services.calendar import working_days
from app.services.desk import Act, Desk, Target
from app.services.exchange.alarms import told_by_lane
from app.services.exchange.awaited import overdue_reports
from app.services.exchange.lanes import GAP, stopped_lanes
from app.services.exchange.reporting import open_complaints
from app.services.fairness.escalating import holders_of
from app.services.findings.second_reads import CONFERENCE
from app.services.media.listing import overdue_count
from app.services.packs.shelf import PackShelf
from app.services.queue.asked import DueBy, QueueFilter, Whose
from app.services.queue.sheet import CaseSheet, sheet_of
from app.services.retention.clocks import due_lists
from app.services.trust.overview import nags

EMERGENCY = "today.emergency"
"""Key of the line of emergency accesses that wait for a review."""
UNBOUND = "today.token"
"""Key of the one line that waits for an officer who must bind a hardware token first."""

ON_DESK = ("flag", "query-asked", "query-answered", "task", "inquiry", "escalation", CONFERENCE)
"""Kinds of what waits for an officer on a case."""
INVESTIGATING = (State.INVESTIGATION_REQUESTED, State.UNDER_INVESTIGATION)
"""States in which a case can be given to an examiner."""
WEEK = timedelta(days=7)
HOLD_ENDS_SOON = timedelta(days=14)
"""So long before its last day a hold is listed as one that ends soon."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the queue."""

    case_id: CaseId
    number: str
    name: str
    kana: str
    section: str
    state: State
    assignee: str
    due_on: date | None
    key: str
    """Continue a page after ``(key, case_id)``."""
    matched_by: MatchedBy | None = None
    """By which key, when the line was found by a search."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for this officer: a text key, how many, and where it is done."""

    key: str
    count: int
    room: str
    states: tuple[State, ...] = ()
    is_one: bool = False
    """The count is of something else, such as days: one thing waits."""
    whose: Whose = Whose.ANYBODY
    """On whose cases it waits."""


@dataclass(frozen=True, slots=True)
class Today:
    """The start page (本日)."""

    waiting: tuple[Waiting, ...]
    due: tuple[CaseLine, ...]


class CaseQueue:
    """Use cases of the queue."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def page(
        self, actor: Actor, asked: QueueFilter, after: tuple[str, str] | None = None, limit: int = 200
    ) -> list[CaseLine]:
        """A page of the queue. A search is on record by a keyed hash of what was looked for and how many were shown."""
        with self._desk.act(actor, _asking(asked)) as act:
            query = _query(actor, asked, self._desk.clock.today())
            names = _names(act.unit.people.officers())
            cases = act.unit.cases.page(query, after, limit)
            _note_search(act, asked, len(cases))
            return [_line(case, names, query) for case in cases]

    def count(self, actor: Actor, asked: QueueFilter) -> int:
        """How many cases the filter shows."""
        with self._desk.act(actor, _asking(asked)) as act:
            count = act.unit.cases.count(_query(actor, asked, self._desk.clock.today()))
            _note_search(act, asked, count)
            return count

    def case(self, actor: Actor, case: CaseId) -> Case:
        """The head of one case."""
        with self._desk.act(actor, Action.SEE_CASE, Target(case=case)) as act:
            return act.case

    def sheet(self, actor: Actor, case: CaseId) -> CaseSheet:
        """The head of one case with what each officer may do now."""
        with self._desk.act(actor, Action.SEE_CASE, Target(case=case)) as act:
            return sheet_of(act, self._packs)

    def history(self, actor: Actor, case: CaseId) -> list[Event]:
        """Who did and looked at what in this case."""
        with self._desk.act(actor, Action.SEE_HISTORY, Target(case=case)) as act:
            return act.unit.record.of_subject(case)

    def officers(self, actor: Actor) -> list[Officer]:
        """Officers of this office, for choosing an examiner or a signer."""
        with self._desk.act(actor, Action.SEE_OFFICERS) as act:
            return act.unit.people.officers()

    def today(self, actor: Actor) -> Today:
        """What waits for this officer."""
        with self._desk.act(actor, Action.SEE_TODAY) as act:
            if actor.lacks_token:
                return Today((Waiting(UNBOUND, 1, "today"),), ())
            waiting = []
            for row in _WAITING:
                if row.office is not actor.office_kind or row.role not in actor.roles:
                    continue
                mine = actor.person if row.only_mine else None
                count = (
                    sum(act.unit.candidates.count(state) for state in row.states)
                    if row.of_candidates
                    else act.unit.cases.count(CaseQuery(states=row.states, assignee=mine, seen_by=actor.person))
                )
                if count:
                    whose = Whose.MINE if row.only_mine else Whose.ANYBODY
                    waiting.append(Waiting(row.key, count, row.room, row.states, whose=whose))
            waiting += _on_desk(act)
            waiting += _as_deputy(act) + _without_anybody(act)
            if readings := len(act.unit.sampling.of_reader(actor.person)):
                waiting.append(Waiting("today.second-read", readings, "masked"))
            if Role.SECURITY_OFFICER in actor.roles:
                waiting += self._bundles(len(act.unit.exports.in_status(("draft", "signed"))), "today.exports.unsent")
                waiting += self._bundles(len(act.unit.exports.in_status(("written",))), "today.exports.no-receipt")
                waiting += _loop(act)
                waiting += _custody(act)
                waiting += _retention(act, self._packs, self._desk.clock.today())
                waiting += _media(act, self._desk.clock.today())
                waiting += [Waiting(nag.key, nag.count, "trust") for nag in nags(act.unit, act.at)]
                waiting += _alarms(act, failed=self._desk.anchor.state.status is AnchorStatus.FAILED)
            elif Role.COMPLAINT_OFFICER in actor.roles:
                waiting += _own_holds(act, self._desk.clock.today())
            if Role.COMPLAINT_OFFICER in actor.roles and (complaints := open_complaints(act)):
                waiting.append(Waiting("today.complaints-open", complaints, "reports"))
            late = overdue(act.unit, act.at) if Role.ADMINISTRATOR in actor.roles else None
            if late is not None:
                waiting.append(Waiting("today.backups.overdue", late, "backups", is_one=True))
            names = _names(act.unit.people.officers())
            mine_query = CaseQuery(assignee=actor.person, states=_READING, by_due_date=True)
            due = act.unit.cases.page(mine_query, None, 20) if Role.EXAMINER in actor.roles else []
            return Today((*waiting, *_emergencies(act)), tuple(_line(case, names, CaseQuery()) for case in due))

    @staticmethod
    def _bundles(count: int, key: str) -> list[Waiting]:
        return [Waiting(key, count, "export")] if count else []


def _on_desk(act: Act) -> list[Waiting]:
    """Flags, queries and mandatory tasks on cases that wait for this officer."""
    counts = act.unit.waits.counts(act.actor.person, civil_day(act.at))
    return [Waiting(f"today.{kind}", counts[kind], "cases", whose=Whose.WAITING) for kind in ON_DESK if counts[kind]]


def _as_deputy(act: Act) -> list[Waiting]:
    """Cases that are kept from every reviewer: a deciding officer hands them out (代理)."""
    if act.actor.office_kind is not _I or Role.DECIDING_OFFICER not in act.actor.roles:
        return []
    kept = act.unit.fairness.kept_from_all(holders_of(act.unit, Role.REVIEWER))
    cases = [case for case_id in kept if _is_shown(act, case_id) and (case := act.unit.cases.find(case_id)) is not None]
    count = sum(case.state in INVESTIGATING and case.assignee is None and not case.sealed for case in cases)
    return [Waiting("today.case-to-assign-as-deputy", count, "cases", INVESTIGATING)] if count else []


def _without_anybody(act: Act) -> list[Waiting]:
    """Cases that are kept from every reviewer and every deciding officer: somebody must be appointed for them."""
    if act.actor.office_kind is not _I or Role.SECURITY_OFFICER not in act.actor.roles:
        return []
    kept = act.unit.fairness.kept_from_all(
        holders_of(act.unit, Role.REVIEWER) | holders_of(act.unit, Role.DECIDING_OFFICER)
    )
    cases = [case for case_id in kept if (case := act.unit.cases.find(case_id)) is not None]
    count = sum(case.state in _OPEN and not case.sealed for case in cases)
    return [Waiting("today.case-without-anybody", count, "cases", _OPEN)] if count else []


def _retention(act: Act, packs: PackShelf, today: date) -> list[Waiting]:
    """What has fallen due for disposal, holds that end in a few days, and destructions that were not reported."""
    due = act.unit.expiry.count(due_lists(act.unit, packs), None, today)
    ending = act.unit.holds.ending(today, today + HOLD_ENDS_SOON)
    late = overdue_reports(act.unit, packs, act.at, today)
    counted = (("today.disposal-due", due), ("today.holds-ending", ending), ("today.proofs-overdue", late))
    return [Waiting(key, count, "retention") for key, count in counted if count]


def _media(act: Act, today: date) -> list[Waiting]:
    """Media that should be back by now."""
    late = overdue_count(act.unit, today)
    return [Waiting("today.media.overdue", late, "media")] if late else []


def _own_holds(act: Act, today: date) -> list[Waiting]:
    """To a complaint officer no list of cases is shown; the own holds are known, and nobody else watches their end."""
    ending = act.unit.holds.ending(today, today + HOLD_ENDS_SOON, act.actor.person)
    return [Waiting("today.own-holds-ending", ending, "retention")] if ending else []


def _loop(act: Act) -> list[Waiting]:
    """What does not come to its end by itself: cut-off writings, receipts that are late, incidents, stopped lanes."""
    written = [one.written_at for one in act.unit.exports.in_status(("written",)) if one.written_at is not None]
    late = sum(age_of(working_days(at, act.at)) is not Age.OPEN for at in written)
    counted = (
        ("today.exports.interrupted", len(act.unit.loop.interrupted())),
        ("today.exports.late", late),
        ("today.exports.countersign", act.unit.countersigns.count_open()),
        ("today.incidents", len(act.unit.loop.incidents())),
        ("today.lanes.stopped", len(stopped_lanes(act.unit))),
    )
    return [Waiting(key, count, "export") for key, count in counted if count]


def _custody(act: Act) -> list[Waiting]:
    """Conflicts of custody to decide, cases in doubt since a restore, stations that must be told of a claim of ours."""
    counted = (
        ("today.custody.conflict", act.unit.custody.count_to_decide(), "cases"),
        ("today.custody.doubted", act.unit.custody.count_doubted(), "cases"),
        ("today.custody.untold", act.unit.custody.count_untold(), "export"),
    )
    return [Waiting(key, count, room) for key, count, room in counted if count]


def _alarms(act: Act, *, failed: bool) -> list[Waiting]:
    """Bundles that may be tampered with or wait; what speaks against a record, a partner's or our own."""
    tampered = sum(not told_by_lane(act.unit, one) for one in act.unit.arrivals.alarms())
    waiting = len(act.unit.arrivals.waiting())
    counted = (("today.bundles.alarm", tampered), ("today.bundles.waiting", waiting))
    bundles = [Waiting(key, count, "import") for key, count in counted if count]
    stopped = {one.partner for one in stopped_lanes(act.unit) if one.cause != GAP}  # a line of their own
    partners = sum(seen.is_alarm and seen.station not in stopped for seen in act.unit.heads.newest())
    alarms = [Waiting("today.records.alarm", partners, "audit")] if partners else []
    return [*bundles, *alarms, *([Waiting("today.record.not-anchored", 1, "audit")] if failed else [])]


@dataclass(frozen=True, slots=True)
class _WaitingRow:
    office: OfficeKind
    role: Role
    states: tuple[State, ...]
    key: str
    room: str
    of_candidates: bool = False
    only_mine: bool = False


_A, _I = OfficeKind.AGENCY, OfficeKind.INVESTIGATION_OFFICE
_READING = (State.INVESTIGATION_REQUESTED, State.UNDER_INVESTIGATION, State.UNDER_REVIEW)
"""States in which an assigned case still waits for its examiner."""
_OPEN = (*_READING, State.REVIEW_ACCEPTED)
_WAITING = (
    _WaitingRow(_A, Role.EXAMINER, (State.LISTED,), "today.notice-to-issue", "consents", of_candidates=True),
    _WaitingRow(_A, Role.EXAMINER, (State.NOTICE_ISSUED,), "today.answer-awaited", "consents", of_candidates=True),
    _WaitingRow(_A, Role.SECURITY_OFFICER, (State.CONSENTED,), "today.request-to-send", "export"),
    _WaitingRow(_A, Role.EXAMINER, (State.RESULT_RECEIVED,), "today.evaluation-to-open", "cases"),
    _WaitingRow(_A, Role.EXAMINER, (State.UNDER_EVALUATION,), "today.evaluation-to-write", "cases"),
    _WaitingRow(_A, Role.REVIEWER, (State.UNDER_EVALUATION,), "today.decision-to-sign", "cases"),
    _WaitingRow(_A, Role.DECIDING_OFFICER, (State.DECISION_PROPOSED,), "today.decision-to-confirm", "cases"),
    _WaitingRow(
        _A, Role.EXAMINER, (State.DECIDED_CLEARED, State.DECIDED_NOT_CLEARED), "today.result-to-notify", "cases"
    ),
    _WaitingRow(_A, Role.DECIDING_OFFICER, (State.NOTIFIED_CLEARED,), "today.validity-to-confirm", "cases"),
    _WaitingRow(_I, Role.REVIEWER, (State.INVESTIGATION_REQUESTED,), "today.case-to-assign", "cases"),
    _WaitingRow(_I, Role.EXAMINER, (State.UNDER_INVESTIGATION,), "today.case-to-read", "cases", only_mine=True),
    _WaitingRow(_I, Role.REVIEWER, (State.UNDER_REVIEW,), "today.findings-to-review", "cases"),
    _WaitingRow(_I, Role.DECIDING_OFFICER, (State.REVIEW_ACCEPTED,), "today.opinion-to-confirm", "cases"),
    _WaitingRow(_I, Role.SECURITY_OFFICER, (State.OPINION_SIGNED,), "today.opinion-to-send", "export"),
)


def _emergencies(act: Act) -> list[Waiting]:
    """Emergency accesses stay open items until somebody else has reviewed them."""
    rule = RULES[Action.REVIEW_GLASS]
    if act.actor.office_kind not in rule.offices or not act.actor.roles & rule.roles:
        return []
    known = [one for one in act.unit.emergencies.unreviewed() if _is_shown(act, one.case_id)]
    return [Waiting(EMERGENCY, len(known), "today")] if known else []


def _is_shown(act: Act, case_id: CaseId) -> bool:
    """Whether a case is here and not kept from the officer."""
    return act.unit.cases.find(case_id) is not None and act.actor.person not in act.unit.fairness.recused(case_id)


def _asking(asked: QueueFilter) -> Action:
    """Searching for words is an act of its own."""
    return Action.SEARCH_CASES if asked.words.strip() else Action.SEE_CASES


def _note_search(act: Act, asked: QueueFilter, found: int) -> None:
    """What was looked for, so that the same search is known again, and never the words themselves."""
    words = asked.words.strip()
    if words:
        act.detail["term"] = hmac.digest(act.unit.people.search_key(), fold(words).encode(), "sha256").hex()
        act.detail["found"] = found


def _names(officers: list[Officer]) -> dict[str, str]:
    return {officer.person_id: officer.name for officer in officers}


def _query(actor: Actor, asked: QueueFilter, today: date) -> CaseQuery:
    until = {DueBy.ANY: None, DueBy.PASSED: today - timedelta(days=1), DueBy.WEEK: today + WEEK}
    return CaseQuery(
        states=asked.states,
        assignee=actor.person if asked.whose is Whose.MINE else None,
        is_unassigned=asked.whose is Whose.NOBODY,
        waits_for=(actor.person, today) if asked.whose is Whose.WAITING else None,
        due_until=until[asked.due],
        asked=Asked.of(asked.words),
        by_due_date=asked.by_due_date,
        seen_by=actor.person,
    )


def _line(case: Case, names: dict[str, str], query: CaseQuery) -> CaseLine:
    matched = query.asked.matched_by(case.name, case.kana, case.number) if query.asked else None
    key = (case.due_on.isoformat() if case.due_on else "9999-12-31") if query.by_due_date else case.kana_sort
    return CaseLine(
        case.case_id,
        case.number,
        case.name,
        case.kana,
        case.section,
        case.state,
        names.get(case.assignee or "", ""),
        case.due_on,
        key,
        matched,
    )
