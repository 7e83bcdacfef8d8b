from pathlib import Path

import pytest

from app.services.bundles.manifest import Kind
from app.services.bundles.report import BottomLine
from app.services.desk import Target
from app.services.exchange.importing import GapReason
from app.services.exchange.survey import Standing
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.importing import ImportPresenter
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.ui.exchange.places import Shelf, workplace_of


def desk_of(office: Office, shelf: Shelf, who: str = "security") -> ImportPresenter:
    presenter = ImportPresenter(workplace_of(office, who), InlineRunner(), shelf, shelf.drive_at)
    presenter.refresh()
    return presenter


def request(world: World) -> str:
    return world.sent(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), world.investigation)


def standings(presenter: ImportPresenter) -> list[Standing]:
    return [one.standing for one in presenter.state.found or ()]


def inspected(world: World, shelf: Shelf, name: str) -> ImportPresenter:
    presenter = desk_of(world.investigation, shelf)
    presenter.choose_place(shelf.sticks[0])
    presenter.choose_file(name)
    presenter.inspect()
    return presenter


def test_media_are_listed_before_one_is_chosen(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.investigation, shelf)
    assert [medium.label for medium in presenter.state.media] == ["stick"]
    assert presenter.state.found is None


def test_the_same_stick_says_another_thing_to_each_office(world: World, shelf: Shelf) -> None:
    request(world)
    (shelf.sticks[0] / "AGENCY1-INVEST1-0000000009-00000000.age").write_bytes(b"not a bundle")
    seen = {}
    for office in world.offices:
        presenter = desk_of(office, shelf)
        presenter.choose_place(shelf.sticks[0])
        seen[office.name] = standings(presenter)
    assert seen == {
        "agency": [Standing.OWN, Standing.UNREADABLE],
        "investigation": [Standing.NEW, Standing.UNREADABLE],
        "contractor": [Standing.UNREADABLE, Standing.UNREADABLE],
    }


def test_a_look_keeps_nothing(world: World, shelf: Shelf) -> None:
    request(world)
    before = world.investigation.tables()
    presenter = desk_of(world.investigation, shelf)
    presenter.choose_place(shelf.sticks[0])
    assert world.investigation.quarantine() == []
    assert world.investigation.tables() == before


def test_admitted_with_a_receipt_that_closes_the_export(world: World, shelf: Shelf) -> None:
    presenter = inspected(world, shelf, request(world))
    inspection = presenter.state.inspection
    assert inspection is not None
    assert inspection.origin_office_ja == "試験agency"
    assert inspection.signers == (("agency security", "security-officer"),)
    assert presenter.state.can_admit
    assert presenter.state.answered is None
    presenter.admit()
    assert presenter.state.error is None
    assert presenter.state.outcome == "imported"
    assert standings(presenter) == [Standing.DECIDED]
    assert [(one.outcome, one.office_ja) for one in presenter.state.history] == [("imported", "試験agency")]
    presenter.write_receipt()
    ticks = presenter.state.ticks
    assert ticks is not None
    assert ticks.released_at is None
    assert standings(presenter) == [Standing.DECIDED, Standing.OWN]
    presenter.release()
    assert presenter.state.released_at is not None
    assert presenter.state.place is None

    shelf.gone.clear()
    sender = desk_of(world.agency, shelf)
    sender.choose_place(shelf.sticks[0])
    receipt = next(one for one in sender.state.found or () if one.is_receipt)
    sender.choose_file(receipt.file_name)
    sender.close_export()
    assert sender.state.error is None
    assert sender.state.closed is not None
    assert sender.state.closed.outcome == "imported"
    actor = world.agency.actor("security")
    assert world.agency.services.outbox.exports(actor) == []


def test_refused_by_an_officer_and_said_so_to_the_sender(world: World, shelf: Shelf) -> None:
    presenter = inspected(world, shelf, request(world))
    presenter.refuse()
    assert presenter.state.outcome == "refused"
    assert not presenter.state.can_admit
    presenter.write_receipt()
    assert presenter.state.error is None
    sender = desk_of(world.agency, shelf)
    sender.choose_place(shelf.sticks[0])
    sender.choose_file(next(one.file_name for one in sender.state.found or () if one.is_receipt))
    sender.close_export()
    assert sender.state.closed is not None
    assert (sender.state.closed.outcome, sender.state.closed.code) == ("refused", "import.refused-by-officer")


