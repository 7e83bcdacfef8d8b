"""What lies on a medium, for a machine on which no vault opens: lists that nobody has believed yet."""

from dataclasses import dataclass
from datetime import datetime

from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.services.backups.layout import Layout
from app.services.backups.opening import Belonging, Found, chosen, found_on, stations_on
from app.services.ports import BackupPlace


@dataclass(frozen=True, slots=True)
class Candidate:
    """One backup as its list says; only opening it shows whether that is true.

    Attributes:
        problem: Code of what is wrong with the list, or empty.
    """

    station: str
    number: int
    made_at: datetime | None
    entries: int
    problem: str = ""


def candidates_on(place: BackupPlace, belonging: Belonging) -> list[Candidate]:
    """Backups of every station on the medium, by station, newest first."""
    found: list[Candidate] = []
    for station in stations_on(place):
        listed = found_on(place, Layout.of(station))
        found += [_candidate(station, one, belonging) for one in listed]
    return found


def _candidate(station: str, one: Found, belonging: Belonging) -> Candidate:
    problem = ""
    try:
        chosen([one], one.number, belonging)
    except (UntrustedInputError, InvalidInputError) as error:
        problem = error.code
    if one.manifest is None:
        return Candidate(station, one.number, None, 0, problem)
    return Candidate(station, one.number, one.manifest.made_at, one.manifest.size, problem)
