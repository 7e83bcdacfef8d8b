"""Receive a bundle: copy it into quarantine, verify, foresee what it changes, admit it whole or refuse it.

Nothing of a bundle is kept before an officer admits it, and then everything at once: records, attachments, lane,
event. Until then only its ciphertext lies in quarantine.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import BinaryIO

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.models.domain.ids import BundleId, CaseId, OfficeId, StationId
from app.models.views.records import Import
from app.services.bundles import admission
from app.services.bundles.admission import LaneState, admit
from app.services.bundles.container import Attachment, OpenedBundle, open_bundle, pass_over
from app.services.bundles.manifest import Manifest
from app.services.bundles.report import Axis, BottomLine, VerificationReport, unopened
from app.services.bundles.schemas import Record
from app.services.desk import Act, Desk
from app.services.exchange import witness
from app.services.exchange.arrivals import ARRIVALS, case_ref
from app.services.exchange.delivery import Delivery, Effect, Paper
from app.services.exchange.lookout import station_keys, trust_view
from app.services.exchange.partners import is_partner, require_origin
from app.services.exchange.preview import PreviewLine, lines_of
from app.services.exchange.receipt_forms import counts_of
from app.services.exchange.weight import require_bearable, require_paper, weigh_and_pass_over
from app.services.media.recognising import require_admissible
from app.services.packs.shelf import PackShelf
from app.services.ports import Drive
from app.services.trust.document import Person
from app.services.vault.unit import Unit

_NO_BUNDLE = BundleId("")
_NO_STATION = StationId("")


class GapReason(StrEnum):
    """Why an earlier bundle will never come."""

    LOST = "lost"
    """媒体の紛失."""
    UNREADABLE = "unreadable"
    """媒体の破損."""
    NOT_SENT = "not-sent"
    """差出元が交付を取りやめた."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known of a bundle in quarantine."""

    file_name: str
    ciphertext_sha256: str
    report: VerificationReport
    kind: str = ""
    bundle_id: BundleId = _NO_BUNDLE
    origin: StationId = _NO_STATION
    origin_office_ja: str = ""
    origin_office_en: str = ""
    signers: tuple[tuple[str, str], ...] = ()
    """Name and role of each signer, from our trust document."""
    lines: tuple[PreviewLine, ...] = ()
    effects: tuple[Effect, ...] = ()
    params: Mapping[str, str | int] = field(default_factory=dict)
    """Values for the sentences of the report's code, for example the number of a line."""

    place: tuple[int, str] | None = None
    """Its number on the lane to us and the manifest that it follows; None when it does not name us."""

    @property
    def can_be_admitted(self) -> bool:
        """Verified on every axis, without a conflict, and of a kind that is admitted here."""
        is_sound = self.report.bottom_line is BottomLine.ADMITTED and self.kind in {kind.value for kind in ARRIVALS}
        return is_sound and not any(one.is_conflict for one in self.effects)


