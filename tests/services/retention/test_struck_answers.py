"""A struck answer is gone from every revision and from the raw files; the fact stays on record."""

from collections.abc import Callable

import msgspec
import pytest

from app.models.domain.errors import AppError
from app.models.forms.answers import Response
from app.models.forms.guards.finding import MARK
from app.models.rules.life import Closing
from app.services.questionnaires.keeping import ANSWERS
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.services.points.golden import golden, put
from tests.services.retention.raw import everything, places_of
from tests.services.retention.test_destruction import keys_of

CELL = ("D1.leaving", "r2")
CLAUSE = "労働組合の専従を終え"


@pytest.fixture(name="world")
def _world(at: Callable[[str], World]) -> World:
    """A case whose answers came in a bundle: the golden subject with a union, in two revisions of its documents."""
    world = at("assigned")
    for _ in range(2):
        put(world.investigation, world, golden("g12"))
    return world


def sealed(office: Office, kind: str) -> list[bytes]:
    with office.desk.vault._writer.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT sealed FROM documents WHERE kind = ?", (kind,))]


def pieces(content: bytes) -> list[bytes]:
    """Short enough that many lie whole on one page of the database."""
    return [content[start : start + 48] for start in range(0, len(content) - 48, 256)] or [content]


def texts(world: World) -> list[str]:
    with world.investigation.desk.vault.read() as unit:
        return [one.content.decode() for one in unit.documents.every(world.case)]


def test_it_is_gone_from_every_revision_from_what_repeats_it_and_from_the_raw_files(world: World) -> None:
    office = world.investigation
    actor, case, services = office.actor("examiner"), world.case, office.services
    (point,) = [one for one in services.points.of_case(actor, case).points if one.finding.rule == "R-TOP-01"]
    services.points.close(actor, case, point.key, Closing.EXPLAINED, "本人に確かめた。")
    assert sum(CLAUSE in text for text in texts(world)) >= 2
    before = set(sealed(office, ANSWERS))
    done = services.answer_striking.strike(actor, case, *CELL)
    assert done.is_gone
    gone = before - set(sealed(office, ANSWERS))
    assert len(gone) == done.documents >= 2
    assert not [text for text in texts(world) if CLAUSE in text]
    files = everything(office.folder, keys_of(office))
    assert not [piece for each in gone for piece in pieces(each) if places_of(piece, files)]
    assert all(any(places_of(piece, files) for piece in pieces(each)) for each in before - gone), "the scan is not idle"
    with office.desk.vault.read() as unit:
        entry = unit.record.of_subject(case)[-1]
        parts = [
            msgspec.json.decode(one.content, type=Response) for one in unit.documents.newest_of_kind(case, ANSWERS)
        ]
    assert (entry.code, b"D1.leaving/r2" in entry.entry, CLAUSE.encode() in entry.entry) == (
        "guard.answer-struck",
        True,
        False,
    )
    (answer,) = [one for part in parts for one in part.answers if one.cell == CELL]
    assert answer.value == f"{MARK}、転職したため"
    assert not [
        one
        for one in services.points.of_case(actor, case).points
        if one.finding.rule == "R-TOP-01" and not one.is_settled
    ]


def test_an_answer_without_it_cannot_be_struck(world: World) -> None:
    office = world.investigation
    with pytest.raises(AppError, match=r"guard\.nothing-found"):
        office.services.answer_striking.strike(office.actor("examiner"), world.case, "D1.leaving", "r1")
