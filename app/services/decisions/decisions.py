"""Evaluation (評価) and decision (決裁) at the agency: drafted by one, signed by two others."""

from dataclasses import dataclass
from datetime import date

import msgspec

from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.evaluation import Evaluation, Outcome, reasons_are_complete
from app.models.domain.finding_parts import ReviewRemark
from app.models.domain.ids import CaseId, PersonId
from app.models.domain.lifecycle import State
from app.services.bundles.schemas import PackPin
from app.services.desk import Act, Desk, Target
from app.services.documents.fonts import typefaces
from app.services.findings.carried_text import require_carried
from app.services.findings.opinions import pack_pin
from app.services.stations.signed_record import SignedRecord, require_own_hand
from app.services.stations.signer import Signer

PAYLOAD_TYPE = "application/vnd.sekisho.decision.v1+json"
EVALUATION, DECISION, REMARK = "evaluation", "decision", "decision-remark"


class DecisionSheet(msgspec.Struct, frozen=True):
    """What the two officers sign (決裁文書, F19). Reasons for the subject are in it and never leave with F22."""

    case_ref: str
    decided_on: date
    evaluation: Evaluation
    pack: PackPin


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the decision has come."""

    draft: Evaluation | None
    remarks: tuple[str, ...]
    """Why a draft was returned, oldest first."""
    decided_on: date | None
    """Day on the sheet, once it was signed."""
    signed_by: tuple[PersonId, ...]


class Decisions:
    """Use cases of assessment staff, reviewer and deciding officer at the agency."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self, actor: Actor, case: CaseId) -> None:
        """Begin the evaluation of a case whose result was received; who begins it is its assessment staff."""
        with self._desk.act(actor, Action.OPEN_EVALUATION, Target(case=case)) as act:
            act.unit.cases.set_part(case, Role.EXAMINER, actor.person)

    def write(self, actor: Actor, case: CaseId, evaluation: Evaluation) -> None:
        """Save the draft (評価案).

        Raises:
            InvalidInputError: ``evaluation.reasons`` when reasons are missing, or given where none belong;
                ``text.not-carried``.
            RefusedError: ``letter.character-not-drawable``: a character of the reasons cannot stand in the notice.
        """
        if not reasons_are_complete(evaluation):
            raise InvalidInputError("evaluation.reasons", field="reasons_text")
        require_carried(evaluation, "evaluation")
        # Found here, a character that the letter cannot show exactly is changed; after two signatures it could not be.
        typefaces().choose("".join(evaluation.reasons_text.splitlines()))
        with self._desk.act(actor, Action.WRITE_EVALUATION, Target(case=case)) as act:
            act.keep(EVALUATION, "draft", "process", evaluation)

    def read(self, actor: Actor, case: CaseId) -> Evaluation | None:
        """The draft as it stands; None before the first."""
        with self._desk.act(actor, Action.SEE_FINDINGS, Target(case=case)) as act:
            return act.kept(EVALUATION, "draft", Evaluation)

    def standing(self, actor: Actor, case: CaseId) -> Standing:
        """The draft, the remarks on it and the signatures so far, in one look."""
        with self._desk.act(actor, Action.SEE_FINDINGS, Target(case=case)) as act:
            returned = sorted(act.unit.documents.newest_of_kind(case, REMARK), key=lambda one: one.written_at)
            remarks = tuple(msgspec.json.decode(one.content, type=ReviewRemark).text for one in returned)
            draft, signed = act.kept(EVALUATION, "draft", Evaluation), act.kept(DECISION, "sheet", SignedRecord)
            if signed is None or act.case.state in (State.RESULT_RECEIVED, State.UNDER_EVALUATION):
                return Standing(draft, remarks, None, ())
            sheet = msgspec.json.decode(signed.payload, type=DecisionSheet)
            signers = tuple(PersonId(person) for person, _, _ in signed.signatures)
            return Standing(sheet.evaluation, remarks, sheet.decided_on, signers)

    def sign(self, actor: Actor, signer: Signer, case: CaseId, decided_on: date) -> None:
        """Sign the decision first (審査担当者).

        Raises:
            InvalidInputError: ``consent.future-day``.
            GateClosedError: ``evaluation.missing``.
        """
        require_own_hand(actor, signer)
        if decided_on > self._desk.clock.today():
            raise InvalidInputError("consent.future-day", field="decided_on")
        with self._desk.act(actor, Action.SIGN_DECISION, Target(case=case)) as act:
            evaluation = act.kept(EVALUATION, "draft", Evaluation)
            if evaluation is None:
                raise GateClosedError("evaluation.missing")
            sheet = DecisionSheet(case, decided_on, evaluation, pack_pin(act.case))
            signed = SignedRecord(msgspec.json.encode(sheet, order="sorted"), ()).signed_by(signer, PAYLOAD_TYPE)
            act.keep(DECISION, "sheet", "process", signed, "signed-once")

    def send_back(self, actor: Actor, case: CaseId, text: str) -> None:
        """Return the draft with a remark (差戻し); a first signature falls with it."""
        if not text.strip():
            raise InvalidInputError("note.empty", field="text")
        with self._desk.act(actor, Action.RETURN_DECISION, Target(case=case)) as act:
            act.keep(REMARK, act.new_id(), "process", ReviewRemark(None, text))

    def confirm(self, actor: Actor, signer: Signer, case: CaseId, outcome: Outcome) -> None:
        """Sign the decision second (決裁者); the result is then decided.

        Args:
            actor: The deciding officer.
            signer: The same officer's hand.
            case: The case.
            outcome: What the officer decides; must be what the sheet says.

        Raises:
            InvalidInputError: ``decision.other-outcome``.
        """
        require_own_hand(actor, signer)
        action = Action.CONFIRM_CLEARED if outcome is Outcome.CLEARED else Action.CONFIRM_NOT_CLEARED
        with self._desk.act(actor, action, Target(case=case)) as act:
            signed = act.kept(DECISION, "sheet", SignedRecord)
            if signed is None:
                raise GateClosedError("evaluation.missing")
            sheet = msgspec.json.decode(signed.payload, type=DecisionSheet)
            if sheet.evaluation.outcome is not outcome:
                raise InvalidInputError("decision.other-outcome", field="outcome")
            act.keep(DECISION, "sheet", "process", signed.signed_by(signer, PAYLOAD_TYPE), "signed-twice")


def decision_of(act: Act) -> tuple[DecisionSheet, SignedRecord]:
    """The signed decision of the case of an act.

    Raises:
        GateClosedError: ``evaluation.missing``.
    """
    signed = act.kept(DECISION, "sheet", SignedRecord)
    if signed is None:
        raise GateClosedError("evaluation.missing")
    return msgspec.json.decode(signed.payload, type=DecisionSheet), signed
