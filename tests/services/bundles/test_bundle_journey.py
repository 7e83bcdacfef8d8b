"""Whole bundles from plan to finished contents, for every kind."""

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO

import msgspec
import pytest

from app.models.domain.errors import BugError, GateClosedError, InvalidInputError
from app.services.bundles import container, kinds, schemas
from app.services.bundles.admission import admit
from app.services.bundles.manifest import Kind
from app.services.bundles.report import Axis, AxisState, BottomLine
from app.services.bundles.sizes import MEBIBYTE, SizeClass, is_permitted
from tests.services.bundles import network as n


class Quarantine:
    """Keeps what is delivered."""

    def __init__(self) -> None:
        self.items: dict[str, bytes] = {}

    def __call__(self, attachment: container.Attachment, chunks: Iterator[bytes]) -> None:
        self.items[attachment.path] = b"".join(chunks)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_travels_and_ends_exactly(kind: Kind) -> None:
    _, receiver, _ = n.WAYS[kind]
    scans = () if kinds.rule(kind).bare else (b"scan one", b"", bytes(70_000))
    blobs = tuple(n.payload(scan) for scan in scans)
    letter = n.payload(b"%PDF-1.7")
    whole = n.plan(kind, blobs=blobs, letters=(letter,))
    data = n.sealed(whole)
    bundle = n.opened(data, receiver)
    report = admit(n.arrival(bundle, receiver))
    assert report.bottom_line is BottomLine.ADMITTED
    # Nothing of its contents was read yet.
    unread = {line.axis for line in report.lines if line.state is not AxisState.OK}
    assert unread == {Axis.CONTENT}
    sink = Quarantine()
    assert list(bundle.entries(report, sink)) == [n.RECORDS[kind]]
    contents = bundle.finish()
    assert contents == container.Contents(1, 1, len(blobs), sum(each.size for each in blobs))
    assert sink.items == {
        f"letters/{letter.sha256}.pdf": b"%PDF-1.7",
        **{f"blobs/{each.sha256}": b"".join(each.open()) for each in blobs},
    }
    assert is_permitted(kinds.rule(kind).size_class, bundle.manifest.total)


def test_origin_opens_its_own_bundle() -> None:
    assert n.opened(n.sealed(), n.AGENCY).manifest.origin == n.AGENCY


def test_second_identity_is_named_as_the_one_that_opened() -> None:
    old, new = n.identity_of(n.INVESTIGATION), n.identity_of(n.CONTRACTOR)
    bundle = container.open_bundle(BytesIO(n.sealed()), [old, new])
    assert bundle.opened_with == new.recipient.fingerprint


def test_every_outcome_of_a_notice_gives_a_file_of_the_same_length() -> None:
    lengths = set()
    for outcome in schemas.NoticeOutcome:
        kind = Kind.NOT_CARRIED_OUT if outcome is schemas.NoticeOutcome.NOT_CARRIED_OUT else Kind.RESULT
        for letters in ((), (n.payload(bytes(300_000)),)):
            record = msgspec.structs.replace(n.NOTICE, outcome=outcome)
            file = n.sealed(n.plan(kind, records=(record,), letters=letters))
            lengths.add(len(file))
            assert n.opened(file).manifest.total == MEBIBYTE
    assert len(lengths) == 1


def test_all_notices_show_the_same_fields() -> None:
    kinds_of_notice = (Kind.RESULT, Kind.NOT_CARRIED_OUT)
    shapes = {tuple(msgspec.json.decode(msgspec.json.encode(n.RECORDS[kind]))) for kind in kinds_of_notice}
    assert shapes == {("record", "roster_ref", "name", "section", "outcome", "notified_on", "issue_no")}


def test_result_bundle_never_says_that_nothing_was_carried_out() -> None:
    with pytest.raises(InvalidInputError) as refusal:
        container.draft(n.plan(Kind.RESULT, records=(n.RECORDS[Kind.NOT_CARRIED_OUT],)))
    assert refusal.value.code == "bundle.record-not-exportable"


