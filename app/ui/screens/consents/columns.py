"""Columns of the candidates and of the register."""

from app.models.domain.lifecycle import State
from app.models.views.records import Candidate
from app.services.consents.consents import RegisterLine
from app.ui.tables.columns import Column, TableShape
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone

STATE_TONES = {State.LISTED: Tone.WARN, State.NOTICE_ISSUED: Tone.INFO, State.CONSENTED: Tone.NEUTRAL}


def candidate_shape(texts: Texts) -> TableShape[Candidate]:
    """What the list shows of a candidate."""

    def state(row: Candidate) -> str:
        return texts(f"state.{row.state}")

    def told(row: Candidate) -> str:
        return row.notified_on.isoformat() if row.notified_on else ""

    def sentence(row: Candidate) -> str:
        return texts(
            "consents.candidate.sentence",
            name=row.name,
            kana=row.kana,
            section=row.section,
            state=state(row),
            told=told(row) or texts("ui.table.blank"),
        )

    return TableShape(
        columns=(
            Column("consents.column.name", lambda row: row.name, 17),
            Column("consents.column.kana", lambda row: row.kana, 18),
            Column("consents.column.state", state, 16, tone=lambda row: STATE_TONES.get(row.state, Tone.NEUTRAL)),
            Column("consents.column.told", told, 12),
            Column("consents.column.section", lambda row: row.section, 14),
        ),
        row_id=lambda row: row.candidate_id,
        sentence=sentence,
    )


def register_shape(texts: Texts) -> TableShape[RegisterLine]:
    """What the list shows of the register; all kinds look alike."""

    def kind(row: RegisterLine) -> str:
        return texts(f"register-kind.{row.entry.kind}")

    def due(row: RegisterLine) -> str:
        return texts("consents.register.due") if row.notice_is_due else ""

    def sentence(row: RegisterLine) -> str:
        return texts(
            "consents.register.sentence",
            day=row.entry.received_on.isoformat(),
            kind=kind(row),
            name=row.entry.name,
            section=row.entry.section,
            due=due(row),
        )

    return TableShape(
        columns=(
            Column("consents.column.received", lambda row: row.entry.received_on.isoformat(), 13),
            Column("consents.column.kind", kind, 32),
            Column("consents.column.form", lambda row: row.entry.form, 8),
            Column("consents.column.name", lambda row: row.entry.name, 18),
            Column("consents.column.section", lambda row: row.entry.section, 24),
            Column("consents.column.due", due, 26, tone=lambda row: Tone.WARN if row.notice_is_due else None),
        ),
        row_id=lambda row: row.entry.entry_id,
        sentence=sentence,
    )
