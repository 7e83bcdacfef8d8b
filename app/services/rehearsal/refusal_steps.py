"""What must not work, tried on real files: each attempt has to be refused with its own code."""

import shutil
from io import BytesIO

from app import __version__
from app.models.domain.actor import Environment, Role
from app.models.domain.errors import GateClosedError
from app.models.domain.ids import StationId
from app.services.bundles import manifest
from app.services.bundles.container import BundlePlan, Lane, draft, write
from app.services.bundles.fields import ZERO_HASH
from app.services.bundles.manifest import STATION_ROLE, Kind, Signer
from app.services.bundles.schemas import TrustUpdate
from app.services.crypto.age import Recipient
from app.services.crypto.dsse import Signature, pae
from app.services.desk import Target
from app.services.exchange.lookout import new_bundle_id, newest_event, signed_head, station_keys, trust_view
from app.services.rehearsal.office import (
    BUNDLES,
    REFUSED,
    STRANGER,
    OpenOffice,
    make_station,
    open_station,
)
from app.services.rehearsal.plan import PracticeOffice
from app.services.rehearsal.stage import SentBundle, Stage
from app.services.trust.cards import decode as decode_card


def show_damage(stage: Stage, bundle: SentBundle) -> None:
    """A bundle on its way in: one byte changed, and cut short; the whole one is still good afterwards."""
    content = _content(stage, bundle)
    middle = len(content) // 2
    changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    reader = stage.rehearsal.offices[bundle.receiver]
    _show_file(stage, "changed-byte", "bundle.damaged", reader, changed)
    _show_file(stage, "cut-short", "bundle.damaged", reader, content[:middle])


def show_refusals(stage: Stage) -> None:
    """Files that come twice, to the wrong office or from a real vault; officers who may not."""
    opinion = next(one for one in stage.sent if one.kind == Kind.OPINION.value)
    _show_file(stage, "replay", "bundle.replay", stage.agency, _content(stage, opinion))
    _show_file(stage, "somebody-else", "bundle.not-for-us", stage.contractor, _content(stage, opinion))
    _show_officers(stage)
    _show_real_vault(stage)


def _content(stage: Stage, bundle: SentBundle) -> bytes:
    return (stage.rehearsal.folder / BUNDLES / bundle.file_name).read_bytes()


def _show_file(stage: Stage, name: str, code: str, reader: OpenOffice, content: bytes) -> None:
    """Lay a file beside the vaults and have it inspected; it stays there for practice."""
    folder = stage.rehearsal.folder / REFUSED
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / f"{name}.age").write_bytes(content)
    drive = stage.rehearsal.machine.drive_at(folder)
    taker = reader.seats["security"].actor
    stage.expect_refusal(
        f"rehearsal.refused.{name}",
        code,
        lambda: reader.services.importing.inspect(taker, drive, f"{name}.age").report.code,
    )


def _show_officers(stage: Stage) -> None:
    office, case = stage.agency, stage.subjects()[0][1]
    stage.expect_refusal(
        "rehearsal.refused.wrong-role",
        "access.wrong-role",
        lambda: office.services.decisions.open(office.seats["administrator"].actor, case),
    )
    stage.expect_refusal(
        "rehearsal.refused.other-hand",
        "sign.other-hand",
        lambda: office.services.decisions.sign(
            office.seats["reviewer"].actor, office.seats["decider"].signer, case, stage.today
        ),
    )
    stage.expect_refusal(
        "rehearsal.refused.one-signer",
        "export.signers",
        lambda: office.services.exporting.prepare(
            office.seats["security"].actor,
            Kind.DECISION,
            Target(case=case),
            stage.investigation.practice.station_id,
            office.persons("decider", "decider"),
        ),
    )


def _show_real_vault(stage: Stage) -> None:
    """A vault that is no rehearsal, made for a moment with a trust of its own, and thrown away."""
    machine, place = stage.rehearsal.machine, stage.rehearsal.folder / STRANGER
    practice = _stranger(stage)
    try:
        make_station(place, practice, machine, Environment.LIVE, device_bound=False)
        live = open_station(place, practice, machine, stage.rehearsal.shelf)
        try:
            _show_lanes(stage, live)
        finally:
            live.services.desk.vault.close()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _show_lanes(stage: Stage, live: OpenOffice) -> None:
    agency, hand = stage.agency, live.seats["security"]
    roots = [live.seats["administrator"].signer, hand.signer]
    live.services.trust.found(hand.actor, roots)
    card = live.services.trust.card(hand.actor)
    agency_card = agency.services.trust.card(agency.seats["security"].actor)
    from_rehearsal, from_live = _stray(agency, live, card), _stray(live, agency, agency_card)
    _show_file(stage, "rehearsal-in-live", "bundle.rehearsal-in-live", live, from_rehearsal)
    _show_file(stage, "live-in-rehearsal", "bundle.live-in-rehearsal", agency, from_live)
    trust, security = agency.services.trust, agency.seats["security"]
    stage.expect_refusal(
        "rehearsal.refused.live-card",
        "trust.wrong-environment",
        lambda: trust.admit_cards(
            security.actor, [agency.seats["administrator"].signer, security.signer], [(card, trust.fingerprint(card))]
        ),
    )


def _stranger(stage: Stage) -> PracticeOffice:
    """The agency's administrator and security officer under another station name."""
    practice = stage.agency.practice
    needed = {Role.ADMINISTRATOR, Role.SECURITY_OFFICER}
    officers = tuple(one for one in practice.officers if one.roles & needed)
    return PracticeOffice(
        practice.key,
        practice.kind,
        practice.office_id,
        StationId(f"{practice.station_id}X"),
        practice.name_ja,
        practice.name_en,
        practice.letterhead,
        officers,
    )


def _stray(sender: OpenOffice, receiver: OpenOffice, card: bytes) -> bytes:
    """A well-formed bundle of one circle, encrypted to a station of the other by mistake."""
    desk = sender.services.desk
    theirs = decode_card(card).stations[0]
    with desk.vault.read() as unit:
        station, keys, trust = unit.people.station(), station_keys(unit), trust_view(unit)
        envelope, head = unit.people.trust_envelope(), unit.record.head()
        checkpoint = signed_head(unit, keys)
    if envelope is None:
        raise GateClosedError("trust.none")
    plan = BundlePlan(
        kind=Kind.TRUST_UPDATE,
        environment=station.environment,
        bundle_id=new_bundle_id(desk.entropy),
        origin=station.station_id,
        created_at=int(desk.clock.now().timestamp()),
        trust_version=trust.document.version,
        trust_sha256=trust.sha256,
        app_version=__version__,
        retention_start=desk.clock.today(),
        lanes=(
            Lane(receiver.practice.station_id, Recipient(theirs.recipient_key), 1, ZERO_HASH),
            Lane(station.station_id, keys.identity.recipient, 1, ZERO_HASH),
        ),
        signers=(Signer(person=station.station_id, keyid=keys.signing.key_id, role=STATION_ROLE),),
        records=(TrustUpdate(version=trust.document.version, sha256=trust.sha256, envelope=envelope),),
        origin_checkpoint=checkpoint,
        export_event=newest_event(head, head.size),
    )
    drafted = draft(plan)
    signed = keys.signing.sign(pae(manifest.PAYLOAD_TYPE, drafted.manifest_bytes))
    out = BytesIO()
    write(drafted, [Signature(keys.signing.key_id, signed)], out, desk.entropy)
    return out.getvalue()