def held(world: World, shelf: Shelf) -> ImportPresenter:
    """The second request is inspected; the first was lost on the way."""
    (shelf.sticks[0] / request(world)).unlink()
    return inspected(world, shelf, request(world))


def test_missing_bundles_are_given_up_and_the_held_one_can_be_admitted(world: World, shelf: Shelf) -> None:
    presenter = held(world, shelf)
    before, name = presenter.state, presenter.state.chosen
    assert before.inspection is not None
    assert before.inspection.report.bottom_line is BottomLine.HELD
    assert before.can_accept_gap
    assert not before.can_admit
    presenter.accept_gap(GapReason.LOST)
    after = presenter.state
    assert after.error is None
    assert after.inspection is not None
    assert (after.inspection.file_name, after.inspection.report.bottom_line) == (name, BottomLine.ADMITTED)
    assert after.can_admit
    assert not after.can_accept_gap
    presenter.admit()
    assert presenter.state.outcome == "imported"


def test_a_bundle_that_is_not_held_has_no_gap_to_give_up(world: World, shelf: Shelf) -> None:
    presenter = inspected(world, shelf, request(world))
    report, tables = presenter.state.inspection, world.investigation.tables()
    assert not presenter.state.can_accept_gap
    presenter.accept_gap(GapReason.LOST)
    assert presenter.state.error is None
    assert presenter.state.inspection is report
    assert world.investigation.tables() == tables


def test_a_stick_pulled_after_the_gap_was_given_up_leaves_no_held_report(world: World, shelf: Shelf) -> None:
    presenter = held(world, shelf)
    shelf.gone.add(shelf.sticks[0])
    presenter.accept_gap(GapReason.UNREADABLE)
    assert presenter.state.error is not None
    assert presenter.state.error.code == "media.missing"
    assert presenter.state.inspection is None
    assert presenter.state.place is None


def test_a_gap_that_was_given_up_at_another_desk_leaves_the_file_to_be_inspected(world: World, shelf: Shelf) -> None:
    presenter = held(world, shelf)
    inspection = presenter.state.inspection
    assert inspection is not None
    office = world.investigation
    office.services.importing.accept_gap(office.actor("security"), inspection, GapReason.LOST)
    presenter.accept_gap(GapReason.LOST)
    assert presenter.state.error is not None
    assert presenter.state.error.code == "import.no-gap"
    assert presenter.state.inspection is None
    presenter.inspect()
    assert presenter.state.can_admit


def test_a_changed_byte_is_told_and_nothing_can_be_admitted(world: World, shelf: Shelf) -> None:
    name = request(world)
    path = shelf.sticks[0] / name
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)
    presenter = inspected(world, shelf, name)
    inspection = presenter.state.inspection
    assert inspection is not None
    assert inspection.report.bottom_line is BottomLine.REFUSED
    assert not presenter.state.can_admit
    before = world.investigation.tables()
    presenter.admit()
    assert world.investigation.tables() == before


def test_a_replay_changes_nothing_but_may_be_acknowledged_again(world: World, shelf: Shelf) -> None:
    name = request(world)
    presenter = inspected(world, shelf, name)
    presenter.admit()
    presenter.choose_file("")
    presenter.choose_file(name)
    assert presenter.state.answered is not None, "a decided bundle can be acknowledged without a new inspection"
    presenter.inspect()
    inspection = presenter.state.inspection
    assert inspection is not None
    assert inspection.report.bottom_line is BottomLine.DUPLICATE
    assert not presenter.state.can_admit
    assert not presenter.state.can_refuse
    presenter.write_receipt()
    assert presenter.state.ticks is not None


def test_a_worn_stick_gets_no_receipt_and_the_lane_stays(world: World, shelf: Shelf) -> None:
    presenter = inspected(world, shelf, request(world))
    presenter.admit()
    files, before = sorted(shelf.sticks[0].iterdir()), world.investigation.tables()
    shelf.is_worn = True
    presenter.write_receipt()
    assert presenter.state.error is not None
    assert presenter.state.error.code == "media.read-back"
    assert presenter.state.ticks is None
    assert sorted(shelf.sticks[0].iterdir()) == files
    assert world.investigation.tables() == before


