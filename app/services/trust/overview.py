"""What the room of trust shows: who may sign what, since when, until when; what runs out; who is behind."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.ids import PersonId, StationId
from app.models.views.trust import News
from app.services.bundles import kinds
from app.services.bundles.manifest import STATION_ROLE
from app.services.bundles.words import Kind
from app.services.crypto.signing import fingerprint_digits
from app.services.desk import Act, Desk
from app.services.trust.document import TrustDocument
from app.services.trust.rules import root_fingerprint
from app.services.trust.standing import current, effective, grace_of
from app.services.vault.unit import Unit

_DAY = 86_400
WARN_DAYS = (7, 30, 60)
"""Days before the end at which the warning grows; the farthest begins it."""
_EXPIRES = {7: "today.trust.expires-week", 30: "today.trust.expires-month", 60: "today.trust.expires-two-months"}
_KEYS = {7: "today.trust.keys-week", 30: "today.trust.keys-month", 60: "today.trust.keys-two-months"}


@dataclass(frozen=True, slots=True)
class Holder:
    """A key of a person or workstation, and what it may sign.

    Attributes:
        person: Id of the person, or of the workstation.
        name: As written; the id of a workstation.
        kinds: Which bundles it may sign, from the policies of the kinds.
        ground: Why it was revoked: a word of orders, free text of the document, or empty.
        digits: Sixty digits of the key.
        is_root: Whether the person is a root officer.
    """

    office: str
    person: str
    name: str
    is_station: bool
    roles: tuple[str, ...]
    kinds: tuple[Kind, ...]
    since: int | None
    until: int | None
    revoked_at: int | None
    ground: str
    digits: tuple[str, ...]
    is_root: bool = False

    def state(self, now: int) -> str:
        """``revoked``, ``expired``, ``early``, ``soon`` or ``valid``."""
        if self.revoked_at is not None:
            return "revoked"
        if self.until is not None and now > self.until:
            return "expired"
        if self.since is not None and now < self.since:
            return "early"
        return "soon" if self.until is not None and self.until - now <= WARN_DAYS[-1] * _DAY else "valid"


@dataclass(frozen=True, slots=True)
class Behind:
    """A partner that named another trust document than ours last."""

    station: StationId
    version: int
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class TrustLook:
    """The trust document in force.

    Attributes:
        version: 0 before the first one was adopted.
        is_stale: It may not be used any more.
        blocks_at: From when on that is so because a later one exists, or None.
        spare: How many root officers could be lost before nobody can issue a document any more; negative when that is
            so now. Only officers of this office are counted as lost.
    """

    version: int = 0
    issued_at: int = 0
    expires: int = 0
    sha256: str = ""
    threshold: int = 0
    roots: tuple[tuple[PersonId, str], ...] = ()
    root_digits: tuple[str, ...] = ()
    offices: tuple[tuple[str, str, str], ...] = ()
    holders: tuple[Holder, ...] = ()
    news: News | None = None
    blocks_at: int | None = None
    is_stale: bool = False
    partners: tuple[Behind, ...] = ()
    spare: int = 0
    is_ours: bool = False
    """Whether a root officer works here, so that documents are issued here."""


@dataclass(frozen=True, slots=True)
class Nag:
    """Something about trust that waits, as a text key with a count."""

    key: str
    count: int


class TrustLooking:
    """The reading side of trust (信頼)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, actor: Actor) -> TrustLook:
        """Everything about the document in force; an empty look before the first one."""
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            if act.unit.people.trust_envelope() is None:
                return TrustLook()
            return _look(act)


