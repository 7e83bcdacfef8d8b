"""What is open in the words that answer a question of the form."""

from app.models.forms.answers import Cell
from app.models.forms.definition import FormPack
from app.models.forms.guards.definition import Watch
from app.models.forms.guards.finding import Hit, find
from app.models.forms.items import ItemType

FREE = frozenset({ItemType.STRING, ItemType.TEXT})
"""Questions that are answered in free words."""


def find_in_cell(pack: FormPack, watch: Watch, cell: Cell, text: str, *, is_reason: bool = False) -> tuple[Hit, ...]:
    """What must be asked about in a text that is typed for a cell.

    Args:
        pack: The form.
        watch: The words of the pack.
        cell: Which cell.
        text: As typed.
        is_reason: It is the reason for 「不明」 or 「回答しない」, where no question asks for such words.
    """
    item = pack.index.get(cell[0])
    if item is None or not (is_reason or item.type in FREE):
        return ()
    return find(text, watch, None if is_reason else cell[0])
