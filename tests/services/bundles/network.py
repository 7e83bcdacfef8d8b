"""A small synthetic network: three offices, their officers, stations and keys, and bundles between them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import sha256, shake_256
from io import BytesIO
from itertools import count
from typing import Any

import msgspec

from app.models.domain.actor import Environment, OfficeKind, Role
from app.models.domain.errors import UntrustedInputError
from app.models.forms.answers import Response
from app.services.bundles import container, manifest, schemas
from app.services.bundles.admission import Arrival, LaneState, TrustView, admit
from app.services.bundles.archive import END, MANIFEST, PAD, header_block
from app.services.bundles.fields import ZERO_HASH
from app.services.bundles.manifest import ExportEvent, Kind, Signer
from app.services.bundles.report import VerificationReport
from app.services.crypto.age import Identity, open_reader, open_writer
from app.services.crypto.dsse import Signature, build, pae
from app.services.crypto.signing import SigningKey
from app.services.trust import document
from app.services.trust.document import Office, Person, PersonKey, Root, RootKey, Station, TrustDocument
from tests.services.bundles.samples import PACK, SAMPLES

NOW = 1_790_000_000
DAY = 86_400
AGENCY, OTHER_DESK, INVESTIGATION, CONTRACTOR = "AGCY1", "AGCY2", "INV1", "CON1"

ROLES = {
    "agency-examiner": ("AGENCY-A", (Role.EXAMINER,)),
    "agency-deciding": ("AGENCY-A", (Role.DECIDING_OFFICER,)),
    "agency-security": ("AGENCY-A", (Role.SECURITY_OFFICER,)),
    "agency-both": ("AGENCY-A", (Role.DECIDING_OFFICER, Role.SECURITY_OFFICER)),
    "inv-reviewer": ("INVESTIGATION", (Role.REVIEWER,)),
    "inv-security": ("INVESTIGATION", (Role.SECURITY_OFFICER,)),
    "con-security": ("CONTRACTOR-C", (Role.SECURITY_OFFICER,)),
    "con-auditor": ("CONTRACTOR-C", (Role.AUDITOR,)),
    "agency-administrator": ("AGENCY-A", (Role.ADMINISTRATOR,)),
    "agency-complaint": ("AGENCY-A", (Role.COMPLAINT_OFFICER,)),
}
OFFICES = {
    "AGENCY-A": OfficeKind.AGENCY,
    "CONTRACTOR-C": OfficeKind.CONTRACTOR,
    "INVESTIGATION": OfficeKind.INVESTIGATION_OFFICE,
}
STATIONS = {
    AGENCY: "AGENCY-A",
    OTHER_DESK: "AGENCY-A",
    CONTRACTOR: "CONTRACTOR-C",
    INVESTIGATION: "INVESTIGATION",
}
_DRAWS = count()
ROOT_OFFICERS = ("root-1", "root-2", "root-3")


def seed(name: str) -> bytes:
    return sha256(name.encode()).digest()


def entropy() -> Callable[[int], bytes]:
    """A repeatable source; no two draws of a run are the same."""
    return lambda length: shake_256(b"test%d" % next(_DRAWS)).digest(length)


@lru_cache(maxsize=64)
def key_of(name: str) -> SigningKey:
    """The signing key of a person or station; ``name#2`` is the second key of ``name``."""
    return SigningKey(seed(f"sign {name}"))


@lru_cache(maxsize=64)
def identity_of(station: str) -> Identity:
    return Identity(seed(f"age {station}"))


def person_key(name: str, **changes: Any) -> PersonKey:
    key = PersonKey(alg="ed25519", public=key_of(name).verify_key.raw, since=NOW - 200 * DAY, until=NOW + 500 * DAY)
    return msgspec.structs.replace(key, **changes)


def person(name: str, *keys: PersonKey) -> Person:
    office, roles = ROLES[name]
    return Person(id=name, display_name=f"試験 {name}", office=office, roles=roles, keys=keys or (person_key(name),))


