"""Evil bundles with real keys: whatever somebody who holds an office's keys could write."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import msgspec

from app.services.bundles import container
from app.services.bundles.archive import RECORDS
from app.services.bundles.container import BundlePlan, Lane
from app.services.bundles.manifest import PAYLOAD_TYPE, STATION_ROLE, ExportEvent, Kind, Signer
from app.services.bundles.manifest import encode as encode_manifest
from app.services.bundles.records import RECORD_LIMITS, write_records
from app.services.bundles.report import Axis, AxisLine, AxisState, VerificationReport
from app.services.bundles.schemas import NoticeOutcome, Record, ResultNotice
from app.services.crypto.age import Recipient, open_reader, open_writer
from app.services.crypto.dsse import Signature
from app.services.desk import Target
from app.services.exchange.lookout import StationKeys, new_bundle_id, signed_head, station_keys
from app.services.stations.signer import Signer as Hand
from app.services.trust.document import digest, encode
from tests.services.exchange.offices import Office, entropy
from tests.services.exchange.world import SIGNERS, World


def keys_of(office: Office) -> StationKeys:
    with office.desk.vault.read() as unit:
        return station_keys(unit)


def put(world: World, data: bytes, name: str = "CRAFTED.age") -> str:
    """Lay a file on the stick; gives its name."""
    (world.stick.path / name).write_bytes(data)
    return name


def sealed_honestly(world: World, sender: Office, kind: Kind, target: Target, receiver: Office) -> bytes:
    """An honest bundle that the sender has written; the file is taken off the stick."""
    path = world.stick.path / world.sent(sender, kind, target, receiver)
    data = path.read_bytes()
    path.unlink()
    return data


def archive_of(data: bytes, office: Office) -> bytes:
    """The archive inside an encrypted file."""
    return open_reader(BytesIO(data), [keys_of(office).identity]).read(2**40)


def encrypted(archive: bytes, offices: Iterable[Office]) -> bytes:
    """An encrypted file around an archive, to the stations of these offices."""
    recipients: list[Recipient] = [keys_of(office).identity.recipient for office in offices]
    file = BytesIO()
    with open_writer(file, recipients, entropy) as writer:
        writer.write(archive)
    return file.getvalue()


def plan(world: World, kind: Kind, sender: Office, receiver: Office, record: Record) -> BundlePlan:
    """What the sender's program would plan for a record, as its next bundle on the lane."""
    document = sender.services.trust.document(sender.actor("security"))
    with sender.desk.vault.read() as unit:
        lane, own = unit.lanes.get("out", receiver.station), unit.lanes.get("own", sender.station)
        head = signed_head(unit, station_keys(unit))
    return BundlePlan(
        kind=kind,
        environment=document.environment,
        bundle_id=new_bundle_id(entropy),
        origin=sender.station,
        created_at=int(world.clock.now().timestamp()),
        trust_version=document.version,
        trust_sha256=digest(encode(document)),
        app_version="0.1.0",
        retention_start=world.clock.today(),
        lanes=(
            Lane(receiver.station, recipient_of(receiver), lane.last_seq + 1, lane.last_manifest_sha256),
            Lane(sender.station, recipient_of(sender), own.last_seq + 1, own.last_manifest_sha256),
        ),
        signers=tuple(signer(sender, who) for who in SIGNERS[kind]),
        records=(record,),
        origin_checkpoint=head,
        export_event=ExportEvent(index=0, proof=()),
    )


def signer(office: Office, who: str, role: str = "") -> Signer:
    """A signer as a manifest names one."""
    return Signer(person=office.person(who), keyid=office.hand(who).key_id, role=role or ROLES[who])


def sealed(planned: BundlePlan, hands: Iterable[Hand]) -> bytes:
    """The encrypted file of a plan, signed by these hands whatever the plan says."""
    kept = list(hands)
    file = BytesIO()
    container.seal(planned, lambda made: [one.sign(PAYLOAD_TYPE, made.manifest_bytes) for one in kept], file, entropy)
    return file.getvalue()


def crafted(world: World, kind: Kind, sender: Office, receiver: Office, record: Record, **changes: Any) -> bytes:
    """An honest plan with changes, signed by the people of its kind."""
    whole = replace(plan(world, kind, sender, receiver, record), **changes)
    return sealed(whole, [sender.hand(who) for who in SIGNERS[kind]])


def by_station(world: World, kind: Kind, sender: Office, receiver: Office, make: Callable[[str], Record]) -> bytes:
    """A bundle of a kind that the station signs by itself; its record is made from the head that its manifest tells."""
    key = keys_of(sender).signing
    planned = plan(world, kind, sender, receiver, make(""))
    named = Signer(person=sender.station, keyid=key.key_id, role=STATION_ROLE)
    file = BytesIO()
    container.seal(
        replace(planned, signers=(named,), records=(make(planned.origin_checkpoint),)),
        lambda made: [Signature(key.key_id, key.sign(made.signing_input))],
        file,
        entropy,
    )
    return file.getvalue()


def recipient_of(office: Office) -> Recipient:
    return keys_of(office).identity.recipient


ROLES = {
    "security": "security-officer",
    "decider": "deciding-officer",
    "reviewer": "reviewer",
    "examiner": "examiner",
    "auditor": "auditor",
    "complaint": "complaint-officer",
    "administrator": "administrator",
}


def with_extra_field(world: World, sender: Office, receiver: Office) -> bytes:
    """A result whose record holds one field more than the schema, under manifest and signatures that fit it."""
    record = _ResultWithReason(
        roster_ref="R1",
        name="髙橋",
        section="総務",
        outcome=NoticeOutcome.CLEARED,
        notified_on=world.clock.today(),
        issue_no="N-1",
        reason="飲酒",
    )
    lines = BytesIO()
    packed = write_records([record], msgspec.json.Decoder(_ResultWithReason), RECORD_LIMITS, lines)
    honest = ResultNotice(
        roster_ref="R1",
        name="髙橋",
        section="総務",
        outcome=NoticeOutcome.CLEARED,
        notified_on=world.clock.today(),
        issue_no="N-1",
    )
    made = container.draft(plan(world, Kind.RESULT, sender, receiver, honest))
    entry = msgspec.structs.replace(
        made.manifest.entries[0],
        size=packed.size,
        sha256=packed.sha256,
        content_size=packed.content_size,
        content_sha256=packed.content_sha256,
    )
    said = msgspec.structs.replace(made.manifest, entries=(entry,))
    forged = replace(made, manifest=said, manifest_bytes=encode_manifest(said), spools={RECORDS: lines})
    file = BytesIO()
    hands = [sender.hand(who) for who in SIGNERS[Kind.RESULT]]
    container.write(forged, [hand.sign(PAYLOAD_TYPE, forged.manifest_bytes) for hand in hands], file, entropy)
    return file.getvalue()


class _ResultWithReason(Record, frozen=True, tag="result-notice"):
    roster_ref: str
    name: str
    section: str
    outcome: NoticeOutcome
    notified_on: date
    issue_no: str
    reason: str


def record_in(data: bytes, office: Office) -> Record:
    """The record of a bundle, read by whoever can open it."""
    opened = container.open_bundle(BytesIO(data), [keys_of(office).identity])
    own = VerificationReport(opened.manifest_sha256, (AxisLine(Axis.CONTAINER, AxisState.OK),))
    (record,) = opened.entries(own, container.pass_over)
    return record
