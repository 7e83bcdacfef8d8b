"""Examine a vault for an officer: whole or damaged, without showing anything of its content."""

from contextlib import suppress

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.errors import EnvironmentProblemError, NotAuthorisedError, VaultError
from app.models.domain.examination import Examined, Flaw, Found
from app.models.domain.ids import PersonId
from app.services.jobs import CancelToken, Progress, ProgressSink
from app.services.stations.entry import Entry
from app.services.stations.throttle import FILE as TRIES
from app.services.stations.unlocking import Door
from app.services.vault import replacement
from app.services.vault.examining.examination import STEPS, Examination
from app.services.vault.occupancy import Occupancy
from app.services.vault.slots import FILE
from app.services.vault.vault import file_keys

_DAMAGED_SLOTS = {"vault.slots-damaged", "vault.slot-parameters"}
_BESIDE = frozenset({TRIES})
_MAY_EXAMINE = RULES[Action.EXAMINE_VAULT].roles


class VaultExamining:
    """Examinations of one vault; it need not open for them, because a damaged one may not open.

    Args:
        door: The door of the vault.
    """

    def __init__(self, door: Door) -> None:
        self._door = door
        self._folder = door.folder

    def run(self, person: PersonId, passphrase: str, token: CancelToken, progress: ProgressSink) -> Examined:
        """Examine everything and put the examination on record, if the vault still opens.

        Raises:
            VaultError: ``vault.missing``, ``vault.wrong-passphrase`` or ``vault.unknown-officer``.
            NotAuthorisedError: ``access.wrong-role``; recorded.
            EnvironmentProblemError: The keyring or the disk fails; ``vault.busy``.
            CancelledError: The token was cancelled.
        """
        try:
            entry = self._door.entry(person, passphrase)
        except VaultError as refusal:
            if refusal.code not in _DAMAGED_SLOTS:
                raise
            return Examined((Found(Flaw.SLOTS_DAMAGED, FILE),), ())
        place = Occupancy.enter(self._folder)
        try:
            self._finish_replacement(entry, place)
            examined = self._examined(entry, token, progress)
        finally:
            place.leave()
        is_recorded = self._record(person, passphrase, examined)
        if examined is None:
            raise NotAuthorisedError("access.wrong-role")
        return examined.recorded() if is_recorded else examined

    def _finish_replacement(self, entry: Entry, place: Occupancy) -> None:
        keys = file_keys(entry.vault_key)
        if replacement.is_pending(self._folder, keys):
            with suppress(VaultError), place.alone():
                replacement.finish(self._folder, keys)

    def _examined(self, entry: Entry, token: CancelToken, progress: ProgressSink) -> Examined | None:
        """The report; None for an officer who may not see it, as far as the vault can still tell."""

        def told(step: str) -> None:
            token.raise_if_cancelled()
            progress(Progress(STEPS.index(step), len(STEPS), f"examination.step.{step}"))

        examination = Examination(
            self._folder, entry.vault_key, entry.slots, beside=_BESIDE, told=told, pulse=token.raise_if_cancelled
        )
        roles = examination.roles_of(entry.person)
        if roles is None or roles & _MAY_EXAMINE:
            return examination.run()
        examination.close()
        return None

    def _record(self, person: PersonId, passphrase: str, examined: Examined | None) -> bool:
        """Put it on record, also where it is refused, as the table of acts does; False when the vault does not open."""
        try:
            session = self._door.unlock(person, passphrase)
        except (VaultError, EnvironmentProblemError):
            return False
        try:
            with session.desk.act(session.actor, Action.EXAMINE_VAULT) as act:
                if examined is not None:
                    act.detail.update({"findings": len(examined.findings), "damages": examined.damages})
        finally:
            session.lock()
        return True
