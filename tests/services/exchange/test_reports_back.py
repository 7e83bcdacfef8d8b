"""What comes back when a bundle has done its work: the report of its destruction; and heads of records to witness."""

from datetime import timedelta

import msgspec
import pytest

from app.models.domain.errors import GateClosedError, InvalidInputError, UntrustedInputError
from app.models.domain.ids import BundleId
from app.models.domain.retention import Basis, Matter
from app.services.bundles import manifest
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import DisposalProof, HeadNotice, NotedHead
from app.services.desk import Target
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World


def told(world: World) -> BundleId:
    """The contractor was told that nothing was carried out."""
    target = Target(entry=world.refused)
    return world.carried(world.agency, Kind.NOT_CARRIED_OUT, target, world.contractor).bundle_id


def destroyed(world: World, bundle: BundleId) -> None:
    world.clock.advance(timedelta(days=30))
    office = world.contractor
    done = office.services.disposal.destroy_paper(
        office.actor("security"), office.actor("auditor"), Matter.RESULT, bundle, Basis.PURPOSE_ENDED
    )
    assert done.is_finished


def offered(office: Office, kind: Kind) -> list[tuple[Target, str]]:
    found = office.services.outbox.sendable(office.actor("security"))
    return [(one.target, one.earlier) for one in found if one.kind is kind]


def awaited(world: World) -> dict[str, Basis | None]:
    reports = world.agency.services.awaited.reports(world.agency.actor("security"))
    return {one.bundle_id: Basis(one.proof.basis) if one.proof else None for one in reports}


PROOF = Target(matter="AGENCY1")


def test_destruction_is_reported_to_the_origin_and_closes_what_it_waited_for(at: At) -> None:
    world = at("consented")
    bundle = told(world)
    assert awaited(world) == {bundle: None}
    assert offered(world.contractor, Kind.DISPOSAL_PROOF) == []
    with pytest.raises(GateClosedError, match=r"export\.nothing-destroyed"):
        world.prepared(world.contractor, Kind.DISPOSAL_PROOF, PROOF, world.agency)
    destroyed(world, bundle)
    assert offered(world.contractor, Kind.DISPOSAL_PROOF) == [(PROOF, "")]
    name = world.sent(world.contractor, Kind.DISPOSAL_PROOF, PROOF, world.agency)
    # Until the receipt is in, the report can be sent again.
    assert offered(world.contractor, Kind.DISPOSAL_PROOF) == [(PROOF, "written")]
    inspection = world.admitted(world.agency, name)
    assert [(one.key, one.count, one.is_conflict) for one in inspection.effects] == [
        ("import.effect.destroyed", 1, False)
    ]
    assert all("試験" not in line.value and "渡邉" not in line.value for line in inspection.lines)
    assert awaited(world) == {bundle: Basis.PURPOSE_ENDED}
    receipt = world.agency.services.receipts.write(world.agency.actor("security"), inspection.bundle_id, world.stick)
    world.contractor.services.receipts.close(world.contractor.actor("security"), world.stick, receipt)
    assert offered(world.contractor, Kind.DISPOSAL_PROOF) == []


def test_report_sent_twice_changes_nothing_and_goes_to_the_origin_only(at: At) -> None:
    world = at("consented")
    bundle = told(world)
    destroyed(world, bundle)
    with pytest.raises(InvalidInputError, match=r"export\.recipient"):
        world.prepared(world.contractor, Kind.DISPOSAL_PROOF, PROOF, world.investigation)
    world.carried(world.contractor, Kind.DISPOSAL_PROOF, PROOF, world.agency)
    before = world.agency.rows("disposal_proofs")
    again = forged(world, bundle)
    world.admitted(world.agency, crafting.put(world, again))
    assert world.agency.rows("disposal_proofs") == before


