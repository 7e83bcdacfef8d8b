"""Views of the queue (見方): each officer keeps the own ones under names; nobody sees another's."""

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.text import has_unseen
from app.services.desk import Desk
from app.services.queue.asked import QueueView

MOST, LONGEST = 30, 40
"""How many views an officer keeps, and how many characters a name has at most."""


class QueueViews:
    """Use cases of the views of the officer who asks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def listed(self, actor: Actor) -> dict[str, QueueView]:
        """The own views by name, in the order of their names; one that this program cannot read is left out."""
        with self._desk.act(actor, Action.SEE_VIEWS) as act:
            kept = act.unit.queue_views.of(actor.person)
        views = {name: _read(content) for name, content in kept.items()}
        return {name: view for name, view in views.items() if view is not None}

    def keep(self, actor: Actor, name: str, view: QueueView) -> None:
        """Keep a view under a name; one of the same name is replaced.

        Raises:
            InvalidInputError: ``view.name`` for an empty, long or invisible name; ``view.too-many``.
        """
        name = name.strip()
        if not name or len(name) > LONGEST or has_unseen(name):
            raise InvalidInputError("view.name", field="name", most=LONGEST)
        with self._desk.act(actor, Action.KEEP_VIEW) as act:
            kept = act.unit.queue_views.of(actor.person)
            if name not in kept and len(kept) >= MOST:
                raise InvalidInputError("view.too-many", field="name", most=MOST)
            act.unit.queue_views.keep(actor.person, name, msgspec.json.encode(view).decode(), act.at)

    def drop(self, actor: Actor, name: str) -> None:
        """Give up a view; nothing happens when there is none."""
        with self._desk.act(actor, Action.DROP_VIEW) as act:
            act.unit.queue_views.drop(actor.person, name)


def _read(content: str) -> QueueView | None:
    try:
        return msgspec.json.decode(content, type=QueueView)
    except msgspec.DecodeError:
        return None
