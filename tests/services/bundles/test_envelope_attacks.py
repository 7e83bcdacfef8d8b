"""Hostile envelopes and manifests: the first entry of the archive."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from app.services.bundles import manifest
from app.services.bundles.archive import END, MANIFEST
from app.services.bundles.manifest import Kind
from app.services.crypto.dsse import Signature, build, pae
from app.services.trust import document
from tests.services.bundles import network as n
from tests.services.bundles.network import honest

PEOPLE = n.WAYS[Kind.RESULT][2]
BOTH = (n.AGENCY, n.CONTRACTOR)


# ---- attacks 20 and 21: the envelope ------------------------------------------------------------------------------


def good_envelope(payload_type: str = manifest.PAYLOAD_TYPE, payload: bytes | None = None) -> bytes:
    data = manifest.encode(honest()) if payload is None else payload
    signed = [Signature(n.key_of(name).key_id, n.key_of(name).sign(pae(payload_type, data))) for name in PEOPLE]
    return build(payload_type, data, signed)


ENVELOPES: dict[str, Callable[[], bytes]] = {
    "20-unknown-field": lambda: good_envelope()[:-1] + b',"x":1}',
    "20-duplicate-key": lambda: good_envelope()[:-1] + b',"payloadType":"x"}',
    "20-url-alphabet": lambda: good_envelope().replace(b"/", b"_").replace(b"+", b"-"),
    "20-white-space": lambda: good_envelope().replace(b":", b": ", 1),
    "20-payload-type-int": lambda: good_envelope().replace(b'"application/vnd', b'5,"x":"application/vnd'),
    "20-payload-type-case": lambda: good_envelope().replace(b"application", b"Application"),
    "20-no-signature": lambda: good_envelope().split(b'"signatures"')[0] + b'"signatures":[]}',
    "21-trust-type": lambda: good_envelope(document.PAYLOAD_TYPE),
    "21-trust-payload": lambda: good_envelope(payload=document.encode(n.trust_document())),
    "37-payload-not-canonical": lambda: good_envelope(payload=manifest.encode(honest()).replace(b":", b": ", 1)),
    "37-payload-bom": lambda: good_envelope(payload=b"\xef\xbb\xbf" + manifest.encode(honest())),
    "37-payload-duplicate": lambda: good_envelope(
        payload=b'{"app":{"schema":1,"version":"1"},' + manifest.encode(honest())[1:]
    ),
    "extra-manifest-field": lambda: good_envelope(payload=manifest.encode(honest())[:-1] + b',"zz":1}'),
    "null-optional": lambda: good_envelope(
        payload=manifest.encode(honest()).replace(b'"origin":', b'"note":null,"origin":')
    ),
    "recipients-unsorted": lambda: good_envelope(payload=manifest_json(lambda m: m["recipients"].reverse())),
    "signers-unsorted": lambda: good_envelope(payload=manifest_json(lambda m: m["signers"].reverse())),
    "recipient-twice": lambda: good_envelope(
        payload=manifest_json(lambda m: m["recipients"].append(m["recipients"][1]))
    ),
    "bidi-in-note": lambda: good_envelope(payload=manifest_json(lambda m: m.update(note="a\u202eb"))),
    "letter-name-is-not-its-hash": lambda: good_envelope(
        payload=manifest_json(
            lambda m: m["entries"].append({"path": f"letters/{'a' * 64}.pdf", "size": 1, "sha256": "b" * 64})
        )
    ),
    "index-without-blobs": lambda: good_envelope(payload=manifest_json(lambda m: m.update(blob_count=1))),
    "bundle-id-not-version-4": lambda: good_envelope(payload=manifest_json(lambda m: m.update(bundle_id="0" * 32))),
    "origin-with-newline": lambda: good_envelope(payload=manifest_json(lambda m: m.update(origin="AGCY1\n"))),
}


def manifest_json(change: Callable[[Any], object]) -> bytes:
    whole = msgspec.json.decode(manifest.encode(honest()))
    change(whole)
    return msgspec.json.encode(whole, order="sorted")


def test_envelopes_of_the_attacks_are_otherwise_right() -> None:
    assert manifest_json(lambda _: None) == manifest.encode(honest())
    assert n.opened(n.enveloped(good_envelope())).manifest == honest()


@pytest.mark.parametrize(
    "make", [pytest.param(each, id=f"{label}-manifest-refused") for label, each in ENVELOPES.items()]
)
def test_hostile_envelope(make: Callable[[], bytes]) -> None:
    assert n.fate(n.enveloped(make())) == "bundle.manifest-refused"


UNKNOWN = {
    "format": lambda m: m.update(format="sekisho-bundle/2"),
    "suite": lambda m: m.update(suite="B"),
    "kind": lambda m: m.update(kind="roster-of-the-future"),
    "schema": lambda m: m["app"].update(schema=2),
}


@pytest.mark.parametrize(
    "change", [pytest.param(each, id=f"{label}-unknown-format") for label, each in UNKNOWN.items()]
)
def test_newer_format_is_told_apart(change: Callable[[Any], object]) -> None:
    assert n.fate(n.enveloped(good_envelope(payload=manifest_json(change)))) == "bundle.unknown-format"


def test_attack_16_second_entry_in_place_of_the_manifest() -> None:
    assert n.fate(n.encrypted(n.entry("records.ndjson.zst", b"") + END, BOTH)) == "bundle.archive-refused"
    assert n.fate(n.encrypted(END, BOTH)) == "bundle.archive-refused"
    assert n.fate(n.encrypted(n.entry(MANIFEST, bytes(2**20 + 1)) + END, BOTH)) == "bundle.archive-refused"
