"""Receiving bundles (受領): look at a medium, inspect, admit or refuse, give the receipt, close our own exports."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from typing_extensions import override

from app.models.domain.errors import AppError
from app.models.domain.ids import BundleId
from app.models.views.arriving import WaitingBundle
from app.models.views.media import Medium
from app.services.bundles.report import BottomLine
from app.services.exchange.closing import ClosedExport
from app.services.exchange.identity import Answers, AsideReason, Verdict
from app.services.exchange.importing import GapReason, Inspection
from app.services.exchange.survey import Decided, FoundFile, Standing
from app.services.exchange.ticks import Ticks
from app.services.jobs import CancelToken, Lane, Progress, ProgressSink
from app.services.ports import Drive, Files, Media
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.media_watcher import MediaWatcher
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace

INSPECT_STEPS = 2
NOT_DECIDED = ""


@dataclass(frozen=True, slots=True)
class ImportState(WorkState):
    """What the room shows.

    Attributes:
        media: Removable media that are mounted.
        place: The chosen medium or folder.
        found: What lies there; None before anybody looked.
        chosen: Name of the file that was chosen.
        inspection: What is known of it, once it was inspected.
        outcome: ``imported`` or ``refused`` once the officer decided.
        closed: The export that a receipt closed.
        ticks: The receipt that was written here, read back.
        released_at: When the medium became safe to remove.
        is_folder: The place is a plain folder that nothing can be unmounted from.
        history: Decisions so far, the newest first.
        waiting: Bundles in quarantine that were inspected and not decided on.
        pulled: Name of the chosen medium, after it was pulled; foreign text.
        saved_as: Name of the receipt that was written as a small file or for printing.
    """

    media: tuple[Medium, ...] = ()
    place: Path | None = None
    found: tuple[FoundFile, ...] | None = None
    chosen: str = ""
    inspection: Inspection | None = None
    outcome: str = NOT_DECIDED
    closed: ClosedExport | None = None
    ticks: Ticks | None = None
    released_at: datetime | None = None
    is_folder: bool = False
    history: tuple[Decided, ...] = ()
    waiting: tuple[WaitingBundle, ...] = ()
    saved_as: str = ""
    pulled: str = ""

    @property
    def can_answer(self) -> bool:
        """Whether questions about the records can be answered."""
        return self.inspection is not None and self.inspection.is_sound and not self.outcome and not self.busy

    @property
    def is_in_quarantine(self) -> bool:
        """Whether the inspected bundle lies here, encrypted, and can be decided on without its medium."""
        inspection = self.inspection
        is_sound = inspection is not None and inspection.report.bottom_line is BottomLine.ADMITTED
        return is_sound and not self.outcome

    @property
    def file(self) -> FoundFile | None:
        """The chosen file."""
        return next((one for one in self.found or () if one.file_name == self.chosen), None)

    @property
    def can_admit(self) -> bool:
        """Whether the officer may admit what is shown."""
        return self.inspection is not None and self.inspection.can_be_admitted and not self.outcome and not self.busy

    @property
    def can_refuse(self) -> bool:
        """Whether there is something to refuse."""
        inspection = self.inspection
        is_open = inspection is not None and inspection.report.bottom_line is not BottomLine.DUPLICATE
        return is_open and not self.outcome and not self.busy

    @property
    def can_accept_gap(self) -> bool:
        """Whether the bundle waits for earlier ones that the officer may give up."""
        is_held = self.inspection is not None and self.inspection.report.bottom_line is BottomLine.HELD
        return is_held and not self.outcome and not self.busy

    @property
    def answered(self) -> BundleId | None:
        """The bundle that a receipt can be written for, or None."""
        if self.inspection is not None and self.inspection.bundle_id:
            was_decided = self.outcome or self.inspection.report.bottom_line is BottomLine.DUPLICATE
            return self.inspection.bundle_id if was_decided else None
        file = self.file
        is_decided = file is not None and file.standing is Standing.DECIDED and not file.is_receipt
        return file.bundle_id if file is not None and is_decided else None


class ImportPresenter(Worker[ImportState]):
    """Behaviour of the Import room."""

    def __init__(
        self,
        workplace: Workplace,
        runner: Submitter,
        media: Media,
        drive_at: Callable[[Path], Drive],
        files: Files | None = None,
    ) -> None:
        super().__init__(ImportState(), runner)
        self._files = files
        self._workplace = workplace
        self._media = media
        self._drive_at = drive_at
        self._watcher = MediaWatcher(media, runner, self._watched)

    def watch_media(self) -> None:
        """Notice a medium that came or went while nothing else is under way."""
        if not self.state.busy:
            self._watcher.look()

    def refresh(self) -> None:
        """Read media and decisions anew; a chosen place is looked at again."""
        survey, actor, media, place = self._workplace.services.survey, self._workplace.actor, self._media, self._place
        drive_at, importing = self._drive_at, self._workplace.services.importing

        def job(_token: CancelToken, _progress: ProgressSink) -> "_Sight":
            found = None if place is None else tuple(survey.look(actor, drive_at(place)))
            return _Sight(media.mounted(), found, tuple(survey.decided(actor)), tuple(importing.waiting(actor)))

        self.work("look", job, self._seen)

    def choose_place(self, place: Path) -> None:
        """Look at a medium or folder."""
        if self.state.busy:
            return
        self._clear(place=place, found=None, chosen="", ticks=None, released_at=None, is_folder=False)
        self.refresh()

    def choose_file(self, file_name: str) -> None:
        """Choose a file of the medium; what was known of another one goes."""
        if not self.state.busy and file_name != self.state.chosen:
            self._clear(chosen=file_name, ticks=None, released_at=None, is_folder=False)

    def inspect(self) -> None:
        """Copy the chosen bundle into quarantine and verify it."""
        place, name = self._place, self.state.chosen
        if place is None or not name:
            return
        importing, actor, drive_at = self._workplace.services.importing, self._workplace.actor, self._drive_at

        def job(token: CancelToken, progress: ProgressSink) -> Inspection:
            steps = iter(range(INSPECT_STEPS))

            def step(text_key: str) -> None:
                token.raise_if_cancelled()
                progress(Progress(next(steps, INSPECT_STEPS), INSPECT_STEPS, text_key))

            return importing.inspect(actor, drive_at(place), name, step)

        self.work("inspect", job, self._inspected)

    def resume(self, bundle_id: BundleId) -> None:
        """Take up a bundle that waits in quarantine; it is verified again."""
        if self.state.busy:
            return
        importing, actor = self._workplace.services.importing, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> Inspection:
            return importing.resume(actor, bundle_id)

        self._clear(chosen="", ticks=None, released_at=None, is_folder=False)
        self.work("inspect", job, self._inspected)

    def decide_identity(self, key: str, verdict: Verdict) -> None:
        """Say whether a subject of the bundle is the person beside it."""
        inspection = self.state.inspection
        if inspection is not None:
            answers = inspection.answers
            self._answer(msgspec.structs.replace(answers, identity={**answers.identity, key: verdict}))

    def set_aside(self, line: int, reason: AsideReason | None) -> None:
        """Leave a record out for a reason, or take it in after all."""
        inspection = self.state.inspection
        if inspection is not None:
            aside = {one: why for one, why in inspection.answers.aside.items() if one != line}
            if reason is not None:
                aside[line] = reason
            self._answer(msgspec.structs.replace(inspection.answers, aside=aside))

    def _answer(self, answers: Answers) -> None:
        inspection = self.state.inspection
        if inspection is None or not self.state.can_answer:
            return
        importing, actor = self._workplace.services.importing, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> Inspection:
            return importing.answer(actor, inspection, answers)

        self.work("answer", job, self._inspected)

    def admit(self) -> None:
        """Admit the inspected bundle whole."""
        inspection = self.state.inspection
        if inspection is None or not self.state.can_admit:
            return
        importing, actor = self._workplace.services.importing, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            importing.admit(actor, inspection)
            return "imported"

        self.work("admit", job, self._decided)

    def refuse(self) -> None:
        """Refuse the inspected bundle; nothing of it stays but the fact."""
        inspection = self.state.inspection
        if inspection is None or not self.state.can_refuse:
            return
        importing, actor = self._workplace.services.importing, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            importing.refuse(actor, inspection)
            return "refused"

        self.work("refuse", job, self._decided)

    def accept_gap(self, reason: GapReason) -> None:
        """Give up the earlier bundles that the inspected one waits for, and inspect it again (欠番の承認)."""
        inspection = self.state.inspection
        if inspection is None or not self.state.can_accept_gap:
            return
        importing, actor = self._workplace.services.importing, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> int:
            return importing.accept_gap(actor, inspection, reason)

        self.work("gap", job, self._gap_accepted)

    def write_receipt(self) -> None:
        """Write the receipt to the same medium and read it back."""
        place, bundle = self._place, self.state.answered
        if place is None or bundle is None:
            return
        receipts, actor, drive_at = self._workplace.services.receipts, self._workplace.actor, self._drive_at

        def job(_token: CancelToken, _progress: ProgressSink) -> Ticks:
            return receipts.deliver(actor, bundle, drive_at(place))

        self.work("receipt", job, self._receipt_written)

    def write_mini_file(self) -> None:
        """Write the receipt as a small file beside the bundle."""
        place, bundle = self._place, self.state.answered
        if place is None or bundle is None:
            return
        papers, actor, drive_at = self._workplace.services.receipt_papers, self._workplace.actor, self._drive_at

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            return papers.mini_file(actor, bundle, drive_at(place))

        self.work("receipt", job, self._saved)

    def print_receipt(self, path: Path) -> None:
        """Write the receipt for printing, with its QR code."""
        bundle, files = self.state.answered, self._files
        if bundle is None or files is None:
            return
        papers, actor = self._workplace.services.receipt_papers, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            files.write(path, papers.printed(actor, bundle))
            return path.name

        self.work("receipt", job, self._saved)

    def _saved(self, name: str) -> None:
        self.change(saved_as=name)

    def close_export(self) -> None:
        """Take in the chosen receipt and close the export that it answers."""
        place, file = self._place, self.state.file
        if place is None or file is None or not file.is_receipt:
            return
        receipts, actor, drive_at = self._workplace.services.receipts, self._workplace.actor, self._drive_at

        def job(_token: CancelToken, _progress: ProgressSink) -> ClosedExport:
            return receipts.close(actor, drive_at(place), file.file_name)

        self.work("close", job, self._export_closed)

    def release(self) -> None:
        """Let the medium go; the third tick only when it was really unmounted."""
        place = self._place
        if place is None:
            return
        clock, drive_at = self._workplace.services.desk.clock, self._drive_at

        def job(_token: CancelToken, _progress: ProgressSink) -> datetime | None:
            return clock.now() if drive_at(place).release() else None

        self.work("release", job, self._released, Lane.HEAVY)

    @override
    def after_failure(self, error: AppError) -> None:
        """A medium that went away takes its list with it; a report on a gap that is no more is out of date."""
        if error.code == "import.no-gap":
            self.change(inspection=None)
        if error.code == "media.missing" and self.state.inspection is None:
            self.change(place=None, found=None, chosen="")

    @property
    def _place(self) -> Path | None:
        return self.state.place

    def _clear(self, **changes: object) -> None:
        """Forget what is known of a file."""
        self.change(inspection=None, outcome=NOT_DECIDED, closed=None, error=None, saved_as="", pulled="", **changes)

    def _watched(self, media: tuple[Medium, ...]) -> None:
        """Show what is plugged in. A medium that was pulled takes its list along, and nothing that was copied here."""
        if self.state.busy:
            self._watcher.begin_anew()  # told again when the work is over
            return
        place, gone = self.state.place, {one.path for one in media}
        pulled = next((one for one in self.state.media if one.path == place and one.path not in gone), None)
        if pulled is None:
            self.change(media=media)
        else:
            self.change(media=media, place=None, found=None, chosen="", error=None, pulled=pulled.label)

    def _seen(self, sight: "_Sight") -> None:
        self.change(media=sight.media, found=sight.found, history=sight.history, waiting=sight.waiting)

    def _inspected(self, inspection: Inspection) -> None:
        self.change(inspection=inspection, outcome=NOT_DECIDED)

    def _gap_accepted(self, _given_up: int) -> None:
        # The report said that the bundle is held, which is over even if the medium cannot be read again.
        self._clear()
        self.inspect()

    def _decided(self, outcome: str) -> None:
        self.change(outcome=outcome)
        self.refresh()

    def _receipt_written(self, ticks: Ticks) -> None:
        self.change(ticks=ticks, released_at=None, is_folder=False)
        self.refresh()

    def _export_closed(self, closed: ClosedExport) -> None:
        self.change(closed=closed)
        self.refresh()

    def _released(self, at: datetime | None) -> None:
        if at is None:
            self.change(is_folder=True)
        else:
            self.change(released_at=at, place=None, found=None)


@dataclass(frozen=True, slots=True)
class _Sight:
    """What one look brought."""

    media: tuple[Medium, ...]
    found: tuple[FoundFile, ...] | None
    history: tuple[Decided, ...]
    waiting: tuple[WaitingBundle, ...]
