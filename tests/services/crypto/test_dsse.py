"""Envelopes: one spelling only, every signature counts, agreement with another implementation."""

import json
import os
from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope as TheirEnvelope
from securesystemslib.signer._key import Key, SSlibKey

from app.models.domain.errors import BugError, UntrustedInputError
from app.services.crypto.dsse import ENVELOPE_LIMIT, Signature, build, pae, parse, verify
from app.services.crypto.signing import SigningKey

KIND = "application/vnd.sekisho.bundle-manifest.v1+json"
OTHER_KIND = "application/vnd.sekisho.trust.v1+json"
KEYS = [SigningKey(bytes([number]) * 32) for number in range(9)]
KNOWN = {key.key_id: key.verify_key for key in KEYS[:8]}


def sign(payload: bytes, *keys: SigningKey, kind: str = KIND) -> bytes:
    message = pae(kind, payload)
    return build(kind, payload, [Signature(key.key_id, key.sign(message)) for key in keys])


def refusal(data: bytes, kind: str = KIND) -> str:
    with pytest.raises(UntrustedInputError) as caught:
        verify(parse(data, kind), KNOWN)
    return caught.value.code


def test_encoding_of_the_protocol_text() -> None:
    assert pae("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


@given(payload=st.binary(max_size=300), count=st.integers(1, 8))
def test_round_trip(payload: bytes, count: int) -> None:
    data = sign(payload, *KEYS[:count])
    envelope = parse(data, KIND)
    verify(envelope, KNOWN)
    assert envelope.payload == payload
    assert [entry.keyid for entry in envelope.signatures] == sorted(key.key_id for key in KEYS[:count])


@given(payload=st.binary(min_size=1, max_size=60), place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_no_changed_byte_is_believed(payload: bytes, place: int, bit: int) -> None:
    data = bytearray(sign(payload, KEYS[0], KEYS[1]))
    data[place % len(data)] ^= 1 << bit
    assert refusal(bytes(data)) in {
        "bundle.manifest-refused",
        "bundle.signer-unknown",
        "bundle.signature-invalid",
    }


def spelled(**changes: object) -> bytes:
    fields = json.loads(sign(b"\xfb\xff\xfe payload", KEYS[0])) | changes
    return json.dumps(fields, separators=(",", ":"), sort_keys=True).encode()


def test_the_plain_spelling_is_accepted() -> None:
    verify(parse(spelled(), KIND), KNOWN)


ENTRY = json.loads(sign(b"\xfb\xff\xfe payload", KEYS[0]))["signatures"][0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"\xef\xbb\xbf" + spelled(),
        spelled() + b"\n",
        spelled().replace(b'","', b'", "', 1),
        spelled().replace(b'{"payload"', b'{"payload":"","payload"', 1),
        spelled().replace(b"application", b"\\u0061pplication", 1),
        spelled(extra=1),
        spelled(payloadType=5),
        spelled(payloadType=KIND.upper()),
        spelled(payloadType=OTHER_KIND),
        spelled(payload=urlsafe_b64encode(b"\xfb\xff\xfe payload").decode()),
        spelled(payload=b64encode(b"\xfb\xff\xfe payload").decode().rstrip("=")),
        spelled(payload="YWJ=" + "YWJj"),
        spelled(payload="YWK="),
        spelled(payload="ｙｙｙｙ"),
        spelled(signatures=[]),
        spelled(signatures=[ENTRY, ENTRY]),
        spelled(signatures=[ENTRY | {"cert": ""}]),
        spelled(signatures=[ENTRY | {"keyid": ENTRY["keyid"].upper()}]),
        spelled(signatures=[ENTRY | {"keyid": ENTRY["keyid"][:-1]}]),
        spelled(signatures=[ENTRY | {"sig": b64encode(bytes(63)).decode()}]),
        spelled(signatures=[ENTRY | {"keyid": f"{number:064x}"} for number in range(9)]),
        spelled(signatures=[ENTRY | {"keyid": "1" * 64}, ENTRY | {"keyid": "0" * 64}]),
        b"[" * 100_000,
    ],
)
def test_any_other_spelling_is_refused(data: bytes) -> None:
    assert refusal(data) == "bundle.manifest-refused"


def test_too_large_is_refused() -> None:
    assert refusal(sign(bytes(ENVELOPE_LIMIT), KEYS[0])) == "bundle.manifest-refused"


def test_every_listed_signature_counts() -> None:
    payload = b"two signers"
    right = Signature(KEYS[0].key_id, KEYS[0].sign(pae(KIND, payload)))
    wrong = Signature(KEYS[1].key_id, KEYS[1].sign(pae(KIND, b"something else")))
    stranger = Signature(KEYS[8].key_id, KEYS[8].sign(pae(KIND, payload)))
    assert refusal(build(KIND, payload, [right, wrong])) == "bundle.signature-invalid"
    assert refusal(build(KIND, payload, [right, stranger])) == "bundle.signer-unknown"


def test_signature_for_another_type_is_invalid() -> None:
    other = Signature(KEYS[0].key_id, KEYS[0].sign(pae(OTHER_KIND, b"x")))
    assert refusal(build(KIND, b"x", [other])) == "bundle.signature-invalid"


def test_one_key_under_a_second_name_is_unknown() -> None:
    payload = b"x"
    copy = Signature("0" * 64, KEYS[0].sign(pae(KIND, payload)))
    data = build(KIND, payload, [Signature(KEYS[0].key_id, copy.sig), copy])
    with pytest.raises(UntrustedInputError, match=r"bundle\.signer-unknown"):
        verify(parse(data, KIND), KNOWN | {"0" * 64: KEYS[0].verify_key})


def test_our_own_mistakes_are_bugs() -> None:
    entry = Signature(KEYS[0].key_id, bytes(64))
    for wrong in ([], [entry, entry], [Signature("x", bytes(64))], [Signature(KEYS[0].key_id, bytes(63))]):
        with pytest.raises(BugError):
            build(KIND, b"", wrong)


@given(payload=st.binary(max_size=300))
def test_agrees_with_securesystemslib(payload: bytes) -> None:
    data = sign(payload, *KEYS[:2])
    theirs = TheirEnvelope.from_dict(json.loads(data))
    keys: list[Key] = [
        SSlibKey(key.key_id, "ed25519", "ed25519", {"public": key.verify_key.raw.hex()}) for key in KEYS[:2]
    ]
    assert theirs.payload == payload
    assert theirs.pae() == pae(KIND, payload)
    assert set(theirs.verify(keys, threshold=2)) == {key.key_id for key in KEYS[:2]}
    ours_again = json.dumps(theirs.to_dict(), separators=(",", ":"), sort_keys=True).encode()
    verify(parse(ours_again, KIND), KNOWN)


def test_random_bytes_are_refused() -> None:
    for _ in range(50):
        assert refusal(os.urandom(200)) == "bundle.manifest-refused"
