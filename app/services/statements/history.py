"""Gather from the record alone what it says about one person, and put it into countable lines.

Nothing is read but the record, the names of roles and the offices of the circle: so a statement can be made for a
refusal, for a sealed case and for a case whose key was destroyed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from app.models.domain.act_table import RULES
from app.models.domain.actor import OfficeKind, Role
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.event_kinds import KINDS
from app.models.domain.ids import PersonId
from app.models.views.records import Event
from app.services.texts.catalogue import Catalogue
from app.services.vault.unit import Unit

LOOKS, CHANGES, PRINTS, TRANSFERS, REFUSALS = "looks", "changes", "prints", "transfers", "refusals"
PARTS = (LOOKS, CHANGES, PRINTS, TRANSFERS, REFUSALS)
_PART_OF = {"look": LOOKS, "search": LOOKS, "print": PRINTS, "export": TRANSFERS, "import": TRANSFERS}
_LINKS = {
    Action.RECORD_CONSENT.value: "case",
    Action.RECORD_REFUSAL.value: "entry",
    Action.RECORD_WITHDRAWAL.value: "entry",
}
_RULES = {rule.action.value: rule for rule in RULES.values()}


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one day that say the same of the same kind of officer."""

    day: date
    role: Role | None
    code: str
    purpose: str
    section: str
    refusal: str
    count: int


@dataclass(frozen=True, slots=True)
class Sending:
    """A bundle about the person that left the office, or a letter that was sent to a body outside.

    Who got a letter is not said, as nobody tells the person whom a survey was put to.
    """

    day: date
    kind: str
    recipient: str
    received_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class History:
    """What the record says about one person."""

    groups: Mapping[str, tuple[Group, ...]]
    sendings: tuple[Sending, ...]
    count: int
    """Entries of the record that the groups were made from."""

    def count_of(self, part: str) -> int:
        """Entries in one part."""
        return sum(group.count for group in self.groups[part])


def history_of(unit: Unit, subject: str) -> History:
    """All that is on record about a candidate, case or register entry and what it came from or led to."""
    entries = [event for one in related(unit, subject) for event in unit.record.of_subject(one)]
    entries.sort(key=lambda event: event.seq)
    roles = {officer.person_id: {Role(role) for role in officer.roles} for officer in unit.people.officers()}
    counted: dict[str, Counter[Group]] = {part: Counter() for part in PARTS}
    for event in entries:
        part, group = _group(event, roles)
        counted[part][group] += 1
    groups = {part: tuple(replace(group, count=count) for group, count in counted[part].items()) for part in PARTS}
    return History(groups, tuple(_sendings(unit, entries)), len(entries))


def related(unit: Unit, subject: str) -> tuple[str, ...]:
    """The random identities under which the record speaks of one person's matter, the given one among them."""
    pairs = [
        (event.subject, str(_detail(event)[_LINKS[event.code]]))
        for event in unit.record.with_codes(_LINKS)
        if event.result == "done" and _LINKS[event.code] in _detail(event)
    ]
    known = {subject}
    while more := {one for pair in pairs if known & set(pair) for one in pair} - known:
        known |= more
    return tuple(sorted(known))


def _group(event: Event, roles: Mapping[PersonId, set[Role]]) -> tuple[str, Group]:
    _, _, refusal = event.result.partition("refused:")
    part = REFUSALS if refusal else _PART_OF.get(KINDS.get(event.code, ""), CHANGES)
    section = str(_detail(event).get("section", ""))
    rule = _RULES.get(event.code)
    held = roles.get(event.person, set())
    fitting = [role for role in Role if role in held and (rule is None or role in rule.roles)]
    role = fitting[0] if fitting else next((role for role in Role if role in held), None)
    return part, Group(civil_day(event.at), role, event.code, event.purpose, section, refusal, 0)


def _sendings(unit: Unit, entries: Iterable[Event]) -> Iterable[Sending]:
    prepared = {
        str(detail["bundle"]): detail
        for event in entries
        if event.result == "done" and "recipient" in (detail := _detail(event))
    }
    receipts = {
        str(_detail(event).get("bundle")): event
        for event in unit.record.with_codes({Action.CLOSE_EXPORT.value})
        if event.result == "done"
    }
    for event in unit.record.with_codes({Action.WRITE_EXPORT.value}):
        bundle = str(_detail(event).get("bundle"))
        if bundle in prepared and event.result == "done":
            receipt, said = receipts.get(bundle), prepared[bundle]
            yield Sending(
                civil_day(event.at),
                str(said["kind"]),
                str(said["recipient"]),
                civil_day(receipt.at) if receipt else None,
                str(_detail(receipt).get("outcome", "")) if receipt else "",
            )

    for event in entries:
        if event.code == Action.POST_INQUIRY.value and event.result == "done":
            yield Sending(date.fromisoformat(str(_detail(event)["posted"])), "inquiry", "", None, "")


def _detail(event: Event) -> dict[str, str | int]:
    said: dict[str, dict[str, str | int]] = msgspec.json.decode(event.entry)
    return said["detail"]


def group_line(texts: Catalogue, group: Group, kind: OfficeKind) -> str:
    """One line of a statement: by whom, what, for which item, how often. Officers are named by their role."""
    role = texts("statement.officer")
    if group.role is not None:
        own = group.role is Role.EXAMINER and kind is OfficeKind.AGENCY
        role = texts("role.examiner.agency") if own else texts(f"role.{group.role}")
    what = texts(f"event.{group.code}")
    if group.section:
        what = texts("statement.section", what=what, section=group.section)
    if group.refusal:
        what = texts("statement.refused", what=what, why=texts(f"refusal.{group.refusal}"))
    item = texts(f"item.{group.purpose}")
    purpose = texts("statement.item", number=group.purpose, name=item) if group.purpose.isdigit() else item
    return texts("statement.line", role=role, what=what, purpose=purpose, count=group.count)
