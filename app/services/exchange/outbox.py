"""What can be sent, to whom, signed by whom, and what is still open; it prepares, signs and writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor, OfficeKind
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.custody import Standing
from app.models.domain.errors import GateClosedError
from app.models.domain.ids import BundleId, CaseId, PersonId, StationId
from app.models.domain.loop import Age, age_of
from app.models.views.countersigning import CountersignRequest
from app.models.views.records import Export
from app.services.audit.checkpoint import parse
from app.services.audit.slip import words_of
from app.services.bundles import kinds, manifest
from app.services.bundles.manifest import STATION_ROLE, Kind
from app.services.calendar import working_days
from app.services.crypto.signing import fingerprint_digits
from app.services.desk import Act, Desk
from app.services.exchange import drafts
from app.services.exchange.departures import DEPARTURES
from app.services.exchange.lookout import trust_view
from app.services.exchange.sendable import Sendable, cases_in, look_for, sendable
from app.services.notices.issuing import LetterDesk
from app.services.texts.catalogue import Catalogue
from app.services.trust.document import TrustDocument

RECIPIENT_KEY = "mlkem768x25519"
"""Under this name the fingerprint of a station's recipient key is computed."""

_DRAFTED = ("draft", "signed")
_SENT = ("written", "closed")
_ALL = (*_DRAFTED, *_SENT)
_ABOUT_NOBODY = frozenset(
    {
        Kind.STATISTICS,
        Kind.DISPOSAL_PROOF,
        Kind.CHECKPOINT,
        Kind.TRUST_UPDATE,
        Kind.KEY_REQUEST,
        Kind.KEY_GRANT,
        Kind.COUNTERSIGN,
        Kind.BACKUP,
        Kind.RECEIPT,
    }
)
"""Kinds that name no person who is assessed."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """A station that a bundle may go to, with the digits that two offices compare (twelve groups of five)."""

    station: StationId
    office_ja: str
    office_en: str
    office_kind: OfficeKind
    fingerprint: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signatory:
    """An officer of this office who may sign, with the role that counts."""

    person: PersonId
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class SignerSlot:
    """One signature that a kind needs: roles that may give it, and who holds one of them."""

    roles: tuple[str, ...]
    people: tuple[Signatory, ...]


@dataclass(frozen=True, slots=True)
class OpenExport:
    """A bundle between draft and receipt.

    Attributes:
        numbers: Numbers of the cases in it; empty for a register entry.
        subjects: How many people it is about.
        days_open: Whole days since it was written, or None before that.
        working_days_open: How many of the days since then are working days.
        missing: Who has not signed yet.
        declined: Name and word of the reason of each officer who refused to sign.
        interrupted_at: The medium that a writing that was cut off went to; empty when none was.
        asked: Other stations of our office that were asked to countersign it, oldest first.
    """

    bundle_id: BundleId
    kind: str
    status: str
    numbers: tuple[str, ...]
    subjects: int
    recipient: StationId
    office_ja: str
    office_en: str
    file_name: str
    seq: int
    prepared_at: datetime
    written_at: datetime | None
    days_open: int | None
    receipt_outcome: str
    missing: tuple[Signatory, ...]
    declined: tuple[tuple[str, str], ...] = ()
    interrupted_at: str = ""
    working_days_open: int = 0
    asked: tuple[CountersignRequest, ...] = ()

    @property
    def waits_at(self) -> StationId | None:
        """The station that was asked last to countersign and has not answered."""
        open_ones = [one.station for one in self.asked if one.answered_at is None]
        return open_ones[-1] if open_ones and self.status == "draft" else None

    @property
    def age(self) -> Age | None:
        """How it stands without a receipt; None when none is awaited."""
        return age_of(self.working_days_open) if self.status == "written" and self.days_open is not None else None

    @property
    def standing(self) -> str:
        """Word for its status that says a refusal, an interruption or the wait for another station for what it is."""
        if self.interrupted_at:
            return "interrupted"
        if self.waits_at is not None:
            return "elsewhere"
        if self.status == "draft" and self.declined:
            return "declined"
        is_plain = self.receipt_outcome in {"", "imported"}
        return self.status if is_plain else f"{self.status}-{self.receipt_outcome}"


class Outbox:
    """The reading side of the export station (交付)."""

    def __init__(self, desk: Desk, letters: LetterDesk) -> None:
        self._desk = desk
        self._letters = letters

    def sendable(self, actor: Actor) -> list[Sendable]:
        """Cases and register entries that law or procedure lets this office send, by kind, in kana order.

        A case is handed over because somebody wants it, so :meth:`transferable` lists those. Only the notice that a
        case is somewhere else than its recipient believes is due by itself.
        """
        looks: dict[Action, list[Kind]] = {Action.SEE_EXPORTS: []}  # whoever may send nothing is refused, on record
        for kind, departure in DEPARTURES.items():
            rule = RULES[departure.action]
            if actor.office_kind in rule.offices and actor.roles & rule.roles:
                looks.setdefault(look_for(kind), []).append(kind)
        found: dict[Kind, list[Sendable]] = {}
        for action, wanted in looks.items():  # one look at each list, however many kinds are made from it
            with self._desk.act(actor, action) as act:
                found |= {kind: sendable(act.unit, kind) for kind in wanted}
        return [one for kind in DEPARTURES for one in found.get(kind, ())]

    def transferable(self, actor: Actor) -> list[Sendable]:
        """Cases that are here and could be handed over whole to another station, in kana order."""
        rule = RULES[Action.PREPARE_TRANSFER]
        with self._desk.act(actor, Action.SEE_CASES) as act:
            if not actor.roles & rule.roles:
                return []
            gone = {one.case_id for one in act.unit.custody.every() if one.custody.standing is not Standing.HERE}
            return [one for one in cases_in(act.unit, Kind.CASE_TRANSFER, rule.states) if one.target.case not in gone]

    def recipients(self, actor: Actor, kind: Kind) -> list[Addressee]:
        """Stations that a bundle of this kind may go to."""
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            trust, us = trust_view(act.unit).document, act.unit.people.station()
            found = []
            for station in trust.stations:
                office = trust.office(station.office)
                if office is None or station.revoked_at is not None or station.id == us.station_id:
                    continue
                same = office.id == us.office_id
                if kinds.rule(kind).permits(us.office_kind, office.kind, same_office=same):
                    digits = fingerprint_digits(RECIPIENT_KEY, station.recipient_key)
                    found.append(Addressee(StationId(station.id), office.name_ja, office.name_en, office.kind, digits))
            return found

    def slots(self, actor: Actor, kind: Kind) -> list[SignerSlot]:
        """The signatures of officers that a kind needs, each with those of this office who may give it."""
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            trust, us = trust_view(act.unit).document, act.unit.people.station()
            slots = kinds.rule(kind).signing.roles
            return [SignerSlot(one, _holders(trust, us.office_id, one)) for one in slots if one != (STATION_ROLE,)]

    def exports(self, actor: Actor, *, with_closed: bool = False) -> list[OpenExport]:
        """Drafts, signed and written bundles, the newest first; those closed by a receipt only on demand.

        What the recipient refused is not done with: it is shown until something newer was sent in its place.
        """
        with self._desk.act(actor, Action.SEE_EXPORTS) as act:
            everything, trust = act.unit.exports.in_status(_ALL), _trust(act)
            shown = [
                one
                for one in reversed(everything)
                if with_closed or one.status != "closed" or _is_refused(one, everything)
            ]
            interrupted = {one.bundle_id: one.place for one in act.unit.loop.interrupted()}
            return [_open(act, trust, one, interrupted.get(one.bundle_id, "")) for one in shown]

    def slip(self, actor: Actor, bundle_id: BundleId, size_bytes: int, texts: Catalogue) -> bytes:
        """The slip that travels with the medium (媒体送付票), as PDF; the same for the same bundle.

        Args:
            actor: The security officer.
            bundle_id: A written bundle.
            size_bytes: Size of the file on the medium.
            texts: For the lines that count; the slip is in Japanese.

        Raises:
            GateClosedError: ``export.not-signed`` before it was written.
            RefusedError: A name cannot be printed exactly.
        """
        with self._desk.act(actor, Action.SEE_EXPORTS) as act:
            export = act.unit.exports.get(bundle_id)
            if export.written_at is None or export.ciphertext_sha256 is None:
                raise GateClosedError("export.not-signed")
            said, trust = manifest.decode(export.manifest), trust_view(act.unit).document
            station, office = trust.station(export.recipient), trust.office_of_station(export.recipient)
            digest = export.ciphertext_sha256
            digits = fingerprint_digits(RECIPIENT_KEY, station.recipient_key) if station is not None else ()
            counts = [texts("export.slip.records", count=sum(entry.count or 0 for entry in said.entries[:1]))]
            papers = said.blob_count + sum(entry.path.startswith("letters/") for entry in said.entries)
            counts += [texts("export.slip.papers", count=papers)] if papers else []
            letter = self._letters.write(
                act,
                "slip",
                {
                    "issue_no": export.file_name.removesuffix(".age"),
                    "issued_on": civil_day(export.written_at),
                    "recipient_office": office.name_ja if office else export.recipient,
                    "file_name": export.file_name,
                    "byte_count": f"{size_bytes:,}",
                    "record_counts": tuple(counts),
                    "sha256_groups": tuple(digest[at : at + 8] for at in range(0, len(digest), 8)),
                    "fingerprint_groups": digits,
                    "record_words": " ".join(words_of(parse(said.origin_checkpoint.encode()).checkpoint)),
                    "code_payload": f"{export.file_name} {digest}",
                },
            )
            return letter.pdf


def _holders(trust: TrustDocument, office: str, roles: tuple[str, ...]) -> tuple[Signatory, ...]:
    found = []
    for person in trust.persons:
        role = next((each for each in roles if each in {held.value for held in person.roles}), None)
        if person.office == office and role and any(key.revoked_at is None for key in person.keys):
            found.append(Signatory(PersonId(person.id), person.display_name, role))
    return tuple(found)


def _trust(act: Act) -> TrustDocument | None:
    return None if act.unit.people.trust_envelope() is None else trust_view(act.unit).document


def _is_refused(export: Export, everything: list[Export]) -> bool:
    """Whether its recipient refused it, and nothing newer of its kind about the same was made for the same station."""
    if export.receipt_outcome != "refused":
        return False
    about = (export.kind, export.owner, export.recipient)
    return not any((one.kind, one.owner, one.recipient) == about and one.seq > export.seq for one in everything)


def _people(export: Export, said: manifest.Manifest, subjects: Sequence[str]) -> int:
    """How many people a bundle is about that names no case of ours."""
    if export.kind == Kind.ROSTER.value:
        return said.counts[0]
    return 0 if export.kind in _ABOUT_NOBODY else len(subjects)


def _open(act: Act, trust: TrustDocument | None, export: Export, interrupted_at: str) -> OpenExport:
    office = trust.office_of_station(export.recipient) if trust else None
    subjects = export.owner.split()
    cases = [case for subject in subjects if (case := act.unit.cases.find(CaseId(subject))) is not None]
    signed = {one.person for one in drafts.signatures_of(export)}
    said = manifest.decode(export.manifest)
    missing = [one for one in said.signers if one.person not in signed]
    names = {person.id: person.display_name for person in trust.persons} if trust else {}
    days = (act.at - export.written_at).days if export.written_at is not None else None
    return OpenExport(
        bundle_id=export.bundle_id,
        kind=export.kind,
        status=export.status,
        numbers=tuple(case.number for case in cases),
        subjects=len(cases) or _people(export, said, subjects),
        recipient=export.recipient,
        office_ja=office.name_ja if office else "",
        office_en=office.name_en if office else "",
        file_name=export.file_name,
        seq=export.seq,
        prepared_at=export.prepared_at,
        written_at=export.written_at,
        days_open=days,
        receipt_outcome=export.receipt_outcome or "",
        missing=tuple(Signatory(PersonId(one.person), names.get(one.person, ""), one.role) for one in missing),
        declined=tuple((names.get(one.person, ""), one.reason) for one in act.unit.loop.objections(export.bundle_id)),
        interrupted_at=interrupted_at,
        working_days_open=working_days(export.written_at, act.at) if export.written_at is not None else 0,
        asked=tuple(act.unit.countersigns.of_bundle(export.bundle_id)) if export.status == "draft" else (),
    )
