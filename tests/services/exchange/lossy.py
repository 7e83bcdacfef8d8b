"""Two vaults and a courier who loses, doubles, exchanges and damages what is carried; and a model of what must be so.

An agency sends requests, the investigation office answers with receipts, which are bundles on the lane back. The model
knows the last number taken on each lane, what lies at the courier, and what an officer gave up waiting for.
"""

from dataclasses import dataclass, field
from hashlib import shake_256
from pathlib import Path

from app.models.domain.actor import Actor, Role
from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import BundleId, CaseId, StationId
from app.models.domain.lifecycle import State
from app.services.bundles.manifest import Kind
from app.services.bundles.report import BottomLine
from app.services.desk import Target
from app.services.exchange.identity import Answers, Verdict
from app.services.exchange.importing import GapReason
from app.services.platform.folder_drive import FolderDrive
from build.bench.offices import BenchOffice, add_cases, make_offices

DAMAGE = frozenset({"bundle.not-a-bundle", "bundle.header-refused", "bundle.damaged", "bundle.not-for-us"})
NAME = "CARRIED-FILE.age"


class Dice:
    """Repeatable draws."""

    def __init__(self, seed: int) -> None:
        self._seed, self._drawn = seed, 0

    def below(self, limit: int) -> int:
        """A number from 0 to ``limit`` - 1."""
        self._drawn += 1
        data = shake_256(b"lossy%d-%d" % (self._seed, self._drawn)).digest(8)
        return int.from_bytes(data, "big") % limit

    def falls(self, percent: int) -> bool:
        """Whether something happens that happens so often."""
        return self.below(100) < percent


@dataclass(frozen=True)
class Carried:
    """A file at the courier: its number on its lane, and what it is about."""

    seq: int
    data: bytes = field(repr=False)
    bundle: BundleId
    cases: tuple[CaseId, ...]


@dataclass
class Lane:
    """The model of one direction.

    Attributes:
        carried: What lies at the courier, a copy twice if it was doubled.
        written: The last number that was written.
        taken: Numbers that were taken in.
        last: The last number taken in or given up.
    """

    carried: list[Carried] = field(default_factory=list)
    written: int = 0
    taken: set[int] = field(default_factory=set)
    last: int = 0

    def expected(self, seq: int) -> BottomLine:
        """What the receiver must say."""
        if seq in self.taken:
            return BottomLine.DUPLICATE
        return BottomLine.ADMITTED if seq == self.last + 1 else BottomLine.HELD

    def is_lost(self, seq: int) -> bool:
        """Whether no copy of it will ever come."""
        return all(one.seq != seq for one in self.carried)


class DisagreementError(AssertionError):
    """A vault does not say what the model says."""


