"""Reading the questionnaire (質問票): one section at a time, flags and notes beside it. Qt-free."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import AppError
from app.models.domain.finding import ITEMS, MEDICAL_ITEM
from app.models.domain.ids import CaseId
from app.models.forms.answers import Cell
from app.models.forms.reading import Line, ReadSection
from app.models.forms.reading import sections as sections_of
from app.services.container import Services
from app.services.documents.date_text import both_calendars
from app.services.findings.written import ReviewDetail
from app.services.jobs import Lane
from app.services.questionnaires.renewal import Compared, EarlierCase
from app.services.texts.catalogue import Language
from app.services.twin.drawing import Identity, SectionSheets
from app.services.twin.section import section_sheets
from app.ui.files import write_chosen
from app.ui.presenters.case_answer_rows import Block, NoteDraft, Question, SectionLine, with_headings, within
from app.ui.presenters.case_answers_state import AnswersState
from app.ui.presenters.case_marks import MarkingArea
from app.ui.presenters.case_work import CaseWork

if TYPE_CHECKING:
    from app.models.domain.citing import Revisions

_Detail = tuple[ReviewDetail, dict[str, str], tuple[EarlierCase, ...] | None]
"""Flags, notes and findings; drafts; earlier cases where they were asked for."""
NOTE = "note"
"""Where the draft of a note is kept."""


class AnswersPresenter(MarkingArea):
    """Every section that is opened is on record as looked at, so none is opened by itself."""

    def __init__(self, work: CaseWork, language: str) -> None:
        super().__init__(work, AnswersState())
        self._language = language
        self._opened_medical = False
        self._sought = ""
        self._is_stale = False
        self._known: Revisions | None = None
        self._all: tuple[Block | Line, ...] = ()
        self._section: ReadSection | None = None
        self._span = work.focus.span

    @override
    def take_focus(self) -> None:
        """Follow the span: list what may be about its days."""
        if self.work.focus.span != self._span:
            self._show_within()

    def _show_within(self) -> None:
        self._span = self.work.focus.span
        rows, left_out = within(self._all, self._span)
        self._show(rows=rows, left_out=left_out)

    def show_all(self) -> None:
        """List everything again, everywhere: somebody wants an answer that is left out."""
        self.work.focus.narrow(None)
        self.take_focus()

    def is_left_out(self, cell: Cell) -> bool:
        """Whether an answer of the section in view is about other days than the span."""
        has, lists = (
            any(isinstance(one, Line) and (one.link_id, one.row) == cell for one in rows)
            for rows in (self._all, self.state.rows)
        )
        return has and not lists

    def questions(self) -> list[Question]:
        """The sections and what they ask about, by name; empty before the sections were read."""
        if not self.state.is_loaded:
            return []
        items = [one for head in self._form.items for one in (head, *head.item)]
        return [
            Question(
                one.link_id,
                self._form.label(one.link_id, self._language),
                tuple(self._form.label(one.link_id, language.value) for language in Language),
            )
            for one in items
        ]

    def section_of(self, link_id: str) -> str:
        """The section that an answer stands in; empty before the sections were read."""
        is_known = self.state.is_loaded and link_id in self._form.index
        return self._form.index.section(link_id).link_id if is_known else ""

    def turn_stale(self) -> None:
        """Answers were corrected: those in view are read again with the next loading."""
        self._is_stale = True

    @override
    def load(self) -> None:
        """Read the list of sections, flags, notes and findings; no answer."""
        case, is_first = self.work.case, not self.state.is_loaded

        may_compare = is_first and self.work.sheet.may(Action.SEE_ANSWERS)

        def act(services: Services, actor: Actor) -> _Detail:
            drafts = services.drafts.read(actor, case) if is_first else {}
            earlier = services.renewals.earlier(actor, case) if may_compare else None
            return services.review.detail(actor, case), drafts, earlier

        self._read(act, self._on_detail)

    def speak(self, language: str) -> None:
        """Show labels and words in another language."""
        if language != self._language:
            self._language = language
            if self.state.is_loaded:
                self.load()
                self._open()

    def choose(self, section: str) -> None:
        """Bring a section into view; a medical one stays covered."""
        if section == self.state.chosen:
            return
        chosen = next((one for one in self.state.sections if one.link_id == section), None)
        self._all, self._section = (), None
        covered = chosen is not None and chosen.purpose == MEDICAL_ITEM and not self._opened_medical
        self._show(
            chosen=section,
            is_covered=covered,
            locked=self._lock(),
            rows=(),
            paper=None,
            left_out=0,
            compared=None,
            done="",
            error=None,
        )
        self._open()

    def seek(self, link_id: str) -> None:
        """Bring the section of an answer into view, now or as soon as the sections were read."""
        self._sought = link_id
        if self.state.is_loaded:
            self._choose_sought()

    def _choose_sought(self) -> None:
        if self._sought and self._sought in self._form.index:
            self.choose(self._form.index.section(self._sought).link_id)
        self._sought = ""

    def uncover(self) -> None:
        """Open the medical section on purpose."""
        if self._lock():
            return
        self._opened_medical = True
        self._show(is_covered=False)
        self._open()

    def _lock(self) -> str:
        refusal = self.work.sheet.refusals[Action.SEE_MEDICAL_ANSWERS]
        return f"refusal.{refusal}" if refusal is not None else ""

    def save_paper(self, place: Path, *, is_filled: bool) -> None:
        """Write the questionnaire as the pages of its form, filled or blank; each is numbered and on record."""
        case, digest = self.work.case, self.work.sheet.case.pack_digest

        def act(services: Services, actor: Actor) -> None:
            twins = services.twins
            write_chosen(place, (twins.filled(actor, case) if is_filled else twins.blank(actor, digest)).pdf)

        self._do(act, "case.done.questionnaire-saved", Lane.HEAVY)

    def note(self, purpose: str, text: str) -> None:
        """Write a note on a statutory item."""
        case = self.work.case
        self._do(
            lambda services, actor: services.review.note(actor, case, purpose, text),
            "case.done.noted",
            then=self._on_noted,
        )

    def keep_note(self, purpose: str, text: str) -> None:
        """Keep a note that is being written; the lock waits for it."""
        if not text.strip():
            self._give_up_drafts(Action.WRITE_NOTE, {NOTE: "process"})
            return
        content = msgspec.json.encode(NoteDraft(purpose, text)).decode()
        self._keep_drafts(Action.WRITE_NOTE, {NOTE: (purpose or "process", content)})

    def _on_noted(self, _none: None) -> None:
        self._give_up_drafts(Action.WRITE_NOTE, {NOTE: "process"})
        self._show(draft=None)
        self._on_done(None)

    def may_return(self, line: Line) -> bool:
        """Whether this officer may return a box for correction now; what does not apply cannot be asked again."""
        return self.work.sheet.may(Action.RETURN_BOXES) and not (line.locked or line.hidden or line.struck)

    def may_cite(self, line: Line) -> bool:
        """Whether this officer may put an answer to a finding now."""
        return self.work.sheet.may(Action.WRITE_FINDING) and not line.locked and line.revision > 0

    def row_number(self, line: Line) -> int:
        """Which row of its table an answer in view stands in, from 1; 0 outside tables."""
        rows = [one.row for one in self.state.rows if isinstance(one, Line) and one.link_id == line.link_id]
        return rows.index(line.row) + 1 if line.row is not None and line.row in rows else 0

    def compare_with(self, earlier: CaseId | None) -> None:
        """Show an earlier case beside this one, or this one alone again."""
        if earlier != self.state.beside:
            self._all, self._section = (), None
            self._show(beside=earlier, rows=(), paper=None, left_out=0, compared=None, done="", error=None)
            self._open()

    def _open(self) -> None:
        section, language, case = self.state.chosen, self._language, self.work.case
        earlier = self.state.beside
        if not section or self.state.is_covered:
            return
        if earlier is not None:
            self._read(
                lambda services, actor: (section, services.renewals.compare(actor, case, earlier, section, language)),
                self._on_compared,
                key="section",
            )
        else:
            self._read(
                lambda services, actor: _lines(services.review.section(actor, case, section), language),
                self._on_lines,
                key="section",
            )

    def _on_detail(self, read: _Detail) -> None:
        detail, drafts, earlier = read
        sheet = self.work.sheet
        self._restore(drafts)
        self._form = self.work.loaded.pack
        open_flags = [flag.flag.link_id for flag in detail.flags if flag.is_open]
        index = self._form.index
        sections = tuple(
            SectionLine(
                head.link_id,
                self._form.label(head.link_id, self._language),
                head.purpose,
                head.page,
                sum(index.section(link_id).link_id == head.link_id for link_id in open_flags),
            )
            for head in sections_of(self._form)
        )
        self._show(
            is_loaded=True,
            sections=sections,
            detail=detail,
            names=dict(sheet.names),
            may_write=sheet.may(Action.WRITE_NOTE),
            may_ask=sheet.may(Action.ASK_QUERY),
            may_print=sheet.may(Action.PRINT_QUESTIONNAIRE),
            locked=self._lock(),
            earlier=self.state.earlier if earlier is None else earlier,
        )
        if self._known is not None and detail.revisions != self._known:
            self._is_stale = True
            self._show(done="case.done.answers-renewed")
        self._known = detail.revisions
        if self._is_stale:
            self._is_stale = False
            self._open()
        self._choose_sought()

    def _restore(self, drafts: dict[str, str]) -> None:
        """Put drafts back; they are as unsaved as they were."""
        if NOTE in drafts:
            self.state = replace(self.state, draft=msgspec.json.decode(drafts[NOTE], type=NoteDraft))
            self._drafted.add(NOTE)
        self.restore_marks(drafts)

    def _on_compared(self, read: tuple[str, Compared]) -> None:
        section, compared = read
        if section == self.state.chosen and self.state.beside is not None:
            self._show(compared=compared)

    def _on_lines(self, found: tuple[ReadSection, tuple[Line, ...]]) -> None:
        read, lines = found
        if read.section == self.state.chosen and self.state.beside is None:
            self._all, self._section = tuple(with_headings(self._form, lines, self._language)), read
            self._show_within()
            self._draw()

    def turn(self) -> None:
        """Turn between the list of answers and the pages of the form."""
        self._show(is_paper=not self.state.is_paper, error=None)
        self._draw()

    def _draw(self) -> None:
        """Draw the pages of what was read; the answers are not looked at again."""
        read, case, language = self._section, self.work.sheet.case, self._language
        if read is None or not self.state.is_paper:
            return
        identity = Identity(case.name, both_calendars(case.born_on, Language(language)), case.number)
        self.work.runner.submit(
            lambda _token, _progress: (read, section_sheets(read, identity, language)),
            owner=self,
            then=self._on_drawn,
            failed=self._on_not_drawn,
            lane=Lane.HEAVY,
            key="section-sheets",
        )

    def _on_drawn(self, drawn: tuple[ReadSection, SectionSheets]) -> None:
        read, sheets = drawn
        if read is self._section:
            self._show(paper=sheets)

    def _on_not_drawn(self, error: AppError) -> None:
        """The list says everything; it stays."""
        self._show(is_paper=False, error=error)


def _lines(read: ReadSection, language: str) -> tuple[ReadSection, tuple[Line, ...]]:
    return read, read.lines(language)


PURPOSES = tuple(str(item) for item in ITEMS)
"""What a note can serve."""
