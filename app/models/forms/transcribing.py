"""Transcription from paper (転記): two persons type each field, the second without seeing what the first typed.

A field is settled when both have typed the same. Where they differ, the first looks at the paper again; what either of
them types then is compared anew, so that nothing is settled that only one person has read from the paper.
"""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from app.models.domain.ids import PersonId
from app.models.forms.answers import Answer, Cell, Response, Source
from app.models.forms.definition import FormPack
from app.models.forms.filling.draft import Draft, KeptDraft
from app.models.forms.filling.opening import Opened
from app.models.forms.items import PackValue


class FieldState(StrEnum):
    """Where a transcribed field stands."""

    UNCHECKED = "unchecked"
    """照合前: one person has typed it."""
    DIFFERS = "differs"
    """相違: the second read something else; the first looks at the paper again."""
    AGREED = "agreed"
    """一致: both typed the same."""


class PaperMark(StrEnum):
    """Why nothing can be read from a box: the reason of an unknown answer, in the Japanese words of ``paper-mark.*``.

    They are part of the answer: the same in every language of the window, so that two readings can agree.
    """

    BLANK = "blank"
    ILLEGIBLE = "illegible"


class TranscribedField(PackValue, frozen=True):
    """One field as it was read from paper, by one person and then by another.

    Attributes:
        first: What was typed first.
        by: Who typed it.
        second: What the second person typed; absent until then.
        checked_by: Who that was; never the same.
    """

    first: Answer
    by: PersonId
    second: Answer | None = None
    checked_by: PersonId | None = None

    @property
    def cell(self) -> Cell:
        """Where it stands."""
        return self.first.cell

    @property
    def state(self) -> FieldState:
        """Where it stands between the two."""
        if self.second is None:
            return FieldState.UNCHECKED
        return FieldState.AGREED if _read(self.first) == _read(self.second) else FieldState.DIFFERS

    @property
    def answer(self) -> Answer:
        """The settled answer with both persons as its source."""
        source = Source("transcribed", self.by, self.checked_by)
        return msgspec.structs.replace(self.first, source=source)


def transcribed(pack: FormPack, blank: Response, fields: Sequence[TranscribedField], only: Opened | None) -> Draft:
    """The form with every settled field in it.

    Args:
        pack: The form.
        blank: What stands there already: the submitted answers for a correction, no answers otherwise.
        fields: What was transcribed.
        only: In a correction, the cells that are open; fields elsewhere are left out.
    """
    answers = {cell: answer for cell, answer in blank.current.items() if not answer.struck}
    for field in fields:
        if only is None or only.opens(field.cell):
            answers[field.cell] = field.answer
    rows: dict[str, list[str]] = {}
    for link_id, row in answers:
        table = pack.index.table(link_id)
        if row is not None and table is not None and row not in rows.setdefault(table.link_id, []):
            rows[table.link_id].append(row)
    told = {field.cell for field in fields}
    for table_id, held in rows.items():
        held.sort(key=lambda row: (len(row), row))
        typed = any(row is not None and pack.index.table(link_id) is pack.index[table_id] for link_id, row in told)
        if typed and (table_id, None) not in told:
            # Rows were read from paper where a statement such as 「なし」 stood before.
            answers.pop((table_id, None), None)
    response = msgspec.structs.replace(blank, answers=tuple(answers.values()))
    kept = KeptDraft(response, {table_id: tuple(held) for table_id, held in rows.items()})
    draft = Draft.resumed(pack, kept)
    return draft if only is None else draft.within(only)


def _read(answer: Answer) -> tuple[object, ...]:
    """What was read from paper: how the day was spelled does not count, which day it is does."""
    return (answer.state, answer.value, answer.precision, answer.about, " ".join((answer.reason or "").split()))
