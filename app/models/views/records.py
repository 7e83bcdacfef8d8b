"""What the vault keeps, as frozen values. Field names are those of the columns."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.models.domain.actor import Actor, Environment, OfficeKind, Role
from app.models.domain.ids import (
    BlobId,
    BundleId,
    CandidateId,
    CaseId,
    DocumentId,
    FileDigest,
    LetterId,
    OfficeId,
    PersonId,
    RefusalId,
    RosterId,
    StationId,
)
from app.models.domain.lifecycle import State


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands on every letter of the office (発信者と窓口)."""

    issuer_head: str
    """Title of the head of the office, for example 経済産業大臣."""
    contact_desk: str
    consultation_desk: str
    complaint_desk: str
    cabinet_office_desk: str


@dataclass(frozen=True, slots=True)
class Station:
    """This workstation (端末) and the office that it belongs to."""

    vault_id: str
    station_id: StationId
    office_id: OfficeId
    office_kind: OfficeKind
    office_name_ja: str
    office_name_en: str
    environment: Environment
    created_at: datetime
    device_bound: bool
    """False when the machine has no keyring and the vault opens with the passphrase alone."""


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer (担当者) of this office."""

    person_id: PersonId
    name: str
    roles: tuple[str, ...]
    signing_key: bytes
    root_key: bytes | None
    recipient: bytes
    """Public half of the officer's own key (age, 1216 bytes), to which a renewed vault key is handed over."""
    added_at: datetime
    until: date | None = None
    """Last day of the appointment (任期); None for no end."""
    ended_at: datetime | None = None

    def holds(self, role: Role) -> bool:
        """Whether the officer has a role now."""
        return self.ended_at is None and role.value in self.roles

    def beside(self, actor: Actor) -> Actor:
        """This officer in the place of another one of the office: to ask what each may do."""
        return replace(actor, person=self.person_id, roles=frozenset(Role(role) for role in self.roles))


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """One of the two printed sheets (復旧用紙) that open the vault together."""

    number: int
    """1 or 2."""
    holder: str
    recipient: bytes
    """Public half of the printed key (age, 1216 bytes)."""
    appointed_at: datetime


@dataclass(frozen=True, slots=True)
class Roster:
    """An imported candidate roster (候補者名簿, F03)."""

    roster_id: RosterId
    source_sha256: str
    submitter: str
    submitter_person: str
    """The contractor's protection officer (保護責任者)."""
    contract_ref: str
    submitted_on: date | None
    submitter_office_id: OfficeId | None
    """The office of our circle that sent it; None where the sheet names none by its very name."""
    imported_at: datetime
    imported_by: PersonId


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person on a roster (名簿登載者) for whom no case is open."""

    candidate_id: CandidateId
    roster_id: RosterId
    row_number: int
    state: State
    name: str
    """Exactly as given, never normalised."""
    kana: str
    name_folded: str
    kana_sort: str
    born_on: date
    born_as_written: str
    section: str
    post: str
    dispatched: bool
    """派遣労働者."""
    dispatcher: str
    planned_work: str
    item: int
    """法第12条第1項第1号 to 第3号."""
    item_3_reason: str
    agreed_on: date | None
    """Day of the agreement to be listed (名簿掲載同意日)."""
    earlier_clearance: str
    remarks: str
    changed_at: datetime
    notified_on: date | None = None
    notice_method: str | None = None
    case_id: CaseId | None = None


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """An entry of the register of consents (同意簿): consent, refusal or withdrawal. There is no field for a reason."""

    entry_id: RefusalId
    kind: str
    """``consent``, ``inquiry-consent``, ``refusal`` or ``withdrawal``."""
    name: str
    kana_sort: str
    section: str
    roster_id: RosterId | None
    form: str
    """F06, F07, F08 or F09."""
    received_on: date
    recorded_at: datetime
    scan_id: BlobId | None = None
    case_id: CaseId | None = None
    state: State | None = None
    """Only for refusals and withdrawals."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case (案件) with its index columns; the content is in its documents."""

    case_id: CaseId
    number: str
    state: State
    name: str
    kana: str
    name_folded: str
    kana_sort: str
    born_on: date
    section: str
    post: str
    item: int
    roster_id: RosterId | None
    from_office_id: OfficeId | None
    notified_of_assessment_on: date
    consented_on: date | None
    inquiries_consented_on: date | None
    sealed: bool
    pack_id: str
    pack_version: str
    pack_digest: str
    opened_at: datetime
    changed_at: datetime
    revision: int
    withdrawn_on: date | None = None
    assignee: PersonId | None = None
    due_on: date | None = None
    notified_on: date | None = None
    valid_until: date | None = None
    ended_on: date | None = None
    """Day on which this office was done with it, where another one decides: its opinion was made ready to be sent."""
    reviewer: PersonId | None = None
    """Who takes the part of the reviewer (審査担当者) in this case."""
    decider: PersonId | None = None
    """Who takes the part of the deciding officer (決裁者) in this case."""


