"""Unlock a vault for an officer, and open an officer's hand for one signature."""

from dataclasses import dataclass
from pathlib import Path

from app.models.domain.act_table import RULES
from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.errors import NotAuthorisedError, VaultError
from app.models.domain.ids import PersonId
from app.models.domain.policies import PolicyName, TokenPolicy
from app.models.views.records import Station
from app.services.crypto.age import Identity
from app.services.crypto.keyslot import Slot, SlotSecrets, cost_of, make_slot
from app.services.desk import Desk
from app.services.ports import Clock, Entropy, Network, SecretStore
from app.services.stations.anchoring import anchored
from app.services.stations.checks import require_same_environment, require_term
from app.services.stations.entry import Entry, enter, keep_renewed, remade
from app.services.stations.erasing import finish_destructions
from app.services.stations.key_file import is_written_out, write_out
from app.services.stations.network_gate import lockout_now, require_shut
from app.services.stations.recovering import Recovered, Recovery
from app.services.stations.renewal import complete_renewal
from app.services.stations.setup import device_secret
from app.services.stations.signer import Signer
from app.services.stations.throttle import Throttle, record_tries
from app.services.stations.tokens import BoundToken, TokenReader
from app.services.vault.occupancy import Occupancy
from app.services.vault.slots import SlotFile, read_slots, slot_of
from app.services.vault.unit import Unit
from app.services.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Session:
    """An unlocked vault and the officer who unlocked it."""

    desk: Desk
    actor: Actor
    station: Station
    officer_name: str

    def lock(self) -> None:
        """Close the vault and forget its keys; asks nothing and never fails for a full disk."""
        self.desk.anchor.stop()
        self.desk.vault.close()


@dataclass(frozen=True, slots=True)
class Seat:
    """An officer who has just typed the passphrase: who acts, and the hand that signs."""

    actor: Actor
    signer: Signer


@dataclass(frozen=True, slots=True)
class _OpenEnds:
    """What a crash, or another program in the vault, left to be finished; seen in the transaction of the unlocking."""

    is_file_old: bool
    is_renewal_due: bool
    has_leftovers: bool
    is_destroying: bool

    @classmethod
    def seen(cls, unit: Unit, vault: Vault) -> "_OpenEnds":
        return cls(
            is_file_old=not is_written_out(unit, vault),
            is_renewal_due=bool(unit.keys.renewal_due()),
            has_leftovers=vault.has_leftovers(unit),
            is_destroying=bool(unit.ledger.unfinished()),
        )

    def tie(self, desk: Desk, actor: Actor) -> None:
        if self.is_file_old:
            write_out(desk.vault)
        if self.is_renewal_due:
            complete_renewal(desk.vault, desk.clock, person=actor.person, session=actor.session)
        if desk.anchor.doubt is not None:
            # An old copy has older rows than blobs; nothing is removed before somebody has decided.
            return
        if self.has_leftovers:
            desk.vault.sweep()
        if self.is_destroying:
            finish_destructions(desk, actor)


def _actor(unit: Unit, entry: Entry, session: str) -> Actor:
    """Who acts; without the token that the office requires, only as far as the table of acts lets such an officer."""
    station, officer = unit.people.station(), unit.people.officer(entry.person)
    roles = frozenset(Role(role) for role in officer.roles)
    lacks_token = entry.token is None and unit.policies.value(PolicyName.TOKEN) == TokenPolicy.REQUIRED
    return Actor(officer.person_id, roles, station.office_kind, station.station_id, session, lacks_token)


