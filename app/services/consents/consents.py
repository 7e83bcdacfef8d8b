"""The agency's desk: give notice, record what the subject answers, close everything when a consent is withdrawn.

There is no parameter for a reason anywhere here: none may be asked for.
"""

from dataclasses import dataclass
from datetime import date

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import BlobId, CandidateId, CaseId, LetterId, RefusalId
from app.models.domain.lifecycle import State
from app.models.views.records import Candidate, Case, RegisterEntry
from app.services.consents.declaring import declared_at_kiosk
from app.services.desk import Act, Desk, Target
from app.services.exchange.drafts import discard_drafts_about
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.papers.filing import file_scan
from app.services.recusing import recuse_each

_FORMS = {"consent": "F06", "inquiry-consent": "F07", "refusal": "F08", "withdrawal": "F09"}


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line of the register (同意簿)."""

    entry: RegisterEntry
    notice_is_due: bool
    """The contractor must still be told that the assessment was not carried out."""


class Consents:
    """Use cases of the consent desk."""

    def __init__(self, desk: Desk, packs: PackShelf, letters: LetterDesk) -> None:
        self._desk = desk
        self._packs = packs
        self._letters = letters

    def screen_out(self, actor: Actor, candidate: CandidateId) -> None:
        """Record that no assessment is needed (対象外)."""
        with self._desk.act(actor, Action.SCREEN_OUT, Target(candidate=candidate)):
            pass

    def issue_notice(self, actor: Actor, candidate: CandidateId, delivered_on: date, method: str) -> LetterId:
        """Write the notice (告知書, F05) and record its delivery.

        Args:
            actor: The assessment staff.
            candidate: To whom.
            delivered_on: Day of delivery (告知日).
            method: ``handed-over`` or ``electromagnetic``.

        Raises:
            InvalidInputError: ``consent.future-day`` or ``notice.method``.
            RefusedError: A name cannot be printed exactly.
        """
        self._require_past(delivered_on)
        if method not in {"handed-over", "electromagnetic"}:
            raise InvalidInputError("notice.method", field="method")
        with self._desk.act(actor, Action.ISSUE_NOTICE, Target(candidate=candidate)) as act:
            person = act.candidate
            facts = {"addressee_name": person.name, "case_kind": str(person.item)}
            if person.section.strip():
                facts["addressee_section"] = person.section
            if person.post.strip():
                facts["addressee_post"] = person.post
            letter = self._letters.issue(act, "F05", candidate, facts, issued_on=delivered_on)
            act.unit.candidates.set_notice(candidate, delivered_on, method)
            return letter.letter_id

    def record_consent(self, actor: Actor, candidate: CandidateId, received_on: date, scan: bytes) -> CaseId:
        """Record the consent to the assessment (同意書, F06); the case opens.

        Raises:
            InvalidInputError: ``consent.before-notice`` or ``consent.future-day``.
            UntrustedInputError: The scan is of no known type or too large.
        """
        self._require_past(received_on)
        case_id = CaseId(self._desk.new_id())
        with self._desk.act(actor, Action.RECORD_CONSENT, Target(candidate=candidate)) as act:
            person = act.candidate
            if person.notified_on is None or received_on < person.notified_on:
                raise InvalidInputError("consent.before-notice", field="received_on")
            act.unit.case_keys.create([case_id])
            case = self._new_case(act, person, case_id, received_on)
            act.unit.cases.add(case)
            act.unit.candidates.set_case(candidate, case_id)
            recuse_each(act, [(case, None)])
            blob = file_scan(act, case_id, scan)
            _enter(act, "consent", person, received_on, blob.blob_id, case_id, None)
            act.detail["case"] = case_id
        return case_id

    def record_inquiry_consent(self, actor: Actor, case: CaseId, received_on: date, scan: bytes) -> None:
        """Record the second consent (照会等についての同意書, F07)."""
        self._require_past(received_on)
        with self._desk.act(actor, Action.RECORD_INQUIRY_CONSENT, Target(case=case)) as act:
            if received_on < act.case.notified_of_assessment_on:
                raise InvalidInputError("consent.before-notice", field="received_on")
            _consented_to_inquiries(act, received_on, scan)

    def consent_to_inquiries_here(self, actor: Actor, case: CaseId) -> None:
        """The subject consents at the kiosk, after slip and PIN; the paper (F07) is written and filed as if it came in.

        Args:
            actor: The officer at the desk.
            case: The case of the session.
        """
        with self._desk.act(actor, Action.RECORD_INQUIRY_CONSENT, Target(case=case)) as act:
            paper = declared_at_kiosk(act, self._letters, _FORMS["inquiry-consent"])
            _consented_to_inquiries(act, civil_day(act.at), paper)

    def record_refusal(self, actor: Actor, candidate: CandidateId, received_on: date, scan: bytes) -> RefusalId:
        """Record a letter of non-consent (不同意書, F08).

        The person leaves the list of candidates with this act; only the register knows of the refusal.
        """
        self._require_past(received_on)
        with self._desk.act(actor, Action.RECORD_REFUSAL, Target(candidate=candidate)) as act:
            person = act.candidate
            if person.notified_on is None or received_on < person.notified_on:
                raise InvalidInputError("consent.before-notice", field="received_on")
            entry_id = RefusalId(act.new_id())
            blob = file_scan(act, entry_id, scan)
            _enter(act, "refusal", person, received_on, blob.blob_id, None, State.NON_CONSENT, entry_id)
            act.detail["entry"] = entry_id
            # The notice would tell by itself that a candidate was there who is gone.
            act.unit.papers.hand_over(candidate, entry_id)
            act.unit.candidates.remove(candidate)
            return entry_id

    def record_withdrawal(self, actor: Actor, case: CaseId, received_on: date, scan: bytes) -> RefusalId:
        """Record the withdrawal of consent (同意の取下書, F09): the case is sealed in this one transaction.

        Drafted bundles about the case are discarded with it, a draft at the kiosk is destroyed. Nothing about it can
        leave any more but the notice that the assessment is not carried out, and the word to the investigation office.
        """
        self._require_past(received_on)
        with self._desk.act(actor, Action.RECORD_WITHDRAWAL, Target(case=case)) as act:
            return _withdrawn(act, received_on, scan)

    def withdraw_here(self, actor: Actor, case: CaseId) -> RefusalId:
        """As :meth:`record_withdrawal`, by the subject at the kiosk; the paper (F09) is written here.

        Args:
            actor: The officer at the desk.
            case: The case of the session.
        """
        with self._desk.act(actor, Action.RECORD_WITHDRAWAL, Target(case=case)) as act:
            return _withdrawn(act, civil_day(act.at), declared_at_kiosk(act, self._letters, _FORMS["withdrawal"]))

    def candidates(
        self, actor: Actor, states: tuple[State, ...], after: tuple[str, str] | None = None, limit: int = 200
    ) -> list[Candidate]:
        """Candidates in kana order."""
        with self._desk.act(actor, Action.SEE_CANDIDATES) as act:
            return act.unit.candidates.page(states, after, limit, actor.person)

    def register(self, actor: Actor, limit: int = 200, offset: int = 0) -> list[RegisterLine]:
        """The register, newest first."""
        with self._desk.act(actor, Action.SEE_REGISTER) as act:
            entries = act.unit.register.newest_first(limit, offset, actor.person)
        waiting = (State.NON_CONSENT, State.WITHDRAWN)
        return [RegisterLine(one, one.state in waiting and one.roster_id is not None) for one in entries]

    def _new_case(self, act: Act, person: Candidate, case_id: CaseId, consented_on: date) -> Case:
        if person.notified_on is None:
            raise InvalidInputError("consent.before-notice", field="received_on")
        pack = self._packs.current.pack
        year = self._desk.clock.today().year
        number = f"{act.unit.people.station().office_id}-{year}-{act.unit.counters.next(f'case-{year}'):06d}"
        return Case(
            case_id=case_id,
            number=number,
            state=State.CONSENTED,
            name=person.name,
            kana=person.kana,
            name_folded=person.name_folded,
            kana_sort=person.kana_sort,
            born_on=person.born_on,
            section=person.section,
            post=person.post,
            item=person.item,
            roster_id=person.roster_id,
            from_office_id=None,
            notified_of_assessment_on=person.notified_on,
            consented_on=consented_on,
            inquiries_consented_on=None,
            sealed=False,
            pack_id=pack.meta.id,
            pack_version=str(pack.meta.version),
            pack_digest=pack.digest,
            opened_at=act.at,
            changed_at=act.at,
            revision=1,
        )

    def _require_past(self, day: date) -> None:
        if day > self._desk.clock.today():
            raise InvalidInputError("consent.future-day", field="received_on")


def _consented_to_inquiries(act: Act, received_on: date, scan: bytes) -> None:
    case = act.case.case_id
    act.unit.cases.set_inquiry_consent(case, received_on)
    blob = file_scan(act, case, scan)
    _enter(act, "inquiry-consent", act.case, received_on, blob.blob_id, case, None)


def _withdrawn(act: Act, received_on: date, scan: bytes) -> RefusalId:
    case, entry_id = act.case.case_id, RefusalId(act.new_id())
    blob = file_scan(act, entry_id, scan)
    _enter(act, "withdrawal", act.case, received_on, blob.blob_id, case, State.WITHDRAWN, entry_id)
    act.unit.cases.seal_as_withdrawn(case, received_on)
    act.unit.kiosk.end(case)
    act.detail["entry"] = entry_id
    act.detail["drafts_discarded"] = discard_drafts_about(act.unit, case, act.at)
    return entry_id


def _enter(
    act: Act,
    kind: str,
    person: Candidate | Case,
    received_on: date,
    scan: BlobId,
    case: CaseId | None,
    state: State | None,
    entry_id: RefusalId | None = None,
) -> None:
    entry = RegisterEntry(
        entry_id=entry_id or RefusalId(act.new_id()),
        kind=kind,
        name=person.name,
        kana_sort=person.kana_sort,
        section=person.section,
        roster_id=person.roster_id,
        form=_FORMS[kind],
        received_on=received_on,
        recorded_at=act.at,
        scan_id=scan,
        case_id=case,
        state=state,
    )
    act.unit.register.add(entry)
