"""Trust (信頼): the document in force, who may sign what, orders on paper, comparisons, ceremonies. Qt-free."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from typing_extensions import override

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.errors import AppError
from app.models.domain.ids import PersonId
from app.services.container import Services
from app.services.exchange.trust_post import ReadRequest
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.ports import Drive
from app.services.stations.signer import Signer
from app.services.texts.catalogue import Catalogue
from app.services.trust import comparing
from app.services.trust.ceremony import CeremonyView
from app.services.trust.comparing import Comparable, Question
from app.services.trust.issuing import Struck
from app.services.trust.ordering import OrderView
from app.services.trust.orders import Aim, Ground
from app.services.trust.overview import Holder, TrustLook
from app.services.trust.sheets import KeyUse, SheetKey
from app.ui.files import read_chosen, write_chosen
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace

_LARGEST = 3_000_000
Hands = Sequence[tuple[PersonId, str]]
"""Officers and the passphrases that they have just typed."""
Deed = Callable[[Services, list[Signer]], bytes | None]


@dataclass(frozen=True, slots=True)
class TrustState(WorkState):
    """What the room shows.

    Attributes:
        look: As it was read last; None before.
        now: UTC seconds of that moment.
        sheets: Keys that have a sheet.
        ceremony: The newest ceremony, or None.
        chosen: Place of the key that is looked at, or -1.
        envelope: A document that waits for a comparison, before it is adopted.
        request: A request that waits for a comparison, before it is admitted.
        what: What is compared now; its digits are never shown.
        question: Which groups are asked for, or None.
        order: What a typed order says, before it is admitted.
        done: Key of what was done last, or empty.
        deeds: Grows with each thing that was done.
    """

    look: TrustLook | None = None
    now: int = 0
    sheets: tuple[SheetKey, ...] = ()
    ceremony: CeremonyView | None = None
    chosen: int = -1
    envelope: bytes = b""
    request: ReadRequest | None = None
    what: Comparable | None = None
    question: Question | None = None
    order: OrderView | None = None
    done: str = ""
    deeds: int = 0

    @property
    def holder(self) -> Holder | None:
        """The key that is looked at."""
        holders = self.look.holders if self.look is not None else ()
        return holders[self.chosen] if 0 <= self.chosen < len(holders) else None

    @property
    def is_comparing(self) -> bool:
        """While somebody types from paper, no digits stand on the screen."""
        return self.what is not None or (self.ceremony is not None and self.ceremony.finished_at is None)


@dataclass(frozen=True, slots=True)
class _Read:
    look: TrustLook
    now: int
    sheets: tuple[SheetKey, ...]
    ceremony: CeremonyView | None


class TrustPresenter(Worker[TrustState]):
    """Reads, and does one thing after the other."""

    def __init__(self, place: Workplace, runner: Submitter, drive_at: Callable[[Path], Drive]) -> None:
        super().__init__(TrustState(), runner)
        self._place, self._drive_at = place, drive_at

    def may(self, action: Action) -> bool:
        """Whether the officer's role permits it at all."""
        return bool(self._place.actor.roles & RULES[action].roles)

    @property
    def officers(self) -> tuple[tuple[PersonId, str], ...]:
        """Who may unlock here."""
        return tuple((PersonId(person), name) for person, name in self._place.names())

    @property
    def me(self) -> PersonId:
        """The officer who unlocked."""
        return self._place.actor.person

    def refresh(self) -> None:
        """Read anew."""
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> _Read:
            look = services.trust_looking.look(actor)
            now = int(services.desk.clock.now().timestamp())
            if not look.version:
                return _Read(look, now, (), None)
            held = services.ceremonies.held(actor)
            return _Read(look, now, tuple(services.key_sheets.keys(actor)), held[0] if held else None)

        self.work("read", job, self._on_read, Lane.READ)

    def choose(self, place: int) -> None:
        """Look at a key."""
        if place != self.state.chosen:
            self.change(chosen=place)

    def forget(self) -> None:
        """Take away what was under way and what was said about the last deed."""
        self.change(done="", error=None, envelope=b"", request=None, what=None, question=None, order=None)

    # ---- adopt, compare --------------------------------------------------------------------------------------------

    def open_document(self, path: Path) -> None:
        """Adopt a document from a file; the first one waits for a comparison of its root."""
        services, actor = self._place.services, self._place.actor
        is_first = self.state.look is not None and not self.state.look.version

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[bytes, Comparable | None]:
            envelope = read_chosen(path, _LARGEST)
            if is_first:
                return envelope, comparing.of_document(envelope)
            services.trust.adopt(actor, envelope)
            return b"", None

        self.forget()
        self.work("adopt", job, self._on_document)

    def open_request(self, path: Path) -> None:
        """Read a key request from a medium; it waits for a comparison of its card."""
        services, actor, drive = self._place.services, self._place.actor, self._drive_at(path.parent)

        def job(_token: CancelToken, _progress: ProgressSink) -> ReadRequest:
            return services.trust_post.read_request(actor, drive, path.name)

        self.forget()
        self.work("request", job, lambda read: self.change(request=read, what=read.what))

    def ask(self) -> None:
        """Let three groups be chosen."""
        services, actor, what = self._place.services, self._place.actor, self.state.what
        if what is None:
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> Question:
            return services.comparisons.ask(actor, what)

        self.work("ask", job, lambda question: self.change(question=question))

    def answer(self, groups: Sequence[str]) -> None:
        """Compare what was typed; after a right answer the document is adopted, a wrong one asks for other groups."""
        services, actor, what, envelope = self._place.services, self._place.actor, self.state.what, self.state.envelope
        if what is None:
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            services.comparisons.answer(actor, what, groups)
            if envelope:
                services.trust.adopt(actor, envelope)
                return "trust.done.adopted"
            return "trust.done.compared"

        self.change(question=None)
        self.work("answer", job, self._on_answer)

    # ---- with the hands of root officers ---------------------------------------------------------------------------

    def issue(self, hands: Hands, path: Path) -> None:
        """Issue the next document, with the card of a request that was compared, and save it."""
        actor, request = self._place.actor, self.state.request

        def deed(services: Services, roots: list[Signer]) -> bytes:
            if request is not None:
                return services.trust.admit_cards(actor, roots, [(request.card, ())])
            return services.trust_issuing.renew(actor, roots)

        self._by_hands("issue", hands, deed, path, "trust.done.issued")

    def revoke(self, hands: Hands, ground: Ground, path: Path) -> None:
        """Revoke the chosen holder with the next document."""
        actor, holder = self._place.actor, self.state.holder
        if holder is None:
            return
        struck = Struck(_aim(holder), holder.person, ground)
        self._by_hands(
            "issue",
            hands,
            lambda services, roots: services.trust_issuing.renew(actor, roots, [struck]),
            path,
            "trust.done.issued",
        )

    def order(self, hands: Hands, ground: Ground, path: Path, texts: Catalogue) -> None:
        """Revoke the chosen holder at once, by an order on paper."""
        actor, holder = self._place.actor, self.state.holder
        if holder is None:
            return

        def deed(services: Services, roots: list[Signer]) -> bytes:
            return services.orders.issue(actor, roots, _aim(holder), holder.person, ground, texts).pdf

        self._by_hands("order", hands, deed, path, "trust.done.ordered")

    def rotate(self, hands: Hands, officers: Sequence[PersonId], path: Path) -> None:
        """Give the root to other officers."""
        actor = self._place.actor
        self._by_hands(
            "issue",
            hands,
            lambda services, roots: services.trust_issuing.rotate_root(actor, roots, officers),
            path,
            "trust.done.rotated",
        )

    def grant(self, hands: Hands, folder: Path) -> None:
        """Write the answer to the request that was admitted."""
        actor, request, drive = self._place.actor, self.state.request, self._drive_at(folder)
        if request is None:
            return

        def deed(services: Services, roots: list[Signer]) -> None:
            services.trust_post.grant(actor, roots, request, drive)

        self._by_hands("grant", hands, deed, None, "trust.done.granted")

    # ---- orders on paper -------------------------------------------------------------------------------------------

    def read_order(self, text: str) -> None:
        """Say what a typed order would revoke."""
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> OrderView:
            return services.orders.read(actor, text)

        self.change(order=None)
        self.work("read-order", job, lambda order: self.change(order=order))

    def admit_order(self, text: str) -> None:
        """Put a typed order in force."""
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            services.orders.admit(actor, text)
            return "trust.done.admitted"

        self.work("admit-order", job, self._on_done)

    # ---- paper -----------------------------------------------------------------------------------------------------

    def save_sheet(self, use: KeyUse, holder: str, path: Path, texts: Catalogue) -> None:
        """Save the sheet of a key."""
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            write_chosen(path, services.key_sheets.print(actor, use, holder, texts).pdf)
            return "trust.done.sheet"

        self.work("sheet", job, self._on_done)

    # ---- ceremony --------------------------------------------------------------------------------------------------

    def begin(self, script: str, first: PersonId, second: PersonId, witness: PersonId) -> None:
        """Begin a ceremony."""
        services, actor = self._place.services, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> CeremonyView:
            return services.ceremonies.begin(actor, script, first, second, witness)

        self.work("begin", job, self._on_ceremony)

    def ask_step(self) -> None:
        """Let three groups be chosen for the step of the ceremony."""
        ceremony = self.state.ceremony
        self.change(what=ceremony.what if ceremony is not None else None, question=None)
        self.ask()

    def do_step(self, groups: Sequence[str] = ()) -> None:
        """Do the next step; one that compares needs the groups that were typed."""
        services, actor, view = self._place.services, self._place.actor, self.state.ceremony
        if view is None or view.step is None:
            return
        person, _ = view.people[view.step.by]

        def job(_token: CancelToken, _progress: ProgressSink) -> CeremonyView:
            if view.what is not None:
                services.comparisons.answer(actor, view.what, groups)
            return services.ceremonies.done(actor, view.ceremony_id, person)

        self.change(question=None)
        self.work("step", job, self._on_ceremony)

    def finish(self, hands: Hands, path: Path) -> None:
        """Let all three sign the protocol, and save it."""
        actor, view = self._place.actor, self.state.ceremony
        if view is None:
            return
        self._by_hands(
            "finish",
            hands,
            lambda services, three: services.ceremonies.finish(actor, view.ceremony_id, three).pdf,
            path,
            "trust.done.protocol",
        )

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _by_hands(self, name: str, hands: Hands, deed: Deed, path: Path | None, said: str) -> None:
        place, services = self._place, self._place.services
        typed = list(hands)

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            made = deed(services, [place.seat(person, passphrase).signer for person, passphrase in typed])
            if path is not None and made is not None:
                write_chosen(path, made)
            return said

        self.change(done="", error=None)
        self.work(name, job, self._on_done)

    @override
    def after_failure(self, error: AppError) -> None:
        """A wrong answer asks for other groups, unless it must wait."""
        if error.code == "trust.groups-differ":
            kept = error
            self.ask()
            self.change(error=kept)

    def _on_read(self, read: _Read) -> None:
        count = len(read.look.holders)
        chosen = self.state.chosen if self.state.chosen < count else -1
        if chosen < 0 and count:
            chosen = 0
        self.change(look=read.look, now=read.now, sheets=read.sheets, ceremony=read.ceremony, chosen=chosen)

    def _on_document(self, found: tuple[bytes, Comparable | None]) -> None:
        envelope, what = found
        if what is not None:
            self.change(envelope=envelope, what=what)
            return
        self._on_done("trust.done.adopted")

    def _on_answer(self, said: str) -> None:
        if self.state.request is not None:
            # It is compared; what follows is the next document with it.
            self.show(replace(self.state, what=None, done=said, deeds=self.state.deeds + 1))
            return
        self._on_done(said)

    def _on_ceremony(self, view: CeremonyView) -> None:
        self.show(replace(self.state, ceremony=view, what=None, question=None, deeds=self.state.deeds + 1))

    def _on_done(self, said: str) -> None:
        request = None if said == "trust.done.granted" else self.state.request
        deeds = self.state.deeds + 1
        cleared = replace(self.state, envelope=b"", what=None, question=None, order=None, request=request)
        self.show(replace(cleared, done=said, deeds=deeds))
        self.refresh()


def _aim(holder: Holder) -> Aim:
    return Aim.STATION if holder.is_station else Aim.PERSON
