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
from app.services.exchange.importing import Inspection
from app.services.vault.quarantine import LARGEST, Quarantine
from app.services.vault.vault import file_keys
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import PDF, PEOPLE, World
from tests.services.retention.raw import everything

REQUEST = Kind.INVESTIGATION_REQUEST
MARKERS = (PEOPLE[0][0].encode(), PEOPLE[0][1].encode(), PDF)
"""Name and reading of the subject, and the scan of the consent."""


def _pages(office: Office) -> bytes:
    """Every file as it lies there, and every page and every old frame of both databases decrypted."""
    return b"".join(everything(office.folder, file_keys(office.keys.vault_key)).values())


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


@pytest.mark.parametrize("ending", [_refused, _changed, _forwarded, _cut])
def test_nothing_can_be_read(at: At, ending: Ending) -> None:
    world = at("consented")
    office = world.investigation
    data = crafting.sealed_honestly(world, world.agency, REQUEST, Target(case=world.case), office)
    ending(world, office, data)
    assert office.quarantine() == []
    (world.stick.path / "CRAFTED.age").unlink()
    pages = _pages(office)
    assert not [marker for marker in MARKERS if marker in pages], "in a page of the database"
    plain = b"".join(path.read_bytes() for path in sorted(world.root.rglob("*")) if path.is_file())
    assert not [marker for marker in MARKERS if marker in plain], "in plain in some file"


def test_the_markers_are_found_where_they_are(at: At) -> None:
    """The scan would see them: after an admission name and reading stand in the pages."""
    world = at("consented")
    office = world.investigation
    data = crafting.sealed_honestly(world, world.agency, REQUEST, Target(case=world.case), office)
    office.services.importing.admit(office.actor("security"), _inspected(world, office, data))
    pages = _pages(office)
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
    pages = _pages(office)
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
