"""Doors that somebody trusted could push: too heavy a bundle, a consent before its notice, a card about others."""

import hashlib
from collections.abc import Callable

import msgspec
import pytest

from app.models.domain.actor import OfficeKind
from app.models.domain.errors import AppError, InvalidInputError
from app.models.domain.ids import PersonId
from app.services.bundles.manifest import Kind
from app.services.bundles.plan import Payload
from app.services.bundles.schemas import (
    Consent,
    InvestigationRequest,
    NoticeOutcome,
    PackPin,
    ResultNotice,
    SubjectIdentity,
)
from app.services.desk import Target
from app.services.exchange import exporting, weight
from app.services.exchange.preview import BundlePreview
from app.services.trust import cards
from app.services.trust.cards import OfficeCard
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import shelf
from tests.services.exchange.world import CONSENT_DAY, NOTICE_DAY, PDF, World
from tests.services.review import circle


def refused(code: str) -> "pytest.RaisesExc[AppError]":
    return pytest.RaisesExc(AppError, check=lambda error: error.code == code)


def test_a_bundle_that_is_too_heavy_is_neither_sent_nor_taken_in(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    world = at("consented")
    office, about = world.investigation, Target(case=world.case)
    name = world.sent(world.agency, Kind.INVESTIGATION_REQUEST, about, office)
    sound = world.inspected(office, name)
    assert sound.can_be_admitted
    for module in (weight, exporting):
        monkeypatch.setattr(module, "HEAVIEST", len(PDF) - 1)
    before = office.tables()
    with refused("bundle.limit"):
        office.services.importing.admit(office.actor("security"), sound)
    assert world.inspected(office, name).report.code == "bundle.limit"
    assert office.tables() == before
    before = world.agency.tables()
    with refused("export.too-many"):
        world.prepared(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.others[0]), office)
    assert world.agency.tables() == before


def test_a_single_paper_that_nobody_could_have_filed_is_refused(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    world = at("consented")
    name = world.sent(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), world.investigation)
    monkeypatch.setattr(weight, "LARGEST_SCAN", len(PDF) - 1)
    assert world.inspected(world.investigation, name).report.code == "bundle.limit"
    assert world.investigation.quarantine() == []


def test_a_consent_before_its_notice_opens_no_case(at: At) -> None:
    world = at("consented")
    pack = shelf().current.pack
    sha256 = "".join(row[2] for row in world.agency.rows("blobs") if row[1] == world.case)[:64]  # type: ignore[misc]
    record = InvestigationRequest(
        case_ref="made-up",
        subject=SubjectIdentity(
            name="試験",
            kana="シケン",
            birth_date=NOTICE_DAY,
            birth_date_as_written="2025",
            section="総務",
            post="—",
        ),
        item=1,
        notice_date=CONSENT_DAY,
        consents=(Consent(form="F06", received_on=NOTICE_DAY, scan_sha256=sha256),),
        earlier_clearance=None,
        pack=PackPin(id=pack.meta.id, version=pack.meta.version, digest=pack.digest),
    )
    blob = Payload(sha256, len(PDF), lambda: iter([PDF]), "application/pdf")
    office = world.investigation
    data = crafting.crafted(world, Kind.INVESTIGATION_REQUEST, world.agency, office, record, blobs=(blob,))
    inspection = world.inspected(office, crafting.put(world, data))
    before = office.tables()
    with refused("bundle.no-consent"):
        office.services.importing.admit(office.actor("security"), inspection)
    assert office.tables() == before


def test_nothing_travels_beside_a_bare_result(at: At) -> None:
    """Whoever holds an agency's keys still cannot slip a paper to the contractor beside the notice."""
    world = at("trusted")
    notice = ResultNotice(
        roster_ref="R1",
        name="試験",
        section="総務",
        outcome=NoticeOutcome.CLEARED,
        notified_on=world.clock.today(),
        issue_no="N-1",
    )
    blob = Payload(hashlib.sha256(PDF).hexdigest(), len(PDF), lambda: iter([PDF]), "application/pdf")
    office = world.contractor
    bare = crafting.crafted(world, Kind.RESULT, world.agency, office, notice)
    assert world.inspected(office, crafting.put(world, bare)).report.code == ""
    laden = crafting.crafted(world, Kind.RESULT, world.agency, office, notice, blobs=(blob,))
    assert world.inspected(office, crafting.put(world, laden)).report.code == "bundle.manifest-refused"


def _takes_a_station(card: OfficeCard, other: OfficeCard) -> OfficeCard:
    stolen = msgspec.structs.replace(card.stations[0], id=other.stations[0].id)
    return msgspec.structs.replace(card, stations=(stolen,))


def _takes_a_person(card: OfficeCard, other: OfficeCard) -> OfficeCard:
    stolen = msgspec.structs.replace(card.persons[0], id=other.persons[0].id)
    return msgspec.structs.replace(card, persons=(stolen, *card.persons[1:]))


def _speaks_for_another_office(card: OfficeCard, other: OfficeCard) -> OfficeCard:
    guest = msgspec.structs.replace(card.persons[0], id=PersonId("guest"), office=other.office.id)
    return msgspec.structs.replace(card, persons=(*card.persons, guest))


def _becomes_another_kind(card: OfficeCard, _other: OfficeCard) -> OfficeCard:
    return msgspec.structs.replace(card, office=msgspec.structs.replace(card.office, kind=OfficeKind.AGENCY))


@pytest.mark.parametrize(
    "change", [_takes_a_station, _takes_a_person, _speaks_for_another_office, _becomes_another_kind]
)
def test_a_card_speaks_of_its_own_office(at: At, change: Callable[[OfficeCard, OfficeCard], OfficeCard]) -> None:
    world: World = at("trusted")
    mine, theirs = (
        cards.decode(office.services.trust.card(office.actor("security")))
        for office in (world.contractor, world.investigation)
    )
    before = world.agency.tables()
    with refused("trust.card-refused"):
        circle.admit(world, cards.encode(change(mine, theirs)))
    assert world.agency.tables() == before
    circle.admit(world, cards.encode(mine))


def test_an_officer_whose_service_ended_signs_nothing_any_more(at: At) -> None:
    world = at("consented")
    office = world.agency
    with office.desk.vault._writer.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE officers SET ended_at = ? WHERE person_id = ?",
            (world.clock.now().isoformat(), office.person("second-security")),
        )
    circle.admit(world)

    def prepared_for(who: str) -> BundlePreview:
        kind, target, station = Kind.INVESTIGATION_REQUEST, Target(case=world.case), world.investigation.station
        return office.services.exporting.prepare(office.actor("security"), kind, target, station, [office.person(who)])

    with pytest.raises(InvalidInputError) as refusal:
        prepared_for("second-security")
    assert refusal.value.code == "export.signers"
    assert prepared_for("security").manifest.signers
