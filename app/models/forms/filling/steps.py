"""Steps of filling in, and the way back over them (元に戻す)."""

import msgspec

from app.models.forms.filling.draft import Draft
from app.models.forms.filling.edits import Clear, Edit, PutRow

STEPS_KEPT = 200
"""How many steps can be taken back; what is older stays as it is."""


class Steps(msgspec.Struct, frozen=True):
    """A draft and how to take the last steps back."""

    draft: Draft
    back: tuple[tuple[Edit, ...], ...] = ()

    def done(self, *edits: Edit) -> "Steps":
        """After one step of some edits.

        Raises:
            BugError: ``bug.draft-edit``.
        """
        if not edits:
            return self
        draft, inverses = self.draft, list[Edit]()
        for edit in edits:
            inverses.append(draft.inverse(edit))
            draft = draft.applied(edit)
        return Steps(draft, (*self.back, tuple(reversed(inverses)))[-STEPS_KEPT:])

    def undoing(self) -> tuple[Edit, ...]:
        """The edits that take the last step back; none when there is nothing to take back."""
        return self.back[-1] if self.back else ()

    def undone(self) -> "Steps":
        """Without the last step."""
        draft = self.draft
        for edit in self.undoing():
            draft = draft.applied(edit)
        return Steps(draft, self.back[:-1])


def adding_row(draft: Draft, table: str, place: int | None = None) -> tuple[Edit, ...]:
    """Add an empty row, at the end if no place is given; a statement such as 「なし」 about the table goes."""
    row = PutRow(table, draft.next_row(table), len(draft.rows(table)) if place is None else place)
    return (row,) if draft.get(table) is None else (Clear(table), row)
