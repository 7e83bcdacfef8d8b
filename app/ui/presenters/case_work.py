"""Acts on one case off the window's thread, and what the areas of the case screen have in common. Qt-free."""

import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.errors import AppError, BugError
from app.models.domain.ids import CaseId, PersonId
from app.services.container import Services
from app.services.jobs import CancelToken, Job, Lane, ProgressSink
from app.services.packs.loader import LoadedPack
from app.services.queue.sheet import CaseSheet
from app.services.stations.unlocking import Seat
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.case_focus import CaseFocus
from app.ui.workplace import Workplace

T = TypeVar("T")
MOST_UNDOABLE = 50
LEASED_CODE = "access.case-leased"


@dataclass(frozen=True, slots=True)
class Undo:
    """How the last own step is taken back: by a further entry, never by taking one away.

    Attributes:
        done: Text key of what to say after it.
        act: The further entry.
        back: What was given up and comes back without any entry, in the place of one.
    """

    done: str
    act: Callable[[Services, Actor], object] | None = None
    back: Callable[[], None] | None = None


class CaseWork:
    """One case at the unlocked workplace; every look and every act goes through here."""

    def __init__(self, workplace: Workplace, runner: Submitter, case: CaseId) -> None:
        self.workplace = workplace
        self.runner = runner
        self.case = case
        self.stays: set[tuple[str, str]] = set()
        """Kind and digest of each clause that was said to be no prohibited matter since the head was read."""
        self.focus = CaseFocus()
        self.undoable: deque[Undo] = deque(maxlen=MOST_UNDOABLE)
        """What this officer can take back in this case, the last step at the end; nothing of it is kept."""
        self._sheet: CaseSheet | None = None
        self._lost: weakref.WeakMethod[Callable[[], None]] | None = None
        self._was_elsewhere = self._has_gained = False

    @property
    def sheet(self) -> CaseSheet:
        """The head as it was last read; there is one before any area is made."""
        if self._sheet is None:
            raise BugError("bug.case-not-read")
        return self._sheet

    @property
    def loaded(self) -> LoadedPack:
        """The pack that the case was answered under."""
        return self.workplace.services.packs.by_digest(self.sheet.case.pack_digest)

    @property
    def is_medical_locked(self) -> bool:
        """Whether the finding on item 5 stays closed to this officer."""
        return self._sheet is not None and not self._sheet.may(Action.SEE_MEDICAL_FINDINGS)

    def take_sheet(self, sheet: CaseSheet) -> None:
        """Keep a newly read head."""
        self._sheet = sheet
        is_elsewhere = sheet.leased_by is not None and sheet.may(Action.TAKE_OVER)
        self._has_gained |= self._was_elsewhere and not is_elsewhere
        self._was_elsewhere = is_elsewhere

    def take_gained(self) -> bool:
        """Whether the case came into this window from another one since this was asked last."""
        gained, self._has_gained = self._has_gained, False
        if gained:
            self.undoable.clear()
        return gained

    def listen_lost(self, heard: Callable[[], None]) -> None:
        """Call ``heard``, a bound method held weakly, when an act is refused because another window has the case."""
        self._lost = weakref.WeakMethod(heard)

    def tell_lost(self) -> None:
        """Another window has the case now."""
        heard = self._lost() if self._lost is not None else None
        if heard is not None and not self._was_elsewhere:
            heard()

    def job(self, act: Callable[[Services, Actor], T]) -> Job[T]:
        """An act as a job, with services and officer of this moment."""
        services, actor = self.workplace.services, self.workplace.actor

        def run(_token: CancelToken, _progress: ProgressSink) -> T:
            return act(services, actor)

        return run

    def signing_job(self, person: PersonId, passphrase: str, act: Callable[[Services, Seat], T]) -> Job[T]:
        """An act that needs an officer's own hand; the passphrase is asked for every time."""
        services, workplace = self.workplace.services, self.workplace

        def run(_token: CancelToken, _progress: ProgressSink) -> T:
            return act(services, workplace.seat(person, passphrase))

        return run


@dataclass(frozen=True, slots=True)
class AreaState:
    """What every area shows.

    Attributes:
        is_loaded: Something was read; before that an area shows that it reads.
        is_busy: An act is under way.
        error: What failed last.
        done: Text key of what was done last, or empty.
    """

    is_loaded: bool = False
    is_busy: bool = False
    error: AppError | None = None
    done: str = ""


S = TypeVar("S", bound=AreaState)


