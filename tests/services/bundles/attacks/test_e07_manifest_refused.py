"""Envelopes and manifests with a second spelling, or that say what no honest program says."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from app.models.domain.actor import Environment
from app.models.domain.errors import UntrustedInputError
from app.services.bundles import manifest
from app.services.bundles.report import AxisState
from app.services.crypto import dsse
from app.services.trust import document, rules
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import envelope, manifest_json
from tests.services.bundles.network import changed_by, honest, report_on

ENVELOPES: dict[str, Callable[[], bytes]] = {
    "unknown-field": lambda: envelope()[:-1] + b',"x":1}',
    "duplicate-key": lambda: envelope()[:-1] + b',"payloadType":"x"}',
    "url-alphabet": lambda: envelope().replace(b"/", b"_").replace(b"+", b"-"),
    "no-padding": lambda: unpadded(envelope()),
    "white-space": lambda: envelope().replace(b":", b": ", 1),
    "payload-type-int": lambda: envelope().replace(b'"application/vnd', b'5,"x":"application/vnd'),
    "payload-type-case": lambda: envelope().replace(b"application", b"Application"),
    "escaped-letter": lambda: envelope().replace(b"application", b"\\u0061pplication"),
    "no-signature": lambda: envelope().split(b'"signatures"')[0] + b'"signatures":[]}',
    "signature-twice": lambda: doubled(envelope()),
    "nested-100000": lambda: b"[" * 100_000,
    "not-utf-8": lambda: b"\xff" + envelope(),
}


def unpadded(data: bytes) -> bytes:
    return data.replace(b'=="', b'"').replace(b'="', b'"')


def doubled(data: bytes) -> bytes:
    whole = msgspec.json.decode(data)
    whole["signatures"].append(whole["signatures"][0])
    return msgspec.json.encode(whole, order="sorted")


@pytest.mark.parametrize("make", [pytest.param(each, id=label) for label, each in ENVELOPES.items()])
def test_an_envelope_with_a_second_spelling(make: Callable[[], bytes]) -> None:
    """Two readers could take it for two things: unknown or repeated fields, other base64, white space, escapes."""
    assert n.fate(n.enveloped(make())) == "bundle.manifest-refused"


PAYLOADS: dict[str, Callable[[], bytes]] = {
    "not-canonical": lambda: manifest.encode(honest()).replace(b":", b": ", 1),
    "byte-order-mark": lambda: b"\xef\xbb\xbf" + manifest.encode(honest()),
    "key-twice": lambda: b'{"app":{"schema":1,"version":"1"},' + manifest.encode(honest())[1:],
    "extra-field": lambda: manifest.encode(honest())[:-1] + b',"zz":1}',
    "null-for-absent": lambda: manifest.encode(honest()).replace(b'"origin":', b'"note":null,"origin":'),
    "recipients-unsorted": lambda: manifest_json(lambda m: m["recipients"].reverse()),
    "signers-unsorted": lambda: manifest_json(lambda m: m["signers"].reverse()),
    "recipient-twice": lambda: manifest_json(lambda m: m["recipients"].append(m["recipients"][1])),
    "bidi-in-the-note": lambda: manifest_json(lambda m: m.update(note="a\u202eb")),
    "letter-name-is-not-its-hash": lambda: manifest_json(
        lambda m: m["entries"].append({"path": f"letters/{'a' * 64}.pdf", "size": 1, "sha256": "b" * 64})
    ),
    "entry-elsewhere": lambda: manifest_json(lambda m: m["entries"][0].update(path="../records.ndjson.zst")),
    "index-without-blobs": lambda: manifest_json(lambda m: m.update(blob_count=1)),
    "bundle-id-not-version-4": lambda: manifest_json(lambda m: m.update(bundle_id="0" * 32)),
    "origin-with-newline": lambda: manifest_json(lambda m: m.update(origin="AGCY1\n")),
    "number-beyond-json": lambda: manifest_json(lambda m: m.update(blob_bytes=2**53)),
    "negative-size": lambda: manifest_json(lambda m: m["entries"][0].update(size=-1)),
    "65-recipients": lambda: manifest_json(lambda m: m.update(recipients=65 * m["recipients"][:1])),
    "nine-signers": lambda: manifest_json(lambda m: m.update(signers=9 * m["signers"][:1])),
}


@pytest.mark.parametrize("make", [pytest.param(each, id=label) for label, each in PAYLOADS.items()])
def test_a_signed_payload_that_no_honest_program_writes(make: Callable[[], bytes]) -> None:
    """The officers' keys signed it, so only the reader can refuse it."""
    assert n.fate(n.enveloped(envelope(payload=make()))) == "bundle.manifest-refused"


