"""Custody of a case (案件の所管): one case, one desk. What a station knows of where a case is; its moves stand apart.

The right to write a case passes from station to station. Each passing is a *leg* with a higher number; the legs of a
case so far are its *chain*. A chain travels with the case. Who meets another chain compares it with the own one: where
one goes on from the other, the case has simply moved; where they part, or the shorter one still writes, a person must
decide. Nothing is ever merged or overwritten by itself.
"""

from dataclasses import dataclass
from enum import StrEnum


class Claim(StrEnum):
    """On what a station's right to write rests."""

    OPENED = "opened"
    """The case was opened there."""
    SENT = "sent"
    """It was handed over in a bundle."""
    RECALLED = "recalled"
    """Two officers took it back after a loss (取戻し)."""
    REFUSED = "refused"
    """The recipient refused it, or a signed bundle was discarded before it was known to have left."""
    KEPT = "kept"
    """A person decided a conflict so."""
    CONFIRMED = "confirmed"
    """Two officers confirmed after a restore that it is there."""


PERSONAL = frozenset({Claim.RECALLED, Claim.REFUSED, Claim.KEPT, Claim.CONFIRMED})
"""Claims that are not the plain course of opening and sending: who writes under one may meet another who writes."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One passing of the right to write: its number, to which station, on what ground, by or over which bundle."""

    number: int
    station: str
    claim: Claim
    bundle: str = ""


Chain = tuple[Leg, ...]


class Place(StrEnum):
    """Where a case is, as one station knows it."""

    HERE = "here"
    """所管中: opened here or received."""
    SENDING = "sending"
    """引渡し準備中: a transfer is drafted; it can be read here and not changed."""
    AWAY = "away"
    """引渡し済: a sealed copy stays until the receipt."""
    RELEASED = "released"
    """受領確認済: the receipt came in; the copy waits for its day of destruction."""
    RECALLED = "recalled"
    """取戻し済: taken back; it is here."""
    RETURNED = "returned"
    """返還済: it was away and came back; it is here."""


HOLDING = frozenset({Place.HERE, Place.RECALLED, Place.RETURNED})
"""Places in which the station has the right to write."""
GONE = frozenset({Place.AWAY, Place.RELEASED})


class ConflictName(StrEnum):
    """Why a person must decide (所管の競合)."""

    LATE_RETURN = "late-return"
    """It comes back after it was recalled: both sides may have worked on it."""
    LATE_ARRIVAL = "late-arrival"
    """A receipt says that the recalled case did arrive there."""
    RECALLED_THERE = "recalled-there"
    """Another station took it back while it is here."""
    OVERTAKEN = "overtaken"
    """It comes from a station to which it went on from here, and our vault does not know: an old backup."""
    STALE = "stale"
    """An older state comes in once more."""
    TWIN = "twin"
    """Two stations claim it by ways that part; one of them works from an old backup."""
    REWRITTEN = "rewritten"
    """It comes back without, or other than, what it left with."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An open conflict: its name, the other chain, and the bundle that told of it.

    ``brings_file`` says that the other file lies here beside ours, whole.
    """

    name: ConflictName
    chain: Chain
    bundle: str
    brings_file: bool


@dataclass(frozen=True, slots=True)
class Custody:
    """What a station knows of where a case is.

    Attributes:
        chain: All legs, oldest first.
        place: Where it is.
        partner: The station to which it goes or went.
        bundle: The bundle by which it goes or went.
        outstanding: Bundles that were recalled and may still turn up.
        untold: Stations that must be told of a claim of ours.
        doubted: The vault was restored; whether the case left since the backup is not known.
        conflict: What a person must decide.
    """

    chain: Chain
    place: Place = Place.HERE
    partner: str = ""
    bundle: str = ""
    outstanding: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    doubted: bool = False
    conflict: Conflict | None = None

    @property
    def number(self) -> int:
        """The custody number (所管番号)."""
        return self.chain[-1].number

    @property
    def holder(self) -> str:
        """The station that has it."""
        return self.chain[-1].station

    @property
    def standing(self) -> "Standing":
        """What the table of acts asks for."""
        if self.place in GONE:
            return Standing(self.place.value)
        if self.conflict is not None:
            return Standing.CONTESTED
        if self.doubted:
            return Standing.DOUBTED
        return Standing.SENDING if self.place is Place.SENDING else Standing.HERE


class Standing(StrEnum):
    """Whether a case may be worked on here, and if not, why not."""

    HERE = "here"
    SENDING = "sending"
    AWAY = "away"
    RELEASED = "released"
    CONTESTED = "contested"
    DOUBTED = "doubted"


class Verdict(StrEnum):
    """What something that comes in is to our custody."""

    NEW = "new"
    """The case was never here."""
    RETURN = "return"
    """It goes on from our copy."""
    LEARN = "learn"
    """It only says where the case is now."""
    OLD = "old"
    """We know better; nothing changes."""
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and the name of the conflict if it is one."""

    verdict: Verdict
    name: ConflictName | None = None


class Side(StrEnum):
    """For whom a conflict is decided."""

    OURS = "ours"
    THEIRS = "theirs"


def opened(station: str) -> Custody:
    """A case that was opened here; also every case about which nothing else is known."""
    return Custody((Leg(1, station, Claim.OPENED),))


def is_whole(chain: Chain) -> bool:
    """Whether a chain could have come about: it begins with an opening and every number is higher."""
    numbers = [leg.number for leg in chain]
    openings = [leg.claim is Claim.OPENED for leg in chain]
    return bool(chain) and openings == [True] + [False] * (len(chain) - 1) and numbers == sorted(set(numbers))


def goes_on(later: Chain, earlier: Chain) -> bool:
    """Whether ``later`` is ``earlier`` with further legs."""
    return len(later) > len(earlier) and later[: len(earlier)] == earlier
