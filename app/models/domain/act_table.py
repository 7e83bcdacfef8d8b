"""The table of acts: one row per act, read as office, role, state, consent, separation, result."""

from app.models.domain.act_rows import (
    custody,
    decision,
    ending,
    exchange,
    intake,
    investigation,
    keeping,
    keys,
    media,
    office,
)

ROWS = (
    *office.ROWS,
    *keys.ROWS,
    *intake.ROWS,
    *investigation.ROWS,
    *decision.ROWS,
    *ending.ROWS,
    *exchange.ROWS,
    *keeping.ROWS,
    *media.ROWS,
    *custody.ROWS,
)
RULES = {row.action: row for row in ROWS}
"""The row of each act."""