def trust_document(**changes: Any) -> TrustDocument:
    root_keys = tuple(RootKey(person=name, alg="ed25519", public=key_of(name).verify_key.raw) for name in ROOT_OFFICERS)
    stations = (
        Station(
            id=name,
            office=office,
            alg="ed25519",
            signing_key=key_of(name).verify_key.raw,
            recipient_key=identity_of(name).recipient.raw,
        )
        for name, office in sorted(STATIONS.items())
    )
    whole = TrustDocument(
        version=1,
        prev_sha256=ZERO_HASH,
        issued_at=NOW - 100 * DAY,
        expires=NOW + 200 * DAY,
        environment=Environment.LIVE,
        root=Root(threshold=2, keys=root_keys),
        offices=tuple(Office(id=name, kind=kind, name_ja="試験機関", name_en="Test") for name, kind in OFFICES.items()),
        persons=tuple(person(name) for name in sorted(ROLES)),
        stations=tuple(stations),
    )
    return msgspec.structs.replace(whole, **changes)


def with_person(changed: Person) -> TrustDocument:
    """The trust document with one entry replaced."""
    whole = trust_document()
    return trust_document(persons=tuple(changed if each.id == changed.id else each for each in whole.persons))


def view(whole: TrustDocument) -> TrustView:
    return TrustView(whole, document.digest(document.encode(whole)))


NOTICE = schemas.ResultNotice(
    roster_ref="R8-000001",
    name="髙橋 花子",
    section="研究開発部",
    outcome=schemas.NoticeOutcome.CLEARED,
    notified_on=date(2026, 9, 1),
    issue_no="N-0001",
)


def _finding(item: int) -> schemas.ItemFinding:
    hearing = schemas.Hearing(state="not-needed", text=None)
    return schemas.ItemFinding(item=item, summary="特記なし", facts=(), explanation=hearing, mitigation=None)


RESPONSE = msgspec.json.decode(
    msgspec.json.encode(
        {
            "pack": {"id": "cesi-2025", "version": 1, "digest": "ab" * 32},
            "subject": "S1",
            "asOf": "2026-09-01",
            "answers": [
                {
                    "linkId": "A1.name",
                    "state": "value",
                    "value": "一行目\n二行目",
                    "source": {"kind": "kiosk"},
                    "answeredAt": "2026-09-01T00:00:00Z",
                }
            ],
        }
    ),
    type=Response,
)
RECORDS: dict[Kind, schemas.Record] = {
    Kind.INVESTIGATION_REQUEST: schemas.InvestigationRequest(
        case_ref="R8-000001",
        subject=schemas.SubjectIdentity(
            name="神谷\ufa19 葛\U000e0100飾",
            kana="カミヤ",
            birth_date=date(1980, 2, 29),
            birth_date_as_written="昭和55年2月29日",
            section="総務課",
            post="係長",
        ),
        item=1,
        notice_date=date(2026, 8, 1),
        consents=(schemas.Consent(form="F06", received_on=date(2026, 8, 3), scan_sha256="cd" * 32),),
        earlier_clearance=None,
        pack=PACK,
    ),
    Kind.QUESTIONNAIRE: schemas.QuestionnaireResponse(case_ref="R8-000001", response=RESPONSE),
    Kind.CORRECTED_ANSWERS: schemas.CorrectedAnswers(case_ref="R8-000001", response=RESPONSE),
    Kind.OPINION: schemas.OpinionRecord(
        case_ref="R8-000001",
        pack=PACK,
        findings=tuple(_finding(item) for item in range(1, 8)),
        unresolved=(),
        opinion=schemas.OpinionCode.NO_RISK_FOUND,
        opinion_text="漏らすおそれは認められない。",
        examiner="inv-examiner",
        reviewer="inv-reviewer",
        opinion_envelope=b"{}",
    ),
    Kind.DECISION: schemas.DecisionRecord(
        case_ref="R8-000001",
        outcome=schemas.DecisionOutcome.CLEARED,
        viewpoints=("問題なし",) * 7,
        decided_on=date(2026, 9, 1),
        decision_envelope=b"{}",
        pack=PACK,
        notified_on=None,
        valid_until=None,
    ),
    Kind.RESULT: NOTICE,
    Kind.NOT_CARRIED_OUT: msgspec.structs.replace(NOTICE, outcome=schemas.NoticeOutcome.NOT_CARRIED_OUT),
    Kind.WITHDRAWAL: schemas.WithdrawalNotice(case_ref="R8-000001", withdrawn_on=date(2026, 9, 1)),
    Kind.RECEIPT: schemas.Receipt(
        bundle_id="0123456789ab4def8123456789abcdef",
        manifest_sha256="11" * 32,
        ciphertext_sha256="22" * 32,
        station=AGENCY,
        person="agency-security",
        received_at=NOW,
        outcome=schemas.ReceiptOutcome.IMPORTED,
        code=None,
        record_count=1,
        blob_count=0,
        checkpoint="sekisho/AGCY1\n0\n",
        lanes=(),
    ),
    Kind.TRUST_UPDATE: schemas.TrustUpdate(version=2, sha256="33" * 32, envelope=b"{}"),
} | SAMPLES

