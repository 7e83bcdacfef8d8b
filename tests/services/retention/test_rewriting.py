"""Why a destruction writes the whole vault anew: deleting alone leaves copies that SQLite made when it moved rows."""

from collections.abc import Callable
from hashlib import shake_256
from itertools import count
from pathlib import Path

from sqlalchemy import delete, insert, update

from app.models.schema import tables
from app.models.schema.keeping import metadata
from app.services.vault.engine import open_engine, scrub
from tests.services.retention.raw import decrypted

KEY = bytes(range(32))
ROWS = 1200

Draw = Callable[[int], int]


def _draws() -> Draw:
    """The same numbers each time, each below what is asked for; with these SQLite leaves copies behind."""
    numbers = count()
    return lambda below: int.from_bytes(shake_256(b"1-%d" % next(numbers)).digest(8), "big") % below


def test_only_writing_anew_takes_every_copy_of_a_deleted_name(tmp_path: Path) -> None:
    path, draw = tmp_path / "v.db", _draws()
    engine = open_engine(path, KEY, writes=True)
    with engine.begin() as connection:
        metadata.create_all(connection)
    names: list[tuple[str, str]] = []
    for number in range(ROWS):
        names.append((f"{draw(2**62):032x}", f"canary{draw(2**62):020x}end"))
        with engine.begin() as connection:
            connection.execute(insert(tables.cases), _row(*names[-1], number, draw))
            if number % 3 == 0 and number > 10:
                case_id, _name = names[draw(len(names))]
                moved = update(tables.cases).where(tables.cases.c.case_id == case_id)
                connection.execute(moved.values(section="z" * draw(400)))
    gone = names[::3]
    for case_id, _name in gone:
        with engine.begin() as connection:
            connection.execute(delete(tables.cases).where(tables.cases.c.case_id == case_id))
    assert scrub(engine, rewrite=False)
    assert _left(path, gone)
    assert scrub(engine, rewrite=True)
    assert not _left(path, gone)
    engine.dispose()


def _left(path: Path, gone: list[tuple[str, str]]) -> list[str]:
    content = b"".join(decrypted(path, KEY))
    return [name for _, name in gone if name.encode() in content]


def _row(case_id: str, name: str, number: int, draw: Draw) -> dict[str, object]:
    texts = dict.fromkeys(("name", "kana", "name_folded", "kana_sort"), name)
    return texts | {
        "case_id": case_id,
        "number": f"A-2025-{number:06d}",
        "state": "valid",
        "born_on": "1990-01-01",
        "section": "x" * draw(60),
        "post": "y" * draw(40),
        "item": 1,
        "notified_of_assessment_on": "2025-01-01",
        "sealed": 0,
        "pack_id": "p",
        "pack_version": "1",
        "pack_digest": "d" * 64,
        "opened_at": "2025-01-01T00:00:00+00:00",
        "changed_at": "2025",
        "revision": 1,
    }
