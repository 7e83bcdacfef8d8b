"""Appoint officers, change what opens the vault for them, and let them go.

Every act is one transaction in the vault, with its event and with what the slots file must say from then on; the file
is written out after it. What a crash cuts off there is made up for at the next unlocking.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.appointment import require_names_apart, require_office_goes_on, require_whole
from app.models.domain.errors import EnvironmentProblemError, InvalidInputError
from app.models.domain.ids import PersonId
from app.models.domain.passphrase_rules import require_unguessable
from app.models.views.records import Officer, RecoverySheet
from app.services.crypto.keyslot import SlotSecrets
from app.services.desk import Act, Desk
from app.services.stations.key_file import SLOT_LIMIT, slot_in, with_slot, without, write_out
from app.services.stations.renewal import Reason, complete_renewal, renew
from app.services.stations.setup import NewOfficer
from app.services.stations.signer import Signer
from app.services.stations.unlocking import Door


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """An officer, and what the officer unlocks the vault with."""

    officer: Officer
    slot_made_at: datetime | None
    """When the passphrase was last set or its slot made anew; None where there is no slot."""
    awaits_unlock: bool
    """The vault key was renewed and this officer has not unlocked since."""
    token: str = ""
    """Label of the hardware token that is needed as well, or empty."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Everything about keys that a screen shows; nothing of it is secret."""

    holders: tuple[KeyHolder, ...]
    """In the order of appointment, those who left included."""
    generation: int
    """How often the vault key was renewed."""
    renewal_due: str
    """Why the key is still to be renewed (a word of the record), or empty."""
    recovery: tuple[RecoverySheet, ...]
    """The two recovery sheets in force, or none."""
    device_bound: bool


