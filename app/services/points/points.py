"""Use cases of the points to clear up (確認事項): see them, record what was done about each, derive them again.

The points are worked out from pack and answers each time. Kept is only what people did about one, sealed under the key
of its finding; it stays when the answers no longer give the finding.
"""

from dataclasses import dataclass, replace
from datetime import date

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.models.domain.validity import Window
from app.models.forms.answers import Response
from app.models.forms.correction import BoxState, ReturnedBox
from app.models.forms.days import days_of
from app.models.forms.definition import FormPack
from app.models.rules.definition import AnyRule
from app.models.rules.found import RuleFinding
from app.models.rules.life import LONGEST_REASON, Closing, PointLife, PointState, Step, awaits_second, with_step
from app.models.rules.replay import Compared, Side, compared, digest_of
from app.services.bundles.text_rules import TextRule, is_clean
from app.services.corrections.keeping import boxes_in
from app.services.desk import Act, Desk, Target
from app.services.interviewed import Told, interviews_in, told_in
from app.services.packs.loader import LoadedPack
from app.services.packs.shelf import PackShelf
from app.services.points.deriving import POINT, answers_in, derived, is_medical_point, lives_in
from app.services.points.differing import said_otherwise, told_about


@dataclass(frozen=True, slots=True)
class Point:
    """One point as an officer sees it.

    Attributes:
        finding: What the answers give now; where they give it no more, what they gave at the last step.
        rule: Its rule in the pinned pack; None where the pack has it no more.
        rows: For each place, which row of its table it is, from 1; 0 outside tables and for a row that is gone.
        life: What was done about it; None when nothing was.
        is_settled: The answers give it no more (訂正により解消).
        has_changed: The answers or dates it rests on are others than at the last step.
        awaits_second: A second person has still to accept.
        returned: Where the box stands that was returned to the subject for it, or that it names; None without one.
        days: The days that it, or an answer it is about, may be about.
        told: What the subject said about it in interviews, oldest first.
    """

    finding: RuleFinding
    rule: AnyRule | None
    rows: tuple[int, ...]
    life: PointLife | None
    is_settled: bool
    has_changed: bool
    awaits_second: bool
    returned: BoxState | None = None
    days: tuple[Window, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def key(self) -> str:
        """Its key."""
        return self.finding.key

    @property
    def state(self) -> PointState:
        """Where it stands."""
        return PointState.OPEN if self.life is None else self.life.state

    @property
    def needs_work(self) -> bool:
        """Whether somebody has still to do something about it."""
        if self.is_settled:
            return False
        return self.state in {PointState.OPEN, PointState.ASKED} or self.has_changed or self.awaits_second


@dataclass(frozen=True, slots=True)
class CasePoints:
    """The points of a case: first those that the answers give, in the order of the rules, then settled ones."""

    points: tuple[Point, ...]
    locked: Refusal | None
    """Why points of the medical compartment, if there are any, are left out; None when nothing is left out."""


@dataclass(frozen=True, slots=True)
class Replay:
    """All points of a case, derived again.

    Attributes:
        digest: SHA-256 of the canonical bytes.
        count: How many there are.
        clocks_on: Day up to which the clocks of inquiries ran; the same day gives the same bytes.
        other_digest: The same with another pack; empty without one.
        other_count: How many that pack gives.
        differences: What makes the difference; None without another pack.
        said_digest: SHA-256 of the points that came of interviews: no rule gives them, and they rest on what was noted
            there besides the answers. A station without the interviews derives the rest alone.
        said_count: How many these are.
    """

    digest: str
    count: int
    clocks_on: date
    other_digest: str = ""
    other_count: int = 0
    differences: Compared | None = None
    said_digest: str = ""
    said_count: int = 0


class Points:
    """Use cases of the investigation office."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def of_case(self, actor: Actor, case: CaseId) -> CasePoints:
        """Every point of a case.

        Points that tell of the medical compartment are left out for whoever may not see medical answers.

        Raises:
            InvalidInputError: ``questionnaire.not-here``.
        """
        with self._desk.act(actor, Action.SEE_POINTS, Target(case=case)) as act:
            loaded = self._pinned(act)
            points = points_in(act, loaded, self._desk.clock.today())
            medical = [one for one in points if _is_medical(loaded.pack, one)]
            why = act.may(Action.SEE_MEDICAL_ANSWERS)
            for purpose in dict.fromkeys(str(one.finding.purpose) for one in medical):
                act.look_also(Action.SEE_MEDICAL_ANSWERS, purpose)
            shown = points if why is None else tuple(one for one in points if one not in medical)
            act.detail["findings"] = len(shown)
            return CasePoints(shown, why)

    def ask(self, actor: Actor, case: CaseId, key: str, why: str) -> None:
        """Record that the subject is asked about a point, or is asked again.

        Raises:
            InvalidInputError: ``record.not-found``, ``note.empty``, ``note.my-number``, ``text.not-carried``.
        """
        self._step(actor, case, Action.ASK_POINT, key, PointState.ASKED, why)

    def close(self, actor: Actor, case: CaseId, key: str, closing: Closing, why: str) -> None:
        """Close a point: explained, corrected or no issue, with the reason.

        Raises:
            InvalidInputError: As :meth:`ask`.
        """
        self._step(actor, case, Action.CLOSE_POINT, key, PointState(closing.value), why)

    def accept(self, actor: Actor, case: CaseId, key: str, why: str) -> None:
        """Accept as a second person that there is nothing to clear up, where the rule asks for it.

        Raises:
            GateClosedError: ``point.nothing-to-accept``, ``point.own``.
            InvalidInputError: As :meth:`ask`.
        """
        self._step(actor, case, Action.ACCEPT_POINT, key, PointState.ACCEPTED, why)

    def replay(
        self, actor: Actor, case: CaseId, clocks_on: date | None = None, other: LoadedPack | None = None
    ) -> Replay:
        """Derive every point again, and with another pack name what makes the difference.

        Args:
            actor: Who has a part in the case: what is derived includes the medical compartment.
            case: The case.
            clocks_on: Day up to which the clocks of inquiries run; today where it is not said.
            other: Another pack, or the same with other parameters.
        """
        with self._desk.act(actor, Action.REPLAY_POINTS, Target(case=case)) as act:
            day = clocks_on or self._desk.clock.today()
            loaded, response = self._pinned(act), answers_in(act)
            found = derived(act, loaded, response, day)
            digest = digest_of(found)
            said = tuple(said_otherwise(loaded.pack, response, interviews_in(act.unit, case)))
            act.detail |= {"findings": len(found), "sha256": digest, "said": len(said)}
            done = Replay(digest, len(found), day, said_digest=digest_of(said), said_count=len(said))
            if other is None:
                return done
            theirs = derived(act, other, response, day)
            sides = Side(loaded.pack, loaded.rules, found), Side(other.pack, other.rules, theirs)
            differences = compared(*sides, response.as_of)
            return replace(done, other_digest=digest_of(theirs), other_count=len(theirs), differences=differences)

    def _pinned(self, act: Act) -> LoadedPack:
        return self._packs.by_digest(act.case.pack_digest)

    def _step(self, actor: Actor, case: CaseId, action: Action, key: str, state: PointState, why: str) -> None:
        _require_reason(why)
        with self._desk.act(actor, action, Target(case=case)) as act:
            point = next(
                (one for one in points_in(act, self._pinned(act), self._desk.clock.today()) if one.key == key), None
            )
            if point is None:
                raise InvalidInputError("record.not-found")
            asks_second = point.rule is not None and point.rule.second_person
            step = Step(state, actor.person, act.at, why)
            life = with_step(point.life, point.finding, step, asks_second=asks_second)
            act.purpose = str(point.finding.purpose)
            act.keep(POINT, key, act.purpose, life, state.value, said=(why,))


def points_in(act: Act, loaded: LoadedPack, today: date) -> tuple[Point, ...]:
    """Every point of the case of an act that is permitted already.

    Args:
        act: The running act.
        loaded: The pack that the case is pinned to.
        today: Day up to which the clocks of inquiries run.

    Raises:
        InvalidInputError: ``questionnaire.not-here``.
    """
    response = answers_in(act)
    held = interviews_in(act.unit, act.case.case_id)
    found = derived(act, loaded, response, today)
    found = (*found, *said_otherwise(loaded.pack, response, held))
    lives, boxes = lives_in(act.unit, act.case.case_id), boxes_in(act.unit, act.case.case_id)
    rules = {rule.id: rule for rule in loaded.rules.rules}
    now = {one.key for one in found}
    settled = [life.finding for key, life in lives.items() if key not in now]
    points = (
        _point(loaded.pack, response, rules.get(one.rule), one, lives.get(one.key), is_settled=one.key not in now)
        for one in (*found, *settled)
    )
    told = told_in(held)
    return tuple(
        replace(one, returned=_returned(loaded.pack, one.finding, boxes), told=told_about(one.finding, told))
        for one in points
    )


def _is_medical(pack: FormPack, point: Point) -> bool:
    """Whether it tells anything medical, or came up where something medical was asked in an interview."""
    return is_medical_point(pack, point.rule, point.finding) or any(one.question.is_medical for one in point.told)


def _point(
    pack: FormPack,
    response: Response,
    rule: AnyRule | None,
    finding: RuleFinding,
    life: PointLife | None,
    *,
    is_settled: bool,
) -> Point:
    return Point(
        finding=finding,
        rule=rule,
        rows=tuple(_row_number(pack, response, place.link_id, place.row) for place in finding.places),
        life=life,
        is_settled=is_settled,
        has_changed=life is not None and not is_settled and life.finding != finding,
        days=_days(pack, response, finding),
        awaits_second=life is not None
        and rule is not None
        and not is_settled
        and awaits_second(life, asks_second=rule.second_person),
    )


def _days(pack: FormPack, response: Response, finding: RuleFinding) -> tuple[Window, ...]:
    """The gap it is about, or the days of the rows that it names."""
    if finding.first_day is not None and finding.last_day is not None:
        return (Window(finding.first_day, finding.last_day),)
    cells = (place.cell for place in finding.places if place.link_id in pack.index)
    return tuple(days for cell in cells if (days := days_of(pack, response, *cell)) is not None)


def _returned(pack: FormPack, finding: RuleFinding, boxes: tuple[ReturnedBox, ...]) -> BoxState | None:
    """The state of the newest box that came from a finding, or that stands at one of its places."""
    cells = {place.cell for place in finding.places}
    tables = {table.link_id for link_id, _ in cells if link_id in pack.index and (table := pack.index.table(link_id))}
    for box in reversed(boxes):
        if box.point == finding.key or box.cell in cells or (box.row is None and box.link_id in tables):
            return box.state
    return None


def _row_number(pack: FormPack, response: Response, link_id: str, row: str | None) -> int:
    table = pack.index.table(link_id) if pack.index.get(link_id) is not None else None
    if table is None or row is None:
        return 0
    rows = response.rows_of(*(column.link_id for column in pack.index.columns(table.link_id)))
    return rows.index(row) + 1 if row in rows else 0


def _require_reason(why: str) -> None:
    if not why.strip():
        raise InvalidInputError("note.empty", field="why")
    if len(why) > LONGEST_REASON or not is_clean(why, TextRule.PROSE):
        raise InvalidInputError("text.not-carried", field="why")
