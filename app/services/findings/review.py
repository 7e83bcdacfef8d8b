"""Read answers, flag them, write notes and findings, submit, return and accept them."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

import msgspec

from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.citing import all_current
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, InvalidInputError, StaleEditError
from app.models.domain.finding import ITEMS, MEDICAL_ITEM, Finding, Note, missing_parts
from app.models.domain.finding_parts import PartPlace, ReviewRemark, parts_of
from app.models.domain.ids import CaseId, PersonId
from app.models.forms.answers import Response
from app.models.forms.definition import FormPack
from app.models.forms.items import Item
from app.models.forms.reading import Line, ReadSection, SectionHead, sections
from app.models.views.records import Document
from app.services.desk import Act, Target
from app.services.findings.carried_text import require_carried
from app.services.findings.citing import Citable, citable_in
from app.services.findings.comparing import (
    FINDING,
    REMARK,
    changes_since_return,
    revisions_of,
    revisions_of_findings,
    without_medical_places,
)
from app.services.findings.drafts import hand_over_drafts
from app.services.findings.flags import Flagging, clean, flags_in
from app.services.findings.second_reads import require_read_again
from app.services.findings.written import KeptFinding, ReviewDetail, WrittenNote, WrittenRemark
from app.services.interviewed import (
    explained_in,
    interviews_in,
    require_interviews_over,
    unfinished_in,
    without_medical,
)
from app.services.outstanding import require_inquiries_settled
from app.services.queries.keeping import queries_in
from app.services.questionnaires.keeping import is_medical, read_answers, read_response
from app.services.recusing import ESCALATION, recuse
from app.services.tasks.keeping import require_tasks_settled, tasks_in

Form = TypeVar("Form", bound=msgspec.Struct)

NOTE = "note"


class Review(Flagging):
    """Use cases of the investigation office on one case."""

    def assign(self, actor: Actor, case: CaseId, to: PersonId, due_on: date | None) -> None:
        """Give the case to an examiner of this office (担当の割当て).

        Raises:
            InvalidInputError: ``review.not-an-examiner``.
            GateClosedError: ``review.somebody-else``; nobody is told why. ``second-read.same-person``.
        """
        with self._desk.act(actor, Action.ASSIGN, Target(case=case)) as act:
            if "examiner" not in act.unit.people.officer(to).roles:
                raise InvalidInputError("review.not-an-examiner", field="assignee")
            if to == act.facts.second_reader:
                raise GateClosedError("second-read.same-person")
            act.detail["assignee"] = to
            recuse(act, read_response(act))
            is_recused = to in act.unit.fairness.recused(case)
            if is_recused:
                act.record_event(f"refused:{Refusal.RECUSED}")
            else:
                self._hand_over(act, to, due_on)
        if is_recused:  # only now, so that what was found stands
            raise GateClosedError("review.somebody-else")

    @staticmethod
    def _hand_over(act: Act, to: PersonId, due_on: date | None) -> None:
        case, actor = act.case.case_id, act.actor
        if to != act.case.assignee:
            hand_over_drafts(act, to)
            act.unit.leases.give_up(case)
        act.unit.waits.drop_kind(case, ESCALATION)
        if act.case.assignee is not None:
            act.unit.waits.hand_over(case, act.case.assignee, to)
        act.unit.cases.assign(case, to, due_on)
        # Who hands a case out as its reviewer is its reviewer, unless somebody is already.
        if to != actor.person and act.facts.reviewer is None and act.may(Action.TAKE_REVIEW) is None:
            act.unit.cases.set_part(case, Role.REVIEWER, actor.person)

    def sections(self, actor: Actor, case: CaseId) -> tuple[SectionHead, ...]:
        """The sections of the questionnaire that the case was answered under."""
        with self._desk.act(actor, Action.SEE_CASE, Target(case=case)) as act:
            return sections(self._pack(act))

    def answers(self, actor: Actor, case: CaseId, section: str, language: str) -> tuple[Line, ...]:
        """The answers of one section as lines; a look as in :meth:`section`."""
        return self.section(actor, case, section).lines(language)

    def section(self, actor: Actor, case: CaseId, section: str) -> ReadSection:
        """The answers of one section, for a list or for its pages.

        Answers lie sealed by the statutory item that they serve, and a section may serve several: the section on
        homes (居住歴) asks for stays abroad, which serve item 1. One look is recorded for each of them. Medical answers
        are a look of their own; where the table does not grant it, they stay shut.

        Raises:
            NotAuthorisedError: Also ``access.not-of-case`` when the whole section is medical.
        """
        pack = self._pinned(case)
        if all(head.link_id != section for head in sections(pack)):
            raise InvalidInputError("record.not-found")
        items = [item for item in pack.index if not item.item and pack.index.section(item.link_id).link_id == section]
        medical = _purposes([item for item in items if is_medical(item)])
        common = _purposes([item for item in items if not is_medical(item)])
        parts, is_open = self._look_at_medical(actor, case, section, medical) if not common else ([], False)
        for place, purpose in enumerate(common):
            with self._desk.act(actor, Action.SEE_ANSWERS, Target(case=case), purpose=purpose) as act:
                act.detail["section"] = section
                parts.append(_response(act, purpose))
                if place == 0:
                    is_open = all(act.look_also(Action.SEE_MEDICAL_ANSWERS, one, section=section) for one in medical)
                    parts += [_response(act, one, medical=True) for one in medical if is_open]
        answers = tuple(answer for part in parts for answer in part.answers)
        shut = frozenset() if is_open else frozenset(item.link_id for item in items if is_medical(item))
        return ReadSection(pack, section, msgspec.structs.replace(parts[0], answers=answers), shut)

    def take_up(self, actor: Actor, case: CaseId, part: Role) -> None:
        """Take the part of the reviewer or of the deciding officer in a case, whose medical part is then open.

        Raises:
            NotAuthorisedError: ``access.part-taken`` while somebody else has it.
        """
        action = Action.TAKE_REVIEW if part is Role.REVIEWER else Action.TAKE_DECISION
        with self._desk.act(actor, action, Target(case=case)) as act:
            act.unit.cases.set_part(
                case, Role.REVIEWER if part is Role.REVIEWER else Role.DECIDING_OFFICER, actor.person
            )

    def release(self, actor: Actor, case: CaseId, part: Role) -> None:
        """Free the part of a reviewer or deciding officer who cannot go on, so that another one takes it up."""
        with self._desk.act(actor, Action.RELEASE_PART, Target(case=case)) as act:
            part = Role.REVIEWER if part is Role.REVIEWER else Role.DECIDING_OFFICER
            act.unit.cases.set_part(case, part, None)
            act.detail["part"] = part.value

    def note(self, actor: Actor, case: CaseId, purpose: str, text: str) -> None:
        """Write a note; without a statutory item as purpose it cannot be saved.

        Raises:
            InvalidInputError: ``note.no-purpose``, ``note.empty`` or ``note.my-number``.
        """
        if purpose not in {str(item) for item in ITEMS}:
            raise InvalidInputError("note.no-purpose", field="purpose")
        note = Note(clean(text, "text"))
        with self._desk.act(actor, Action.WRITE_NOTE, Target(case=case), purpose=purpose) as act:
            act.keep(NOTE, act.new_id(), purpose, note)

    def write_finding(self, actor: Actor, case: CaseId, finding: Finding, based_on: int | None = None) -> int:
        """Save the finding on one statutory item; it may still lack parts until it is submitted.

        Args:
            actor: The examiner.
            case: The case.
            finding: What is kept.
            based_on: The revision that was in view when it was written, 0 for none; not asked when left out.

        Returns:
            The revision that it became.

        Raises:
            InvalidInputError: ``note.empty`` when the summary or a fact has no text, ``note.my-number``,
                ``text.not-carried``.
            StaleEditError: ``finding.changed-meanwhile``; nothing is overwritten.
        """
        texts = [text for fact in finding.facts for text in (fact.text, fact.source)]
        for text in (finding.summary, *texts):
            clean(text, "finding")
        require_carried(finding, "finding")
        purpose = str(finding.item)
        with self._desk.act(actor, Action.WRITE_FINDING, Target(case=case), purpose=purpose) as act:
            newest = act.unit.documents.next_revision(case, FINDING, purpose) - 1
            if based_on is not None and based_on != newest:
                raise StaleEditError("finding.changed-meanwhile", item=finding.item)
            return act.keep(FINDING, purpose, purpose, finding)

    def detail(self, actor: Actor, case: CaseId) -> ReviewDetail:
        """Everything that was written on the case so far."""
        with self._desk.act(actor, Action.SEE_FINDINGS, Target(case=case)) as act:
            detail = _detail(act)
            return self._without_medical(act, detail)

    def citable(self, actor: Actor, case: CaseId) -> tuple[Citable, ...]:
        """The answers that a finding can cite, in the order of the form; medical ones where they are open."""
        with self._desk.act(actor, Action.SEE_FINDINGS, Target(case=case)) as act:
            return citable_in(act, self._pack(act), medical=act.may(Action.SEE_MEDICAL_FINDINGS) is None)

    def submit(self, actor: Actor, case: CaseId) -> None:
        """Hand the findings to the reviewer.

        Raises:
            GateClosedError: ``review.incomplete`` with the first item that lacks something, ``task.open``,
                ``interview.unfinished``, ``review.citation-stale`` with the first whose evidence was answered anew or
                is not there.
        """
        with self._desk.act(actor, Action.SUBMIT_FINDINGS, Target(case=case)) as act:
            _require_read_as_it_stands(act, require_complete(act))
            act.unit.leases.give_up(case)

    def send_back(self, actor: Actor, case: CaseId, item: int | None, text: str, part: PartPlace | None = None) -> None:
        """Return the findings to the examiner with a remark (差戻し), if wanted on one part of one finding.

        Raises:
            InvalidInputError: ``note.empty``; ``record.not-found`` for a part that the finding does not have.
        """
        with self._desk.act(actor, Action.RETURN_FINDINGS, Target(case=case)) as act:
            purpose = str(item) if item is not None else "process"
            if part is not None:
                finding = act.kept(FINDING, purpose, Finding)
                if finding is None or part not in parts_of(finding):
                    raise InvalidInputError("record.not-found")
            remark = ReviewRemark(item, clean(text, "text"), part, revisions_of_findings(act))
            act.keep(REMARK, act.new_id(), purpose, remark)

    def accept(self, actor: Actor, case: CaseId) -> None:
        """Accept the findings (審査了承).

        Raises:
            GateClosedError: ``review.incomplete``, ``task.open``, ``interview.unfinished``, ``review.citation-stale``,
                ``second-read.open``, ``second-read.conference``, ``inquiry.outstanding``.
        """
        with self._desk.act(actor, Action.ACCEPT_FINDINGS, Target(case=case)) as act:
            require_read_again(act)
            require_inquiries_settled(act.unit, case)
            _require_read_as_it_stands(act, require_complete(act))

    def _pack(self, act: Act) -> FormPack:
        return self._packs.by_digest(act.case.pack_digest).pack

    def _look_at_medical(
        self, actor: Actor, case: CaseId, section: str, purposes: list[str]
    ) -> tuple[list[Response], bool]:
        """The answers of a section that is medical as a whole."""
        parts = []
        for purpose in purposes:
            with self._desk.act(actor, Action.SEE_MEDICAL_ANSWERS, Target(case=case), purpose=purpose) as act:
                act.detail["section"] = section
                parts.append(_response(act, purpose, medical=True))
        return parts, True

    def _without_medical(self, act: Act, detail: ReviewDetail) -> ReviewDetail:
        """Leave out what was written on the medical part unless this officer may see it; a look of its own if so."""
        pack, item = self._pack(act), str(MEDICAL_ITEM)

        def on_medical(link_id: str) -> bool:
            asked = pack.index.get(link_id)
            return asked is not None and is_medical(asked)

        if act.may(Action.SEE_MEDICAL_FINDINGS) is not None:
            # Which medical questions were answered says something too.
            detail = replace(detail, revisions=without_medical_places(pack, detail.revisions))
        rest = replace(
            detail,
            changes=tuple(one for one in detail.changes if one.item != MEDICAL_ITEM),
            findings=tuple(one for one in detail.findings if one.item != MEDICAL_ITEM),
            notes=tuple(one for one in detail.notes if one.purpose != item),
            flags=tuple(one for one in detail.flags if not on_medical(one.flag.link_id)),
            remarks=tuple(one for one in detail.remarks if one.item != MEDICAL_ITEM),
            kept={place: one for place, one in detail.kept.items() if place != MEDICAL_ITEM},
            queries=tuple(one for one in detail.queries if not on_medical(one.query.link_id)),
            tasks=tuple(one for one in detail.tasks if one.purpose != item),
            explained=explained_in(without_medical(one) for one in interviews_in(act.unit, act.case.case_id)),
        )
        if rest == detail or act.look_also(Action.SEE_MEDICAL_FINDINGS, item):
            return detail
        return replace(rest, locked=act.may(Action.SEE_MEDICAL_FINDINGS))


def require_complete(act: Act) -> tuple[Finding, ...]:
    """The findings on all seven items, each with all its parts, once no mandatory task and no interview is open.

    Raises:
        GateClosedError: ``review.incomplete`` with the first statutory item that lacks something; ``task.open``;
            ``interview.unfinished``.
    """
    detail = _detail(act)
    if detail.missing_items:
        raise GateClosedError("review.incomplete", item=detail.missing_items[0])
    require_tasks_settled(act.unit, act.case.case_id)
    require_interviews_over(act.unit, act.case.case_id)
    return detail.findings


def _require_read_as_it_stands(act: Act, findings: tuple[Finding, ...]) -> None:
    revisions = revisions_of(act)
    stale = next((one.item for one in findings if not all_current(one, revisions)), None)
    if stale is not None:
        raise GateClosedError("review.citation-stale", item=stale)


def _detail(act: Act) -> ReviewDetail:
    documents, interviews = act.unit.documents, interviews_in(act.unit, act.case.case_id)
    kept = documents.newest_of_kind(act.case.case_id, FINDING)
    findings = [_read(one, Finding) for one in kept]
    complete = {finding.item for finding in findings if not missing_parts(finding)}
    notes = [
        WrittenNote(one.purpose, _read(one, Note).text, one.written_by, civil_day(one.written_at))
        for one in documents.newest_of_kind(act.case.case_id, NOTE)
    ]
    remarks = sorted(documents.newest_of_kind(act.case.case_id, REMARK), key=lambda one: one.written_at)
    return ReviewDetail(
        tuple(findings),
        tuple(sorted(notes, key=lambda note: note.written_on)),
        flags_in(act.unit, act.case.case_id),
        tuple(_remark(one) for one in remarks),
        tuple(item for item in ITEMS if item not in complete),
        revisions_of(act),
        changes_since_return(act),
        {int(one.place): KeptFinding(one.revision, one.written_by, one.written_at) for one in kept},
        queries=queries_in(act.unit, act.case.case_id),
        tasks=tasks_in(act.unit, act.case.case_id),
        explained=explained_in(interviews),
        unfinished=unfinished_in(interviews),
    )


def _remark(document: Document) -> WrittenRemark:
    said = _read(document, ReviewRemark)
    return WrittenRemark(said.item, said.text, document.written_by, civil_day(document.written_at), said.part)


def _response(act: Act, purpose: str, *, medical: bool = False) -> Response:
    response = read_answers(act, purpose, medical=medical)
    if response is None:
        raise InvalidInputError("questionnaire.not-here")
    return response


def _purposes(items: list[Item]) -> list[str]:
    """What the questions of a section serve, in the order of the form."""
    return list(dict.fromkeys(str(item.ext.purpose) for item in items))


def _read(document: Document, form: type[Form]) -> Form:
    return msgspec.json.decode(document.content, type=form)
