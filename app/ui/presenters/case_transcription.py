"""Transcription (転記): the fields page by page, each officer's own readings, and what differs. Qt-free."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import AppError
from app.models.forms.answers import Answer, AnswerState, Cell, cell_at, cell_place
from app.models.forms.checking import Problem
from app.models.forms.definition import FormPack
from app.models.forms.filling.typing import answered
from app.services.container import Services
from app.services.jobs import Lane
from app.services.papers.filing import LARGEST_SCAN
from app.services.texts.catalogue import Catalogue
from app.services.transcribing.transcribing import DRAFTS
from app.services.transcribing.views import Desktop, Entry, ShownField
from app.ui.files import read_chosen
from app.ui.presenters.case_guard import CellGuard
from app.ui.presenters.case_work import CaseArea, CaseWork
from app.ui.presenters.kiosk_form_fields import Shape, shape
from app.ui.presenters.transcription_sheet import (
    TO_DO,
    TRIED_AT,
    Entered,
    FieldLine,
    Reading,
    Sheet,
    Stand,
    TranscriptionState,
    entered,
    read,
    stand_of,
    written,
)

if TYPE_CHECKING:
    from app.models.forms.filling.opening import Opened

EnterAct = Callable[[Services, Actor], tuple[Cell, Entered, tuple[Problem, ...]]]


class TranscriptionPresenter(CaseArea[TranscriptionState]):
    """Each field is kept as a reading when it is left, and as a draft while it is typed."""

    def __init__(self, work: CaseWork, texts: Catalogue) -> None:
        super().__init__(work, TranscriptionState())
        self._texts = texts
        self._pack: FormPack | None = None
        self._only: Opened | None = None
        self._rows: Mapping[str, tuple[str, ...]] = {}
        self._questions: Mapping[Cell, str] = {}
        self._fields: dict[Cell, ShownField] = {}
        self._typed: dict[Cell, Entered] = {}
        self._sent: dict[Cell, Entered] = {}
        self._added: list[Cell] = []
        self._shapes: dict[tuple[str, str], Shape] = {}
        self.words = CellGuard(self, lambda: self.state.chosen, is_reason=False)
        self.reasons = CellGuard(self, lambda: self.state.chosen, is_reason=True)

    # Reading

    @override
    def load(self) -> None:
        """Read what the officer may see of the transcription."""
        case = self.work.case
        self._read(lambda services, actor: services.transcribing.desktop(actor, case), self._on_read)

    def speak(self, texts: Catalogue) -> None:
        """Say labels and values in another language."""
        self._texts = texts
        if self._pack is not None:
            self._lay(self.state.page, self.state.chosen)

    def shape(self, link_id: str) -> Shape:
        """What kind of field a cell has, in the current language."""
        key = (link_id, self._texts.language.value)
        if key not in self._shapes:
            self._shapes[key] = shape(self.pack, link_id, key[1])
        return self._shapes[key]

    @property
    def pack(self) -> FormPack:
        """The form of the case."""
        if self._pack is not None:
            return self._pack
        return self.work.loaded.pack

    def standing(self, cell: Cell) -> Entered:
        """What stands in the field of a cell: what is being typed, else this officer's own reading."""
        held = self._fields.get(cell)
        own = None if held is None else held.mine
        return self._typed.get(cell) or entered(self.pack.index[cell[0]], own)

    def reading(self, cell: Cell, typed: Entered) -> Reading:
        """How what was typed is understood."""
        return read(self.pack, cell, typed, self.shape(cell[0]).kind, self._texts)

    def question(self, cell: Cell) -> str:
        """What is asked about a returned box; an officer's own words."""
        return self._questions.get(cell, "")

    def row_number(self, cell: Cell) -> int:
        """Row of a cell as counted on paper; 0 outside tables."""
        line = next((one for one in self.state.lines if one.cell == cell), None)
        return 0 if line is None else line.number

    # Moving

    def turn_to(self, page: int) -> None:
        """Show a page of the form."""
        if page in self.state.pages and page != self.state.page:
            self.commit()
            self._lay(page, None)

    def turn(self, by: int) -> None:
        """Show a page before or after this one."""
        pages = self.state.pages
        place = pages.index(self.state.page) + by if self.state.page in pages else 0
        if 0 <= place < len(pages):
            self.turn_to(pages[place])

    def choose(self, cell: Cell) -> None:
        """Bring a cell of the page into the field; what was typed in the other one is taken."""
        if cell != self.state.chosen:
            self.commit()
            self._show(chosen=cell, done="")

    def step(self, by: int) -> None:
        """Go to the next cell, also over the end of a page."""
        self.commit()
        # With what was just typed: it may ask for more.
        cells = self._sheet().cells(self.state.page)
        place = cells.index(self.state.chosen) + by if self.state.chosen in cells else 0
        if 0 <= place < len(cells):
            self._lay(self.state.page, cells[place])
            return
        before = self.state.page
        self.turn(by)
        if self.state.page != before and self.state.lines:
            self._show(chosen=self.state.lines[0 if by > 0 else -1].cell)

    def seek(self) -> bool:
        """Go to the next field that waits for this officer, over all pages; gives whether there is one."""
        self.commit()
        sheet, here = self._sheet(), self.state.chosen
        order = [(page, cell) for page in self.state.pages for cell in sheet.cells(page)]
        at = next((place for place, (_, cell) in enumerate(order) if cell == here), -1)
        for page, cell in (*order[at + 1 :], *order[: at + 1]):
            if self._stand(cell) in TO_DO and cell != here:
                self._lay(page, cell)
                return True
        return False

    # Typing

    def type(self, cell: Cell, typed: Entered) -> None:
        """Something was typed; it is kept as a draft until the field is left."""
        if typed == self._own(cell):
            self._typed.pop(cell, None)
        else:
            self._typed[cell] = typed

    def commit(self) -> None:
        """The field is left: what was typed becomes a reading, if it can be read."""
        cell = self.state.chosen
        typed = None if cell is None else self._typed.get(cell)
        if cell is None or typed is None or self._sent.get(cell) == typed:
            return
        if typed.is_blank:
            self._take_back(cell)
        elif self.reading(cell, typed).problem or self._asks(typed):
            self.keep()
            self._lay(self.state.page, cell)
        else:
            self._enter(cell, typed)

    def say(self, cell: Cell, state: AnswerState, reason: str = "") -> None:
        """Say one of the explicit states about a field."""
        self.type(cell, Entered(state=state, reason=reason))
        self.commit()

    def add_row(self) -> None:
        """Add a row to the table of the cell in view and go to its first cell."""
        chosen = self.state.chosen
        if chosen is None:
            return
        self.commit()
        item = self.pack.index[chosen[0]]
        table = item if item.repeats else self.pack.index.table(chosen[0])
        cell = None if table is None else self._sheet().next_row(table.link_id)
        if cell is not None:
            self._added.append(cell)
            self._lay(self.pack.index[cell[0]].ext.paper_ref.page, cell)

    def may_add_row(self) -> bool:
        """Whether the cell in view belongs to a table that takes rows."""
        chosen = self.state.chosen
        if chosen is None or self._pack is None:
            return False
        item = self.pack.index[chosen[0]]
        table = item if item.repeats else self.pack.index.table(chosen[0])
        return table is not None and self._sheet().next_row(table.link_id) is not None

    def keep(self) -> None:
        """Keep as drafts what was typed and is no reading; the lock waits for it."""
        if self._pack is None:
            return
        drafts = {
            f"{DRAFTS}{cell_place(cell)}": (self._purpose(cell), msgspec.json.encode(typed).decode())
            for cell, typed in self._typed.items()
        }
        if drafts:
            self._keep_drafts(Action.TRANSCRIBE, drafts)

    def has_input(self) -> bool:
        """Whether something was typed that is no reading yet."""
        return bool(self._typed)

    # Acts

    def file_scan(self, place: Path, page: int) -> None:
        """File a scan that begins with a page of the form."""
        case = self.work.case

        def act(services: Services, actor: Actor) -> None:
            services.transcribing.add_page(actor, case, page, read_chosen(place, LARGEST_SCAN))

        self._do(act, "case.transcription.done-filed", Lane.HEAVY)

    def finish(self, name: str) -> None:
        """Take over what both read."""
        case = self.work.case
        self.commit()
        self._do(
            lambda services, actor: services.transcribing.finish(actor, case, name),
            "case.transcription.done-finished",
        )

    def drop(self) -> None:
        """Forget everything: the case was sealed."""
        self._fields, self._typed, self._added, self._questions = {}, {}, [], {}
        self.state = TranscriptionState()

    # Inside

    def _enter(self, cell: Cell, typed: Entered) -> None:
        case, kind = self.work.case, self.shape(cell[0]).kind
        entry = Entry(cell[0], cell[1], typed.given(kind))
        is_second = self._is_second(cell)

        def act(services: Services, actor: Actor) -> tuple[Cell, Entered, tuple[Problem, ...]]:
            desk = services.transcribing
            return cell, typed, (desk.check if is_second else desk.write)(actor, case, [entry])

        self._sent[cell] = typed
        self._submit(act)

    def _take_back(self, cell: Cell) -> None:
        held, case = self._fields.get(cell), self.work.case
        if held is None or held.mine is None or not held.is_mine:
            # Nothing of the own stands there; the second who typed something can only type something else.
            self._forget(cell)
            self._lay(self.state.page, cell)
            return

        def act(services: Services, actor: Actor) -> tuple[Cell, Entered, tuple[Problem, ...]]:
            services.transcribing.take_back(actor, case, cell)
            return cell, Entered(), ()

        self._submit(act)

    def _submit(self, act: EnterAct) -> None:
        self.work.runner.submit(
            self.work.job(act), owner=self, then=self._on_entered, failed=self._fail, lane=Lane.WRITE
        )

    def _on_entered(self, outcome: tuple[Cell, Entered, tuple[Problem, ...]]) -> None:
        cell, typed, problems = outcome
        self._sent.pop(cell, None)
        if not problems and self._typed.get(cell) == typed:
            self._forget(cell)
        self.load()

    @override
    def _fail(self, error: AppError) -> None:
        self._sent.clear()
        super()._fail(error)
        if error.code == "transcription.misfit":
            cell = cell_at(str(error.params["place"]))  # at once in the field
            self._lay(self.pack.index[cell[0]].ext.paper_ref.page, cell)

    def _asks(self, typed: Entered) -> bool:
        """Whether something in the field must be answered for before it is a reading."""
        return bool(self.words.found(typed.text) if typed.state is None else self.reasons.found(typed.reason))

    def _forget(self, cell: Cell) -> None:
        self._typed.pop(cell, None)
        self._give_up_drafts(Action.TRANSCRIBE, {f"{DRAFTS}{cell_place(cell)}": self._purpose(cell)})

    def _on_read(self, read_now: Desktop) -> None:
        is_first = self._pack is None
        self._pack, self._only, self._rows = read_now.pack, read_now.only, read_now.rows
        self._questions = read_now.questions
        self._fields = {one.cell: one for one in read_now.fields}
        if is_first:
            for cell, content in read_now.drafts.items():
                self._take_draft(cell, content)
        sheet = self._sheet()
        pages = sheet.pages()
        page = self.state.page if self.state.page in pages else next(iter(pages), 1)
        self.state = replace(
            self.state,
            is_loaded=True,
            pages=pages,
            scans=read_now.pages,
            is_correction=read_now.only is not None,
            covers=read_now.covers,
            refused=read_now.refused,
        )
        self._lay(page, self.state.chosen)

    def _take_draft(self, cell: Cell, content: str) -> None:
        self._drafted.add(f"{DRAFTS}{cell_place(cell)}")
        typed = msgspec.json.decode(content, type=Entered)
        if cell in self._typed or typed == self._own(cell):
            return
        self._typed[cell] = typed
        if cell[1] is not None:
            self._added.append(cell)

    def _lay(self, page: int, chosen: Cell | None) -> None:
        """Show a page as it stands now."""
        sheet = self._sheet()
        cells = sheet.cells(page)
        counts: dict[Stand, int] = {}
        for each in self.state.pages:
            for cell in cells if each == page else sheet.cells(each):
                stand = self._stand(cell)
                counts[stand] = counts.get(stand, 0) + 1
        self._show(
            page=page,
            lines=tuple(self._line(sheet, cell) for cell in cells),
            chosen=chosen if chosen in cells else next(iter(cells), None),
            counts=counts,
        )

    def _line(self, sheet: Sheet, cell: Cell) -> FieldLine:
        held, language = self._fields.get(cell), self._texts.language.value
        item, table = self.pack.index[cell[0]], self.pack.index.table(cell[0])
        mine, value = written(self.pack, None if held is None else held.mine, self._texts)
        other, other_value = written(self.pack, None if held is None else held.other, self._texts)
        if cell in self._typed:
            mine, value = self._in_words(cell, self._typed[cell]), ""
        return FieldLine(
            cell,
            item.ext.paper_ref.box,
            sheet.row_number(cell),
            self.pack.label(cell[0], language),
            "" if table is None else self.pack.label(table.link_id, language),
            self._stand(cell),
            mine,
            value,
            other,
            other_value,
        )

    def _in_words(self, cell: Cell, typed: Entered) -> str:
        if typed.state is not None:
            return self.pack.text(f"state.{typed.state.value}", self._texts.language.value)
        known = {each.code: each.label for each in self.shape(cell[0]).choices}
        return known.get(typed.text, typed.text)

    def _stand(self, cell: Cell) -> Stand:
        return Stand.DRAFT if cell in self._typed else stand_of(self._fields.get(cell))

    def _is_second(self, cell: Cell) -> bool:
        held = self._fields.get(cell)
        return held is not None and not held.is_mine

    def _own(self, cell: Cell) -> Entered:
        held = self._fields.get(cell)
        return entered(self.pack.index[cell[0]], None if held is None else held.mine)

    def _sheet(self) -> Sheet:
        sent = {cell: self._answer(cell, typed) for cell, typed in self._sent.items()}
        return Sheet(self.pack, self._fields, [*self._added, *self._typed], self._only, self._rows, sent)

    def _answer(self, cell: Cell, typed: Entered) -> Answer | Problem:
        return answered(self.pack, cell, typed.given(self.shape(cell[0]).kind), TRIED_AT)

    def _purpose(self, cell: Cell) -> str:
        return str(self.pack.index[cell[0]].ext.purpose)
