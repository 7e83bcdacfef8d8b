"""The one table of bundle kinds: who signs, who sends to whom, why, how long, how large, holding what.

A manifest must say exactly what its row says: a signer cannot lower a policy, widen a purpose or choose another size.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from app.models.domain.actor import OfficeKind, Role
from app.services.bundles import schemas
from app.services.bundles.manifest import STATION_ROLE, Kind, Purpose, RetentionClass, SigningPolicy
from app.services.bundles.sizes import SizeClass

AGENCY = OfficeKind.AGENCY
INVESTIGATION_OFFICE = OfficeKind.INVESTIGATION_OFFICE
CONTRACTOR = OfficeKind.CONTRACTOR


@dataclass(frozen=True, slots=True)
class Route:
    """From an office of one kind to one of another. ``own_office``: to a station of the very same office only."""

    sender: OfficeKind
    receiver: OfficeKind
    own_office: bool = False


@dataclass(frozen=True, slots=True)
class KindRule:
    """One row.

    ``days_valid`` bounds ``not_after``; ``most_records`` bounds ``records.ndjson.zst``, at least one; a kind that is
    ``bare`` carries at most one letter for each record and no other paper.
    """

    kind: Kind
    signing: SigningPolicy
    size_class: SizeClass
    routes: frozenset[Route]
    purpose: Purpose
    retention: RetentionClass
    record: type[schemas.Record]
    accepts: Callable[[schemas.Record], bool]
    days_valid: int = 90
    most_records: int = 1
    bare: bool = False

    def permits(self, sender: OfficeKind, receiver: OfficeKind, *, same_office: bool) -> bool:
        """Whether a bundle of this kind may go this way."""
        return any(
            route.sender is sender and route.receiver is receiver and (same_office or not route.own_office)
            for route in self.routes
        )


def rule(kind: Kind) -> KindRule:
    """The row of a kind."""
    return _RULES[kind]


def decoder(kind: Kind) -> "msgspec.json.Decoder[schemas.Record]":
    """Decoder of the only record type that a bundle of this kind may hold."""
    return _DECODERS[kind]


def _policy(name: str, threshold: int, *slots: tuple[str, ...]) -> SigningPolicy:
    return SigningPolicy(policy=name, threshold=threshold, roles=slots)


def _any(_: schemas.Record) -> bool:
    return True


def _is_result(record: schemas.Record) -> bool:
    return isinstance(record, schemas.ResultNotice) and record.outcome is not schemas.NoticeOutcome.NOT_CARRIED_OUT


def _is_not_carried_out(record: schemas.Record) -> bool:
    return isinstance(record, schemas.ResultNotice) and record.outcome is schemas.NoticeOutcome.NOT_CARRIED_OUT


_SECURITY = (Role.SECURITY_OFFICER.value,)
_STAFF = tuple(sorted(role.value for role in (Role.EXAMINER, Role.REVIEWER, Role.SECURITY_OFFICER)))
_DECIDING = (Role.DECIDING_OFFICER.value,)
_ACCEPTING = tuple(sorted(role.value for role in (Role.REVIEWER, Role.DECIDING_OFFICER)))
_STATION = _policy("one-station", 1, (STATION_ROLE,))
_DECISION = _policy("deciding-and-security", 2, _DECIDING, _SECURITY)

_TO_INVESTIGATION = frozenset({Route(AGENCY, INVESTIGATION_OFFICE)})
_TO_CONTRACTOR = frozenset({Route(AGENCY, CONTRACTOR)})
_EVERYWHERE = frozenset(Route(sender, receiver) for sender in OfficeKind for receiver in OfficeKind)

_ROWS = (
    KindRule(
        kind=Kind.INVESTIGATION_REQUEST,
        signing=_policy("one-security-officer", 1, _SECURITY),
        size_class=SizeClass.PADDED,
        routes=_TO_INVESTIGATION,
        purpose=Purpose.INVESTIGATION,
        retention=RetentionClass.CASE,
        record=schemas.InvestigationRequest,
        accepts=_any,
        most_records=5000,
    ),
    KindRule(
        kind=Kind.QUESTIONNAIRE,
        signing=_policy("one-staff", 1, _STAFF),
        size_class=SizeClass.PADDED,
        routes=_TO_INVESTIGATION,
        purpose=Purpose.INVESTIGATION,
        retention=RetentionClass.CASE,
        record=schemas.QuestionnaireResponse,
        accepts=_any,
    ),
    KindRule(
        kind=Kind.OPINION,
        signing=_policy("accepting-and-security", 2, _ACCEPTING, _SECURITY),
        size_class=SizeClass.OUTCOME,
        routes=frozenset({Route(INVESTIGATION_OFFICE, AGENCY)}),
        purpose=Purpose.OPINION,
        retention=RetentionClass.CASE,
        record=schemas.OpinionRecord,
        accepts=_any,
    ),
    KindRule(
        kind=Kind.DECISION,
        signing=_DECISION,
        size_class=SizeClass.OUTCOME,
        routes=_TO_INVESTIGATION | {Route(AGENCY, AGENCY, own_office=True)},
        purpose=Purpose.DECISION_RECORD,
        retention=RetentionClass.CASE,
        record=schemas.DecisionRecord,
        accepts=_any,
    ),
    KindRule(
        kind=Kind.RESULT,
        signing=_DECISION,
        size_class=SizeClass.RESULT,
        routes=_TO_CONTRACTOR,
        purpose=Purpose.NOTIFICATION,
        retention=RetentionClass.NOTIFICATION,
        record=schemas.ResultNotice,
        accepts=_is_result,
        most_records=500,
        bare=True,
    ),
    KindRule(
        kind=Kind.NOT_CARRIED_OUT,
        signing=_DECISION,
        size_class=SizeClass.RESULT,
        routes=_TO_CONTRACTOR,
        purpose=Purpose.NOTIFICATION,
        retention=RetentionClass.NOTIFICATION,
        record=schemas.ResultNotice,
        accepts=_is_not_carried_out,
        most_records=500,
        bare=True,
    ),
    KindRule(
        kind=Kind.WITHDRAWAL,
        signing=_policy("one-security-officer", 1, _SECURITY),
        size_class=SizeClass.PADDED,
        routes=_TO_INVESTIGATION,
        purpose=Purpose.INVESTIGATION,
        retention=RetentionClass.CASE,
        record=schemas.WithdrawalNotice,
        accepts=_any,
        bare=True,
    ),
    KindRule(
        kind=Kind.RECEIPT,
        signing=_STATION,
        size_class=SizeClass.RECEIPT,
        routes=_EVERYWHERE,
        purpose=Purpose.ACKNOWLEDGEMENT,
        retention=RetentionClass.TRANSPORT,
        record=schemas.Receipt,
        accepts=_any,
        bare=True,
    ),
    KindRule(
        kind=Kind.TRUST_UPDATE,
        # Any station may relay: the trust document inside is judged by its own root signatures.
        signing=_STATION,
        size_class=SizeClass.PADDED,
        routes=_EVERYWHERE,
        purpose=Purpose.TRUST,
        retention=RetentionClass.TRANSPORT,
        record=schemas.TrustUpdate,
        accepts=_any,
        most_records=100,
        bare=True,
    ),
)
_RULES = {row.kind: row for row in _ROWS}
_DECODERS: "dict[Kind, msgspec.json.Decoder[schemas.Record]]" = {
    row.kind: msgspec.json.Decoder(row.record) for row in _ROWS
}
