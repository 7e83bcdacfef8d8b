"""Golden subjects of the shipped pack, put into a case of a world."""

from app.models.domain.acts import Action
from app.models.forms.answers import Response
from app.services.desk import Target
from app.services.questionnaires.keeping import keep_answers, pinned
from tests.services.exchange.offices import Office, shelf
from tests.services.exchange.world import World

LOADED = shelf().current


def golden(name: str) -> Response:
    return LOADED.golden[f"{name}.json"].response


def put(office: Office, world: World, response: Response) -> None:
    """Other answers lie in the case, as a correction brings them."""
    with office.desk.act(office.actor("examiner"), Action.WRITE_NOTE, Target(case=world.case)) as act:
        keep_answers(act, LOADED.pack, pinned(LOADED.pack, response))
