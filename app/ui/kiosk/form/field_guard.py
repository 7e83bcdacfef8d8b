"""Under a field: was something written that nobody asked for, and what is to become of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.models.domain.errors import AppError
from app.models.forms.answers import AnswerState, Cell
from app.models.forms.filling.typing import Typed
from app.models.forms.guards.answering import WhyNot
from app.models.forms.guards.finding import Hit
from app.services.jobs import CancelToken, Job, Lane, ProgressSink
from app.ui.kiosk.form.tools import Tools
from app.ui.widgets.guard_strip import GuardStrip, Reader

if TYPE_CHECKING:
    from app.ui.kiosk.form.field_view import FieldView


class FieldGuard(QObject):
    """Shows the strip and puts the person's answer on record, off the window's thread."""

    def __init__(self, tools: Tools, field: "FieldView") -> None:
        super().__init__(field)
        self._tools, self._field = tools, field
        self._asked: tuple[Cell, str, AnswerState | None] = (field.cell, "", None)
        self.strip = GuardStrip(tools.texts, Reader.SUBJECT, field)
        self.strip.strike_asked.connect(self._on_strike)
        self.strip.stay_asked.connect(self._on_stay)
        self.strip.left.connect(field.focus)

    def show_hits(self, text: str, hits: tuple[Hit, ...]) -> None:
        """Ask about what was found, or about nothing."""
        self.strip.show_hits(text, hits)

    def _on_strike(self, hit: Hit) -> None:
        form, cell, text = self._tools.form, self._field.cell, self._field.written()[0]

        def job(token: CancelToken, progress: ProgressSink) -> str:
            del token, progress
            return form.strike(cell, text, hit)

        self._submit(job, cell, text)

    def _on_stay(self, hit: Hit, why: WhyNot) -> None:
        form, cell, text = self._tools.form, self._field.cell, self._field.written()[0]

        def job(token: CancelToken, progress: ProgressSink) -> str:
            del token, progress
            form.stay(cell, text, hit, why)
            return text

        self._submit(job, cell, text)

    def _submit(self, job: Job[str], cell: Cell, text: str) -> None:
        is_reason = self._field.written()[1]
        self._asked = (cell, text, self._tools.form.standing(cell).state if is_reason else None)
        self.strip.setEnabled(False)
        self._tools.runner.submit(
            job, owner=self, then=self._on_done, failed=self._on_failed, lane=Lane.WRITE, survives_lock=True
        )

    def _on_done(self, rest: str) -> None:
        self.strip.setEnabled(True)
        (cell, text, state), form = self._asked, self._tools.form
        is_here = self._field.cell == cell
        if state is not None:
            form.say(cell, state, rest)
        elif not is_here:
            form.type_in(cell, Typed(rest), final=True)
        elif self._field.written()[0] == text:
            self._field.rewrite(rest)
        else:
            self._field.commit()  # the person typed on; what is left of it is asked about again
        if is_here:
            self._field.refresh()
            self._field.answered.emit(cell[0])
            self._field.focus()

    def _on_failed(self, error: AppError) -> None:
        self.strip.setEnabled(True)
        self._tools.fail(error)
