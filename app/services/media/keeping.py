"""Keep the register of media (媒体管理簿): register, hand over, take in, report as lost, wipe.

Every line is signed by this station, written to the medium and read back before the register says the same.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import (
    AlreadyDoneError,
    AppError,
    GateClosedError,
    InvalidInputError,
    UntrustedInputError,
)
from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.models.views.custody import Custody, CustodyLine, LineKind, RegisteredMedium
from app.models.views.media import Erased
from app.services.bundles.fields import ZERO_HASH
from app.services.desk import Act, Desk
from app.services.media.passport import PassportLine, SignedLine, name_of, put_line, read_chain, sign
from app.services.media.recognising import (
    Recognised,
    Standing,
    keys_of,
    own_key,
    recognise,
    require_medium,
    trust_document,
)
from app.services.ports import Drive
from app.services.vault.unit import Unit

LONGEST_CARRIER = 60
_TAG = re.compile(r"[A-Za-z0-9-]{1,20}")


@dataclass(frozen=True, slots=True)
class HandOver:
    """To whom a medium goes.

    Attributes:
        to: The station that is to receive it.
        bag: Number of the sealed bag.
        due: Day by which it is to be back.
        carrier: Name of who carries it; kept in the vault, never on the medium.
    """

    to: str
    bag: str
    due: date
    carrier: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A medium that may leave: its number, and whether it was unmounted and may be pulled."""

    number: int
    is_released: bool


