"""The consent desk (同意): who awaits notice or an answer, what can be recorded for one, the register. Qt-free.

Nothing here asks for a reason, and nothing shows how many refused in which section.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import AppError
from app.models.domain.ids import BlobId, LetterId
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, State
from app.models.views.records import Candidate, Case, RegisterEntry
from app.services.consents.consents import RegisterLine
from app.services.container import Services
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.papers.filing import LARGEST_SCAN
from app.ui.files import read_chosen, write_chosen
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.signal import Stated
from app.ui.tables.columns import Page
from app.ui.workplace import Workplace

WAITING = (State.LISTED, State.NOTICE_ISSUED)
CHOICES: tuple[tuple[State, ...], ...] = (WAITING, (State.LISTED,), (State.NOTICE_ISSUED,), (State.CONSENTED,))
"""What the list of candidates can show."""

FetchCandidates = Callable[[object | None, int, CancelToken], Page[Candidate]]
FetchRegister = Callable[[object | None, int, CancelToken], Page[RegisterLine]]
Deed = Callable[[Services, Actor], object]


class Record(StrEnum):
    """What can be recorded, by the form of the paper; the value is the form's code."""

    NOTICE = "F05"
    CONSENT = "F06"
    INQUIRIES = "F07"
    REFUSAL = "F08"
    WITHDRAWAL = "F09"


ACTIONS = {
    Record.NOTICE: Action.ISSUE_NOTICE,
    Record.CONSENT: Action.RECORD_CONSENT,
    Record.INQUIRIES: Action.RECORD_INQUIRY_CONSENT,
    Record.REFUSAL: Action.RECORD_REFUSAL,
    Record.WITHDRAWAL: Action.RECORD_WITHDRAWAL,
}
GRAVE = frozenset({Record.REFUSAL, Record.WITHDRAWAL})
"""Asked once more before they are recorded: they take a person off the list, or seal the case."""


@dataclass(frozen=True, slots=True)
class ConsentsState:
    """What the screen shows.

    Attributes:
        states: Which candidates are listed.
        chosen: The candidate whose papers are recorded, or None.
        case: The case of that candidate, where one is open.
        edition: Grows whenever the lists must be read anew.
        notice: The letter that was written last for the chosen candidate.
        done: What was recorded last, to say so; None again after the next choice.
        saved_as: Name of the file that was written last.
    """

    states: tuple[State, ...] = WAITING
    chosen: Candidate | None = None
    case: Case | None = None
    today: date | None = None
    edition: int = 0
    is_busy: bool = False
    notice: LetterId | None = None
    done: Record | None = None
    saved_as: str = ""
    error: AppError | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    candidate: Candidate
    case: Case | None
    today: date
    notice: LetterId | None


