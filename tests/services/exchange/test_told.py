"""What a contractor was told: shown as the notice carries it, each look on record, and a look is the first use."""

import msgspec
import pytest

from app.models.domain.errors import GateClosedError, InvalidInputError, NotAuthorisedError
from app.models.domain.ids import BundleId
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.told import Answered
from tests.services.exchange.conftest import At
from tests.services.exchange.world import PEOPLE, World

ABSENT = ("理由一行目", "おそれは認められない", "総合的に判断した")
"""What decision and opinion of the case say; nothing of it goes to a contractor."""


@pytest.fixture
def told(at: At) -> World:
    """One result that was answered by a bundle, one notice of no assessment that was not answered."""
    world = at("notified")
    world.carried(world.agency, Kind.RESULT, Target(case=world.case), world.contractor)
    sent = world.sent(world.agency, Kind.NOT_CARRIED_OUT, Target(entry=world.refused), world.contractor)
    world.admitted(world.contractor, sent)
    return world


def test_a_notice_is_shown_as_it_came_and_every_look_is_on_record(told: World) -> None:
    office, actor = told.contractor, told.contractor.actor("security")
    newest, oldest = office.services.told.every(actor)
    assert (oldest.name, oldest.outcome, oldest.answered) == (PEOPLE[0][0], "cleared", Answered.BUNDLE)
    assert (newest.name, newest.outcome, newest.answered) == (PEOPLE[2][0], "not-carried-out", Answered.NOT_YET)
    assert oldest.is_newest
    assert newest.is_newest
    assert oldest.roster_row is None, "the agency read the roster from a sheet, so the contractor keeps none"
    assert oldest.file_name == f"AGENCY1-CONTR1-0000000001-{oldest.bundle_id[:8]}.age"
    assert office.services.told.one(actor, oldest.bundle_id) == oldest
    everything = repr(office.services.told.every(actor))
    assert not any(word in everything for word in ABSENT)
    with office.desk.vault.read() as unit:
        looks = unit.record.with_codes(["results.seen"])
    said = [(one.subject, msgspec.json.decode(one.entry)["detail"]) for one in looks]
    assert said == [("", {"found": 2}), (oldest.bundle_id, {"found": 1}), ("", {"found": 2})]


def test_a_later_notice_about_the_same_name_is_named_beside_the_older_one(told: World) -> None:
    told.carried(told.agency, Kind.RESULT, Target(case=told.case), told.contractor)
    newest, other, oldest = told.contractor.services.told.every(told.contractor.actor("security"))
    assert oldest.later == (newest.bundle_id,)
    assert newest.is_newest
    assert other.is_newest, "it names somebody else"


def test_a_receipt_on_paper_counts_as_answered(told: World) -> None:
    office, actor = told.contractor, told.contractor.actor("security")
    newest = office.services.told.every(actor)[0]
    office.services.receipt_papers.mini_file(actor, newest.bundle_id, told.stick)
    assert office.services.told.one(actor, newest.bundle_id).answered is Answered.SMALL


def test_each_copy_of_the_letter_has_its_number(told: World) -> None:
    office, actor = told.contractor, told.contractor.actor("security")
    bundle = office.services.told.every(actor)[1].bundle_id
    copies = [office.services.told.printed(actor, bundle) for _ in range(2)]
    assert [one.copy for one in copies] == [1, 2]
    assert all(one.pdf.startswith(b"%PDF") for one in copies)
    assert office.events("letter.printed") == [("letter.printed", "done")] * 2


def test_nobody_else_of_the_office_and_no_other_office_sees_them(told: World) -> None:
    for office, who in ((told.contractor, "auditor"), (told.contractor, "administrator"), (told.agency, "security")):
        with pytest.raises(NotAuthorisedError):
            office.services.told.every(office.actor(who))
    with pytest.raises(InvalidInputError, match=r"record\.not-found"):
        told.contractor.services.told.one(told.contractor.actor("security"), BundleId("0" * 32))


def test_an_admission_can_be_taken_back_until_somebody_looked(at: At) -> None:
    world = at("notified")
    office = world.contractor
    actor, witness = office.actor("security"), office.actor("auditor")
    sent = world.sent(world.agency, Kind.RESULT, Target(case=world.case), office)
    bundle = BundleId(world.admitted(office, sent).bundle_id)
    assert office.services.taking_back.foresee(actor, bundle).obstacle is None
    office.services.told.every(actor)
    with pytest.raises(GateClosedError, match=r"import\.used-already"):
        office.services.taking_back.take_back(actor, witness, bundle)