class MediaKeeping:
    """Use cases that change the register of media."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, actor: Actor, drive: Drive) -> Recognised:
        """What the medium in hand is to this office."""
        with self._desk.act(actor, Action.SEE_MEDIA):
            pass
        # A slow medium must not hold the transaction.
        with self._desk.vault.read() as unit:
            return recognise(unit, drive)

    def register(self, actor: Actor, drive: Drive, seal: str, *, wipe: bool = False) -> RegisteredMedium:
        """Give an unknown medium a number and a passport.

        Args:
            actor: The security officer or the administrator.
            drive: The medium; it must be empty.
            seal: Number of the seal that was put on it.
            wipe: Overwrite and remove what lies on it first.

        Raises:
            AlreadyDoneError: ``media.already-registered``.
            GateClosedError: ``media.not-empty``; ``media.not-taken-in``: it has a partner's passport.
            UntrustedInputError: ``media.cloned``; ``media.passport-refused``.
            InvalidInputError: ``media.bad-seal``.
            EnvironmentProblemError: The medium cannot carry a passport, or fails.
        """
        require_seal(seal)
        self._desk.require(actor, Action.REGISTER_MEDIUM)
        files = self._emptied(drive, wipe=wipe)
        with self._desk.act(actor, Action.REGISTER_MEDIUM) as act:
            seen = recognise(act.unit, drive)
            _require_unknown(seen)
            act.detail["files"] = files
            us = act.unit.people.station().station_id
            medium = RegisteredMedium(
                act.new_id(),
                act.unit.media.last_number(us) + 1,
                us,
                seal,
                seen.medium.identity.serial,
                seen.medium.identity.volume,
                visible(seen.medium.label, LONGEST_CARRIER),
                seen.medium.filesystem,
                seen.medium.size_bytes,
                act.at,
                Custody.HERE,
                us,
            )
            act.unit.media.add(medium)
            with _written(drive, 0):
                self._append(act, drive, medium, LineKind.REGISTERED, [])
            return medium

    def hand_over(self, actor: Actor, drive: Drive, given: HandOver) -> Handed:
        """Write the hand-over on the medium and in the register, and let the medium go.

        Raises:
            InvalidInputError: ``media.bad-bag``, ``media.bad-carrier``, ``media.past-day``, ``media.bad-holder``.
            GateClosedError: ``media.unregistered``, ``media.still-out`` or ``media.reported-lost``.
            UntrustedInputError: ``media.cloned``; ``media.passport-refused``.
            EnvironmentProblemError: The medium is full, gone or read-only.
        """
        _require_tag(given.bag, "media.bad-bag", "bag")
        if not given.carrier.strip() or len(given.carrier) > LONGEST_CARRIER:
            raise InvalidInputError("media.bad-carrier", field="carrier", longest=LONGEST_CARRIER)
        if given.due < self._desk.clock.today():
            raise InvalidInputError("media.past-day", field="due")
        with self._desk.act(actor, Action.HAND_OVER_MEDIUM) as act:
            medium, chain = _in_hand(act, drive)
            if medium.state is not Custody.HERE:
                raise GateClosedError("media.still-out")
            trust, us = trust_document(act.unit), act.unit.people.station().station_id
            if trust is None or trust.station(given.to) is None or given.to == us:
                raise InvalidInputError("media.bad-holder", field="to")
            with _written(drive, len(chain)):
                self._append(act, drive, medium, LineKind.HANDED_OVER, chain, given)
            # A medium that goes home is not ours to wait for.
            due = None if given.to == medium.owner else given.due
            act.unit.media.move(medium.medium_id, Custody.OUT, given.to, due)
            act.detail["recipient"] = given.to
        return Handed(medium.number, drive.release())

    def take_in(self, actor: Actor, drive: Drive) -> RegisteredMedium:
        """Take a medium in: one of ours that came back, or one that a partner handed to us.

        Lines that partners wrote on it are verified and come into the register.

        Raises:
            AlreadyDoneError: ``media.already-here``.
            GateClosedError: ``media.unregistered``; ``media.of-another``: it was handed to somebody else.
            UntrustedInputError: ``media.cloned``; ``media.passport-refused``.
            EnvironmentProblemError: The medium is full, gone or read-only.
        """
        with self._desk.act(actor, Action.TAKE_IN_MEDIUM) as act:
            seen = recognise(act.unit, drive)
            _require_passport(seen)
            us = act.unit.people.station().station_id
            medium = seen.registered
            if medium is None:
                medium = _as_registered(seen, us)
                act.unit.media.add(medium)
            elif medium.state is Custody.HERE:
                raise AlreadyDoneError("media.already-here")
            chain = _merge(act, drive, medium, seen.chain)
            if us not in {medium.owner, chain[-1].line.to}:
                raise GateClosedError("media.of-another")
            kind = LineKind.RETURNED if medium.owner == us else LineKind.RECEIVED
            with _written(drive, len(chain)):
                self._append(act, drive, medium, kind, chain)
            act.unit.media.move(medium.medium_id, Custody.HERE, us)
            return medium

    def report_lost(self, actor: Actor, medium_id: str) -> None:
        """Note that a medium cannot be found; from now on it carries nothing until it is taken in again.

        Raises:
            InvalidInputError: ``record.not-found``.
            AlreadyDoneError: ``media.reported-already``.
        """
        with self._desk.act(actor, Action.REPORT_MEDIUM_LOST) as act:
            medium = act.unit.media.find(medium_id)
            if medium is None:
                raise InvalidInputError("record.not-found")
            if medium.state is Custody.LOST:
                raise AlreadyDoneError("media.reported-already")
            act.unit.media.move(medium_id, Custody.LOST, medium.holder, medium.due)
            _note(act, medium)

    def wipe(self, actor: Actor, drive: Drive) -> Erased:
        """Overwrite and remove everything on a registered medium, write its passport anew, and put that on record.

        The register keeps every line, so that a wipe that was interrupted can be done again. What a flash memory keeps
        in cells that no program reaches stays there: see the manual.

        Raises:
            GateClosedError: ``media.unregistered``, ``media.still-out`` or ``media.reported-lost``.
            UntrustedInputError: ``media.cloned``; ``media.passport-refused``.
            EnvironmentProblemError: The medium fails; nothing is on record as wiped then.
        """
        self._desk.require(actor, Action.WIPE_MEDIUM)
        with self._desk.vault.read() as unit:
            medium, there = _to_wipe(unit, drive)
        erased = drive.erase()
        with self._desk.act(actor, Action.WIPE_MEDIUM) as act:
            _take_over(act, medium, there)
            kept = [line.envelope for line in act.unit.media.lines(medium.medium_id)]
            for seq, envelope in enumerate(kept):
                put_line(drive, seq, envelope)
            self._append(act, drive, medium, LineKind.WIPED, read_chain(kept, keys_of(act.unit)))
            act.detail.update({"files": erased.files, "bytes": erased.bytes})
        return erased

    def _emptied(self, drive: Drive, *, wipe: bool) -> int:
        """Make sure that an unknown medium is empty; how many files were removed for it."""
        with self._desk.vault.read() as unit:
            _require_unknown(recognise(unit, drive))
        if not drive.entries():
            return 0
        if not wipe:
            raise GateClosedError("media.not-empty")
        return drive.erase().files

    def _append(
        self,
        act: Act,
        drive: Drive,
        medium: RegisteredMedium,
        kind: LineKind,
        chain: list[SignedLine],
        given: HandOver | None = None,
    ) -> None:
        """Sign the next line, write it to the medium, then into the register."""
        line = PassportLine(
            medium=medium.medium_id,
            number=medium.number,
            seq=len(chain),
            prev=chain[-1].digest if chain else ZERO_HASH,
            kind=kind,
            at=int(act.at.timestamp()),
            owner=medium.owner,
            station=act.unit.people.station().station_id,
            person=act.actor.person,
            serial=medium.serial,
            volume=medium.volume,
            seal=medium.seal,
            to="" if given is None else given.to,
            bag="" if given is None else given.bag,
            due="" if given is None else given.due.isoformat(),
        )
        signed = sign(line, own_key(act.unit))
        put_line(drive, line.seq, signed.envelope)
        act.unit.media.append(_as_row(signed, "" if given is None else given.carrier))
        _note(act, medium)


def _note(act: Act, medium: RegisteredMedium) -> None:
    act.detail.update({"medium": medium.medium_id, "number": medium.number})


def _in_hand(act: Act, drive: Drive) -> tuple[RegisteredMedium, list[SignedLine]]:
    """The registered medium in hand, with register and medium telling the same."""
    seen = recognise(act.unit, drive)
    _require_passport(seen)
    medium = _require_not_lost(seen)
    return medium, _merge(act, drive, medium, seen.chain)


def _to_wipe(unit: Unit, drive: Drive) -> tuple[RegisteredMedium, tuple[SignedLine, ...]]:
    """The registered medium in hand; an earlier wipe may have been cut off and have left it without its passport."""
    seen = recognise(unit, drive)
    if seen.standing is not Standing.BARE:
        _require_passport(seen)
    require_medium(seen)
    medium = _require_not_lost(seen)
    if medium.state is not Custody.HERE:
        raise GateClosedError("media.still-out")
    return medium, seen.chain


def _require_not_lost(seen: Recognised) -> RegisteredMedium:
    if seen.registered is None:
        raise GateClosedError("media.not-taken-in")
    if seen.registered.state is Custody.LOST:
        raise GateClosedError("media.reported-lost")
    return seen.registered


def _require_unknown(seen: Recognised) -> None:
    require_medium(seen)
    if seen.standing in {Standing.KNOWN, Standing.BARE}:
        raise AlreadyDoneError("media.already-registered")
    if seen.standing is Standing.CLONED:
        raise UntrustedInputError("media.cloned")
    if seen.standing is Standing.BROKEN:
        raise UntrustedInputError("media.passport-refused")
    if seen.standing is Standing.PARTNERS:
        raise GateClosedError("media.not-taken-in")


def _require_passport(seen: Recognised) -> None:
    require_medium(seen)
    if seen.standing in {Standing.UNKNOWN, Standing.BARE}:
        raise GateClosedError("media.unregistered")
    if seen.standing is Standing.CLONED:
        raise UntrustedInputError("media.cloned")
    if seen.standing is Standing.BROKEN:
        raise UntrustedInputError("media.passport-refused")


def require_seal(seal: str) -> None:
    """Refuse what is no number of a seal.

    Raises:
        InvalidInputError: ``media.bad-seal``.
    """
    _require_tag(seal, "media.bad-seal", "seal")


def _require_tag(text: str, code: str, field: str) -> None:
    if not _TAG.fullmatch(text):
        raise InvalidInputError(code, field=field)


def _merge(act: Act, drive: Drive, medium: RegisteredMedium, there: tuple[SignedLine, ...]) -> list[SignedLine]:
    """Bring register and medium to the same lines: what partners wrote comes in, what the medium lacks goes out."""
    _take_over(act, medium, there)
    ours = act.unit.media.lines(medium.medium_id)
    for line in ours[len(there) :]:
        put_line(drive, line.seq, line.envelope)
    return read_chain([line.envelope for line in ours], keys_of(act.unit))


def _take_over(act: Act, medium: RegisteredMedium, there: tuple[SignedLine, ...]) -> None:
    for signed in there[len(act.unit.media.lines(medium.medium_id)) :]:
        act.unit.media.append(_as_row(signed, ""))


def _as_registered(seen: Recognised, us: str) -> RegisteredMedium:
    first, medium = seen.chain[0].line, seen.medium
    at = datetime.fromtimestamp(first.at, UTC)
    label = visible(medium.label, LONGEST_CARRIER)
    return RegisteredMedium(
        first.medium,
        first.number,
        first.owner,
        first.seal,
        first.serial,
        first.volume,
        label,
        medium.filesystem,
        medium.size_bytes,
        at,
        Custody.HERE,
        us,
    )


def _as_row(signed: SignedLine, carrier: str) -> CustodyLine:
    line = signed.line
    return CustodyLine(
        line.medium,
        line.seq,
        line.kind,
        datetime.fromtimestamp(line.at, UTC),
        line.station,
        PersonId(line.person),
        line.to,
        line.bag,
        date.fromisoformat(line.due) if line.due else None,
        carrier,
        signed.envelope,
    )


@contextmanager
def _written(drive: Drive, seq: int) -> Iterator[None]:
    """Take a line off the medium again when it does not come to stand there and in the register."""
    try:
        yield
    except BaseException:
        with suppress(AppError):  # the medium is gone or broken; the first error tells more
            drive.discard(name_of(seq))
        raise
