"""Sequence and time: replays, gaps, forks, clocks, and what is told together."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from app.models.domain.errors import UntrustedInputError
from app.services.bundles import container
from app.services.bundles.admission import LaneState, admit
from app.services.bundles.fields import ZERO_HASH
from app.services.bundles.manifest import Purpose
from app.services.bundles.report import Axis, AxisState, BottomLine, unopened
from tests.services.bundles import network as n
from tests.services.bundles.network import changed_by, honest, report_on

# ---- attacks 32, 33 and 35: sequence and time ----------------------------------------------------------------------


def with_seq(seq: int, prev: str = ZERO_HASH) -> container.OpenedBundle:
    return n.opened(n.sealed(n.plan(lanes=(n.lane(n.AGENCY), n.lane(n.CONTRACTOR, seq, prev)))))


def verdict(bundle: container.OpenedBundle, lane: LaneState, **changes: Any) -> tuple[str, BottomLine]:
    report = admit(n.arrival(bundle, lane=lane, **changes))
    return report.code, report.bottom_line


@pytest.mark.parametrize("later", [0, 365 * n.DAY], ids=["same-minute", "after-a-year"])
def test_attack_32_same_bundle_twice_is_a_duplicate(later: int) -> None:
    bundle = with_seq(1)
    seen = LaneState(last_seq=1, last_sha256=bundle.manifest_sha256)
    recorded = LaneState(last_seq=9, last_sha256="9" * 64, recorded=bundle.manifest_sha256)
    for lane in (seen, recorded):
        assert verdict(bundle, lane, now=n.NOW + later) == ("bundle.replay", BottomLine.DUPLICATE)


def test_attack_32_duplicate_whose_signer_was_revoked_since_stays_a_duplicate() -> None:
    bundle = with_seq(1)
    whole = n.newer_trust(
        persons=n.with_person(n.person("agency-security", n.person_key("agency-security", revoked_at=n.NOW))).persons
    )
    lane = LaneState(last_seq=1, last_sha256=bundle.manifest_sha256)
    assert verdict(bundle, lane, trust=whole) == ("bundle.replay", BottomLine.DUPLICATE)


def test_attack_33_gap_is_held_until_it_closes_or_an_officer_accepts() -> None:
    fourth = with_seq(4, "3" * 64)
    fifth = with_seq(5, fourth.manifest_sha256)
    before = LaneState(last_seq=3, last_sha256="3" * 64)
    assert verdict(fifth, before) == ("bundle.gap", BottomLine.HELD)
    assert verdict(fifth, before, accept_gap=True) == ("", BottomLine.ADMITTED)
    assert verdict(fourth, before) == ("", BottomLine.ADMITTED)
    assert verdict(fifth, LaneState(last_seq=4, last_sha256=fourth.manifest_sha256)) == ("", BottomLine.ADMITTED)


def test_attack_33_same_number_with_other_content_is_a_fork() -> None:
    lane = LaneState(last_seq=5, last_sha256="5" * 64)
    fork = ("bundle.fork", BottomLine.ALARM)
    assert verdict(with_seq(5, "4" * 64), lane) == fork
    assert verdict(with_seq(2), lane) == fork
    assert verdict(with_seq(6, "6" * 64), lane) == fork
    assert verdict(with_seq(6, "5" * 64), replace(lane, is_stopped=True)) == fork
    assert verdict(with_seq(6, "5" * 64), replace(lane, recorded="a" * 64)) == fork
    assert verdict(with_seq(6, "5" * 64), lane) == ("", BottomLine.ADMITTED)


def test_attack_35_times() -> None:
    bundle = n.opened(n.sealed())
    made, ends = bundle.manifest.created_at, bundle.manifest.not_after
    for now, code in (
        (made - 600, ""),
        (made - 601, "bundle.from-the-future"),
        (made - 365 * n.DAY, "bundle.from-the-future"),
        (ends, ""),
        (ends + 1, "bundle.expired"),
    ):
        assert admit(n.arrival(bundle, now=now)).code == code


@pytest.mark.parametrize("not_after", [-1, 0, 90 * n.DAY + 1])
def test_validity_is_bounded_by_the_kind(not_after: int) -> None:
    made = honest().created_at
    assert report_on(changed_by(not_after=made + not_after)).code == "bundle.manifest-refused"


def test_bundle_older_than_the_trust_document_that_it_names() -> None:
    issued = n.trust_document().issued_at
    plan = n.plan(created_at=issued - 601)
    assert n.fate(n.sealed(plan), now=issued) == "bundle.manifest-refused"
    assert n.fate(n.sealed(n.plan(created_at=issued - 600)), now=issued) == "accepted"


def test_what_does_not_depend_on_each_other_is_told_together() -> None:
    report = report_on(changed_by(purpose=Purpose.OPINION), now=n.NOW + 91 * n.DAY, lane=LaneState(last_seq=5))
    failed = {line.axis: line.code for line in report.lines if line.state is AxisState.FAILED}
    assert failed == {
        Axis.PURPOSE: "bundle.purpose-refused",
        Axis.TIME: "bundle.expired",
        Axis.SEQUENCE: "bundle.fork",
    }
    assert report.bottom_line is BottomLine.ALARM
    with pytest.raises(UntrustedInputError, match=r"bundle\.fork"):
        report.raise_if_refused()


def test_gap_beside_another_failure_is_not_merely_held() -> None:
    report = report_on(honest(), now=n.NOW + 91 * n.DAY, lane=LaneState(last_seq=0), station=n.CONTRACTOR)
    assert report.bottom_line is BottomLine.REFUSED
    both = admit(n.arrival(with_seq(3), now=n.NOW + 91 * n.DAY))
    assert (both.code, both.bottom_line) == ("bundle.expired", BottomLine.REFUSED)


def test_report_on_a_file_that_could_not_be_opened() -> None:
    with pytest.raises(UntrustedInputError) as refusal:
        container.open_bundle(BytesIO(b""), [n.identity_of(n.CONTRACTOR)])
    report = unopened(refusal.value.code)
    assert [line.axis for line in report.lines] == list(Axis)
    assert report.line(Axis.SIGNATURES).state is AxisState.NOT_REACHED
    assert (report.code, report.bottom_line) == ("bundle.not-a-bundle", BottomLine.REFUSED)
