"""What must not be kept in a case: looks at what is typed in an editor, puts the answers on record. Qt-free."""

from collections.abc import Callable
from typing import Any

from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.forms.answers import Cell, cell_place
from app.models.forms.guards.answering import WhyNot, clause_digest, clause_start
from app.models.forms.guards.cells import find_in_cell
from app.models.forms.guards.finding import Hit, find, struck
from app.services.container import Services
from app.services.guard_seam import is_cleared
from app.services.packs.loader import LoadedPack
from app.ui.presenters.case_work import CaseArea


class AreaGuard:
    """The guard of one area; what was cleared counts at once in all editors of the case."""

    def __init__(self, area: CaseArea[Any], place: Callable[[], str]) -> None:
        """Watch an area.

        Args:
            area: Whose editors are watched; it shows what failed.
            place: What the place in view is called on record, a word of the program.
        """
        self._area, self._place = area, place

    def found(self, text: str) -> tuple[Hit, ...]:
        """What nobody has answered for yet."""
        work = self._area.work
        sheet = work.sheet
        hits = self._find(text, work.loaded)
        return tuple(hit for hit in hits if not is_cleared(text, hit, sheet.cleared | work.stays)) if hits else ()

    def strike(self, text: str, hit: Hit) -> str:
        """The text without it; only its kind and the place ever leave the editor."""
        case, place = self._area.work.case, self._place()

        def act(services: Services, actor: Actor) -> None:
            services.guards.struck(actor, case, place, hit.kind)

        self._area.answer_guard(act)
        return struck(text, (hit,))

    def stay(self, text: str, hit: Hit, why: WhyNot) -> None:
        """It is no such matter; the act runs before any that saves the text."""
        work, place = self._area.work, self._place()
        case, clause = work.case, text[clause_start(hit) : hit.last]
        work.stays.add((hit.kind, clause_digest(text, hit)))

        def act(services: Services, actor: Actor) -> None:
            services.guards.clear(actor, case, place, clause, hit.kind, why)

        self._area.answer_guard(act)

    def _find(self, text: str, pack: LoadedPack) -> tuple[Hit, ...]:
        return find(text, pack.rules.watch)


class CellGuard(AreaGuard):
    """The guard of a field in which a question of the form is answered: some may hold words that no note may."""

    def __init__(self, area: CaseArea[Any], cell: Callable[[], Cell | None], *, is_reason: bool) -> None:
        """Watch the field that a cell is typed in.

        Args:
            area: It shows what failed.
            cell: The cell in the field; its place stands on record.
            is_reason: The reason for 「不明」 or 「回答しない」 is typed.
        """
        super().__init__(area, lambda: cell_place(cell() or ("", None)))
        self._cell, self._is_reason = cell, is_reason

    @override
    def _find(self, text: str, pack: LoadedPack) -> tuple[Hit, ...]:
        cell = self._cell()
        if cell is None:
            return ()
        return find_in_cell(pack.pack, pack.rules.watch, cell, text, is_reason=self._is_reason)