def _look(act: Act) -> TrustLook:
    adopted, now = current(act.unit), int(act.at.timestamp())
    document, news = effective(act.unit, adopted.document), act.unit.trust.news()
    names = {one.id: one.display_name for one in document.persons}
    roots = tuple((PersonId(key.person), names.get(key.person, key.person)) for key in document.root.keys)
    blocks = int(news.learned_at.timestamp()) + grace_of(act.unit) if news is not None else None
    here = {one.person_id for one in act.unit.people.officers()}
    return TrustLook(
        document.version,
        document.issued_at,
        document.expires,
        adopted.sha256,
        document.root.threshold,
        tuple(dict.fromkeys(roots)),
        root_fingerprint(document.root),
        tuple((one.id, one.name_ja, one.name_en) for one in document.offices),
        (*_persons(document), *_stations(document)),
        news,
        blocks,
        now > document.expires or (blocks is not None and now > blocks),
        tuple(
            Behind(one.station, one.version, one.seen_at)
            for one in act.unit.trust.seen()
            if one.version != document.version
        ),
        spare_roots(act.unit, document),
        any(person in here for person, _ in roots),
    )


def spare_roots(unit: Unit, document: TrustDocument) -> int:
    """How many root officers there are beyond the threshold, without those of this office who left or have new keys."""
    here = {one.person_id: one for one in unit.people.officers()}
    able = set()
    for key in document.root.keys:
        officer = here.get(PersonId(key.person))
        if officer is None or (officer.ended_at is None and officer.root_key == key.public):
            able.add(key.person)
    return len(able) - document.root.threshold


def nags(unit: Unit, at: datetime) -> list[Nag]:
    """What waits about trust: what runs out in sixty, thirty or seven days, a later document, partners behind."""
    if unit.people.trust_envelope() is None:
        return [Nag("today.trust.none", 1)]
    document, now, found = effective(unit, current(unit).document), int(at.timestamp()), list[Nag]()
    left = (document.expires - now) // _DAY
    if left < 0:
        found.append(Nag("today.trust.expired", 1))
    elif left <= WARN_DAYS[-1]:
        found.append(Nag(_EXPIRES[_step(left)], left))
    news = unit.trust.news()
    if news is not None:
        days = (int(news.learned_at.timestamp()) + grace_of(unit) - now) // _DAY
        found.append(Nag("today.trust.newer", days) if days >= 0 else Nag("today.trust.blocked", 1))
    ours = unit.people.station().office_id
    ends = [
        (key.until - now) // _DAY
        for person in document.persons
        if person.office == ours
        for key in person.keys[-1:]
        if key.revoked_at is None
    ]
    for step in WARN_DAYS:
        count = sum(_step(days) == step for days in ends if 0 <= days <= WARN_DAYS[-1])
        if count:
            found.append(Nag(_KEYS[step], count))
    behind = sum(one.version < document.version for one in unit.trust.seen())
    if behind:
        found.append(Nag("today.trust.behind", behind))
    if spare_roots(unit, document) < 0:
        found.append(Nag("today.trust.no-root", 1))
    return found


def _step(days: int) -> int:
    return next(step for step in WARN_DAYS if days <= step)


def _signs(roles: tuple[str, ...]) -> tuple[Kind, ...]:
    held = set(roles)
    return tuple(kind for kind in Kind if any(held & set(slot) for slot in kinds.rule(kind).signing.roles))


def _persons(document: TrustDocument) -> list[Holder]:
    roots = {key.person for key in document.root.keys}
    found = []
    for person in sorted(document.persons, key=lambda one: (one.office, one.id)):
        held = {role.value for role in person.roles}
        roles = tuple(role.value for role in Role if role.value in held)
        found += [
            Holder(
                person.office,
                person.id,
                person.display_name,
                False,
                roles,
                _signs(roles),
                key.since,
                key.until,
                key.revoked_at,
                key.reason or "",
                fingerprint_digits(key.alg, key.public),
                person.id in roots,
            )
            for key in person.keys
        ]
    return found


def _stations(document: TrustDocument) -> list[Holder]:
    return [
        Holder(
            one.office,
            one.id,
            one.id,
            True,
            (),
            _signs((STATION_ROLE,)),
            None,
            None,
            one.revoked_at,
            "",
            fingerprint_digits(one.alg, one.signing_key),
        )
        for one in document.stations
    ]
