"""What every screen is given: sentences, look, background work, news of changes, timers."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.ui.dividers import Dividers
from app.ui.jobs.runner import JobRunner
from app.ui.presenters.hub import ChangeHub
from app.ui.texts import Texts
from app.ui.theme.theme import Theme
from app.ui.timing import Timers


@dataclass(frozen=True, slots=True)
class UiContext:
    """Shared by all screens of one window.

    Attributes:
        texts: Sentences in the current language.
        theme: Colours and sizes.
        runner: Background work.
        hub: News of committed changes.
        timers: The only maker of timers.
        monotonic: Seconds of a clock that never goes back; for durations only.
        dividers: Where panes are divided.
    """

    texts: Texts
    theme: Theme
    runner: JobRunner
    hub: ChangeHub
    timers: Timers
    monotonic: Callable[[], float]
    dividers: Dividers = field(default_factory=Dividers)
