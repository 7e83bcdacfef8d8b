"""Custody in a vault that came back from a backup: carried over from its predecessor, or in doubt until confirmed."""

from collections.abc import Sequence
from datetime import datetime

from app.models.domain import custody_moves as moves
from app.models.domain.custody import GONE
from app.models.views.placed import PlacedCase
from app.services.exchange.custody.places import custody_of, here
from app.services.vault.unit import Unit


def settle_custody(unit: Unit, present: Sequence[PlacedCase] | None, at: datetime) -> int:
    """Say of every case in a restored vault where it is, before anybody may write.

    Args:
        unit: The transaction over the restored vault.
        present: What the replaced vault knew; None when it did not open, so that nobody can tell what left since.
        at: The moment of the restore.

    Returns:
        How many cases are in doubt.
    """
    if present is not None:
        us = here(unit)
        for line in present:
            if unit.cases.find(line.case_id) is not None:
                carried = moves.carried(custody_of(unit, line.case_id), line.custody, us)
                unit.custody.keep(line.case_id, carried, at)
            elif line.custody.place in GONE:
                unit.custody.keep(line.case_id, line.custody, at)
        return 0
    doubted = 0
    cases = [*unit.custody.unlisted_cases(), *(line.case_id for line in unit.custody.every())]
    for case_id in cases:
        before = custody_of(unit, case_id)
        after = moves.doubt(before)
        if after != before and unit.cases.find(case_id) is not None:
            unit.custody.keep(case_id, after, at)
            doubted += 1
    return doubted
