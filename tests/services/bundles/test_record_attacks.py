"""Hostile records and blob indexes behind good signatures; the refusal names the line, never the content."""

from collections.abc import Callable
from hashlib import sha256

import msgspec
import pytest

from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.services.bundles import container, kinds, schemas
from app.services.bundles.admission import admit
from app.services.bundles.archive import BLOB_INDEX, RECORDS
from app.services.bundles.manifest import Kind, Manifest
from tests.services.bundles import network as n
from tests.services.bundles.test_archive_attacks import LINE, lines, records_entry, squeezed

TEXT = LINE.decode()
NOTICE_NAME = '"name":"髙橋 花子"'
RECEIPT = msgspec.json.encode(n.RECORDS[Kind.RECEIPT], order="sorted").decode() + "\n"


def with_name(name: str) -> bytes:
    return TEXT.replace(NOTICE_NAME, f'"name":"{name}"').encode()


BROKEN: dict[str, bytes] = {
    "37-duplicate-key": TEXT.replace('"record"', '"outcome":"cleared","record"').encode(),
    "37-nan": TEXT.replace('"R8-000001"', "NaN").encode(),
    "37-infinite": TEXT.replace('"R8-000001"', "1e999").encode(),
    "37-lone-surrogate": with_name("\\ud800"),
    "37-nul": with_name("a\\u0000"),
    "37-bom": b"\xef\xbb\xbf" + LINE,
    "37-nested": b"[" * 100_000 + b"\n",
    "37-long-string": with_name("あ" * 300_000),
    "37-not-utf-8": with_name("A").replace(b"A", b"\xff"),
    "37-white-space": TEXT.replace(",", ", ").encode(),
    "37-other-escape": with_name("\\u0041"),
    "37-carriage-return": LINE[:-1] + b"\r\n",
    "37-null": TEXT.replace('"研究開発部"', "null").encode(),
    "37-number": TEXT.replace('"研究開発部"', "5.0").encode(),
    "37-date": TEXT.replace("2026-09-01", "2026-02-30").encode(),
    "38-bidi": with_name("高橋\u202e花子"),
    "38-isolate": with_name("高橋\u2066花子"),
    "38-zero-width": with_name("高橋\u200b花子"),
    "38-joiner": with_name("高橋\u200d花子"),
    "38-private-use": with_name("高橋\ue000"),
    "38-private-plane": with_name("高橋\U000f0000"),
    "38-noncharacter": with_name("高橋\ufffe"),
    "38-selector-first": with_name("\U000e0100葛"),
    "38-two-selectors": with_name("葛\U000e0100\U000e0101"),
    "38-selector-behind-space": with_name("葛 \ufe00"),
    "38-tag-character": with_name("a\U000e0041"),
    "38-c1-control": with_name("a\u0085"),
    "38-line-separator": with_name("a\u2028"),
    "38-newline-in-name": with_name("a\\nb"),
    "39-newline-in-pattern": TEXT.replace("R8-000001", "R8-000001\\n").encode(),
    "39-full-width-digits": TEXT.replace("R8-000001", "R8-００００01").encode(),
    "40-other-record": RECEIPT.encode(),
    "40-abstract-record": b'{"record":"abstract-record"}\n',
    "42-extra-field": TEXT.replace('"roster_ref"', '"reason":"debts","roster_ref"').encode(),
    "42-not-carried-out": TEXT.replace('"cleared"', '"not-carried-out"').encode(),
}


@pytest.mark.parametrize("line", [pytest.param(each, id=f"{label}-record-refused") for label, each in BROKEN.items()])
def test_hostile_record(line: bytes) -> None:
    with pytest.raises(UntrustedInputError, match=r"bundle\.record-refused") as refusal:
        n.receive(lines(LINE + line, 2))
    assert refusal.value.params == {"line": 2}
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize("number", ["5.0", "true", "1e3", str(2**53), str(10**30), "-1", "05"])
def test_attack_37_number_is_spelled_in_one_way(number: str) -> None:
    decoder = kinds.decoder(Kind.RECEIPT)
    line = RECEIPT.replace('"record_count":1', f'"record_count":{number}').encode()
    packed = squeezed(line)
    changed = msgspec.structs.replace(
        n.opened(n.sealed(n.plan(Kind.RECEIPT))).manifest, entries=(records_entry(packed, line),)
    )
    data = n.encrypted(n.forged(changed, [n.AGENCY], [(RECORDS, packed)]), (n.AGENCY, n.CONTRACTOR))
    assert decoder.decode(RECEIPT) == n.RECORDS[Kind.RECEIPT]
    assert n.fate(data) == "bundle.record-refused"


