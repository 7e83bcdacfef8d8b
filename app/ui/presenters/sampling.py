"""The room of second readings (抽出点検): draw a sample, say who reads, see what may be told. Qt-free."""

from dataclasses import dataclass

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.ids import CaseId, PersonId
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.sampling.drawing import DrawnSample, SampleDesk
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class SamplingState(WorkState):
    """What the room shows.

    Attributes:
        desk: All samples; None before they were read.
        chosen: Id of the sample in view.
        done: Text key of what was done last, or empty.
    """

    desk: SampleDesk | None = None
    chosen: str = ""
    done: str = ""

    @property
    def sample(self) -> DrawnSample | None:
        """The sample in view."""
        samples = () if self.desk is None else self.desk.samples
        return next((one for one in samples if one.sample.sample_id == self.chosen), None)


class SamplingPresenter(Worker[SamplingState]):
    """Reads anew after each act."""

    def __init__(self, place: Workplace, runner: Submitter) -> None:
        super().__init__(SamplingState(), runner)
        self._place = place

    @property
    def may_draw(self) -> bool:
        """Whether the officer draws samples and names readers; an auditor only looks, and no case is named."""
        return bool(self._place.actor.roles & RULES[Action.DRAW_SAMPLE].roles)

    def refresh(self) -> None:
        """Read the samples; the look is on record."""
        sampling, actor = self._place.services.sampling, self._place.actor
        self.work("read", lambda _token, _progress: sampling.overview(actor), self._on_read, Lane.WRITE)

    def choose(self, sample_id: str) -> None:
        """Bring a sample into view."""
        self.change(chosen=sample_id, done="")

    def draw(self, seed: str, count: int) -> None:
        """Draw a sample."""
        sampling, actor = self._place.services.sampling, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[str, SampleDesk]:
            drawn = sampling.draw(actor, seed, count)
            return drawn, sampling.overview(actor)

        self.change(done="")
        self.work("draw", job, self._on_drawn)

    def assign(self, case: CaseId, reader: PersonId) -> None:
        """Name the second reader of a case."""
        sampling, actor = self._place.services.sampling, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> SampleDesk:
            sampling.assign(actor, case, reader)
            return sampling.overview(actor)

        self.change(done="")
        self.work("assign", job, self._on_assigned)

    def _on_read(self, desk: SampleDesk) -> None:
        known = {one.sample.sample_id for one in desk.samples}
        first = desk.samples[0].sample.sample_id if desk.samples else ""
        self.change(desk=desk, chosen=self.state.chosen if self.state.chosen in known else first)

    def _on_drawn(self, drawn: tuple[str, SampleDesk]) -> None:
        self.change(desk=drawn[1], chosen=drawn[0], done="sampling.done.drawn")

    def _on_assigned(self, desk: SampleDesk) -> None:
        self.change(desk=desk, done="sampling.done.assigned")
