"""What each kind of bundle does at its recipient: which act admits it, what it adds, how it is kept."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO

import msgspec

from app.models.domain.actor import Role
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import CaseId, OfficeId, RosterId
from app.models.domain.lifecycle import State
from app.models.domain.names import PersonalName
from app.models.domain.retention import due_day, result_class
from app.models.forms.checking import check
from app.models.views.records import Case, ReceivedResult
from app.services.bundles import schemas
from app.services.bundles.manifest import Kind
from app.services.decisions.decisions import PAYLOAD_TYPE as DECISION_TYPE
from app.services.decisions.decisions import DecisionSheet
from app.services.desk import Act, Target
from app.services.exchange.by_kind import (
    abroad,
    corrected,
    disposals,
    figures,
    heads,
    inquiries,
    reports,
    rosters,
    trust,
)
from app.services.exchange.by_kind.inquiries import INQUIRY_CONSENT
from app.services.exchange.custody import arriving as custody_arriving
from app.services.exchange.delivery import Arrival, Delivery, Effect, Records, WhyNot, as_kind, office_target
from app.services.exchange.drafts import discard_drafts_about
from app.services.exchange.identity import Subject
from app.services.exchange.inner_signatures import two_hands
from app.services.findings.opinions import OPINION, PAYLOAD_TYPE
from app.services.packs.shelf import PackShelf
from app.services.papers.filing import file_paper, file_small_papers
from app.services.questionnaires.keeping import keep_answers
from app.services.recusing import recuse_each
from app.services.stations.signed_record import SignedRecord
from app.services.vault.unit import Unit

RECEIVED_DECISION = "received-decision"
_DECIDER = Role.DECIDING_OFFICER


def _case_target(record: schemas.Record) -> Target:
    return Target(case=CaseId(case_ref(record)))


def case_ref(record: schemas.Record) -> str:
    """The case that a record is about; empty for records about no case."""
    return str(getattr(record, "case_ref", ""))


def _foresee_requests(unit: Unit, records: Records) -> tuple[Effect, ...]:
    requests = [as_kind(record, schemas.InvestigationRequest) for record in records]
    known = unit.cases.known([CaseId(request.case_ref) for request in requests])
    consents = sum(len(request.consents) for request in requests)
    effects = [Effect("import.effect.case", len(requests) - len(known)), Effect("import.effect.consents", consents)]
    if known:
        effects.append(Effect("import.effect.case-exists", len(known), is_conflict=True))
    return tuple(effects)


def _foresee_on_case(unit: Unit, records: Records, key: str, count: int = 1) -> tuple[Effect, ...]:
    if unit.cases.find(CaseId(case_ref(records[0]))) is None:
        return (Effect("import.effect.case-unknown", is_conflict=True),)
    return (Effect(key, count),)


def _foresee_questionnaire(unit: Unit, records: Records) -> tuple[Effect, ...]:
    answers = len(as_kind(records[0], schemas.QuestionnaireResponse).response.answers)
    return _foresee_on_case(unit, records, "import.effect.answers", answers)


def _foresee_opinion(unit: Unit, records: Records) -> tuple[Effect, ...]:
    return _foresee_on_case(unit, records, "import.effect.opinion")


def _foresee_decision(unit: Unit, records: Records) -> tuple[Effect, ...]:
    return _foresee_on_case(unit, records, "import.effect.decision")


def _foresee_withdrawal(unit: Unit, records: Records) -> tuple[Effect, ...]:
    return _foresee_on_case(unit, records, "import.effect.withdrawal")


def _foresee_result(_unit: Unit, _records: Records) -> tuple[Effect, ...]:
    return (Effect("import.effect.result"),)


def _admit_requests(act: Act, delivery: Delivery, packs: PackShelf) -> None:
    requests = [as_kind(record, schemas.InvestigationRequest) for record in delivery.records]
    ids = [CaseId(request.case_ref) for request in requests]
    if len(set(ids)) != len(ids) or act.unit.cases.known(ids):
        raise UntrustedInputError("bundle.case-exists")
    if act.unit.ledger.known(ids):  # 廃棄した案件は、同じ求めが再び届いても戻らない
        raise UntrustedInputError("bundle.case-destroyed")
    for digest in {request.pack.digest for request in requests}:
        packs.by_digest(digest)
    office, year = act.unit.people.station().office_id, civil_day(act.at).year
    first = act.unit.counters.reserve(f"case-{year}", len(ids))
    numbers = [f"{office}-{year}-{number:06d}" for number in range(first, first + len(ids))]
    act.unit.case_keys.create(ids)
    opened = [
        _requested_case(request, number, delivery.origin_office, act.at)
        for request, number in zip(requests, numbers, strict=True)
    ]
    act.unit.cases.add_all(opened)
    recuse_each(act, [(case, None) for case in opened])
    file_small_papers(act, [paper for request in requests for paper in _scans(request, delivery, "F06")])
    copies = [paper for request in requests for paper in _scans(request, delivery, "F07")]
    file_small_papers(act, copies, purpose=INQUIRY_CONSENT)
    act.detail["cases"] = len(ids)


def _requested_case(request: schemas.InvestigationRequest, number: str, office: OfficeId, at: datetime) -> Case:
    by_form = {consent.form: consent.received_on for consent in request.consents}
    if "F06" not in by_form or min(by_form.values()) < request.notice_date:  # 法第12条第3項: 告知した上で同意
        raise UntrustedInputError("bundle.no-consent")
    name = PersonalName(request.subject.name, request.subject.kana)
    keys = name.keys
    return Case(
        case_id=CaseId(request.case_ref),
        number=number,
        state=State.INVESTIGATION_REQUESTED,
        name=name.as_written,
        kana=name.kana,
        name_folded=keys.folded,
        kana_sort=name.sort_key,
        born_on=request.subject.birth_date,
        section=request.subject.section,
        post=request.subject.post,
        item=request.item,
        roster_id=None,
        from_office_id=office,
        notified_of_assessment_on=request.notice_date,
        consented_on=by_form["F06"],
        inquiries_consented_on=by_form.get("F07"),
        sealed=False,
        pack_id=request.pack.id,
        pack_version=str(request.pack.version),
        pack_digest=request.pack.digest,
        opened_at=at,
        changed_at=at,
        revision=1,
    )


def _requested_people(records: Records) -> tuple[Subject, ...]:
    requests = [as_kind(record, schemas.InvestigationRequest) for record in records]
    return tuple(
        Subject(
            line,
            CaseId(request.case_ref),
            request.subject.name,
            request.subject.kana,
            request.subject.birth_date,
            request.subject.section,
        )
        for line, request in enumerate(requests, start=1)
    )


def _scans(request: schemas.InvestigationRequest, delivery: Delivery, form: str) -> Iterator[tuple[CaseId, bytes, str]]:
    """The scans of the consents on one form that a request names; a consent without its scan is none."""
    for consent in request.consents:
        if consent.form != form:
            continue
        paper = delivery.papers.get(consent.scan_sha256)
        if paper is None:
            raise UntrustedInputError("bundle.no-consent")
        yield CaseId(request.case_ref), paper.content, paper.media_type


def _admit_questionnaire(act: Act, delivery: Delivery, packs: PackShelf) -> None:
    response = as_kind(delivery.record, schemas.QuestionnaireResponse).response
    pack = packs.by_digest(act.case.pack_digest).pack
    if response.pack.digest != pack.digest:
        raise UntrustedInputError("bundle.other-pack")
    problems = check(pack, response)
    if problems:
        raise UntrustedInputError("questionnaire.misfit", place=problems[0].link_id, count=len(problems))
    act.detail["answers"] = keep_answers(act, pack, response)


def _admit_opinion(act: Act, delivery: Delivery, _packs: PackShelf) -> None:
    opinion = as_kind(delivery.record, schemas.OpinionRecord)
    payload = two_hands(
        opinion.opinion_envelope,
        PAYLOAD_TYPE,
        delivery.trust,
        delivery.origin_office,
        (Role.REVIEWER, _DECIDER),
        barred=opinion.examiner,
    )
    said = msgspec.structs.replace(opinion, opinion_envelope=b"")
    if payload != msgspec.json.encode(said, order="sorted"):
        raise UntrustedInputError("bundle.inner-record-differs")
    act.keep(OPINION, "record", "process", SignedRecord(payload, ()), "received", said=())


def _admit_decision(act: Act, delivery: Delivery, _packs: PackShelf) -> None:
    decision = as_kind(delivery.record, schemas.DecisionRecord)
    payload = two_hands(
        decision.decision_envelope, DECISION_TYPE, delivery.trust, delivery.origin_office, (Role.REVIEWER, _DECIDER)
    )
    _require_same(decision, payload)
    act.keep(RECEIVED_DECISION, "record", "process", decision, said=())
    for paper in delivery.papers.values():
        file_paper(act, act.case.case_id, BytesIO(paper.content), paper.media_type)


def _admit_withdrawal(act: Act, delivery: Delivery, _packs: PackShelf) -> None:
    withdrawn = as_kind(delivery.record, schemas.WithdrawalNotice)
    act.unit.cases.seal_as_withdrawn(act.case.case_id, withdrawn.withdrawn_on)
    act.unit.kiosk.end(act.case.case_id)
    act.detail["drafts_discarded"] = discard_drafts_about(act.unit, act.case.case_id, act.at)


def _admit_result(act: Act, delivery: Delivery, packs: PackShelf) -> None:
    notice = as_kind(delivery.record, schemas.ResultNotice)
    paper = next(iter(delivery.papers.values()), None)
    letter = file_paper(act, delivery.bundle_id, BytesIO(paper.content), paper.media_type) if paper else None
    act.unit.imports.add_result(
        ReceivedResult(
            delivery.bundle_id,
            notice.issue_no,
            notice.name,
            notice.section,
            RosterId(notice.roster_ref),
            notice.outcome.value,
            notice.notified_on,
            act.at,
            _destroy_by(packs, notice.notified_on, notice.outcome.value),
            letter.blob_id if letter else None,
        )
    )


def _require_same(decision: schemas.DecisionRecord, payload: bytes) -> None:
    """The fields of a decision say what its two officers signed."""
    try:
        sheet = msgspec.json.decode(payload, type=DecisionSheet)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise UntrustedInputError("bundle.inner-record-differs") from None
    if msgspec.json.encode(sheet, order="sorted") != payload:
        # A field that we do not know would come in under the officers' signatures.
        raise UntrustedInputError("bundle.inner-record-differs")
    viewpoints = tuple(viewpoint.text for viewpoint in sheet.evaluation.viewpoints)
    signed = (sheet.case_ref, sheet.evaluation.outcome.value, viewpoints, sheet.decided_on, sheet.pack)
    if signed != (
        decision.case_ref,
        decision.outcome.value,
        decision.viewpoints,
        decision.decided_on,
        decision.pack,
    ):
        raise UntrustedInputError("bundle.inner-record-differs")


def _destroy_by(packs: PackShelf, sent_on: date, outcome: str) -> date:
    """Last day on which the contractor may hold it."""
    period = packs.current.pack.retention(result_class(outcome)).period
    return due_day(period, sent_on) - timedelta(days=1)


_ON_CASE: frozenset[Action] = frozenset()
"""Used only in the case that it is about."""
_RESULT = Arrival(
    Action.ADMIT_RESULT,
    office_target,
    _foresee_result,
    _admit_result,
    persons=WhyNot.BY_ROSTER,
    apart=WhyNot.ONE_RECORD,
    # The list of results shows what it says.
    use=frozenset({Action.SEE_RESULTS}),
)

ARRIVALS: dict[Kind, Arrival] = {
    Kind.INVESTIGATION_REQUEST: Arrival(
        Action.ADMIT_REQUEST,
        office_target,
        _foresee_requests,
        _admit_requests,
        persons=_requested_people,
        apart=None,
        use=_ON_CASE,
    ),
    Kind.QUESTIONNAIRE: Arrival(
        Action.ADMIT_QUESTIONNAIRE,
        _case_target,
        _foresee_questionnaire,
        _admit_questionnaire,
        persons=WhyNot.BY_CASE,
        apart=WhyNot.ONE_RECORD,
        use=_ON_CASE,
    ),
    Kind.OPINION: Arrival(
        Action.ADMIT_OPINION,
        _case_target,
        _foresee_opinion,
        _admit_opinion,
        persons=WhyNot.BY_CASE,
        apart=WhyNot.ONE_RECORD,
        use=_ON_CASE,
    ),
    Kind.DECISION: Arrival(
        Action.ADMIT_DECISION,
        _case_target,
        _foresee_decision,
        _admit_decision,
        persons=WhyNot.BY_CASE,
        apart=WhyNot.ONE_RECORD,
        use=_ON_CASE,
    ),
    Kind.WITHDRAWAL: Arrival(
        Action.ADMIT_WITHDRAWAL,
        _case_target,
        _foresee_withdrawal,
        _admit_withdrawal,
        persons=WhyNot.BY_CASE,
        apart=WhyNot.ONE_RECORD,
        use=WhyNot.DRAFTS_GONE,
    ),
    Kind.RESULT: _RESULT,
    Kind.NOT_CARRIED_OUT: _RESULT,
    Kind.CORRECTED_ANSWERS: corrected.ARRIVAL,
    Kind.ROSTER: rosters.ARRIVAL,
    Kind.TRUST_UPDATE: trust.UPDATE,
    Kind.KEY_GRANT: trust.GRANT,
    Kind.DISPOSAL_PROOF: disposals.ARRIVAL,
    Kind.CHECKPOINT: heads.ARRIVAL,
    Kind.STATISTICS: figures.ARRIVAL,
    Kind.CHANGE_REPORT: reports.REPORT_ARRIVAL,
    Kind.COMPLAINT: reports.COMPLAINT_ARRIVAL,
    Kind.INQUIRY: inquiries.ARRIVAL,
    Kind.INQUIRY_REPLY: inquiries.REPLY_ARRIVAL,
    Kind.ALLY_CONFIRMATION: abroad.ARRIVAL,
    Kind.CASE_TRANSFER: Arrival(
        Action.ADMIT_TRANSFER,
        office_target,
        custody_arriving.foresee,
        custody_arriving.apply,
        persons=custody_arriving.people,
        apart=WhyNot.WHOLE,
        use=WhyNot.HANDED_OVER,
    ),
}
"""The kinds that change something at their recipient; receipts and key requests go their own way."""

NOT_TAKEN = frozenset({Kind.BACKUP})
"""Kinds whose bundles can be read and verified, and which no office takes in."""
