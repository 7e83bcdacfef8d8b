"""One established fact (認定した事実) in the editor: text, source, day, and the answers that it cites."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from app.models.domain.citing import Revisions, Standing, standing
from app.models.domain.finding import Citation
from app.models.domain.text import visible
from app.models.forms.answers import cell_at, cell_place
from app.ui.composing import ComposedLine
from app.ui.context import UiContext
from app.ui.presenters.case_citing import NamedAnswer
from app.ui.presenters.finding_editing import EditedFact
from app.ui.screens.case.parts import GuardedLine, ProseEdit, ReadOnlyProse, caption, date_edit
from app.ui.texts import Texts
from app.ui.widgets.labels import text_label

Name = Callable[[Citation], NamedAnswer | None]

LONGEST_PLACE = 120
"""Characters of a cited place that are shown; what is typed may be longer."""


class FactEditor(QWidget):
    """Fields of one fact.

    Signals:
        edited: The user changed something.
        removed: The user wants the fact gone.
        held: One of its fields has the keyboard.
        pick_asked: The user wants to choose an answer from the list.
    """

    edited = Signal()
    removed = Signal()
    held = Signal()
    pick_asked = Signal()

    def __init__(self, context: UiContext, number: int, name: Name, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._number, self._name = context.texts, number, name
        self._fact = EditedFact()
        self._revisions: Revisions = {}
        self._is_editable = False
        self.text, self.source, self.day = ProseEdit(2, self), GuardedLine(self), date_edit(self._texts, self)
        self.cited = ComposedLine(self)
        self.captions = [caption(self) for _ in range(4)]
        self.remove_button = QPushButton(self)
        self.remove_button.setProperty("kind", "quiet")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, context.theme.scale.space(2))
        grid.setVerticalSpacing(context.theme.scale.space(0.5))
        head = QHBoxLayout()
        head.addWidget(self.captions[0], 1)
        head.addWidget(self.remove_button)
        grid.addLayout(head, 0, 0, 1, 3)
        grid.addWidget(self.text, 1, 0, 1, 3)
        for column, part in enumerate((self.source, self.day, self.cited)):
            grid.addWidget(self.captions[column + 1], 2, column)
            grid.addWidget(part, 3, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        grid.addLayout(self.source.below, 4, 0, 1, 3)
        self.standing = text_label(role="invalid", parent=self)
        self.renew_button, self.pick_button = QPushButton(self), QPushButton(self)
        self.named = text_label(role="small", parent=self)
        grid.addWidget(self.named, 5, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.pick_button, 5, 2, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.standing, 6, 0, 1, 3)
        grid.addWidget(self.renew_button, 7, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        self.heard = ReadOnlyProse(parent=self)
        self.heard.setProperty("role", "small")
        self.heard.hide()
        grid.addWidget(self.heard, 8, 0, 1, 3)
        self.pick_button.clicked.connect(self.pick_asked)
        for field in (self.text, self.source, self.day.field, self.cited):
            field.installEventFilter(self)
        self.renew_button.clicked.connect(self._on_renew)
        self.text.edited.connect(self._on_edited)
        self.source.textEdited.connect(self._on_edited)
        self.day.field.textEdited.connect(self._on_edited)
        self.cited.textEdited.connect(self._on_edited)
        self.remove_button.clicked.connect(self.removed)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts, number = self._texts, self._number
        names = [texts(f"case.fact.{name}", number=number) for name in ("text", "source", "day", "cited")]
        for label, name, field in zip(
            self.captions, names, (self.text, self.source, self.day.field, self.cited), strict=True
        ):
            label.setText(name)
            field.setAccessibleName(name)
        self.cited.setPlaceholderText(texts("case.fact.cited-hint"))
        self.source.setPlaceholderText(texts("case.fact.source-hint"))
        self.remove_button.setText(texts("case.fact.remove"))
        self.remove_button.setAccessibleName(texts("case.fact.remove-number", number=number))
        self.pick_button.setText(texts("case.fact.pick"))
        self.pick_button.setAccessibleName(texts("case.fact.pick-number", number=number))
        self.renew_button.setText(texts("case.fact.renew"))
        self.renew_button.setAccessibleName(texts("case.fact.renew-number", number=number))
        self._show_standing()

    def follow(self, before: QWidget) -> QWidget:
        """Take the place in the round of Tab behind ``before``; answers with the last own stop."""
        cited = (self.cited, self.pick_button, self.renew_button)
        for part in (self.text, self.source, self.day, *cited, self.remove_button):
            QWidget.setTabOrder(before, part)
            before = part
        return before

    def show_fact(self, fact: EditedFact, revisions: Revisions) -> None:
        """Show a fact and how its citations stand; fields that already say the same are left alone."""
        self._revisions = revisions
        self._show_fields(fact)
        self._show_standing()

    def show_heard(self, heard: tuple[str, ...] | None) -> None:
        """Show what the subject said about this fact in interviews, or that nobody asked; None shows nothing."""
        self.heard.setVisible(heard is not None)
        if heard is not None:
            lines = [self._texts("case.fact.heard"), *heard] if heard else [self._texts("case.fact.not-asked")]
            self.heard.set_untrusted("\n".join(lines))

    def _show_fields(self, fact: EditedFact) -> None:
        if fact == self._fact:
            return
        self._fact = fact
        self.text.show_text(fact.text)
        if self.source.text() != fact.source:
            self.source.setText(fact.source)
        if self.day.value != fact.source_on:
            self.day.field.setText(fact.source_on.isoformat() if fact.source_on else "")
        cited = cited_places(fact.citations)
        if tuple(_citations(self.cited.text())) != fact.citations:
            self.cited.setText(cited)

    def fact(self) -> EditedFact:
        """The fact as it stands."""
        return self._fact

    def set_editable(self, editable: bool) -> None:  # noqa: FBT001 # from one caller
        """Let it be read only."""
        for field in (self.source, self.day.field, self.cited):
            field.setReadOnly(not editable)
        self.text.setReadOnly(not editable)
        for button in (self.remove_button, self.pick_button):
            button.setVisible(editable)
        self._is_editable = editable
        self._show_standing()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.held.emit()
        return super().eventFilter(watched, event)

    def _show_named(self) -> None:
        """Say by name what the typed places stand for."""
        found = (self._name(one) for one in self._fact.citations)
        lines = [self._texts("case.cite.line", **answer_words(self._texts, one)) for one in found if one is not None]
        self.named.setText("\n".join(lines))
        self.named.setVisible(bool(lines))

    def _show_standing(self) -> None:
        """Say which citations no longer, or never, named the answer as it is."""
        self._show_named()
        lines = [self._line_of(one) for one in self._fact.citations if self._standing(one) is not Standing.CURRENT]
        self.standing.setText("\n".join(lines))
        self.standing.setVisible(bool(lines))
        stale = any(self._standing(one) is Standing.STALE for one in self._fact.citations)
        self.renew_button.setVisible(stale and self._is_editable)

    def _standing(self, citation: Citation) -> Standing:
        return standing(citation, self._revisions)

    def _line_of(self, citation: Citation) -> str:
        place = visible(cell_place((citation.link_id, citation.row)), LONGEST_PLACE)
        if self._standing(citation) is Standing.UNKNOWN:
            return self._texts("case.fact.unknown", place=place, cited=citation.revision)
        newest = self._revisions[citation.link_id, citation.row]
        return self._texts("case.fact.stale", place=place, cited=citation.revision, newest=newest)

    def _on_renew(self) -> None:
        """Cite the newest revision of every answer that was changed: somebody says to have read it."""
        self._fact = replace(
            self._fact,
            citations=tuple(
                Citation(one.link_id, one.row, self._revisions[one.link_id, one.row])
                if self._standing(one) is Standing.STALE
                else one
                for one in self._fact.citations
            ),
        )
        self.cited.setText(cited_places(self._fact.citations))
        self.cited.setFocus()
        self.edited.emit()

    def _on_edited(self) -> None:
        self._fact = replace(
            self._fact,
            text=self.text.text(),
            source=self.source.text(),
            source_on=self.day.value,
            citations=tuple(_citations(self.cited.text())),
        )
        self.edited.emit()


def answer_words(texts: Texts, answer: NamedAnswer) -> dict[str, str | int]:
    """An answer by name, in words of a sentence."""
    where = texts("case.cite.row", table=answer.table, row=answer.row) if answer.row else answer.table
    label = texts("case.cite.in-table", table=where, label=answer.label) if where else answer.label
    return {"label": label, "page": answer.page, "box": answer.box}


def cited_places(citations: tuple[Citation, ...]) -> str:
    """Citations as they are typed."""
    return " ".join(_cited(one) for one in citations)


def _cited(citation: Citation) -> str:
    place = cell_place((citation.link_id, citation.row))
    return place if citation.revision == 1 else f"{place}@{citation.revision}"


def _citations(typed: str) -> list[Citation]:
    """Places as flags name them: ``B2.country/r1`` or ``G4.has``, the revision after ``@``."""
    found = []
    for word in typed.split():
        place, _, revision = word.partition("@")
        number = int(revision) if revision.isdecimal() and revision.isascii() else 1
        found.append(Citation(*cell_at(place), number))
    return found
