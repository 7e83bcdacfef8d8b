"""Use cases of second readings and of the work on a case inside the office, with the acts that they may ask for."""

from collections.abc import Callable
from typing import Any

from app.models.domain.sampling import READ_ITEMS, ItemView
from app.models.forms.guards.answering import WhyNot
from tests.services.rights.deskwork_calls import DESKWORK_ASKS, DESKWORK_SPECIAL

DESK_ASKS = (
    DESKWORK_ASKS
    + """conferences.hold HOLD_CONFERENCE
conferences.of_case SEE_FINDINGS
sampling.assign ASSIGN_SECOND_READER
sampling.draw DRAW_SAMPLE
sampling.overview SEE_SAMPLES
second_reading.answers SEE_MASKED_ANSWERS
second_reading.clear CLEAR_TYPED
second_reading.hand_in GIVE_SECOND_READ
second_reading.keep_draft SEE_CASE
second_reading.mine SEE_OWN_READINGS
second_reading.open SEE_MASKED_ANSWERS
second_reading.step_aside STEP_ASIDE SEE_CASE
second_reading.struck STRIKE_TYPED
"""
)
_VIEWS = tuple(ItemView(item, adverse=False) for item in READ_ITEMS)  # type: ignore[arg-type] # items that are read
_GIVEN: dict[str, object] = {
    **{
        f"second_reading.{name}.reading_id": "none"
        for name in ("answers", "clear", "hand_in", "keep_draft", "open", "step_aside", "struck")
    },
    "conferences.hold.text": "synthetic",
    "sampling.draw.seed": "synthetic-seed",
    "sampling.draw.count": 1,
    "second_reading.answers.section": "G",
    "second_reading.clear.clause": "労働組合",
    "second_reading.clear.item": 1,
    "second_reading.clear.kind": "union",
    "second_reading.clear.why": WhyNot.NAME,
    "second_reading.struck.item": 1,
    "second_reading.struck.kind": "union",
    "second_reading.hand_in.views": _VIEWS,
    "second_reading.keep_draft.views": _VIEWS,
}


def _always(given: object) -> Callable[[Any], Any]:
    return lambda _desk: given


DESK_SPECIAL: dict[str, Callable[[Any], Any]] = {
    **DESKWORK_SPECIAL,
    **{name: _always(given) for name, given in _GIVEN.items()},
    "sampling.assign.to": lambda desk: desk.office.person("many"),
}
