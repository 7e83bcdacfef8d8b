"""The answers that a finding can cite: where each stands, which row, which revision. Nothing of its content."""

from dataclasses import dataclass

from app.models.domain.validity import Window
from app.models.forms.answers import Cell
from app.models.forms.days import days_of
from app.models.forms.definition import FormPack
from app.services.desk import Act
from app.services.questionnaires.keeping import is_medical, read_response


@dataclass(frozen=True, slots=True)
class Citable:
    """One answer that can be cited.

    Attributes:
        cell: Its question and the row of its table.
        revision: The newest revision.
        number: The row of its table from 1; 0 outside tables.
        days: The days that its row or question may be about, for the span of the case; None where nothing is dated.
    """

    cell: Cell
    revision: int
    number: int
    days: Window | None


def citable_in(act: Act, pack: FormPack, *, medical: bool) -> tuple[Citable, ...]:
    """Every answer of a case in the order of the form; struck ones are none, medical ones only where they are open."""
    response = read_response(act)
    if response is None:
        return ()
    found: list[Citable] = []
    days: dict[Cell, Window | None] = {}
    for item in pack.index:
        if is_medical(item) and not medical:
            continue
        table = pack.index.table(item.link_id)
        columns = () if table is None else tuple(one.link_id for one in pack.index.columns(table.link_id))
        rows: tuple[str | None, ...] = (None, *response.rows_of(*columns))
        for number, row in enumerate(rows):
            answer = response.get(item.link_id, row)
            if answer is None or answer.struck:
                continue
            around = pack.index.ancestors(item.link_id)
            place = (around[0].link_id if len(around) > 1 else item.link_id, row)
            if place not in days:
                days[place] = days_of(pack, response, item.link_id, row)
            found.append(Citable((item.link_id, row), answer.revision, number, days[place]))
    return tuple(found)
