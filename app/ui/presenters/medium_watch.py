"""One question about a medium that was plugged in: what lies on it for us, and whether to look. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.errors import AppError
from app.models.views.media import Medium
from app.services.exchange.survey import FoundFile, Standing
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.ports import Drive, Media
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.signal import Stated
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Arrived:
    """A medium with something for us.

    Attributes:
        place: Where it is mounted.
        label: Its name; foreign text.
        count: How many bundles and receipts wait on it.
        office_ja: Their sender, if there is only one.
        office_en: The same in English.
        error: Why the medium may not be read; then nothing is counted.
    """

    place: Path
    label: str
    count: int = 0
    office_ja: str = ""
    office_en: str = ""
    error: AppError | None = None


@dataclass(frozen=True, slots=True)
class WatchState:
    """What is asked now; nothing while ``arrived`` is None."""

    arrived: Arrived | None = None


class MediumWatch(Stated[WatchState]):
    """Looks at each medium once, when it comes; a medium that goes takes its question along.

    Thread:
        The window's thread; media are looked at in the read lane.
    """

    def __init__(
        self, workplace: Workplace, runner: Submitter, media: Media, drive_at: Callable[[Path], Drive]
    ) -> None:
        super().__init__(WatchState())
        self._workplace, self._runner, self._media, self._drive_at = workplace, runner, media, drive_at
        self._known: frozenset[Path] = frozenset()
        self._is_on = self._is_looking = False

    def begin(self) -> None:
        """An officer unlocked. Only who may receive bundles is asked about media."""
        self.show(WatchState())
        self._known, self._is_looking = frozenset(), False
        actor, rule = self._workplace.actor, RULES[Action.INSPECT_BUNDLE]
        may = actor.office_kind in rule.offices and bool(actor.roles & rule.roles) and not actor.lacks_token
        self._is_on = may and self._workplace.services.desk.anchor.doubt is None

    def end(self) -> None:
        """The window was locked."""
        self._is_on = self._is_looking = False
        self.show(WatchState())

    def tick(self) -> None:
        """See whether a medium came or went; at most one look is under way."""
        if not self._is_on or self._is_looking:
            return
        media, survey, actor = self._media, self._workplace.services.survey, self._workplace.actor
        drive_at, known = self._drive_at, self._known
        self._is_looking = True

        def job(_token: CancelToken, _progress: ProgressSink) -> "_Seen":
            here = media.mounted()
            new = next((one for one in here if one.path not in known), None)
            if new is None:
                return _Seen(frozenset(one.path for one in here), None)
            try:
                found = survey.look(actor, drive_at(new.path))
            except AppError as error:
                arrived: Arrived | None = Arrived(new.path, new.label, error=error)
            else:
                arrived = _arrived(new, found)
            # One medium at a time: another one that came meanwhile is looked at next.
            return _Seen(known & {one.path for one in here} | {new.path}, arrived)

        self._runner.submit(job, owner=self, then=self._on_seen, failed=self._on_failed, lane=Lane.READ, key="medium")

    def answered(self) -> None:
        """The officer looked, or will not look now."""
        self.show(WatchState())

    def _on_seen(self, seen: "_Seen") -> None:
        self._is_looking, self._known = False, seen.here
        if not self._is_on:
            return
        if seen.arrived is not None:
            self.show(WatchState(seen.arrived))
        elif self.state.arrived is not None and self.state.arrived.place not in seen.here:
            self.show(WatchState())

    def _on_failed(self, _error: AppError) -> None:
        self._is_looking = False


@dataclass(frozen=True, slots=True)
class _Seen:
    here: frozenset[Path]
    arrived: Arrived | None


def _arrived(medium: Medium, found: list[FoundFile]) -> Arrived | None:
    """The question about a medium; none about one that brings nothing new."""
    new = [one for one in found if one.standing is Standing.NEW]
    if not new:
        return None
    arrived = Arrived(medium.path, medium.label, len(new))
    offices = {(one.office_ja, one.office_en) for one in new}
    if len(offices) == 1:
        ja, en = offices.pop()
        return replace(arrived, office_ja=ja, office_en=en)
    return arrived
