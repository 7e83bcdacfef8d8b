"""What a medium is to this office: registered, unknown, a partner's, or one that says it is another."""

from dataclasses import dataclass
from enum import StrEnum

from app.models.domain.errors import EnvironmentProblemError, GateClosedError, UntrustedInputError
from app.models.domain.policies import MediaPolicy, PolicyName
from app.models.views.custody import Custody, RegisteredMedium
from app.models.views.media import Medium
from app.services.crypto import dsse
from app.services.crypto.signing import SigningKey, VerifyKey
from app.services.media.passport import KeyOf, SignedLine, lines_on, read_chain
from app.services.ports import Drive
from app.services.trust import document
from app.services.vault.unit import Unit


class Standing(StrEnum):
    """What a medium is to this office."""

    FOLDER = "folder"
    """No medium at all."""
    UNKNOWN = "unknown"
    """Nobody registered it: it can be registered, and nothing else."""
    KNOWN = "known"
    """In our register, with its own passport."""
    BARE = "bare"
    """In our register, and its passport is gone: somebody emptied it."""
    PARTNERS = "partners"
    """With a passport of a partner, or of ours that the register no longer knows; it must be taken in first."""
    CLONED = "cloned"
    """Its passport was written for another medium."""
    BROKEN = "broken"
    """Its passport does not verify, or tells another history than the register."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A medium and what is known of it.

    Attributes:
        registered: Its entry in the register.
        chain: The lines on the medium, verified; nothing where they do not verify.
    """

    medium: Medium
    standing: Standing
    registered: RegisteredMedium | None = None
    chain: tuple[SignedLine, ...] = ()


def recognise(unit: Unit, drive: Drive) -> Recognised:
    """Look at a medium and at the register.

    Raises:
        EnvironmentProblemError: The medium is gone or cannot be read.
    """
    medium = drive.medium()
    if medium.is_folder:
        return Recognised(medium, Standing.FOLDER)
    registered = unit.media.known_as(medium.identity) if medium.identity.is_known else None
    try:
        chain = tuple(read_chain(lines_on(drive), keys_of(unit)))
    except UntrustedInputError:
        return Recognised(medium, Standing.BROKEN, registered)
    return Recognised(medium, _standing(unit, medium, registered, chain), registered, chain)


def require_admissible(unit: Unit, drive: Drive) -> Recognised:
    """Ask before a bundle is written to a medium or read from it.

    Raises:
        UntrustedInputError: ``media.cloned`` or ``media.passport-refused``, whatever the policy says.
        GateClosedError: ``media.reported-lost``; ``media.unregistered``, ``media.not-taken-in`` or ``media.still-out``
            where only registered media may carry bundles.
        EnvironmentProblemError: The medium is gone or cannot be read.
    """
    seen = recognise(unit, drive)
    if seen.standing is Standing.CLONED:
        raise UntrustedInputError("media.cloned")
    if seen.standing is Standing.BROKEN:
        raise UntrustedInputError("media.passport-refused")
    if seen.registered is not None and seen.registered.state is Custody.LOST:
        raise GateClosedError("media.reported-lost")
    if seen.standing is Standing.FOLDER or unit.policies.value(PolicyName.MEDIA) == MediaPolicy.ANY:
        return seen
    if seen.standing in {Standing.UNKNOWN, Standing.BARE}:
        raise GateClosedError("media.unregistered")
    if seen.standing is Standing.PARTNERS:
        raise GateClosedError("media.not-taken-in")
    if seen.registered is not None and seen.registered.state is Custody.OUT:
        raise GateClosedError("media.still-out")
    return seen


def require_medium(seen: Recognised) -> None:
    """Refuse what cannot carry a passport.

    Raises:
        EnvironmentProblemError: ``media.not-a-medium``, ``media.no-identity``, or why nothing can be written to it.
    """
    if seen.standing is Standing.FOLDER:
        raise EnvironmentProblemError("media.not-a-medium")
    if seen.medium.trouble:
        raise EnvironmentProblemError(seen.medium.trouble)
    if not seen.medium.identity.is_known:
        raise EnvironmentProblemError("media.no-identity")


def own_key(unit: Unit) -> SigningKey:
    """The signing key of this station."""
    return SigningKey(unit.people.station_seeds()[0])


def keys_of(unit: Unit) -> KeyOf:
    """Keys of the stations: our own, and those of the trust document."""
    us, own = unit.people.station().station_id, own_key(unit).verify_key
    trust = trust_document(unit)

    def key_of(station: str, at: int) -> VerifyKey | None:
        if station == us:
            return own
        named = None if trust is None else trust.station(station)
        if named is None or (named.revoked_at is not None and named.revoked_at <= at):
            return None
        return VerifyKey(named.signing_key)

    return key_of


def trust_document(unit: Unit) -> document.TrustDocument | None:
    """The trust document in force; None before the first one."""
    envelope = unit.people.trust_envelope()
    # It was verified when it was adopted; the vault keeps it unchanged.
    return None if envelope is None else document.decode(dsse.parse(envelope, document.PAYLOAD_TYPE).payload)


def _standing(
    unit: Unit, medium: Medium, registered: RegisteredMedium | None, chain: tuple[SignedLine, ...]
) -> Standing:
    if not chain:
        return Standing.UNKNOWN if registered is None else Standing.BARE
    newest = chain[-1].line
    if (newest.serial, newest.volume) != (medium.identity.serial, medium.identity.volume):
        return Standing.CLONED
    if registered is None:
        # Our own passports under another identity of the device are caught above.
        return Standing.PARTNERS
    if registered.medium_id != newest.medium:
        return Standing.BROKEN
    ours = [line.envelope for line in unit.media.lines(registered.medium_id)]
    theirs = [line.envelope for line in chain]
    shared = min(len(ours), len(theirs))
    return Standing.KNOWN if ours[:shared] == theirs[:shared] else Standing.BROKEN
