"""The Audit room (監査): filters of the record, who saw a case, proofs, slips, partners' heads. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import PersonId
from app.models.views.queries import RecordQuery
from app.models.views.records import Witnessed
from app.services.audit.anchor_keeper import AnchorState
from app.services.jobs import CancelToken, Lane, Progress, ProgressSink
from app.services.ports import Files
from app.services.record.handing_out import HandedOut
from app.services.record.reading import CaseLooks, RecordLine
from app.services.record.reanchoring import AnchorReason
from app.services.record.record import RecordReport
from app.services.record.slips import SlipAnswer
from app.ui.files import write_chosen
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.tables.columns import Page
from app.ui.workplace import Workplace

Fetch = Callable[[object | None, int, CancelToken], Page[RecordLine]]
ALL = RecordQuery()
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands beside the record.

    Attributes:
        officers: Everybody who stands in the record or works here, with names.
        last: The latest check of the whole record in this session.
    """

    officers: tuple[tuple[PersonId, str], ...]
    partners: tuple[Witnessed, ...]
    anchor: AnchorState
    last: RecordReport | None


@dataclass(frozen=True, slots=True)
class AuditState(WorkState):
    """What the room shows.

    Attributes:
        asked: Filters of the list.
        edition: Grows whenever the list must be read anew.
        case_number: Of the case that was looked up.
        looks: Who saw it; None before somebody asked.
        answer: What the comparison with a slip showed.
        handed: The file that was written last.
        saved: What was written last: ``slip`` or ``export``.
    """

    asked: RecordQuery = ALL
    edition: int = 0
    overview: Overview | None = None
    case_number: str = ""
    looks: CaseLooks | None = None
    report: RecordReport | None = None
    answer: SlipAnswer | None = None
    handed: HandedOut | None = None
    saved: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return self.asked != ALL

    def name_of(self, person: str) -> str:
        """Name of an officer; the id where nobody knows it."""
        known = dict(self.overview.officers) if self.overview else {}
        return known.get(PersonId(person), "") or person


class AuditPresenter(Worker[AuditState]):
    """Takes what the auditor asks for; the latest filter wins."""

    def __init__(self, place: Workplace, runner: Submitter, files: Files) -> None:
        super().__init__(AuditState(), runner)
        self._place, self._files = place, files

    def may(self, action: Action) -> bool:
        """Whether the officer's roles permit an act."""
        return bool(self._place.actor.roles & RULES[action].roles)

    @property
    def me(self) -> PersonId:
        """The officer at the workplace."""
        return self._place.actor.person

    @property
    def station(self) -> str:
        """Id of the workstation, for names of files."""
        return self._place.station.station_id

    def open(self) -> None:
        """Read what stands beside the record, and the list anew."""
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> Overview:
            reading = services.record_reading
            return Overview(
                tuple(reading.people(actor)), tuple(reading.partners(actor)), reading.anchor, services.record.last
            )

        self.show(replace(self.state, edition=self.state.edition + 1))
        self._runner.submit(
            job, owner=self, then=self._on_overview, failed=self._on_unread, lane=Lane.READ, key="audit.overview"
        )

    def ask(self, **changes: Any) -> None:
        """Change filters of the list; ``kind`` and ``code`` belong together, a new kind takes the code away."""
        asked = replace(self.state.asked, **changes)
        if asked != self.state.asked:
            self.show(replace(self.state, asked=asked, edition=self.state.edition + 1))

    def clear(self) -> None:
        """Take every filter away."""
        self.ask(**{name: getattr(ALL, name) for name in RecordQuery.__slots__})

    def fetch(self) -> Fetch:
        """What a worker calls for a page of the present question."""
        reading, actor, asked = self._place.services.record_reading, self._place.actor, self.state.asked

        def page(after: object | None, limit: int, _token: CancelToken) -> Page[RecordLine]:
            before = after if isinstance(after, tuple) else None
            lines = reading.page(actor, asked, before, limit)
            return Page(lines, lines[-1].place if len(lines) == limit else None)

        return page

    def look_up(self, number: str) -> None:
        """Find out who saw a case."""
        reading, actor, number = self._place.services.record_reading, self._place.actor, number.strip()

        def job(_token: CancelToken, _progress: ProgressSink) -> CaseLooks:
            return reading.who_saw(actor, number)

        self.change(case_number=number, looks=None)
        self.work("look-up", job, lambda looks: self.change(looks=looks), Lane.READ)

    def verify(self) -> None:
        """Hash the whole record again."""
        record, actor = self._place.services.record, self._place.actor

        def job(token: CancelToken, progress: ProgressSink) -> RecordReport:
            def told(done: int, total: int) -> None:
                token.raise_if_cancelled()
                progress(Progress(done, total, "audit.step.verify"))

            return record.verify(actor, told)

        self.change(report=None)
        self.work("verify", job, self._on_verified, Lane.READ)

    def compare(self, size: str, words: str) -> None:
        """Compare the record with what somebody typed from a slip, or with the whole text that a scanner read."""
        slips, actor = self._place.services.slips, self._place.actor
        try:
            entries = None if words.lstrip().startswith("sekisho/") else entries_of(size)
        except InvalidInputError as error:
            self.change(error=error, answer=None)
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> SlipAnswer:
            return slips.check_scanned(actor, words) if entries is None else slips.check(actor, entries, words)

        self.change(answer=None)
        self.work("compare", job, lambda answer: self.change(answer=answer))

    def print_slip(self, path: Path) -> None:
        """Write a slip with the present head as PDF."""
        slips, actor = self._place.services.slips, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            write_chosen(path, slips.print(actor).pdf)

        self.work("print", job, lambda _nothing: self.change(saved="slip"))

    def hand_out(self, path: Path) -> None:
        """Write the whole record, signed."""
        service, actor, files = self._place.services.handing_out, self._place.actor, self._files

        def job(_token: CancelToken, _progress: ProgressSink) -> HandedOut:
            return service.span(actor, files, path)

        self.work("export", job, lambda handed: self.change(handed=handed, saved="export"))

    def reanchor(self, witness: PersonId, passphrase: str, reason: AnchorReason) -> None:
        """Anchor the record in doubt anew, with a second officer who has just typed the own passphrase."""
        place, service, actor = self._place, self._place.services.reanchoring, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            service.reanchor(actor, place.seat(witness, passphrase), reason)

        self.work("reanchor", job, lambda _nothing: self.open())

    def _on_overview(self, overview: Overview) -> None:
        self.change(overview=overview)

    def _on_unread(self, error: Any) -> None:
        self.change(error=error)

    def _on_verified(self, report: RecordReport) -> None:
        self.change(report=report)


def entries_of(text: str) -> int:
    """Number of entries as it is typed: with separators or full-width digits.

    Raises:
        InvalidInputError: ``slip.size``.
    """
    plain = "".join(letter for letter in text if letter.isalnum())
    if not plain.isdecimal() or len(plain) > _MOST_DIGITS:
        raise InvalidInputError("slip.size", field="size")
    return int(plain)