class Importing:
    """Use cases of the import desk (受領)."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def inspect(
        self, actor: Actor, drive: Drive, file_name: str, progress: Callable[[str], None] = lambda _step: None
    ) -> Inspection:
        """Copy a bundle into quarantine and say everything that can be known about it.

        Raises:
            UntrustedInputError: Never for a bad bundle: the report says what is wrong.
            EnvironmentProblemError: The medium is gone or the disk is full.
        """
        with self._desk.vault.read() as unit:
            require_admissible(unit, drive)
        progress("import.step.copy")
        with drive.open_bundle(file_name) as source:
            digest = self._desk.vault.quarantine.put(source)
        progress("import.step.verify")
        keep, quarantine = False, self._desk.vault.quarantine
        try:
            with self._desk.act(actor, Action.INSPECT_BUNDLE) as act, quarantine.open(digest) as source:
                inspection = _inspect(act, source, Inspection(file_name, digest, unopened("bundle.not-a-bundle")))
                act.detail.update({"sha256": digest, "result": inspection.report.code or "sound"})
            keep = inspection.report.bottom_line is BottomLine.ADMITTED
        finally:
            if not keep:
                quarantine.forget(digest)
        return inspection

    def admit(self, actor: Actor, inspection: Inspection) -> BundleId:
        """Admit an inspected bundle: everything in it, its place on the lane and the event, in one transaction.

        Raises:
            UntrustedInputError: It no longer holds what was inspected, or something in it cannot be kept.
            GateClosedError: ``import.not-admissible``; consent or state forbids it.
        """
        if not inspection.can_be_admitted:
            raise GateClosedError("import.not-admissible")
        with self._desk.vault.quarantine.open(inspection.ciphertext_sha256) as source:
            opened, record = self._first_look(source)
            arrival = ARRIVALS[opened.manifest.kind]
            with self._desk.act(actor, arrival.action, arrival.target(record)) as act:
                self._keep(act, source, inspection)
        self._desk.vault.quarantine.forget(inspection.ciphertext_sha256)
        return inspection.bundle_id

    def accept_gap(self, actor: Actor, inspection: Inspection, reason: GapReason) -> int:
        """Give up waiting for earlier bundles of a lane (欠番の承認), so that this one can be inspected again.

        What was given up is refused as a fork if it turns up later.

        Returns:
            How many bundles were given up.

        Raises:
            GateClosedError: ``import.no-gap``: the bundle was not held for a gap.
        """
        if inspection.report.bottom_line is not BottomLine.HELD or inspection.place is None:
            raise GateClosedError("import.no-gap")
        with self._desk.act(actor, Action.ACCEPT_GAP) as act:
            seq, prev = inspection.place
            missing = seq - 1 - act.unit.lanes.get("in", inspection.origin).last_seq
            if missing < 1:
                raise GateClosedError("import.no-gap")
            act.unit.lanes.advance("in", inspection.origin, seq - 1, prev)
            act.detail.update({"origin": inspection.origin, "missing": missing, "reason": reason.value})
            return missing

    def refuse(self, actor: Actor, inspection: Inspection, code: str = "import.refused-by-officer") -> None:
        """Refuse a bundle; nothing of it stays but the fact."""
        with self._desk.act(actor, Action.REFUSE_BUNDLE) as act:
            act.detail.update({"sha256": inspection.ciphertext_sha256, "code": inspection.report.code or code})
            if inspection.bundle_id and act.unit.imports.find(inspection.bundle_id) is None:
                seq = self._take_place(act, inspection)
                act.unit.imports.add(_as_import(act, inspection, "refused", inspection.report.code or code, seq))
        self._desk.vault.quarantine.forget(inspection.ciphertext_sha256)

    def decided(self, actor: Actor, limit: int = 100) -> list[Import]:
        """The latest decisions on bundles."""
        with self._desk.act(actor, Action.SEE_EXPORTS) as act:
            return act.unit.imports.newest_first(limit)

    def _keep(self, act: Act, source: BinaryIO, inspection: Inspection) -> None:
        opened = open_bundle(source, [station_keys(act.unit).identity])
        if opened.manifest_sha256 != inspection.report.manifest_sha256:
            raise UntrustedInputError("bundle.content-mismatch")
        report = admit(arrival_of(act.unit, opened, int(act.at.timestamp())))
        require_bearable(opened.manifest)
        papers: dict[str, Paper] = {}

        def take(attachment: Attachment, chunks: Iterator[bytes]) -> None:
            require_paper(attachment)
            papers[attachment.sha256] = Paper(b"".join(chunks), attachment.media_type)

        records = tuple(opened.entries(report, take))
        opened.finish()
        trust = trust_view(act.unit).document
        office = trust.office_of_station(opened.manifest.origin)
        origin = OfficeId(office.id if office else "")
        require_origin(act.unit, CaseId(case_ref(records[0])), trust, origin)
        delivery = Delivery(inspection.bundle_id, origin, records, trust, papers, opened.manifest)
        ARRIVALS[opened.manifest.kind].apply(act, delivery, self._packs)
        named = opened.manifest.addressee(act.unit.people.station().station_id)
        seq = named.seq if named else 0
        act.unit.lanes.advance("in", inspection.origin, seq, opened.manifest_sha256)
        note_head(act, opened.manifest)
        taken, counts = _as_import(act, inspection, "imported", "", seq), counts_of(opened.manifest)
        act.unit.imports.add(replace(taken, record_count=counts[0], paper_count=counts[1]))
        act.detail.update({"bundle": inspection.bundle_id, "kind": inspection.kind})

    def _take_place(self, act: Act, inspection: Inspection) -> int:
        """A sound bundle that an officer refuses was seen: its place on the lane is taken, and the next one can come.

        Returns:
            Its number on the lane; 0 for a bundle that was not sound.
        """
        if inspection.report.bottom_line is not BottomLine.ADMITTED:
            return 0
        with self._desk.vault.quarantine.open(inspection.ciphertext_sha256) as source:
            opened = open_bundle(source, [station_keys(act.unit).identity])
        admit(arrival_of(act.unit, opened, int(act.at.timestamp()))).raise_if_refused()
        named = opened.manifest.addressee(act.unit.people.station().station_id)
        seq = named.seq if named else 0
        act.unit.lanes.advance("in", inspection.origin, seq, opened.manifest_sha256)
        note_head(act, opened.manifest)
        return seq

    def _first_look(self, source: BinaryIO) -> tuple[OpenedBundle, Record]:
        """The record that says which case is meant, read before the transaction begins and verified again in it."""
        with self._desk.vault.read() as unit:
            opened = open_bundle(source, [station_keys(unit).identity])
            report = admit(arrival_of(unit, opened, int(self._desk.clock.now().timestamp())))
            for record in opened.entries(report, pass_over):
                return opened, record
        raise UntrustedInputError("bundle.record-refused", line=1)


def _inspect(act: Act, source: BinaryIO, empty: Inspection) -> Inspection:
    try:
        opened = open_bundle(source, [station_keys(act.unit).identity])
    except UntrustedInputError as refusal:
        return replace(empty, report=unopened(refusal.code), params=refusal.params)
    said = opened.manifest
    trust = trust_view(act.unit).document
    office = trust.office_of_station(said.origin)
    report = admit(arrival_of(act.unit, opened, int(act.at.timestamp())))
    found = replace(
        empty,
        report=report,
        kind=said.kind.value,
        bundle_id=BundleId(said.bundle_id),
        origin=StationId(said.origin),
        origin_office_ja=office.name_ja if office else "",
        origin_office_en=office.name_en if office else "",
        place=_place(opened, act.unit.people.station().station_id),
        signers=tuple((_name(trust.person(one.person)), one.role) for one in said.signers),
    )
    if report.line(Axis.RECORD).code:
        note_head(act, said)
    if report.bottom_line is not BottomLine.ADMITTED:
        return found
    try:
        require_bearable(said)
        records = list(opened.entries(report, weigh_and_pass_over))
        opened.finish()
    except UntrustedInputError as refusal:
        return replace(found, report=unopened(refusal.code), params=refusal.params)
    arrival = ARRIVALS.get(said.kind)
    effects = arrival.foresee(act.unit, records) if arrival else ()
    if not is_partner(act.unit, CaseId(case_ref(records[0])), trust, office.id if office else ""):
        effects = (Effect("import.effect.other-office", is_conflict=True),)
    return replace(found, lines=lines_of(records), effects=effects)


def _place(opened: OpenedBundle, station: StationId) -> tuple[int, str] | None:
    named = opened.manifest.addressee(station)
    return None if named is None else (named.seq, named.prev)


def _name(person: Person | None) -> str:
    return person.display_name if person is not None else ""


def arrival_of(unit: Unit, opened: OpenedBundle, now: int) -> admission.Arrival:
    """An opened bundle beside everything that decides about it here."""
    station = unit.people.station()
    lane = unit.lanes.get("in", StationId(opened.manifest.origin))
    earlier = unit.imports.find(BundleId(opened.manifest.bundle_id))
    recorded = earlier.manifest_sha256 if earlier is not None and earlier.outcome == "imported" else None
    trust = trust_view(unit)
    return admission.Arrival(
        manifest=opened.manifest,
        envelope=opened.envelope,
        stanza_count=opened.stanza_count,
        opened_with=opened.opened_with,
        trust=trust,
        station=station.station_id,
        environment=station.environment,
        lane=LaneState(lane.last_seq, lane.last_manifest_sha256, recorded, lane.stopped),
        now=now,
        record_code=witness.judge(unit, trust.document, opened.manifest).code,
    )


def note_head(act: Act, said: Manifest) -> None:
    """Note the head of the origin's record, which came with a bundle that was admitted or raised an alarm."""
    witness.keep(act.unit, act.at, said, witness.judge(act.unit, trust_view(act.unit).document, said))


def _as_import(act: Act, inspection: Inspection, outcome: str, code: str, seq: int) -> Import:
    return Import(
        inspection.bundle_id,
        inspection.report.manifest_sha256,
        inspection.kind,
        inspection.origin,
        seq,
        outcome,
        code,
        inspection.ciphertext_sha256,
        act.at,
        act.actor.person,
    )
