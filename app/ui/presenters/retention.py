"""The Retention room (保存期間): what falls due, what is held, what was destroyed. Qt-free."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.models.domain.act_table import RULES
from app.models.domain.actor import Role
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId, PersonId
from app.models.domain.lifecycle import State
from app.models.domain.retention import Basis, Ground, Matter
from app.models.views.retention import Expiring, Foreseen
from app.services.exchange.awaited import AwaitedReport
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.retention.certificates import LedgerLine
from app.services.retention.forecast import Calendar
from app.services.retention.holds import HeldCase, HoldLine
from app.services.texts.catalogue import Language
from app.ui.files import write_chosen
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.tables.columns import Page
from app.ui.workplace import Workplace

Fetch = Callable[[object | None, int, CancelToken], Page[Expiring]]
FetchHolds = Callable[[object | None, int, CancelToken], Page[HoldLine]]
FetchAwaited = Callable[[object | None, int, CancelToken], Page[AwaitedReport]]
FetchLedger = Callable[[object | None, int, CancelToken], Page[LedgerLine]]
Person = tuple[PersonId, str]


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a destruction would do, and who could witness it."""

    thing: Expiring
    foreseen: Foreseen
    witnesses: tuple[Person, ...]
    is_due: bool


@dataclass(frozen=True, slots=True)
class RetentionState(WorkState):
    """What the room shows.

    Attributes:
        calendar: What is due and what comes; None before it was read.
        first: First day of what is listed; None for everything up to ``last``.
        last: Last day of what is listed; None for everything from ``first`` on.
        edition: Grows whenever the lists must be read anew.
        prospect: The destruction that is about to be asked for.
        done: Text key of what was done last.
        saved_as: Name of the file that was written last.
        found: The case whose holds alone are listed, because its number was typed.
    """

    calendar: Calendar | None = None
    first: date | None = None
    last: date | None = None
    edition: int = 0
    prospect: Prospect | None = None
    done: str = ""
    saved_as: str = ""
    found: HeldCase | None = None


