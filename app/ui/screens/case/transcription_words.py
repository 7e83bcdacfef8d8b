"""How a field of the transcription is called and marked wherever it stands."""

from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.presenters.transcription_sheet import FieldLine, Stand
from app.ui.theme.tokens import Tone

TONES = {
    Stand.EMPTY: Tone.NEUTRAL,
    Stand.DRAFT: Tone.WARN,
    Stand.CHECK: Tone.INFO,
    Stand.WAITS: Tone.NEUTRAL,
    Stand.DIFFERS: Tone.BAD,
    Stand.AGREED: Tone.GOOD,
    Stand.OTHERS: Tone.NEUTRAL,
}
_LONGEST = 4000


def name_of(context: UiContext, line: FieldLine) -> str:
    """Box, table with row, and label of a field."""
    if line.table:
        return context.texts(
            "case.transcription.in-table", box=line.box, table=line.table, row=line.number, label=line.label
        )
    return context.texts("case.transcription.named", box=line.box, label=line.label)


def visible_lines(text: str) -> str:
    """A typed text line by line, nothing unseen in it."""
    return "\n".join(visible(part, _LONGEST) for part in text.split("\n"))
