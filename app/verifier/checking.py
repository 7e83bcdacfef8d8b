"""Verify a bundle to its last byte without a vault: with a key, a trust document and the root's fingerprint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from app.models.domain.actor import Environment
from app.models.domain.errors import UntrustedInputError
from app.services.bundles.admission import Arrival, LaneState, TrustView, admit
from app.services.bundles.container import OpenedBundle, open_bundle, pass_over
from app.services.bundles.fields import ZERO_HASH
from app.services.bundles.manifest import Manifest
from app.services.bundles.report import Axis, AxisLine, AxisState, BottomLine, VerificationReport, unopened
from app.services.crypto.age import Identity
from app.services.trust.rules import adopt_first


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who verifies, and what is known.

    Attributes:
        station: The name that manifests must give us.
        identities: Our secret keys, newest first.
        trust: The trust document in force.
        lane: The last bundle of this origin; None where nobody keeps a list.
    """

    station: str
    environment: Environment
    identities: Sequence[Identity]
    trust: TrustView
    lane: LaneState | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The report, and the manifest where it could be read; nothing of it is true unless the report says so."""

    report: VerificationReport
    manifest: Manifest | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)
    """Values for the sentences of the report's code."""


def trust_of(envelope: bytes, root_fingerprint: tuple[str, ...], environment: Environment, now: int) -> TrustView:
    """Believe a trust document by the fingerprint of its root, typed from paper.

    Raises:
        UntrustedInputError: A rule of trust documents is broken (``trust.*``).
    """
    adopted = adopt_first(envelope, root_fingerprint, environment, now)
    return TrustView(adopted.document, adopted.sha256)


def verify(source: BinaryIO, recipient: Recipient, now: int) -> Verdict:
    """Answer every question about a bundle; an admitted one was read to its end and every record was checked.

    Args:
        source: The encrypted file, seekable.
        recipient: Who asks.
        now: UTC seconds.
    """
    try:
        opened = open_bundle(source, recipient.identities)
    except UntrustedInputError as refusal:
        return Verdict(unopened(refusal.code), params=refusal.params)
    report = admit(_arrival(opened, recipient, now))
    if report.bottom_line is BottomLine.ADMITTED:
        try:
            for _ in opened.entries(report, pass_over):
                pass
            opened.finish()
        except UntrustedInputError as refusal:
            return Verdict(report.having_read(refusal.code), opened.manifest, refusal.params)
        report = report.having_read()
    unasked = (Axis.RECORD,) if recipient.lane is not None else (Axis.RECORD, Axis.SEQUENCE)
    return Verdict(_without(report, unasked), opened.manifest)


def _arrival(opened: OpenedBundle, recipient: Recipient, now: int) -> Arrival:
    named = opened.manifest.addressee(recipient.station)
    seq, prev = (named.seq, named.prev) if named is not None else (1, ZERO_HASH)
    return Arrival(
        manifest=opened.manifest,
        envelope=opened.envelope,
        stanza_count=opened.stanza_count,
        opened_with=opened.opened_with,
        trust=recipient.trust,
        station=recipient.station,
        environment=recipient.environment,
        # Without a list every bundle is at its place; the line says that nobody looked.
        lane=recipient.lane or LaneState(seq - 1, prev),
        now=now,
    )


def _without(report: VerificationReport, axes: tuple[Axis, ...]) -> VerificationReport:
    lines = (
        AxisLine(line.axis, AxisState.NOT_REACHED) if line.axis in axes and line.state is AxisState.OK else line
        for line in report.lines
    )
    return replace(report, lines=tuple(lines))
