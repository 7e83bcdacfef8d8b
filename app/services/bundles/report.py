"""What is known about the trustworthiness of a bundle, one line per question."""

from dataclasses import dataclass
from enum import StrEnum

from app.models.domain.errors import UntrustedInputError


class Axis(StrEnum):
    """The questions, in the order in which they are asked."""

    CONTAINER = "container"
    ENVIRONMENT = "environment"
    FORMAT = "format"
    TRUST_VERSION = "trust-version"
    SIGNERS_KNOWN = "signers-known"
    SIGNATURES = "signatures"
    THRESHOLD = "threshold"
    RECIPIENT = "recipient"
    PURPOSE = "purpose"
    TIME = "time"
    SEQUENCE = "sequence"


class AxisState(StrEnum):
    """Answer to one question."""

    OK = "ok"
    FAILED = "failed"
    NOT_REACHED = "not-reached"


class BottomLine(StrEnum):
    """The one answer that follows from all lines."""

    ADMITTED = "admitted"
    """May be opened."""
    DUPLICATE = "duplicate"
    """Was received before: acknowledge again, change nothing."""
    HELD = "held"
    """An earlier bundle of the lane is missing: wait, or an officer accepts the gap."""
    REFUSED = "refused"
    ALARM = "alarm"
    """Refused, and somebody may have tampered: tell the security officer."""


@dataclass(frozen=True, slots=True)
class AxisLine:
    """One question and its answer. ``code`` is empty unless it failed."""

    axis: Axis
    state: AxisState
    code: str = ""


_LINES_OF_CODES = {"bundle.replay": BottomLine.DUPLICATE, "bundle.gap": BottomLine.HELD}
_ALARMS = frozenset(
    {
        "bundle.signature-invalid",
        "bundle.signer-revoked",
        "bundle.wrong-recipient",
        "bundle.fork",
    }
)


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """All lines about one bundle. Made by ``admission.admit`` or, where nothing could be read, ``unopened``."""

    manifest_sha256: str
    lines: tuple[AxisLine, ...]

    @property
    def code(self) -> str:
        """Code of the gravest failed line: an alarm first, then the first in order; empty when none failed."""
        failed = [line.code for line in self.lines if line.state is AxisState.FAILED]
        return next((code for code in failed if code in _ALARMS), failed[0] if failed else "")

    @property
    def bottom_line(self) -> BottomLine:
        """The one answer. A duplicate or a gap counts as such only when nothing else failed."""
        failed = [line.code for line in self.lines if line.state is AxisState.FAILED]
        if not failed:
            return BottomLine.ADMITTED
        if any(code in _ALARMS for code in failed):
            return BottomLine.ALARM
        return _LINES_OF_CODES.get(failed[0], BottomLine.REFUSED) if len(failed) == 1 else BottomLine.REFUSED

    def line(self, axis: Axis) -> AxisLine:
        """The line of one question."""
        return next(line for line in self.lines if line.axis is axis)

    def raise_if_refused(self) -> None:
        """Continue only with an admitted bundle.

        Raises:
            UntrustedInputError: ``code`` of this report.
        """
        if self.bottom_line is not BottomLine.ADMITTED:
            raise UntrustedInputError(self.code)


def unopened(code: str) -> VerificationReport:
    """The report on a file whose container or manifest could not be read."""
    rest = tuple(AxisLine(axis, AxisState.NOT_REACHED) for axis in Axis if axis is not Axis.CONTAINER)
    return VerificationReport("", (AxisLine(Axis.CONTAINER, AxisState.FAILED, code), *rest))
