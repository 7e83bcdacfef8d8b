"""Use cases of corrections (補正): return named boxes with a question, print the request, take boxes back, compare.

Who answers is the subject, at the kiosk or on paper; see :mod:`app.services.kiosk.correcting`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import AlreadyDoneError, GateClosedError, InvalidInputError
from app.models.domain.ids import CaseId
from app.models.forms.answers import Answer, AnswerState, Cell, Response
from app.models.forms.correction import Attested, BoxState, ReturnedBox, TakenBack
from app.models.forms.definition import FormPack
from app.models.forms.filling.closing import AFFIRMATION
from app.models.forms.filling.opening import opened_by
from app.models.forms.items import Item, ItemType, PaperRef
from app.models.forms.reading import answer_in_words
from app.models.forms.visibility import Visibility
from app.services.corrections.keeping import ATTESTED, boxes_in, keep_boxes
from app.services.corrections.wording import box_words, require_neutral
from app.services.desk import Act, Desk, Target
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import is_medical, read_answers, read_response
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language

LETTER = "correction-request"


class Asking(msgspec.Struct, frozen=True):
    """One box to return: the question, column or table, the row of a column, and what is asked about it.

    ``point`` is the key of the point to clear up that it comes from, if it comes from one.
    """

    link_id: str
    row: str | None
    question: str
    point: str = ""

    @property
    def cell(self) -> Cell:
        """Where it stands."""
        return (self.link_id, self.row)


@dataclass(frozen=True, slots=True)
class ShownBox:
    """A returned box as an officer sees it, with its place on paper."""

    box: ReturnedBox
    paper: PaperRef
    table: str
    label: str
    row_number: int
    """From 1; 0 outside tables."""


@dataclass(frozen=True, slots=True)
class CaseCorrections:
    """Every box of a case that was ever returned, oldest return first."""

    boxes: tuple[ShownBox, ...]
    attested: tuple[Attested, ...]
    locked: Refusal | None
    """Why medical boxes, if there are any, are left out; None when nothing is left out."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of an answer, as it is compared with the others.

    Attributes:
        number: From 1.
        shown: The value, or the explicit state, in words.
        as_written: What was written, where that is something else.
        state: What the answer says.
        reason: Of an unknown or declined answer.
        source: ``kiosk``, ``imported`` or ``transcribed``.
        by: Who transcribed it, and who checked it; empty otherwise.
        answered_at: When it was answered.
        corrected_by: Who corrected: ``subject`` or an officer; empty for what was submitted first.
        corrected_at: When.
        why: What was asked.
        not_applicable: The question did not apply any more.
        struck: The subject removed the row.
    """

    number: int
    shown: str
    as_written: str
    state: AnswerState
    reason: str
    source: str
    by: tuple[str, ...]
    answered_at: datetime
    corrected_by: str
    corrected_at: datetime | None
    why: str
    not_applicable: bool
    struck: bool


class Corrections:
    """Use cases of the investigation office."""

    def __init__(self, desk: Desk, packs: PackShelf, letters: LetterDesk) -> None:
        self._desk = desk
        self._packs = packs
        self._letters = letters

    def return_boxes(self, actor: Actor, case: CaseId, asked: Sequence[Asking]) -> int:
        """Return boxes of the questionnaire to the subject, each with a question; they are answered as one.

        Returns:
            The number of the return in the case, from 1.

        Raises:
            InvalidInputError: ``correction.nothing`` without a box, ``correction.box`` for one that the form does not
                ask of this subject, ``correction.wording`` for words that the pack forbids, ``note.empty``,
                ``note.my-number``, ``text.not-carried``.
            AlreadyDoneError: ``correction.waiting``: a box is open already, by itself or through another one.
        """
        if not asked or len({one.cell for one in asked}) != len(asked):
            raise InvalidInputError("correction.nothing", field="boxes")
        with self._desk.act(actor, Action.RETURN_BOXES, Target(case=case)) as act:
            pack, response, held = self._pack(act), _answers(act), boxes_in(act.unit, case)
            sight = Visibility(pack, response)
            for one in asked:
                _require_box(pack, response, sight, one.cell)
                require_neutral(pack, one.question)
            waiting = [box.cell for box in held if box.state is BoxState.OPEN]
            named = opened_by(pack, [one.cell for one in asked])
            if named.shares(opened_by(pack, waiting)):
                raise AlreadyDoneError("correction.waiting")
            number = max((box.number for box in held), default=0) + 1
            boxes = [
                ReturnedBox(
                    number,
                    one.link_id,
                    one.question,
                    actor.person,
                    act.at,
                    answer.revision if (answer := response.get(*one.cell)) is not None else 0,
                    row=one.row,
                    point=one.point,
                )
                for one in asked
            ]
            keep_boxes(act, pack, boxes)
            act.detail |= {"number": number, "boxes": len(boxes)}
            return number

    def take_back(self, actor: Actor, case: CaseId, number: int, reason: TakenBack) -> None:
        """Ask no more about the boxes of a return that wait; they close, and a session at the kiosk over them ends.

        Raises:
            GateClosedError: ``correction.ended``.
        """
        with self._desk.act(actor, Action.TAKE_BACK_BOXES, Target(case=case)) as act:
            waiting = [box for box in boxes_in(act.unit, case) if box.number == number and box.state is BoxState.OPEN]
            if not waiting:
                raise GateClosedError("correction.ended")
            closed = [
                msgspec.structs.replace(box, state=BoxState.TAKEN_BACK, settled_at=act.at, reason=reason)
                for box in waiting
            ]
            keep_boxes(act, self._pack(act), closed)
            session = act.unit.kiosk.of_case(case)
            if session is not None and session.correction == number:
                act.unit.kiosk.end(case)
            act.detail |= {"number": number, "boxes": len(closed), "reason": reason.value}

    def of_case(self, actor: Actor, case: CaseId, language: Language) -> CaseCorrections:
        """Every returned box; those of the medical compartment are left out for whoever may not see medical answers."""
        with self._desk.act(actor, Action.SEE_CORRECTIONS, Target(case=case)) as act:
            pack, boxes = self._pack(act), boxes_in(act.unit, case)
            locked = self._without_medical(act, pack, boxes)
            shown = [box for box in boxes if locked is None or not is_medical(pack.index[box.link_id])]
            act.detail["boxes"] = len(shown)
            documents = act.unit.documents.newest_of_kind(case, ATTESTED)
            attested = [msgspec.json.decode(one.content, type=Attested) for one in documents]
            response = _answers(act) if shown else None
            return CaseCorrections(
                tuple(_shown(pack, response, box, language) for box in shown if response is not None),
                tuple(sorted(attested, key=lambda one: one.number)),
                locked,
            )

    def letter(self, actor: Actor, case: CaseId, number: int) -> bytes:
        """The request for correction (補正依頼書) on paper: page, box and question for each box that waits.

        It is written from what the case holds and kept nowhere.

        Raises:
            GateClosedError: ``correction.ended``.
        """
        with self._desk.act(actor, Action.PRINT_CORRECTION, Target(case=case)) as act:
            pack, response = self._pack(act), _answers(act)
            waiting = [box for box in boxes_in(act.unit, case) if box.number == number and box.state is BoxState.OPEN]
            if not waiting:
                raise GateClosedError("correction.ended")
            act.detail |= {"number": number, "copy": act.unit.counters.next(f"copies-correction-{case}-{number}")}
            texts = Catalogue.load(TEXTS, Language.JAPANESE)
            facts: dict[str, str | date | tuple[str, ...]] = {
                "issue_no": f"{act.case.number}-{number}",
                "issued_on": civil_day(act.at),
                "addressee_name": act.case.name,
                "case_no": act.case.number,
                "box_count": str(len(waiting)),
                "lines": tuple(
                    line for box in waiting for line in _lines(_shown(pack, response, box, texts.language), texts)
                ),
            }
            return self._letters.write(act, LETTER, facts).pdf

    def revisions(self, actor: Actor, case: CaseId, cell: Cell, language: Language) -> tuple[Revision, ...]:
        """Every revision of an answer, oldest first.

        Raises:
            InvalidInputError: ``record.not-found``, ``questionnaire.not-here``.
        """
        with self._desk.vault.read() as unit:
            pack = self._packs.by_digest(unit.cases.get(case).pack_digest).pack
        item = pack.index.get(cell[0])
        if item is None:
            raise InvalidInputError("record.not-found")
        purpose, medical = str(item.ext.purpose), is_medical(item)
        action = Action.SEE_MEDICAL_ANSWERS if medical else Action.SEE_ANSWERS
        with self._desk.act(actor, action, Target(case=case), purpose=purpose) as act:
            act.detail["section"] = pack.index.section(item.link_id).link_id
            part = read_answers(act, purpose, medical=medical)
            if part is None:
                raise InvalidInputError("questionnaire.not-here")
            return tuple(_revision(pack, item, answer, language) for answer in part.history(*cell))

    def _pack(self, act: Act) -> FormPack:
        return self._packs.by_digest(act.case.pack_digest).pack

    def _without_medical(self, act: Act, pack: FormPack, boxes: Sequence[ReturnedBox]) -> Refusal | None:
        medical = [pack.index[box.link_id] for box in boxes if is_medical(pack.index[box.link_id])]
        for purpose in dict.fromkeys(str(item.ext.purpose) for item in medical):
            act.look_also(Action.SEE_MEDICAL_ANSWERS, purpose)
        return act.may(Action.SEE_MEDICAL_ANSWERS)


def _answers(act: Act) -> Response:
    response = read_response(act)
    if response is None:
        raise InvalidInputError("questionnaire.not-here")
    return response


def _require_box(pack: FormPack, response: Response, sight: Visibility, cell: Cell) -> None:
    """A box is a question, a column in a row that is there, or a table as a whole; the affirmation is none."""
    link_id, row = cell
    item = pack.index.get(link_id)
    if item is None or link_id in AFFIRMATION or not _takes_answers(item) or not sight.shown(link_id, row):
        raise InvalidInputError("correction.box", field="boxes", box=link_id)
    table = pack.index.table(link_id)
    rows: tuple[str | None, ...] = (None,)
    if table is not None:
        rows = response.rows_of(*(column.link_id for column in pack.index.columns(table.link_id)))
    if row not in rows:
        raise InvalidInputError("correction.box", field="boxes", box=link_id)


def _takes_answers(item: Item) -> bool:
    return item.repeats or item.type not in {ItemType.GROUP, ItemType.DISPLAY}


def _shown(pack: FormPack, response: Response, box: ReturnedBox, language: Language) -> ShownBox:
    table, label, number = box_words(pack, response, box.cell, language.value)
    return ShownBox(box, pack.index[box.link_id].ext.paper_ref, table, label, number)


def _lines(shown: ShownBox, texts: Catalogue) -> tuple[str, str]:
    """What the letter says of a box: page and box, beside them what it is called, and the question."""
    where = texts("correction.where", page=shown.paper.page, box=shown.paper.box)
    name = shown.label
    if shown.table:
        name = texts("correction.in-table", table=shown.table, row=shown.row_number, label=shown.label)
    return f"{where}\t{name}", f"{where}\t{shown.box.question}"


def _revision(pack: FormPack, item: Item, answer: Answer, language: Language) -> Revision:
    words = answer_in_words(pack, item, msgspec.structs.replace(answer, as_written=None), language.value)
    made, source = answer.correction, answer.source
    return Revision(
        answer.revision,
        words,
        answer.as_written or "",
        answer.state,
        answer.reason or "",
        source.kind,
        tuple(one for one in (source.by, source.checked_by) if one),
        answer.answered_at,
        made.by if made else "",
        made.at if made else None,
        made.why if made else "",
        answer.not_applicable_since is not None,
        answer.struck,
    )
