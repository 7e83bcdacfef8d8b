"""Words about returned boxes: neutral questions alone, and where a box stands on paper."""

from typing import Annotated

import msgspec

from app.models.domain.errors import InvalidInputError
from app.models.forms.answers import Cell, Response
from app.models.forms.correction import LONGEST_QUESTION
from app.models.forms.definition import FormPack
from app.models.forms.my_number import holds_my_number
from app.services.bundles.text_rules import is_clean

_PHRASES = "forbidden_phrases.json"


class _Phrases(msgspec.Struct, frozen=True):
    """The pack's list of what no text to a subject may say."""

    ja: tuple[Annotated[str, msgspec.Meta(min_length=1)], ...]
    en: tuple[Annotated[str, msgspec.Meta(min_length=1)], ...]


def require_neutral(pack: FormPack, question: str) -> None:
    """Refuse a question that may not be put to a subject.

    Raises:
        InvalidInputError: ``note.empty``, ``note.my-number``, ``text.not-carried``, or ``correction.wording`` when it
            holds a phrase that the pack forbids.
    """
    if not question.strip():
        raise InvalidInputError("note.empty", field="question")
    if holds_my_number(question):
        raise InvalidInputError("note.my-number", field="question")
    if len(question) > LONGEST_QUESTION or not is_clean(question):
        raise InvalidInputError("text.not-carried", field="question")
    listed = pack.extras.get(_PHRASES)
    phrases = msgspec.json.decode(listed, type=_Phrases) if listed is not None else _Phrases((), ())
    plain = "".join(question.split()).casefold()
    for phrase in (*phrases.ja, *phrases.en):
        if "".join(phrase.split()).casefold() in plain:
            raise InvalidInputError("correction.wording", field="question", phrase=phrase)


def box_words(pack: FormPack, response: Response, cell: Cell, language: str) -> tuple[str, str, int]:
    """What a box is called: its table (empty outside tables), its own label, and which row it is (0 for none)."""
    link_id, row = cell
    table, label = pack.index.table(link_id), pack.label(link_id, language)
    if table is None or row is None:
        return "", label, 0
    rows = response.rows_of(*(column.link_id for column in pack.index.columns(table.link_id)))
    return pack.label(table.link_id, language), label, rows.index(row) + 1 if row in rows else 0
