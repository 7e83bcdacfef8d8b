"""Views of the queue (見方) by officer."""

from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from app.models.domain.ids import PersonId
from app.models.schema.viewing import queue_views

_VIEWS = queue_views.c


class QueueViewShelf:
    """One row for each view."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person: PersonId) -> dict[str, str]:
        """The views of an officer, by name."""
        query = select(_VIEWS.name, _VIEWS.content).where(_VIEWS.person_id == person).order_by(_VIEWS.name)
        return {str(name): str(content) for name, content in self._connection.execute(query)}

    def keep(self, person: PersonId, name: str, content: str, at: datetime) -> None:
        """Keep a view, in the place of one of the same name."""
        row = {"person_id": person, "name": name, "content": content, "kept_at": at.isoformat()}
        put = insert(queue_views).values(row).on_conflict_do_update(index_elements=["person_id", "name"], set_=row)
        self._connection.execute(put)

    def drop(self, person: PersonId, name: str) -> None:
        """Give up a view."""
        self._connection.execute(delete(queue_views).where(_VIEWS.person_id == person, _VIEWS.name == name))
