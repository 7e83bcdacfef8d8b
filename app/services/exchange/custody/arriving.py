"""What a transfer or notice of custody does at its recipient: foreseen before it is admitted, then done at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.models.domain import custody_moves as moves
from app.models.domain.acts import Action
from app.models.domain.custody import Conflict, ConflictName, Custody, Judgement, Verdict
from app.models.domain.errors import BugError, GateClosedError, UntrustedInputError
from app.models.domain.ids import CaseId, OfficeId
from app.models.domain.lifecycle import State
from app.services.bundles.record_types.custody import CaseHead, FiledDocument
from app.services.desk import Act
from app.services.exchange.custody.files import (
    Arrived,
    RivalFile,
    keeps_ours,
    read_lines,
    require_papers,
    require_ticket,
)
from app.services.exchange.custody.packing import RIVAL
from app.services.exchange.custody.places import custody_of, here
from app.services.exchange.custody.taking import (
    add_documents,
    add_papers,
    add_register,
    arriving_state,
    open_case,
    renew_case,
)
from app.services.exchange.delivery import Delivery, Effect, Records
from app.services.exchange.identity import Subject
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import response_in
from app.services.recusing import recuse_each
from app.services.vault.unit import Unit

_CONFLICTS = {
    ConflictName.LATE_RETURN: "import.effect.custody.late-return",
    ConflictName.LATE_ARRIVAL: "import.effect.custody.late-arrival",
    ConflictName.RECALLED_THERE: "import.effect.custody.recalled-there",
    ConflictName.OVERTAKEN: "import.effect.custody.overtaken",
    ConflictName.STALE: "import.effect.custody.stale",
    ConflictName.TWIN: "import.effect.custody.twin",
    ConflictName.REWRITTEN: "import.effect.custody.rewritten",
}
_NOTICES = {Verdict.LEARN: "import.effect.custody.learned", Verdict.OLD: "import.effect.custody.known"}
_FILES = {Verdict.NEW: "import.effect.transfer-case", Verdict.RETURN: "import.effect.transfer-return"}


def foresee(unit: Unit, records: Records) -> tuple[Effect, ...]:
    """What admitting would change. A conflict of custody does not keep a bundle out: it comes in beside ours."""
    arrived = read_lines(records)
    if unit.ledger.known([arrived.case_id]):
        return (Effect("import.effect.custody.destroyed", is_conflict=True),)
    judged = _judge(unit, arrived)
    if judged.verdict is Verdict.CONFLICT:
        if custody_of(unit, arrived.case_id).conflict is not None:
            return (Effect("import.effect.custody.undecided", is_conflict=True),)
        return (Effect(_CONFLICTS[judged.name or ConflictName.TWIN]),)
    if arrived.head is None:
        return (Effect(_NOTICES[judged.verdict]),)
    if judged.verdict is Verdict.OLD:
        return (Effect("import.effect.custody.recalled-before", is_conflict=True),)
    effects = [Effect(_FILES[judged.verdict]), Effect("import.effect.transfer-documents", len(arrived.documents))]
    papers = len(arrived.head.papers)
    return (*effects, *((Effect("import.effect.transfer-papers", papers),) if papers else ()))


def people(records: Records) -> tuple[Subject, ...]:
    """The subject of a case that comes; a notice brings nobody."""
    arrived = read_lines(records)
    if arrived.head is None:
        return ()
    one = arrived.head.subject
    return (Subject(1, arrived.case_id, one.name, one.kana or "", one.birth_date, one.section or ""),)


def apply(act: Act, delivery: Delivery, packs: PackShelf) -> None:
    """Take in a case or a notice.

    Raises:
        UntrustedInputError: ``bundle.record-refused``, ``custody.not-ours-to-take``, ``bundle.content-mismatch``,
            ``bundle.case-destroyed``, ``custody.recalled-before``.
        GateClosedError: ``custody.undecided`` while an earlier conflict of the case waits for its decision.
    """
    arrived = read_lines(delivery.records)
    require_ticket(arrived, here(act.unit), delivery.said.origin, delivery.bundle_id)
    if act.unit.ledger.known([arrived.case_id]):
        raise UntrustedInputError("bundle.case-destroyed")
    judged, ours = _judge(act.unit, arrived), _known(act.unit, arrived.case_id)
    act.detail.update(
        {"case": arrived.case_id, "number": arrived.chain[-1].number, "outcome": (judged.name or judged.verdict).value}
    )
    if judged.verdict is Verdict.CONFLICT:
        _contest(act, delivery, arrived, judged.name or ConflictName.TWIN)
    elif arrived.head is None:
        if judged.verdict is Verdict.LEARN:
            act.unit.custody.keep(arrived.case_id, moves.learn(ours, arrived.chain), act.at)
    elif judged.verdict is Verdict.OLD:
        raise UntrustedInputError("custody.recalled-before")
    else:
        packs.by_digest(arrived.head.pack.digest)
        _take(act, delivery, arrived, arrived.head, ours)


def take_rival(act: Act, rival: RivalFile) -> int:
    """After a decision for the other file: what differs in it stands on top of ours from now on.

    Returns:
        How many documents were added.
    """
    case, office = act.case, OfficeId(rival.origin_office)
    renew_case(act, case.case_id, rival.head, office, _state(act, rival.head, office, rival.documents))
    add_register(act, case.case_id, rival.head)
    count = add_documents(act, case.case_id, rival.documents, on_top=True)
    _recuse(act, case.case_id)
    return count


def _known(unit: Unit, case_id: CaseId) -> Custody | None:
    is_here = unit.cases.find(case_id) is not None
    return custody_of(unit, case_id) if is_here else unit.custody.find(case_id)


def _judge(unit: Unit, arrived: Arrived) -> Judgement:
    ours = _known(unit, arrived.case_id)
    if arrived.head is None:
        return moves.judge_notice(ours, arrived.chain)
    case = unit.cases.find(arrived.case_id)
    if case is None:
        return moves.judge_file(ours, arrived.chain, has_case=False)
    # What was withdrawn here is never opened again by what comes in.
    keeps = not case.sealed and keeps_ours(unit, arrived)
    return moves.judge_file(ours, arrived.chain, has_case=True, keeps_ours=keeps)


def _contest(act: Act, delivery: Delivery, arrived: Arrived, name: ConflictName) -> None:
    custody = custody_of(act.unit, arrived.case_id)
    if custody.conflict is not None:
        raise GateClosedError("custody.undecided")
    if arrived.head is not None:
        contents = {sha256: paper.content for sha256, paper in delivery.papers.items()}
        require_papers(arrived.head, contents)
        about = act.regarding(arrived.case_id)
        if about is None:
            raise BugError("bug.act-without-subject")
        about.keep(
            RIVAL, delivery.bundle_id, "process", RivalFile(arrived.head, arrived.documents, delivery.origin_office)
        )
        act.detail["papers"] = add_papers(act, arrived.case_id, arrived.head, contents)
        act.detail["documents"] = len(arrived.documents)
    conflict = Conflict(name, arrived.chain, delivery.bundle_id, brings_file=arrived.head is not None)
    act.unit.custody.keep(arrived.case_id, moves.contest(custody, conflict), act.at)


def _take(act: Act, delivery: Delivery, arrived: Arrived, head: CaseHead, ours: Custody | None) -> None:
    contents = {sha256: paper.content for sha256, paper in delivery.papers.items()}
    require_papers(head, contents)
    case_id, unit = arrived.case_id, act.unit
    if head.consented_on is None:
        raise UntrustedInputError("bundle.no-consent")
    state = _state(act, head, delivery.origin_office, arrived.documents)
    if unit.cases.find(case_id) is None:
        open_case(act, case_id, head, delivery.origin_office, state)
    else:
        renew_case(act, case_id, head, delivery.origin_office, state)
    add_register(act, case_id, head)
    act.detail["documents"] = add_documents(act, case_id, arrived.documents, on_top=False)
    act.detail["papers"] = add_papers(act, case_id, head, contents)
    _recuse(act, case_id)
    made = datetime.fromtimestamp(delivery.said.created_at, UTC)
    restored = unit.record.with_codes([Action.RESTORE.value])
    is_old = any(event.at >= made for event in restored)
    received = moves.receive(ours, arrived.chain, delivery.bundle_id, is_old=is_old)
    unit.custody.keep(case_id, replace(received, untold=() if ours is None else ours.untold), act.at)


def _recuse(act: Act, case_id: CaseId) -> None:
    """Whom the answers that came in tie is kept from the case, as with a questionnaire."""
    recuse_each(act, [(act.unit.cases.get(case_id), response_in(act.unit, case_id))])


def _state(act: Act, head: CaseHead, origin_office: str, documents: Sequence[FiledDocument]) -> State:
    station = act.unit.people.station()
    has_answers = any(one.kind == "answers" for one in documents)
    moved = origin_office != station.office_id
    return arriving_state(head.state, at=station.office_kind, moved=moved, has_answers=has_answers)
