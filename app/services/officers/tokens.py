"""Bind an officer's slot to a hardware token; only the officer can, with passphrase and PIN."""

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import EnvironmentProblemError
from app.models.domain.tokens import TokenSeen
from app.services.crypto.keyslot import SlotSecrets
from app.services.desk import Desk
from app.services.stations.key_file import with_slot, write_out
from app.services.stations.unlocking import Door


class OfficerTokens:
    """Use cases of each officer about the own token."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self._desk = desk
        self._door = door

    def present(self) -> tuple[TokenSeen, ...]:
        """The tokens that are plugged in.

        Raises:
            EnvironmentProblemError: ``token.no-module``, ``token.module-refused`` or ``token.failed``.
        """
        return self._door.tokens.port.present()

    def bind(self, actor: Actor, passphrase: str, token: TokenSeen, pin: str) -> None:
        """Let the own slot need a hardware token from now on, beside the passphrase.

        Args:
            actor: The officer whose slot it is.
            passphrase: Typed for this act.
            token: Plugged in; a key is made there if need be.
            pin: Of this token. Where the slot needs another token already, its PIN is asked for.

        Raises:
            VaultError: ``vault.wrong-passphrase``.
            EnvironmentProblemError: ``token.…``; ``vault.busy``: the slot was made anew meanwhile; keyring or disk.
            InvalidInputError: ``token.wrong-pin``.
            UntrustedInputError: ``token.key-unusable``.
        """
        entry = self._door.entry(actor.person, passphrase)
        bound = self._door.tokens.bind(token.label, token.serial, pin, self._desk.entropy)
        protected = SlotSecrets(self._desk.vault.key, entry.user_secret)
        with self._desk.act(actor, Action.BIND_TOKEN) as act:
            file = act.unit.keys.file()
            if entry.slot not in file.slots:
                raise EnvironmentProblemError("vault.busy")
            slot = self._door.next_slot(file, actor.person, passphrase, protected, bound)
            act.unit.keys.keep(with_slot(file, slot, file.names.get(entry.person, "")))
            act.detail["token"] = bound[0].key
        write_out(self._desk.vault)
