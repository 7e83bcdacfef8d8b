"""Points to clear up (確認事項) that the rules find in a case: read, asked about, closed, accepted. Qt-free.

Not to be confused with the findings (所見), which an examiner writes on each of the seven items.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.ids import PersonId
from app.models.forms.days import touch
from app.models.forms.definition import FormPack
from app.models.rules.definition import ScopeRule
from app.models.rules.found import Used
from app.models.rules.life import Closing
from app.services.container import Services
from app.services.points.points import CasePoints, Point
from app.services.points.wording import place_words, question_of, topic_of, used_words
from app.services.texts.catalogue import Language
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork

_PLACE = "point/"


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """An answer that a point is about: where on paper, table (empty outside tables), item, row from 1 or 0."""

    page: int
    box: str
    table: str
    item: str
    row: int


@dataclass(frozen=True, slots=True)
class UsedLine:
    """A value that a rule used: of which item, or from which source outside the answers."""

    item: str
    source: str
    value: str


@dataclass(frozen=True, slots=True)
class PointWords:
    """A point in words of the pack."""

    name: str
    question: str
    basis: str
    topic: str
    is_established: bool
    places: tuple[PlaceLine, ...]
    used: tuple[UsedLine, ...]


@dataclass(frozen=True, slots=True)
class PointsState(AreaState):
    """What the area shows.

    Attributes:
        points: As the use case gives them.
        locked: Why those of the medical part are left out.
        chosen: Key of the point in view, or empty.
        names: Names of officers.
        may_strike: This officer may strike text in an answer now.
        may_work: This officer may record what was asked and close points now.
        may_accept: This officer may accept as a second person now.
        may_return: This officer may return boxes for correction now.
        drafts: Reasons that are being written, by key.
        left_out: How many points are about other days than the chosen span, or about none.
    """

    points: tuple[Point, ...] = ()
    locked: Refusal | None = None
    chosen: str = ""
    names: Mapping[PersonId, str] = field(default_factory=dict)
    may_work: bool = False
    may_strike: bool = False
    may_accept: bool = False
    may_return: bool = False
    drafts: Mapping[str, str] = field(default_factory=dict)
    left_out: int = 0

    @property
    def current(self) -> Point | None:
        """The point in view."""
        return next((one for one in self.points if one.key == self.chosen), None)

    @property
    def open_count(self) -> int:
        """How many points somebody has still to work on."""
        return sum(one.needs_work for one in self.points)

    @property
    def is_settled(self) -> bool:
        """Whether the answers give the point in view no more."""
        return self.current is not None and self.current.is_settled

    @property
    def can_accept(self) -> bool:
        """Whether this officer may accept the point in view."""
        return self.may_accept and self.current is not None and self.current.awaits_second


class PointsPresenter(CaseArea[PointsState]):
    """Nothing is preset, and every act has a reason."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, PointsState())
        self._all: tuple[Point, ...] = ()
        self._pack: FormPack | None = None
        self._acted = ""

    @override
    def load(self) -> None:
        """Read the points, and reasons that were being written."""
        case, is_first = self.work.case, not self.state.is_loaded

        def act(services: Services, actor: Actor) -> tuple[CasePoints, dict[str, str]]:
            drafts = services.drafts.read(actor, case) if is_first else {}
            return services.points.of_case(actor, case), drafts

        self._read(act, self._on_read)

    def choose(self, key: str) -> None:
        """Bring a point into view."""
        if key != self.state.chosen:
            point = next((one for one in self.state.points if one.key == key), None)
            if point is not None and point.finding.places:
                self.work.focus.cell = point.finding.places[0].cell
            self._show(chosen=key, done="")

    @override
    def take_focus(self) -> None:
        """Follow the span, and the answer that was chosen elsewhere."""
        span, focus, chosen = self.work.focus.span, self.work.focus, self.state.chosen
        points = tuple(one for one in self._all if span is None or any(touch(days, span) for days in one.days))
        here = [one.key for one in points if any(focus.is_at(place.cell) for place in one.finding.places)]
        keys = [one.key for one in points]
        if here and chosen not in here:
            chosen = here[0]
        elif chosen not in keys:
            chosen = keys[0] if keys else ""
        left_out = len(self._all) - len(points)
        if (points, chosen, left_out) != (self.state.points, self.state.chosen, self.state.left_out):
            self._show(points=points, chosen=chosen, left_out=left_out)

    def go_next(self) -> None:
        """Bring the next point that needs work into view, after the last the first again; else just the next."""
        points = self.state.points
        keys = [one.key for one in points]
        here = keys.index(self.state.chosen) + 1 if self.state.chosen in keys else 0
        turned = (*points[here:], *points[:here])
        found = next((one for one in turned if one.needs_work), turned[0] if turned else None)
        if found is not None:
            self.choose(found.key)

    def words(self, point: Point, language: Language) -> PointWords:
        """A point in words; only after the points were read."""
        pack = self._form()
        topic = topic_of(point.finding)
        rules = self.work.workplace.services.packs.by_digest(pack.digest).rules
        name = next((one.name.in_language(language.value) for one in rules.topics if one.code == topic), "")
        rule = point.rule
        return PointWords(
            name=rule.name.in_language(language.value) if rule is not None else point.finding.rule,
            question=question_of(pack, point, language),
            basis=rule.basis.in_language(language.value) if rule is not None else "",
            topic=name,
            is_established=rule is None or rule.established,
            places=tuple(
                PlaceLine(place.page, place.box, *place_words(pack, place, language), row)
                for place, row in zip(point.finding.places, point.rows, strict=True)
            ),
            used=tuple(self._used(pack, one, language) for one in point.finding.used),
        )

    def ask(self, why: str) -> None:
        """Record that the subject is asked."""
        self._act(lambda services, actor, key: services.points.ask(actor, self.work.case, key, why), "case.done.asked")

    def close(self, closing: Closing, why: str) -> None:
        """Close the point in view."""
        self._act(
            lambda services, actor, key: services.points.close(actor, self.work.case, key, closing, why),
            "case.done.point-closed",
        )

    def accept(self, why: str) -> None:
        """Accept the closing of the point in view as a second person."""
        self._act(
            lambda services, actor, key: services.points.accept(actor, self.work.case, key, why),
            "case.done.point-accepted",
        )

    def strike(self) -> None:
        """Strike what was found in the answer of the point in view; the answers then give the point no more."""
        point = self.state.current
        if point is not None and point.finding.places:
            case, place = self.work.case, point.finding.places[0]
            self._do(
                lambda services, actor: services.answer_striking.strike(actor, case, place.link_id, place.row),
                "case.done.answer-struck",
            )

    def keep_reason(self, key: str, why: str) -> None:
        """Keep a reason that is being written; the lock waits for it."""
        point = next((one for one in self.state.points if one.key == key), None)
        if point is None or not (self.state.may_work or self.state.may_accept):
            return
        action = Action.CLOSE_POINT if self.state.may_work else Action.ACCEPT_POINT
        self._keep_text(action, f"{_PLACE}{key}", str(point.finding.purpose), why if why.strip() else "")
        rest = {old: kept for old, kept in self.state.drafts.items() if old != key}
        self.state = replace(self.state, drafts={**rest, key: why} if why.strip() else rest)

    def drop(self) -> None:
        """Forget everything: the case was sealed."""
        self.state, self._all = PointsState(), ()

    @property
    def can_strike(self) -> bool:
        """Whether the point in view is about text that must not be kept, and this officer may strike it."""
        point = self.state.current
        rule = None if point is None or point.is_settled else point.rule
        return self.state.may_strike and isinstance(rule, ScopeRule) and rule.matter in {"my-number", "topics"}

    def _act(self, act: Callable[[Services, Actor, str], None], done: str) -> None:
        key = self.state.chosen
        if key:
            self._acted = key
            self._do(lambda services, actor: act(services, actor, key), done, then=self._on_acted)

    def _on_acted(self, _none: None) -> None:
        self.keep_reason(self._acted, "")
        self._on_done(None)

    def _on_read(self, read: tuple[CasePoints, dict[str, str]]) -> None:
        found, drafts = read
        sheet = self.work.sheet
        mine = {place.removeprefix(_PLACE): text for place, text in drafts.items() if place.startswith(_PLACE)}
        self._drafted |= {f"{_PLACE}{key}" for key in mine}
        self._all = found.points
        self._show(
            is_loaded=True,
            locked=found.locked,
            names=sheet.names,
            may_work=sheet.may(Action.CLOSE_POINT),
            may_strike=sheet.may(Action.STRIKE_ANSWER),
            may_accept=sheet.may(Action.ACCEPT_POINT),
            may_return=sheet.may(Action.RETURN_BOXES),
            drafts={**mine, **self.state.drafts},
        )
        self.take_focus()

    def _form(self) -> FormPack:
        if self._pack is None:
            digest = self.work.sheet.case.pack_digest
            self._pack = self.work.workplace.services.packs.by_digest(digest).pack
        return self._pack

    @staticmethod
    def _used(pack: FormPack, used: Used, language: Language) -> UsedLine:
        item = pack.label(used.link_id, language.value) if pack.index.get(used.link_id) is not None else ""
        return UsedLine(item, used.source, used_words(pack, used, language))
