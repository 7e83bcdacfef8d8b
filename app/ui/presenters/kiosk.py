"""The kiosk from slip and PIN to the receipt: stages, choices, acts. Qt-free; it never learns what was answered."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from app.models.domain.actor import OfficeKind
from app.models.domain.errors import AppError, GateClosedError, InvalidInputError, RefusedError
from app.models.domain.ids import CaseId, RefusalId
from app.models.domain.kiosk import plain_pin
from app.models.forms.checking import Problem
from app.models.forms.filling.closing import read_through
from app.services.jobs import CancelToken, Job, Lane, ProgressSink
from app.services.kiosk.room import Room, Signed
from app.services.kiosk.sessions import KioskStanding
from app.services.kiosk.telling import Told
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.kiosk_course import (
    OUTSIDE,
    Choice,
    KioskState,
    Note,
    ReadSheet,
    Stage,
    notice_pages,
    read_sheets,
    row_number,
)
from app.ui.presenters.signal import Stated
from app.ui.workplace import Workplace

T = TypeVar("T")
_OVER = frozenset({"kiosk.ended", "kiosk.no-session", "correction.ended"})
_Reading = tuple[tuple[ReadSheet, ...], tuple[Problem, ...], bool]


class KioskPresenter(Stated[KioskState]):
    """One session at one station; everything that writes runs in the lane of writes, one after the other."""

    def __init__(self, place: Workplace, runner: Submitter, case: CaseId, language: str) -> None:
        super().__init__(KioskState())
        self._place, self._runner, self._case, self._language = place, runner, case, language
        self._room: Room | None = None
        self._unsealed: Room | None = None

    @property
    def room(self) -> Room | None:
        """The room of the person who is here."""
        return self._room

    @property
    def language(self) -> str:
        """The language of the pages."""
        return self._language

    # Outside

    def look(self) -> None:
        """Read the standing of the session and what is told."""
        services, actor, case, language = self._place.services, self._place.actor, self._case, self._language

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[KioskStanding | None, Told]:
            return services.kiosk.standing(actor, case), services.kiosk_telling.told(actor, case, language)

        self._submit(job, self._on_looked, "look")

    def speak(self, language: str) -> None:
        """Say everything in another language."""
        if language == self._language:
            return
        self._language = language
        if self._room is None:
            if self.state.stage is Stage.ENTRY:
                self.look()
            return
        services, actor, case = self._place.services, self._place.actor, self._case

        def job(_token: CancelToken, _progress: ProgressSink) -> Told:
            return services.kiosk_telling.told(actor, case, language)

        self._submit(job, self._on_told, "told")
        if self.state.stage in {Stage.READ, Stage.OPEN, Stage.SIGN}:
            self._read(self._on_read_again)

    def enter(self, code: str, pin: str, repeated: str) -> None:
        """Let the person in.

        Args:
            code: As typed from the slip.
            pin: As typed.
            repeated: The PIN once more, where it is chosen now.
        """
        if self.state.is_first and plain_pin(pin) != plain_pin(repeated):
            self._show(error=InvalidInputError("kiosk.pins-differ", field="pin"))
            return
        services, actor, case, unsealed = self._place.services, self._place.actor, self._case, self._unsealed

        def job(_token: CancelToken, _progress: ProgressSink) -> Room:
            if unsealed is not None:
                unsealed.pause()
            return services.kiosk.enter(actor, case, code, pin)

        self._show(is_busy=True, error=None)
        self._runner.submit(job, owner=self, then=self._on_entered, failed=self._on_refused, lane=Lane.WRITE)

    def pause(self, note: Note = Note.PAUSED) -> None:
        """Seal the draft and ask for slip and PIN again; the page is covered at once."""
        room, self._room = self._room, None
        if room is None or self.state.stage in OUTSIDE:
            return
        self._unsealed = room
        stage, standing = Stage.ENTRY, self.state.standing
        self.show(KioskState(stage=stage, note=note, standing=standing, told=self.state.told))

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            room.pause()

        self._submit(job, self._on_paused, "pause", survives_lock=True)

    # Explanation and choice

    @property
    def notice(self) -> tuple[tuple[Any, ...], ...]:
        """The pages of the notice; behind the last of them stands what happens without consent."""
        return () if self.state.told is None else notice_pages(self.state.told, self._language)

    def go_on(self) -> None:
        """To the next page."""
        state = self.state
        match state.stage:
            case Stage.HERE:
                has_begun = self._room is not None and bool(self._room.draft.singles or self._room.draft.tables)
                self._show(stage=Stage.FORM if has_begun else Stage.NOTICE, place=0)
            case Stage.NOTICE if state.place < len(self.notice):
                self._show(place=state.place + 1)
            case Stage.NOTICE:
                self._show(stage=Stage.OWN)
            case Stage.READ if state.place + 1 < len(state.sheets):
                self._show(place=state.place + 1)
            case Stage.READ:
                self._show(stage=Stage.OPEN if state.open_cells else Stage.SIGN)
            case _:
                pass

    def go_back(self) -> None:
        """To the page before."""
        state = self.state
        match state.stage:
            case Stage.NOTICE | Stage.READ if state.place > 0:
                self._show(place=state.place - 1)
            case Stage.NOTICE if state.came_from is Stage.FORM:
                self._show(stage=Stage.FORM)
            case Stage.OWN:
                self._show(stage=Stage.NOTICE, place=len(self.notice))
            case Stage.INQUIRIES:
                self._show(stage=Stage.OWN)
            case Stage.STOP:
                self._show(stage=state.came_from)
            case Stage.READ | Stage.OPEN:
                self._show(stage=Stage.FORM, target=None)
            case Stage.SIGN:
                self._show(stage=Stage.READ, place=max(0, len(state.sheets) - 1))
            case _:
                pass

    def choose(self, choice: Choice) -> None:
        """Consent, not consent or withdraw, from any page; only on a consent page is anything done at once."""
        stage = self.state.stage
        if self._room is None or self.state.is_busy:
            return
        if choice is Choice.CONSENT:
            self._consent(stage)
        elif choice is Choice.DECLINE and stage is Stage.INQUIRIES:
            self._show(stage=Stage.FORM, is_declined=True)
        else:
            came_from = self.state.came_from if stage is Stage.STOP else stage
            self._show(stage=Stage.STOP, wish=choice, came_from=came_from)

    def stop(self) -> None:
        """It is done: the case is sealed, the draft destroyed. No reason was asked for.

        The register of consents is the agency's: an investigation office tells where to go, and the draft stays.
        """
        if self._place.actor.office_kind is not OfficeKind.AGENCY:
            self._show(error=RefusedError("kiosk.withdraw-at-agency"))
            return
        services, actor, case = self._place.services, self._place.actor, self._case

        def job(_token: CancelToken, _progress: ProgressSink) -> RefusalId:
            return services.consents.withdraw_here(actor, case)

        self._submit(job, self._on_stopped, "stop")

    def _consent(self, stage: Stage) -> None:
        told = self.state.told
        is_asked = told is not None and told.inquiries_on is None
        if stage is Stage.OWN:
            self._show(stage=Stage.INQUIRIES if is_asked else Stage.FORM)
        elif stage is Stage.INQUIRIES and told is not None and told.may_consent_here:
            services, actor, case, language = self._place.services, self._place.actor, self._case, self._language

            def job(_token: CancelToken, _progress: ProgressSink) -> Told:
                services.consents.consent_to_inquiries_here(actor, case)
                return services.kiosk_telling.told(actor, case, language)

            self._submit(job, self._on_consented, "consent")
        elif stage is Stage.INQUIRIES:
            self._show(stage=Stage.FORM)  # on paper, at the desk
        elif stage is Stage.STOP:
            self._show(stage=self.state.came_from)
        else:
            self._show(stage=Stage.NOTICE, place=0, came_from=stage if stage is Stage.FORM else Stage.NOTICE)

    # Reading through and signing

    def read(self) -> None:
        """Behind the last topic: read everything through."""
        self._read(self._on_read)

    def jump(self, problem: Problem) -> None:
        """To a cell that waits for an answer."""
        self._show(stage=Stage.FORM, target=(problem.link_id, problem.row or None))

    def sign(self, name: str) -> None:
        """Affirm and sign."""
        room = self._room
        if room is None:
            return
        if not name.strip():
            self._show(error=InvalidInputError("kiosk.name-missing", field="name"))
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> Signed:
            return room.sign(name)

        self._submit(job, self._on_signed, "sign")

    @property
    def is_correction(self) -> bool:
        """Whether only boxes that were returned are answered."""
        return self._room is not None and bool(self._room.questions)

    def label(self, link_id: str) -> str:
        """The words beside an item."""
        return "" if self._room is None else self._room.draft.pack.label(link_id, self._language)

    def row(self, problem: Problem) -> str:
        """Which row of its table a problem is in, from 1; empty outside tables."""
        if self._room is None or not problem.row:
            return ""
        return row_number(self._room.draft, problem.link_id, problem.row)

    def fail(self, error: AppError) -> None:
        """Something failed; where the session is over, the room is forgotten."""
        if error.code in _OVER or error.code.startswith("access."):
            self._room = self._unsealed = None
            self.show(KioskState(stage=Stage.ENDED, error=error, told=self.state.told))
        else:
            self._show(is_busy=False, error=error)

    def clear_error(self) -> None:
        """The error was read."""
        self._show(error=None)

    def _read(self, then: Callable[[_Reading], None]) -> None:
        room, services, actor, case = self._room, self._place.services, self._place.actor, self._case
        language = self._language
        if room is None:
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> _Reading:
            room.save()
            draft, has_pictures = room.draft, True
            try:
                pictures = services.kiosk_telling.paper(actor, case, draft, language)
            except RefusedError:
                pictures, has_pictures = (), False
            pages = read_through(draft, language, room.removed(language))
            return read_sheets(pages, pictures, draft), room.still_open(), has_pictures

        self._submit(job, then, "read")

    def _submit(self, job: Job[T], then: Callable[[T], object], key: str, *, survives_lock: bool = False) -> None:
        self._show(is_busy=True, error=None)
        self._runner.submit(
            job,
            owner=self,
            then=then,
            failed=self.fail,
            lane=Lane.WRITE,
            key=f"kiosk.{key}" if key in {"look", "told", "read"} else None,
            survives_lock=survives_lock,
        )

    def _show(self, **changes: Any) -> None:
        self.show(replace(self.state, **changes))

    def _on_looked(self, read: tuple[KioskStanding | None, Told]) -> None:
        standing, told = read
        self._show(is_busy=False, standing=standing, told=told)
        if standing is None:
            self.fail(GateClosedError("kiosk.no-session"))

    def _on_refused(self, error: AppError) -> None:
        """Nobody was let in: say why, and how many tries were wrong and until when the next one waits."""
        self.fail(error)
        if self.state.stage is Stage.ENTRY:
            services, actor, case = self._place.services, self._place.actor, self._case

            def job(_token: CancelToken, _progress: ProgressSink) -> KioskStanding | None:
                return services.kiosk.standing(actor, case)

            self._runner.submit(
                job, owner=self, then=self._on_counted, failed=self.fail, lane=Lane.WRITE, key="kiosk.look"
            )

    def _on_counted(self, standing: KioskStanding | None) -> None:
        self._show(standing=standing or self.state.standing)

    def _on_told(self, told: Told) -> None:
        self._show(is_busy=False, told=told, place=min(self.state.place, len(notice_pages(told, self._language))))

    def _on_entered(self, room: Room) -> None:
        self._room, self._unsealed = room, None
        is_correction = room.draft.only is not None
        self._show(
            is_busy=False, stage=Stage.HERE, place=0, target=None, is_declined=False, is_correction=is_correction
        )

    def _on_paused(self, _nothing: None) -> None:
        self._unsealed = None
        self.look()

    def _on_consented(self, told: Told) -> None:
        self._show(is_busy=False, told=told, stage=Stage.FORM)

    def _on_stopped(self, _entry: RefusalId) -> None:
        self._room = self._unsealed = None
        self.show(KioskState(stage=Stage.WITHDRAWN, told=self.state.told))

    def _on_read(self, read: _Reading) -> None:
        sheets, still, has_pictures = read
        self._show(is_busy=False, stage=Stage.READ, place=0, sheets=sheets, open_cells=still, has_pictures=has_pictures)

    def _on_read_again(self, read: _Reading) -> None:
        sheets, still, has_pictures = read
        self._show(is_busy=False, sheets=sheets, open_cells=still, has_pictures=has_pictures)

    def _on_signed(self, signed: Signed) -> None:
        self._room = None
        is_correction = self.state.is_correction
        self.show(KioskState(stage=Stage.DONE, signed=signed, told=self.state.told, is_correction=is_correction))
