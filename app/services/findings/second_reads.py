"""What is kept of second readings: the views of a reader, the note of a conference, the figures of a sample."""

import msgspec

from app.models.domain.errors import GateClosedError
from app.models.domain.ids import CaseId
from app.models.domain.sampling import Figures, SecondView, figures_of
from app.services.desk import Act
from app.services.vault.unit import Unit

SECOND_READ, CONFERENCE = "second-read", "conference"


def views_of(unit: Unit, case_id: CaseId, reading_id: str) -> tuple[SecondView, ...]:
    """The views that were handed in under a name, in the order of the items."""
    kept = unit.documents.newest_of_kind(case_id, SECOND_READ)
    mine = [one for one in kept if one.place.startswith(f"{reading_id}/")]
    views = [msgspec.json.decode(one.content, type=SecondView) for one in mine]
    return tuple(sorted(views, key=lambda one: one.view.item))


def require_read_again(act: Act) -> None:
    """Refuse to go on with a case while somebody reads it again, or while a difference was not talked over.

    Raises:
        GateClosedError: ``second-read.open``, ``second-read.conference``.
    """
    row = act.unit.sampling.of_case(act.case.case_id)
    if row is None or row.settled_at is not None:
        return
    if row.given_at is not None:
        raise GateClosedError("second-read.conference")
    if row.reader is not None:
        raise GateClosedError("second-read.open")


def keep_figures(unit: Unit, sample_id: str) -> None:
    """Keep what may be told of a sample once nobody reads in it any more; before that there is no number at all.

    A running count would tell of the last reading by subtraction.
    """
    if not unit.sampling.is_read(sample_id):
        return
    differing = []
    for row in unit.sampling.cases_of(sample_id):
        case = unit.cases.find(row.case_id)
        if row.is_drawn and row.given_at is not None and row.reading_id and case is not None and not case.sealed:
            views = views_of(unit, row.case_id, row.reading_id)
            differing.append([one.view.item for one in views if one.differs])
    unit.sampling.keep_figures(sample_id, msgspec.json.encode(figures_of(differing)).decode())


def figures_in(kept: str) -> Figures:
    """Figures as they were kept."""
    return msgspec.json.decode(kept, type=Figures)