WAYS = {
    Kind.INVESTIGATION_REQUEST: (AGENCY, INVESTIGATION, ("agency-security",)),
    Kind.QUESTIONNAIRE: (AGENCY, INVESTIGATION, ("agency-examiner",)),
    Kind.CORRECTED_ANSWERS: (INVESTIGATION, AGENCY, ("inv-reviewer",)),
    Kind.OPINION: (INVESTIGATION, AGENCY, ("inv-reviewer", "inv-security")),
    Kind.DECISION: (AGENCY, INVESTIGATION, ("agency-deciding", "agency-security")),
    Kind.RESULT: (AGENCY, CONTRACTOR, ("agency-deciding", "agency-security")),
    Kind.NOT_CARRIED_OUT: (AGENCY, CONTRACTOR, ("agency-deciding", "agency-security")),
    Kind.WITHDRAWAL: (AGENCY, INVESTIGATION, ("agency-security",)),
    Kind.RECEIPT: (AGENCY, CONTRACTOR, (AGENCY,)),
    Kind.TRUST_UPDATE: (AGENCY, CONTRACTOR, (AGENCY,)),
    Kind.ROSTER: (CONTRACTOR, AGENCY, ("con-security",)),
    Kind.INQUIRY: (INVESTIGATION, AGENCY, ("inv-reviewer",)),
    Kind.INQUIRY_REPLY: (AGENCY, INVESTIGATION, ("agency-security",)),
    Kind.CASE_TRANSFER: (AGENCY, INVESTIGATION, ("agency-examiner", "agency-security")),
    Kind.COMPLAINT: (AGENCY, INVESTIGATION, ("agency-complaint",)),
    Kind.CHANGE_REPORT: (CONTRACTOR, AGENCY, ("con-security",)),
    Kind.ALLY_CONFIRMATION: (AGENCY, OTHER_DESK, ("agency-deciding", "agency-security")),
    Kind.STATISTICS: (AGENCY, INVESTIGATION, ("agency-deciding", "agency-security")),
    Kind.DISPOSAL_PROOF: (CONTRACTOR, AGENCY, ("con-security", "con-auditor")),
    Kind.CHECKPOINT: (AGENCY, CONTRACTOR, (AGENCY,)),
    Kind.KEY_REQUEST: (CONTRACTOR, AGENCY, (CONTRACTOR,)),
    Kind.KEY_GRANT: (AGENCY, CONTRACTOR, ("agency-security", "agency-administrator")),
    Kind.COUNTERSIGN: (AGENCY, OTHER_DESK, (AGENCY,)),
    Kind.BACKUP: (AGENCY, OTHER_DESK, ("agency-security", "agency-administrator")),
}


def signer(name: str, role: str = "") -> Signer:
    """Who signs, in the first role of the person, or as a station."""
    person_id = name.partition("#")[0]
    own = "station" if name in STATIONS else ROLES[person_id][1][0].value
    return Signer(person=person_id, keyid=key_of(name).key_id, role=role or own)


def lane(station: str, seq: int = 1, prev: str = ZERO_HASH) -> container.Lane:
    return container.Lane(station, identity_of(station).recipient, seq, prev)


def payload(data: bytes, media_type: str = "image/png") -> container.Payload:
    return container.Payload(sha256(data).hexdigest(), len(data), lambda: [data], media_type)


def plan(kind: Kind = Kind.RESULT, **changes: Any) -> container.BundlePlan:
    """A plan that every check accepts, with changes."""
    origin, receiver, people = WAYS[kind]
    whole = container.BundlePlan(
        kind=kind,
        environment=Environment.LIVE,
        bundle_id="0123456789ab4def8123456789abcdef",
        origin=origin,
        created_at=NOW - DAY,
        trust_version=1,
        trust_sha256=view(trust_document()).sha256,
        app_version="0.1.0",
        retention_start=date(2026, 9, 1),
        lanes=(lane(origin), lane(receiver)),
        signers=tuple(signer(name) for name in people),
        records=(RECORDS[kind],),
        origin_checkpoint="sekisho/AGCY1\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        export_event=ExportEvent(index=0, proof=()),
    )
    return replace(whole, **changes)


