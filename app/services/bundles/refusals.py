"""The closed list of reasons why a bundle is not taken: number, code, exit code, what may help, whether to alarm.

The number is what the documents call it (``E05``), the code is what the program calls it. The same code comes for a
wrong key and for a wrong tag. The manual's table is written from this list.
"""

from dataclasses import dataclass
from enum import StrEnum


class Remedy(StrEnum):
    """What may make the bundle acceptable later."""

    NONE = "none"
    """Nothing: the sender makes another."""
    READ_AGAIN = "read-again"
    """The medium may be read again, or written again."""
    PROGRAM_UPDATE = "program-update"
    TRUST_UPDATE = "trust-update"
    OFFICER = "officer"
    """An officer decides."""
    EARLIER_BUNDLE = "earlier-bundle"
    """The missing one comes, or an officer accepts that it never will."""
    OTHER_MEDIUM = "other-medium"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row. ``is_alarm``: somebody may have tampered; the security officer is told."""

    number: int
    code: str
    exit_code: int
    remedy: Remedy = Remedy.NONE
    is_alarm: bool = False

    @property
    def name(self) -> str:
        """``E01`` and so on; two codes that tell one thing more exactly share a number."""
        return f"E{self.number:02d}"


REFUSALS = (
    Refusal(1, "bundle.not-a-bundle", 41),
    Refusal(2, "bundle.unknown-format", 42, Remedy.PROGRAM_UPDATE),
    Refusal(3, "bundle.header-refused", 43),
    Refusal(4, "bundle.not-for-us", 44),
    Refusal(5, "bundle.damaged", 45, Remedy.READ_AGAIN),
    Refusal(6, "bundle.archive-refused", 46),
    Refusal(7, "bundle.manifest-refused", 47),
    Refusal(8, "bundle.signature-invalid", 48, is_alarm=True),
    Refusal(9, "bundle.threshold-not-met", 49),
    Refusal(10, "bundle.signer-unknown", 50, Remedy.TRUST_UPDATE),
    Refusal(10, "bundle.signer-revoked", 65, Remedy.TRUST_UPDATE),
    Refusal(11, "bundle.wrong-recipient", 51, is_alarm=True),
    Refusal(12, "bundle.replay", 52),
    Refusal(13, "bundle.gap", 53, Remedy.EARLIER_BUNDLE),
    Refusal(14, "bundle.fork", 54, is_alarm=True),
    Refusal(15, "bundle.expired", 55, Remedy.OFFICER),
    Refusal(16, "bundle.from-the-future", 56, Remedy.OFFICER),
    Refusal(17, "bundle.content-mismatch", 57, is_alarm=True),
    Refusal(18, "bundle.record-refused", 58),
    Refusal(19, "bundle.limit", 59),
    Refusal(20, "bundle.purpose-refused", 60),
    Refusal(21, "bundle.record-inconsistent", 61, is_alarm=True),
    Refusal(22, "bundle.media-write", 62, Remedy.OTHER_MEDIUM),
    Refusal(23, "bundle.trust-stale", 63, Remedy.TRUST_UPDATE),
    Refusal(25, "bundle.rehearsal-in-live", 66),
    Refusal(25, "bundle.live-in-rehearsal", 67),
)
"""In the order of the numbers. 24 stands for a fault of the program, which ends with the exit code of all faults."""

_BY_CODE = {row.code: row for row in REFUSALS}


def refusal_of(code: str) -> Refusal | None:
    """The row of a code, or ``None`` when it is not about the verification of a bundle."""
    return _BY_CODE.get(code)


def codes_of(name: str) -> tuple[str, ...]:
    """The codes under a number such as ``E10``."""
    return tuple(row.code for row in REFUSALS if row.name == name.upper())
