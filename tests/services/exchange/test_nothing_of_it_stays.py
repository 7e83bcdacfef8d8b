"""Nothing of a bundle that was refused, or taken back, can be read in any file afterwards."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from typing_extensions import override

from app.models.domain.errors import AppError, EnvironmentProblemError, UntrustedInputError
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.identity import Answers, AsideReason
from app.services.exchange.importing import GapReason, Inspection
from app.services.vault.quarantine import LARGEST, Quarantine
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.leftovers import MARKERS, readable
from tests.services.exchange.leftovers import pages as pages_of
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.services.vault.test_blob_files import files_of_at_most

REQUEST = Kind.INVESTIGATION_REQUEST
Ending = Callable[[World, Office, bytes], object]


def _refused(world: World, office: Office, data: bytes) -> None:
    office.services.importing.refuse(office.actor("security"), _inspected(world, office, data))


def _inspected(world: World, office: Office, data: bytes) -> Inspection:
    return world.inspected(office, crafting.put(world, data))


def _changed(world: World, office: Office, data: bytes) -> None:
    """Admitted by an officer who saw something else: undone while it is under way."""
    inspection = _inspected(world, office, data)
    assert inspection.foreseen is not None
    other = replace(inspection, foreseen=replace(inspection.foreseen, sha256="0" * 64))
    with pytest.raises(AppError):
        office.services.importing.admit(office.actor("security"), other)
    office.services.importing.refuse(office.actor("security"), inspection)


def _forwarded(world: World, office: Office, data: bytes) -> None:
    more = crafting.encrypted(crafting.archive_of(data, office), (world.agency, office, world.contractor))
    office.services.importing.refuse(office.actor("security"), _inspected(world, office, more))


def _cut(world: World, office: Office, data: bytes) -> None:
    office.services.importing.refuse(office.actor("security"), _inspected(world, office, data[:-1]))


def _full(world: World, office: Office, data: bytes) -> None:
    """The disk is full while it is admitted: it waits, encrypted, and the officer is told so."""
    inspection, before = _inspected(world, office, data), office.tables()
    log = office.folder / "vault.db-wal"
    with files_of_at_most(log.stat().st_size + 4096), pytest.raises(EnvironmentProblemError) as full:
        office.services.importing.admit(office.actor("security"), inspection)
    assert full.value.code == "import.not-written"
    assert (office.tables(), office.quarantine()) == (before, [inspection.ciphertext_sha256])
    waiting = office.services.importing.waiting(office.actor("security"))
    assert [one.bundle_id for one in waiting] == [inspection.bundle_id]
    assert readable(office) == [], "it waits encrypted"
    office.services.importing.refuse(office.actor("security"), inspection)


def _impossible(world: World, office: Office, data: bytes) -> None:
    """Sound, but it cannot be kept: a consent without its scan."""
    record = crafting.record_in(data, office)
    made = crafting.crafted(world, REQUEST, world.agency, office, record)
    held = _inspected(world, office, made)
    office.services.importing.accept_gap(office.actor("security"), held, GapReason.LOST)
    found = _inspected(world, office, made)
    assert found.obstacle is not None
    with pytest.raises(AppError):
        office.services.importing.admit(office.actor("security"), found)
    office.services.importing.refuse(office.actor("security"), found)


def _elsewhere(world: World, office: Office, data: bytes) -> None:
    """Brought to each desk that takes other bundles in."""
    name, services, actor = crafting.put(world, data), office.services, office.actor("security")
    with pytest.raises(UntrustedInputError):
        services.receipts.close(actor, world.stick, name)
    with pytest.raises(UntrustedInputError):
        services.trust_post.read_request(actor, world.stick, name)
    with pytest.raises(UntrustedInputError):
        services.countersigning.take(actor, world.stick, name)


@pytest.mark.parametrize("ending", [_refused, _changed, _forwarded, _cut, _full, _impossible, _elsewhere])
def test_nothing_can_be_read(at: At, ending: Ending) -> None:
    world = at("consented")
    office = world.investigation
    data = crafting.sealed_honestly(world, world.agency, REQUEST, Target(case=world.case), office)
    ending(world, office, data)
    assert office.quarantine() == []
    (world.stick.path / "CRAFTED.age").unlink()
    pages = pages_of(office)
    assert not [marker for marker in MARKERS if marker in pages], "in a page of the database"
    plain = b"".join(path.read_bytes() for path in sorted(world.root.rglob("*")) if path.is_file())
    assert not [marker for marker in MARKERS if marker in plain], "in plain in some file"


def test_the_markers_are_found_where_they_are(at: At) -> None:
    """The scan would see them: after an admission name and reading stand in the pages."""
    world = at("consented")
    office = world.investigation
    data = crafting.sealed_honestly(world, world.agency, REQUEST, Target(case=world.case), office)
    office.services.importing.admit(office.actor("security"), _inspected(world, office, data))
    pages = pages_of(office)
    assert all(marker in pages for marker in MARKERS[:2])


def test_of_a_record_set_aside_nothing_can_be_read(at: At) -> None:
    world = at("consented")
    office, agency = world.investigation, world.agency
    targets = [Target(case=case) for case in (*world.others, world.case)]
    signers = [agency.person("security")]
    made = agency.services.exporting.prepare_many(agency.actor("security"), REQUEST, targets, office.station, signers)
    name = world.written(agency, world.signed(agency, REQUEST, made.manifest.bundle_id))  # type: ignore[arg-type] # an id
    importing, actor = office.services.importing, office.actor("security")
    shown = world.inspected(office, name)
    line = next(number for number, case in enumerate(targets, start=1) if case.case == world.case)
    importing.admit(actor, importing.answer(actor, shown, Answers(aside={line: AsideReason.NOT_OURS})))
    pages = pages_of(office)
    assert not [marker for marker in MARKERS[:2] if marker in pages]


class _Huge(BytesIO):
    """A file that says that it is larger than any bundle."""

    @override
    def seek(self, place: int, whence: int = 0, /) -> int:
        return LARGEST + 1 if whence == 2 else super().seek(place, whence)


def test_no_byte_is_copied_without_room_for_all_and_a_tenth(at: At) -> None:
    folder = at("trusted").root / "investigation" / "quarantine"
    roomy, tight = Quarantine(folder, lambda _: 110), Quarantine(folder, lambda _: 109)
    with pytest.raises(EnvironmentProblemError) as refused:
        tight.put(BytesIO(bytes(100)))
    assert refused.value.code == "quarantine.no-room"
    with pytest.raises(UntrustedInputError) as limit:
        roomy.put(_Huge(b"small"))
    assert limit.value.code == "bundle.limit"
    assert roomy.names() == []
    roomy.put(BytesIO(bytes(100)))
    assert len(roomy.names()) == 1
