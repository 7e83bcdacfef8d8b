"""A draft at the kiosk that a handed-over case left behind goes with the case, sealed key, journal and all."""

from datetime import timedelta

import pytest

from app.models.domain.errors import AppError
from app.models.forms.filling.typing import Typed
from app.services.crypto.keyslot import derive
from tests.services.exchange.offices import Office
from tests.services.retention.conftest import At
from tests.services.retention.ending import destroyed, marked, told_everybody
from tests.services.retention.raw import everything, places_of

PIN = "480193"


def raw(office: Office) -> dict[str, bytes]:
    key = office.keys.vault_key
    return everything(office.folder, {"vault.db": key, "keys.db": derive(key, "case-keys")})


def test_destroying_a_case_with_an_open_draft_leaves_nothing_of_the_draft(at: At) -> None:
    world = at("consented")
    office, actor = world.agency, world.agency.actor("examiner")
    slip = office.services.kiosk.issue_slip(actor, world.case)
    room = office.services.kiosk.enter(actor, world.case, slip.code, PIN)
    assert room.answer(("A1.family-name", None), Typed("髙橋")) is None
    room.save()
    with office.desk.vault.read() as unit:
        held = unit.kiosk.of_case(world.case)
        assert held is not None
        lines = unit.kiosk.journal(held.session_id)
    world.withdraw()
    with office.desk.vault.write() as unit:  # as where the case went on to another station and came to its end there
        unit.kiosk.open(held)
        for seq, sealed in lines:
            unit.kiosk.add(held.session_id, world.case, seq, sealed)
    needles = (held.session_id.encode(), held.by_case, held.by_slip or b"", *(sealed for _, sealed in lines))
    assert all(places_of(needle, raw(office)) for needle in needles[:1])
    told_everybody(world)
    world.clock.advance(timedelta(days=1))
    marked(office, world.case)
    destroyed(office, world.case)
    assert office.rows("kiosk_sessions") == office.rows("kiosk_journal") == []
    after = raw(office)
    assert [places_of(needle, after) for needle in needles if needle] == [{} for needle in needles if needle]
    assert room.answer(("A1.given-name", None), Typed("美咲")) is None
    with pytest.raises(AppError):
        room.save()
