"""Drafts: what is typed is kept every second without filling vault and record, sealed, for its writer only."""

import pytest

from app.models.domain.acts import Action
from app.models.domain.errors import VaultError
from app.services.findings.drafts import DRAFT
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World

PLACE = "finding/1"


def typed(world: World, content: str, who: str = "examiner", place: str = PLACE) -> None:
    office = world.investigation
    office.services.drafts.keep(office.actor(who), world.case, Action.WRITE_FINDING, {place: ("1", content)})


def read(world: World, who: str = "examiner") -> dict[str, str]:
    return world.investigation.services.drafts.read(world.investigation.actor(who), world.case)


def rows(world: World) -> list[tuple[object, ...]]:
    return [row for row in world.investigation.rows("documents") if DRAFT in row]


def test_an_hour_of_typing_is_one_row_and_one_event(at: At) -> None:
    world = at("assigned")
    before = len(world.investigation.events("case.seen"))
    for turn in range(50):
        typed(world, f"所見を書いている {turn}")
    assert read(world) == {PLACE: "所見を書いている 49"}
    assert len(rows(world)) == 1
    assert len(world.investigation.events("case.seen")) == before + 1
    assert world.investigation.services.record.verify(world.investigation.actor("auditor")).is_sound


def test_each_session_puts_its_drafts_on_record_once(at: At) -> None:
    world = at("assigned")
    before = len(world.investigation.events("case.seen"))
    typed(world, "午前")
    typed(world, "午前の続き")
    office = world.investigation
    afternoon = office.actor("examiner").__class__(
        office.person("examiner"), office.actor("examiner").roles, office.kind, office.station, "another session"
    )
    for content in ("午後", "午後の続き"):
        office.services.drafts.keep(afternoon, world.case, Action.WRITE_FINDING, {PLACE: ("1", content)})
    assert len(office.events("case.seen")) == before + 2
    assert read(world) == {PLACE: "午後の続き"}


def test_a_draft_that_was_given_up_stays_away_and_a_new_one_begins(at: At) -> None:
    world = at("assigned")
    typed(world, "書きかけ")
    typed(world, "")
    assert read(world) == {}
    typed(world, "新しい書きかけ")
    assert read(world) == {PLACE: "新しい書きかけ"}


def test_a_draft_is_sealed_under_the_key_of_its_case_and_for_its_writer_only(at: At) -> None:
    world = at("assigned")
    typed(world, "ここだけの書きかけ")
    assert read(world, "reviewer") == {}
    marker = "ここだけの書きかけ".encode()
    assert all(marker not in column for row in rows(world) for column in row if isinstance(column, bytes))
    world.investigation.desk.vault.case_keys.destroy(world.case)
    with pytest.raises(VaultError, match=r"^vault.case-key-missing$"):
        read(world)