class Officers:
    """Use cases of the administrator, and of each officer about the own passphrase."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self._desk = desk
        self._door = door

    def keys(self, actor: Actor) -> Keys:
        """Who can unlock the vault, and since when."""
        with self._desk.act(actor, Action.SEE_KEYS) as act:
            file = act.unit.keys.file()
            holders = []
            for officer in act.unit.people.officers():
                slot = slot_in(file, officer.person_id)
                made_at = None if slot is None else slot.hdr.created
                token = "" if slot is None or slot.hdr.token is None else slot.hdr.token.label
                holders.append(KeyHolder(officer, made_at, officer.person_id in file.grants, token))
            keys = act.unit.keys
            sheets = tuple(keys.recovery_sheets())
            return Keys(tuple(holders), file.generation, keys.renewal_due(), sheets, file.device_bound)

    def add(self, actor: Actor, new: NewOfficer) -> PersonId:
        """Appoint an officer, who types the first passphrase or is shown a generated one.

        Raises:
            InvalidInputError: ``setup.officer-incomplete``, ``vault.passphrase-short``, ``vault.passphrase-guessable``,
                ``officers.too-many``, ``officers.same-name``.
            NotAuthorisedError: ``access.wrong-role``.
        """
        require_whole(new.name, new.roles)
        with self._desk.act(actor, Action.ADD_OFFICER) as act:
            file = act.unit.keys.file()
            require_names_apart((*(one.name for one in _present(act)), new.name))
            if len(file.slots) >= SLOT_LIMIT:
                raise InvalidInputError("officers.too-many", field="officers", limit=SLOT_LIMIT)
            self._require_passphrase(act, new.passphrase, new.name)
            person = PersonId(self._desk.entropy(8).hex())
            secrets = self._new_secrets()
            slot = self._door.first_slot(person, new.passphrase, secrets, like=file.slots[0])
            hand = Signer.of(person, secrets)
            roles = tuple(sorted(role.value for role in new.roles))
            act.unit.people.add_officer(
                Officer(person, new.name, roles, hand.signing_key, hand.root_key, hand.recipient, act.at)
            )
            act.unit.keys.keep(with_slot(file, slot, new.name))
            act.detail["officer"] = person
        write_out(self._desk.vault)
        return person

    def change_passphrase(self, actor: Actor, old: str, new: str) -> None:
        """Change the own passphrase; all keys stay.

        Raises:
            VaultError: ``vault.wrong-passphrase``.
            EnvironmentProblemError: ``vault.wait``.
            InvalidInputError: ``vault.passphrase-short``, ``vault.passphrase-guessable``, ``vault.passphrase-same``.
        """
        entry = self._door.entry(actor.person, old)
        if old == new:
            raise InvalidInputError("vault.passphrase-same", field="passphrase")
        with self._desk.act(actor, Action.CHANGE_PASSPHRASE) as act:
            file = act.unit.keys.file()
            officer = act.unit.people.officer(actor.person)
            self._require_passphrase(act, new, officer.name)
            secrets = SlotSecrets(self._desk.vault.key, entry.user_secret)
            slot = self._door.next_slot(file, actor.person, new, secrets, entry.token)
            act.unit.keys.keep(with_slot(file, slot, officer.name))
        write_out(self._desk.vault)

    def reset(self, actor: Actor, person: PersonId, passphrase: str) -> None:
        """Give an officer who forgot the passphrase new keys under a new one.

        The officer's earlier signatures stay good; new ones need a card with the new key in the trust document.

        Raises:
            InvalidInputError: ``officers.own-reset``, and as :meth:`add`.
            VaultError: ``vault.unknown-officer``.
        """
        self._issue(actor, Action.RESET_PASSPHRASE, person, passphrase)

    def release_token(self, actor: Actor, person: PersonId, passphrase: str) -> None:
        """Give an officer whose hardware token is lost or locked new keys that need no token.

        Raises:
            InvalidInputError: ``officers.no-token``, and as :meth:`reset`.
            VaultError: ``vault.unknown-officer``.
        """
        self._issue(actor, Action.RELEASE_TOKEN, person, passphrase)

    def _issue(self, actor: Actor, action: Action, person: PersonId, passphrase: str) -> None:
        if person == actor.person:
            raise InvalidInputError("officers.own-reset", field="officer")
        with self._desk.act(actor, action) as act:
            file = act.unit.keys.file()
            officer = act.unit.people.officer(person)
            present = slot_in(file, person)
            if action is Action.RELEASE_TOKEN and (present is None or present.hdr.token is None):
                raise InvalidInputError("officers.no-token", field="officer")
            self._require_passphrase(act, passphrase, officer.name)
            secrets = self._new_secrets()
            slot = self._door.next_slot(file, person, passphrase, secrets)
            hand = Signer.of(person, secrets)
            act.unit.people.change_keys(person, hand.signing_key, hand.root_key, hand.recipient)
            act.unit.keys.keep(with_slot(file, slot, officer.name))
            act.detail["officer"] = person
        write_out(self._desk.vault)
        self._door.forgive(person)

    def end(self, actor: Actor, person: PersonId) -> bool:
        """Let an officer go: the slot goes, and the vault key is renewed, so that no copy of it opens anything new.

        Returns:
            True when the key was renewed at once; False when that waits for the next unlocking, because somebody else
            is in the vault or the disk is full.

        Raises:
            InvalidInputError: ``officers.own-end``, ``officers.last-of-role``.
            VaultError: ``vault.unknown-officer``: nobody of that name, or gone already.
        """
        if person == actor.person:
            raise InvalidInputError("officers.own-end", field="officer")
        with self._desk.act(actor, Action.END_OFFICER) as act:
            act.unit.people.officer(person)
            require_office_goes_on(_posts(act, lambda one: one.person_id != person))
            act.unit.people.end_officer(person, act.at)
            act.unit.fairness.drop(person)
            act.unit.keys.keep(without(act.unit.keys.file(), person))
            act.unit.keys.set_renewal_due(Reason.OFFICER_ENDED)
            act.detail["officer"] = person
        write_out(self._desk.vault)
        vault = self._desk.vault
        try:
            return complete_renewal(vault, self._desk.clock, person=actor.person, session=actor.session)
        except EnvironmentProblemError:
            return False

    def set_term(self, actor: Actor, person: PersonId, until: date | None) -> None:
        """Set the last day on which an officer can unlock the vault; None for no end.

        Raises:
            InvalidInputError: ``officers.term-past``, ``officers.last-of-role``.
            VaultError: ``vault.unknown-officer``.
        """
        if until is not None and until < self._desk.clock.today():
            raise InvalidInputError("officers.term-past", field="until")
        with self._desk.act(actor, Action.SET_TERM) as act:
            act.unit.people.officer(person)
            act.unit.people.set_term(person, until)
            require_office_goes_on(_posts(act))
            act.detail["officer"] = person
            if until is not None:
                act.detail["until"] = until.isoformat()

    def renew_key(self, actor: Actor) -> None:
        """Renew the vault key now.

        Raises:
            EnvironmentProblemError: ``vault.busy``: somebody else is in the vault. The order stands and is carried out
                at the next unlocking.
        """
        with self._desk.act(actor, Action.RENEW_KEY) as act:
            act.unit.keys.set_renewal_due(Reason.ORDERED)
        renew(self._desk.vault, self._desk.clock, Reason.ORDERED, person=actor.person, session=actor.session)

    def _new_secrets(self) -> SlotSecrets:
        return SlotSecrets(self._desk.vault.key, self._desk.entropy(32))

    def _require_passphrase(self, act: Act, passphrase: str, name: str) -> None:
        station = act.unit.people.station()
        known = (name, station.station_id, station.office_id, station.office_name_ja, station.office_name_en)
        require_unguessable(passphrase, known)


def _present(act: Act) -> list[Officer]:
    return [one for one in act.unit.people.officers() if one.ended_at is None]


def _posts(act: Act, stays: Callable[[Officer], bool] = lambda _one: True) -> list[tuple[list[Role], date | None]]:
    return [([Role(role) for role in one.roles], one.until) for one in _present(act) if stays(one)]
