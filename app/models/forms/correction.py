"""Corrections (補正): named boxes of a submitted form are returned with a question and answered again.

Nothing is overwritten. What a correction changes is a further revision of its cell with who, when and why; a cell that
was not returned, and depends on none that was, stays as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from app.models.domain.ids import PersonId
from app.models.forms.answers import Answer, Cell, Correction, Instant, Response, RowId
from app.models.forms.checking import Problem, check
from app.models.forms.definition import FormPack
from app.models.forms.filling.draft import Draft
from app.models.forms.filling.opening import Boxes, Opened
from app.models.forms.filling.typing import KIOSK
from app.models.forms.items import LinkId, PackValue
from app.models.forms.reading import Line, struck_line
from app.models.forms.visibility import Visibility

SUBJECT = "subject"
"""Who corrected, where it was the subject."""
LONGEST_QUESTION = 600
"""Characters of a question about a returned box."""


class BoxState(StrEnum):
    """Where a returned box stands."""

    OPEN = "open"
    """返戻中: the subject has not answered yet."""
    ANSWERED = "answered"
    """回答済: there is a further revision."""
    CONFIRMED = "confirmed"
    """記載のとおり: the subject left the answer as it was."""
    TAKEN_BACK = "taken-back"
    """取消し: the office asks no more."""


class TakenBack(StrEnum):
    """Why boxes that were returned are asked about no more."""

    MISTAKE = "mistake"
    """They were returned by mistake."""
    CLEARED_UP = "cleared-up"
    """The question was cleared up in another way."""
    OTHER_WORDING = "other-wording"
    """The question will be put in other words."""


class ReturnedBox(PackValue, frozen=True):
    """One box of the form that was returned (返戻した欄), and what came of it.

    Attributes:
        number: Which return of the case it belongs to, from 1; one return is answered and attested as a whole.
        link_id: The question, column or table.
        row: The row of a column.
        question: What is asked about it, in neutral words.
        by: Who returned it.
        at: When.
        revision: The revision that stood there then; 0 for none.
        point: Key of the point to clear up that it came from; empty without one.
        state: Where it stands.
        settled_at: When it was answered or taken back.
        reason: Why it was taken back.
    """

    number: int
    link_id: LinkId
    question: str
    by: PersonId
    at: Instant
    revision: int
    row: RowId | None = None
    point: str = ""
    state: BoxState = BoxState.OPEN
    settled_at: Instant | None = None
    reason: TakenBack | None = None

    @property
    def cell(self) -> Cell:
        """Where it stands."""
        return (self.link_id, self.row)

    @property
    def place(self) -> str:
        """Its name inside the case."""
        return "/".join((str(self.number), self.link_id, *([self.row] if self.row else [])))


class Attested(PackValue, frozen=True):
    """What the subject attested in answering one return: those cells alone.

    Attributes:
        number: Which return.
        name: As the subject wrote it under the attestation.
        at: When.
        cells: How many cells have a further revision.
        sha256: Digest of those revisions in canonical JSON, in hex.
    """

    number: int
    name: str
    at: Instant
    cells: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Said:
    """Who corrects, when, and for each returned box the question that it answers."""

    by: str
    at: datetime
    questions: Mapping[Cell, str]


def revised(response: Response, draft: Draft, said: Said) -> Response:
    """The response with what a correction changed as further revisions; every earlier one stays as it is.

    Args:
        response: The answers so far, every revision.
        draft: The same answers with those cells filled in anew that are open; see :meth:`Draft.reopened`.
        said: Who, when, why.

    Returns:
        The answers of ``response`` in their order, then the new revisions in the order of the form.
    """
    pack, only, adding = draft.pack, draft.only or Opened(), _Adding(draft.pack, said)
    fresh: dict[Cell, Answer] = {}
    for answer in draft.response.answers:
        held = response.get(*answer.cell)
        if only.opens(answer.cell) and (held is None or _meaning(held) != _meaning(answer)):
            fresh[answer.cell] = adding(held, answer, None)
    for held in _removed(response, draft):
        gone = msgspec.structs.replace(held, struck=True, source=KIOSK, answered_at=said.at)
        fresh[held.cell] = adding(held, gone, held.not_applicable_since)
    merged = msgspec.structs.replace(response, answers=(*response.answers, *fresh.values()))
    for answer in _rehidden(pack, only, merged):
        mark = None if answer.not_applicable_since else said.at
        fresh[answer.cell] = adding(response.get(*answer.cell), answer, mark)
    order = {item.link_id: place for place, item in enumerate(pack.index)}
    added = sorted(fresh.values(), key=lambda one: order[one.link_id])
    return msgspec.structs.replace(response, answers=(*response.answers, *added))


def still_open(response: Response, draft: Draft, said: Said) -> tuple[Problem, ...]:
    """What keeps a correction from being signed; cells that it does not open are never named."""
    only = draft.only or Opened()
    found = {*check(draft.pack, revised(response, draft, said)), *_emptied(response, draft)}
    order = {item.link_id: place for place, item in enumerate(draft.pack.index)}
    named = (one for one in found if only.opens((one.link_id, one.row or None)))
    return tuple(sorted(named, key=lambda one: (order[one.link_id], one)))


def removed_lines(response: Response, draft: Draft, language: str) -> tuple[Line, ...]:
    """What stands in the rows that the subject took out, each with the number that its row had."""
    pack, found = draft.pack, []
    for answer in _removed(response, draft):
        table = pack.index.table(answer.link_id)
        columns = () if table is None else pack.index.columns(table.link_id)
        rows = response.rows_of(*(each.link_id for each in columns))
        number = next(place for place, row in enumerate(rows, start=1) if row == answer.row)
        found.append(struck_line(pack, answer, str(number), language))
    return tuple(found)


def continued(held: Response, sent: Response, came: Response) -> Response | str:
    """Our answers with the corrections that another office took, or where its answers do not go on from ours.

    Args:
        held: Every revision that is here.
        sent: Those of them that may travel; each must have come back as it is.
        came: Every revision that the other office holds.

    Returns:
        ``held`` with the new revisions behind it, or the linkId of the first answer that is missing, differs, or is
        new without saying who corrected it.
    """
    theirs = {(answer.cell, answer.revision): answer for answer in came.answers}
    for answer in sent.answers:
        if theirs.get((answer.cell, answer.revision)) != answer:
            return answer.link_id
    ours = {(answer.cell, answer.revision) for answer in held.answers}
    added = tuple(answer for answer in came.answers if (answer.cell, answer.revision) not in ours)
    for answer in added:
        if answer.correction is None:
            return answer.link_id
    return msgspec.structs.replace(held, answers=(*held.answers, *added))


def new_revisions(before: Response, after: Response) -> tuple[Answer, ...]:
    """What a correction added."""
    return after.answers[len(before.answers) :]


def settled(
    pack: FormPack, boxes: tuple[ReturnedBox, ...], added: tuple[Answer, ...], at: datetime
) -> tuple[ReturnedBox, ...]:
    """The boxes of a return after its answers: one without a further revision stays as it was written."""
    among = Boxes(pack, [box.cell for box in boxes])
    changed = {among.of(answer.cell) for answer in added}
    return tuple(
        msgspec.structs.replace(
            box, state=BoxState.ANSWERED if box.cell in changed else BoxState.CONFIRMED, settled_at=at
        )
        for box in boxes
    )


class _Adding:
    """Makes the next revision of a cell, with who, when and why."""

    def __init__(self, pack: FormPack, said: Said) -> None:
        self._pack = pack
        self._said = said
        self._boxes = Boxes(pack, said.questions)

    def __call__(self, held: Answer | None, answer: Answer, mark: datetime | None) -> Answer:
        index, said = self._pack.index, self._said
        box = self._boxes.of(answer.cell) or answer.cell
        asked, answered = index[box[0]], index[answer.link_id]
        why = said.questions[box]
        if (asked.ext.purpose, asked.ext.sensitivity) != (answered.ext.purpose, answered.ext.sensitivity):
            # What is asked about one purpose, or about a medical box, is not told among the answers to another.
            why = f"{asked.ext.paper_ref.page}-{asked.ext.paper_ref.box}"
        return msgspec.structs.replace(
            answer,
            revision=1 if held is None else held.revision + 1,
            correction=Correction(said.by, said.at, why),
            not_applicable_since=mark,
        )


def _emptied(response: Response, draft: Draft) -> Iterator[Problem]:
    """Cells that were answered and now are empty, and rows that were added and not filled in."""
    index, sight = draft.pack.index, Visibility(draft.pack, draft)
    removed = {held.cell for held in _removed(response, draft)}
    for (link_id, row), answer in response.current.items():
        if answer.struck or (link_id, row) in removed:
            continue
        stated = draft.get(link_id, row) is not None or (index[link_id].repeats and draft.rows(link_id))
        if not stated and sight.shown(link_id, row):
            yield Problem(link_id, row or "", "answer.missing" if index[link_id].required else "answer.empty-cell")
    for table in draft.only.tables if draft.only else ():
        for row in (row for row, cells in draft.rows(table).items() if not cells and sight.shown(table)):
            yield Problem(index.columns(table)[0].link_id, row, "answer.empty-cell")


def _removed(response: Response, draft: Draft) -> Iterator[Answer]:
    """What stood in rows that the subject removed; a row goes only from a table that was returned as a whole."""
    for table in sorted(draft.only.tables if draft.only else ()):
        columns = [each.link_id for each in draft.pack.index.columns(table)]
        gone = set(response.rows_of(*columns)) - set(draft.rows(table))
        for (link_id, row), answer in response.current.items():
            if row in gone and link_id in columns and not answer.struck:
                yield answer


def _rehidden(pack: FormPack, only: Opened, merged: Response) -> Iterator[Answer]:
    """Newest answers of open cells whose mark is wrong now; 「なし」 beside rows of its table counts as hidden."""
    sight = Visibility(pack, merged)
    for cell, answer in merged.current.items():
        if not only.opens(cell) or answer.link_id not in pack.index or answer.struck:
            continue
        columns = (each.link_id for each in pack.index.columns(answer.link_id))
        beside_rows = pack.index[answer.link_id].repeats and bool(merged.rows_of(*columns))
        hidden = beside_rows or not sight.shown(*cell)
        if hidden is (answer.not_applicable_since is None):
            yield answer


def _meaning(answer: Answer) -> tuple[object, ...]:
    """What an answer says, apart from who gave it when."""
    return (answer.state, answer.value, answer.as_written, answer.precision, answer.about, answer.reason)
