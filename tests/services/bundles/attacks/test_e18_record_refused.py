"""Hostile records behind good signatures; the refusal names the line, never the content."""

from collections.abc import Callable

import msgspec
import pytest
import zstandard

from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.services.bundles import container, kinds, schemas
from app.services.bundles.admission import admit
from app.services.bundles.manifest import Kind
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import LINE, bundle, lines, of_kind, packed_entry, squeezed, with_index

TEXT = LINE.decode()
NOTICE_NAME = '"name":"髙橋 花子"'
RECEIPT = msgspec.json.encode(n.RECORDS[Kind.RECEIPT], order="sorted").decode() + "\n"


def with_name(name: str) -> bytes:
    return TEXT.replace(NOTICE_NAME, f'"name":"{name}"').encode()


SPELLINGS: dict[str, bytes] = {
    "duplicate-key": TEXT.replace('"record"', '"outcome":"cleared","record"').encode(),
    "nan": TEXT.replace('"R8-000001"', "NaN").encode(),
    "infinite": TEXT.replace('"R8-000001"', "1e999").encode(),
    "lone-surrogate": with_name("\\ud800"),
    "nul": with_name("a\\u0000"),
    "byte-order-mark": b"\xef\xbb\xbf" + LINE,
    "nested": b"[" * 100_000 + b"\n",
    "long-string": with_name("あ" * 300_000),
    "not-utf-8": with_name("A").replace(b"A", b"\xff"),
    "overlong-utf-8": with_name("A").replace(b"A", b"\xc1\x81"),
    "white-space": TEXT.replace(",", ", ").encode(),
    "other-escape": with_name("\\u0041"),
    "carriage-return": LINE[:-1] + b"\r\n",
    "null": TEXT.replace('"研究開発部"', "null").encode(),
    "number": TEXT.replace('"研究開発部"', "5.0").encode(),
    "impossible-day": TEXT.replace("2026-09-01", "2026-02-30").encode(),
    "newline-behind-a-number": TEXT.replace("R8-000001", "R8-000001\\n").encode(),
    "full-width-digits": TEXT.replace("R8-000001", "R8-００００01").encode(),
}
CHARACTERS: dict[str, bytes] = {
    "bidi": with_name("高橋\u202e花子"),
    "isolate": with_name("高橋\u2066花子"),
    "zero-width": with_name("高橋\u200b花子"),
    "joiner": with_name("高橋\u200d花子"),
    "private-use": with_name("高橋\ue000"),
    "private-plane": with_name("高橋\U000f0000"),
    "noncharacter": with_name("高橋\ufffe"),
    "selector-first": with_name("\U000e0100葛"),
    "two-selectors": with_name("葛\U000e0100\U000e0101"),
    "selector-behind-space": with_name("葛 \ufe00"),
    "tag-character": with_name("a\U000e0041"),
    "c1-control": with_name("a\u0085"),
    "line-separator": with_name("a\u2028"),
    "newline-in-name": with_name("a\\nb"),
}
FIELDS: dict[str, bytes] = {
    "other-record": RECEIPT.encode(),
    "abstract-record": b'{"record":"abstract-record"}\n',
    "extra-field": TEXT.replace('"roster_ref"', '"reason":"debts","roster_ref"').encode(),
    "not-carried-out-as-result": TEXT.replace('"cleared"', '"not-carried-out"').encode(),
}


def labelled(table: dict[str, bytes]) -> list[object]:
    return [pytest.param(line, id=label) for label, line in table.items()]


@pytest.mark.parametrize("line", labelled(SPELLINGS))
def test_a_second_spelling(line: bytes) -> None:
    """Repeated keys, numbers that are none, other escapes, marks, depth and length, days that never were."""
    refused_at_line_two(line)


@pytest.mark.parametrize("line", labelled(CHARACTERS))
def test_a_name_that_shows_other_than_it_is(line: bytes) -> None:
    """Reversed, invisible or private characters in a name, selectors without a character."""
    refused_at_line_two(line)


@pytest.mark.parametrize("line", labelled(FIELDS))
def test_what_this_kind_does_not_hold(line: bytes) -> None:
    """A reason in a bare result, a record of another kind, an outcome of another kind."""
    refused_at_line_two(line)


def refused_at_line_two(line: bytes) -> None:
    with pytest.raises(UntrustedInputError) as refusal:
        n.receive(lines(LINE + line, 2))
    assert (refusal.value.code, refusal.value.params) == ("bundle.record-refused", {"line": 2})
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize("number", ["5.0", "true", "1e3", str(2**53), str(10**30), "-1", "05"])
def test_a_number_in_another_spelling(number: str) -> None:
    """With a fraction, an exponent, a sign, a leading zero, or larger than every reader keeps."""
    assert kinds.decoder(Kind.RECEIPT).decode(RECEIPT) == n.RECORDS[Kind.RECEIPT]
    line = RECEIPT.replace('"record_count":1', f'"record_count":{number}').encode()
    assert n.fate(of_kind(Kind.RECEIPT, line)) == "bundle.record-refused"
    assert n.fate(of_kind(Kind.RECEIPT, RECEIPT.encode())) == "accepted"


def changed_record(kind: Kind, **changes: object) -> bytes:
    whole = msgspec.to_builtins(n.RECORDS[kind])
    return msgspec.json.encode(whole | changes, order="sorted") + b"\n"


