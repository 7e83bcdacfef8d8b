"""Register a new medium by formatting it (初期化して登録): one partition, one file system, its passport.

That it was begun goes on record first: what lay on the medium is lost from the first byte on, whatever happens then.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import (
    AlreadyDoneError,
    EnvironmentProblemError,
    GateClosedError,
    InvalidInputError,
    UntrustedInputError,
)
from app.models.domain.formatting import DiskFacts, Layout, label_of, refusal
from app.models.views.custody import RegisteredMedium
from app.services.desk import Desk
from app.services.media.keeping import MediaKeeping, require_seal
from app.services.media.recognising import Standing, recognise
from app.services.ports import Drive, Formatter


@dataclass(frozen=True, slots=True)
class Candidate:
    """A disk that is plugged in, and the code of the error why it may not be formatted; empty when it may."""

    disk: DiskFacts
    trouble: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """What can be chosen."""

    disks: tuple[Candidate, ...]
    layouts: tuple[Layout, ...]


@dataclass(frozen=True, slots=True)
class FormatOrder:
    """What an officer orders.

    Attributes:
        disk: What was chosen, as it was when it was chosen.
        layout: The file system.
        seal: Number of the seal that was put on the medium.
        again: The same, typed once more from the medium that is to lose everything.
    """

    disk: DiskFacts
    layout: Layout
    seal: str
    again: str


class MediaFormatting:
    """Use cases about disks that are no medium of this office yet."""

    def __init__(self, desk: Desk, keeping: MediaKeeping) -> None:
        self._desk = desk
        self._keeping = keeping

    def look(self, actor: Actor, formatter: Formatter) -> Candidates:
        """What is plugged in; disks of the machine are not even shown.

        Raises:
            EnvironmentProblemError: ``format.no-service`` or ``format.failed``.
        """
        self._desk.require(actor, Action.FORMAT_MEDIUM)
        found = (Candidate(disk, refusal(disk, self._kept())) for disk in formatter.disks())
        return Candidates(
            tuple(one for one in found if one.trouble != "format.not-removable"),
            formatter.layouts(),
        )

    def register(
        self, actor: Actor, formatter: Formatter, drive_at: Callable[[Path], Drive], order: FormatOrder
    ) -> RegisteredMedium:
        """Format a disk and register it.

        Args:
            actor: The security officer or the administrator.
            formatter: The disks of this machine.
            drive_at: Opens a medium by where it is mounted.
            order: What was chosen and confirmed.

        Raises:
            InvalidInputError: ``media.bad-seal``; ``format.not-confirmed``.
            AlreadyDoneError: ``media.already-registered``.
            GateClosedError: ``media.not-taken-in``: it has a partner's passport.
            UntrustedInputError: ``media.cloned``; ``media.passport-refused``.
            EnvironmentProblemError: Any code of :func:`~app.models.domain.formatting.refusal` and of
                :meth:`~app.services.ports.Formatter.format`.
        """
        require_seal(order.seal)
        if order.again != order.seal:
            raise InvalidInputError("format.not-confirmed", field="again")
        self._desk.require(actor, Action.FORMAT_MEDIUM)
        self._desk.require(actor, Action.REGISTER_MEDIUM)
        disk = order.disk
        if code := refusal(disk, self._kept()):
            raise EnvironmentProblemError(code)
        self._require_nobodys(disk, drive_at)
        with self._desk.act(actor, Action.FORMAT_MEDIUM) as act:
            number = act.unit.media.last_number(act.unit.people.station().station_id) + 1
            act.detail.update({"filesystem": order.layout.value, "size": disk.size_bytes})
        drive = drive_at(formatter.format(disk, order.layout, label_of(number), self._kept()))
        made = drive.medium()
        if made.filesystem != order.layout or made.identity.serial != disk.serial:
            raise EnvironmentProblemError("format.failed")
        return self._keeping.register(actor, drive, order.seal)

    def _kept(self) -> tuple[str, ...]:
        """What must survive: an officer may keep the vault itself on a disk that is plugged in."""
        return (os.path.realpath(self._desk.vault.folder),)

    def _require_nobodys(self, disk: DiskFacts, drive_at: Callable[[Path], Drive]) -> None:
        """No medium of ours, and no passport of anybody on it, broken ones included: somebody must look at those."""
        with self._desk.vault.read() as unit:
            if disk.serial and unit.media.has_serial(disk.serial):
                raise AlreadyDoneError("media.already-registered")
            for place in disk.mounts:
                standing = recognise(unit, drive_at(Path(place))).standing
                if standing in {Standing.KNOWN, Standing.BARE}:
                    raise AlreadyDoneError("media.already-registered")
                if standing is Standing.CLONED:
                    raise UntrustedInputError("media.cloned")
                if standing is Standing.BROKEN:
                    raise UntrustedInputError("media.passport-refused")
                if standing is Standing.PARTNERS:
                    raise GateClosedError("media.not-taken-in")