class Exchange:
    """The two vaults, the courier and the model.

    Attributes:
        bundles: How many were written, receipts included.
        told: How often each thing happened.
    """

    def __init__(self, folder: Path, seed: int, cases: int) -> None:
        self.agency, self.office, _clock = make_offices(folder)
        self._waiting = add_cases(self.agency, cases, State.CONSENTED, with_consents=True)
        self._dice, self._place = Dice(seed), folder / "stick"
        self._place.mkdir()
        self.there, self.back = Lane(), Lane()
        self.admitted: set[CaseId] = set()
        self.open: set[BundleId] = set()
        self.bundles = 0
        self.told: dict[str, int] = {}

    @property
    def is_dry(self) -> bool:
        """Whether there is nothing more to send."""
        return not self._waiting

    def step(self) -> None:
        """Something happens: an office sends, or the courier brings or loses something."""
        draw, busy = self._dice.below(10), len(self.there.carried) + len(self.back.carried)
        if busy < 3 or (draw < 2 and busy < 12):
            self._send()
        elif self.back.carried and draw % 2:
            self._bring_back()
        elif self.there.carried:
            self._bring()

    def drain(self) -> None:
        """Everything that is still carried comes."""
        while self.there.carried:
            self._bring()
        while self.back.carried:
            self._bring_back()

    # What officers do.

    def _send(self) -> None:
        if not self._waiting:
            return
        cases = tuple(self._waiting.pop() for _ in range(min(1 + self._dice.below(3), len(self._waiting))))
        seat = self.agency.seats[Role.SECURITY_OFFICER]
        exporting, drive = self.agency.services.exporting, FolderDrive(self._place)
        made = exporting.prepare_many(
            seat.actor,
            Kind.INVESTIGATION_REQUEST,
            [Target(case=case) for case in cases],
            StationId("INVEST1"),
            [seat.actor.person],
        )
        bundle = BundleId(made.manifest.bundle_id)
        exporting.sign(seat.actor, seat.signer, bundle)
        name = exporting.write(seat.actor, seat.signer, bundle, drive).file_name
        self.open.add(bundle)
        self._carry(self.there, name, bundle, cases)

    def _answer(self, about: Carried) -> None:
        name = self.office.services.receipts.write(_security(self.office), about.bundle, FolderDrive(self._place))
        self._carry(self.back, name, about.bundle, about.cases)

    def _carry(self, lane: Lane, name: str, bundle: BundleId, cases: tuple[CaseId, ...]) -> None:
        """The courier takes the file; the stick may be lost, or copied."""
        path = self._place / name
        data = path.read_bytes()
        path.unlink()
        lane.written += 1
        self.bundles += 1
        copies = 0 if self._dice.falls(6) else 2 if self._dice.falls(15) else 1
        self._count({0: "lost", 1: "carried", 2: "doubled"}[copies])
        lane.carried += [Carried(lane.written, data, bundle, cases)] * copies

    def _laid(self, data: bytes) -> FolderDrive:
        (self._place / NAME).write_bytes(data)
        return FolderDrive(self._place)

    def _taken(self, lane: Lane) -> tuple[Carried, bool]:
        """Any of the files, in any order, and whether it was damaged on the way; a damaged copy may be the last."""
        place = self._dice.below(len(lane.carried)) if self._dice.falls(40) else 0
        one = lane.carried.pop(place)
        if not self._dice.falls(15):
            return one, False
        if self._dice.falls(70):
            lane.carried.append(one)
        return Carried(one.seq, self._damaged(one.data), one.bundle, one.cases), True

    def _damaged(self, data: bytes) -> bytes:
        place, way = self._dice.below(len(data)), self._dice.below(3)
        if way == 0:
            return data[:place] + bytes([data[place] ^ (1 << self._dice.below(8))]) + data[place + 1 :]
        return data[:place] if way == 1 else data + b"\0"

    def _bring(self) -> None:
        one, is_damaged = self._taken(self.there)
        importing, actor = self.office.services.importing, _security(self.office)
        found = importing.inspect(actor, self._laid(one.data), NAME)
        if is_damaged:
            # The end of a duplicate is not read: it is a duplicate by its manifest, and stays one.
            may_say = DAMAGE | {"bundle.replay", "bundle.gap"} if one.seq != self.there.last + 1 else DAMAGE
            self._require(found.report.code in may_say, f"damaged: {found.report.code}")
            self._count("damaged")
            return
        said = self.there.expected(one.seq)
        self._require(found.report.bottom_line is said, f"{said}: {found.report.code}")
        if said is BottomLine.HELD and self._gives_up(self.there, one):
            importing.accept_gap(actor, found, GapReason.LOST)
            found = importing.inspect(actor, self._laid(one.data), NAME)
            said = self.there.expected(one.seq)
            self._require(found.report.bottom_line is said, f"behind a gap: {found.report.code}")
        self._count(said.value)
        if said is BottomLine.HELD:
            self.there.carried.append(one)
        elif said is BottomLine.ADMITTED:
            if found.likenesses:
                # Synthetic people have few names; they are different people all the same.
                different = {alike.key: Verdict.OTHER for alike in found.likenesses}
                found = importing.answer(actor, found, Answers(identity=different))
            importing.admit(actor, found)
            self._take(self.there, one)
            self.admitted.update(one.cases)
            self._answer(one)
        elif self._dice.falls(30):
            self._answer(one)

    def _bring_back(self) -> None:
        one, is_damaged = self._taken(self.back)
        said = self.back.expected(one.seq)
        drive, actor = self._laid(one.data), _security(self.agency)
        if not is_damaged and said is BottomLine.HELD and self._gives_up(self.back, one):
            found = self.agency.services.importing.inspect(actor, drive, NAME)
            self.agency.services.importing.accept_gap(actor, found, GapReason.LOST)
            said = self.back.expected(one.seq)
        code = ""
        try:
            self.agency.services.receipts.close(actor, drive, NAME)
        except UntrustedInputError as refusal:
            code = refusal.code
        if is_damaged:
            may_say = DAMAGE | {"bundle.replay", "bundle.gap"} if said is not BottomLine.ADMITTED else DAMAGE
            self._require(code in may_say, f"damaged receipt: {code}")
            self._count("receipt damaged")
            return
        codes = {BottomLine.ADMITTED: "", BottomLine.DUPLICATE: "bundle.replay", BottomLine.HELD: "bundle.gap"}
        self._require(code == codes[said], f"receipt {said}: {code}")
        self._count(f"receipt {said.value}")
        if said is BottomLine.HELD:
            self.back.carried.append(one)
        elif said is BottomLine.ADMITTED:
            self._take(self.back, one)
            self.open.discard(one.bundle)

    def _gives_up(self, lane: Lane, one: Carried) -> bool:
        """The officers telephone: what is missing before this one was lost, all of it."""
        missing = range(lane.last + 1, one.seq)
        if not all(lane.is_lost(seq) for seq in missing):
            return False
        lane.last = one.seq - 1
        self._count("gap accepted")
        return True

    def _take(self, lane: Lane, one: Carried) -> None:
        lane.taken.add(one.seq)
        lane.last = one.seq

    # What must be so.

    def check(self) -> None:
        """Both vaults say what the model says."""
        with self.office.services.desk.vault.read() as unit:
            self._require(unit.lanes.get("in", StationId("AGENCY1")).last_seq == self.there.last, "lane there")
        with self.agency.services.desk.vault.read() as unit:
            self._require(unit.lanes.get("in", StationId("INVEST1")).last_seq == self.back.last, "lane back")
            waiting = unit.exports.in_status(("written",))
        self._require({one.bundle_id for one in waiting} == self.open, "open exports")
        self._require(self.office.services.desk.vault.quarantine.names() == [], "quarantine")
        self._require(_cases_of(self.office) == self.admitted, "cases")

    def check_records(self) -> None:
        """Both records are whole."""
        for one in (self.agency, self.office):
            with one.services.desk.vault.read() as unit:
                self._require(unit.record.is_sound(), "record")

    def close(self) -> None:
        """Leave both vaults."""
        for one in (self.agency, self.office):
            one.services.desk.vault.close()

    def _count(self, what: str) -> None:
        self.told[what] = self.told.get(what, 0) + 1

    def _require(self, holds: bool, what: str) -> None:  # noqa: FBT001 # the one thing it asks
        if not holds:
            raise DisagreementError(f"after {self.bundles} bundles: {what}")


def _security(office: BenchOffice) -> Actor:
    return office.actor(Role.SECURITY_OFFICER)


def _cases_of(office: BenchOffice) -> set[CaseId]:
    with office.services.desk.vault._reader.begin() as connection:
        rows = connection.exec_driver_sql("SELECT case_id FROM cases")
        return {CaseId(str(row[0])) for row in rows}