@pytest.mark.parametrize("name", ["神\ufa19", "葛\U000e0100飾", "𠮷野", "﨑", "か\u3099", "=cmd|x", "<img src=x>"])
def test_attacks_38_and_41_names_are_kept_byte_for_byte(name: str) -> None:
    record = msgspec.structs.replace(n.NOTICE, name=name)
    bundle = n.opened(n.sealed(n.plan(records=(record,))))
    report = admit(n.arrival(bundle))
    received = next(bundle.entries(report, lambda _attachment, _chunks: None))
    assert isinstance(received, schemas.ResultNotice)
    assert received.name.encode() == name.encode()


@pytest.mark.parametrize("name", ["高橋\u202e花子", "a\nb", "\ue000", "x" * 101, ""])
def test_what_would_be_refused_is_not_exported(name: str) -> None:
    records = (n.NOTICE, msgspec.structs.replace(n.NOTICE, name=name))
    with pytest.raises(InvalidInputError) as refusal:
        container.draft(n.plan(records=records))
    assert (refusal.value.code, refusal.value.params["line"]) == ("bundle.record-not-exportable", 2)


@pytest.mark.parametrize("struct", list(schemas.PUBLISHED.values()))
def test_every_record_is_closed_and_frozen(struct: type[schemas.Record]) -> None:
    assert struct.__struct_config__.forbid_unknown_fields
    assert struct.__struct_config__.frozen


def test_notice_has_no_field_for_a_reason() -> None:
    assert schemas.ResultNotice.__struct_fields__ == (
        "roster_ref", "name", "section", "outcome", "notified_on", "issue_no",
    )  # fmt: skip


def changed_record(kind: Kind, **changes: object) -> bytes:
    whole = msgspec.to_builtins(n.RECORDS[kind])
    return msgspec.json.encode(whole | changes, order="sorted")


CONTRADICTIONS = {
    "same-examiner-and-reviewer": changed_record(Kind.OPINION, examiner="a", reviewer="a"),
    "six-findings": changed_record(Kind.OPINION, findings=msgspec.to_builtins(n.RECORDS[Kind.OPINION])["findings"][:6]),
    "findings-out-of-order": changed_record(
        Kind.OPINION, findings=msgspec.to_builtins(n.RECORDS[Kind.OPINION])["findings"][::-1]
    ),
    "six-viewpoints": changed_record(Kind.DECISION, viewpoints=["a"] * 6),
    "valid-but-not-cleared": changed_record(
        Kind.DECISION, outcome="not-cleared", notified_on="2026-09-01", valid_until="2036-09-01"
    ),
    "valid-but-not-notified": changed_record(Kind.DECISION, valid_until="2036-09-01"),
    "refused-without-code": changed_record(Kind.RECEIPT, outcome="refused"),
    "imported-with-code": changed_record(Kind.RECEIPT, code="bundle.gap"),
    "no-consent": changed_record(Kind.INVESTIGATION_REQUEST, consents=[]),
    "item-4": changed_record(Kind.INVESTIGATION_REQUEST, item=4),
}


@pytest.mark.parametrize("line", [pytest.param(each, id=label) for label, each in CONTRADICTIONS.items()])
def test_contradiction_inside_a_record_is_refused(line: bytes) -> None:
    kind = next(kind for kind in Kind if f'"record":"{kinds.rule(kind).record.__struct_config__.tag}"'.encode() in line)
    with pytest.raises(msgspec.ValidationError):
        kinds.decoder(kind).decode(line)


# ---- blob index ----------------------------------------------------------------------------------------------------

SCANS = tuple(sorted((b"one", b"two", b"three"), key=lambda data: sha256(data).hexdigest()))
HASHES = tuple(sha256(data).hexdigest() for data in SCANS)


def index_line(data: bytes) -> bytes:
    line = schemas.BlobLine(sha256=sha256(data).hexdigest(), size=len(data), media_type="image/png")
    return msgspec.json.encode(line, order="sorted") + b"\n"


