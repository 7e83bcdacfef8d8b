"""Sending a bundle (交付), step by step: what, to whom, signed by whom, read before it is signed, written, closed."""

from collections.abc import Callable, Sequence
from pathlib import Path

from typing_extensions import override

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.errors import AppError
from app.models.domain.ids import BundleId, PersonId, StationId
from app.models.domain.loop import Objecting
from app.models.views.media import Medium
from app.services.bundles.manifest import Kind
from app.services.exchange.outbox import SignerSlot
from app.services.exchange.sendable import Sendable
from app.services.exchange.ticks import Ticks
from app.services.jobs import CancelToken, Lane, Progress, ProgressSink
from app.services.ports import Drive, Files, Media
from app.services.texts.catalogue import Catalogue
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.export_state import Circle, DraftInHand, ExportState, OnMedium, Sight, Standing, Step
from app.ui.presenters.media_watcher import MediaWatcher
from app.ui.presenters.working import Worker
from app.ui.workplace import Workplace

WRITE_STEPS = 3
TOGETHER = frozenset({Kind.INVESTIGATION_REQUEST})
"""Kinds of which several may travel in one bundle."""


class ExportPresenter(Worker[ExportState]):
    """Behaviour of the Export room."""

    def __init__(
        self,
        workplace: Workplace,
        runner: Submitter,
        media: Media,
        drive_at: Callable[[Path], Drive],
        files: Files,
    ) -> None:
        super().__init__(ExportState(), runner)
        self._workplace = workplace
        self._media = media
        self._drive_at = drive_at
        self._files = files
        self._watcher = MediaWatcher(media, runner, self._watched)

    # The list

    @property
    def moves_cases(self) -> bool:
        """Whether the officer may hand cases over at all."""
        rule, actor = RULES[Action.PREPARE_TRANSFER], self._workplace.actor
        return actor.office_kind in rule.offices and bool(actor.roles & rule.roles)

    def refresh(self) -> None:
        """Read anew what can be sent, what is open, and which media are there."""
        outbox, actor, media = self._workplace.services.outbox, self._workplace.actor, self._media
        with_closed, listing = self.state.shows_sent, outbox.sendable
        if self.state.shows_transfers:
            listing = outbox.transferable

        def job(_token: CancelToken, _progress: ProgressSink) -> Sight:
            exports = outbox.exports(actor, with_closed=with_closed)
            return Sight(tuple(listing(actor)), tuple(exports), media.mounted())

        self.work("look", job, self._seen)

    def show_sent(self, *, is_shown: bool) -> None:
        """Show also what was sent before."""
        if not self.state.busy and is_shown is not self.state.shows_sent:
            self.change(shows_sent=is_shown)
            self.refresh()

    def show_transfers(self, *, is_shown: bool) -> None:
        """List the cases that can be handed over, or again what is to be sent."""
        if not self.state.busy and is_shown is not self.state.shows_transfers:
            self.change(shows_transfers=is_shown, sendable=(), is_read=False)
            self.refresh()

    def begin(self, chosen: Sequence[Sendable]) -> None:
        """Begin an export of what was chosen; several only of a kind that may travel together."""
        if not chosen or not self.may_travel_together(chosen):
            return
        kind = chosen[0].kind
        outbox, actor = self._workplace.services.outbox, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> Circle:
            only = chosen[0].only_to
            fit = tuple(one for one in outbox.recipients(actor, kind) if only in {None, one.station})
            return Circle(fit, tuple(outbox.slots(actor, kind)))

        self._start(kind=kind, chosen=tuple(chosen))
        self.work("circle", job, self._circle_read)

    @staticmethod
    def may_travel_together(chosen: Sequence[Sendable]) -> bool:
        """Whether these may go in one bundle."""
        kinds = {one.kind for one in chosen}
        return len(chosen) == 1 or (len(kinds) == 1 and kinds <= TOGETHER)

    def resume(self, bundle_id: BundleId) -> None:
        """Take up a draft again: read it, sign it, or write it."""
        export = next((one for one in self.state.exports if one.bundle_id == bundle_id), None)
        if export is None or export.status not in {"draft", "signed"}:
            return
        exporting, outbox = self._workplace.services.exporting, self._workplace.services.outbox
        actor, kind = self._workplace.actor, Kind(export.kind)

        def job(_token: CancelToken, _progress: ProgressSink) -> DraftInHand:
            recipients = tuple(outbox.recipients(actor, kind))
            return DraftInHand(exporting.look(actor, bundle_id), export.missing, recipients, export.recipient)

        self._start(kind=kind, chosen=())
        self.work("resume", job, self._resumed)

    # The steps

    def choose_recipient(self, station: StationId) -> None:
        """Choose the station that the bundle goes to."""
        self.change(recipient=next((one for one in self.state.recipients if one.station == station), None))

    def choose_signer(self, slot: int, person: PersonId | None) -> None:
        """Choose who signs in a slot."""
        signers = list(self.state.signers)
        signers[slot] = person
        self.change(signers=tuple(signers))

    def forward(self) -> None:
        """Go on from the step in view; from the signers a draft is prepared."""
        state = self.state
        if state.busy:
            return
        if state.step is Step.WHERE and state.recipient is not None:
            if state.slots:
                self.change(step=Step.WHO, error=None)
            else:  # the station signs by itself
                self._prepare()
        elif state.step is Step.WHO and state.has_signers:
            self._prepare()
        elif state.step is Step.READ:
            self.change(step=Step.SIGN if state.missing else Step.WRITE, error=None)

    def back(self) -> None:
        """Go to the step before; a draft that exists stays as it is."""
        before = {Step.WHERE: Step.WHAT, Step.WHO: Step.WHERE, Step.SIGN: Step.READ, Step.WRITE: Step.READ}
        step = before.get(self.state.step)
        if self.state.busy or step is None:
            return
        if step is Step.WHAT:
            self.leave()
        else:
            self.change(step=step, error=None)

    def leave(self) -> None:
        """Go back to the lists; a draft waits there for later."""
        if not self.state.busy:
            self._start(step=Step.WHAT, kind=None, chosen=())
            self.refresh()

    def sign(self, passphrase: bytearray) -> None:
        """Let the next signer sign with the passphrase just typed; the secret is wiped here."""
        signatory, bundle = self.state.signatory, self.state.bundle_id
        if signatory is None or bundle is None or self.state.busy:
            passphrase[:] = bytes(len(passphrase))
            return
        workplace, exporting = self._workplace, self._workplace.services.exporting

        def job(_token: CancelToken, _progress: ProgressSink) -> PersonId:
            try:
                seat = workplace.seat(signatory.person, passphrase.decode())
            finally:
                passphrase[:] = bytes(len(passphrase))
            exporting.sign(seat.actor, seat.signer, bundle)
            return signatory.person

        self.work("sign", job, self._signed, Lane.HEAVY)

    def decline(self, reason: Objecting, passphrase: bytearray) -> None:
        """Let the next signer refuse, with the passphrase just typed; the secret is wiped here."""
        signatory, bundle = self.state.signatory, self.state.bundle_id
        if signatory is None or bundle is None or self.state.busy:
            passphrase[:] = bytes(len(passphrase))
            return
        workplace, exporting = self._workplace, self._workplace.services.exporting

        def job(_token: CancelToken, _progress: ProgressSink) -> None:
            try:
                seat = workplace.seat(signatory.person, passphrase.decode())
            finally:
                passphrase[:] = bytes(len(passphrase))
            exporting.decline(seat.actor, bundle, reason)

        self.work("decline", job, self._declined, Lane.HEAVY)

    def look_for_media(self) -> None:
        """Read anew which media are there."""
        media = self._media

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[Medium, ...]:
            return media.mounted()

        self.work("media", job, self._media_read, Lane.READ)

    def watch_media(self) -> None:
        """Notice a medium that came or went while nothing else is under way."""
        if not self.state.busy:
            self._watcher.look()

    def choose_place(self, place: Path) -> None:
        """Choose the medium or folder to write to."""
        if not self.state.busy:
            self.change(place=place, error=None)

    def write(self, passphrase: bytearray) -> None:
        """Write, read back, let the medium go; the officer's own passphrase is asked each time, and wiped here."""
        place, bundle = self.state.place, self.state.bundle_id
        is_ready = place is not None and bundle is not None and not self.state.missing and self.state.ticks is None
        if not is_ready or place is None or bundle is None or self.state.busy:
            passphrase[:] = bytes(len(passphrase))
            return
        workplace, exporting, drive_at = self._workplace, self._workplace.services.exporting, self._drive_at

        def job(token: CancelToken, progress: ProgressSink) -> Ticks:
            done = iter(range(WRITE_STEPS))

            def step(text_key: str) -> None:
                number = next(done, WRITE_STEPS)
                if number < WRITE_STEPS - 1:  # after that it is on record as written
                    token.raise_if_cancelled()
                progress(Progress(number, WRITE_STEPS, text_key))

            try:
                seat = workplace.seat(workplace.actor.person, passphrase.decode())
            finally:
                passphrase[:] = bytes(len(passphrase))
            return exporting.write(seat.actor, seat.signer, bundle, drive_at(place), step)

        self.work("write", job, self._written)

    def save_slip(self, path: Path, texts: Catalogue) -> None:
        """Save the slip that travels with the medium as PDF."""
        bundle, ticks = self.state.bundle_id, self.state.ticks
        if bundle is None or ticks is None:
            return
        outbox, actor, files = self._workplace.services.outbox, self._workplace.actor, self._files

        def job(_token: CancelToken, _progress: ProgressSink) -> Path:
            files.write(path, outbox.slip(actor, bundle, ticks.size_bytes, texts))
            return path

        self.work("slip", job, self._slip_saved)

    def discard(self, bundle_id: BundleId | None = None) -> None:
        """Give up a draft: the one in hand, or one of the list."""
        bundle = bundle_id or self.state.bundle_id
        if bundle is None:
            return
        exporting, actor = self._workplace.services.exporting, self._workplace.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> int:
            return exporting.discard(actor, bundle)

        self.work("discard", job, self._discarded)

    @override
    def after_cancel(self) -> None:
        """The write lane is in order: by the time this reads, the stopped work has ended one way or the other."""
        self._find_out()

    @override
    def after_failure(self, error: AppError) -> None:
        if self.state.step is Step.WRITE and error.code != "bug.locked":
            self._find_out(error)

    def _find_out(self, error: AppError | None = None) -> None:
        """Ask the vault whether the bundle in hand counts as written, whatever became of the work."""
        bundle = self.state.bundle_id
        if bundle is None or self.state.step is not Step.WRITE:
            return
        outbox, actor, media = self._workplace.services.outbox, self._workplace.actor, self._media

        def job(_token: CancelToken, _progress: ProgressSink) -> Standing:
            exports = outbox.exports(actor, with_closed=True)
            is_written = any(one.bundle_id == bundle and one.written_at is not None for one in exports)
            return Standing(is_written, media.mounted(), error)

        self.work("look", job, self._found_out)

    def _prepare(self) -> None:
        state = self.state
        recipient, kind = state.recipient, state.kind
        if recipient is None or kind is None:
            return
        signers = [person for person in state.signers if person is not None]
        targets = [one.target for one in state.chosen]
        exporting, outbox, actor = (
            self._workplace.services.exporting,
            self._workplace.services.outbox,
            self._workplace.actor,
        )

        def job(_token: CancelToken, _progress: ProgressSink) -> DraftInHand:
            preview = exporting.prepare_many(actor, kind, targets, recipient.station, signers)
            made = preview.manifest.bundle_id
            missing = next((one.missing for one in outbox.exports(actor) if one.bundle_id == made), ())
            return DraftInHand(preview, missing, state.recipients, recipient.station)

        self.work("prepare", job, self._resumed)

    def _start(self, **changes: object) -> None:
        """Begin with an empty desk."""
        nothing: dict[str, object] = {
            "recipients": (),
            "recipient": None,
            "slots": (),
            "signers": (),
            "preview": None,
            "missing": (),
            "place": None,
            "ticks": None,
            "on_medium": OnMedium.NOTHING,
            "slip": None,
            "discarded": 0,
            "was_declined": False,
            "error": None,
        }
        self.change(**(nothing | changes))

    def _seen(self, sight: Sight) -> None:
        self.change(sendable=sight.sendable, exports=sight.exports, media=sight.media, is_read=True)

    def _circle_read(self, circle: Circle) -> None:
        us = self._workplace.actor.person
        signers = tuple(_obvious(slot, us) for slot in circle.slots)
        recipient = circle.recipients[0] if len(circle.recipients) == 1 else None
        self.change(
            step=Step.WHERE, recipients=circle.recipients, recipient=recipient, slots=circle.slots, signers=signers
        )

    def _resumed(self, draft: DraftInHand) -> None:
        us = self._workplace.actor.person
        own_first = tuple(sorted(draft.missing, key=lambda one: one.person != us))
        recipient = next((one for one in draft.recipients if one.station == draft.recipient), None)
        self.change(
            step=Step.READ,
            preview=draft.preview,
            missing=own_first,
            recipients=draft.recipients,
            recipient=recipient,
        )

    def _signed(self, person: PersonId) -> None:
        missing = tuple(one for one in self.state.missing if one.person != person)
        self.change(missing=missing, step=self.state.step if missing else Step.WRITE)
        if not missing:
            self.look_for_media()

    def _declined(self, _nothing: None) -> None:
        self._start(step=Step.WHAT, kind=None, chosen=(), was_declined=True)
        self.refresh()

    def _media_read(self, media: tuple[Medium, ...]) -> None:
        self.change(media=media)

    def _watched(self, media: tuple[Medium, ...]) -> None:
        place = self.state.place
        is_pulled = place in {one.path for one in self.state.media} - {one.path for one in media}
        self.change(media=media, place=None if is_pulled else place)

    def _written(self, ticks: Ticks) -> None:
        self.change(ticks=ticks, on_medium=OnMedium.WHOLE, step=Step.SLIP)

    def _found_out(self, standing: Standing) -> None:
        on_medium = OnMedium.WHOLE if standing.is_written else OnMedium.NOTHING
        self.change(on_medium=on_medium, media=standing.media, error=standing.error)

    def _slip_saved(self, path: Path) -> None:
        self.change(slip=path)

    def _discarded(self, count: int) -> None:
        self._start(step=Step.WHAT, kind=None, chosen=(), discarded=count)
        self.refresh()


def _obvious(slot: SignerSlot, us: PersonId) -> PersonId | None:
    """The officer at the desk where the slot fits; else the only one who could; else nobody yet."""
    people = [one.person for one in slot.people]
    if us in people:
        return us
    return people[0] if len(people) == 1 else None
