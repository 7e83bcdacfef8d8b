"""Reports of destruction (廃棄の報告, F32): to the origin of what was destroyed, and from those to whom we sent it.

A report says nothing about whom or what it was: it names the bundle, the ground, the two officers and the moment.
"""

from datetime import UTC, datetime
from hashlib import sha256

import msgspec

from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.models.domain.ids import BundleId, StationId
from app.models.views.duties import DisposalDuty, KeptProof
from app.models.views.retention import Destruction
from app.services.bundles import kinds, manifest
from app.services.bundles.manifest import Kind, RetentionClass
from app.services.bundles.schemas import DisposalProof
from app.services.desk import Act
from app.services.exchange.cargo import Cargo, Departure, Offer
from app.services.exchange.delivery import Arrival, Delivery, Effect, Records, WhyNot, as_kind, office_target
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.vault.unit import Unit

_MOST = kinds.rule(Kind.DISPOSAL_PROOF).most_records


def take_on(act: Act, delivery: Delivery) -> None:
    """Owe a report about everything that a bundle brought, if its origin asked for one."""
    said = delivery.said
    if not said.retention.destroy_report:
        return
    cases = {str(getattr(record, "case_ref", "")) for record in delivery.records} - {""}
    act.unit.duties.take_on(
        [
            DisposalDuty(
                delivery.bundle_id,
                subject,
                StationId(said.origin),
                manifest.digest(manifest.encode(said)),
                said.retention.rule.value,
                act.at,
            )
            for subject in sorted(cases) or [delivery.bundle_id]
        ]
    )


def _due(unit: Unit) -> dict[StationId, list[tuple[DisposalDuty, Destruction]]]:
    """What can be reported, by station: all that a bundle brought is gone, and its origin has not confirmed it."""
    confirmed = _confirmed(unit)
    by_bundle: dict[BundleId, list[DisposalDuty]] = {}
    for duty in unit.duties.owed():
        by_bundle.setdefault(duty.bundle_id, []).append(duty)
    found: dict[StationId, list[tuple[DisposalDuty, Destruction]]] = {}
    for duties in by_bundle.values():
        entries = [unit.ledger.find(duty.subject) for duty in duties]
        gone = [entry for entry in entries if entry is not None and entry.finished_at is not None]
        if len(gone) == len(duties) and (duties[0].origin, duties[0].reported_at) not in confirmed:
            last = max(gone, key=lambda entry: entry.destroyed_at)
            found.setdefault(duties[0].origin, []).append((duties[0], last))
    return found


def _confirmed(unit: Unit) -> set[tuple[StationId, datetime | None]]:
    """Recipient and moment of the reports whose receipt came in."""
    sent = unit.exports.in_status(("closed",))
    of_kind = [one for one in sent if one.kind == Kind.DISPOSAL_PROOF.value and one.receipt_outcome == "imported"]
    return {(one.recipient, one.prepared_at) for one in of_kind}


def _offered(unit: Unit) -> list[Offer]:
    return [
        Offer(
            station,
            station,
            "",
            min(entry.destroyed_at for _, entry in found),
            only_to=station,
            is_new=any(duty.reported_at is None for duty, _ in found),
        )
        for station, found in sorted(_due(unit).items())
    ]


def _load(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    found = _due(act.unit).get(StationId(act.subject), [])[:_MOST]
    if not found:
        raise GateClosedError("export.nothing-destroyed")
    act.unit.duties.set_reported([duty.bundle_id for duty, _ in found], act.at)
    return Cargo(tuple(_proof(duty, entry) for duty, entry in found), civil_day(act.at))


def _proof(duty: DisposalDuty, entry: Destruction) -> DisposalProof:
    return DisposalProof(
        bundle_id=duty.bundle_id,
        manifest_sha256=duty.manifest_sha256,
        retention=RetentionClass(duty.retention),
        basis=entry.basis,
        method="key-destroyed",
        destroyed_at=int(entry.destroyed_at.timestamp()),
        approver=entry.destroyed_by,
        witness=entry.witness or None,
        ledger_sha256=_digest(entry),
    )


def _digest(entry: Destruction) -> str:
    """Hash of the line of our ledger, without what is filled in later."""
    line: dict[str, object] = msgspec.to_builtins(entry, builtin_types=(bytes,))
    kept = {name: value for name, value in line.items() if name not in {"probe", "finished_at", "certificate"}}
    return sha256(msgspec.json.encode(kept, order="sorted")).hexdigest()


def _foresee(unit: Unit, records: Records) -> tuple[Effect, ...]:
    proofs = [as_kind(record, DisposalProof) for record in records]
    known = unit.duties.proofs()
    news = [one for one in proofs if one.bundle_id not in known]
    effects = (Effect("import.effect.destroyed", len(news)),)
    unknown = sum(not _is_ours(unit, one) for one in proofs)
    return (*effects, Effect("import.effect.destroyed-unknown", unknown, is_conflict=True)) if unknown else effects


def _admit(act: Act, delivery: Delivery, _packs: PackShelf) -> None:
    known = act.unit.duties.proofs()
    for line, record in enumerate(delivery.records, start=1):
        proof = as_kind(record, DisposalProof)
        export = act.unit.exports.find(BundleId(proof.bundle_id))
        if not _is_ours(act.unit, proof) or export is None or export.recipient != delivery.said.origin:
            raise UntrustedInputError("bundle.disposal-unknown", line=line)
        if proof.bundle_id in known:
            continue
        act.unit.duties.keep(
            KeptProof(
                BundleId(proof.bundle_id),
                proof.basis.value,
                datetime.fromtimestamp(proof.destroyed_at, UTC),
                proof.approver,
                proof.witness or "",
                proof.ledger_sha256,
                delivery.bundle_id,
                act.at,
            )
        )
    act.detail["bundles"] = len(delivery.records)


def _is_ours(unit: Unit, proof: DisposalProof) -> bool:
    """Whether it speaks of a bundle that we sent, in the very words of its manifest, and asked to be told about."""
    export = unit.exports.find(BundleId(proof.bundle_id))
    if export is None or export.status not in {"written", "closed"}:
        return False
    if export.manifest_sha256 != proof.manifest_sha256:
        return False
    retention = manifest.decode(export.manifest).retention
    return retention.destroy_report and retention.rule is proof.retention


DEPARTURE = Departure(
    Action.PREPARE_DISPOSAL_PROOF,
    _load,
    ("absent.name", "absent.findings", "absent.questionnaire", "absent.reasons"),
    _offered,
)
ARRIVAL = Arrival(
    Action.ADMIT_DISPOSAL_PROOF,
    office_target,
    _foresee,
    _admit,
    persons=WhyNot.NO_PERSON,
    apart=WhyNot.WHOLE,
    use=frozenset(),
)
