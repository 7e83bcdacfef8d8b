"""Returned boxes as documents of the case: one for each box, so that each lies under the item that it serves."""

import hashlib
from collections.abc import Iterable

import msgspec

from app.models.domain.errors import GateClosedError
from app.models.domain.ids import CaseId
from app.models.forms.answers import Response, encode
from app.models.forms.correction import Attested, BoxState, ReturnedBox, new_revisions, settled
from app.models.forms.definition import FormPack
from app.services.desk import Act
from app.services.questionnaires.keeping import keep_changed
from app.services.vault.unit import Unit

BOX = "correction"
ATTESTED = "correction-attested"


def boxes_in(unit: Unit, case_id: CaseId) -> tuple[ReturnedBox, ...]:
    """Every box of a case that was ever returned, return by return, in the order in which they were named."""
    documents = unit.documents.newest_of_kind(case_id, BOX)
    boxes = [msgspec.json.decode(one.content, type=ReturnedBox) for one in documents]
    return tuple(sorted(boxes, key=lambda box: (box.number, box.place)))


def boxes_of(unit: Unit, case_id: CaseId, number: int) -> tuple[ReturnedBox, ...]:
    """The boxes of one return that wait for the subject."""
    return tuple(box for box in boxes_in(unit, case_id) if box.number == number and box.state is BoxState.OPEN)


def open_number(unit: Unit, case_id: CaseId) -> int:
    """The oldest return that waits for the subject; 0 where none does."""
    return min((box.number for box in boxes_in(unit, case_id) if box.state is BoxState.OPEN), default=0)


def keep_boxes(act: Act, pack: FormPack, boxes: Iterable[ReturnedBox]) -> None:
    """Seal boxes into the case of the act."""
    for box in boxes:
        act.keep(BOX, box.place, str(pack.index[box.link_id].ext.purpose), box, box.state.value)


def keep_correction(
    act: Act, pack: FormPack, boxes: tuple[ReturnedBox, ...], before: Response, after: Response, name: str
) -> Attested:
    """Seal what a correction changed, what became of its boxes, and the attestation of these cells alone.

    Args:
        act: The running act.
        pack: The form.
        boxes: The boxes that the correction answers.
        before: The answers before it.
        after: The same with its revisions added.
        name: As written under the attestation.

    Raises:
        GateClosedError: ``correction.ended``: one of the boxes waits no more.
    """
    if set(boxes) - set(boxes_in(act.unit, act.case.case_id)):
        raise GateClosedError("correction.ended")
    added = new_revisions(before, after)
    keep_changed(act, pack, before, after)
    keep_boxes(act, pack, settled(pack, boxes, added, act.at))
    sha256 = hashlib.sha256(encode(msgspec.structs.replace(after, answers=added))).hexdigest()
    attested = Attested(boxes[0].number, name, act.at, len(added), sha256)
    act.keep(ATTESTED, str(attested.number), "identity", attested)
    return attested