class Door:
    """The locked vault in a folder: who may unlock it, and how."""

    def __init__(
        self,
        folder: Path,
        *,
        secrets: SecretStore,
        clock: Clock,
        entropy: Entropy,
        network: Network,
        tokens: TokenReader | None = None,
    ) -> None:
        self.folder = folder
        self._secrets = secrets
        self._clock = clock
        self._entropy = entropy
        self._network = network
        self.tokens = tokens or TokenReader()

    def slots(self) -> SlotFile:
        """What the unlock screen shows: office and officers. Nothing of it is secret.

        Raises:
            VaultError: ``vault.missing`` or ``vault.slots-damaged``.
        """
        return read_slots(self.folder)

    def unlock(self, person: PersonId, passphrase: str, pin: str = "") -> Session:
        """Open the vault for an officer.

        Args:
            person: Who.
            passphrase: As typed.
            pin: Of the officer's hardware token, as typed; the officer is asked where one is needed and this is empty.

        Raises:
            VaultError: ``vault.wrong-passphrase``, ``vault.unknown-officer``, ``vault.wait``,
                ``vault.officer-expired``, or the vault is damaged or newer.
            EnvironmentProblemError: The keyring is missing, locked or does not know this vault; ``vault.busy``; the
                network is not proved to be shut (``network.not-locked``, ``network.link-active``) and the policy of the
                office is strict.
        """
        return self._unlock(person, passphrase, pin, needs_lockout=True)

    def unlock_for_setup(self, person: PersonId, passphrase: str, pin: str = "") -> Session:
        """Open the vault, whatever the network is like, for an officer who may change the policy about that.

        For founding an office whose vault is still empty, and for the change of policy itself.

        Raises:
            NotAuthorisedError: ``access.wrong-role``.
            VaultError: As :meth:`unlock`.
        """
        session = self._unlock(person, passphrase, pin, needs_lockout=False)
        if not session.actor.roles & RULES[Action.SET_POLICY].roles:
            session.lock()
            raise NotAuthorisedError("access.wrong-role")
        return session

    def _unlock(self, person: PersonId, passphrase: str, pin: str, *, needs_lockout: bool) -> Session:
        self.slots()
        place = Occupancy.enter(self.folder)
        try:
            entry = self.entry(person, passphrase, pin)
        except BaseException:
            place.leave()
            raise
        vault = Vault.open(self.folder, entry.vault_key, self._entropy, place)
        try:
            return self._session(vault, entry, needs_lockout=needs_lockout)
        except BaseException:
            vault.close()
            raise

    def signer(self, person: PersonId, passphrase: str) -> Signer:
        """Open an officer's hand for one act; the passphrase is asked every time.

        Raises:
            VaultError: ``vault.wrong-passphrase`` or ``vault.unknown-officer``.
        """
        return self.entry(person, passphrase).signer

    def first_slot(self, person: PersonId, passphrase: str, protected: SlotSecrets, *, like: Slot) -> Slot:
        """The first slot of an officer, bound to this device, at the cost of another slot.

        Raises:
            InvalidInputError: ``vault.passphrase-short``.
        """
        device = device_secret(self.slots(), self._secrets)
        return make_slot(person, passphrase, device, protected, cost_of(like), self._entropy, self._clock.now(), 1)

    def next_slot(
        self,
        file: SlotFile,
        person: PersonId,
        passphrase: str,
        protected: SlotSecrets,
        token: BoundToken | None = None,
    ) -> Slot:
        """The slot that takes the place of an officer's present one.

        Args:
            file: What the slots file says.
            person: Whose slot.
            passphrase: That opens it.
            protected: What it protects.
            token: That it needs as well; None for none, even where the present one needs one.

        Raises:
            InvalidInputError: ``vault.passphrase-short``.
            VaultError: ``vault.unknown-officer``.
        """
        device = device_secret(file, self._secrets)
        return remade(slot_of(file, person), passphrase, device, protected, self._entropy, self._clock, token)

    def forgive(self, person: PersonId) -> None:
        """Let an officer who was given new keys try at once."""
        Throttle(self.folder, self.slots(), self._secrets, self._clock).forgive(person)

    def recover(self, first: Identity, second: Identity, person: PersonId, passphrase: str) -> Recovered:
        """Give an officer new keys with both recovery sheets; see :class:`~app.services.stations.recovering.Recovery`.

        Raises:
            InvalidInputError: The sheets or the passphrase are not fit; nothing was changed.
            VaultError: ``vault.unknown-officer``, or the vault is damaged.
            EnvironmentProblemError: The keyring is missing or locked; ``vault.busy``; the disk.
        """
        return Recovery(self.folder, self._secrets, self._clock, self._entropy).run(first, second, person, passphrase)

    def seat(self, desk: Desk, person: PersonId, passphrase: str) -> "Seat":
        """Open an own seat for a second officer at an unlocked vault, for one act with the own passphrase.

        Raises:
            VaultError: ``seat.wrong-passphrase``, ``vault.unknown-officer`` or ``vault.officer-expired``.
        """
        try:
            entry = self.entry(person, passphrase)
        except VaultError as refusal:
            if refusal.code != "vault.wrong-passphrase":
                raise
            # The vault is open and stays so: what is not done is the one act.
            raise VaultError("seat.wrong-passphrase") from refusal
        with desk.vault.read() as unit:
            officer, actor = unit.people.officer(person), _actor(unit, entry, self._entropy(8).hex())
        require_term(officer, self._clock.today())
        return Seat(actor, entry.signer)

    def entry(self, person: PersonId, passphrase: str, pin: str = "") -> Entry:
        """Open an officer's slot.

        Raises:
            VaultError: ``vault.wrong-passphrase``, ``vault.unknown-officer`` or ``vault.wait``.
        """
        slots = self.slots()
        slot, device = slot_of(slots, person), device_secret(slots, self._secrets)
        with Throttle(self.folder, slots, self._secrets, self._clock).attempt(person):
            return enter(slots, slot, passphrase, device, self.tokens.opened(slot, pin))

    def _session(self, vault: Vault, entry: Entry, *, needs_lockout: bool) -> Session:
        with vault.read() as unit:
            station = unit.people.station()
            officer, actor = unit.people.officer(entry.person), _actor(unit, entry, self._entropy(8).hex())
        require_same_environment(entry.slots, station)
        require_term(officer, self._clock.today())
        if needs_lockout:
            require_shut(vault, actor, self._network, self._clock.now())
        desk = Desk(vault, self._clock, self._entropy, anchored(vault, station, self._secrets, self._clock))
        desk.lockout = lockout_now(self._network)
        slot = entry.renewed_slot(self._entropy, self._clock)
        tries = Throttle(self.folder, entry.slots, self._secrets, self._clock)
        with desk.act(actor, Action.UNLOCK) as act:
            act.detail["network"] = desk.lockout.value
            keep_renewed(act.unit, entry, slot)
            record_tries(act, tries)
            open_ends = _OpenEnds.seen(act.unit, vault)
        tries.recorded()
        open_ends.tie(desk, actor)
        return Session(desk, actor, station, officer.name)
