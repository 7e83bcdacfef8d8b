"""What a person does to a form: five edits, each of which has an inverse."""

from typing import Annotated

import msgspec

from app.models.forms.answers import Answer, RowId
from app.models.forms.items import LinkId, PackValue

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
