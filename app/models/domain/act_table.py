"""The table of acts: one row per act, read as office, role, state, consent, separation, result."""

from app.models.domain.act_rows import (
    correcting,
    custody,
    decision,
    deskwork,
    ending,
    exchange,
    guards,
    inquiries,
    intake,
    interviews,
    investigation,
    keeping,
    keys,
    kiosk,
    media,
    office,
    papers,
    sampling,
    transcribing,
)
from app.models.domain.acts import Rule

_LOOKS = (
    *(*intake.ROWS, *kiosk.ROWS, *transcribing.ROWS, *investigation.ROWS, *correcting.ROWS, *deskwork.ROWS),
    *(*interviews.ROWS, *papers.ROWS, *inquiries.ROWS, *decision.ROWS, *keeping.ROWS, *custody.ROWS),
)
"""Where looks at a case stand."""
GROUPS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("office", office.ROWS),
    ("keys", keys.ROWS),
    ("intake", (*intake.ROWS, *kiosk.ROWS, *transcribing.ROWS)),
    (
        "investigation",
        (
            *(*investigation.ROWS, *correcting.ROWS, *deskwork.ROWS, *interviews.ROWS),
            *(*guards.ROWS, *papers.ROWS, *sampling.rows(_LOOKS)),
        ),
    ),
    ("decision", decision.ROWS),
    ("ending", ending.ROWS),
    ("exchange", (*exchange.ROWS, *inquiries.ROWS)),
    ("keeping", keeping.ROWS),
    ("media", media.ROWS),
    ("custody", custody.ROWS),
)
"""The rows by what they are about, in the order of print."""
ROWS = tuple(row for _, rows in GROUPS for row in rows)
RULES = {row.action: row for row in ROWS}
"""The row of each act."""