class ConsentsPresenter(Stated[ConsentsState]):
    """Chooses, records, hands papers out."""

    def __init__(self, place: Workplace, runner: Submitter) -> None:
        super().__init__(ConsentsState())
        self._place, self._runner = place, runner

    def may(self, record: Record) -> bool:
        """Whether the officer's role permits it at all."""
        return bool(self._place.actor.roles & RULES[ACTIONS[record]].roles)

    @property
    def may_see_register(self) -> bool:
        """Whether the officer's role leads to the register."""
        return bool(self._place.actor.roles & RULES[Action.SEE_REGISTER].roles)

    @property
    def may_print_form(self) -> bool:
        """Whether the officer's role prints blank questionnaires."""
        return bool(self._place.actor.roles & RULES[Action.PRINT_BLANK_FORM].roles)

    @property
    def may_issue_statement(self) -> bool:
        """Whether the officer may issue the statement to a person in the register."""
        actor, rule = self._place.actor, RULES[Action.ISSUE_STATEMENT]
        return actor.office_kind in rule.offices and bool(actor.roles & rule.roles)

    def possible(self) -> tuple[Record, ...]:
        """What can be recorded now for the chosen candidate."""
        chosen, case = self.state.chosen, self.state.case
        if chosen is None:
            return ()
        if chosen.state is State.LISTED:
            return (Record.NOTICE,)
        if chosen.state is State.NOTICE_ISSUED:
            return (Record.CONSENT, Record.REFUSAL)
        if case is None or case.sealed or case.state not in BEFORE_NOTIFICATION:
            return ()
        first = (Record.INQUIRIES,) if case.state is State.CONSENTED and not case.inquiries_consented_on else ()
        return (*first, Record.WITHDRAWAL)

    def choose_states(self, states: tuple[State, ...]) -> None:
        """List other candidates."""
        self.show(replace(self._plain(), states=states, chosen=None, case=None, notice=None))
        self.refresh()

    def refresh(self) -> None:
        """Read the lists anew."""
        self.show(replace(self.state, edition=self.state.edition + 1))

    def choose(self, candidate: Candidate | None) -> None:
        """Look at one candidate; where a case is open, at its head too."""
        if candidate is not None and candidate == self.state.chosen:
            return
        self.show(replace(self._plain(), chosen=candidate, case=None, notice=None, error=None))
        if candidate is None:
            return
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> _Look:
            case = services.queue.case(actor, candidate.case_id) if candidate.case_id else None
            is_told = candidate.notified_on is not None
            letters = services.results.letters(actor, candidate.candidate_id) if is_told else []
            notices = [letter.letter_id for letter in letters if letter.form == Record.NOTICE]
            return _Look(candidate, case, services.desk.clock.today(), notices[-1] if notices else None)

        self._runner.submit(
            job, owner=self, then=self._on_looked, failed=self._on_failed, lane=Lane.READ, key="consents.look"
        )

    def issue_notice(self, delivered_on: date, method: str) -> None:
        """Write the notice (F05) and record its delivery."""
        chosen = self.state.chosen
        if chosen is None:
            return
        candidate = chosen.candidate_id

        def deed(services: Services, actor: Actor) -> LetterId:
            return services.consents.issue_notice(actor, candidate, delivered_on, method)

        self._do(Record.NOTICE, deed)

    def record(self, record: Record, received_on: date, scan: Path) -> None:
        """Record a paper that came in, with its scan."""
        chosen, case = self.state.chosen, self.state.case
        if chosen is None:
            return
        candidate = chosen.candidate_id

        def deed(services: Services, actor: Actor) -> object:
            data = read_chosen(scan, LARGEST_SCAN)
            consents = services.consents
            match record:
                case Record.CONSENT:
                    return consents.record_consent(actor, candidate, received_on, data)
                case Record.REFUSAL:
                    return consents.record_refusal(actor, candidate, received_on, data)
                case Record.INQUIRIES if case is not None:
                    consents.record_inquiry_consent(actor, case.case_id, received_on, data)
                case Record.WITHDRAWAL if case is not None:
                    return consents.record_withdrawal(actor, case.case_id, received_on, data)
                case _:
                    pass
            return None

        self._do(record, deed)

    def save_letter(self, letter: LetterId, path: Path) -> None:
        """Write the PDF of a letter where the officer wants it; the look is on record."""
        self._save(lambda services, actor: services.filing.printed(actor, letter).pdf, path)

    def save_scan(self, scan: BlobId, path: Path) -> None:
        """Write a scan where the officer wants it; it is never shown as active content here."""
        self._save(lambda services, actor: services.filing.copied_scan(actor, scan), path)

    def save_statement(self, entry: RegisterEntry, path: Path) -> None:
        """Issue the statement to a person in the register, about the case where one was opened, and write it."""
        asked = entry.case_id or entry.entry_id
        self._save(lambda services, actor: services.statements.issue(actor, asked).pdf, path)

    def save_blank_form(self, path: Path) -> None:
        """Write the blank questionnaire where the officer wants it; it is numbered and on record."""
        self._save(lambda services, actor: services.twins.blank(actor).pdf, path)

    def fetch_candidates(self) -> FetchCandidates:
        """What a worker calls for a page of candidates."""
        services, actor, states = self._place.services, self._place.actor, self.state.states

        def page(after: object | None, limit: int, _token: CancelToken) -> Page[Candidate]:
            key = after if isinstance(after, tuple) else None
            rows = services.consents.candidates(actor, states, key, limit)
            return Page(rows, (rows[-1].kana_sort, rows[-1].candidate_id) if len(rows) == limit else None)

        return page

    def fetch_register(self) -> FetchRegister:
        """What a worker calls for a page of the register."""
        services, actor = self._place.services, self._place.actor

        def page(after: object | None, limit: int, _token: CancelToken) -> Page[RegisterLine]:
            if not self.may_see_register:
                # A view without rows asks for some by itself; that would stand in the record as a refused look.
                return Page([], None)
            offset = after if isinstance(after, int) else 0
            rows = services.consents.register(actor, limit, offset)
            return Page(rows, offset + limit if len(rows) == limit else None)

        return page

    def _plain(self) -> ConsentsState:
        return replace(self.state, done=None, saved_as="")

    def _do(self, record: Record, deed: Deed) -> None:
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[Record, object]:
            return record, deed(services, actor)

        self.show(replace(self._plain(), is_busy=True, error=None))
        self._runner.submit(job, owner=self, then=self._on_done, failed=self._on_failed, lane=Lane.WRITE)

    def _save(self, read: Callable[[Services, Actor], bytes], path: Path) -> None:
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            write_chosen(path, read(services, actor))
            return path.name

        self.show(replace(self._plain(), is_busy=True, error=None))
        self._runner.submit(job, owner=self, then=self._on_saved, failed=self._on_failed, lane=Lane.HEAVY)

    def _on_looked(self, look: _Look) -> None:
        if look.candidate == self.state.chosen:
            self.show(replace(self.state, case=look.case, today=look.today, notice=look.notice))

    def _on_done(self, answer: tuple[Record, object]) -> None:
        record, result = answer
        notice = LetterId(str(result)) if record is Record.NOTICE else None
        self.show(replace(self.state, is_busy=False, done=record, notice=notice, chosen=None, case=None))
        self.refresh()

    def _on_saved(self, name: str) -> None:
        self.show(replace(self.state, is_busy=False, saved_as=name))

    def _on_failed(self, error: AppError) -> None:
        self.show(replace(self.state, is_busy=False, error=error))