@dataclass(frozen=True, slots=True)
class Document:
    """One revision of a sealed document of a case, opened."""

    document_id: DocumentId
    case_id: CaseId
    kind: str
    place: str
    """What the document is about inside its kind: a section, a linkId, a statutory item."""
    revision: int
    purpose: str
    """Statutory item ``1`` to ``7``, ``identity`` or ``process``; never empty."""
    status: str
    written_at: datetime
    written_by: PersonId
    content: bytes


@dataclass(frozen=True, slots=True)
class Blob:
    """An attachment (scan, letter) that lies sealed beside the database."""

    blob_id: BlobId
    owner: str
    sha256: str
    size_bytes: int
    media_type: str
    purpose: str
    stored_at: datetime
    stored_by: PersonId


@dataclass(frozen=True, slots=True)
class LetterRecord:
    """An issued letter (文書)."""

    letter_id: LetterId
    form: str
    owner: str
    issue_number: str
    sha256: str
    blob_id: BlobId
    issued_on: date
    made_at: datetime
    made_by: PersonId


@dataclass(frozen=True, slots=True)
class Export:
    """A bundle on its way out, from the draft to the receipt."""

    bundle_id: BundleId
    kind: str
    owner: str
    recipient: StationId
    seq: int
    status: str
    """``draft``, ``signed``, ``written``, ``closed`` or ``discarded``."""
    file_name: str
    prepared_at: datetime
    prepared_by: PersonId
    manifest: bytes
    manifest_sha256: str
    signatures: str
    draft: bytes | None = None
    ciphertext_sha256: str | None = None
    written_at: datetime | None = None
    receipt_at: datetime | None = None
    receipt_outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """A bundle that was decided on, admitted or refused."""

    bundle_id: BundleId
    manifest_sha256: str
    kind: str
    origin: StationId
    seq: int
    outcome: str
    code: str
    ciphertext_sha256: FileDigest
    decided_at: datetime
    decided_by: PersonId
    record_count: int
    """How many records and papers were taken in, as the receipt tells; none of a bundle that was refused."""
    paper_count: int
    receipt_bundle_id: BundleId | None = None


@dataclass(frozen=True, slots=True)
class ReceivedResult:
    """What a contractor was told about one person, and nothing else (Art. 13(2))."""

    bundle_id: BundleId
    issue_number: str
    name: str
    section: str
    roster_id: RosterId
    outcome: str
    notified_on: date | None
    received_at: datetime
    destroy_by: date
    letter_blob_id: BlobId | None


@dataclass(frozen=True, slots=True)
class Lane:
    """The sequence of bundles between this station and a partner, in one direction."""

    direction: str
    partner: StationId
    last_seq: int
    last_manifest_sha256: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class EmergencyAccess:
    """One emergency access (非常時閲覧) to a case."""

    access_id: str
    case_id: CaseId
    person: PersonId
    opened_at: datetime
    until: datetime
    closed_at: datetime | None = None
    reviewed_at: datetime | None = None
    reviewed_by: PersonId | None = None
    outcome: str | None = None
    """``justified``, ``not-justified`` or ``follow-up``."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the record (記録)."""

    seq: int
    at: datetime
    code: str
    person: PersonId
    subject: str
    purpose: str
    result: str
    entry: bytes
    """Canonical JSON; the leaf of the Merkle tree is its hash."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A paper slip (控え紙) with the head of our record."""

    slip_id: str
    epoch: int
    size: int
    root: bytes
    printed_at: datetime
    printed_by: PersonId


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The head of a partner's record as it came with a bundle, and what it is beside the ones before."""

    station: StationId
    epoch: int
    size: int
    root: bytes
    checkpoint: str
    bundle_id: BundleId
    seen_at: datetime
    outcome: str
    is_alarm: bool
