"""The guard beside the person who fills in at the kiosk: nothing that must not be kept ever enters the draft."""

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.ids import CaseId
from app.models.forms.answers import Answer, Cell
from app.models.forms.definition import FormPack
from app.models.forms.guards.answering import WhyNot
from app.models.forms.guards.cells import find_in_cell
from app.models.forms.guards.definition import Watch
from app.models.forms.guards.finding import Hit, struck
from app.services.desk import Desk, Target
from app.services.guard_seam import Cleared, cleared_in, is_cleared
from app.services.guards.guards import note_cleared, note_struck


class RoomGuard:
    """What the person typed, held against the words of the pack; answers go on record at once, without the text."""

    def __init__(self, desk: Desk, actor: Actor, case: CaseId, pack: FormPack, watch: Watch) -> None:
        self._desk, self._actor, self._case, self._pack, self._watch = desk, actor, case, pack, watch
        self._known: Cleared | None = None

    def found(self, cell: Cell, text: str, *, is_reason: bool = False) -> tuple[Hit, ...]:
        """What is open in a text that is typed for a cell, for the strip under its field.

        Args:
            cell: Which cell.
            text: As typed.
            is_reason: It is the reason for 「不明」 or 「回答しない」, where no question asks for such words.
        """
        hits = find_in_cell(self._pack, self._watch, cell, text, is_reason=is_reason)
        return tuple(hit for hit in hits if not is_cleared(text, hit, self._cleared())) if hits else ()

    def is_open(self, answer: Answer) -> bool:
        """Whether an answer holds something that nobody has answered for."""
        value, reason = answer.value, answer.reason
        in_value = self.found(answer.cell, value) if isinstance(value, str) else ()
        return bool(in_value or (reason is not None and self.found(answer.cell, reason, is_reason=True)))

    def strike(self, cell: Cell, text: str, hit: Hit) -> str:
        """The text without what was found; that it was struck goes on record."""
        with self._desk.act(self._actor, Action.STRIKE_TYPED, Target(case=self._case)) as act:
            note_struck(act, self._watch, _place(cell), hit.kind, 1)
        return struck(text, (hit,))

    def stay(self, cell: Cell, text: str, hit: Hit, why: WhyNot) -> None:
        """The person says that it is no such matter."""
        with self._desk.act(self._actor, Action.CLEAR_TYPED, Target(case=self._case)) as act:
            known = note_cleared(act, (hit,), _place(cell), text, hit.kind, why)
        self._known = self._cleared() | known

    def _cleared(self) -> Cleared:
        if self._known is None:
            with self._desk.vault.read() as unit:
                self._known = cleared_in(unit, self._case)
        return self._known


def _place(cell: Cell) -> str:
    return f"{cell[0]}/{cell[1]}" if cell[1] else cell[0]
