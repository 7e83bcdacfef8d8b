"""Corrections (補正) of a case: boxes to return with their questions, how returned ones stand, revisions. Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.ids import PersonId
from app.models.forms.answers import Cell
from app.models.forms.correction import BoxState, TakenBack
from app.services.container import Services
from app.services.corrections.corrections import Asking, CaseCorrections, Revision, ShownBox
from app.services.jobs import Lane
from app.services.texts.catalogue import Language
from app.ui.files import write_chosen
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork

BASKET = "correction"
"""Where the boxes that are to be returned are kept as a draft."""


class Wanted(msgspec.Struct, frozen=True):
    """A box that is to be returned: where it stands, which row of its table from 1 (0 for none), what is asked."""

    link_id: str
    row: str | None
    row_number: int
    question: str = ""
    point: str = ""

    @property
    def cell(self) -> Cell:
        """Where it stands."""
        return (self.link_id, self.row)


@dataclass(frozen=True, slots=True)
class CorrectionsState(AreaState):
    """What the area shows.

    Attributes:
        wanted: Boxes that are to be returned, with what was typed so far.
        boxes: Boxes that were returned, oldest return first.
        locked: Why those of the medical part are left out.
        chosen: Place of the returned box in view, or empty.
        compared: The cell whose revisions are shown.
        revisions: Its revisions, oldest first.
        names: Names of officers.
        may_return: This officer may return boxes and take them back now.
    """

    wanted: tuple[Wanted, ...] = ()
    boxes: tuple[ShownBox, ...] = ()
    locked: Refusal | None = None
    chosen: str = ""
    compared: Cell | None = None
    revisions: tuple[Revision, ...] = ()
    names: Mapping[PersonId, str] = field(default_factory=dict)
    may_return: bool = False

    @property
    def current(self) -> ShownBox | None:
        """The returned box in view."""
        return next((one for one in self.boxes if one.box.place == self.chosen), None)

    @property
    def is_waiting(self) -> bool:
        """Whether the return of the box in view waits for the subject."""
        return self.current is not None and self.current.box.state is BoxState.OPEN

    @property
    def is_complete(self) -> bool:
        """Whether there is something to return, and a question about each box."""
        return bool(self.wanted) and all(one.question.strip() for one in self.wanted)


class CorrectionsPresenter(CaseArea[CorrectionsState]):
    """What is wanted is kept as a draft until it is returned."""

    def __init__(self, work: CaseWork, language: Language) -> None:
        super().__init__(work, CorrectionsState())
        self._language = language

    @override
    def load(self) -> None:
        """Read the returned boxes, and what was being written."""
        case, language, is_first = self.work.case, self._language, not self.state.is_loaded

        def act(services: Services, actor: Actor) -> tuple[CaseCorrections, dict[str, str]]:
            drafts = services.drafts.read(actor, case) if is_first else {}
            return services.corrections.of_case(actor, case, language), drafts

        self._read(act, self._on_read)

    def speak(self, language: Language) -> None:
        """Show labels and values in another language."""
        if language is not self._language:
            self._language = language
            if self.state.is_loaded:
                self.load()

    def label(self, link_id: str) -> tuple[int, str, str, str]:
        """Page and box on paper, the table around it (empty outside tables), and what it is called."""
        digest = self.work.sheet.case.pack_digest
        pack = self.work.workplace.services.packs.by_digest(digest).pack
        paper, table = pack.index[link_id].ext.paper_ref, pack.index.table(link_id)
        around = pack.label(table.link_id, self._language.value) if table is not None else ""
        return paper.page, paper.box, around, pack.label(link_id, self._language.value)

    def table_of(self, link_id: str) -> str:
        """The table that an item is a column of, or empty: it can be returned as a whole."""
        digest = self.work.sheet.case.pack_digest
        table = self.work.workplace.services.packs.by_digest(digest).pack.index.table(link_id)
        return "" if table is None else table.link_id

    def want(self, *boxes: Wanted) -> None:
        """Put boxes among those that are to be returned; once is enough."""
        held = {one.cell for one in self.state.wanted}
        new = [one for one in boxes if one.cell not in held]
        if new and self.work.sheet.may(Action.RETURN_BOXES):
            self.state = replace(self.state, may_return=True)
            self._keep((*self.state.wanted, *new))

    def widen(self, place: int) -> None:
        """Return the whole table of a box instead, so that rows can be added."""
        held = self.state.wanted[place]
        table = self.table_of(held.link_id)
        if table and all(one.cell != (table, None) for one in self.state.wanted):
            changed = msgspec.structs.replace(held, link_id=table, row=None, row_number=0)
            self._keep((*self.state.wanted[:place], changed, *self.state.wanted[place + 1 :]))

    def unwant(self, place: int) -> None:
        """Take a box out again."""
        self._keep((*self.state.wanted[:place], *self.state.wanted[place + 1 :]))

    def ask(self, place: int, question: str) -> None:
        """Keep the question about a box as it is typed; the screen has it already."""
        wanted = self.state.wanted
        if place < len(wanted) and wanted[place].question != question:
            changed = msgspec.structs.replace(wanted[place], question=question)
            self.state = replace(self.state, wanted=(*wanted[:place], changed, *wanted[place + 1 :]))

    def keep_wanted(self) -> None:
        """Keep what is wanted; the lock waits for it."""
        if self.work.sheet.may(Action.RETURN_BOXES):
            wanted = self.state.wanted
            content = msgspec.json.encode(wanted).decode() if wanted else ""
            self._keep_text(Action.RETURN_BOXES, BASKET, "process", content)

    def return_boxes(self) -> None:
        """Return everything that is wanted, as one."""
        case = self.work.case
        asked = [Asking(one.link_id, one.row, one.question, one.point) for one in self.state.wanted]
        self._do(
            lambda services, actor: services.corrections.return_boxes(actor, case, asked),
            "case.done.boxes-returned",
            then=self._on_returned,
        )

    def take_back(self, reason: TakenBack) -> None:
        """Ask no more about the return of the box in view."""
        case, current = self.work.case, self.state.current
        if current is not None:
            number = current.box.number
            self._do(
                lambda services, actor: services.corrections.take_back(actor, case, number, reason),
                "case.done.boxes-taken-back",
            )

    def save_letter(self, place: Path) -> None:
        """Write the request for correction that the box in view belongs to."""
        case, current = self.work.case, self.state.current
        if current is None:
            return
        number = current.box.number

        def act(services: Services, actor: Actor) -> None:
            write_chosen(place, services.corrections.letter(actor, case, number))

        self._do(act, "case.done.correction-letter", Lane.HEAVY)

    def choose(self, place: str) -> None:
        """Bring a returned box into view, with the revisions of its answer."""
        if place == self.state.chosen:
            return
        self._show(chosen=place, done="", revisions=(), compared=None)
        current = self.state.current
        if current is not None:
            self.compare(*current.box.cell)

    def compare(self, link_id: str, row: str | None) -> None:
        """Read every revision of an answer."""
        case, language, cell = self.work.case, self._language, (link_id, row)
        self._show(compared=cell, revisions=())
        self._read(
            lambda services, actor: (cell, services.corrections.revisions(actor, case, cell, language)),
            self._on_revisions,
            key="revisions",
        )

    def drop(self) -> None:
        """Forget everything: the case was sealed."""
        self.state = CorrectionsState()

    def _keep(self, wanted: tuple[Wanted, ...]) -> None:
        self._show(wanted=wanted, done="")
        self.keep_wanted()

    def _on_returned(self, _number: int) -> None:
        self._keep(())
        self._on_done(None)

    def _on_revisions(self, read: tuple[Cell, tuple[Revision, ...]]) -> None:
        cell, revisions = read
        if cell == self.state.compared:
            self._show(revisions=revisions)

    def _on_read(self, read: tuple[CaseCorrections, dict[str, str]]) -> None:
        found, drafts = read
        wanted = self.state.wanted
        if BASKET in drafts:
            self._drafted |= {BASKET}
            kept = msgspec.json.decode(drafts[BASKET], type=tuple[Wanted, ...])
            held = {one.cell for one in wanted}
            wanted = (*(one for one in kept if one.cell not in held), *wanted)
        chosen = self.state.chosen
        if chosen not in {one.box.place for one in found.boxes}:
            chosen = ""
        self._show(
            is_loaded=True,
            boxes=found.boxes,
            locked=found.locked,
            wanted=wanted,
            chosen=chosen,
            names=self.work.sheet.names,
            may_return=self.work.sheet.may(Action.RETURN_BOXES),
        )
        if self.state.compared is not None:
            self.compare(*self.state.compared)
