"""Hand a renewed vault key over to people who are not here: to each officer's own key, and to two sheets of paper."""

import base64
from collections.abc import Sequence

from app.models.domain.errors import UntrustedInputError, VaultError
from app.models.views.records import RecoverySheet
from app.services.crypto.age import Identity, Recipient
from app.services.crypto.age_notes import open_note, seal_note
from app.services.crypto.keyslot import SECRET_LENGTH
from app.services.crypto.two_of_two import join, split
from app.services.ports import Entropy
from app.services.vault.slots import RecoveryShares


def granted_to(recipient: bytes, vault_key: bytes, entropy: Entropy) -> str:
    """The vault key for one officer, as it stands in the slots file."""
    return _sealed(vault_key, recipient, entropy)


def taken(grant: str, own: Identity) -> bytes:
    """The vault key that was handed over to an officer.

    Raises:
        VaultError: ``vault.slots-damaged``: the grant was changed or is for somebody else.
    """
    return _opened(grant, own)


def shared_out(sheets: Sequence[RecoverySheet], vault_key: bytes, entropy: Entropy) -> RecoveryShares:
    """The vault key in two shares, one for each recovery sheet."""
    first, second = sheets
    shares = split(vault_key, entropy)
    return RecoveryShares(
        holders=(first.holder, second.holder),
        sheets=(Recipient(first.recipient).fingerprint, Recipient(second.recipient).fingerprint),
        shares=(_sealed(shares[0], first.recipient, entropy), _sealed(shares[1], second.recipient, entropy)),
    )


def put_together(shares: RecoveryShares, first: Identity, second: Identity) -> bytes:
    """The vault key out of both shares.

    Raises:
        VaultError: ``vault.slots-damaged``: a share was changed.
    """
    return join(_opened(shares.shares[0], first), _opened(shares.shares[1], second))


def _sealed(secret: bytes, recipient: bytes, entropy: Entropy) -> str:
    return base64.b64encode(seal_note(secret, [Recipient(recipient)], entropy)).decode()


def _opened(text: str, identity: Identity) -> bytes:
    try:
        return open_note(base64.b64decode(text, validate=True), identity, SECRET_LENGTH)
    except (ValueError, UntrustedInputError):
        raise VaultError("vault.slots-damaged") from None
