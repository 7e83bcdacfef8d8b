"""Columns of the queue."""

from app.models.domain.lifecycle import ENDED, State
from app.services.queue.queue import CaseLine
from app.ui.tables.columns import Column, TableShape
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone

MATCH_COLUMN = 2
_GOOD = {State.DECIDED_CLEARED, State.NOTIFIED_CLEARED, State.VALID}
_WAITS = {
    State.UNDER_REVIEW,
    State.REVIEW_ACCEPTED,
    State.RESULT_RECEIVED,
    State.DECISION_PROPOSED,
    State.DOUBT,
    State.DISPOSAL_DUE,
}


def state_tone(state: State) -> Tone:
    """How a state looks: it says how far the work is, never how a person was judged."""
    if state in _WAITS:
        return Tone.WARN
    if state in ENDED or state is State.DECIDED_NOT_CLEARED:
        return Tone.NEUTRAL
    return Tone.GOOD if state in _GOOD else Tone.INFO


def case_shape(texts: Texts) -> TableShape[CaseLine]:
    """What the queue shows of a case."""

    def state(line: CaseLine) -> str:
        return texts(f"state.{line.state}")

    def matched(line: CaseLine) -> str:
        return texts(f"matched-by.{line.matched_by}") if line.matched_by else ""

    def sentence(line: CaseLine) -> str:
        found = {"matched": matched(line)} if line.matched_by else {}
        return texts(
            "cases.sentence-found" if found else "cases.sentence",
            **found,
            name=line.name,
            kana=line.kana,
            number=line.number,
            state=state(line),
            due=due(line) or texts("ui.table.blank"),
            assignee=line.assignee or texts("ui.table.blank"),
        )

    def due(line: CaseLine) -> str:
        return line.due_on.isoformat() if line.due_on else ""

    return TableShape(
        columns=(
            Column("cases.column.name", lambda line: line.name, 17),
            Column("cases.column.kana", lambda line: line.kana, 20),
            Column("cases.column.match", matched, 18),
            Column("cases.column.state", state, 23, tone=lambda line: state_tone(line.state)),
            Column("cases.column.due", due, 12),
            Column("cases.column.assignee", lambda line: line.assignee, 13),
            Column("cases.column.section", lambda line: line.section, 17),
            Column("cases.column.number", lambda line: line.number, 18),
        ),
        row_id=lambda line: line.case_id,
        sentence=sentence,
    )
