"""Rows of what offices exchange about bundles, records, keys and stores."""

from app.models.domain.actor import Role
from app.services.bundles.kind_rows.shared import (
    BY_STATION,
    EVERYWHERE,
    SECURITY,
    WITHIN_OFFICE,
    KindRule,
    policy,
    roles,
)
from app.services.bundles.record_types.acknowledgement import DisposalProof, HeadNotice, Receipt
from app.services.bundles.record_types.enrolment import Countersign, KeyGrant, KeyRequest, TrustUpdate
from app.services.bundles.record_types.keeping import BackupSet
from app.services.bundles.sizes import SizeClass
from app.services.bundles.words import Kind, Purpose, RetentionClass

_WITH_A_WITNESS = policy(
    "security-and-witness", SECURITY, roles(Role.SECURITY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)
)
_WITH_ADMINISTRATOR = policy("security-and-administrator", SECURITY, roles(Role.SECURITY_OFFICER, Role.ADMINISTRATOR))

ROWS = (
    KindRule(
        kind=Kind.RECEIPT,
        signing=BY_STATION,
        size_class=SizeClass.RECEIPT,
        routes=EVERYWHERE,
        purpose=Purpose.ACKNOWLEDGEMENT,
        retention=RetentionClass.TRANSPORT,
        record=Receipt,
        bare=True,
    ),
    KindRule(
        kind=Kind.DISPOSAL_PROOF,
        signing=_WITH_A_WITNESS,
        size_class=SizeClass.RECEIPT,
        routes=EVERYWHERE,
        purpose=Purpose.DISPOSAL,
        retention=RetentionClass.LEDGER,
        record=DisposalProof,
        most_records=100,
        bare=True,
    ),
    KindRule(
        kind=Kind.CHECKPOINT,
        signing=BY_STATION,
        size_class=SizeClass.RECEIPT,
        routes=EVERYWHERE,
        purpose=Purpose.WITNESS,
        retention=RetentionClass.TRANSPORT,
        record=HeadNotice,
        bare=True,
    ),
    KindRule(
        kind=Kind.TRUST_UPDATE,
        # Any station may relay: the trust document inside is judged by its own root signatures.
        signing=BY_STATION,
        size_class=SizeClass.PADDED,
        routes=EVERYWHERE,
        purpose=Purpose.TRUST,
        retention=RetentionClass.TRANSPORT,
        record=TrustUpdate,
        most_records=100,
        bare=True,
    ),
    KindRule(
        kind=Kind.KEY_REQUEST,
        signing=BY_STATION,
        size_class=SizeClass.PADDED,
        routes=EVERYWHERE,
        purpose=Purpose.ENROLMENT,
        retention=RetentionClass.TRANSPORT,
        record=KeyRequest,
        bare=True,
    ),
    KindRule(
        kind=Kind.KEY_GRANT,
        signing=_WITH_ADMINISTRATOR,
        size_class=SizeClass.PADDED,
        routes=EVERYWHERE,
        purpose=Purpose.ENROLMENT,
        retention=RetentionClass.TRANSPORT,
        record=KeyGrant,
        bare=True,
    ),
    KindRule(
        kind=Kind.COUNTERSIGN,
        # The signatures that matter stand inside, over the manifest of the draft.
        signing=BY_STATION,
        size_class=SizeClass.PADDED,
        routes=WITHIN_OFFICE,
        purpose=Purpose.COUNTERSIGNATURE,
        retention=RetentionClass.TRANSPORT,
        record=Countersign,
        bare=True,
    ),
    KindRule(
        kind=Kind.BACKUP,
        signing=_WITH_ADMINISTRATOR,
        size_class=SizeClass.PADDED,
        routes=WITHIN_OFFICE,
        purpose=Purpose.SAFEKEEPING,
        retention=RetentionClass.BACKUP,
        record=BackupSet,
    ),
)
