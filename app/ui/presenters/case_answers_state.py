"""What the three panes of the answers show. Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.models.domain.finding import Finding
from app.models.domain.ids import CaseId, PersonId
from app.models.forms.answers import cell_place
from app.models.forms.reading import Line
from app.services.findings.written import PlacedFlag, ReviewDetail, WrittenNote
from app.services.queries.keeping import PlacedQuery
from app.services.questionnaires.renewal import Compared, EarlierCase
from app.services.twin.drawing import SectionSheets
from app.ui.presenters.case_answer_rows import Block, FlagDraft, NoteDraft, QueryDraft, SectionLine
from app.ui.presenters.case_work import AreaState


@dataclass(frozen=True, slots=True)
class AnswersState(AreaState):
    """What the three panes show.

    Attributes:
        sections: The sections of the form.
        chosen: The section in view, or empty.
        is_covered: The section in view holds medical answers and was not opened.
        locked: Text key of why the covered section cannot be opened by this officer; empty where it can.
        rows: Headings and answers in the order of the form.
        detail: Flags, notes and findings of the case.
        names: Names of officers.
        may_write: Flags and notes may be written now.
        may_ask: Queries may be asked, answered and closed now.
        may_print: The answers may be put on paper now.
        draft: A note that was being written when the screen was left.
        flag_drafts: Flags that are being written, by their place.
        query_drafts: Queries and answers that are being written, by their place.
        earlier: Earlier cases of the same person, the newest first.
        beside: The earlier case that is shown beside this one; None for reading this one alone.
        compared: The section in view of both.
        is_paper: The pages of the form are wanted in place of the list.
        paper: The pages of the section in view; None until they were drawn.
        left_out: How many questions and rows are about other days than the chosen span, or about none.
    """

    sections: tuple[SectionLine, ...] = ()
    chosen: str = ""
    is_covered: bool = False
    locked: str = ""
    rows: tuple[Block | Line, ...] = ()
    detail: ReviewDetail | None = None
    names: dict[PersonId, str] | None = None
    may_write: bool = False
    may_ask: bool = False
    may_print: bool = False
    draft: NoteDraft | None = None
    flag_drafts: Mapping[str, FlagDraft] = field(default_factory=dict)
    query_drafts: Mapping[str, QueryDraft] = field(default_factory=dict)
    earlier: tuple[EarlierCase, ...] = ()
    beside: CaseId | None = None
    compared: Compared | None = None
    is_paper: bool = False
    paper: SectionSheets | None = None
    left_out: int = 0

    @property
    def section(self) -> SectionLine | None:
        """The section in view."""
        return next((one for one in self.sections if one.link_id == self.chosen), None)

    @property
    def item(self) -> int | None:
        """Statutory item of the section in view; None where the section only identifies the person."""
        purpose = self.section.purpose if self.section else None
        return purpose if isinstance(purpose, int) else None

    def flag_on(self, line: Line) -> PlacedFlag | None:
        """The flag on an answer, open or closed."""
        place = place_of(line)
        return next((one for one in self.detail.flags if one.place == place), None) if self.detail else None

    def queries_on(self, line: Line) -> tuple[PlacedQuery, ...]:
        """The queries on an answer: open ones first."""
        place = place_of(line)
        return tuple(one for one in self.detail.queries if one.place == place) if self.detail else ()

    @property
    def notes(self) -> tuple[WrittenNote, ...]:
        """Notes on the item of the section; every note where it has none."""
        if self.detail is None:
            return ()
        return tuple(one for one in self.detail.notes if self.item is None or one.purpose == str(self.item))

    @property
    def finding(self) -> Finding | None:
        """The finding on the item of the section."""
        found = self.detail.findings if self.detail else ()
        return next((one for one in found if one.item == self.item), None)

    @property
    def flags(self) -> tuple[tuple[Line, PlacedFlag], ...]:
        """Flags on the answers in view."""
        lines = [row for row in self.rows if isinstance(row, Line)]
        return tuple((line, flag) for line in lines if (flag := self.flag_on(line)) is not None)


def place_of(line: Line) -> str:
    """How flags name the place of an answer."""
    return cell_place((line.link_id, line.row))
