"""運用の定め: what an office may decide about its own strictness, with the values that are allowed.

A policy without a value of its own has the default of its environment. Whoever needs a new policy adds a row here and
its texts ``policy.<name>`` and ``policy.<name>.<value>``.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.models.domain.actor import Environment


class PolicyName(StrEnum):
    """Names of policies, as they stand in the vault and in the record."""

    NETWORK = "network"
    """通信遮断: what happens where the network is not proved to be shut."""
    TOKEN = "token"  # noqa: S105 - the name of a policy
    """トークン: whether every officer's key must need a hardware token."""
    MEDIA = "media"
    """媒体: whether media that nobody registered may carry bundles."""
    TRUST_GRACE = "trust-grace"
    """信頼文書の猶予: how long a trust document may be used after it is known that a later one exists."""


class TrustGrace(StrEnum):
    """Values of ``trust-grace``: days, written out so that they are words of the record."""

    WEEK = "days-7"
    MONTH = "days-30"
    QUARTER = "days-90"

    @property
    def days(self) -> int:
        """How many."""
        return int(self.value.removeprefix("days-"))


class NetworkPolicy(StrEnum):
    """Values of ``network``."""

    STRICT = "strict"
    """The vault stays locked."""
    DEGRADED = "degraded"
    """The vault opens; record, bundles and check sheet say so."""


class TokenPolicy(StrEnum):
    """Values of ``token``."""

    REQUIRED = "required"
    """An officer whose key needs no token may bind one, and nothing else."""
    OPTIONAL = "optional"
    """A passphrase alone is enough."""


class MediaPolicy(StrEnum):
    """Values of ``media``."""

    REGISTERED = "registered"
    """Bundles go to, and come from, registered media that are here; a plain folder is no medium."""
    ANY = "any"
    """Any medium that is fit. A medium with another one's passport is refused even so."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy.

    Attributes:
        name: Its name.
        values: What may be chosen, the strictest first.
        live: Default for real work.
        rehearsal: Default for practice with invented people.
    """

    name: PolicyName
    values: tuple[str, ...]
    live: str
    rehearsal: str

    def default(self, environment: Environment) -> str:
        """The value where nothing was chosen."""
        return self.live if environment is Environment.LIVE else self.rehearsal


POLICIES: dict[PolicyName, Policy] = {
    policy.name: policy
    for policy in (
        Policy(
            PolicyName.NETWORK,
            tuple(NetworkPolicy),
            live=NetworkPolicy.STRICT,
            # Invented people only: practice must be possible on any machine, and says what is missing there.
            rehearsal=NetworkPolicy.DEGRADED,
        ),
        Policy(
            PolicyName.TOKEN,
            tuple(TokenPolicy),
            live=TokenPolicy.OPTIONAL,
            rehearsal=TokenPolicy.OPTIONAL,
        ),
        Policy(
            PolicyName.MEDIA,
            tuple(MediaPolicy),
            live=MediaPolicy.REGISTERED,
            rehearsal=MediaPolicy.ANY,
        ),
        Policy(PolicyName.TRUST_GRACE, tuple(TrustGrace), live=TrustGrace.MONTH, rehearsal=TrustGrace.MONTH),
    )
}
"""Every policy."""