def signatures(drafted: container.DraftBundle, names: Iterable[str]) -> list[Signature]:
    return [Signature(key_of(name).key_id, key_of(name).sign(drafted.signing_input)) for name in names]


def sealed(whole: container.BundlePlan | None = None, names: Sequence[str] = ()) -> bytes:
    """The encrypted file of a plan, signed by the people of its kind or by ``names``."""
    whole = whole or plan()
    people = names or WAYS[whole.kind][2]
    file = BytesIO()
    container.seal(whole, lambda drafted: signatures(drafted, people), file, entropy())
    return file.getvalue()


def opened(data: bytes, station: str = CONTRACTOR) -> container.OpenedBundle:
    return container.open_bundle(BytesIO(data), [identity_of(station)])


def arrival(bundle: container.OpenedBundle, station: str = CONTRACTOR, **changes: Any) -> Arrival:
    """What the admission sees at ``station``, with changes."""
    whole = Arrival(
        manifest=bundle.manifest,
        envelope=bundle.envelope,
        stanza_count=bundle.stanza_count,
        opened_with=bundle.opened_with,
        trust=view(trust_document()),
        station=station,
        environment=Environment.LIVE,
        lane=LaneState(),
        now=NOW,
    )
    return replace(whole, **changes)


def inner(data: bytes, station: str = CONTRACTOR) -> bytes:
    """The archive inside an encrypted file."""
    return open_reader(BytesIO(data), [identity_of(station)]).read(2**40)


def encrypted(archive: bytes, stations: Iterable[str]) -> bytes:
    """An encrypted file around any bytes."""
    file = BytesIO()
    with open_writer(file, [identity_of(name).recipient for name in stations], entropy()) as writer:
        writer.write(archive)
    return file.getvalue()


def entry(name: str, data: bytes) -> bytes:
    """One archive entry, header and padding included."""
    return header_block(name, len(data)) + data + bytes(-len(data) % 512)


def forged(
    changed: manifest.Manifest, names: Sequence[str], contents: Iterable[tuple[str, bytes]] = (), *, pad: bool = True
) -> bytes:
    """An archive with any signed manifest and any contents, padded to the manifest's total where that is possible."""
    data = manifest.encode(changed)
    signed = [Signature(key_of(name).key_id, key_of(name).sign(pae(manifest.PAYLOAD_TYPE, data))) for name in names]
    body = entry(MANIFEST, build(manifest.PAYLOAD_TYPE, data, signed))
    body += b"".join(entry(name, content) for name, content in contents)
    room = changed.total - len(body) - len(END) - 512
    if pad and room >= 0:
        body += entry(PAD, bytes(room))
    return body + END


@lru_cache(maxsize=32)
def honest(kind: Kind = Kind.RESULT) -> manifest.Manifest:
    """The manifest of an acceptable bundle."""
    return opened(sealed(plan(kind)), WAYS[kind][1]).manifest


def changed_by(**changes: Any) -> manifest.Manifest:
    """The manifest of a result bundle, altered before it is signed."""
    return msgspec.structs.replace(honest(), **changes)


def report_on(changed: manifest.Manifest, names: Sequence[str] = (), **changes: Any) -> VerificationReport:
    """The report on a signed manifest with any statements, as it arrives at the contractor."""
    archive = forged(changed, names or WAYS[Kind.RESULT][2])
    return admit(arrival(opened(encrypted(archive, (AGENCY, CONTRACTOR))), **changes))


def newer_trust(**changes: Any) -> TrustView:
    """Version 2 of the trust document, with changes, on the chain of version 1."""
    older = view(trust_document())
    return replace(view(trust_document(version=2, prev_sha256=older.sha256, **changes)), history={1: older.sha256})


def enveloped(envelope: bytes) -> bytes:
    """An encrypted file that holds nothing but an envelope."""
    return encrypted(entry(MANIFEST, envelope) + END, (AGENCY, CONTRACTOR))


def receive(data: bytes, station: str = CONTRACTOR, **changes: Any) -> None:
    """Receive a file to its end."""
    bundle = opened(data, station)
    report = admit(arrival(bundle, station, **changes))
    for _ in bundle.entries(report, lambda _attachment, _chunks: None):
        pass
    bundle.finish()


def fate(data: bytes, station: str = CONTRACTOR, **changes: Any) -> str:
    """Code of the refusal when a file is received to its end, or ``accepted``."""
    try:
        receive(data, station, **changes)
    except UntrustedInputError as refusal:
        return refusal.code
    return "accepted"
