"""Find cases by name, reading or number through the index of neighbouring characters."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    column,
    delete,
    func,
    insert,
    or_,
    select,
    table,
    text,
)

from app.models.domain.search_keys import PLACES, Asked, SearchKeys, first_place
from app.models.schema.searching import case_places
from app.models.schema.tables import cases
from app.models.views.records import Case

_PLACES = case_places.c
_ADD = text("INSERT INTO case_grams (rowid, grams) VALUES (:place, :grams)")
_LAST = text(
    "SELECT value, (SELECT max(place) FROM case_places WHERE place >= value AND place < value + :places) "
    "FROM json_each(:starts)"
)
_FORGET = text("INSERT INTO case_grams (case_grams) VALUES ('optimize')")
_MEANT = "case_grams MATCH :question"
_NOTHING = '""'
"""A question that nothing answers."""

grams = table("case_grams", column("rowid", Integer))
"""The index; its row numbers are the places, and it gives them in their order, only as far as they are read."""


class CaseSearch:
    """The index beside the cases; it changes in the transaction that changes a case."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, case: Case) -> None:
        """Index a case anew."""
        self._connection.execute(delete(case_places).where(_PLACES.case_id == case.case_id))
        self.add_all([case])

    def add_all(self, cases: Sequence[Case]) -> None:
        """Index cases that are not in it yet."""
        rows, pieces = [], []
        for case, place in zip(cases, self._free_places(cases), strict=True):
            keys = SearchKeys.of(case.name, case.kana, case.number)
            words = {"folded": keys.folded, "kana": keys.kana, "romaji": keys.romaji, "running": keys.running}
            rows.append({"place": place, "case_id": case.case_id, **words})
            pieces.append({"place": place, "grams": " ".join(sorted(keys.pieces()))})
        self._connection.execute(insert(case_places), rows)
        self._connection.execute(_ADD, pieces)

    def leave_nothing(self) -> None:
        """Write the index anew without what was taken out of it; until then it only lies under a mark."""
        self._connection.execute(_FORGET)

    def _free_places(self, cases: Sequence[Case]) -> list[int]:
        """A place for each case, after everybody who is read the same."""
        starts = [first_place(case.kana_sort) for case in cases]
        after = self._after(starts)
        least: int | None = None
        places: list[int] = []
        for start in starts:
            if after[start] < start + PLACES:
                places.append(after[start])
                after[start] += 1
            else:  # more of one name than there are places: before everybody else
                least = (min(self._least(), 0) if least is None else least) - 1
                places.append(least)
        return places

    def _after(self, starts: Sequence[int]) -> dict[int, int]:
        """The first place that is free behind each of these, in one look."""
        asked = {"starts": json.dumps(sorted(set(starts))), "places": PLACES}
        return {start: start if last is None else last + 1 for start, last in self._connection.execute(_LAST, asked)}

    def _least(self) -> int:
        return int(self._connection.execute(select(func.min(_PLACES.place))).scalar_one() or 0)


def searched(statement: Select[Any], asked: Asked) -> Select[Any]:
    """The statement over cases, with the index before them and what makes a case an answer."""
    keys = asked.keys
    ways: list[ColumnElement[bool]] = [
        func.instr(there, key) > 0
        for there, key in ((_PLACES.folded, keys.folded), (_PLACES.kana, keys.kana), (_PLACES.romaji, keys.romaji))
        if key
    ]
    if keys.running:
        whole = [cases.c.number == asked.number] if asked.number else []
        ways.append(and_(_PLACES.running == keys.running, *whole))
    beside = (_PLACES.place == grams.c.rowid, cases.c.case_id == _PLACES.case_id)
    meant = text(_MEANT).bindparams(question=asked.question() or _NOTHING)
    looked_at = [or_(*ways)] if ways else []
    return statement.select_from(grams, case_places, cases).where(meant, *beside, *looked_at)
