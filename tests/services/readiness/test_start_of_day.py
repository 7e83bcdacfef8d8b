"""The start-of-day sheet: every state is found, named and given a way out; the sheet itself is on record."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.models.domain.network_proof import Outcome, Probe
from app.models.domain.policies import NetworkPolicy, PolicyName
from app.models.domain.readiness import WORDS, Check, Finding, Sheet, Standing
from app.models.views.machine import MachineFacts, Swap
from app.services import resources
from app.services.documents.fonts import Typefaces
from app.services.readiness.checks import FULL_BYTES, LOW_BYTES, Inside, findings_of
from app.services.readiness.paper import sheet_document, sheet_pdf
from app.services.texts.catalogue import Catalogue, Language
from tests.fakes.machine import FIT
from tests.fakes.network import proof_with
from tests.services.exchange.conftest import At, _opener
from tests.services.exchange.offices import START, Office
from tests.services.exchange.world import Snapshots

INSIDE = Inside(
    now=START,
    latest=START,
    epoch=0,
    size=12,
    root="5dc9da79" * 8,
    backup_days=0,
    is_backup_overdue=False,
    recovery_count=2,
    policy=NetworkPolicy.STRICT,
    words=("kami", "sora"),
    is_in_doubt=False,
)


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    return Snapshots(tmp_path_factory.mktemp("rehearsal"))


@pytest.fixture
def office(snapshots: Snapshots, tmp_path: Path) -> Iterator[Office]:
    opened = _opener(snapshots, tmp_path / "worlds")
    at: At = next(opened)
    yield at("trusted").agency
    next(opened, None)


@pytest.fixture(scope="module")
def shelf() -> Typefaces:
    return Typefaces(resources.FONTS)


def word(check: Check, facts: MachineFacts, inside: Inside, shelf: Typefaces, *, confirmed: bool = True) -> str:
    found = findings_of(facts, inside, shelf, clock_confirmed=confirmed)
    return next(one.word for one in found if one.check is check)


def test_a_fit_machine_is_good_in_every_check(shelf: Typefaces) -> None:
    found = findings_of(FIT, INSIDE, shelf, clock_confirmed=True)
    assert [one.check for one in found] == list(Check)
    assert {one.standing for one in found} == {Standing.GOOD}


@pytest.mark.parametrize(
    ("facts", "check", "expected"),
    [
        (replace(FIT, proof=proof_with({Probe.VSOCK: Outcome.OPEN})), Check.NETWORK, "unproved"),
        (replace(FIT, links=("eth0",)), Check.LINKS, "up"),
        (replace(FIT, keyring=""), Check.KEYRING, "missing"),
        (replace(FIT, is_keyring_locked=True, is_anchored=False), Check.KEYRING, "locked"),
        (replace(FIT, is_anchored=False), Check.KEYRING, "unanchored"),
        (replace(FIT, is_closed=False), Check.MEMORY, "open"),
        (replace(FIT, is_closed=None), Check.MEMORY, "unknown"),
        (replace(FIT, swap=Swap.PLAIN), Check.SWAP, "plain"),
        (replace(FIT, swap=Swap.ENCRYPTED), Check.SWAP, "encrypted"),
        (replace(FIT, can_hibernate=True), Check.SLEEP, "possible"),
        (replace(FIT, can_hibernate=None), Check.SLEEP, "unknown"),
        (replace(FIT, free_bytes=LOW_BYTES), Check.DISK, "enough"),
        (replace(FIT, free_bytes=LOW_BYTES - 1), Check.DISK, "low"),
        (replace(FIT, free_bytes=FULL_BYTES - 1), Check.DISK, "full"),
        (replace(FIT, media_count=0), Check.MEDIA, "none"),
        (replace(FIT, input_method=""), Check.INPUT, "none"),
        (replace(FIT, input_method=None), Check.INPUT, "unknown"),
        (replace(FIT, printer_count=0), Check.PRINTER, "none"),
        (replace(FIT, printer_count=None), Check.PRINTER, "unknown"),
    ],
)
def test_what_the_machine_says_is_judged(facts: MachineFacts, check: Check, expected: str, shelf: Typefaces) -> None:
    assert word(check, facts, INSIDE, shelf) == expected


@pytest.mark.parametrize(
    ("inside", "check", "expected"),
    [
        (replace(INSIDE, now=START - timedelta(seconds=1)), Check.CLOCK, "behind"),
        (replace(INSIDE, now=START + timedelta(days=31)), Check.CLOCK, "confirmed"),
        (replace(INSIDE, now=START + timedelta(days=31, seconds=1)), Check.CLOCK, "ahead"),
        (replace(INSIDE, latest=None), Check.CLOCK, "confirmed"),
        (replace(INSIDE, backup_days=None, is_backup_overdue=True), Check.BACKUP, "never"),
        (replace(INSIDE, backup_days=9, is_backup_overdue=True), Check.BACKUP, "overdue"),
        (replace(INSIDE, is_in_doubt=True), Check.RECORD, "doubt"),
        (replace(INSIDE, recovery_count=1), Check.RECOVERY, "none"),
        (replace(INSIDE, policy=NetworkPolicy.DEGRADED), Check.POLICY, "degraded"),
    ],
)
def test_what_the_vault_says_is_judged(inside: Inside, check: Check, expected: str, shelf: Typefaces) -> None:
    assert word(check, FIT, inside, shelf) == expected


def test_the_clock_waits_for_the_officer_s_word(shelf: Typefaces) -> None:
    assert word(Check.CLOCK, FIT, INSIDE, shelf, confirmed=False) == "unconfirmed"


def test_a_missing_font_is_found(tmp_path: Path) -> None:
    for name in ("ipaexm.ttf", "ipaexg.ttf"):
        (tmp_path / name).symlink_to(str(resources.FONTS.joinpath(name)))
    (tmp_path / "ipamjm.ttf").write_bytes(b"no font")
    assert word(Check.FONTS, FIT, INSIDE, Typefaces(tmp_path)) == "missing"


@pytest.mark.parametrize("language", Language)
def test_every_word_has_its_sentence_and_every_trouble_a_way_out(language: Language) -> None:
    texts = Catalogue.load(resources.TEXTS, language)
    for check, words in WORDS.items():
        assert f"ready.{check}" in texts
        for one, standing in words.items():
            finding = Finding(check, one)
            assert finding.said in texts
            assert (f"{finding.said}.do" in texts) is (standing is not Standing.GOOD)
    for probe in Probe:
        assert f"probe.{probe}" in texts


def test_the_sheet_is_on_record_and_a_look_is_not(office: Office) -> None:
    actor, desk = office.actor("auditor"), office.desk
    with desk.vault.read() as unit:
        before = unit.record.head().size
    looked = office.services.readiness.look(actor, FIT)
    with desk.vault.read() as unit:
        assert unit.record.head().size == before
    made = office.services.readiness.make(actor, FIT, clock_confirmed=True)
    with desk.vault.read() as unit:
        newest = unit.record.newest_first(1)[0]
    assert (newest.code, json.loads(newest.entry)["detail"]) == (
        "sheet.made",
        {"findings": made.open_count, "size": before},
    )
    assert (looked.size, looked.root) == (made.size, made.root)
    assert looked.finding(Check.CLOCK).word == "unconfirmed"
    assert made.finding(Check.CLOCK).word == "confirmed"
    assert made.finding(Check.POLICY).word == "degraded"  # this is a rehearsal vault
    assert made.finding(Check.BACKUP).word == "never"


def test_the_policy_of_the_office_stands_on_the_sheet(office: Office) -> None:
    security = office.actor("security")
    office.services.policies.set(security, PolicyName.NETWORK, NetworkPolicy.STRICT)
    assert office.services.readiness.look(security, FIT).finding(Check.POLICY).word == "strict"


@pytest.mark.parametrize("language", Language)
def test_the_sheet_prints_with_everything_on_it(office: Office, language: Language) -> None:
    texts = Catalogue.load(resources.TEXTS, language)
    facts = replace(FIT, links=("eth0",), proof=proof_with({Probe.QT: Outcome.OPEN}), swap=Swap.PLAIN)
    sheet = office.services.readiness.make(office.actor("auditor"), facts, clock_confirmed=False)
    said = repr(sheet_document(sheet, texts))
    for finding in sheet.findings:
        assert texts(f"ready.{finding.check}") in said
        assert finding.advice == "" or texts(finding.advice) in said
    for probe in Probe:
        assert texts(f"probe.{probe}") in said
    assert all(sheet.root[at : at + 4] in said for at in range(0, 64, 4))
    pdf = sheet_pdf(sheet, texts)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert 1 <= len(opened.pages) <= 3
    assert pdf == sheet_pdf(sheet, texts)


def test_open_checks_are_counted(shelf: Typefaces) -> None:
    facts = replace(FIT, links=("eth0",), media_count=0)
    sheet = Sheet(
        START,
        "省",
        "Ministry",
        "S1",
        False,
        "人",
        findings_of(facts, INSIDE, shelf, clock_confirmed=True),
        facts.proof,
        0,
        1,
        "00",
    )
    assert sheet.open_count == 2
