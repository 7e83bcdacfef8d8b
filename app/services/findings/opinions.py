"""Result and opinion (調査結果・意見): put together from accepted findings, signed by two different people."""

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.finding import MEDICAL_ITEM, Finding, HearingState
from app.models.domain.ids import CaseId
from app.models.views.records import Case
from app.services.bundles.schemas import Fact, Hearing, ItemFinding, OpinionCode, OpinionRecord, PackPin
from app.services.desk import Act, Desk, Target
from app.services.documents.date_text import both_calendars
from app.services.findings.carried_text import require_carried
from app.services.findings.opinion_draft import drafted
from app.services.findings.review import require_complete
from app.services.findings.second_reads import require_read_again
from app.services.resources import TEXTS
from app.services.stations.signed_record import SignedRecord, require_own_hand
from app.services.stations.signer import Signer
from app.services.texts.catalogue import Catalogue, Language

PAYLOAD_TYPE = "application/vnd.sekisho.opinion.v1+json"
OPINION = "opinion"


class Opinions:
    """Use cases of reviewer and deciding officer at the investigation office."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def sign(
        self,
        actor: Actor,
        signer: Signer,
        case: CaseId,
        opinion: OpinionCode,
        text: str,
        unresolved: tuple[str, ...] = (),
    ) -> None:
        """Put result and opinion together and sign first (審査担当者).

        Raises:
            InvalidInputError: ``opinion.text-missing``, ``text.not-carried``.
            GateClosedError: ``review.incomplete``, ``second-read.open``, ``second-read.conference``.
        """
        require_own_hand(actor, signer)
        if not text.strip():
            raise InvalidInputError("opinion.text-missing", field="text")
        with self._desk.act(actor, Action.SIGN_OPINION, Target(case=case)) as act:
            record = _compose(act, opinion, text, unresolved)
            require_carried(record, "text")
            payload = msgspec.json.encode(record, order="sorted")
            signed = SignedRecord(payload, ()).signed_by(signer, PAYLOAD_TYPE)
            act.detail["revision"] = act.keep(OPINION, "record", "process", signed, "signed-once")

    def confirm(self, actor: Actor, signer: Signer, case: CaseId) -> None:
        """Sign second (決裁者); the opinion is then fixed.

        Raises:
            GateClosedError: ``opinion.not-signed`` when nobody signed first; ``second-read.open``,
                ``second-read.conference``: it was drawn for a second reading since.
        """
        require_own_hand(actor, signer)
        with self._desk.act(actor, Action.CONFIRM_OPINION, Target(case=case)) as act:
            signed = act.kept(OPINION, "record", SignedRecord)
            if signed is None:
                raise GateClosedError("opinion.not-signed")
            require_read_again(act)
            act.keep(OPINION, "record", "process", signed.signed_by(signer, PAYLOAD_TYPE), "signed-twice")

    def draft(self, actor: Actor, case: CaseId) -> str:
        """Reasons to go on writing from, in Japanese: the findings in order, each with the numbers of its facts.

        Raises:
            GateClosedError: ``review.incomplete``.
        """
        with self._desk.act(actor, Action.SEE_FINDINGS, Target(case=case)) as act:
            return drafted(require_complete(act), Catalogue.load(TEXTS, Language.JAPANESE))

    def findings(self, actor: Actor, case: CaseId) -> tuple[ItemFinding, ...]:
        """The accepted findings as the opinion will hold them, to be read while it is written.

        Raises:
            GateClosedError: As :meth:`draft`.
        """
        with self._desk.act(actor, Action.SEE_FINDINGS, Target(case=case)) as act:
            found = tuple(_as_record(one) for one in sorted(require_complete(act), key=lambda one: one.item))
            if act.look_also(Action.SEE_MEDICAL_FINDINGS, str(MEDICAL_ITEM)):
                return found
            return tuple(_emptied(one) for one in found)

    def read(self, actor: Actor, case: CaseId) -> OpinionRecord | None:
        """Result and opinion as they stand, at either office; None before the first signature.

        The finding on item 5 is empty for whoever has no part in the case.
        """
        with self._desk.act(actor, Action.SEE_FINDINGS, Target(case=case)) as act:
            record = opinion_of(act)
            if record is None or act.look_also(Action.SEE_MEDICAL_FINDINGS, str(MEDICAL_ITEM)):
                return record
            return without_medical(record)


def opinion_of(act: Act) -> OpinionRecord | None:
    """The opinion of the case of an act."""
    signed = act.kept(OPINION, "record", SignedRecord)
    return None if signed is None else msgspec.json.decode(signed.payload, type=OpinionRecord)


def signed_opinion_of(act: Act) -> OpinionRecord | None:
    """The opinion with the officers' envelope in it, as it leaves for the agency."""
    signed = act.kept(OPINION, "record", SignedRecord)
    if signed is None:
        return None
    record = msgspec.json.decode(signed.payload, type=OpinionRecord)
    return msgspec.structs.replace(record, opinion_envelope=signed.envelope(PAYLOAD_TYPE))


def pack_pin(case: Case) -> PackPin:
    """The pack that a case is pinned to, as it stands in bundles."""
    return PackPin(id=case.pack_id, version=int(case.pack_version), digest=case.pack_digest)


def without_medical(record: OpinionRecord) -> OpinionRecord:
    """The record with nothing in its finding on item 5, and without the envelope that says the same again."""
    findings = tuple(_emptied(one) for one in record.findings)
    return msgspec.structs.replace(record, findings=findings, opinion_envelope=b"")


def _emptied(one: ItemFinding) -> ItemFinding:
    """The finding, with nothing in it if it is the medical one."""
    if one.item != MEDICAL_ITEM:
        return one
    nothing = Hearing(state="not-needed", text=None)
    return ItemFinding(item=one.item, summary="", facts=(), explanation=nothing, mitigation=None)


def _compose(act: Act, opinion: OpinionCode, text: str, unresolved: tuple[str, ...]) -> OpinionRecord:
    findings = require_complete(act)
    require_read_again(act)
    # Who handed the findings in last: the case may have changed hands after it was returned.
    done = (Action.SUBMIT_FINDINGS.value, "done")
    examiners = [
        event.person for event in act.unit.record.of_subject(act.case.case_id) if (event.code, event.result) == done
    ]
    if not examiners:
        raise GateClosedError("review.incomplete", item=1)
    return OpinionRecord(
        case_ref=act.case.case_id,
        pack=pack_pin(act.case),
        findings=tuple(_as_record(finding) for finding in sorted(findings, key=lambda one: one.item)),
        unresolved=unresolved,
        opinion=opinion,
        opinion_text=text,
        examiner=examiners[-1],
        reviewer=act.actor.person,
        opinion_envelope=b"",
    )


def _as_record(finding: Finding) -> ItemFinding:
    return ItemFinding(
        item=finding.item,
        summary=finding.summary,
        facts=tuple(
            Fact(text=fact.text, source=fact.source, source_on=fact.source_on, happened_as_written=None)
            for fact in finding.facts
        ),
        explanation=Hearing(state=finding.hearing.state.value, text=_heard(finding) or None),
        mitigation=finding.mitigation or None,
    )


def _heard(finding: Finding) -> str:
    """The subject's side, with the day: the record that leaves has no field of its own for it."""
    hearing = finding.hearing
    if hearing.state is HearingState.NOT_NEEDED or hearing.on is None:
        return hearing.text
    day = both_calendars(hearing.on, Language.JAPANESE)
    return "\n".join((hearing.text, Catalogue.load(TEXTS, Language.JAPANESE)("opinion-paper.heard-on", day=day)))
