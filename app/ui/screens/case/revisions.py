"""Revisions of one answer side by side: one column for each, oldest on the left."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.text import visible
from app.models.forms.correction import SUBJECT
from app.services.corrections.corrections import Revision
from app.services.documents.date_text import both_calendars
from app.ui.context import UiContext

_SHOWN = 2000
"""Longest value that is shown, in characters."""
_LINES = ("answer", "as-written", "reason", "source", "who", "when", "why")


class RevisionTable(QTableWidget):
    """What was answered, how it was written, by whom, when, and on which question; nothing can be changed."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(len(_LINES), 0, parent)
        self._texts = context.texts
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setMinimumHeight(context.theme.scale.side(80))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        # A narrower column wraps its text over more lines.
        self.horizontalHeader().sectionResized.connect(self.resizeRowsToContents)

    def show_revisions(self, revisions: tuple[Revision, ...], names: Mapping[str, str]) -> None:
        """Show revisions, or nothing."""
        texts = self._texts
        self.setAccessibleName(texts("case.revisions.name"))
        self.setColumnCount(len(revisions))
        self.setVerticalHeaderLabels([texts(f"case.revisions.{line}") for line in _LINES])
        self.setHorizontalHeaderLabels([texts("case.revisions.number", number=one.number) for one in revisions])
        for column, one in enumerate(revisions):
            for row, words in enumerate(self._words(one, names)):
                shown = visible(" ".join(words.split()), _SHOWN)
                line = texts(f"case.revisions.{_LINES[row]}")
                sentence = texts("case.revisions.sentence", number=one.number, line=line, words=shown)
                item = QTableWidgetItem(shown)
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, sentence)
                item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
                self.setItem(row, column, item)
        self.resizeRowsToContents()

    def _words(self, one: Revision, names: Mapping[str, str]) -> tuple[str, ...]:
        texts = self._texts
        shown = texts("case.revisions.not-applicable", answer=one.shown) if one.not_applicable else one.shown
        shown = texts("case.revisions.struck", answer=one.shown) if one.struck else shown
        source = texts(f"answer-source.{one.source}")
        if len(one.by) == 2:  # who wrote it down and who checked it
            by = [names.get(each, each) for each in one.by]
            source = texts("case.revisions.transcribed", by=by[0], checked=by[1])
        who = texts("correction.by-subject") if one.corrected_by in {SUBJECT, ""} else names.get(one.corrected_by, "")
        moment = one.corrected_at or one.answered_at
        day = both_calendars(civil_day(moment), texts.language)
        when = texts("case.revisions.moment", day=day, time=f"{moment.astimezone(JAPAN):%H:%M}")
        return shown, one.as_written, one.reason, source, who, when, one.why
