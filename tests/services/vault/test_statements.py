"""Compiled statements outlive a lock only where they hold nothing of a vault, and are then used again."""

from pathlib import Path

from sqlalchemy import Connection, bindparam, column, select, table

from app.models.domain.lifecycle import State
from app.services.vault.engine import open_engine
from app.services.vault.statements import Statements

KEY = bytes(32)
CASES = table("cases", column("state"), column("name"), column("item"))


def run_some(connection: Connection, name: str) -> None:
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS cases (state, name, item)")
    connection.execute(select(CASES).where(CASES.c.name == name))
    connection.execute(select(CASES.c.item).where(CASES.c.name.in_([name, "髙橋"])))
    connection.execute(select(CASES.c.name).where(CASES.c.name == bindparam("name")), {"name": name})
    connection.execute(select(CASES).where(CASES.c.state.in_([State.LISTED])).limit(7))
    connection.execute(CASES.insert(), {"name": name, "item": 1})
    connection.execute(CASES.update().values(name=name))


def run(path: Path, name: str) -> set[object]:
    """What a new engine finds compiled after another one ran statements and was closed."""
    engine = open_engine(path, KEY, writes=True)
    with engine.begin() as connection:
        run_some(connection, name)
    engine.dispose()
    return set(Statements())


def test_no_value_of_a_vault_outlives_its_engine(tmp_path: Path) -> None:
    before = set(Statements())
    shared = Statements()
    kept = [shared[key] for key in run(tmp_path / "one.db", "山﨑") - before]
    values = [bound.effective_value for one in kept if one.cache_key for bound in one.cache_key.bindparams]
    assert not any("山﨑" in str(value) for value in values)
    assert len(kept) == 3  # the one with its value beside it, the one of a state, the one of an insert


def test_statements_are_compiled_once_for_all_engines(tmp_path: Path) -> None:
    first = run(tmp_path / "one.db", "山﨑")
    assert run(tmp_path / "two.db", "佐々木") == first
