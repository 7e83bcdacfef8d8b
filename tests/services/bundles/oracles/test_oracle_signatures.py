"""Other implementations of signatures and envelopes are given the same bytes: libsodium and securesystemslib."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.exceptions import CryptoError
from nacl.signing import VerifyKey as TheirKey
from securesystemslib.dsse import Envelope as TheirEnvelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer._key import Key, SSlibKey

from app.models.domain.errors import UntrustedInputError
from app.services.bundles import manifest
from app.services.crypto.dsse import parse, verify
from app.services.crypto.signing import SigningKey, VerifyKey
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import PEOPLE, envelope
from tests.services.bundles.fuzzing.mutants import SCRIPT, mutant, script
from tests.services.bundles.fuzzing.structured import json_mutant
from tests.services.crypto.conftest import VECTORS
from tests.thoroughness import amount

SCRIPTS = st.binary(min_size=SCRIPT, max_size=SCRIPT)
ORDER = 2**252 + 27742317777372353535851937790883648493


def ours_takes(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        return VerifyKey(key).verify(signature, message)
    except UntrustedInputError:
        return False


def theirs_takes(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        TheirKey(key).verify(message, signature)
    except CryptoError:
        return False
    return True


def test_libsodium_and_we_agree_on_every_strange_signature() -> None:
    """Low order, mixed order, other encodings of keys and signatures: the same verdict for each of them."""
    path = Path(VECTORS) / "cctv/ed25519/ed25519vectors.json"
    if not path.is_file():
        pytest.skip("the folder of public test vectors is not beside the project")
    strange = json.loads(path.read_text(encoding="utf-8"))
    differ = [
        one["number"]
        for one in strange
        for given in [(bytes.fromhex(one["key"]), bytes.fromhex(one["sig"]), one["msg"].encode())]
        if ours_takes(*given) != theirs_takes(*given)
    ]
    assert (len(strange), differ) == (914, [])


@given(
    seed=st.binary(min_size=1, max_size=8), steps=st.binary(min_size=SCRIPT, max_size=SCRIPT), part=st.integers(0, 3)
)
@settings(max_examples=amount(150, 20_000), deadline=None)
def test_libsodium_and_we_agree_on_altered_signatures(seed: bytes, steps: bytes, part: int) -> None:
    signing, message = SigningKey(n.seed(seed.hex())), b"message of an officer"
    key, signature = signing.verify_key.raw, signing.sign(message)
    if part == 0:
        key = mutant(key, steps).ljust(32, b"\0")[:32]
    elif part == 1:
        signature = mutant(signature, steps).ljust(64, b"\0")[:64]
    elif part == 2:
        message = mutant(message, steps)
    else:
        s = (int.from_bytes(signature[32:], "little") + ORDER) % 2**256
        signature = signature[:32] + s.to_bytes(32, "little")
    assert ours_takes(key, signature, message) == theirs_takes(key, signature, message)


KEYS = {name: n.key_of(name).verify_key for name in PEOPLE}
THEIR_KEYS: list[Key] = [SSlibKey(key.key_id, "ed25519", "ed25519", {"public": key.raw.hex()}) for key in KEYS.values()]


def ours_reads(data: bytes) -> tuple[str, bytes]:
    try:
        read = parse(data, manifest.PAYLOAD_TYPE)
        verify(read, {key.key_id: key for key in KEYS.values()})
    except UntrustedInputError as refusal:
        return refusal.code, b""
    return "", read.payload


def theirs_reads(data: bytes) -> bytes | None:
    """The payload if they take it as signed; None for whatever they say otherwise."""
    try:
        read = TheirEnvelope.from_dict(json.loads(data))
        read.verify(THEIR_KEYS, threshold=1)
    except VerificationError:
        return None
    except Exception:  # noqa: BLE001 # it has no closed list of errors
        return None
    return bytes(read.payload) if read.payload_type == manifest.PAYLOAD_TYPE else None


def test_securesystemslib_takes_whatever_we_take() -> None:
    """And where it takes more, it is a second spelling of the very same payload, or signatures by others beside."""
    honest = envelope()
    assert ours_reads(honest) == ("", theirs_reads(honest))
    looser = 0
    for number in range(amount(400, 50_000)):
        steps = script(number)
        data = json_mutant(honest, steps) if number % 2 else mutant(honest, steps, (b" ", b'"x":1,', b"=", b"_"))
        code, payload = ours_reads(data)
        theirs = theirs_reads(data)
        if not code:
            assert payload == theirs
        elif theirs is not None:
            looser += 1
            assert code in {"bundle.manifest-refused", "bundle.signer-unknown", "bundle.signature-invalid"}
            assert theirs == ours_reads(honest)[1]
    assert looser > 0
