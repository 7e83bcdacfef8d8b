"""The first page after an unlocking reads no table whole that grows with the cases or with the bundles."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from tests.services.exchange.offices import OFFICERS, Office
from tests.services.exchange.world import World

GROWING = {
    "alarms",
    "blobs",
    "candidates",
    "carried",
    "cases",
    "custodies",
    "destructions",
    "documents",
    "events",
    "exports",
    "holds",
    "imports",
    "letters",
    "received_results",
    "register",
    "writings",
}
"""Everything else has a line for each officer, partner, medium, roster, backup or open incident."""


def looked_up(office: Office) -> dict[str, Any]:
    """What the page of each officer asks the vault, with the values of the last time."""
    asked: dict[str, Any] = {}

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:  # noqa: FBT001 # SQLAlchemy's
        if statement.startswith("SELECT"):
            asked[statement] = values

    engine = office.desk.vault._writer
    event.listen(engine, "before_cursor_execute", hear)
    for who in OFFICERS:
        office.services.queue.today(office.actor(who))
    event.remove(engine, "before_cursor_execute", hear)
    return asked


def read_whole(office: Office, asked: dict[str, Any]) -> set[str]:
    """The tables that SQLite walks from one end to the other, but for an index that holds nothing but what is open."""
    found = set[str]()
    with office.desk.vault._reader.begin() as connection:
        for statement, values in asked.items():
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            steps = [str(step[3]).split() for step in plan]
            found |= {step[1] for step in steps if step[0] == "SCAN" and not is_partial(office, step[-1])}
    return found


def is_partial(office: Office, name: str) -> bool:
    with office.desk.vault._reader.begin() as connection:
        query = "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?"
        made = connection.exec_driver_sql(query, (name,)).scalar()
    return made is not None and " WHERE " in made


def test_the_page_of_nobody_reads_a_growing_table_whole(at: Callable[[str], World]) -> None:
    for office in at("trusted").offices:
        asked = looked_up(office)
        assert any("FROM cases" in statement for statement in asked)
        assert read_whole(office, asked) & GROWING == set()
