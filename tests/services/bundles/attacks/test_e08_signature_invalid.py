"""Signatures that do not hold. Each is an alarm."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from app.services.bundles import manifest
from app.services.bundles.admission import admit
from app.services.bundles.report import BottomLine
from app.services.crypto.dsse import Signature, build, pae
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import PEOPLE
from tests.services.bundles.network import honest

ORDER = 2**252 + 27742317777372353535851937790883648493


def signed_as(first: bytes) -> bytes:
    """An honest manifest with any 64 bytes as the first signature."""
    data = manifest.encode(honest())
    message = pae(manifest.PAYLOAD_TYPE, data)
    signed = [Signature(n.key_of(PEOPLE[0]).key_id, first)]
    signed += [Signature(n.key_of(name).key_id, n.key_of(name).sign(message)) for name in PEOPLE[1:]]
    return n.enveloped(build(manifest.PAYLOAD_TYPE, data, signed))


def good() -> bytes:
    return n.key_of(PEOPLE[0]).sign(pae(manifest.PAYLOAD_TYPE, manifest.encode(honest())))


def p256() -> bytes:
    """The raw form of an ECDSA signature, which is as long as ours."""
    made = generate_private_key(SECP256R1()).sign(
        pae(manifest.PAYLOAD_TYPE, manifest.encode(honest())), ECDSA(SHA256())
    )
    r, s = decode_dss_signature(made)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


SIGNATURES = {
    "over-other-bytes": lambda: n.key_of(PEOPLE[0]).sign(b"x"),
    "of-another-person": lambda: n.key_of("agency-both").sign(pae(manifest.PAYLOAD_TYPE, manifest.encode(honest()))),
    "without-the-type": lambda: n.key_of(PEOPLE[0]).sign(manifest.encode(honest())),
    "scalar-beyond-the-order": lambda: (
        good()[:32] + (int.from_bytes(good()[32:], "little") + ORDER).to_bytes(32, "little")
    ),
    "zero": lambda: bytes(64),
    "halves-exchanged": lambda: good()[32:] + good()[:32],
    "another-curve": p256,
}


@pytest.mark.parametrize("label", list(SIGNATURES))
def test_a_signature_that_does_not_hold(label: str) -> None:
    """Over other bytes, by another hand, in a second form of the same signature, on another curve."""
    bundle = n.opened(signed_as(SIGNATURES[label]()))
    report = admit(n.arrival(bundle))
    assert (report.code, report.bottom_line) == ("bundle.signature-invalid", BottomLine.ALARM)


def test_the_signature_that_is_altered_here_is_good() -> None:
    """Not an attack: unaltered, it holds."""
    assert admit(n.arrival(n.opened(signed_as(good())))).code == ""


@pytest.mark.parametrize("length", [63, 65, 70, 72])
def test_a_signature_of_another_length(length: int) -> None:
    """A signature in the form of another scheme (DER) never reaches the check."""
    whole = n.inner(signed_as(good()))
    start = whole.index(b'"sig":"') + 7
    forged = whole[start : start + 88]
    other = b64encode(bytes(length))
    envelope = whole[512 : whole.index(b"}", whole.rindex(b'"sig":"')) + 3].replace(forged, other)
    assert n.fate(n.enveloped(envelope)) == "bundle.manifest-refused"