def test_a_receipt_of_somebody_else_closes_nothing(at: At) -> None:
    world, other = at("consented"), at("consented")
    shelf = Shelf([world.root / "stick"])
    inspection = world.admitted(world.investigation, request(world))
    receipt = world.investigation.services.receipts.write(
        world.investigation.actor("security"), inspection.bundle_id, world.stick
    )
    stranger = desk_of(other.agency, shelf)
    stranger.choose_place(shelf.sticks[0])
    stranger.choose_file(receipt)
    stranger.close_export()
    assert stranger.state.error is not None
    assert stranger.state.closed is None


def test_a_receipt_is_admitted_as_no_bundle(world: World, shelf: Shelf) -> None:
    inspection = world.admitted(world.investigation, request(world))
    receipt = world.investigation.services.receipts.write(
        world.investigation.actor("security"), inspection.bundle_id, world.stick
    )
    presenter = desk_of(world.agency, shelf)
    presenter.choose_place(shelf.sticks[0])
    presenter.choose_file(receipt)
    presenter.inspect()
    assert presenter.state.inspection is not None
    assert presenter.state.inspection.report.bottom_line is BottomLine.ADMITTED
    assert not presenter.state.can_admit


def test_a_stick_that_was_pulled_takes_its_list_away(world: World, shelf: Shelf) -> None:
    request(world)
    presenter = desk_of(world.investigation, shelf)
    presenter.choose_place(shelf.sticks[0])
    shelf.gone.add(shelf.sticks[0])
    presenter.refresh()
    assert presenter.state.error is not None
    assert presenter.state.error.code == "media.missing"
    assert presenter.state.found is None
    assert presenter.state.place is None


def test_a_folder_is_not_called_safe_to_remove(world: World, shelf: Shelf) -> None:
    shelf.is_stuck = True
    presenter = desk_of(world.investigation, shelf)
    presenter.choose_place(shelf.sticks[0])
    presenter.release()
    assert presenter.state.released_at is None
    assert presenter.state.is_folder


@pytest.mark.parametrize("who", ["examiner", "auditor"])
def test_only_the_security_officer_receives(world: World, shelf: Shelf, who: str, tmp_path: Path) -> None:
    presenter = desk_of(world.investigation, shelf, who)
    presenter.choose_place(tmp_path)
    assert presenter.state.error is not None
    assert presenter.state.error.code == "access.wrong-role"


def test_a_pulled_medium_is_told_and_changes_nothing(world: World, shelf: Shelf) -> None:
    presenter = inspected(world, shelf, request(world))
    office, shown = world.investigation, presenter.state.inspection
    presenter.watch_media()
    before, kept = office.tables(), office.quarantine()
    assert (presenter.state.pulled, len(kept)) == ("", 1)
    shelf.gone.add(shelf.sticks[0])
    presenter.watch_media()
    state = presenter.state
    assert (state.pulled, state.place, state.found, state.media) == ("stick", None, None, ())
    assert (state.inspection, state.is_in_quarantine, state.can_admit) == (shown, True, True)
    assert (office.tables(), office.quarantine()) == (before, kept)
    presenter.admit()  # it was copied here: no medium is needed
    assert (presenter.state.error, presenter.state.outcome, presenter.state.is_in_quarantine) == (
        None,
        "imported",
        False,
    )
    shelf.gone.clear()
    presenter.watch_media()
    assert [one.label for one in presenter.state.media] == ["stick"]
    presenter.choose_place(shelf.sticks[0])
    assert (presenter.state.pulled, standings(presenter)) == ("", [Standing.DECIDED])


def test_a_medium_that_was_let_go_is_not_called_pulled(world: World, shelf: Shelf) -> None:
    presenter = inspected(world, shelf, request(world))
    presenter.admit()
    presenter.release()
    presenter.watch_media()
    assert (presenter.state.pulled, presenter.state.media) == ("", ())
