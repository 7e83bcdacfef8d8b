"""The Reports room (報告・苦情・集計): changes of circumstances, complaints, the figures of a year, trials. Qt-free."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import msgspec

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor, OfficeKind
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import EnvironmentProblemError, InvalidInputError
from app.models.domain.ids import CaseId, OfficeId
from app.models.domain.statistics import SMALLEST_CELL, Cell, Group, Measure, told
from app.models.forms.definition import Bilingual, PackMeta
from app.models.rules.trial import Trial
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import ChangeReport, Complaint
from app.services.container import Services
from app.services.exchange.counting import ReceivedFigures
from app.services.exchange.reporting import (
    ComplaintFile,
    ComplaintHead,
    OpenedReport,
    Reportable,
    ReportLine,
    read_form,
)
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.packs.loader import load
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace

Form = dict[str, object]
_REFERENCE_DIGITS = 8


class Part(StrEnum):
    """The parts of the room, each with the act that leads into it."""

    CHANGES = "changes"
    COMPLAINTS = "complaints"
    FIGURES = "figures"
    TRIALS = "trials"


ACTIONS = {
    Part.CHANGES: Action.SEE_REPORTS,
    Part.COMPLAINTS: Action.SEE_COMPLAINT_LIST,
    Part.FIGURES: Action.SEE_FIGURES,
    Part.TRIALS: Action.TRY_RULES,
}


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """What an officer filled in about a change; the person is chosen, or named by the number of the case."""

    subject: Reportable | None
    number: str
    reported_by: str
    reported_on: date
    circumstances: tuple[str, ...]
    happened: str
    details: str


@dataclass(frozen=True, slots=True)
class ComplaintWords:
    """What a complaint officer filled in about a complaint."""

    complainant: str
    received_on: date
    notice_on: date | None
    content: str
    wish: str


@dataclass(frozen=True, slots=True)
class ReplyWords:
    """What came of a complaint."""

    facts_checked: str
    conclusion: str
    measure: str
    replied_on: date


@dataclass(frozen=True, slots=True)
class Source:
    """Whose figures, and of which year. ``office`` is empty for this office."""

    office: OfficeId
    year: int

    @property
    def is_own(self) -> bool:
        """Whether they are counted here."""
        return not self.office


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure: as it is here, and as it leaves. ``counted`` is None for figures of other offices."""

    measure: Measure
    group: Group
    counted: int | None
    told: int | None

    @property
    def is_small(self) -> bool:
        """Not told because it is small itself, not because a small one would follow from it."""
        return self.counted is not None and 0 < self.counted < SMALLEST_CELL


@dataclass(frozen=True, slots=True)
class TriedPack:
    """What came of trying the rules of a pack; only numbers that may be told."""

    pack: PackMeta
    digest: str
    names: Mapping[str, Bilingual]
    """Of the rules of the pack."""
    trial: Trial


@dataclass(frozen=True, slots=True)
class ReportsState(WorkState):
    """What the room shows.

    Attributes:
        reports: Reports that were written here or came.
        subjects: Whom a contractor can report about.
        opened: The report that was opened.
        heads: Complaints that this officer may read.
        file: The case whose complaints are open.
        sources: Whose figures there are.
        source: Which of them are shown.
        figures: The figures.
        trial: What came of trying a pack on closed cases, and of which pack.
        done: Text key of what was done last.
    """

    reports: tuple[ReportLine, ...] = ()
    subjects: tuple[Reportable, ...] = ()
    opened: OpenedReport | None = None
    heads: tuple[ComplaintHead, ...] = ()
    file: ComplaintFile | None = None
    sources: tuple[Source, ...] = ()
    source: Source | None = None
    figures: tuple[FigureLine, ...] = ()
    trial: TriedPack | None = None
    done: str = ""

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        """Each complaint about the open case, with its reply where there is one."""
        newest: dict[str, Complaint] = {}
        for one in self.file.complaints if self.file is not None else ():
            if one.reply is not None or one.complaint_ref not in newest:
                newest[one.complaint_ref] = one
        return tuple(newest.values())

    @property
    def unanswered(self) -> tuple[Complaint, ...]:
        """Complaints about the open case that have no reply."""
        return tuple(one for one in self.complaints if one.reply is None)