class RetentionPresenter(Worker[RetentionState]):
    """Lists, marks, holds, destroys, certifies."""

    def __init__(self, place: Workplace, runner: Submitter) -> None:
        super().__init__(RetentionState(), runner)
        self._place = place

    def may(self, action: Action) -> bool:
        """Whether office and role permit it at all."""
        rule, actor = RULES[action], self._place.actor
        return actor.office_kind in rule.offices and bool(actor.roles & rule.roles)

    def may_mark(self, thing: Expiring | None) -> bool:
        """Whether a case can be marked as due for disposal."""
        is_open = thing is not None and thing.matter is Matter.CASE and thing.state is not State.DISPOSAL_DUE
        return is_open and self.may(Action.MARK_DISPOSAL_DUE)

    def may_hold(self, thing: Expiring | None) -> bool:
        """Whether it can be held."""
        return thing is not None and thing.matter is Matter.CASE and self.may(Action.SET_HOLD)

    def may_destroy(self, thing: Expiring | None) -> bool:
        """Whether a destruction can be asked for."""
        if thing is None or thing.held_for is not None:
            return False
        if thing.matter is Matter.CASE:
            return thing.state is State.DISPOSAL_DUE and self.may(Action.DISPOSE)
        return self.may(Action.DISPOSE_PAPERS)

    def class_name(self, code: str, language: Language) -> str:
        """Name of a retention class as the pack has it."""
        return self._place.services.packs.current.pack.retention(code).name.in_language(language.value)

    def refresh(self) -> None:
        """Read calendar and lists anew, as far as the officer is shown them."""
        services, actor, found, lists = self._place.services, self._place.actor, self.state.found, self.lists

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[Calendar | None, HeldCase | None]:
            again = None
            if found is not None:
                with suppress(InvalidInputError):  # destroyed meanwhile
                    again = services.holds.of_number(actor, found.case_id)
            return services.forecast.calendar(actor) if lists else None, again

        self.work("read", job, self._on_read, Lane.READ)

    @property
    def lists(self) -> bool:
        """Whether lists of all cases are shown; a complaint officer types the number of one."""
        return self.may(Action.SEE_RETENTION)

    def look_up(self, number: str) -> None:
        """Show the holds of the case with this number only; an empty number shows no single case."""
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> HeldCase | None:
            return services.holds.of_number(actor, number) if number else None

        self.change(found=None, edition=self.state.edition + 1, done="", saved_as="")
        self.work("find", job, self._on_found, Lane.READ)

    def list_span(self, first: date | None, last: date | None) -> None:
        """List what falls due in a span of days."""
        self.change(first=first, last=last, edition=self.state.edition + 1, done="", saved_as="", error=None)

    def mark(self, thing: Expiring, basis: Basis) -> None:
        """Mark a case as due for disposal."""
        services, actor, case = self._place.services, self._place.actor, CaseId(thing.subject)

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            services.disposal.mark(actor, case, basis)

        self._do("mark", job, "retention.done.marked")

    def hold(self, thing: Expiring, ground: Ground, reason: str, until: date | None) -> None:
        """Hold a case."""
        self._hold(CaseId(thing.subject), ground, reason, until)

    def hold_found(self, ground: Ground, reason: str, until: date | None) -> None:
        """Hold the case that was found by its number."""
        if self.state.found is not None:
            self._hold(self.state.found.case_id, ground, reason, until)

    def _hold(self, case: CaseId, ground: Ground, reason: str, until: date | None) -> None:
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            services.holds.set(actor, case, ground, reason, until)

        self._do("hold", job, "retention.done.held")

    def end_hold(self, line: HoldLine) -> None:
        """End a hold before its day."""
        services, actor, hold = self._place.services, self._place.actor, line.hold

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            services.holds.end(actor, hold.case_id, hold.hold_id)

        self._do("release", job, "retention.done.released")

    def look_ahead(self, thing: Expiring) -> None:
        """Find out what a destruction would do and who could witness it."""
        services, actor = self._place.services, self._place.actor
        action = Action.WITNESS_DISPOSAL if thing.matter is Matter.CASE else Action.WITNESS_PAPERS

        def job(_token: CancelToken, _progress: ProgressSink) -> Prospect:
            foreseen = services.disposal.foresee(actor, thing.matter, thing.subject)
            officers = services.queue.officers(actor)
            able = [
                (one.person_id, one.name)
                for one in officers
                if one.ended_at is None and one.person_id != actor.person and _holds(one.roles, RULES[action].roles)
            ]
            return Prospect(thing, foreseen, tuple(able), is_due=thing.due_on <= services.desk.clock.today())

        self.change(prospect=None)
        self.work("look", job, self._on_prospect, Lane.READ)

    def give_up(self) -> None:
        """The destruction is not asked for after all."""
        self.change(prospect=None, error=None)

    def destroy(self, witness: PersonId, passphrase: str, basis: Basis) -> None:
        """Destroy what was looked at, before a witness who has typed the own passphrase."""
        prospect = self.state.prospect
        if prospect is None:
            return
        place, services, actor = self._place, self._place.services, self._place.actor
        matter, subject = prospect.thing.matter, prospect.thing.subject

        def job(_token: CancelToken, _progress: ProgressSink) -> bool:
            seat = place.seat(witness, passphrase)
            if matter is Matter.CASE:
                return services.disposal.destroy(actor, seat.actor, CaseId(subject)).is_finished
            return services.disposal.destroy_paper(actor, seat.actor, matter, subject, basis).is_finished

        self.work("destroy", job, self._on_destroyed, Lane.HEAVY)

    def issue(self, line: LedgerLine) -> None:
        """Write the certificate of a destruction."""
        services, actor, subject = self._place.services, self._place.actor, line.entry.subject

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            services.certificates.issue(actor, subject)

        self._do("issue", job, "retention.done.issued", Lane.HEAVY)

    def save_certificate(self, line: LedgerLine, path: Path) -> None:
        """Write the PDF of a certificate where the officer wants it."""
        services, actor, subject = self._place.services, self._place.actor, line.entry.subject
        self._save(lambda: services.certificates.read(actor, subject), path)

    def save_next_month(self, path: Path) -> None:
        """Write the list of what falls due next month as PDF."""
        services, actor = self._place.services, self._place.actor
        self._save(lambda: services.forecast.printed(actor, *services.forecast.next_month()), path)

    def fetch_due(self) -> Fetch:
        """What a worker calls for a page of what falls due."""
        services, actor, lists = self._place.services, self._place.actor, self.lists
        first, last = self.state.first, self.state.last

        def page(after: object | None, limit: int, _token: CancelToken) -> Page[Expiring]:
            if not lists:
                return Page([], None)
            rows = services.forecast.page(actor, after, limit, first=first, last=last)  # type: ignore[arg-type] # a mark
            return Page(rows, rows[-1].mark if len(rows) == limit else None)

        return page

    def fetch_holds(self) -> FetchHolds:
        """What a worker calls for a page of holds: of all cases, or of the one that was found."""
        services, actor, found, lists = self._place.services, self._place.actor, self.state.found, self.lists

        def page(after: object | None, limit: int, _token: CancelToken) -> Page[HoldLine]:
            if found is not None or not lists:
                return Page([] if found is None else list(found.lines), None)
            rows = services.holds.page(actor, after, limit)  # type: ignore[arg-type] # a pair that it gave itself
            more = len(rows) == limit
            return Page(rows, (rows[-1].hold.set_at.isoformat(), rows[-1].hold.hold_id) if more else None)

        return page

    def fetch_ledger(self) -> FetchLedger:
        """What a worker calls for a page of the ledger."""
        services, actor, lists = self._place.services, self._place.actor, self.lists

        def page(after: object | None, limit: int, _token: CancelToken) -> Page[LedgerLine]:
            if not lists:
                return Page([], None)
            rows = services.certificates.page(actor, after, limit)  # type: ignore[arg-type] # a pair that it gave itself
            more = len(rows) == limit
            return Page(rows, (rows[-1].entry.destroyed_at.isoformat(), rows[-1].entry.subject) if more else None)

        return page

    def fetch_awaited(self) -> FetchAwaited:
        """What a worker calls for the destructions that others must report: overdue, then awaited, then reported."""
        services, actor, watches = self._place.services, self._place.actor, self.watches

        def page(_after: object | None, _limit: int, _token: CancelToken) -> Page[AwaitedReport]:
            found = services.awaited.reports(actor) if watches else []
            return Page(sorted(found, key=lambda one: (one.proof is not None, not one.is_overdue, one.due_on)), None)

        return page

    @property
    def watches(self) -> bool:
        """Whether the officer watches what becomes of what was sent."""
        return self.may(Action.SEE_EXPORTS)

    def _do(
        self,
        name: str,
        job: Callable[[CancelToken, ProgressSink], None],
        done: str,
        lane: Lane = Lane.WRITE,
    ) -> None:
        def then(_nothing: object) -> None:
            self.change(done=done, saved_as="", edition=self.state.edition + 1)
            self.refresh()

        self.change(done="", saved_as="")
        self.work(name, job, then, lane)

    def _save(self, read: Callable[[], bytes], path: Path) -> None:
        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            write_chosen(path, read())
            return path.name

        self.change(done="", saved_as="")
        self.work("save", job, self._on_saved, Lane.HEAVY)

    def _on_found(self, found: HeldCase | None) -> None:
        self.change(found=found, edition=self.state.edition + 1)

    def _on_read(self, read: tuple[Calendar | None, HeldCase | None]) -> None:
        calendar, found = read
        self.change(calendar=calendar, found=found, edition=self.state.edition + 1)

    def _on_prospect(self, prospect: Prospect) -> None:
        self.change(prospect=prospect)

    def _on_destroyed(self, is_finished: bool) -> None:  # noqa: FBT001 - the result of a job
        done = "retention.done.destroyed" if is_finished else "retention.done.destroyed-unfinished"
        self.change(prospect=None, done=done, saved_as="")
        self.refresh()

    def _on_saved(self, name: str) -> None:
        self.change(saved_as=name)


def _holds(roles: Iterable[str], wanted: frozenset[Role]) -> bool:
    return bool({Role(role) for role in roles} & wanted)
