"""What is known of a bundle in quarantine, and how it is found out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import BinaryIO

from app.models.domain.errors import AppError, GateClosedError, UntrustedInputError
from app.models.domain.ids import BundleId, CaseId, FileDigest, StationId
from app.models.views.records import Case, Import
from app.services.bundles import admission
from app.services.bundles.admission import LaneState, admit
from app.services.bundles.container import OpenedBundle, open_bundle
from app.services.bundles.manifest import Kind, Manifest
from app.services.bundles.report import Axis, BottomLine, VerificationReport, unopened
from app.services.bundles.schemas import Record
from app.services.desk import Act
from app.services.exchange import witness
from app.services.exchange.arrivals import ARRIVALS, NOT_TAKEN, case_ref
from app.services.exchange.by_kind.trust import TRUST_KNOWN
from app.services.exchange.delivery import Effect, WhyNot
from app.services.exchange.foreseen import Foreseen
from app.services.exchange.identity import NO_ANSWERS, Answers, Likeness, likenesses
from app.services.exchange.lookout import station_keys, trust_view
from app.services.exchange.partners import is_partner
from app.services.exchange.preview import PreviewLine, lines_of
from app.services.exchange.weight import require_bearable, weigh_and_pass_over
from app.services.trust.document import Person
from app.services.vault.unit import Unit

_NO_BUNDLE = BundleId("")
_NO_STATION = StationId("")
NO_FILE = FileDigest("")
"""Of a file that was too large to be copied here."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Something of the bundle that contradicts what is here, side by side: field, what is here, what came."""

    case_number: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known of a bundle in quarantine.

    Attributes:
        file_name: Its name on the medium.
        ciphertext_sha256: Its name in quarantine.
        signers: Name and role of each signer, from our trust document.
        params: Values for the sentences of the report's code, for example the number of a line.
        place: Its number on the lane to us and the manifest that it follows; None when it does not name us.
        likenesses: Whom its subjects resemble.
        answers: What the officer said about them so far.
        foreseen: What admitting it does; None when that was not or could not be tried out.
        obstacle: Why trying it out failed.
        clashes: What contradicts, side by side.
        has_changed: The vault changed since the officer saw it last: what was answered then does not count any more.
    """

    file_name: str
    ciphertext_sha256: FileDigest
    report: VerificationReport
    kind: str = ""
    bundle_id: BundleId = _NO_BUNDLE
    origin: StationId = _NO_STATION
    origin_office_ja: str = ""
    origin_office_en: str = ""
    signers: tuple[tuple[str, str], ...] = ()
    lines: tuple[PreviewLine, ...] = ()
    effects: tuple[Effect, ...] = ()
    params: Mapping[str, str | int] = field(default_factory=dict)
    place: tuple[int, str] | None = None
    created_at: datetime | None = None
    record_count: int = 0
    blob_count: int = 0
    likenesses: tuple[Likeness, ...] = ()
    answers: Answers = NO_ANSWERS
    foreseen: Foreseen | None = None
    obstacle: AppError | None = None
    clashes: tuple[Clash, ...] = ()
    has_changed: bool = False

    @property
    def is_sound(self) -> bool:
        """Verified on every axis, without a conflict, and of a kind that is admitted here."""
        is_sound = self.report.bottom_line is BottomLine.ADMITTED and self.kind in {kind.value for kind in ARRIVALS}
        return is_sound and not any(one.is_conflict for one in self.effects)

    @property
    def picture(self) -> str:
        """Tells whether admitting still does what was shown, to whom it resembles the same people."""
        told = [self.foreseen.sha256] if self.foreseen is not None else []
        told += [] if self.obstacle is None else [self.obstacle.code]
        told += sorted(f"{one.key}:{one.why}" for one in self.likenesses)
        told += sorted(f"{one.key}:{one.count}" for one in self.effects)
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    @property
    def can_set_aside(self) -> bool:
        """Whether single records can be left out."""
        return self.is_sound and ARRIVALS[Kind(self.kind)].can_set_aside

    @property
    def not_asked(self) -> WhyNot | None:
        """Why nobody is asked who is who; None where that is asked, or nothing is known of the bundle."""
        persons = ARRIVALS[Kind(self.kind)].persons if self.is_sound else None
        return persons if isinstance(persons, WhyNot) else None

    @property
    def not_apart(self) -> WhyNot | None:
        """Why no single record can be left out."""
        return ARRIVALS[Kind(self.kind)].apart if self.is_sound else None

    @property
    def is_left_for_later(self) -> bool:
        """Whether a question was left for later in a bundle that comes whole: it waits, and is not admitted."""
        return self.is_sound and not self.can_set_aside and bool(self.answers.lines_aside())

    @property
    def is_known_trust(self) -> bool:
        """Whether it brings trust documents, and none is later than the one in force."""
        return any(one.key == TRUST_KNOWN for one in self.effects)

    @property
    def can_be_admitted(self) -> bool:
        """Sound, tried out without an obstacle, and every question about identity answered."""
        may_leave_out = not self.answers.lines_aside() or self.can_set_aside
        is_tried = self.foreseen is not None and self.obstacle is None
        return self.is_sound and is_tried and may_leave_out and not self.answers.open_questions(self.likenesses)


def look_into(act: Act, source: BinaryIO, empty: Inspection) -> Inspection:
    """Ask every question about a file in quarantine; of one that is not sound nothing but its manifest is read."""
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
        created_at=datetime.fromtimestamp(said.created_at, UTC),
    )
    if report.line(Axis.RECORD).code:
        note_head(act, said)
    if report.bottom_line is not BottomLine.ADMITTED:
        return found
    try:
        require_bearable(said)
        records = list(opened.entries(report, weigh_and_pass_over))
        contents = opened.finish()
    except UntrustedInputError as refusal:
        return replace(found, report=report.having_read(refusal.code), params=refusal.params)
    found = replace(
        found,
        report=report.having_read(),
        record_count=contents.record_count,
        blob_count=contents.letter_count + contents.blob_count,
    )
    return _compared(act.unit, found, records, is_shared=_is_shared(act.unit, records, office.id if office else ""))


def _is_shared(unit: Unit, records: list[Record], office: str) -> bool:
    return is_partner(unit, CaseId(case_ref(records[0])), trust_view(unit).document, office)


_OWN = Effect("import.effect.own", is_conflict=True)
_NOT_TAKEN = Effect("import.effect.not-taken", is_conflict=True)


def _compared(unit: Unit, found: Inspection, records: list[Record], *, is_shared: bool) -> Inspection:
    """The contents beside what is here."""
    arrival = ARRIVALS.get(Kind(found.kind))
    lines = lines_of(records)
    if found.origin == unit.people.station().station_id:
        return replace(found, lines=lines, effects=(_OWN,), obstacle=GateClosedError("import.own-bundle"))
    if arrival is None and Kind(found.kind) in NOT_TAKEN:
        refused = GateClosedError("import.kind-not-taken")
        return replace(found, lines=lines, effects=(_NOT_TAKEN,), obstacle=refused)
    if arrival is None:
        return replace(found, lines=lines)
    if not is_shared:
        return replace(found, lines=lines, effects=(Effect("import.effect.other-office", is_conflict=True),))
    effects = arrival.foresee(unit, records)
    alike = likenesses(unit, arrival.subjects(records))
    clashes = _clashes(unit, found.kind, records) if any(one.is_conflict for one in effects) else ()
    return replace(found, lines=lines, effects=effects, likenesses=alike, clashes=clashes)


def _clashes(unit: Unit, kind: str, records: list[Record]) -> tuple[Clash, ...]:
    """Cases that a request would open and that are here already, side by side."""
    subjects = ARRIVALS[Kind(kind)].subjects(records)
    found = []
    for one in subjects:
        case = unit.cases.find(one.case_id)
        if case is not None and kind == Kind.INVESTIGATION_REQUEST.value:
            came = (one.name, one.kana, one.born_on.isoformat() if one.born_on else "", one.section)
            found.append(Clash(case.number, tuple(zip(_SIDE_BY_SIDE, _known(case), came, strict=True))))
    return tuple(found)


_SIDE_BY_SIDE = ("name", "kana", "born_on", "section")


def _known(case: Case) -> tuple[str, str, str, str]:
    if case.sealed:  # 同意が取り下げられた案件の内容は、突き合わせにも用いない
        return ("", "", "", "")
    return (case.name, case.kana, case.born_on.isoformat(), case.section)


def _place(opened: OpenedBundle, station: StationId) -> tuple[int, str] | None:
    named = opened.manifest.addressee(station)
    return None if named is None else (named.seq, named.prev)


def _name(person: Person | None) -> str:
    return person.display_name if person is not None else ""


def require_foreign(unit: Unit, opened: OpenedBundle) -> None:
    """A station reads nothing into its vault that it wrote itself.

    Raises:
        GateClosedError: ``import.own-bundle``.
    """
    if opened.manifest.origin == unit.people.station().station_id:
        raise GateClosedError("import.own-bundle")


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


def as_import(act: Act, inspection: Inspection, outcome: str, code: str, seq: int) -> Import:
    """The row that keeps a decision."""
    aside = len(inspection.answers.lines_aside()) if outcome == "imported" else 0
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
        record_count=inspection.record_count - aside if outcome == "imported" else 0,
        paper_count=inspection.blob_count if outcome == "imported" else 0,
    )
