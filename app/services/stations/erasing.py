"""Complete what a destruction began: take away keys and files, and put the end on record."""

from app.models.domain.actor import Actor
from app.models.domain.errors import EnvironmentProblemError
from app.services.desk import Desk
from app.services.vault.unit import Unit
from app.services.vault.vault import Finished


def finish_destructions(desk: Desk, actor: Actor) -> bool:
    """Complete the destructions that the ledger names; right after them, and at each unlocking.

    Returns:
        False when something keeps them from being completed now; the next unlocking does it then.
    """
    at = desk.clock.now()

    def done(unit: Unit, finished: Finished) -> None:
        unit.record.append(
            at=at,
            code="disposal.finished",
            person=actor.person,
            station=actor.station,
            session=actor.session,
            subject="",
            purpose="process",
            result="done",
            detail={"subjects": finished.subjects, "keys": finished.keys, "files": finished.files},
        )

    try:
        finished = desk.vault.finish_destructions(at, done)
    except EnvironmentProblemError:
        return False
    return finished is None or finished.is_whole
