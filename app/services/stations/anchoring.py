"""The start-up check: does the record in the vault agree with its anchor in the keyring?"""

from app.models.domain.errors import EnvironmentProblemError, VaultError
from app.models.views.records import Station
from app.services.audit.anchor import Anchor, Doubt, Head, compare
from app.services.audit.anchor_keeper import AnchorKeeper
from app.services.ports import Clock, SecretStore
from app.services.vault.unit import Unit
from app.services.vault.vault import Vault

_DAMAGED = "keyring.damaged"
_HASHES_MISSING = "log.damaged"


def first_anchor(vault: Vault, station: Station, secrets: SecretStore, clock: Clock) -> None:
    """Anchor the record of a vault that was just made.

    Raises:
        EnvironmentProblemError: The keyring does not take it.
    """
    set_anchor(vault, keeper_of(station, secrets, clock))


def set_anchor(vault: Vault, keeper: AnchorKeeper) -> None:
    """Anchor the record as it is now, whatever the keyring held: after a restore, after two persons decided.

    Raises:
        EnvironmentProblemError: The keyring does not take it.
    """
    with vault.read() as unit:
        head = head_of(unit)
    keeper.set_anew(head)


def keeper_of(station: Station, secrets: SecretStore, clock: Clock) -> AnchorKeeper:
    """The keeper of a vault's anchor; without a keyring where the vault is not bound to one."""
    return AnchorKeeper(secrets if station.device_bound else None, station.vault_id, clock)


def anchored(vault: Vault, station: Station, secrets: SecretStore, clock: Clock) -> AnchorKeeper:
    """Compare the record with its anchor and let the keeper follow its commits.

    A doubt goes on record. So does an anchor that was not there: whoever can remove it can also write one, so that
    refusing to work would protect nobody, but the security officer shall see it.

    Raises:
        EnvironmentProblemError: ``keyring.missing`` or ``keyring.locked``.
    """
    keeper = keeper_of(station, secrets, clock)
    try:
        anchor, doubt = keeper.read(), None
    except EnvironmentProblemError as error:
        if error.code != _DAMAGED:
            raise
        anchor, doubt = None, Doubt.UNREADABLE
    doubt = doubt or _compared(vault, anchor)
    if doubt is not None:
        suspect(vault, station, keeper, clock, doubt)
    elif anchor is None and station.device_bound:
        _tell_of_missing(vault, station, clock)
    vault.on_commit = keeper.note
    return keeper


def head_of(unit: Unit) -> Head:
    """Where our record stands."""
    tree = unit.record.head()
    return Head(unit.record.epoch(), tree.size, tree.root())


def suspect(vault: Vault, station: Station, keeper: AnchorKeeper, clock: Clock, doubt: Doubt) -> None:
    """Put a doubt on record and restrict the session."""
    keeper.suspect(doubt)
    anchor = keeper.state.anchored
    with vault.write() as unit:
        size = unit.record.head().size
        noted = size if anchor is None else anchor.head.size
        detail: dict[str, str | int] = {"size": size, "anchored": noted, "doubt": doubt.value}
        unit.record.note(clock.now(), "log.in-doubt", station.station_id, detail)


def _tell_of_missing(vault: Vault, station: Station, clock: Clock) -> None:
    with vault.write() as unit:
        unit.record.note(clock.now(), "log.anchor-missing", station.station_id, {"size": unit.record.head().size})


def _compared(vault: Vault, anchor: Anchor | None) -> Doubt | None:
    """Compare with the kept hashes only; that they are those of the entries is checked in the background."""
    try:
        with vault.read() as unit:
            head, tree = head_of(unit), unit.record.tree
            if tree.root_at(head.size) != head.root:
                return Doubt.INSIDE
            return None if anchor is None else compare(anchor, head, tree.root_at)
    except VaultError as error:
        if error.code != _HASHES_MISSING:
            raise
        return Doubt.INSIDE