class ReportsPresenter(Worker[ReportsState]):
    """Lists, opens, writes; nothing of a part is read before it comes into view."""

    def __init__(self, place: Workplace, runner: Submitter) -> None:
        super().__init__(ReportsState(), runner)
        self._place = place

    def may(self, action: Action) -> bool:
        """Whether office and role permit it at all."""
        rule, actor = RULES[action], self._place.actor
        return actor.office_kind in rule.offices and bool(actor.roles & rule.roles)

    def parts(self) -> tuple[Part, ...]:
        """The parts of the room into which the officer's role leads."""
        return tuple(part for part in Part if self.may(ACTIONS[part]))

    @property
    def today(self) -> date:
        """The day of the station."""
        return self._place.services.desk.clock.today()

    @property
    def is_contractor(self) -> bool:
        """Whether the person of a report is chosen by name, and not by the number of a case."""
        return self._place.actor.office_kind is OfficeKind.CONTRACTOR

    def show_part(self, part: Part) -> None:
        """Read what a part lists."""
        match part:
            case Part.CHANGES:
                self._read(_changes, self._on_changes)
            case Part.COMPLAINTS:
                self._read(lambda services, actor: services.reporting.complaint_list(actor), self._on_heads)
            case Part.FIGURES:
                source = self.state.source
                self._read(lambda services, actor: _figures(services, actor, source), self._on_figures)
            case Part.TRIALS:
                return  # Nothing is tried before a pack was chosen.

    def open_report(self, matter_id: str) -> None:
        """Open one report; the look is on record."""
        self._read(lambda services, actor: services.reporting.opened(actor, matter_id), self._on_opened)

    def write_report(self, words: ChangeWords) -> None:
        """Keep a report that is to be sent."""

        def deed(services: Services, actor: Actor) -> None:
            subject = words.subject or services.reporting.subject_of(actor, words.number)
            form = {
                "record": Kind.CHANGE_REPORT.value,
                "report_ref": _reference(services, "R"),
                "roster_ref": subject.roster_ref,
                "case_ref": subject.case_ref,
                "name": subject.name,
                "section": subject.section,
                "birth_date": subject.birth_date,
                "reported_by": words.reported_by,
                "reported_on": words.reported_on,
                "circumstances": words.circumstances,
                "happened_as_written": words.happened.strip() or None,
                "details": words.details,
            }
            report = read_form(msgspec.json.encode(form), Kind.CHANGE_REPORT)
            if isinstance(report, ChangeReport):
                services.reporting.write_report(actor, report)

        self._write("write", deed, "reports.done.change", Part.CHANGES)

    def find_case(self, number: str) -> None:
        """Open the complaints about the case with this number."""
        self.change(file=None, done="")
        if number:
            self._read(lambda services, actor: services.reporting.complaints_of(actor, number), self._on_file)

    def write_complaint(self, words: ComplaintWords) -> None:
        """Take in a complaint about the open case."""
        case = self.state.file.case_id if self.state.file is not None else None
        if case is None:
            return

        def deed(services: Services, actor: Actor) -> None:
            form = {
                "record": Kind.COMPLAINT.value,
                "complaint_ref": _reference(services, "K"),
                "case_ref": case,
                "complainant": words.complainant,
                "received_on": words.received_on,
                "notice_on": words.notice_on,
                "content": words.content,
                "wish": words.wish.strip() or None,
                "reply": None,
            }
            _keep(services, actor, case, form)

        self._write("write", deed, "reports.done.complaint", Part.COMPLAINTS)

    def answer(self, complaint: Complaint, words: ReplyWords) -> None:
        """Note what came of a complaint about the open case."""

        def deed(services: Services, actor: Actor) -> None:
            form: Form = msgspec.to_builtins(complaint)
            form["reply"] = {
                "facts_checked": words.facts_checked,
                "conclusion": words.conclusion,
                "measure": words.measure,
                "replied_on": words.replied_on,
            }
            _keep(services, actor, CaseId(complaint.case_ref), form)

        self._write("write", deed, "reports.done.reply", Part.COMPLAINTS)

    def choose_source(self, source: Source) -> None:
        """Show other figures."""
        if source != self.state.source:
            self.change(source=source, figures=())
            self.show_part(Part.FIGURES)

    def try_pack(self, folder: Path) -> None:
        """Try the rules of a pack on the closed cases; it may take long and can be stopped."""
        services, actor = self._place.services, self._place.actor

        def job(token: CancelToken, progress: ProgressSink) -> TriedPack:
            if not folder.is_dir():
                raise EnvironmentProblemError("file.unreadable")
            loaded = load(folder)
            trial = services.rule_trials.run(actor, loaded, token, progress)
            names = {rule.id: rule.name for rule in loaded.rules.rules}
            return TriedPack(loaded.pack.meta, loaded.pack.digest, names, trial)

        self.change(trial=None, done="")
        self.work("trial", job, lambda tried: self.change(trial=tried), Lane.BACKGROUND)

    def _read(self, ask: Callable[[Services, Actor], object], then: Callable[..., object]) -> None:
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> object:
            return ask(services, actor)

        self.work("read", job, then, Lane.READ)

    def _write(self, name: str, deed: Callable[[Services, Actor], None], done: str, part: Part) -> None:
        services, actor = self._place.services, self._place.actor
        case = self.state.file.case_id if self.state.file is not None else None

        def job(_token: CancelToken, _progress: ProgressSink) -> ComplaintFile | None:
            deed(services, actor)
            is_open = part is Part.COMPLAINTS and case is not None
            return services.reporting.complaints_of(actor, case) if is_open and case is not None else None

        def then(file: ComplaintFile | None) -> None:
            self.change(done=done, file=file or self.state.file)
            self.show_part(part)

        self.change(done="")
        self.work(name, job, then)

    def _on_changes(self, read: tuple[list[ReportLine], list[Reportable]]) -> None:
        reports, subjects = read
        self.change(reports=tuple(reversed(reports)), subjects=tuple(subjects))

    def _on_opened(self, opened: OpenedReport) -> None:
        self.change(opened=opened, done="")

    def _on_heads(self, heads: list[ComplaintHead]) -> None:
        self.change(heads=tuple(heads))

    def _on_file(self, file: ComplaintFile) -> None:
        self.change(file=file)

    def _on_figures(self, read: tuple[tuple[Source, ...], Source, tuple[FigureLine, ...]]) -> None:
        sources, source, figures = read
        self.change(sources=sources, source=source, figures=figures)


