"""What is told at the kiosk, what can be declared there, and that the end of a case leaves nothing of a draft."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models.domain.civil_day import civil_day
from app.models.domain.errors import AppError, GateClosedError
from app.models.domain.lifecycle import State
from app.models.forms.filling.typing import Typed
from app.services.kiosk.room import Room
from app.services.kiosk.telling import Rank
from tests.services.exchange.world import Snapshots, World

PIN = "480193"
SECRET = "髙橋のひみつの旧姓"


@pytest.fixture(name="world")
def _world(snapshots: Snapshots, tmp_path: Path) -> Iterator[World]:
    world = snapshots.at("consented", tmp_path / "world")
    yield world
    world.close()


def entered(world: World) -> Room:
    services, actor = world.agency.services, world.agency.actor("examiner")
    slip = services.kiosk.issue_slip(actor, world.case)
    return services.kiosk.enter(actor, world.case, slip.code, PIN)


def test_the_notice_and_the_standing_of_the_consents_are_told_in_both_languages(world: World) -> None:
    office, actor = world.agency, world.agency.actor("examiner")
    told = office.services.kiosk_telling.told(actor, world.case, "ja")
    texts = [passage.text for passage in told.notice]
    assert "調査する事項" in [passage.text for passage in told.notice if passage.rank is Rank.HEADING]
    assert any("理由を書く必要はなく" in text for text in texts)
    assert any("不利益な取扱いをすることは許されません" in text for text in texts)
    assert [passage.text for passage in told.notice if passage.label == "苦情受理窓口"] == [told.complaint_desk]
    english = office.services.kiosk_telling.told(actor, world.case, "en")
    assert len(english.notice) == len(told.notice)
    assert "Matters investigated" in [passage.text for passage in english.notice]
    assert told.consented_on is not None
    assert told.consented_on <= office.desk.clock.today()


def test_a_consent_to_inquiries_at_the_kiosk_is_filed_like_a_paper(world: World) -> None:
    office, actor = world.agency, world.agency.actor("examiner")
    room = entered(world)
    had = office.services.kiosk_telling.told(actor, world.case, "ja").inquiries_on
    office.services.consents.consent_to_inquiries_here(actor, world.case)
    told = office.services.kiosk_telling.told(actor, world.case, "ja")
    assert told.inquiries_on == civil_day(office.desk.clock.now())
    assert had is None or had <= told.inquiries_on
    entries = [line.entry for line in office.services.consents.register(actor) if line.entry.case_id == world.case]
    entry = next(one for one in entries if one.recorded_at == office.desk.clock.now())
    assert (entry.kind, entry.form) == ("inquiry-consent", "F07")
    assert entry.scan_id is not None
    assert office.services.filing.scan(actor, entry.scan_id)[1].startswith(b"%PDF")
    room.save()


def test_a_withdrawal_at_the_kiosk_seals_the_case_and_destroys_the_draft(world: World) -> None:
    office, actor = world.agency, world.agency.actor("security")
    room = entered(world)
    assert room.answer(("A1.family-name", None), Typed(SECRET)) is None
    room.save()
    entry_id = office.services.consents.withdraw_here(actor, world.case)
    assert office.rows("kiosk_sessions") == office.rows("kiosk_journal") == []
    assert room.answer(("A1.given-name", None), Typed("美咲")) is None
    with pytest.raises(GateClosedError, match=r"kiosk\.ended"):
        room.save()
    with office.desk.vault.read() as unit:
        assert unit.cases.get(world.case).sealed
        entry = unit.register.get(entry_id)
    assert (entry.form, entry.state) == ("F09", State.WITHDRAWN)
    with pytest.raises(AppError):
        office.services.kiosk_telling.told(actor, world.case, "ja")


def test_the_paper_of_a_draft_is_drawn_for_the_screen(world: World) -> None:
    office, actor = world.agency, world.agency.actor("examiner")
    room = entered(world)
    assert room.answer(("A1.family-name", None), Typed("葛\U000e0100城")) is None
    sheets = office.services.kiosk_telling.paper(actor, world.case, room.draft, "ja")
    assert [sheet.page for sheet in sheets] == list(range(1, 36))
    assert "葛\U000e0100城" in "".join(words.text for words in sheets[0].words)
    assert sheets[0].rules