class CaseArea(Generic[S]):
    """Base of the presenters of the case screen: a frozen state, intents, one listener."""

    def __init__(self, work: CaseWork, state: S) -> None:
        self.work = work
        self.state = state
        self._saying = ""
        self.holds_refused = False
        """Something that was typed could not be kept, because another window had the case."""
        self._drafted: set[str] = set()
        self._kept: dict[str, tuple[str, str]] = {}
        self._tried: frozenset[str] = frozenset()
        self._heard: weakref.WeakMethod[Callable[[], None]] | None = None

    def listen(self, heard: Callable[[], None]) -> None:
        """Call ``heard``, a bound method held weakly, after each change of state."""
        self._heard = weakref.WeakMethod(heard)

    def load(self) -> None:
        """Read what the area shows; called when it comes into view and after each change of the case."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Follow what was chosen in the other areas; those without lists of answers have nothing to follow."""

    def clear_error(self) -> None:
        """The error was read."""
        self._show(error=None)

    def undo(self) -> bool:
        """Take the last own step back; false when there is none or something is under way."""
        if self.state.is_busy or not self.work.undoable:
            return False
        last = self.work.undoable.pop()
        if last.back is not None:
            last.back()
            self._show(done=last.done, error=None)
        if last.act is not None:
            self._do(last.act, last.done)
        return True

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        heard = self._heard() if self._heard is not None else None
        if heard is not None:
            heard()

    def _read(self, act: Callable[[Services, Actor], T], then: Callable[[T], object], key: str = "load") -> None:
        """Look at something; a newer look of the same key takes its place."""
        self.work.runner.submit(
            self.work.job(act), owner=self, then=then, failed=self._fail, lane=Lane.WRITE, key=f"case.{key}"
        )

    def _do(
        self,
        act: Callable[[Services, Actor], T],
        done: str,
        lane: Lane = Lane.WRITE,
        then: Callable[[T], object] | None = None,
    ) -> None:
        """Do something that changes the case; the news of the change makes the screen read again.

        Args:
            act: What is done.
            done: Text key of what to say after it.
            lane: Where it runs.
            then: Bound method that gets the result instead of the plain end.
        """
        self._begin(done)
        self.work.runner.submit(
            self.work.job(act), owner=self, then=then or self._on_done, failed=self._fail, lane=lane
        )

    def _sign(self, person: PersonId, passphrase: str, act: Callable[[Services, Seat], object], done: str) -> None:
        """Do something with an officer's own hand."""
        self._begin(done)
        job = self.work.signing_job(person, passphrase, act)
        self.work.runner.submit(job, owner=self, then=self._on_done, failed=self._fail, lane=Lane.HEAVY)

    def _save_at_lock(self, act: Callable[[Services, Actor], object]) -> None:
        """Save input at once; neither the lock nor the end of this area takes it back."""
        self._submit_for_good(self.work.job(act), self._fail)

    def _submit_for_good(self, job: Job[object], failed: Callable[[AppError], None]) -> None:
        owner, runner = self.work.workplace, self.work.runner
        runner.submit(job, owner=owner, then=self._ignore, failed=failed, lane=Lane.WRITE, survives_lock=True)

    def _on_not_kept(self, error: AppError) -> None:
        """A draft was refused: while another window has the case, what was typed stays in this editor alone."""
        self._kept = {place: draft for place, draft in self._kept.items() if place not in self._tried}
        self.holds_refused |= error.code == LEASED_CODE
        self._fail(error)

    def answer_guard(self, act: Callable[[Services, Actor], object]) -> None:
        """Put on record what was answered when a guard asked; before anything that is saved after it."""
        self._save_at_lock(act)

    def _ignore(self, _saved: object) -> None:
        """Nobody looks any more."""

    def _keep_drafts(self, action: Action, drafts: dict[str, tuple[str, str]]) -> None:
        """Keep what stands in the editors and was not kept yet, at once; drafts have no legal effect."""
        case = self.work.case
        new = {place: draft for place, draft in drafts.items() if self._kept.get(place) != draft}
        if any(content for _, content in new.values()) and self.work.sheet.refusals.get(action) is Refusal.LEASED:
            self.holds_refused = True
        elif new:
            self._drafted |= new.keys()
            self._kept |= new
            self._tried = frozenset(new)
            job = self.work.job(lambda services, actor: services.drafts.keep(actor, case, action, new))
            self._submit_for_good(job, self._on_not_kept)

    def _give_up_drafts(self, action: Action, places: dict[str, str]) -> None:
        """The input was saved for good: let go of its drafts; ``places`` maps each place to its purpose."""
        old = {place: (purpose, "") for place, purpose in places.items() if place in self._drafted}
        self._keep_drafts(action, old)
        self._drafted -= old.keys()

    def _keep_text(self, action: Action, place: str, purpose: str, content: str) -> None:
        """Keep one editor's text; an empty one lets go of its draft."""
        if content:
            self._keep_drafts(action, {place: (purpose, content)})
        else:
            self._give_up_drafts(action, {place: purpose})

    def _begin(self, done: str) -> None:
        self._saying = done
        self._show(is_busy=True, error=None, done="")

    def _on_done(self, _result: object) -> None:
        self._show(is_busy=False, error=None, done=self._saying)

    def _fail(self, error: AppError) -> None:
        if error.code != LEASED_CODE:
            # What was to be kept may be lost: it is kept again.
            self._kept.clear()
        self._show(is_busy=False, error=error, done="")
        if error.code == LEASED_CODE:
            self.work.tell_lost()
