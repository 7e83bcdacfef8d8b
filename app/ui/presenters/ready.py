"""The start-of-day sheet (始業点検): look, confirm the clock, save the sheet. Qt-free."""

from dataclasses import dataclass, replace
from pathlib import Path

from app import bootstrap
from app.models.domain.errors import AppError
from app.models.domain.readiness import Sheet
from app.models.forms.definition import PackMeta
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.packs.defaults import PackDefault, defaults_of
from app.services.texts.catalogue import Language
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.signal import Stated
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class ReadyState:
    """What the screen shows; ``sheet`` is None until the first answer.

    Attributes:
        is_clock_confirmed: The officer compared the clock.
        saved: Where the sheet was saved.
    """

    sheet: Sheet | None = None
    is_clock_confirmed: bool = False
    is_busy: bool = False
    saved: Path | None = None
    error: AppError | None = None


class ReadyPresenter(Stated[ReadyState]):
    """Asks vault and machine; one question at a time."""

    def __init__(self, place: Workplace, runner: Submitter) -> None:
        super().__init__(ReadyState())
        self._place, self._runner = place, runner

    def refresh(self) -> None:
        """Look again."""
        services, actor, confirmed = self._place.services, self._place.actor, self.state.is_clock_confirmed

        def job(_token: CancelToken, _progress: ProgressSink) -> Sheet:
            facts = bootstrap.machine_facts(services.desk.vault.folder)
            return services.readiness.look(actor, facts, clock_confirmed=confirmed)

        self.show(replace(self.state, is_busy=True, error=None))
        self._runner.submit(
            job, owner=self, then=self._on_sheet, failed=self._on_failed, lane=Lane.HEAVY, key="ready.look"
        )

    def confirm_clock(self, is_confirmed: bool) -> None:  # noqa: FBT001 - as the check box calls it
        """Take the officer's word for the clock."""
        if is_confirmed != self.state.is_clock_confirmed:
            self.show(replace(self.state, is_clock_confirmed=is_confirmed))
            self.refresh()

    def defaults(self) -> tuple[PackMeta, tuple[PackDefault, ...]]:
        """What the form for new cases assumes where no published text says it; nothing of the vault is read."""
        services = self._place.services
        loaded = services.packs.current
        return loaded.pack.meta, defaults_of(loaded, services.desk.clock.today())

    def save(self, path: Path, language: Language) -> None:
        """Make the sheet, put it on record, write it as a PDF."""
        services, actor, confirmed = self._place.services, self._place.actor, self.state.is_clock_confirmed

        def job(_token: CancelToken, _progress: ProgressSink) -> Sheet:
            from app.services.readiness.paper import sheet_pdf  # noqa: PLC0415 - brings the PDF library

            facts = bootstrap.machine_facts(services.desk.vault.folder)
            sheet = services.readiness.make(actor, facts, clock_confirmed=confirmed)
            bootstrap.chosen_files().write(path, sheet_pdf(sheet, bootstrap.catalogue(language)))
            return sheet

        def saved(sheet: Sheet) -> None:
            self.show(replace(self.state, sheet=sheet, is_busy=False, saved=path))

        self.show(replace(self.state, is_busy=True, saved=None, error=None))
        self._runner.submit(job, owner=self, then=saved, failed=self._on_failed, lane=Lane.HEAVY)

    def forget_error(self) -> None:
        """Take the message away."""
        if self.state.error is not None:
            self.show(replace(self.state, error=None))

    def _on_sheet(self, sheet: Sheet) -> None:
        self.show(replace(self.state, sheet=sheet, is_busy=False))

    def _on_failed(self, error: AppError) -> None:
        self.show(replace(self.state, is_busy=False, error=error))
