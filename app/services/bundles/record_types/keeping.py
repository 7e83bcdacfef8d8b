"""Records of what moves as a whole: a case, a backup."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from app.models.domain.lifecycle import State
from app.models.forms.answers import Response
from app.services.bundles.fields import Count, Hex64, Identifier, Reference, Seconds
from app.services.bundles.record_types.outcomes import ItemFinding
from app.services.bundles.record_types.parts import ApplicableItem, Consent, PackPin, Part, Record, SubjectIdentity


class CaseTransfer(Record, frozen=True, tag="case-transfer"):
    """A whole case with the right to write in it. ``custody`` counts its hand-overs, so that a late copy is known.

    Opinion and decision stand in the envelopes that their officers signed.
    """

    case_ref: Reference
    custody: Annotated[int, Meta(ge=1, le=9999)]
    state: State
    subject: SubjectIdentity
    item: ApplicableItem
    notice_date: date
    consents: Annotated[tuple[Consent, ...], Meta(min_length=1, max_length=10)]
    pack: PackPin
    response: Response | None
    findings: Annotated[tuple[ItemFinding, ...], Meta(max_length=7)]
    opinion_envelope: Annotated[bytes, Meta(max_length=1_048_576)] | None
    decision_envelope: Annotated[bytes, Meta(max_length=1_048_576)] | None

    def __post_init__(self) -> None:
        items = [each.item for each in self.findings]
        if items != sorted(set(items)):
            raise ValueError


class BackupPiece(Part, frozen=True):
    """One file of a backup set, which travels as a blob."""

    name: Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9._-]{0,99}\Z")]
    size: Count
    sha256: Hex64


class BackupSet(Record, frozen=True, tag="backup"):
    """A backup in its own format, sealed to the recovery sheets of its office."""

    backup_id: Identifier
    vault_id: Identifier
    made_at: Seconds
    format: Literal["sekisho-backup/1"]
    pieces: Annotated[tuple[BackupPiece, ...], Meta(min_length=1, max_length=1000)]
