"""What is known about the trustworthiness of a bundle, one line per question."""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.models.domain.errors import UntrustedInputError
from app.services.bundles.refusals import REFUSALS


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
    RECORD = "record"
    CONTENT = "content"
    """Records and papers themselves; asked of an admitted bundle alone, while it is read to its end."""


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


ALARMS = frozenset(row.code for row in REFUSALS if row.is_alarm)
_REPLAY = "bundle.replay"
_GAP = "bundle.gap"


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """All lines about one bundle. Made by ``admission.admit`` or, where nothing could be read, ``unopened``."""

    manifest_sha256: str
    lines: tuple[AxisLine, ...]

    @property
    def code(self) -> str:
        """Code of the gravest failed line; empty when none failed.

        Alarms come first. A bundle that was received before is a duplicate even if it is expired by now or its signer
        was revoked since; a gap counts only when nothing else failed.
        """
        failed = [line.code for line in self.lines if line.state is AxisState.FAILED]
        first = [code for code in failed if code in ALARMS] or [code for code in failed if code == _REPLAY]
        return next(iter(first or failed), "")

    @property
    def bottom_line(self) -> BottomLine:
        """The one answer."""
        answers = {"": BottomLine.ADMITTED, _REPLAY: BottomLine.DUPLICATE, _GAP: BottomLine.HELD}
        otherwise = BottomLine.ALARM if self.code in ALARMS else BottomLine.REFUSED
        return answers.get(self.code, otherwise)

    def line(self, axis: Axis) -> AxisLine:
        """The line of one question."""
        return next(line for line in self.lines if line.axis is axis)

    def having_read(self, code: str = "") -> "VerificationReport":
        """This report after the contents were read: ``code`` is why they were refused, empty when they were not."""
        state = AxisState.FAILED if code else AxisState.OK
        read = AxisLine(Axis.CONTENT, state, code)
        return replace(self, lines=tuple(read if line.axis is Axis.CONTENT else line for line in self.lines))

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
