"""A record that was cut, edited, reordered, added to or rolled back: which anchor finds it, one row after the other.

Whoever has the key can make the record whole in itself again. What he cannot change stands outside: in the keyring, at
the partners, on paper.
"""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from app.models.domain.acts import Action
from app.models.domain.errors import UntrustedInputError
from app.services.audit.anchor import Anchor, Doubt, Head
from app.services.audit.anchor_keeper import AnchorKeeper, anchor_name
from app.services.audit.checkpoint import Checkpoint, origin_of
from app.services.audit.slip import words_of
from app.services.bundles.manifest import Kind
from app.services.bundles.report import Axis, BottomLine
from app.services.desk import Target
from app.services.exchange.importing import Inspection
from app.services.exchange.witness import Growth
from app.services.platform.time import FixedClock
from app.services.record.slips import SlipAnswer, SlipOutcome
from app.services.stations.anchoring import anchored
from app.services.vault.vault import Vault
from tests.fakes.keyring import FakeKeyring
from tests.services.exchange.conftest import At
from tests.services.exchange.forging import CHANGES, cut, rewrite
from tests.services.exchange.offices import Office, reopened
from tests.services.exchange.world import World

REQUEST = Kind.INVESTIGATION_REQUEST


def head(office: Office) -> Head:
    with office.desk.vault.read() as unit:
        tree = unit.record.head()
        return Head(unit.record.epoch(), tree.size, tree.root())


def keyring_with(office: Office, world: World) -> FakeKeyring:
    """The keyring of a workstation whose record was anchored as it is now."""
    keyring = FakeKeyring()
    vault_id = office.desk.vault.station().vault_id
    keyring.put(anchor_name(vault_id), Anchor(head(office), world.clock.now()).pack())
    return keyring


def started(office: Office, world: World, keyring: FakeKeyring) -> AnchorKeeper:
    """The start-up check of a vault that is bound to its keyring."""
    vault = Vault.open(office.folder, office.keys.vault_key, office.desk.entropy)
    station = vault.station()
    bound = type(station)(*(getattr(station, name) for name in station.__slots__[:-1]), True)  # type: ignore[call-arg]
    keeper = anchored(vault, bound, keyring, world.clock)
    keeper.stop()
    vault.close()
    return keeper


def work(office: Office, times: int = 4, who: str = "auditor") -> None:
    """Looks, each at its own second, so that no two entries are alike."""
    for _ in range(times):
        clock = office.desk.clock
        assert isinstance(clock, FixedClock)
        clock.advance(timedelta(seconds=1))
        with office.desk.act(office.actor(who), Action.SEE_LOG):
            pass


def slip_of(office: Office) -> tuple[int, str]:
    """What a printed slip says."""
    now = head(office)
    words = words_of(Checkpoint(origin_of(office.station, now.epoch), now.size, now.root))
    return now.size, " ".join(words)


def checked(office: Office, slip: tuple[int, str]) -> SlipAnswer:
    return office.services.slips.check(office.actor("auditor"), *slip)


def next_request(world: World) -> Inspection:
    """The agency's next bundle, as the investigation office sees it."""
    name = world.sent(world.agency, REQUEST, Target(case=world.others[0]), world.investigation)
    return world.inspected(world.investigation, name)


@pytest.mark.parametrize("change", CHANGES)
def test_a_rewritten_record_is_found_by_the_keyring(at: At, change: str) -> None:
    world = at("trusted")
    work(world.agency)
    keyring = keyring_with(world.agency, world)
    rewrite(world.agency.desk.vault, CHANGES[change])
    assert world.agency.services.record.examine().is_sound  # whole in itself: only an anchor tells
    shorter = change in {"deleted", "cut"}
    assert started(world.agency, world, keyring).doubt is (Doubt.SHORTER if shorter else Doubt.OTHER_ROOT)


@pytest.mark.parametrize("change", CHANGES)
def test_a_rewritten_record_is_found_by_a_paper_slip(at: At, change: str) -> None:
    world = at("trusted")
    work(world.agency)
    slip = slip_of(world.agency)
    rewrite(world.agency.desk.vault, CHANGES[change])
    work(world.agency, 3, "security")
    answer = checked(world.agency, slip)
    assert answer.outcome in {SlipOutcome.CHANGED, SlipOutcome.SHORTER}