FINDINGS = msgspec.to_builtins(n.RECORDS[Kind.OPINION])["findings"]
CONTRADICTIONS: dict[str, tuple[Kind, dict[str, object]]] = {
    "same-examiner-and-reviewer": (Kind.OPINION, {"examiner": "a", "reviewer": "a"}),
    "six-findings": (Kind.OPINION, {"findings": FINDINGS[:6]}),
    "findings-out-of-order": (Kind.OPINION, {"findings": FINDINGS[::-1]}),
    "six-viewpoints": (Kind.DECISION, {"viewpoints": ["a"] * 6}),
    "valid-but-not-cleared": (
        Kind.DECISION,
        {"outcome": "not-cleared", "notified_on": "2026-09-01", "valid_until": "2036-09-01"},
    ),
    "valid-but-not-notified": (Kind.DECISION, {"valid_until": "2036-09-01"}),
    "refused-without-code": (Kind.RECEIPT, {"outcome": "refused"}),
    "imported-with-code": (Kind.RECEIPT, {"code": "bundle.gap"}),
    "no-consent": (Kind.INVESTIGATION_REQUEST, {"consents": []}),
    "item-4": (Kind.INVESTIGATION_REQUEST, {"item": 4}),
}


@pytest.mark.parametrize(("kind", "changes"), [pytest.param(*each, id=label) for label, each in CONTRADICTIONS.items()])
def test_a_record_that_contradicts_itself(kind: Kind, changes: dict[str, object]) -> None:
    """One person twice, six of seven findings, a validity without clearance, a request without consent."""
    assert n.fate(of_kind(kind, changed_record(kind)), n.WAYS[kind][1]) == "accepted"
    assert n.fate(of_kind(kind, changed_record(kind, **changes)), n.WAYS[kind][1]) == "bundle.record-refused"


# ---- frames ---------------------------------------------------------------------------------------------------------

GOOD = squeezed(LINE)
SKIPPABLE = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"


def named_dictionary() -> bytes:
    frame = bytearray(GOOD)
    frame[4] |= 1  # the frame's header announces a dictionary id of one byte
    return bytes(frame[:6]) + b"\x07" + bytes(frame[6:])


def held(packed: bytes, content: bytes = LINE, count: int = 1) -> bytes:
    return bundle(packed, packed_entry(packed, content, count))


FRAMES: dict[str, Callable[[], bytes]] = {
    "two-frames": lambda: held(GOOD * 2, LINE * 2, 2),
    "trailing-garbage": lambda: held(GOOD + b"x"),
    "truncated-frame": lambda: held(GOOD[:-3]),
    "skippable-before": lambda: held(SKIPPABLE + GOOD),
    "skippable-behind": lambda: held(GOOD + SKIPPABLE),
    "dictionary-id": lambda: held(named_dictionary()),
    "not-zstd": lambda: held(LINE),
    "empty": lambda: held(b""),
    "bad-checksum": lambda: held(flipped_checksum()),
    "no-last-newline": lambda: lines(LINE[:-1]),
    "empty-line": lambda: lines(b"\n" + LINE, 2),
    "index-of-something-else": lambda: with_index(b"{}\n"),
}


def flipped_checksum() -> bytes:
    frame = zstandard.ZstdCompressor(write_checksum=True, write_content_size=False).compress(LINE)
    return frame[:-1] + bytes([frame[-1] ^ 1])


@pytest.mark.parametrize("label", list(FRAMES))
def test_a_frame_that_readers_disagree_about(label: str) -> None:
    """Frames that lenient readers take silently: cut, doubled, with something before or behind, with a dictionary."""
    station = n.INVESTIGATION if label.startswith("index") else n.CONTRACTOR
    assert n.fate(FRAMES[label](), station) == "bundle.record-refused"


# ---- what must stay possible ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["神\ufa19", "葛\U000e0100飾", "𠮷野", "﨑", "か\u3099", "=cmd|x", "<img src=x>"])
def test_a_name_is_kept_byte_for_byte(name: str) -> None:
    """Variants, compatibility ideographs and texts that look like formulas or markup are names like any other."""
    record = msgspec.structs.replace(n.NOTICE, name=name)
    bundle = n.opened(n.sealed(n.plan(records=(record,))))
    received = next(bundle.entries(admit(n.arrival(bundle)), container.pass_over))
    assert isinstance(received, schemas.ResultNotice)
    assert received.name.encode() == name.encode()


@pytest.mark.parametrize("name", ["高橋\u202e花子", "a\nb", "\ue000", "x" * 101, ""])
def test_what_would_be_refused_does_not_leave(name: str) -> None:
    """Our own program must not write what its receiver cannot take."""
    records = (n.NOTICE, msgspec.structs.replace(n.NOTICE, name=name))
    with pytest.raises(InvalidInputError) as refusal:
        container.draft(n.plan(records=records))
    assert (refusal.value.code, refusal.value.params["line"]) == ("bundle.record-not-exportable", 2)


@pytest.mark.parametrize("struct", list(schemas.PUBLISHED.values()))
def test_every_record_is_closed_and_frozen(struct: type[schemas.Record]) -> None:
    """A field that is not in the schema can neither leave nor enter."""
    assert struct.__struct_config__.forbid_unknown_fields
    assert struct.__struct_config__.frozen


def test_a_notice_has_no_field_for_a_reason() -> None:
    """And so no contractor ever learns one."""
    assert schemas.ResultNotice.__struct_fields__ == (
        "roster_ref", "name", "section", "outcome", "notified_on", "issue_no",
    )  # fmt: skip
