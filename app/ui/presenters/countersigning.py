"""A draft of another station to be signed here, or the answer to one of ours, as it lies on a medium. Qt-free."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.models.domain.loop import Objecting
from app.services.exchange.countersign_views import Hand, NamedSigner, TakenAnswer, ToCountersign
from app.services.exchange.ticks import Ticks
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.ports import Drive
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class CountersignState(WorkState):
    """What the page shows.

    Attributes:
        place: Where the file lies.
        file_name: The file.
        told: What it says, once it was read.
        here: Named signers who have not signed and work at this station; the officer at the desk first.
        ticks: The answer that was written.
        refused: The answer was a refusal.
        taken: What came back about a draft of ours.
    """

    place: Path | None = None
    file_name: str = ""
    told: ToCountersign | None = None
    here: tuple[NamedSigner, ...] = ()
    ticks: Ticks | None = None
    refused: bool = False
    taken: TakenAnswer | None = None

    @property
    def signatory(self) -> NamedSigner | None:
        """Who can sign or refuse here now."""
        is_open = self.told is not None and not self.told.is_answer and self.ticks is None
        return self.here[0] if is_open and self.here else None

    @property
    def can_take(self) -> bool:
        """Whether an answer waits to be taken into our draft."""
        return self.told is not None and self.told.is_answer and self.taken is None and not self.busy


class CountersignPresenter(Worker[CountersignState]):
    """Behaviour of the page; signer and medium are named each time, nothing is kept."""

    def __init__(self, workplace: Workplace, runner: Submitter, drive_at: Callable[[Path], Drive]) -> None:
        super().__init__(CountersignState(), runner)
        self._workplace, self._drive_at = workplace, drive_at

    @property
    def us(self) -> str:
        """The officer at the desk."""
        return self._workplace.actor.person

    def leave(self) -> None:
        """Another file or medium is looked at."""
        if not self.state.busy and self.state != CountersignState():
            self.show(CountersignState())

    def read(self, place: Path, file_name: str) -> None:
        """Verify a file and decode the manifest in it."""
        if self.state.busy:
            return
        service, actor, drive_at = self._workplace.services.countersigning, self._workplace.actor, self._drive_at
        names = dict(self._workplace.names())

        def job(_token: CancelToken, _progress: ProgressSink) -> "_Read":
            told = service.look(actor, drive_at(place), file_name)
            able = [one for one in told.signers if one.hand is not Hand.SIGNED and one.person in names]
            return _Read(told, tuple(sorted(able, key=lambda one: one.person != actor.person)))

        self.show(CountersignState(place=place, file_name=file_name))
        self.work("read", job, self._on_read)

    def sign(self, passphrase: bytearray) -> None:
        """Let the signer in view sign, and write the signature beside the request; the secret is wiped here."""
        self._answer(passphrase, None)

    def decline(self, reason: Objecting, passphrase: bytearray) -> None:
        """Let the signer in view refuse, and write the refusal beside the request; the secret is wiped here."""
        self._answer(passphrase, reason)

    def take(self) -> None:
        """Take what came back into our draft."""
        place, name = self.state.place, self.state.file_name
        if place is None or not self.state.can_take:
            return
        service, actor, drive_at = self._workplace.services.countersigning, self._workplace.actor, self._drive_at

        def job(_token: CancelToken, _progress: ProgressSink) -> TakenAnswer:
            return service.take(actor, drive_at(place), name)

        self.work("take", job, self._taken)

    def _answer(self, passphrase: bytearray, reason: Objecting | None) -> None:
        place, name, signatory = self.state.place, self.state.file_name, self.state.signatory
        if place is None or signatory is None or self.state.busy:
            passphrase[:] = bytes(len(passphrase))
            return
        workplace, service, drive_at = self._workplace, self._workplace.services.countersigning, self._drive_at

        def job(_token: CancelToken, _progress: ProgressSink) -> Ticks:
            try:
                seat = workplace.seat(signatory.person, passphrase.decode())
            finally:
                passphrase[:] = bytes(len(passphrase))
            if reason is None:
                return service.sign(seat.actor, seat.signer, drive_at(place), name)
            return service.decline(seat.actor, seat.signer, drive_at(place), name, reason)

        self.work(
            "sign" if reason is None else "decline",
            job,
            self._signed if reason is None else self._declined,
            Lane.HEAVY,
        )

    def _on_read(self, read: "_Read") -> None:
        self.change(told=read.told, here=read.here)

    def _signed(self, ticks: Ticks) -> None:
        self.change(ticks=ticks, told=self._told_now(Hand.SIGNED))

    def _declined(self, ticks: Ticks) -> None:
        self.change(ticks=ticks, refused=True, told=self._told_now(Hand.DECLINED))

    def _told_now(self, hand: Hand) -> ToCountersign | None:
        """What was read, with what the signer in view did since."""
        told, signatory = self.state.told, self.state.signatory
        if told is None or signatory is None:
            return told
        done = [replace(one, hand=hand) if one.person == signatory.person else one for one in told.signers]
        return replace(told, signers=tuple(done))

    def _taken(self, taken: TakenAnswer) -> None:
        self.change(taken=taken)


@dataclass(frozen=True, slots=True)
class _Read:
    told: ToCountersign
    here: tuple[NamedSigner, ...]
