"""Too few persons, wrong roles, a lowered policy."""

from collections.abc import Callable

import msgspec
import pytest

from app.services.bundles import kinds
from app.services.bundles.manifest import Kind, Manifest, Signer
from app.services.bundles.report import Axis, AxisState
from app.services.trust import document
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import PEOPLE
from tests.services.bundles.network import changed_by, honest, report_on

DECIDING, SECURITY = n.signer("agency-deciding"), n.signer("agency-security")


def signed_by(*signers: Signer, kind: Kind = Kind.RESULT) -> Manifest:
    return msgspec.structs.replace(honest(kind), signers=tuple(sorted(signers, key=lambda each: each.keyid)))


def two_keys() -> document.TrustDocument:
    return n.with_person(n.person("agency-both", n.person_key("agency-both"), n.person_key("agency-both#2")))


def test_one_key_for_two_persons() -> None:
    """The trust document was made to give one key to two persons; one signature shall count for both."""
    whole = n.with_person(n.person("agency-security", n.person_key("agency-deciding")))
    twice = msgspec.structs.replace(SECURITY, keyid=DECIDING.keyid)
    both = msgspec.structs.replace(signed_by(DECIDING, twice), trust_sha256=n.view(whole).sha256)
    assert report_on(both, ["agency-deciding"], trust=n.view(whole)).code == "bundle.threshold-not-met"


def test_a_signature_that_nobody_announced_and_one_that_is_missing() -> None:
    """The manifest names two persons; three or one have signed."""
    assert report_on(honest(), [*PEOPLE, "agency-examiner"]).code == "bundle.threshold-not-met"
    assert report_on(honest(), PEOPLE[:1]).code == "bundle.threshold-not-met"


@pytest.mark.parametrize("bystander", [(), ("agency-examiner",)])
def test_two_keys_of_one_person(bystander: tuple[str, ...]) -> None:
    """One person with two keys and both roles stands for two, alone or beside somebody without a say."""
    signers = [n.signer("agency-both"), n.signer("agency-both#2", "security-officer"), *map(n.signer, bystander)]
    changed = msgspec.structs.replace(signed_by(*signers), trust_sha256=n.view(two_keys()).sha256)
    report = report_on(changed, ["agency-both", "agency-both#2", *bystander], trust=n.view(two_keys()))
    assert report.code == "bundle.threshold-not-met"


SIGNERS: dict[str, tuple[Callable[[], Manifest], tuple[str, ...]]] = {
    "wrong-role": (lambda: signed_by(n.signer("agency-examiner"), SECURITY), ("agency-examiner", "agency-security")),
    "role-not-held": (
        lambda: signed_by(n.signer("agency-examiner", "deciding-officer"), SECURITY),
        ("agency-examiner", "agency-security"),
    ),
    "two-of-one-role": (lambda: signed_by(DECIDING, n.signer("agency-both")), ("agency-deciding", "agency-both")),
    "one-signer": (lambda: signed_by(DECIDING), ("agency-deciding",)),
    "policy-of-another-kind": (
        lambda: msgspec.structs.replace(signed_by(DECIDING), signing=kinds.rule(Kind.RECEIPT).signing),
        ("agency-deciding",),
    ),
    "threshold-lowered": (
        lambda: msgspec.structs.replace(
            signed_by(DECIDING), signing=msgspec.structs.replace(honest().signing, threshold=1)
        ),
        ("agency-deciding",),
    ),
    "threshold-lowered-though-met": (
        lambda: changed_by(signing=msgspec.structs.replace(honest().signing, threshold=1)),
        PEOPLE,
    ),
    "other-office": (lambda: signed_by(DECIDING, n.signer("con-security")), ("agency-deciding", "con-security")),
    "station-for-a-person": (lambda: signed_by(DECIDING, n.signer(n.AGENCY)), ("agency-deciding", n.AGENCY)),
}


@pytest.mark.parametrize(("make", "names"), [pytest.param(*each, id=label) for label, each in SIGNERS.items()])
def test_persons_who_may_not_sign_this(make: Callable[[], Manifest], names: tuple[str, ...]) -> None:
    """Without the role, of another office, a machine for a person, or under a policy that the signers lowered."""
    report = report_on(make(), names)
    assert report.code == "bundle.threshold-not-met"
    assert report.line(Axis.RECIPIENT).state is AxisState.NOT_REACHED


def test_who_may_sign() -> None:
    """Not an attack: one person with both roles beside another, and the station's own signature beside two persons."""
    both = n.signer("agency-both", "security-officer")
    assert report_on(signed_by(DECIDING, both), ("agency-deciding", "agency-both")).code == ""
    assert report_on(signed_by(DECIDING, SECURITY, n.signer(n.AGENCY)), (*PEOPLE, n.AGENCY)).code == ""
