"""What a list of cases is asked for."""

from dataclasses import dataclass

from app.models.domain.ids import PersonId
from app.models.domain.lifecycle import State


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Filters, search words and order of the queue (案件一覧). Names are looked for in three keys, joined by or."""

    states: tuple[State, ...] = ()
    assignee: PersonId | None = None
    name_exact: str = ""
    name_folded: str = ""
    kana_key: str = ""
    number: str = ""
    by_due_date: bool = False