def with_index(index: bytes, blobs: tuple[bytes, ...] = SCANS, count: int = 3, **changes: object) -> bytes:
    """A signed questionnaire with any blob index and any blobs in the order given."""
    record = msgspec.json.encode(n.RECORDS[Kind.QUESTIONNAIRE], order="sorted") + b"\n"
    packed, packed_index = squeezed(record), squeezed(index)
    listed = records_entry(packed_index, index, index.count(b"\n"), path=BLOB_INDEX)
    whole: Manifest = msgspec.structs.replace(
        n.opened(n.sealed(n.plan(Kind.QUESTIONNAIRE)), n.INVESTIGATION).manifest,
        entries=(records_entry(packed, record), listed),
        blob_count=count,
        blob_bytes=sum(len(each) for each in SCANS),
    )
    changed = msgspec.structs.replace(whole, total=16_384, **changes)
    contents = [(RECORDS, packed), (BLOB_INDEX, packed_index)]
    contents += [(f"blobs/{sha256(each).hexdigest()}", each) for each in blobs]
    return n.encrypted(n.forged(changed, ["agency-examiner"], contents), (n.AGENCY, n.INVESTIGATION))


GOOD_INDEX = b"".join(index_line(each) for each in SCANS)
INDEXES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "19-good": ("accepted", lambda: with_index(GOOD_INDEX)),
    "19-unsorted": ("bundle.content-mismatch", lambda: with_index(b"".join(index_line(each) for each in SCANS[::-1]))),
    "19-duplicate": ("bundle.content-mismatch", lambda: with_index(index_line(SCANS[0]) * 3)),
    "19-blob-absent": ("bundle.content-mismatch", lambda: with_index(GOOD_INDEX, SCANS[:2])),
    "19-blob-not-listed": (
        "bundle.content-mismatch",
        lambda: with_index(index_line(SCANS[0]), SCANS, 1, blob_bytes=len(SCANS[0])),
    ),
    "19-count": ("bundle.content-mismatch", lambda: with_index(GOOD_INDEX, blob_count=4)),
    "19-bytes": ("bundle.content-mismatch", lambda: with_index(GOOD_INDEX, blob_bytes=4)),
    "19-no-blob-line": ("bundle.record-refused", lambda: with_index(b"{}\n")),
    "19-wrong-blob": ("bundle.content-mismatch", lambda: with_index(GOOD_INDEX, (b"eno", *SCANS[1:]))),
}


@pytest.mark.parametrize(
    ("code", "make"), [pytest.param(*each, id=f"{label}-{each[0]}") for label, each in INDEXES.items()]
)
def test_hostile_blob_index(code: str, make: Callable[[], bytes]) -> None:
    assert n.fate(make(), n.INVESTIGATION) == code


def test_attack_19_endless_index_is_refused_before_it_is_unpacked() -> None:
    entry = records_entry(squeezed(b"{}\n"), b"{}\n", 2**31, path=BLOB_INDEX)
    record = msgspec.json.encode(n.RECORDS[Kind.QUESTIONNAIRE], order="sorted") + b"\n"
    packed = squeezed(record)
    honest = n.opened(n.sealed(n.plan(Kind.QUESTIONNAIRE)), n.INVESTIGATION).manifest
    changed = msgspec.structs.replace(
        honest, entries=(records_entry(packed, record), entry), blob_count=2_000_000, total=16_384
    )
    contents = [(RECORDS, packed), (BLOB_INDEX, squeezed(b"{}\n"))]
    data = n.encrypted(n.forged(changed, ["agency-examiner"], contents), (n.AGENCY, n.INVESTIGATION))
    assert n.fate(data, n.INVESTIGATION) == "bundle.limit"


def test_blob_altered_by_a_co_recipient() -> None:
    scan = b"scan of a page"
    data = n.sealed(n.plan(Kind.QUESTIONNAIRE, blobs=(n.payload(scan),)))
    archive = n.inner(data, n.INVESTIGATION).replace(scan, b"scan of b page")
    assert n.fate(n.encrypted(archive, (n.AGENCY, n.INVESTIGATION)), n.INVESTIGATION) == "bundle.content-mismatch"
