"""Putting answers to the facts of the findings, and the span of the case in their list. Qt-free."""

from typing_extensions import override

from app.models.domain.finding import ITEMS, MEDICAL_ITEM, Citation
from app.services.texts.catalogue import Language
from app.ui.presenters.case_citing import (
    Cited,
    NamedAnswer,
    cited_of_days,
    item_of,
    named,
    offered,
    with_citation,
    without_citation,
)
from app.ui.presenters.case_findings_state import FindingsState
from app.ui.presenters.case_work import CaseArea, CaseWork, Undo
from app.ui.presenters.finding_editing import EditedFinding


class CitingArea(CaseArea[FindingsState]):
    """Part of the findings: what is cited stands in the editor like anything that is typed."""

    def __init__(self, work: CaseWork, state: FindingsState) -> None:
        super().__init__(work, state)
        self._hand: tuple[int, int] | None = None
        self._to_cite: tuple[Citation, str] | None = None

    def edit(self, finding: EditedFinding) -> None:
        """Take input of the editor."""
        raise NotImplementedError

    @override
    def take_focus(self) -> None:
        """Follow the span: list what rests on answers of its days, what is not saved yet, and what is in view."""
        listed = self._listed()
        if listed != self.state.listed:
            self._show(listed=listed)

    def _listed(self) -> tuple[int, ...]:
        span, state = self.work.focus.span, self.state
        if span is None:
            return ITEMS
        days = {one.cell: one.days for one in state.citable}
        return tuple(
            item
            for item in ITEMS
            if item in state.unsaved or item == state.chosen or cited_of_days(state.edited[item], days, span)
        )

    def hold(self, place: int) -> None:
        """A fact of the finding in view has the keyboard: what is cited next belongs to it."""
        self._hand = (self.state.chosen, place)

    def cite(self, citation: Citation, source: str) -> None:
        """Put an answer to the fact that was last edited, else to a new one of the finding that it serves.

        Args:
            citation: The answer as it was read.
            source: What the source of the fact is called where nothing was typed.
        """
        if not self.state.is_loaded:
            self._to_cite = (citation, source)
            self.load()
            return
        item, place = self._place_for(citation)
        self.cite_in(item, place, citation, source)

    def cite_in(self, item: int, place: int, citation: Citation, source: str) -> None:
        """Put an answer to one fact of a finding; the step can be taken back."""
        before = self.state.edited[item]
        if not self.state.may_write or (self.state.is_locked and item == MEDICAL_ITEM):
            return
        self._hand = (item, place)
        was_there = place < len(before.facts) and citation in before.facts[place].citations
        if not was_there:
            self.edit(with_citation(before, place, citation, source))
            self.work.undoable.append(
                Undo("case.undone.cited", back=lambda: self._take_back(item, place, citation)),
            )
        self._show(chosen=item, cited=Cited(item, place + 1, was_there))

    def answer_words(self, citation: Citation, language: Language) -> NamedAnswer | None:
        """A cited answer by name; None where the questionnaire has none there."""
        found = (one for one in self.state.citable if one.cell == (citation.link_id, citation.row))
        answer = next(found, None)
        return None if answer is None else named(self.work.loaded.pack, answer, language)

    def offer(self, language: Language) -> tuple[NamedAnswer, ...]:
        """The answers to choose from for the finding in view."""
        span = self.work.focus.span
        answers = offered(self.work.loaded.pack, self.state.citable, self.state.chosen, span)
        return tuple(named(self.work.loaded.pack, one, language) for one in answers)

    def cite_waiting(self) -> None:
        """Put what was cited before anything was read."""
        if self._to_cite is not None:
            waiting, self._to_cite = self._to_cite, None
            self.cite(*waiting)

    def _place_for(self, citation: Citation) -> tuple[int, int]:
        if self._hand is not None and self._hand[1] < len(self.state.edited[self._hand[0]].facts):
            return self._hand
        item = item_of(self.work.loaded.pack, citation.link_id) or self.state.chosen
        return item, len(self.state.edited[item].facts)

    def _take_back(self, item: int, place: int, citation: Citation) -> None:
        self.edit(without_citation(self.state.edited[item], place, citation))
