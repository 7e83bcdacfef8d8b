"""Paper slips (控え紙): print the head of our record, and compare the record with a slip later."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.errors import UntrustedInputError
from app.models.views.records import Slip
from app.services.audit import checkpoint
from app.services.audit.anchor import Head
from app.services.audit.checkpoint import Checkpoint
from app.services.audit.slip import are_typed_right, read_words, words_of
from app.services.desk import Desk
from app.services.exchange.lookout import signed_head, station_keys
from app.services.notices.issuing import LetterDesk
from app.services.vault.unit import Unit


class SlipOutcome(StrEnum):
    """What the comparison with a slip shows."""

    CONTAINED = "contained"
    """Everything that the slip stands for is still in the record, unchanged."""
    SHORTER = "shorter"
    """The record ends before the slip: its end was cut off, or an old copy was put back."""
    CHANGED = "changed"
    """At the size of the slip it is another record."""
    RESTORED = "restored"
    """The slip is from before a restore that is on record, and of entries that were lost with it."""
    MISTYPED = "mistyped"
    """The words do not fit each other: look at the slip again."""


@dataclass(frozen=True, slots=True)
class SlipAnswer:
    """What the officer is told.

    Attributes:
        size: Entries on the slip.
        agrees_until: Time of the last entry that is known to agree, from earlier heads; later ones are missing or
            changed. None when the slip is contained, or when no earlier head agrees.
    """

    outcome: SlipOutcome
    size: int
    agrees_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """A slip as it was printed."""

    pdf: bytes
    size: int
    words: tuple[str, ...]
    checkpoint: str


class Slips:
    """Use cases of slips."""

    def __init__(self, desk: Desk, letters: LetterDesk) -> None:
        self._desk = desk
        self._letters = letters

    def print(self, actor: Actor) -> PrintedSlip:
        """Print a slip with the head of the record as it stands before this act.

        Raises:
            RefusedError: The letter cannot be printed.
        """
        with self._desk.act(actor, Action.PRINT_SLIP) as act:
            unit, station = act.unit, act.unit.people.station()
            tree, epoch = unit.record.head(), unit.record.epoch()
            head = Head(epoch, tree.size, tree.root())
            text = signed_head(unit, station_keys(unit))
            words = words_of(_as_checkpoint(unit, head))
            slip_id = act.new_id()
            letter = self._letters.write(
                act,
                "record-slip",
                {
                    "issue_no": f"{station.station_id}-{head.epoch}-{head.size}",
                    "issued_on": civil_day(act.at),
                    "station": station.station_id,
                    "origin": checkpoint.origin_of(station.station_id, head.epoch),
                    "epoch": str(head.epoch),
                    "size": f"{head.size:,}",
                    "time": act.at.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M:%S"),
                    "words": words,
                    "code_payload": text,
                },
            )
            unit.heads.add_slip(Slip(slip_id, head.epoch, head.size, head.root, act.at, act.actor.person))
            act.detail.update({"epoch": head.epoch, "size": head.size, "root": head.root.hex()})
            return PrintedSlip(letter.pdf, head.size, words, text)

    def check(self, actor: Actor, size: int, words: str) -> SlipAnswer:
        """Compare the record with the number of entries and the words that somebody typed.

        Raises:
            InvalidInputError: ``slip.words``.
        """
        typed = read_words(words)
        with self._desk.act(actor, Action.VERIFY_SLIP) as act:
            answer = self._check(act.unit, size, typed)
            act.detail.update({"size": size, "outcome": answer.outcome.value})
            return answer

    def check_scanned(self, actor: Actor, text: str) -> SlipAnswer:
        """Compare the record with the whole checkpoint that a scanner read from a slip.

        Raises:
            UntrustedInputError: ``log.checkpoint-refused``: it is none, or not one that this station signed.
        """
        signed = checkpoint.parse(text.replace("\r\n", "\n").strip("\n").encode() + b"\n")
        with self._desk.act(actor, Action.VERIFY_SLIP) as act:
            unit = act.unit
            station = unit.people.station().station_id
            key = station_keys(unit).signing.verify_key
            told = checkpoint.verify(signed, checkpoint.name_of(station), key)
            epoch = checkpoint.epoch_in(told.origin, station)
            if epoch is None:
                raise UntrustedInputError("log.checkpoint-refused")
            answer = self._compare(unit, epoch, told.size, words_of(told))
            act.detail.update({"size": told.size, "outcome": answer.outcome.value})
            return answer

    def printed(self, actor: Actor) -> list[Slip]:
        """The slips that were printed, newest first."""
        with self._desk.act(actor, Action.SEE_LOG) as act:
            return act.unit.heads.slips()

    def _check(self, unit: Unit, size: int, typed: tuple[str, ...]) -> SlipAnswer:
        station, latest = unit.people.station().station_id, unit.record.epoch()
        # The words tell of which epoch they are; one later than ours can only be on a slip of a lost record.
        for epoch in reversed(range(latest + 2)):
            if are_typed_right(typed, checkpoint.origin_of(station, epoch), size):
                return self._compare(unit, epoch, size, typed)
        return SlipAnswer(SlipOutcome.MISTYPED, size)

    def _compare(self, unit: Unit, epoch: int, size: int, words: tuple[str, ...]) -> SlipAnswer:
        latest, length = unit.record.epoch(), unit.record.head().size
        end = length if epoch >= latest else _end_of(unit, epoch)
        if size > end or epoch > latest:
            outcome = SlipOutcome.RESTORED if epoch < latest else SlipOutcome.SHORTER
            return SlipAnswer(outcome, size, self._agrees_until(unit, min(size, end)))
        here = Head(epoch, size, unit.record.tree.root_at(size))
        if words_of(_as_checkpoint(unit, here)) == words:
            return SlipAnswer(SlipOutcome.CONTAINED, size)
        return SlipAnswer(SlipOutcome.CHANGED, size, self._agrees_until(unit, size))

    def _agrees_until(self, unit: Unit, below: int) -> datetime | None:
        """Halve the earlier heads, of slips and of the anchor: those that agree come before those that do not."""
        heads = {slip.size: slip.root for slip in unit.heads.slips() if 0 < slip.size <= below}
        anchor = self._desk.anchor.state.anchored
        if anchor is not None and 0 < anchor.head.size <= below:
            heads[anchor.head.size] = anchor.head.root
        sizes = sorted(heads)
        first = bisect_left(sizes, 1, key=lambda size: int(unit.record.tree.root_at(size) != heads[size]))
        return unit.record.pages.time_of(sizes[first - 1] - 1) if first else None


class _Restored(msgspec.Struct):
    epoch: int
    size: int


class _Entry(msgspec.Struct):
    detail: _Restored


def _end_of(unit: Unit, epoch: int) -> int:
    """How many entries of an earlier epoch are left: the restore that ended it tells."""
    for entry in unit.record.pages.entries_of("vault.restored"):
        detail = msgspec.json.decode(entry, type=_Entry).detail
        if detail.epoch == epoch + 1:
            return detail.size
    return 0


def _as_checkpoint(unit: Unit, head: Head) -> Checkpoint:
    origin = checkpoint.origin_of(unit.people.station().station_id, head.epoch)
    return Checkpoint(origin, head.size, head.root)
