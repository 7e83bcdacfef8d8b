"""Importing a candidate roster (候補者名簿): every row is seen, every open cell is settled by a person or left."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.dates import parse_date
from app.models.domain.errors import InvalidInputError
from app.models.domain.match import Outcome
from app.models.domain.roster import RosterField, RowIssue
from app.services.jobs import CancelToken, ProgressSink
from app.services.ports import Files
from app.services.rosters.importing import ImportedRoster, PreviewRow, RosterPreview, RowAnswer, WaitingRoster
from app.services.rosters.spreadsheet import MAX_FILE_BYTES
from app.services.rosters.template import write_template
from app.services.texts.catalogue import Catalogue
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace

DAYS = frozenset({RosterField.DOB, RosterField.AGREED_ON})
CHOICES: Mapping[RosterField, tuple[str, ...]] = {
    RosterField.ITEM: ("1", "2", "3"),
    RosterField.DISPATCHED: ("YES", "NO"),
}
"""Columns whose value is chosen, not typed."""
NOT_KEPT = frozenset({RosterField.NUMBER})
"""Columns that say nothing about the person; a doubt about them is accepted, never filled."""


class Fate(StrEnum):
    """What will become of a row when the roster is admitted."""

    TAKEN = "taken"
    LEFT = "left"
    """A person said so, or the person is known already."""
    OPEN = "open"
    """A question or a likeness waits for an answer: set aside if nobody gives one."""
    FAULTY = "faulty"
    """Something could not be read: set aside unless a person gives the value."""


@dataclass(frozen=True, slots=True)
class Settling:
    """What a person has said about one row so far.

    Attributes:
        take: Take it or leave it; None while nothing was said.
        values: Values for open cells.
        accepted: Numbers of the issues that were accepted as they stand.
    """

    take: bool | None = None
    values: Mapping[RosterField, str] = field(default_factory=dict)
    accepted: frozenset[int] = frozenset()


NOTHING_SAID = Settling()


def issues(one: PreviewRow) -> tuple[RowIssue, ...]:
    """Faults, then questions; their numbers are those of :attr:`Settling.accepted`."""
    return one.row.verdict.faults + one.row.verdict.questions


def is_fault(one: PreviewRow, number: int) -> bool:
    """Whether an issue is a fault, which cannot be accepted as it stands."""
    return number < len(one.row.verdict.faults)


def must_be_filled(one: PreviewRow, number: int) -> bool:
    """Whether an issue needs a value: a fault, 同上, or something without which there is no case."""
    issue = issues(one)[number]
    return is_fault(one, number) or issue.code in {"ditto", "item-missing", "item3-no-reason", "dispatched-unclear"}


def is_settled(one: PreviewRow, number: int, said: Settling) -> bool:
    """Whether a person has answered an issue."""
    issue = issues(one)[number]
    return number in said.accepted or (issue.field is not None and issue.field in said.values)


def fate(one: PreviewRow, said: Settling) -> Fate:
    """What will become of a row."""
    if said.take is False:
        return Fate.LEFT
    numbers = range(len(issues(one)))
    unsettled = [number for number in numbers if not is_settled(one, number, said)]
    if any(is_fault(one, number) for number in unsettled):
        return Fate.FAULTY
    if unsettled:
        return Fate.OPEN
    if one.match.outcome is Outcome.NEW or said.take:
        return Fate.TAKEN
    return Fate.LEFT if one.match.outcome is Outcome.KNOWN else Fate.OPEN


@dataclass(frozen=True, slots=True)
class RosterState(WorkState):
    """What the page shows.

    Attributes:
        file_name: Name of the chosen file, for the officer.
        preview: What was read, or None before a file was chosen.
        said: What a person has said, by line of the sheet.
        line: The row that was chosen.
        unfit: The column whose typed value does not fit, or None.
        done: What became of the roster, once admitted.
        template: Where a blank roster was written, or None.
        waiting: Rosters that came in bundles and wait to be settled.
        put_away: How many rows were put away last.
    """

    file_name: str = ""
    preview: RosterPreview | None = None
    said: Mapping[int, Settling] = field(default_factory=dict)
    line: int = 0
    unfit: RosterField | None = None
    done: ImportedRoster | None = None
    template: Path | None = None
    waiting: tuple[WaitingRoster, ...] = ()
    put_away: int = 0

    @property
    def row(self) -> PreviewRow | None:
        """The chosen row, if it is a candidate."""
        rows = self.preview.rows if self.preview else ()
        return next((one for one in rows if one.row.line == self.line), None)

    def settling(self, line: int) -> Settling:
        """What was said about a row."""
        return self.said.get(line, NOTHING_SAID)

    def fate(self, one: PreviewRow) -> Fate:
        """What will become of a row."""
        return fate(one, self.settling(one.row.line))

    def count(self, wanted: Fate) -> int:
        """How many rows will have that fate."""
        rows = self.preview.rows if self.preview else ()
        return sum(self.fate(one) is wanted for one in rows)


class RosterPresenter(Worker[RosterState]):
    """Behaviour of roster import."""

    def __init__(self, workplace: Workplace, runner: Submitter, files: Files) -> None:
        super().__init__(RosterState(), runner)
        self._workplace = workplace
        self._files = files

    def refresh(self) -> None:
        """Look for rosters that came in bundles, for an officer who may see them."""
        rosters, actor = self._workplace.services.rosters, self._workplace.actor
        if self.state.busy or not actor.roles & RULES[Action.SEE_CANDIDATES].roles:
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[WaitingRoster, ...]:
            return tuple(rosters.waiting(actor))

        self.work("look", job, self._looked)

    def open_waiting(self, matter_id: str) -> None:
        """Show every row of a roster that came in a bundle."""
        one = next((one for one in self.state.waiting if one.matter_id == matter_id), None)
        if one is None:
            return
        rosters, actor, name = self._workplace.services.rosters, self._workplace.actor, one.submitter

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[str, RosterPreview]:
            return name, rosters.preview_waiting(actor, matter_id)

        self.work("read", job, self._read)

    def put_away(self, matter_id: str) -> None:
        """Set aside what is left of a roster that came in a bundle."""
        rosters, actor = self._workplace.services.rosters, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> int:
            return rosters.put_away(actor, matter_id)

        self.work("put-away", job, self._was_put_away)

    def open_file(self, path: Path) -> None:
        """Read a roster and show every row of it; nothing is kept."""
        rosters, actor, files = self._workplace.services.rosters, self._workplace.actor, self._files

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[str, RosterPreview]:
            return path.name, rosters.preview(actor, files.read(path, MAX_FILE_BYTES))

        self.work("read", job, self._read)

    def choose(self, line: int) -> None:
        """Choose a row by its line in the sheet."""
        if line != self.state.line:
            self.change(line=line, unfit=None)

    def accept(self, number: int) -> None:
        """Accept an issue of the chosen row as it stands; for 同上 the offered value is taken over."""
        row = self.state.row
        if row is None:
            return
        issue, said = issues(row)[number], self.state.settling(row.row.line)
        if issue.offered is not None and issue.field is not None:
            self.fill(issue.field, issue.offered)
        elif not must_be_filled(row, number):
            self._say(replace(said, accepted=said.accepted | {number}))

    def fill(self, column: RosterField, text: str) -> None:
        """Give the value of a cell of the chosen row; an empty text takes it back."""
        row = self.state.row
        if row is None or column in NOT_KEPT:
            return
        said = self.state.settling(row.row.line)
        values = {name: value for name, value in said.values.items() if name is not column}
        if text.strip() and not _fits(column, text):
            self.change(unfit=column)
            return
        self._say(replace(said, values=values | ({column: text} if text.strip() else {})))

    def take(self) -> None:
        """Take the chosen row as a new entry."""
        self._say_of_chosen(take=True)

    def leave(self) -> None:
        """Leave the chosen row out."""
        self._say_of_chosen(take=False)

    def reconsider(self) -> None:
        """Forget everything that was said about the chosen row."""
        if self.state.row is not None:
            self._say(NOTHING_SAID)

    def admit(self) -> None:
        """Put the rows that are ready or settled on the list; every other row is set aside."""
        preview = self.state.preview
        if preview is None or self.state.done is not None:
            return
        answers = {
            one.row.line: RowAnswer(self.state.fate(one) is Fate.TAKEN, dict(self.state.settling(one.row.line).values))
            for one in preview.rows
            if not (one.can_be_admitted and one.row.line not in self.state.said)
        }
        rosters, actor = self._workplace.services.rosters, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> ImportedRoster:
            return rosters.admit(actor, preview, answers)

        self.work("admit", job, self._admitted)

    def write_template(self, path: Path, texts: Catalogue) -> None:
        """Write a blank roster to a chosen place."""
        files = self._files

        def job(_token: CancelToken, _progress: ProgressSink) -> Path:
            files.write(path, write_template(texts))
            return path

        self.work("template", job, self._template_written)

    def close(self) -> None:
        """Put the roster away."""
        if not self.state.busy:
            self.change(file_name="", preview=None, said={}, line=0, unfit=None, done=None, template=None, error=None)
            self.refresh()

    def _say_of_chosen(self, *, take: bool) -> None:
        row = self.state.row
        if row is not None:
            self._say(replace(self.state.settling(row.row.line), take=take))

    def _say(self, said: Settling) -> None:
        self.change(said={**self.state.said, self.state.line: said}, unfit=None, done=None)

    def _read(self, answer: tuple[str, RosterPreview]) -> None:
        name, preview = answer
        waiting = [one.row.line for one in preview.rows if not one.can_be_admitted]
        first = waiting[0] if waiting else next((one.row.line for one in preview.rows), 0)
        self.change(
            file_name=name, preview=preview, said={}, line=first, unfit=None, done=None, template=None, put_away=0
        )

    def _looked(self, waiting: tuple[WaitingRoster, ...]) -> None:
        self.change(waiting=waiting)

    def _was_put_away(self, count: int) -> None:
        self.change(put_away=count)
        self.refresh()

    def _admitted(self, done: ImportedRoster) -> None:
        self.change(done=done)

    def _template_written(self, path: Path) -> None:
        self.change(template=path)


def _fits(column: RosterField, text: str) -> bool:
    if column in CHOICES:
        return text in CHOICES[column]
    if column in DAYS:
        try:
            return parse_date(text, field=column.value).day is not None
        except InvalidInputError:
            return False
    return True
