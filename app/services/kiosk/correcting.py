"""The room of a correction (補正の席): only the boxes that were returned and what depends on them can be answered."""

from dataclasses import dataclass

from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.forms.answers import Cell, Response
from app.models.forms.checking import Problem
from app.models.forms.correction import SUBJECT, ReturnedBox, Said, removed_lines, revised, still_open
from app.models.forms.definition import FormPack
from app.models.forms.filling.draft import Draft
from app.models.forms.filling.opening import opened_by
from app.models.forms.reading import Line
from app.models.rules.gaps import Gap
from app.models.views.kiosk import KioskSession
from app.services.corrections.keeping import boxes_of, keep_correction
from app.services.desk import Act, Target
from app.services.kiosk.room import Furniture, Room, Signed
from app.services.questionnaires.keeping import pinned, read_response

RECEIPT = "correction-receipt"


@dataclass(frozen=True, slots=True)
class Reopened:
    """A submitted questionnaire with some boxes open again.

    Attributes:
        response: The answers as they stand, every revision.
        draft: The newest of them, to be answered anew where it is open.
        boxes: What was returned.
    """

    response: Response
    draft: Draft
    boxes: tuple[ReturnedBox, ...]


def reopened(act: Act, pack: FormPack, number: int) -> Reopened:
    """The questionnaire of the case of the act with the boxes of one return open.

    Raises:
        GateClosedError: ``correction.ended``: none of them waits any more.
        InvalidInputError: ``questionnaire.not-here``.
    """
    response, boxes = read_response(act), boxes_of(act.unit, act.case.case_id, number)
    if response is None:
        raise InvalidInputError("questionnaire.not-here")
    if not boxes:
        raise GateClosedError("correction.ended")
    only = opened_by(pack, [box.cell for box in boxes])
    return Reopened(response, Draft.reopened(pack, pinned(pack, response), only), boxes)


class CorrectionRoom(Room):
    """One subject answering what was returned; everything else is as it was submitted, and is not attested anew."""

    def __init__(
        self,
        made_with: Furniture,
        actor: Actor,
        held: KioskSession,
        key: bytes,
        draft: Draft,
        topic: str,
        seq: int,
        returned: Reopened,
    ) -> None:
        super().__init__(made_with, actor, held, key, draft, topic, seq)
        self._returned = returned

    @property
    @override
    def questions(self) -> dict[Cell, str]:
        """What is asked about each returned box, by its cell; a table that was returned as a whole has no row."""
        return {box.cell: box.question for box in self._returned.boxes}

    @override
    def removed(self, language: str) -> tuple[Line, ...]:
        return removed_lines(self._returned.response, self.draft, language)

    @override
    def gaps(self) -> tuple[Gap, ...]:
        only = self.draft.only
        return tuple(gap for gap in super().gaps() if only is not None and only.tables & set(gap.add_to))

    @override
    def still_open(self) -> tuple[Problem, ...]:
        return still_open(self._returned.response, self.draft, self._said())

    @override
    def sign(self, name: str) -> Signed:
        """Attest the changed answers alone: they enter the case as further revisions, the draft is destroyed.

        A box whose answer was left as it is counts as answered: the subject stands by it.

        Args:
            name: As the person writes it under the attestation.

        Raises:
            InvalidInputError: ``kiosk.still-open`` with the number of open cells.
            GateClosedError: ``kiosk.ended``, or ``correction.ended`` when the office asks no more.
        """
        still = self.still_open()
        if still:
            raise InvalidInputError("kiosk.still-open", field="form", count=len(still))
        pack = self.draft.pack
        with self._made_with.desk.act(self._actor, Action.SIGN_CORRECTION, Target(case=self._held.case_id)) as act:
            self._require_here(act.unit)
            now = reopened(act, pack, self._held.correction)
            if now.boxes != self._returned.boxes:
                raise GateClosedError("correction.ended")
            said = Said(SUBJECT, act.at, self.questions)
            after = revised(now.response, self.draft, said)
            attested = keep_correction(act, pack, now.boxes, now.response, after, name)
            counts = {
                "correction_no": str(attested.number),
                "box_count": str(len(now.boxes)),
                "answer_count": f"{attested.cells:,}",
            }
            receipt = self._receipt(act, RECEIPT, attested.sha256, counts)
            act.unit.kiosk.end(self._held.case_id)
            act.detail |= {"number": attested.number, "answers": attested.cells}
        self._key = None
        return Signed(attested.cells, attested.sha256, receipt)

    def _said(self) -> Said:
        return Said(SUBJECT, self._made_with.desk.clock.now(), self.questions)
