"""An export is open until its receipt: it ages, is reminded of, becomes an incident, and ends with a reason."""

from datetime import timedelta

import pytest

from app.models.domain.errors import AppError
from app.models.domain.ids import BundleId
from app.models.domain.loop import OVERDUE_AFTER_DAYS, REMIND_AFTER_DAYS, Age, Cause, Ending, age_of
from app.models.views.loop import Incident
from app.services.bundles.manifest import Kind
from app.services.calendar import working_calendar
from app.services.desk import Target
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.test_receipts import delivered, receipt_file
from tests.services.exchange.world import World

LANGUAGES = [Catalogue.load(TEXTS, language) for language in Language]


def refusal_of(office: Office, bundle: BundleId) -> str:
    try:
        office.services.incidents.open(office.actor("security"), bundle)
    except AppError as refusal:
        return refusal.code
    return ""


def on_its_way(world: World) -> BundleId:
    name = world.sent(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), world.investigation)
    with world.agency.desk.vault.read() as unit:
        return next(one.bundle_id for one in unit.exports.in_status(("written",)) if one.file_name == name)


def waiting(office: Office) -> dict[str, int]:
    return {one.key: one.count for one in office.services.queue.today(office.actor("security")).waiting}


def advance(world: World, working_days: int) -> None:
    today = world.clock.today()
    world.clock.advance(working_calendar().after(today, working_days) - today)


def test_ages_follow_one_another() -> None:
    ages = [age_of(days) for days in range(OVERDUE_AFTER_DAYS + 1)]
    assert ages.index(Age.REMIND) == REMIND_AFTER_DAYS
    assert ages[-2:] == [Age.REMIND, Age.OVERDUE]


def test_a_late_receipt_is_reminded_of_and_then_an_incident(at: At) -> None:
    world = at("consented")
    office, bundle = world.agency, on_its_way(world)
    services, actor = office.services, office.actor("security")
    assert "today.exports.late" not in waiting(office)
    advance(world, REMIND_AFTER_DAYS)
    assert waiting(office)["today.exports.late"] == 1
    for texts in LANGUAGES:
        assert services.incidents.remind(actor, bundle, texts).startswith(b"%PDF")
    assert refusal_of(office, bundle) == "incident.not-overdue"
    advance(world, OVERDUE_AFTER_DAYS - REMIND_AFTER_DAYS)
    number = services.incidents.open(actor, bundle)
    assert refusal_of(office, bundle) == "incident.open-already"
    assert waiting(office)["today.incidents"] == 1
    (told,) = services.incidents.page(office.actor("auditor"))
    assert (told.number, told.cause, told.bundle_id, told.days_open) == (number, Cause.OVERDUE, bundle, 7)
    assert told.place == str(world.stick.path)
    assert told.sent_by == "agency security"
    assert told.ciphertext_sha256
    for texts in LANGUAGES:
        assert services.incidents.report(actor, number, texts).startswith(b"%PDF")
    (told,) = services.incidents.page(actor)
    assert told.reported_at is not None
    services.incidents.close(actor, number, Ending.LOSS_REPORTED)
    assert services.incidents.page(actor) == []
    (told,) = services.incidents.page(actor, with_closed=True)
    assert told.ending == Ending.LOSS_REPORTED.value
    with pytest.raises(AppError) as refusal:
        services.incidents.close(actor, number, Ending.RECEIPT_CAME)
    assert refusal.value.code == "incident.closed-already"


@pytest.mark.parametrize("cause", list(Cause))
def test_every_incident_can_be_reported_on_paper(at: At, cause: Cause) -> None:
    world = at("trusted")
    office = world.agency
    with office.desk.vault.write() as unit:
        made = unit.loop.open_incident(cause.value, "", "", world.clock.now(), "program")
    assert isinstance(made, Incident)
    for texts in LANGUAGES:
        assert office.services.incidents.report(office.actor("auditor"), made.number, texts).startswith(b"%PDF")


def test_nothing_is_awaited_after_the_receipt(at: At) -> None:
    world = at("consented")
    office, bundle = world.agency, delivered(world)
    office.services.receipts.close(office.actor("security"), world.stick, receipt_file(world, bundle))
    world.clock.advance(timedelta(days=30))
    with pytest.raises(AppError) as refusal:
        office.services.incidents.remind(office.actor("security"), bundle, LANGUAGES[0])
    assert refusal.value.code == "receipt.not-awaited"
    assert refusal_of(office, bundle) == "incident.not-overdue"
    assert "today.exports.late" not in waiting(office)
