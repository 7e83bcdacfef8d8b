"""The admission of bundles: signers, keys, recipients, purpose and trust under attack."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from app.models.domain.actor import Environment, OfficeKind
from app.services.bundles import kinds, manifest
from app.services.bundles.admission import admit
from app.services.bundles.manifest import Kind, Manifest, Purpose, Signer
from app.services.bundles.report import Axis, AxisState, BottomLine
from app.services.crypto.dsse import Signature, build
from app.services.trust import document
from tests.services.bundles import network as n
from tests.services.bundles.network import changed_by, honest, report_on

PEOPLE = n.WAYS[Kind.RESULT][2]


def signed_by(*signers: Signer, kind: Kind = Kind.RESULT) -> Manifest:
    return msgspec.structs.replace(honest(kind), signers=tuple(sorted(signers, key=lambda each: each.keyid)))


def test_honest_bundle_is_admitted_with_every_line_ok() -> None:
    report = report_on(honest())
    assert [line.axis for line in report.lines] == list(Axis)
    assert {line.state for line in report.lines} == {AxisState.OK}
    assert (report.bottom_line, report.code) == (BottomLine.ADMITTED, "")
    report.raise_if_refused()


# ---- attacks 22 to 24: persons, roles, keys -----------------------------------------------------------------------

DECIDING, SECURITY = n.signer("agency-deciding"), n.signer("agency-security")


def test_attack_22_one_key_for_two_persons_threshold_not_met() -> None:
    twice = msgspec.structs.replace(SECURITY, keyid=DECIDING.keyid)
    whole = with_two_holders_of_one_key()
    manifest_of_both = msgspec.structs.replace(signed_by(DECIDING, twice), trust_sha256=n.view(whole).sha256)
    report = report_on(manifest_of_both, ["agency-deciding"], trust=n.view(whole))
    assert report.code == "bundle.threshold-not-met"


def with_two_holders_of_one_key() -> document.TrustDocument:
    return n.with_person(n.person("agency-security", n.person_key("agency-deciding")))


def test_attack_22_one_key_under_an_invented_id_is_unknown() -> None:
    alias = msgspec.structs.replace(SECURITY, keyid="f" * 64)
    assert report_on(signed_by(DECIDING, alias)).code == "bundle.signer-unknown"


def test_attack_22_signature_under_an_id_that_nobody_announced_threshold_not_met() -> None:
    assert report_on(honest(), [*PEOPLE, "agency-examiner"]).code == "bundle.threshold-not-met"
    assert report_on(honest(), PEOPLE[:1]).code == "bundle.threshold-not-met"


def test_attack_23_two_keys_of_one_person_threshold_not_met() -> None:
    whole = n.with_person(n.person("agency-both", n.person_key("agency-both"), n.person_key("agency-both#2")))
    first, second = n.signer("agency-both"), n.signer("agency-both#2", "security-officer")
    changed = msgspec.structs.replace(signed_by(first, second), trust_sha256=n.view(whole).sha256)
    report = report_on(changed, ["agency-both", "agency-both#2"], trust=n.view(whole))
    assert report.code == "bundle.threshold-not-met"


def test_attack_23_two_keys_of_one_person_beside_a_bystander_threshold_not_met() -> None:
    whole = n.with_person(n.person("agency-both", n.person_key("agency-both"), n.person_key("agency-both#2")))
    signers = n.signer("agency-both"), n.signer("agency-both#2", "security-officer"), n.signer("agency-examiner")
    changed = msgspec.structs.replace(signed_by(*signers), trust_sha256=n.view(whole).sha256)
    report = report_on(changed, ["agency-both", "agency-both#2", "agency-examiner"], trust=n.view(whole))
    assert report.code == "bundle.threshold-not-met"


THRESHOLDS: dict[str, tuple[Callable[[], Manifest], tuple[str, ...]]] = {
    "23-wrong-role": (lambda: signed_by(n.signer("agency-examiner"), SECURITY), ("agency-examiner", "agency-security")),
    "23-role-not-held": (
        lambda: signed_by(n.signer("agency-examiner", "deciding-officer"), SECURITY),
        ("agency-examiner", "agency-security"),
    ),
    "23-two-of-one-role": (
        lambda: signed_by(DECIDING, n.signer("agency-both")),
        ("agency-deciding", "agency-both"),
    ),
    "23-one-signer": (lambda: signed_by(DECIDING), ("agency-deciding",)),
    "23-policy-lowered": (
        lambda: msgspec.structs.replace(signed_by(DECIDING), signing=kinds.rule(Kind.RECEIPT).signing),
        ("agency-deciding",),
    ),
    "23-threshold-lowered": (
        lambda: msgspec.structs.replace(
            signed_by(DECIDING), signing=msgspec.structs.replace(honest().signing, threshold=1)
        ),
        ("agency-deciding",),
    ),
    "23-policy-lowered-though-met": (
        lambda: changed_by(signing=msgspec.structs.replace(honest().signing, threshold=1)),
        PEOPLE,
    ),
    "23-other-office": (lambda: signed_by(DECIDING, n.signer("con-security")), ("agency-deciding", "con-security")),
    "23-station-for-a-person": (lambda: signed_by(DECIDING, n.signer(n.AGENCY)), ("agency-deciding", n.AGENCY)),
}


@pytest.mark.parametrize(
    ("make", "names"), [pytest.param(*each, id=f"{label}-threshold-not-met") for label, each in THRESHOLDS.items()]
)
def test_hostile_signers(make: Callable[[], Manifest], names: tuple[str, ...]) -> None:
    report = report_on(make(), names)
    assert report.code == "bundle.threshold-not-met"
    assert report.line(Axis.RECIPIENT).state is AxisState.NOT_REACHED


def test_person_with_both_roles_and_another_officer_suffice() -> None:
    both = n.signer("agency-both", "security-officer")
    assert report_on(signed_by(DECIDING, both), ("agency-deciding", "agency-both")).code == ""


def test_a_third_signature_of_the_station_does_no_harm() -> None:
    assert report_on(signed_by(DECIDING, SECURITY, n.signer(n.AGENCY)), (*PEOPLE, n.AGENCY)).code == ""


KEY_CHANGES = {
    "24-revoked-later": {"revoked_at": n.NOW},
    "24-revoked-before": {"revoked_at": n.NOW - 90 * n.DAY},
    "24-not-yet-valid": {"since": n.NOW - n.DAY + 1},
    "24-expired": {"until": n.NOW - n.DAY - 1},
}


@pytest.mark.parametrize(
    "changes", [pytest.param(each, id=f"{label}-signer-revoked") for label, each in KEY_CHANGES.items()]
)
def test_key_outside_its_life(changes: dict[str, int]) -> None:
    whole = n.with_person(n.person("agency-security", n.person_key("agency-security", **changes)))
    changed = changed_by(trust_sha256=n.view(whole).sha256)
    assert report_on(changed, trust=n.view(whole)).code == "bundle.signer-revoked"


def test_attack_24_revoked_or_unknown_origin() -> None:
    stations = n.trust_document().stations
    revoked = n.trust_document(stations=tuple(msgspec.structs.replace(each, revoked_at=n.NOW) for each in stations))
    changed = changed_by(trust_sha256=n.view(revoked).sha256)
    assert report_on(changed, trust=n.view(revoked)).code == "bundle.signer-revoked"
    assert report_on(changed_by(origin="NOBODY")).code == "bundle.signer-unknown"


@pytest.mark.parametrize("how", ["another-station", "another-name"])
def test_a_station_signs_for_itself_only(how: str) -> None:
    own, other = n.signer(n.AGENCY), n.signer(n.OTHER_DESK)
    foreign = other if how == "another-station" else msgspec.structs.replace(own, person=n.OTHER_DESK)
    names = [n.OTHER_DESK] if how == "another-station" else [n.AGENCY]
    assert report_on(signed_by(foreign, kind=Kind.TRUST_UPDATE), names).code == "bundle.signer-unknown"


def test_signature_over_other_bytes_is_an_alarm() -> None:
    data = manifest.encode(honest())
    signed = [Signature(n.key_of(name).key_id, n.key_of(name).sign(b"x")) for name in PEOPLE]
    report = admit(n.arrival(n.opened(n.enveloped(build(manifest.PAYLOAD_TYPE, data, signed)))))
    assert (report.code, report.bottom_line) == ("bundle.signature-invalid", BottomLine.ALARM)


# ---- attacks 25 and 26: recipients ---------------------------------------------------------------------------------


def test_attack_25_forwarded_to_a_third_party_wrong_recipient() -> None:
    """The contractor re-encrypts a bundle that the agency signed for it."""
    archive = n.inner(n.sealed())
    bundle = n.opened(n.encrypted(archive, (n.AGENCY, n.INVESTIGATION)), n.INVESTIGATION)
    report = admit(n.arrival(bundle, n.INVESTIGATION))
    assert (report.code, report.bottom_line) == ("bundle.wrong-recipient", BottomLine.ALARM)
    assert report.line(Axis.THRESHOLD).state is AxisState.OK
    assert report.line(Axis.SEQUENCE).state is AxisState.NOT_REACHED


@pytest.mark.parametrize(
    "stations", [(n.CONTRACTOR,), (n.AGENCY, n.CONTRACTOR, n.INVESTIGATION)], ids=["26-fewer", "26-one-more"]
)
def test_attack_26_encrypted_to_others_than_signed(stations: tuple[str, ...]) -> None:
    assert n.fate(n.encrypted(n.inner(n.sealed()), stations)) == "bundle.wrong-recipient"


def test_opened_with_a_key_that_is_not_named() -> None:
    bundle = n.opened(n.sealed())
    assert admit(n.arrival(bundle, opened_with="0" * 64)).code == "bundle.wrong-recipient"


# ---- environment, format, purpose, trust ---------------------------------------------------------------------------


def test_rehearsal_and_live_never_mix() -> None:
    live, rehearsal = n.opened(n.sealed()), n.opened(n.sealed(n.plan(environment=Environment.REHEARSAL)))
    assert admit(n.arrival(live, environment=Environment.REHEARSAL)).code == "bundle.live-in-rehearsal"
    assert admit(n.arrival(rehearsal)).code == "bundle.rehearsal-in-live"


@pytest.mark.parametrize("total", [2**20 + 512, 2**19, 4 * 2**20])
def test_result_of_another_length_is_refused(total: int) -> None:
    assert report_on(changed_by(total=total)).code == "bundle.manifest-refused"


@pytest.mark.parametrize("count", [0, 501])
def test_number_of_records_is_bounded(count: int) -> None:
    entries = tuple(msgspec.structs.replace(each, count=count) for each in honest().entries)
    assert report_on(changed_by(entries=entries)).code == "bundle.manifest-refused"


def test_purpose_retention_and_way_are_those_of_the_kind() -> None:
    retention = msgspec.structs.replace(honest().retention, rule=manifest.RetentionClass.CASE)
    for changed in (changed_by(purpose=Purpose.INVESTIGATION), changed_by(retention=retention)):
        assert report_on(changed).code == "bundle.purpose-refused"


def test_bundle_to_the_origin_alone_is_refused() -> None:
    data = n.sealed(n.plan(lanes=(n.lane(n.AGENCY),)))
    assert n.fate(data, n.AGENCY) == "bundle.purpose-refused"


@pytest.mark.parametrize("kind", [Kind.OPINION, Kind.DECISION, Kind.QUESTIONNAIRE, Kind.INVESTIGATION_REQUEST])
def test_contractor_receives_notices_only(kind: Kind) -> None:
    origin = n.WAYS[kind][0]
    data = n.sealed(n.plan(kind, lanes=(n.lane(origin), n.lane(n.CONTRACTOR))))
    assert n.fate(data) == "bundle.purpose-refused"


def test_unknown_station_among_the_recipients_is_refused() -> None:
    lanes = (n.lane(n.AGENCY), n.lane(n.CONTRACTOR), n.lane("STRANGER"))
    assert n.fate(n.sealed(n.plan(lanes=lanes))) == "bundle.purpose-refused"


def test_decision_goes_to_another_desk_of_the_same_office_only() -> None:
    data = n.sealed(n.plan(Kind.DECISION, lanes=(n.lane(n.AGENCY), n.lane(n.OTHER_DESK))))
    assert n.fate(data, n.OTHER_DESK) == "accepted"
    offices = (
        *n.trust_document().offices,
        document.Office(id="Z", kind=OfficeKind.AGENCY, name_ja="他", name_en="Z"),
    )
    stations = tuple(
        msgspec.structs.replace(each, office="Z") if each.id == n.OTHER_DESK else each
        for each in n.trust_document().stations
    )
    whole = n.view(n.trust_document(offices=offices, stations=stations))
    plan = n.plan(Kind.DECISION, lanes=(n.lane(n.AGENCY), n.lane(n.OTHER_DESK)), trust_sha256=whole.sha256)
    assert n.fate(n.sealed(plan), n.OTHER_DESK, trust=whole) == "bundle.purpose-refused"


def test_older_trust_on_our_chain_is_enough() -> None:
    assert report_on(honest(), trust=n.newer_trust()).code == ""


TRUST_VERSIONS: dict[str, tuple[Callable[[], Manifest], Callable[[], dict[str, Any]]]] = {
    "newer-than-ours": (lambda: changed_by(trust_version=2), dict),
    "same-version-other-hash": (lambda: changed_by(trust_sha256="0" * 64), dict),
    "not-on-our-chain": (lambda: changed_by(trust_sha256="0" * 64), lambda: {"trust": n.newer_trust()}),
    "version-we-never-saw": (honest, lambda: {"trust": replace(n.newer_trust(), history={})}),
    "ours-expired": (honest, lambda: {"now": n.trust_document().expires + 1}),
}


@pytest.mark.parametrize(
    ("make", "changes"), [pytest.param(*each, id=f"{label}-trust-stale") for label, each in TRUST_VERSIONS.items()]
)
def test_trust_that_does_not_fit(make: Callable[[], Manifest], changes: Callable[[], dict[str, Any]]) -> None:
    assert report_on(make(), **changes()).code == "bundle.trust-stale"


def test_trust_update_arrives_although_our_trust_is_old_and_expired() -> None:
    late = n.trust_document().expires + 1
    plan = n.plan(Kind.TRUST_UPDATE, trust_version=2, trust_sha256="0" * 64, created_at=late)
    assert n.fate(n.sealed(plan), now=late) == "accepted"


def test_every_kind_has_a_row_and_a_policy_that_can_be_met() -> None:
    for kind in Kind:
        rule = kinds.rule(kind)
        assert rule.kind is kind
        assert rule.signing.threshold == len(rule.signing.roles)
        assert n.fate(n.sealed(n.plan(kind)), n.WAYS[kind][1]) == "accepted"
