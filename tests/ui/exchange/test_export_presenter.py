from datetime import timedelta
from pathlib import Path

import pytest

from app.models.domain.ids import PersonId
from app.models.domain.lifecycle import State
from app.services.bundles.manifest import Kind
from app.services.exchange.outbox import Signatory
from app.services.exchange.sendable import Sendable
from app.services.platform.chosen_files import ChosenFiles
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.export_state import DraftInHand, OnMedium, Step
from app.ui.presenters.exporting import ExportPresenter
from tests.services.exchange.conftest import At
from tests.services.exchange.custody_desk import hand_over, recall, transfer
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.ui.exchange.places import Shelf, workplace_of

PASSPHRASE = "passphrase of {who}"


def desk_of(office: Office, shelf: Shelf, who: str = "security") -> ExportPresenter:
    presenter = ExportPresenter(workplace_of(office, who), InlineRunner(), shelf, shelf.drive_at, ChosenFiles())
    presenter.refresh()
    assert presenter.state.error is None
    return presenter


def step_of(presenter: ExportPresenter) -> Step:
    return presenter.state.step


def on_medium(presenter: ExportPresenter) -> OnMedium:
    return presenter.state.on_medium


def typed(who: str) -> bytearray:
    return bytearray(PASSPHRASE.format(who=who), "utf-8")


def listed(presenter: ExportPresenter, kind: Kind) -> list[Sendable]:
    return [one for one in presenter.state.listed if one.kind is kind]


def to_signing(presenter: ExportPresenter, chosen: list[Sendable]) -> None:
    presenter.begin(chosen)
    presenter.forward()
    presenter.forward()
    assert presenter.state.error is None
    assert step_of(presenter) is Step.READ
    presenter.forward()


def to_writing(presenter: ExportPresenter, shelf: Shelf) -> None:
    to_signing(presenter, listed(presenter, Kind.INVESTIGATION_REQUEST)[:1])
    presenter.sign(typed("security"))
    presenter.choose_place(shelf.sticks[0])


