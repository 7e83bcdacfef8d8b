"""A kiosk over a real vault, and what a person does there; shared by the tests of presenter and window."""

from dataclasses import dataclass

from app.models.forms.filling.closing import AFFIRMATION
from app.models.forms.filling.edits import PutAnswer, PutRow
from app.services.kiosk.room import Room
from tests.services.exchange.offices import Office, shelf
from tests.services.exchange.world import World

PIN = "480193"
NAME = "髙橋　美咲"


@dataclass
class Chair:
    """A slip for the case of a world."""

    world: World
    who: str = "examiner"

    def __post_init__(self) -> None:
        self.slip = self.office.services.kiosk.issue_slip(self.office.actor(self.who), self.world.case)

    @property
    def office(self) -> Office:
        return self.world.agency

    def sessions(self) -> list[tuple[object, ...]]:
        return [tuple(row) for row in self.office.rows("kiosk_sessions")]


def fill_in(room: Room, leave_out: frozenset[str] = frozenset()) -> None:
    """The whole first golden subject, but what is left out."""
    pack, response = room.draft.pack, next(iter(shelf().current.golden.values())).response
    for item in pack.index:
        rows = response.rows_of(*(each.link_id for each in pack.index.columns(item.link_id))) if item.repeats else ()
        for place, row in enumerate(rows):
            if row not in room.draft.rows(item.link_id):
                room.do(PutRow(item.link_id, row, place))
    for answer in response.current.values():
        if answer.link_id not in AFFIRMATION and answer.link_id not in leave_out:
            room.do(PutAnswer(answer))
