"""What a person does to a form: five edits, each of which has an inverse, and steps back over them (元に戻す)."""

from typing import TYPE_CHECKING, Annotated

import msgspec

from app.models.forms.answers import Answer, RowId
from app.models.forms.definition import LinkId, PackValue

if TYPE_CHECKING:
    from app.models.forms.filling.draft import Draft

Place = Annotated[int, msgspec.Meta(ge=0)]
"""Where a row stands in its table, counted from 0; beyond the end is the end."""


class PutAnswer(PackValue, frozen=True, tag="put"):
    """Write the answer of a cell; what stood there is gone."""

    answer: Answer


class Clear(PackValue, frozen=True, tag="clear"):
    """Empty a cell."""

    link_id: LinkId
    row: RowId | None = None


class PutRow(PackValue, frozen=True, tag="put-row"):
    """Put a row into a table."""

    table: LinkId
    row: RowId
    place: Place
    answers: tuple[Answer, ...] = ()


class RemoveRow(PackValue, frozen=True, tag="remove-row"):
    """Take a row with all its answers out of a table."""

    table: LinkId
    row: RowId


class MoveRow(PackValue, frozen=True, tag="move-row"):
    """Move a row to another place of its table."""

    table: LinkId
    row: RowId
    place: Place


Edit = PutAnswer | Clear | PutRow | RemoveRow | MoveRow

STEPS_KEPT = 200
"""How many steps can be taken back; what is older stays as it is."""


class Steps(msgspec.Struct, frozen=True):
    """A draft and how to take the last steps back."""

    draft: "Draft"
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


def adding_row(draft: "Draft", table: str, place: int | None = None) -> tuple[Edit, ...]:
    """Add an empty row, at the end if no place is given; a statement such as 「なし」 about the table goes."""
    row = PutRow(table, draft.next_row(table), len(draft.rows(table)) if place is None else place)
    return (row,) if draft.get(table) is None else (Clear(table), row)