def test_what_waits_is_listed_by_kind(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    kinds = [(one.kind, one.state) for one in presenter.state.listed]
    assert kinds.count((Kind.INVESTIGATION_REQUEST, State.CONSENTED)) == 2
    assert kinds.count((Kind.NOT_CARRIED_OUT, State.NON_CONSENT)) == 1
    assert len(kinds) == 3, "a questionnaire has no state to leave from yet, and nobody must hand a case over"
    refusal = listed(presenter, Kind.NOT_CARRIED_OUT)[0]
    assert (refusal.number, refusal.target.case) == ("", None)


def test_the_list_is_one_look_at_each_place_that_it_is_read_from(world: World) -> None:
    office = world.agency
    office.services.outbox.sendable(office.actor("security"))
    looks = [code for code, _ in office.events() if code.endswith(".seen")]
    assert sorted(looks[-4:]) == ["cases.seen", "custody.seen", "exports.seen", "register.seen"]
    before = len(office.events())
    office.services.outbox.sendable(office.actor("security"))
    assert len(office.events()) == before + 4


def test_cases_to_hand_over_are_listed_only_when_somebody_asks(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    presenter.show_transfers(is_shown=True)
    assert {(one.kind, one.target.case) for one in presenter.state.listed} == {
        (Kind.CASE_TRANSFER, world.case),
        (Kind.CASE_TRANSFER, world.others[0]),
    }
    hand_over(world, world.agency, transfer(world, world.agency, world.investigation))
    presenter.refresh()
    assert [one.target.case for one in presenter.state.listed] == [world.others[0]], "what is away is not ours to give"
    presenter.show_transfers(is_shown=False)
    assert listed(presenter, Kind.CASE_TRANSFER) == []
    recall(world, world.agency)
    presenter.refresh()
    (notice,) = listed(presenter, Kind.CASE_TRANSFER)
    assert (notice.target.case, notice.only_to) == (world.case, world.investigation.station), "who had it must be told"
    transfer(world, world.agency, world.investigation)
    presenter.refresh()
    assert listed(presenter, Kind.CASE_TRANSFER) == []


def test_a_withdrawal_is_told_only_to_whom_the_case_was_sent(at: At) -> None:
    world = at("requested")
    shelf = Shelf([world.root / "stick"])
    world.withdraw()
    world.withdraw(world.others[0])
    waiting = listed(desk_of(world.agency, shelf), Kind.WITHDRAWAL)
    assert [one.target.case for one in waiting] == [world.case]


def test_a_contractor_has_nothing_to_send(world: World, shelf: Shelf) -> None:
    assert desk_of(world.contractor, shelf).state.listed == ()


def test_an_examiner_sees_nothing_and_is_told_why(world: World, shelf: Shelf) -> None:
    presenter = ExportPresenter(
        workplace_of(world.agency, "examiner"), InlineRunner(), shelf, shelf.drive_at, ChosenFiles()
    )
    presenter.refresh()
    assert presenter.state.error is not None
    assert presenter.state.error.code == "access.wrong-role"


def test_several_requests_travel_together_and_nothing_else_does(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    requests = listed(presenter, Kind.INVESTIGATION_REQUEST)
    assert presenter.may_travel_together(requests)
    assert not presenter.may_travel_together([requests[0], *listed(presenter, Kind.NOT_CARRIED_OUT)])
    presenter.begin([requests[0], *listed(presenter, Kind.NOT_CARRIED_OUT)])
    assert step_of(presenter) is Step.WHAT
    to_signing(presenter, requests)
    export = presenter._workplace.services.outbox.exports(presenter._workplace.actor)[0]
    assert export.subjects == 2
    assert len(export.numbers) == 2


def test_the_only_recipient_and_the_officer_at_the_desk_are_chosen_already(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    presenter.begin(listed(presenter, Kind.INVESTIGATION_REQUEST)[:1])
    recipient = presenter.state.recipient
    assert recipient is not None
    assert recipient.station == world.investigation.station
    assert len(recipient.fingerprint) == 12
    assert all(len(group) == 5 and group.isdecimal() for group in recipient.fingerprint)
    assert presenter.state.signers == (world.agency.person("security"),)


def test_one_person_cannot_fill_two_slots(at: At) -> None:
    world = at("notified")
    shelf = Shelf([world.root / "stick"])
    presenter = desk_of(world.agency, shelf)
    presenter.begin(listed(presenter, Kind.DECISION)[:1])
    presenter.choose_recipient(world.investigation.station)
    presenter.forward()
    assert step_of(presenter) is Step.WHO
    security = world.agency.person("security")
    presenter.choose_signer(0, security)
    presenter.choose_signer(1, security)
    assert not presenter.state.has_signers
    presenter.forward()
    assert step_of(presenter) is Step.WHO
    presenter.choose_signer(0, world.agency.person("decider"))
    assert presenter.state.has_signers


def test_what_is_read_is_decoded_and_says_what_is_absent(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    to_signing(presenter, listed(presenter, Kind.INVESTIGATION_REQUEST)[:1])
    preview = presenter.state.preview
    assert preview is not None
    shown = {line.path: line.value for line in preview.lines}
    assert shown["subject.name"] in {"髙橋　美咲", "𠮷田　陽菜"}
    assert "absent.questionnaire" in preview.absent
    assert on_medium(presenter) is OnMedium.NOTHING


def test_a_wrong_passphrase_signs_nothing_and_is_wiped(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    to_signing(presenter, listed(presenter, Kind.INVESTIGATION_REQUEST)[:1])
    secret = bytearray(b"not the passphrase")
    presenter.sign(secret)
    assert presenter.state.error is not None
    assert presenter.state.error.code == "seat.wrong-passphrase"
    assert not any(secret)
    assert step_of(presenter) is Step.SIGN
    presenter.sign(typed("security"))
    assert step_of(presenter) is Step.WRITE


def test_two_officers_sign_each_with_the_own_passphrase(at: At) -> None:
    world = at("notified")
    shelf = Shelf([world.root / "stick"])
    presenter = desk_of(world.agency, shelf)
    presenter.begin(listed(presenter, Kind.RESULT)[:1])
    presenter.choose_recipient(world.contractor.station)
    presenter.choose_signer(0, world.agency.person("decider"))
    presenter.forward()
    presenter.forward()
    presenter.forward()
    first = presenter.state.signatory
    assert first is not None
    assert first.person == world.agency.person("security"), "the officer at the desk goes first"
    presenter.sign(typed("decider"))
    assert presenter.state.error is not None
    presenter.sign(typed("security"))
    second = presenter.state.signatory
    assert second is not None
    assert (second.person, second.role) == (world.agency.person("decider"), "deciding-officer")
    presenter.sign(typed("security"))
    assert presenter.state.error is not None, "one hand does not sign for two"
    presenter.sign(typed("decider"))
    assert step_of(presenter) is Step.WRITE


def test_the_officer_at_the_desk_signs_first_however_the_keys_are_sorted(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    to_signing(presenter, listed(presenter, Kind.INVESTIGATION_REQUEST)[:1])
    preview = presenter.state.preview
    assert preview is not None
    us = Signatory(world.agency.person("security"), "us", "security-officer")
    other = Signatory(world.agency.person("decider"), "other", "deciding-officer")
    for missing in ((us, other), (other, us)):
        presenter._resumed(DraftInHand(preview, missing, (), world.investigation.station))
        assert presenter.state.missing == (us, other)


def test_a_worn_stick_holds_nothing_whole(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    to_writing(presenter, shelf)
    shelf.is_worn = True
    presenter.write(typed("security"))
    assert presenter.state.error is not None
    assert presenter.state.error.code == "media.read-back"
    assert on_medium(presenter) is OnMedium.NOTHING
    assert list(shelf.sticks[0].iterdir()) == []


def test_written_read_back_let_go_and_waiting_for_the_receipt(world: World, shelf: Shelf, tmp_path: Path) -> None:
    presenter = desk_of(world.agency, shelf)
    to_writing(presenter, shelf)
    presenter.write(typed("security"))
    state = presenter.state
    assert state.error is None
    assert state.ticks is not None
    assert state.step is Step.SLIP
    assert state.on_medium is OnMedium.WHOLE
    assert state.ticks.released_at is not None
    assert shelf.mounted() == ()
    slip = tmp_path / "slip.pdf"
    presenter.save_slip(slip, Catalogue.load(TEXTS, Language.JAPANESE))
    assert presenter.state.slip == slip
    assert slip.read_bytes().startswith(b"%PDF")
    presenter.leave()
    assert [(one.status, one.days_open) for one in presenter.state.exports] == [("written", 0)]
    assert len(listed(presenter, Kind.INVESTIGATION_REQUEST)) == 1
    presenter.show_sent(is_shown=True)
    assert len(listed(presenter, Kind.INVESTIGATION_REQUEST)) == 2


def test_the_slip_is_the_same_every_time(world: World, shelf: Shelf, tmp_path: Path) -> None:
    presenter = desk_of(world.agency, shelf)
    to_writing(presenter, shelf)
    presenter.write(typed("security"))
    for name in ("a.pdf", "b.pdf"):
        presenter.save_slip(tmp_path / name, Catalogue.load(TEXTS, Language.JAPANESE))
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_full_stick_leaves_nothing_and_the_draft_waits(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    to_writing(presenter, shelf)
    shelf.is_full = True
    before = sorted(shelf.sticks[0].iterdir())
    presenter.write(typed("security"))
    assert presenter.state.error is not None
    assert presenter.state.error.code == "media.full"
    assert on_medium(presenter) is OnMedium.NOTHING
    assert sorted(shelf.sticks[0].iterdir()) == before
    shelf.is_full = False
    presenter.write(typed("security"))
    assert on_medium(presenter) is OnMedium.WHOLE


def test_a_stick_that_was_pulled_is_missed_by_name(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    to_writing(presenter, shelf)
    shelf.gone.add(shelf.sticks[0])
    presenter.write(typed("security"))
    assert presenter.state.error is not None
    assert presenter.state.error.code == "media.missing"
    assert presenter.state.media == ()


def test_a_stick_that_comes_or_goes_is_noticed_without_being_asked_for(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    to_writing(presenter, shelf)
    presenter.watch_media()
    assert (presenter.state.place, len(presenter.state.media)) == (shelf.sticks[0], 1)
    shelf.gone.add(shelf.sticks[0])
    presenter.watch_media()
    assert (presenter.state.place, presenter.state.media) == (None, ())
    shelf.gone.clear()
    presenter.watch_media()
    assert (presenter.state.place, len(presenter.state.media), presenter.state.busy) == (None, 1, "")


def test_a_stick_that_will_not_go_is_whole_but_not_released(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    to_writing(presenter, shelf)
    shelf.is_stuck = True
    presenter.write(typed("security"))
    assert presenter.state.ticks is not None
    assert presenter.state.ticks.released_at is None
    assert on_medium(presenter) is OnMedium.WHOLE


@pytest.mark.parametrize("stage", [Step.READ, Step.SIGN, Step.WRITE])
def test_a_draft_can_be_left_taken_up_again_and_given_up(world: World, shelf: Shelf, stage: Step) -> None:
    presenter = desk_of(world.agency, shelf)
    to_signing(presenter, listed(presenter, Kind.INVESTIGATION_REQUEST)[:1])
    if stage is Step.WRITE:
        presenter.sign(typed("security"))
    if stage is Step.READ:
        presenter.back()
    assert step_of(presenter) is stage
    presenter.leave()
    (open_export,) = presenter.state.exports
    presenter.resume(open_export.bundle_id)
    assert step_of(presenter) is Step.READ
    assert presenter.state.recipient is not None
    presenter.forward()
    assert step_of(presenter) is (Step.WRITE if stage is Step.WRITE else Step.SIGN)
    presenter.discard()
    assert (presenter.state.step, presenter.state.discarded, presenter.state.exports) == (Step.WHAT, 1, ())


def test_the_age_of_an_export_counts_from_the_day_it_was_written(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    to_writing(presenter, shelf)
    presenter.write(typed("security"))
    world.clock.advance(timedelta(days=3, hours=2))
    presenter.leave()
    assert [one.days_open for one in presenter.state.exports] == [3]


def test_signing_for_nobody_wipes_the_secret(world: World, shelf: Shelf) -> None:
    presenter = desk_of(world.agency, shelf)
    secret = bytearray(b"something")
    presenter.sign(secret)
    assert not any(secret)
    assert presenter.state.missing == ()
    assert PersonId("") not in presenter.state.signers
