"""The whole rule pack over one full subject, beside parsing that subject's answers; the goal is ten times at most."""

from pathlib import Path

import msgspec

from app.bootstrap import packs
from app.models.forms.answers import Response, encode
from app.models.rules.engine import run
from app.models.rules.material import Material
from app.services.calendar import working_calendar
from build.bench.measure import Result, compare

_TIMES = 50
"""Runs in a round, so that a round takes long enough to be measured."""
GOAL = 10
"""Times the parsing."""


def measure_rules(_folder: Path) -> list[Result]:
    """The golden subject with the most answers; each run reads the answers anew, as a look at a case does."""
    loaded = packs().current
    response = max((one.response for one in loaded.golden.values()), key=lambda one: len(one.answers))
    data = encode(response)
    decoder = msgspec.json.Decoder(Response)
    calendar = working_calendar()

    def ours() -> None:
        for _ in range(_TIMES):
            read = decoder.decode(data)
            run(loaded.rules, Material(loaded.pack, read, read.as_of, calendar))

    def theirs() -> None:
        for _ in range(_TIMES):
            decoder.decode(data)

    work = f"{len(loaded.rules.rules)} rules over {len(response.answers)} answers, {_TIMES} times (goal {GOAL})"
    return [compare(work, ours, "parsing their JSON as often", theirs)]
