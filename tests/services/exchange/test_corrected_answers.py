"""What the subject corrected at the investigation office reaches the agency's copy, or is shown as a conflict."""

from datetime import timedelta

import msgspec
import pytest

from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.models.forms.answers import Response
from app.models.forms.correction import continued
from app.models.forms.filling.edits import RemoveRow
from app.models.forms.filling.typing import Typed
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import CorrectedAnswers
from app.services.corrections.corrections import Asking
from app.services.desk import Target
from app.services.exchange.inspection import Inspection
from app.services.questionnaires.keeping import response_in
from tests.services.exchange import crafting
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World

KIND = Kind.CORRECTED_ANSWERS
PHONE = ("A10.phone", None)


def corrected(world: World) -> None:
    """A telephone number is corrected, a row of residence struck."""
    office = world.investigation
    asked = [Asking(*PHONE, "電話番号をお書きください。"), Asking("B1", None, "誤って記入した行はありますか。")]
    office.services.corrections.return_boxes(office.actor("examiner"), world.case, asked)
    slip = office.services.kiosk.issue_slip(office.actor("examiner"), world.case)
    room = office.services.kiosk.enter(office.actor("examiner"), world.case, slip.code, "480193")
    assert room.answer(PHONE, Typed("03-0000-0099")) is None
    room.do(RemoveRow("B1", "r1"))
    room.sign("髙橋　美咲")


def answers(office: Office, world: World) -> Response:
    with office.desk.vault.read() as unit:
        found = response_in(unit, world.case)
    assert found is not None
    return found


def effects(inspection: Inspection) -> list[tuple[str, int, bool]]:
    return [(one.key, one.count, one.is_conflict) for one in inspection.effects]


def test_corrected_answers_reach_the_agency_with_every_revision(at: At) -> None:
    world = at("assigned")
    there, agency, target = world.investigation, world.agency, Target(case=world.case)
    before = answers(agency, world)
    with pytest.raises(GateClosedError, match=r"correction\.none"):
        world.prepared(there, KIND, target, agency)
    corrected(world)
    world.clock.advance(timedelta(minutes=1))
    inspection = world.inspected(agency, world.sent(there, KIND, target, agency))
    added = len(answers(there, world).answers) - len(before.answers)
    assert effects(inspection) == [("import.effect.corrected", added, False)]
    assert answers(agency, world) == before, "looking changes nothing"
    agency.services.importing.admit(agency.actor("security"), inspection)
    ours, theirs = answers(agency, world), answers(there, world)
    assert set(ours.answers) == set(theirs.answers)
    assert ours.history(*PHONE)[1].value == "03-0000-0099"
    assert ours.struck_rows("B1.address") == ("r1",)
    receipt = agency.services.receipts.write(agency.actor("security"), inspection.bundle_id, world.stick)
    there.services.receipts.close(there.actor("security"), world.stick, receipt)
    assert [one[0] for one in there.rows("exports") if "closed" in one]


def test_answers_that_do_not_go_on_from_ours_are_a_conflict(at: At) -> None:
    world = at("assigned")
    there, agency = world.investigation, world.agency
    corrected(world)
    said = answers(there, world)
    first = said.answers[0]
    other = msgspec.structs.replace(first, value="別の姓", as_written=None)
    for wrong in (
        (other, *said.answers[1:]),
        said.answers[1:],
        tuple(msgspec.structs.replace(one, correction=None) for one in said.answers),
    ):
        came = msgspec.structs.replace(said, answers=wrong)
        assert isinstance(continued(answers(agency, world), answers(agency, world), came), str)
    record = CorrectedAnswers(
        case_ref=world.case, response=msgspec.structs.replace(said, answers=(other, *said.answers[1:]))
    )
    file_name = crafting.put(world, crafting.crafted(world, KIND, there, agency, record))
    inspection = world.inspected(agency, file_name)
    assert ("import.effect.correction-conflict", 1, True) in effects(inspection)
    before = answers(agency, world)
    with pytest.raises((UntrustedInputError, GateClosedError)):
        agency.services.importing.admit(agency.actor("security"), inspection)
    assert answers(agency, world) == before
