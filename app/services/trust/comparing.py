"""照合: the program asks for three groups of a fingerprint, chosen at random, typed from the other party's paper.

Somebody who only nods cannot answer. Wrong answers are counted: after three of them nothing is taken for a while, and
every question asks for other groups. What was compared may be admitted for a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import AppError, GateClosedError, InvalidInputError
from app.models.views.trust import Comparison
from app.services.crypto import dsse
from app.services.crypto.entropy import Entropy, draw
from app.services.crypto.signing import fingerprint_digits
from app.services.desk import Act, Desk
from app.services.trust import cards
from app.services.trust.document import PAYLOAD_TYPE, Root, decode, digest
from app.services.trust.rules import root_fingerprint

ASKED = 3
_OF = 12
MOST_TRIES = 3
WAIT = timedelta(minutes=15)
VALID = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Comparable:
    """Something with sixty digits: its identity and the digits in twelve groups."""

    sha256: str
    digits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Places, from 1 to 12, of the groups that must be typed, in their order."""

    places: tuple[int, ...]


def of_card(card: bytes) -> Comparable:
    """An office's card."""
    return Comparable(sha256(card).hexdigest(), cards.fingerprint(card))


def of_root(root: Root) -> Comparable:
    """The root of a circle."""
    said = msgspec.json.encode(root, order="sorted")
    return Comparable(sha256(said).hexdigest(), root_fingerprint(root))


def of_document(envelope: bytes) -> Comparable:
    """The root of a circle as a signed document names it; nothing of the document is believed by that.

    Raises:
        UntrustedInputError: ``trust.document-refused`` or ``bundle.manifest-refused``.
    """
    return of_root(decode(dsse.parse(envelope, PAYLOAD_TYPE).payload).root)


def version_of(envelope: bytes) -> tuple[int, str]:
    """Version and hash of a signed document that this vault keeps."""
    payload = dsse.parse(envelope, PAYLOAD_TYPE).payload
    return decode(payload).version, digest(payload)


def of_key(algorithm: str, public: bytes) -> Comparable:
    """One public key."""
    return Comparable(
        sha256(algorithm.encode("ascii") + b"\x00" + public).hexdigest(), fingerprint_digits(algorithm, public)
    )


class Comparisons:
    """Use cases of the comparison."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self, actor: Actor, what: Comparable) -> Question:
        """Choose three groups.

        Raises:
            GateClosedError: ``trust.compare-wait``.
        """
        with self._desk.act(actor, Action.COMPARE_FINGERPRINT) as act:
            kept = act.unit.trust.comparison(what.sha256)
            _require_patience(kept, act.at)
            asked = _question(act, kept, what.sha256, self._desk.entropy)
            act.unit.trust.put_comparison(asked)
            act.detail.update({"sha256": what.sha256, "outcome": "asked"})
            return Question(_places(asked))

    def answer(self, actor: Actor, what: Comparable, typed: Sequence[str]) -> None:
        """Compare what was typed. A wrong answer is counted, and the next question asks for other groups.

        Raises:
            InvalidInputError: ``trust.groups-differ`` with the number of answers that are left.
            GateClosedError: ``trust.compare-wait``, ``trust.not-asked``.
        """
        refused: AppError | None = None
        with self._desk.act(actor, Action.COMPARE_FINGERPRINT) as act:
            kept = act.unit.trust.comparison(what.sha256)
            _require_patience(kept, act.at)
            if kept is None or not kept.groups:
                raise GateClosedError("trust.not-asked")
            expected = [what.digits[place - 1] for place in _places(kept)]
            is_right = [_plain(group) for group in typed] == expected
            if is_right:
                act.unit.trust.put_comparison(replace(kept, tries=0, confirmed_at=act.at))
            else:
                refused = self._count(act, kept)
            act.detail.update({"sha256": what.sha256, "outcome": "same" if is_right else "differs"})
        if refused is not None:
            raise refused

    def _count(self, act: Act, kept: Comparison) -> AppError:
        tries = kept.tries + 1
        is_enough = tries >= MOST_TRIES
        act.unit.trust.put_comparison(
            replace(
                kept,
                groups="",
                tries=0 if is_enough else tries,
                confirmed_at=None,
                waits_until=act.at + WAIT if is_enough else None,
            )
        )
        if is_enough:
            return _wait(act.at + WAIT, act.at)
        return InvalidInputError("trust.groups-differ", field="groups", left=MOST_TRIES - tries)


def require_compared(act: Act, what: Comparable) -> None:
    """Let nothing in whose digits nobody typed from paper within the last day.

    Raises:
        GateClosedError: ``trust.not-compared``.
    """
    kept = act.unit.trust.comparison(what.sha256)
    if kept is None or kept.confirmed_at is None or act.at - kept.confirmed_at > VALID:
        raise GateClosedError("trust.not-compared")


def _question(act: Act, kept: Comparison | None, what: str, entropy: Entropy) -> Comparison:
    groups = " ".join(str(place) for place in _drawn(entropy))
    tries = kept.tries if kept is not None else 0
    return Comparison(what, groups, tries, act.at, act.actor.person)


def _drawn(entropy: Entropy) -> tuple[int, ...]:
    """Three different places; bytes above the last multiple of twelve are drawn again, so that none is favoured."""
    places: set[int] = set()
    while len(places) < ASKED:
        value = draw(entropy, 1)[0]
        if value < 256 - 256 % _OF:
            places.add(value % _OF + 1)
    return tuple(sorted(places))


def _places(asked: Comparison) -> tuple[int, ...]:
    return tuple(int(place) for place in asked.groups.split())


def _plain(group: str) -> str:
    """Digits as they are typed, full-width ones too."""
    return "".join(str(int(char)) for char in group if char.isdecimal())


def _require_patience(kept: Comparison | None, at: datetime) -> None:
    if kept is not None and kept.waits_until is not None and at < kept.waits_until:
        raise _wait(kept.waits_until, at)


def _wait(until: datetime, at: datetime) -> GateClosedError:
    return GateClosedError("trust.compare-wait", minutes=-(-int((until - at).total_seconds()) // 60))
