"""Bundles that may not go this way, or for this purpose."""

import msgspec
import pytest

from app.models.domain.actor import OfficeKind
from app.services.bundles import kinds, manifest
from app.services.bundles.manifest import Kind, Purpose
from app.services.trust import document
from tests.services.bundles import network as n
from tests.services.bundles.network import changed_by, honest, report_on


def test_another_purpose_or_retention_than_the_kind_has() -> None:
    """The signers widen what the data may be used for, or how long they are kept."""
    retention = msgspec.structs.replace(honest().retention, rule=manifest.RetentionClass.CASE)
    for changed in (changed_by(purpose=Purpose.INVESTIGATION), changed_by(retention=retention)):
        assert report_on(changed).code == "bundle.purpose-refused"


def test_a_bundle_to_the_origin_alone() -> None:
    """It is for nobody."""
    assert n.fate(n.sealed(n.plan(lanes=(n.lane(n.AGENCY),))), n.AGENCY) == "bundle.purpose-refused"


@pytest.mark.parametrize("kind", [Kind.OPINION, Kind.DECISION, Kind.QUESTIONNAIRE, Kind.INVESTIGATION_REQUEST])
def test_more_than_a_notice_to_a_contractor(kind: Kind) -> None:
    """An employer must never see answers, opinions or reasons."""
    origin = n.WAYS[kind][0]
    data = n.sealed(n.plan(kind, lanes=(n.lane(origin), n.lane(n.CONTRACTOR))))
    assert n.fate(data) == "bundle.purpose-refused"


def test_an_unknown_station_among_the_recipients() -> None:
    """Somebody outside the trust document reads along."""
    lanes = (n.lane(n.AGENCY), n.lane(n.CONTRACTOR), n.lane("STRANGER"))
    assert n.fate(n.sealed(n.plan(lanes=lanes))) == "bundle.purpose-refused"


def test_a_decision_to_another_agency() -> None:
    """The archive of the own office may have it, another agency's may not."""
    lanes = (n.lane(n.AGENCY), n.lane(n.OTHER_DESK))
    assert n.fate(n.sealed(n.plan(Kind.DECISION, lanes=lanes)), n.OTHER_DESK) == "accepted"
    other = document.Office(id="Z", kind=OfficeKind.AGENCY, name_ja="他", name_en="Z")
    stations = tuple(
        msgspec.structs.replace(each, office="Z") if each.id == n.OTHER_DESK else each
        for each in n.trust_document().stations
    )
    whole = n.view(n.trust_document(offices=(*n.trust_document().offices, other), stations=stations))
    plan = n.plan(Kind.DECISION, lanes=lanes, trust_sha256=whole.sha256)
    assert n.fate(n.sealed(plan), n.OTHER_DESK, trust=whole) == "bundle.purpose-refused"


def test_every_kind_has_a_row_and_a_policy_that_can_be_met() -> None:
    """Not an attack: each kind goes its own way."""
    for kind in n.WAYS:
        rule = kinds.rule(kind)
        assert rule.kind is kind
        assert rule.signing.threshold == len(rule.signing.roles)
        assert n.fate(n.sealed(n.plan(kind)), n.WAYS[kind][1]) == "accepted"
