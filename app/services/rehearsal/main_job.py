"""The main job over the rehearsal office: named steps on synthetic days, from the roster to the last receipt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from app.models.domain.errors import BugError
from app.services.jobs import CancelToken, Progress, ProgressSink
from app.services.record.record import RecordReport
from app.services.rehearsal import closing_steps, intake_steps, refusal_steps, review_steps
from app.services.rehearsal.office import BUNDLES, Rehearsal, remember_time
from app.services.rehearsal.plan import Plan
from app.services.rehearsal.stage import SentBundle, ShownRefusal, Stage, WrittenLetter

FIRST_DAY = date(2026, 5, 12)
"""The offices are made on the day that the contractor's roster is submitted."""
_OFFICE_OPENS = time(1, 0, tzinfo=UTC)
"""Ten o'clock in Japan."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, the day on which it is played, and what happens."""

    text_key: str
    day: date
    play: Callable[[Stage], None]


STEPS: tuple[Step, ...] = (
    Step("rehearsal.step.rosters", date(2026, 5, 13), intake_steps.import_rosters),
    Step("rehearsal.step.notices", date(2026, 5, 14), intake_steps.issue_notices),
    Step("rehearsal.step.consents", date(2026, 5, 20), intake_steps.record_answers),
    Step("rehearsal.step.requests", date(2026, 5, 21), intake_steps.send_requests),
    Step("rehearsal.step.withdrawal", date(2026, 5, 26), intake_steps.withdraw),
    Step("rehearsal.step.questionnaires", date(2026, 6, 2), intake_steps.send_questionnaires),
    Step("rehearsal.step.examination", date(2026, 6, 8), review_steps.examine),
    Step("rehearsal.step.review", date(2026, 6, 12), review_steps.review),
    Step("rehearsal.step.opinions", date(2026, 6, 15), review_steps.send_opinions),
    Step("rehearsal.step.decisions", date(2026, 6, 22), review_steps.decide),
    Step("rehearsal.step.results", date(2026, 6, 25), review_steps.notify),
    Step("rehearsal.step.bundles", date(2026, 6, 26), review_steps.send_results),
    Step("rehearsal.step.refusals", date(2026, 6, 29), refusal_steps.show_refusals),
    Step("rehearsal.step.letters", date(2026, 6, 30), closing_steps.write_letters),
    Step("rehearsal.step.verify", date(2026, 7, 1), closing_steps.verify_records),
)


@dataclass(frozen=True, slots=True)
class Played:
    """What the main job did, for the report.

    Attributes:
        counts: What was done how often.
        timings: Step and seconds.
        records: By office: size, root and signed head of its record.
    """

    counts: Mapping[str, int]
    sent: tuple[SentBundle, ...]
    refused: tuple[ShownRefusal, ...]
    letters: tuple[WrittenLetter, ...]
    records: Mapping[str, RecordReport]
    timings: tuple[tuple[str, float], ...]


def first_moment() -> datetime:
    """When the story's clock starts."""
    return datetime.combine(FIRST_DAY, _OFFICE_OPENS)


def play_main_job(
    rehearsal: Rehearsal,
    plan: Plan,
    *,
    progress: ProgressSink = lambda _progress: None,
    token: CancelToken | None = None,
) -> Played:
    """Play every step over freshly built offices.

    Args:
        rehearsal: Open, and not played yet.
        plan: People and words.
        progress: Told of each step.
        token: Asked between acts.

    Raises:
        CancelledError: Stopped between two acts; the vaults are whole and stay as far as the story went.
        BugError: ``bug.rehearsal-differs`` when something went otherwise than the story says.
        AppError: The machine is to blame: full disk, missing medium.
    """
    stage = Stage(rehearsal, plan, token or CancelToken())
    (rehearsal.folder / BUNDLES).mkdir(mode=0o700, exist_ok=True)
    clock, stopwatch = rehearsal.machine.story_clock, rehearsal.machine.stopwatch
    timings = []
    try:
        for number, step in enumerate(STEPS):
            stage.token.raise_if_cancelled()
            progress(Progress(number, len(STEPS), step.text_key))
            morning = datetime.combine(step.day, _OFFICE_OPENS)
            if morning <= clock.now():
                raise BugError("bug.rehearsal-differs", key=step.text_key)
            clock.advance(morning - clock.now())
            began = stopwatch()
            step.play(stage)
            timings.append((step.text_key, stopwatch() - began))
    finally:
        remember_time(rehearsal.folder, rehearsal.machine, played=len(timings) == len(STEPS))
    progress(Progress(len(STEPS), len(STEPS)))
    return Played(
        stage.counts,
        tuple(stage.sent),
        tuple(stage.refused),
        tuple(stage.letters),
        stage.records,
        tuple(timings),
    )
