"""Keys (鍵): officers, what opens the vault for them, the vault key, the keyring of this workstation. Qt-free."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.ids import PersonId
from app.models.domain.policies import PolicyName
from app.models.domain.tokens import TokenSeen
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.officers.officers import KeyHolder, Keys, Officers
from app.services.officers.sheets import Sheet
from app.services.stations.setup import NewOfficer
from app.ui.files import write_chosen
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace

Deed = Callable[[Officers], str]
"""Does something and gives the key of what to say about it."""


@dataclass(frozen=True, slots=True)
class KeyringFacts:
    """What is known of the keyring of this login.

    Attributes:
        name: The backend in use, or empty.
        trouble: Code of what is wrong, or empty.
        refused: Class of a backend that somebody chose and that is not used, or empty.
    """

    name: str = ""
    trouble: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class KeysState(WorkState):
    """What the room shows.

    Attributes:
        keys: As they were read last; None before.
        today: The day of the station.
        keyring: Of this login; None before it was asked.
        chosen: The officer who is looked at, or None.
        tokens: What is plugged in; None before anybody looked.
        done: Key of what was done last, or empty.
        deeds: Grows with each thing that was done, so that a dialog knows that it was its own.
        policies: What the office decided about its own strictness.
        papers: Recovery sheets that were just made, until both are saved; they are nowhere else.
        saved: Numbers of the sheets that were saved, with the names of their files.
    """

    keys: Keys | None = None
    today: date | None = None
    keyring: KeyringFacts | None = None
    chosen: PersonId | None = None
    tokens: tuple[TokenSeen, ...] | None = None
    done: str = ""
    deeds: int = 0
    policies: tuple[tuple[PolicyName, str], ...] = ()
    papers: tuple[Sheet, ...] = field(default=(), repr=False)
    saved: tuple[tuple[int, str], ...] = ()

    @property
    def holder(self) -> KeyHolder | None:
        """The officer who is looked at."""
        holders = self.keys.holders if self.keys is not None else ()
        return next((one for one in holders if one.officer.person_id == self.chosen), None)


@dataclass(frozen=True, slots=True)
class _Look:
    keys: Keys
    today: date
    keyring: KeyringFacts
    policies: tuple[tuple[PolicyName, str], ...]


class KeysPresenter(Worker[KeysState]):
    """Reads, and does one thing after the other."""

    def __init__(
        self, place: Workplace, runner: Submitter, keyring: Callable[[], KeyringFacts], *, rereads: bool = True
    ) -> None:
        super().__init__(KeysState(), runner)
        self._place, self._keyring, self._rereads = place, keyring, rereads

    @property
    def me(self) -> PersonId:
        """The officer who unlocked."""
        return self._place.actor.person

    def may(self, action: Action) -> bool:
        """Whether the officer's role permits it at all."""
        return bool(self._place.actor.roles & RULES[action].roles)

    def can(self, action: Action) -> bool:
        """Whether it can be done now to the officer who is looked at."""
        holder = self.state.holder
        if self.state.busy or holder is None or holder.officer.ended_at is not None or not self.may(action):
            return False
        is_me = holder.officer.person_id == self.me
        if action is Action.SET_TERM:
            return True
        return not is_me and (action is not Action.RELEASE_TOKEN or bool(holder.token))

    def refresh(self) -> None:
        """Read anew."""
        officers, actor, clock = self._place.officers, self._place.actor, self._place.services.desk.clock
        keyring, policies = self._keyring, self._place.services.policies

        def job(_token: CancelToken, _progress: ProgressSink) -> _Look:
            return _Look(officers.keys(actor), clock.today(), keyring(), tuple(policies.in_force().items()))

        self.work("read", job, self._on_read, Lane.READ)

    def choose(self, person: PersonId | None) -> None:
        """Look at an officer."""
        if person != self.state.chosen:
            self.change(chosen=person)

    def forget_done(self) -> None:
        """Take away what was said about the last deed."""
        self.change(done="", error=None)

    def add(self, new: NewOfficer) -> None:
        """Appoint an officer."""
        actor = self._place.actor

        def deed(officers: Officers) -> str:
            officers.add(actor, new)
            return "keys.done.added"

        self._do("add", deed)

    def set_term(self, person: PersonId, until: date | None) -> None:
        """Set the last day of an officer."""
        actor = self._place.actor

        def deed(officers: Officers) -> str:
            officers.set_term(actor, person, until)
            return "keys.done.term"

        self._do("term", deed)

    def reset(self, person: PersonId, passphrase: str) -> None:
        """Issue a new key to an officer; one whose slot needs a token is released from it."""
        actor, holder = self._place.actor, self.state.holder
        has_token = holder is not None and holder.officer.person_id == person and bool(holder.token)

        def deed(officers: Officers) -> str:
            if has_token:
                officers.release_token(actor, person, passphrase)
                return "keys.done.released"
            officers.reset(actor, person, passphrase)
            return "keys.done.reset"

        self._do("reset", deed)

    def end(self, person: PersonId) -> None:
        """Let an officer go; the key of everybody is renewed."""
        actor = self._place.actor

        def deed(officers: Officers) -> str:
            return "keys.done.ended" if officers.end(actor, person) else "keys.done.ended-later"

        self._do("end", deed)

    def change_passphrase(self, old: str, new: str) -> None:
        """Change the own passphrase."""
        actor = self._place.actor

        def deed(officers: Officers) -> str:
            officers.change_passphrase(actor, old, new)
            return "keys.done.changed"

        self._do("change", deed)

    def renew_key(self) -> None:
        """Renew the vault key."""
        actor = self._place.actor

        def deed(officers: Officers) -> str:
            officers.renew_key(actor)
            return "keys.done.renewed"

        self._do("renew", deed)

    def set_policies(self, changed: Sequence[tuple[PolicyName, str]]) -> None:
        """Decide how strict the office is."""
        policies, actor = self._place.services.policies, self._place.actor

        def deed(_officers: Officers) -> str:
            for name, value in changed:
                policies.set(actor, name, value)
            return "keys.done.policy"

        self._do("policy", deed)

    def look_for_tokens(self) -> None:
        """See which hardware tokens are plugged in."""
        tokens = self._place.tokens

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[TokenSeen, ...]:
            return tokens.present()

        self.work("tokens", job, self._on_tokens, Lane.READ)

    def bind_token(self, passphrase: str, token: TokenSeen, pin: str) -> None:
        """Let the own key need a token as well."""
        actor, tokens = self._place.actor, self._place.tokens

        def deed(_officers: Officers) -> str:
            tokens.bind(actor, passphrase, token, pin)
            return "keys.done.bound"

        self._do("bind", deed)

    def appoint_recovery(self, first: str, second: str) -> None:
        """Make a sheet for each of two recovery officers."""
        recovery, actor = self._place.recovery, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[Sheet, ...]:
            return recovery.appoint(actor, first, second)

        self.change(done="", error=None)
        self.work("appoint", job, self._on_papers, Lane.WRITE)

    def save_sheet(self, number: int, path: Path) -> None:
        """Write one of the sheets that were just made where the administrator wants it."""
        paper = next((one for one in self.state.papers if one.number == number), None)
        if paper is None:
            return

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[int, str]:
            write_chosen(path, paper.pdf)
            return number, path.name

        self.work("save", job, self._on_saved, Lane.HEAVY)

    def forget_papers(self) -> None:
        """Both sheets are on paper or lost; nothing of them stays."""
        self.change(papers=(), saved=())

    def _on_papers(self, papers: tuple[Sheet, ...]) -> None:
        self.show(replace(self.state, papers=papers, saved=(), deeds=self.state.deeds + 1))
        self.refresh()

    def _on_saved(self, saved: tuple[int, str]) -> None:
        number, name = saved
        others = tuple(one for one in self.state.saved if one[0] != number)
        self.change(saved=(*others, (number, name)))

    def _do(self, name: str, deed: Deed) -> None:
        officers = self._place.officers

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            return deed(officers)

        self.change(done="", error=None)
        self.work(name, job, self._on_done, Lane.WRITE)

    def _on_read(self, look: _Look) -> None:
        people = [one.officer.person_id for one in look.keys.holders]
        chosen = self.state.chosen if self.state.chosen in people else next(iter(people), None)
        self.change(keys=look.keys, today=look.today, keyring=look.keyring, policies=look.policies, chosen=chosen)

    def _on_tokens(self, tokens: tuple[TokenSeen, ...]) -> None:
        self.change(tokens=tokens)

    def _on_done(self, said: str) -> None:
        self.show(replace(self.state, done=said, deeds=self.state.deeds + 1))
        if self._rereads:
            self.refresh()