@pytest.mark.parametrize("change", CHANGES)
def test_a_rewritten_record_is_found_by_the_partner(at: At, change: str) -> None:
    """The bundle carries a proof from the head that the partner acknowledged, and it cannot be made."""
    world = at("requested")
    with world.investigation.desk.vault.read() as unit:
        known = unit.heads.furthest(world.agency.station)
    assert known is not None
    what = CHANGES[change]
    rewrite(world.agency.desk.vault, (lambda entries: entries[: known.size - 1]) if what is cut else what)
    found = next_request(world)
    assert found.report.line(Axis.RECORD).code == "bundle.record-inconsistent"
    assert found.report.bottom_line is BottomLine.ALARM
    assert not found.can_be_admitted
    with world.investigation.desk.vault.read() as unit:
        (noted,) = [one for one in unit.heads.newest() if one.station == world.agency.station]
    assert noted.is_alarm
    assert noted.outcome in {Growth.NOT_CONSISTENT, Growth.SHRUNK, Growth.FORKED}
    office = world.investigation
    waiting = office.services.queue.today(office.actor("security")).waiting
    # Where the lane is stopped for it, the stopped lane is the one thing that waits.
    told = [(one.key, one.count, one.room) for one in waiting if one.room in {"audit", "export"}]
    assert told in ([("today.records.alarm", 1, "audit")], [("today.lanes.stopped", 1, "export")])


def test_an_honest_record_is_proved_to_the_partner(at: At) -> None:
    world = at("requested")
    work(world.agency)
    found = next_request(world)
    assert found.can_be_admitted
    world.investigation.services.importing.admit(world.investigation.actor("security"), found)
    with world.investigation.desk.vault.read() as unit:
        (noted,) = [one for one in unit.heads.newest() if one.station == world.agency.station]
    assert (noted.outcome, noted.is_alarm) == (Growth.PROVED, False)
    assert "checkpoint.witnessed" in {code for code, _ in world.investigation.events()}


def test_a_record_cut_at_the_partner_is_seen_by_its_receipt(at: At) -> None:
    """A receipt carries the head of who received, so the sender is a witness too."""
    world = at("requested")
    name = world.sent(world.agency, REQUEST, Target(case=world.others[0]), world.investigation)
    bundle = world.admitted(world.investigation, name).bundle_id
    with world.agency.desk.vault.read() as unit:
        before = unit.heads.furthest(world.investigation.station)
    assert before is not None
    rewrite(world.investigation.desk.vault, lambda entries: entries[: before.size - 3])
    office = world.investigation
    receipt = office.services.receipts.write(office.actor("security"), bundle, world.stick)
    assert head(office).size < before.size
    with pytest.raises(UntrustedInputError) as refused:
        world.agency.services.receipts.close(world.agency.actor("security"), world.stick, receipt)
    assert refused.value.code == "bundle.record-inconsistent"


def test_yesterdays_files_are_found_by_the_keyring(at: At, tmp_path: Path) -> None:
    world, old = at("trusted"), tmp_path / "yesterday"
    agency = rolled_back(world, old, keyring := FakeKeyring())
    assert started(agency, world, keyring).doubt is Doubt.SHORTER


def test_files_and_keyring_of_yesterday_are_found_by_the_slip_only(at: At, tmp_path: Path) -> None:
    world, old = at("trusted"), tmp_path / "yesterday"
    keyring = keyring_with(world.agency, world)
    slips: list[tuple[int, str]] = []
    agency = rolled_back(world, old, FakeKeyring(), slips)
    assert started(agency, world, keyring).doubt is None
    assert checked(agency, slips[0]).outcome is SlipOutcome.SHORTER
    work(agency, 20, "security")
    assert checked(agency, slips[0]).outcome is SlipOutcome.CHANGED


def test_files_and_keyring_of_yesterday_are_found_by_the_partner(at: At, tmp_path: Path) -> None:
    """The rolled-back office sends again under a number that it has used."""
    world, old = at("consented"), tmp_path / "yesterday"
    with_files(world, old)
    world.requested()
    world.agency = put_back(world, old)
    assert next_request(world).report.bottom_line is BottomLine.ALARM


def test_without_a_keyring_nothing_is_claimed_at_the_start(at: At, tmp_path: Path) -> None:
    world, old = at("trusted"), tmp_path / "yesterday"
    agency = rolled_back(world, old, FakeKeyring())
    vault = Vault.open(agency.folder, agency.keys.vault_key, agency.desk.entropy)
    assert anchored(vault, vault.station(), FakeKeyring(), world.clock).doubt is None
    vault.close()


def with_files(world: World, old: Path) -> None:
    """Keep a copy of the agency's files."""
    world.agency.desk.vault.close()
    shutil.copytree(world.agency.folder, old)
    world.agency = reopened(world.agency, world.agency.folder, world.clock)


def put_back(world: World, old: Path) -> Office:
    world.agency.desk.vault.close()
    shutil.rmtree(world.agency.folder)
    shutil.copytree(old, world.agency.folder)
    return reopened(world.agency, world.agency.folder, world.clock)


def rolled_back(world: World, old: Path, keyring: FakeKeyring, slips: list[tuple[int, str]] | None = None) -> Office:
    """The agency after somebody put an old copy back; keyring and slips are of the day that was wiped out."""
    with_files(world, old)
    work(world.agency, 8)
    keyring.values |= keyring_with(world.agency, world).values
    if slips is not None:
        slips.append(slip_of(world.agency))
    world.agency = put_back(world, old)
    return world.agency