def test_the_envelopes_of_these_attacks_are_otherwise_right() -> None:
    """Not an attack: without the fault they are read."""
    assert manifest_json(lambda _: None) == manifest.encode(honest())
    assert n.opened(n.enveloped(envelope())).manifest == honest()


# ---- one type for another -------------------------------------------------------------------------------------------


def test_a_trust_document_in_place_of_a_manifest() -> None:
    """What was signed as one thing is shown as another, with the type of the first or of the second."""
    trust = document.encode(n.trust_document())
    assert n.fate(n.enveloped(envelope(document.PAYLOAD_TYPE))) == "bundle.manifest-refused"
    assert n.fate(n.enveloped(envelope(document.PAYLOAD_TYPE, trust))) == "bundle.manifest-refused"
    assert n.fate(n.enveloped(envelope(payload=trust))) == "bundle.manifest-refused"


def test_a_manifest_in_place_of_a_trust_document() -> None:
    """And the reverse: officers' signatures under a manifest do not make a trust document."""
    root = rules.root_fingerprint(n.trust_document().root)
    for data in (envelope(), envelope(document.PAYLOAD_TYPE)):
        with pytest.raises(UntrustedInputError) as refusal:
            rules.adopt_first(data, root, Environment.LIVE, n.NOW)
        assert refusal.value.code == "trust.document-refused"


def test_a_signature_for_another_type_does_not_count() -> None:
    """The signatures of a trust document are pasted under a manifest of the same bytes."""
    data = manifest.encode(honest())
    other = dsse.parse(envelope(document.PAYLOAD_TYPE, data), document.PAYLOAD_TYPE)
    pasted = dsse.build(manifest.PAYLOAD_TYPE, data, other.signatures)
    assert n.fate(n.enveloped(pasted)) == "bundle.signature-invalid"


# ---- statements that contradict the kind ----------------------------------------------------------------------------

STATEMENTS: dict[str, Callable[[], dict[str, Any]]] = {
    "one-block-more": lambda: {"total": 2**20 + 512},
    "half": lambda: {"total": 2**19},
    "four": lambda: {"total": 4 * 2**20},
    "no-record": lambda: {"entries": counted(0)},
    "501-records": lambda: {"entries": counted(501)},
    "valid-for-no-time": lambda: {"not_after": honest().created_at},
    "ends-before-it-begins": lambda: {"not_after": honest().created_at - 1},
    "valid-too-long": lambda: {"not_after": honest().created_at + 90 * n.DAY + 1},
}


def counted(count: int) -> tuple[manifest.Entry, ...]:
    return tuple(msgspec.structs.replace(each, count=count) for each in honest().entries)


@pytest.mark.parametrize("make", [pytest.param(each, id=label) for label, each in STATEMENTS.items()])
def test_a_statement_that_its_kind_does_not_allow(make: Callable[[], dict[str, Any]]) -> None:
    """A result of another length would show its outcome; one that is valid for ever could be kept back for years."""
    assert report_on(changed_by(**make())).code == "bundle.manifest-refused"


def test_older_than_the_trust_document_that_it_names() -> None:
    """It claims a day on which the trust document it names was not written yet."""
    issued = n.trust_document().issued_at
    assert n.fate(n.sealed(n.plan(created_at=issued - 601)), now=issued) == "bundle.manifest-refused"
    assert n.fate(n.sealed(n.plan(created_at=issued - 600)), now=issued) == "accepted"


def test_nothing_is_said_about_what_was_not_reached() -> None:
    """Behind a statement that contradicts the kind no line of the report claims anything."""
    report = report_on(changed_by(total=2**19))
    assert {line.state for line in report.lines[3:]} == {AxisState.NOT_REACHED}