def test_record_of_another_kind_is_not_exported() -> None:
    with pytest.raises(InvalidInputError) as refusal:
        container.draft(n.plan(Kind.RESULT, records=(n.RECORDS[Kind.OPINION],)))
    assert refusal.value.code == "bundle.record-not-exportable"


@pytest.mark.parametrize("records", [(), (n.RECORDS[Kind.DECISION],) * 2])
def test_number_of_records_is_that_of_the_kind(records: tuple[schemas.Record, ...]) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        container.draft(n.plan(Kind.DECISION, records=records))
    assert refusal.value.code == "bundle.record-not-exportable"


def test_result_that_does_not_fit_is_never_made_longer() -> None:
    with pytest.raises(InvalidInputError) as refusal:
        container.draft(n.plan(letters=(n.payload(bytes(MEBIBYTE)),)))
    assert refusal.value.code == "bundle.too-large"


def test_decision_that_does_not_fit_takes_the_next_class() -> None:
    drafted = container.draft(n.plan(Kind.DECISION, letters=(n.payload(bytes(MEBIBYTE)),)))
    assert drafted.manifest.total == 4 * MEBIBYTE
    assert kinds.rule(Kind.DECISION).size_class is SizeClass.OUTCOME


def test_note_with_a_direction_override_is_not_exported() -> None:
    with pytest.raises(InvalidInputError) as refusal:
        container.draft(n.plan(note="abc\u202edef"))
    assert refusal.value.code == "bundle.not-exportable"


def test_nothing_is_written_without_all_signatures() -> None:
    file = BytesIO()
    drafted = container.draft(n.plan())
    with pytest.raises(GateClosedError) as refusal:
        container.write(drafted, n.signatures(drafted, ["agency-security"]), file, n.entropy())
    assert refusal.value.code == "bundle.signature-missing"
    assert file.getvalue() == b""


def test_draft_is_the_same_bytes_twice() -> None:
    assert container.draft(n.plan()).manifest_bytes == container.draft(n.plan()).manifest_bytes


@pytest.mark.parametrize("changed", [b"scan two!", b"scan"])
def test_attachment_that_changed_meanwhile_leaves_no_acceptable_file(changed: bytes) -> None:
    honest = n.payload(b"scan one!")
    fake = container.Payload(honest.sha256, honest.size, lambda: [changed])
    file = BytesIO()
    drafted = container.draft(n.plan(Kind.QUESTIONNAIRE, blobs=(fake,)))
    with pytest.raises(InvalidInputError) as refusal:
        container.write(drafted, n.signatures(drafted, ["agency-examiner"]), file, n.entropy())
    assert refusal.value.code == "bundle.contents-changed"
    with pytest.raises(Exception, match=r"bundle\.(damaged|not-a-bundle)"):
        n.inner(file.getvalue(), n.INVESTIGATION)


def test_contents_need_an_admitted_report_about_this_very_manifest() -> None:
    bundle, other = n.opened(n.sealed()), n.opened(n.sealed(n.plan(note="another")))
    with pytest.raises(BugError):
        next(bundle.entries(admit(n.arrival(other)), Quarantine()))
    with pytest.raises(Exception, match=r"bundle\.expired"):
        next(bundle.entries(admit(n.arrival(bundle, now=n.NOW + 91 * n.DAY)), Quarantine()))


def test_nothing_is_final_before_all_contents_were_read() -> None:
    bundle = n.opened(n.sealed())
    with pytest.raises(BugError):
        bundle.finish()
    stream = bundle.entries(admit(n.arrival(bundle)), Quarantine())
    next(stream)
    with pytest.raises(BugError):
        bundle.finish()


def test_sealed_tells_hash_and_size_of_the_file() -> None:
    file = BytesIO()
    told = container.seal(n.plan(), lambda d: n.signatures(d, n.WAYS[Kind.RESULT][2]), file, n.entropy())
    assert told.ciphertext_size == len(file.getvalue())
    assert told.ciphertext_sha256 == sha256(file.getvalue()).hexdigest()
    assert told.manifest_sha256 == n.opened(file.getvalue()).manifest_sha256
