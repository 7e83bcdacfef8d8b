"""Comparison of roster rows with persons already on record; it proposes and never merges.

Name and date of birth together do not identify a person, so the only outcome without a question, apart from 'new', is
the same entry handed in again: same name, day of birth and section, for an item that is still open.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.models.domain.dates import PartialDate
from app.models.domain.folding import fold
from app.models.domain.names import MatchKeys
from app.models.domain.roster import RosterRow


class Why(StrEnum):
    """Why a row may concern a person already on record."""

    SAME_ENTRY = "same-entry"
    SAME_NAME_AND_DOB = "same-name-and-dob"
    SAME_NAME_DOB_UNSURE = "same-name-dob-unsure"
    SAME_NAME_OTHER_DOB = "same-name-other-dob"
    SAME_KANA_AND_DOB = "same-kana-and-dob"
    FORMER_NAME = "former-name"
    TWICE_IN_ROSTER = "twice-in-roster"


class Outcome(StrEnum):
    """What a row is, compared with the record."""

    NEW = "new"
    KNOWN = "known"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person on record.

    Attributes:
        person_id: Case-local id.
        keys: Keys of the present name.
        former: Keys of each former name.
        dob: Date of birth as known.
        section: Section as written.
        open_items: Items of Art. 12(1) for which a case is open.
    """

    person_id: str
    keys: MatchKeys
    dob: PartialDate
    section: str = ""
    former: tuple[MatchKeys, ...] = ()
    open_items: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a row may concern: a person on record, or an earlier row of the same roster."""

    why: Why
    person_id: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class RowMatch:
    """Outcome for one row, with every candidate a person has to look at."""

    line: int
    outcome: Outcome
    candidates: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class _Register:
    """Persons by the two things that can be looked up: folded name and day of birth."""

    by_name: defaultdict[str, list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))
    by_day: defaultdict[date, list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))

    def near(self, row: RosterRow, keys: MatchKeys) -> list[KnownPerson]:
        """Persons with the same folded name or the same day of birth, each once, in a fixed order."""
        day = row.dob.value.day if row.dob.value else None
        found = [*(self.by_name[keys.folded] if keys.folded else []), *(self.by_day[day] if day else [])]
        return list({person.person_id: person for person in found}.values())


def match_rows(rows: Sequence[RosterRow], known: Iterable[KnownPerson]) -> tuple[RowMatch, ...]:
    """Compare every row with the record and with the rows above it.

    Returns:
        One match per row, in order. ``KNOWN`` has exactly one candidate; ``ASK`` at least one; ``NEW`` none.
    """
    register = _Register()
    for person in known:
        register.by_name[person.keys.folded].append(person)
        if person.dob.day:
            register.by_day[person.dob.day].append(person)
    first_lines: dict[tuple[str, date], int] = {}
    matches: list[RowMatch] = []
    for row in rows:
        keys = row.name.keys
        candidates = [
            Candidate(why, person_id=person.person_id)
            for person in register.near(row, keys)
            if (why := _why(row, keys, person)) is not None
        ]
        day = row.dob.value.day if row.dob.value else None
        if day and keys.folded and (first := first_lines.setdefault((keys.folded, day), row.line)) != row.line:
            candidates.append(Candidate(Why.TWICE_IN_ROSTER, line=first))
        matches.append(_settle(row.line, candidates))
    return tuple(matches)


def _settle(line: int, candidates: list[Candidate]) -> RowMatch:
    """Known only if one entry fits and nobody else bears the same name and day of birth."""
    same = [candidate for candidate in candidates if candidate.why is Why.SAME_ENTRY]
    rivals = [c for c in candidates if c.why in (Why.SAME_NAME_AND_DOB, Why.TWICE_IN_ROSTER)]
    if len(same) == 1 and not rivals:
        return RowMatch(line, Outcome.KNOWN, tuple(same))
    return RowMatch(line, Outcome.ASK if candidates else Outcome.NEW, tuple(candidates))


def _why(row: RosterRow, keys: MatchKeys, person: KnownPerson) -> Why | None:
    """The strongest reason to hold the row and the person together, if any."""
    why = resembles(keys, row.dob.value, row.former_surnames, person)
    if why is Why.SAME_NAME_AND_DOB:
        is_open = row.item.value in person.open_items
        is_same_section = fold(row.section.as_written) == fold(person.section)
        return Why.SAME_ENTRY if is_open and is_same_section else why
    return why


def resembles(
    keys: MatchKeys, dob: PartialDate | None, former_surnames: Sequence[str], person: KnownPerson
) -> Why | None:
    """Why somebody may be a person on record, if for any reason; never that it is so.

    Args:
        keys: Of the name.
        dob: Date of birth as far as it could be read.
        former_surnames: As written.
        person: The person on record.
    """
    is_same_day = dob is not None and dob.day is not None and dob.day == person.dob.day
    if keys.folded and keys.folded == person.keys.folded:
        if is_same_day:
            return Why.SAME_NAME_AND_DOB
        is_unsure = dob is None or (dob.may_equal(person.dob) and not (dob.day and person.dob.day))
        return Why.SAME_NAME_DOB_UNSURE if is_unsure else Why.SAME_NAME_OTHER_DOB
    if not is_same_day:
        return None
    if _shares_former_name(keys, former_surnames, person):
        return Why.FORMER_NAME
    return Why.SAME_KANA_AND_DOB if keys.kana_plain and keys.kana_plain == person.keys.kana_plain else None


def _shares_former_name(keys: MatchKeys, former_surnames: Sequence[str], person: KnownPerson) -> bool:
    """Whether one side's former name is the other side's name.

    A roster gives a former *surname* only. Without guessing where 氏 ends, it fits if the person's name is that
    surname followed by an ending that the row's name shares.
    """
    if keys.folded and any(keys.folded == former.folded for former in person.former):
        return True
    for surname in map(fold, former_surnames):
        given = person.keys.folded.removeprefix(surname)
        if given and given != person.keys.folded and keys.folded.endswith(given):
            return True
    return False
