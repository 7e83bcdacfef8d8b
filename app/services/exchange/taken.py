"""Keep that a bundle was taken in, so that its receipt can tell it: the one way for all that are not tried out first.

What the receipt must say (the digest of the file, how many records and papers it held) is found in the bundle itself;
nobody who takes one in can forget it.
"""

from dataclasses import dataclass
from typing import BinaryIO

from app.models.domain.ids import BundleId, FileDigest, StationId
from app.models.views.records import Import
from app.services.bundles.container import OpenedBundle
from app.services.bundles.manifest import Kind
from app.services.desk import Act
from app.services.exchange.inspection import note_head
from app.services.exchange.lookout import note_trust
from app.services.exchange.ticks import sha256_of


@dataclass(frozen=True, slots=True)
class Arrived:
    """A verified bundle with what its receipt says about it."""

    bundle_id: BundleId
    kind: Kind
    origin: StationId
    seq: int
    """Its number on the lane to us."""
    manifest_sha256: str
    file: FileDigest
    record_count: int
    paper_count: int

    def advance(self, act: Act) -> None:
        """Take its place on the lane, unless it has it already."""
        if act.unit.lanes.get("in", self.origin).last_seq < self.seq:
            act.unit.lanes.advance("in", self.origin, self.seq, self.manifest_sha256)

    def keep(self, act: Act) -> None:
        """Note that everything in it was taken in."""
        act.unit.imports.add(
            Import(
                self.bundle_id,
                self.manifest_sha256,
                self.kind.value,
                self.origin,
                self.seq,
                "imported",
                "",
                self.file,
                act.at,
                act.actor.person,
                record_count=self.record_count,
                paper_count=self.paper_count,
            )
        )


def arrived(act: Act, opened: OpenedBundle, source: BinaryIO) -> Arrived:
    """A bundle beside the file that it came in, which is read once more for its digest."""
    said = opened.manifest
    named = said.addressee(act.unit.people.station().station_id)
    source.seek(0)
    return Arrived(
        BundleId(said.bundle_id),
        said.kind,
        StationId(said.origin),
        named.seq if named is not None else 0,
        opened.manifest_sha256,
        FileDigest(sha256_of(source)),
        *said.counts,
    )


def take_in(act: Act, opened: OpenedBundle, source: BinaryIO) -> None:
    """Take the place of a bundle on its lane, note what its manifest tells, and that it was taken in."""
    found = arrived(act, opened, source)
    found.advance(act)
    note_head(act, opened.manifest)
    note_trust(act, opened.manifest)
    found.keep(act)
