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
from app.ui.presenters.media_watcher import MediaWatcher
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
class QuestionState:
    """What is asked now; nothing while ``arrived`` is None."""

    arrived: Arrived | None = None


class MediumQuestionPresenter(Stated[QuestionState]):
    """Looks at each medium once, when it comes; a medium that goes takes its question along.

    Thread:
        The window's thread; media are looked at in the read lane.
    """

    def __init__(
        self, workplace: Workplace, runner: Submitter, media: Media, drive_at: Callable[[Path], Drive]
    ) -> None:
        super().__init__(QuestionState())
        self._workplace, self._runner, self._drive_at = workplace, runner, drive_at
        self._watcher = MediaWatcher(media, runner, self._on_media)
        self._here: tuple[Medium, ...] = ()
        self._known: frozenset[Path] = frozenset()
        self._is_on = self._is_looking = False

    def begin(self) -> None:
        """An officer unlocked. Only who may receive bundles is asked about media."""
        self.show(QuestionState())
        self._here, self._known, self._is_looking = (), frozenset(), False
        self._watcher.begin_anew()
        actor, rule = self._workplace.actor, RULES[Action.INSPECT_BUNDLE]
        may = actor.office_kind in rule.offices and bool(actor.roles & rule.roles) and not actor.lacks_token
        self._is_on = may and self._workplace.services.desk.anchor.doubt is None

    def end(self) -> None:
        """The window was locked."""
        self._is_on = self._is_looking = False
        self.show(QuestionState())

    def tick(self) -> None:
        """See whether a medium came or went."""
        if self._is_on:
            self._watcher.look()

    def answered(self) -> None:
        """The officer looked, or will not look now."""
        self.show(QuestionState())

    def _on_media(self, media: tuple[Medium, ...]) -> None:
        if not self._is_on:
            return
        self._here = media
        here = frozenset(one.path for one in media)
        self._known &= here
        if self.state.arrived is not None and self.state.arrived.place not in here:
            self.show(QuestionState())
        self._look_at_next()

    def _look_at_next(self) -> None:
        """Look at a medium that nobody was asked about yet; one at a time."""
        new = next((one for one in self._here if one.path not in self._known), None)
        if new is None or self._is_looking:
            return
        survey, actor, drive_at = self._workplace.services.survey, self._workplace.actor, self._drive_at
        self._is_looking, self._known = True, self._known | {new.path}

        def job(_token: CancelToken, _progress: ProgressSink) -> Arrived | None:
            try:
                return _arrived(new, survey.look(actor, drive_at(new.path)))
            except AppError as error:
                return Arrived(new.path, new.label, error=error)

        self._runner.submit(job, owner=self, then=self._on_seen, lane=Lane.READ, key="medium")

    def _on_seen(self, arrived: Arrived | None) -> None:
        self._is_looking = False
        if not self._is_on:
            return
        if arrived is not None and any(one.path == arrived.place for one in self._here):
            self.show(QuestionState(arrived))
        self._look_at_next()


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