def _changes(services: Services, actor: Actor) -> tuple[list[ReportLine], list[Reportable]]:
    is_contractor = actor.office_kind is OfficeKind.CONTRACTOR
    return services.reporting.reports(actor), services.reporting.subjects(actor) if is_contractor else []


def _figures(
    services: Services, actor: Actor, source: Source | None
) -> tuple[tuple[Source, ...], Source, tuple[FigureLine, ...]]:
    """Whose figures there are, and those of one source: at first the last year that is over, or this one."""
    received = services.counting.received(actor)
    this_year = services.desk.clock.today().year
    first = civil_day(services.desk.vault.station().created_at).year
    own = tuple(Source(OfficeId(""), year) for year in range(this_year, first - 1, -1))
    sources = (*own, *(_source(one) for one in received))
    shown = source or own[min(1, len(own) - 1)]
    if shown.is_own:
        return sources, shown, _own_lines(services.counting.own(actor, shown.year))
    came = next((one for one in reversed(received) if _source(one) == shown), None)
    figures = came.figures.figures if came is not None else ()
    return sources, shown, tuple(FigureLine(one.measure, one.group, None, one.count) for one in figures)


def _source(one: ReceivedFigures) -> Source:
    return Source(one.office, one.figures.until.year)


def _own_lines(exact: dict[Cell, int]) -> tuple[FigureLine, ...]:
    leaves, measures, groups = told(exact), list(Measure), list(Group)
    cells = sorted(exact, key=lambda cell: (measures.index(cell[0]), groups.index(cell[1])))
    return tuple(FigureLine(cell[0], cell[1], exact[cell], leaves[cell]) for cell in cells)


def _reference(services: Services, letter: str) -> str:
    """A number for the outside, by which two offices can speak about it."""
    day = services.desk.clock.today().strftime("%Y%m%d")
    return f"{letter}-{day}-{services.desk.new_id()[:_REFERENCE_DIGITS]}"


def _keep(services: Services, actor: Actor, case: CaseId, form: Form) -> None:
    complaint = read_form(msgspec.json.encode(form), Kind.COMPLAINT)
    if isinstance(complaint, ChangeReport):
        raise InvalidInputError("report.unfit", field="form")
    services.reporting.write_complaint(actor, case, complaint)