def forged(world: World, bundle: BundleId, **changes: object) -> bytes:
    with world.agency.desk.vault.read() as unit:
        export = unit.exports.get(bundle)
    proof = DisposalProof(
        bundle_id=bundle,
        manifest_sha256=export.manifest_sha256,
        retention=manifest.decode(export.manifest).retention.rule,
        basis=Basis.PERIOD_ENDED,
        method="key-destroyed",
        destroyed_at=int(world.clock.now().timestamp()),
        approver="a",
        witness=None,
        ledger_sha256="00" * 32,
    )
    changed = msgspec.structs.replace(proof, **changes)
    return crafting.crafted(world, Kind.DISPOSAL_PROOF, world.contractor, world.agency, changed)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"manifest_sha256": "11" * 32}, id="other-manifest"),
        pytest.param({"bundle_id": "0123456789ab4def8123456789abcdef"}, id="never-sent"),
        pytest.param({"retention": manifest.RetentionClass.CASE}, id="other-class"),
    ],
)
def test_report_about_what_was_never_sent_so_is_refused(at: At, changes: dict[str, object]) -> None:
    world = at("consented")
    data = forged(world, told(world), **changes)
    inspection = world.inspected(world.agency, crafting.put(world, data))
    assert not inspection.can_be_admitted
    with pytest.raises(GateClosedError, match=r"import\.not-admissible"):
        world.agency.services.importing.admit(world.agency.actor("security"), inspection)
    assert world.agency.rows("disposal_proofs") == []


def test_head_goes_to_a_partner_who_notes_it_and_says_what_it_noted_of_ours(at: At) -> None:
    world = at("consented")
    told(world)
    (target,) = [target for target, _ in offered(world.agency, Kind.CHECKPOINT) if target.matter == "CONTR1"]
    bundle = world.prepared(world.agency, Kind.CHECKPOINT, target, world.contractor)
    # The station has signed it by itself; nobody is asked.
    (export,) = [
        one for one in world.agency.services.exporting.open_exports(world.agency.actor("security"))
        if one.bundle_id == bundle
    ]  # fmt: skip
    assert export.status == "signed"
    world.admitted(world.contractor, world.written(world.agency, bundle))
    with world.contractor.desk.vault.read() as unit:
        seen = unit.heads.furthest(world.agency.station)
    assert seen is not None
    assert seen.bundle_id == bundle
    assert ("checkpoint.ours-unknown", "done") not in world.contractor.events()


def notice(world: World, *noted: NotedHead, checkpoint: str = "") -> bytes:
    def made(head: str) -> HeadNotice:
        return HeadNotice(checkpoint=checkpoint or head, noted=noted)

    return crafting.by_station(world, Kind.CHECKPOINT, world.contractor, world.agency, made)


@pytest.mark.parametrize("noted", ["ours", "other-root", "longer"])
def test_partner_who_noted_another_record_of_ours_raises_an_alarm(at: At, noted: str) -> None:
    """Somebody rolled our record back, or a copy of our vault wrote to the partner."""
    world = at("trusted")
    with world.agency.desk.vault.read() as unit:
        size, root = unit.record.head().size, unit.record.head().root().hex()
    told_size, told_root = size + 1000 * (noted == "longer"), "00" * 32 if noted == "other-root" else root
    head = NotedHead(station="AGENCY1", epoch=0, size=told_size, root=told_root)
    inspection = world.inspected(world.agency, crafting.put(world, notice(world, head)))
    is_known = noted == "ours"
    keys = [one.key for one in inspection.effects]
    assert ("import.effect.head-of-ours-unknown" in keys) is not is_known
    world.agency.services.importing.admit(world.agency.actor("security"), inspection)
    assert len(world.agency.events("checkpoint.ours-unknown")) == (not is_known)


def test_notice_must_tell_the_head_of_its_own_manifest(at: At) -> None:
    world = at("trusted")
    data = notice(world, checkpoint="sekisho/CONTR1\n0\n")
    inspection = world.inspected(world.agency, crafting.put(world, data))
    with pytest.raises(UntrustedInputError, match=r"bundle\.record-inconsistent"):
        world.agency.services.importing.admit(world.agency.actor("security"), inspection)
