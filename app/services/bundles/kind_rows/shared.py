"""Words in which the rows are written: ways, signing policies, and the shape of a row."""

from collections.abc import Callable
from dataclasses import dataclass

from app.models.domain.actor import OfficeKind, Role
from app.services.bundles.manifest import STATION_ROLE, SigningPolicy
from app.services.bundles.record_types.parts import Record
from app.services.bundles.sizes import SizeClass
from app.services.bundles.words import Kind, Purpose, RetentionClass

AGENCY = OfficeKind.AGENCY
INVESTIGATION_OFFICE = OfficeKind.INVESTIGATION_OFFICE
CONTRACTOR = OfficeKind.CONTRACTOR


@dataclass(frozen=True, slots=True)
class Route:
    """From an office of one kind to one of another. ``own_office``: to a station of the very same office only."""

    sender: OfficeKind
    receiver: OfficeKind
    own_office: bool = False


def _any(_: Record) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class KindRule:
    """One row.

    ``days_valid`` bounds ``not_after``; ``most_records`` bounds ``records.ndjson.zst``, at least one; a kind that is
    ``bare`` carries at most one letter for each record and no other paper; ``destroy_report`` asks the recipient to
    report the destruction of what the bundle brings.
    """

    kind: Kind
    signing: SigningPolicy
    size_class: SizeClass
    routes: frozenset[Route]
    purpose: Purpose
    retention: RetentionClass
    record: type[Record]
    accepts: Callable[[Record], bool] = _any
    days_valid: int = 90
    most_records: int = 1
    bare: bool = False
    destroy_report: bool = False

    def permits(self, sender: OfficeKind, receiver: OfficeKind, *, same_office: bool) -> bool:
        """Whether a bundle of this kind may go this way."""
        return any(
            route.sender is sender and route.receiver is receiver and (same_office or not route.own_office)
            for route in self.routes
        )


def policy(name: str, *slots: tuple[str, ...]) -> SigningPolicy:
    """One signer for each slot, each another person who holds one of its roles."""
    return SigningPolicy(policy=name, threshold=len(slots), roles=slots)


def roles(*held: Role) -> tuple[str, ...]:
    """One slot: any of these roles fills it."""
    return tuple(sorted(role.value for role in held))


SECURITY = roles(Role.SECURITY_OFFICER)
STAFF = roles(Role.EXAMINER, Role.REVIEWER, Role.SECURITY_OFFICER)
DECIDING = roles(Role.DECIDING_OFFICER)
ACCEPTING = roles(Role.REVIEWER, Role.DECIDING_OFFICER)
BY_STATION = policy("one-station", (STATION_ROLE,))
BY_STAFF = policy("one-staff", STAFF)
BY_SECURITY = policy("one-security-officer", SECURITY)
BY_DECISION = policy("deciding-and-security", DECIDING, SECURITY)
BY_FORM_KEEPERS = policy("form-pack", DECIDING, SECURITY)
"""A form pack, of an investigation office; no bundle."""

TO_INVESTIGATION = frozenset({Route(AGENCY, INVESTIGATION_OFFICE)})
TO_AGENCY = frozenset({Route(INVESTIGATION_OFFICE, AGENCY)})
TO_CONTRACTOR = frozenset({Route(AGENCY, CONTRACTOR)})
FROM_CONTRACTOR = frozenset({Route(CONTRACTOR, AGENCY)})
WITHIN_AGENCY = frozenset({Route(AGENCY, AGENCY, own_office=True)})
WITHIN_INVESTIGATION = frozenset({Route(INVESTIGATION_OFFICE, INVESTIGATION_OFFICE, own_office=True)})
WITHIN_OFFICE = frozenset(Route(kind, kind, own_office=True) for kind in OfficeKind)
EVERYWHERE = frozenset(Route(sender, receiver) for sender in OfficeKind for receiver in OfficeKind)
