"""Other implementations of age are given the same damaged files: the stock program and pyrage."""

import subprocess
from io import BytesIO

import pyrage
import pytest

from app.models.domain.errors import UntrustedInputError
from app.services.crypto.age import Identity, X25519Identity, open_reader, open_writer
from app.services.crypto.bech32 import encode as bech32
from tests.services.bundles import network as n
from tests.services.bundles.fuzzing.mutants import mutant, script
from tests.thoroughness import amount

PLAIN = bytes(range(256)) * 3
WORDS = (b"-> ", b"---", b"\n", b"grease", b"X25519", b"mlkem768x25519", b"=", b"A" * 64, b"-> a-grease\n\n")
IDENTITY = Identity(n.seed("oracle"))


def ours(data: bytes, identity: Identity | X25519Identity, *, allow_x25519: bool) -> tuple[str, bytes]:
    try:
        reader = open_reader(BytesIO(data), [identity], allow_x25519=allow_x25519)
        plain = reader.read(2**30)
        reader.finish()
    except UntrustedInputError as refusal:
        return refusal.code, b""
    return "", plain


def agree(code: str, plain: bytes, theirs: bytes | None, number: int) -> None:
    """What we take they take, as the same; what only they take lies outside our narrower profile of headers."""
    if not code:
        assert theirs == plain, number
    elif theirs is not None:
        assert code == "bundle.header-refused", (number, code)


def test_the_stock_program_agrees_on_damaged_files(age_program: str, tmp_path: pytest.TempPathFactory) -> None:
    key = tmp_path / "key"  # type: ignore[operator] # a path
    key.write_text(IDENTITY.encode() + "\n")
    file = BytesIO()
    with open_writer(file, [IDENTITY.recipient, n.identity_of("other").recipient], n.entropy()) as writer:
        writer.write(PLAIN)
    honest = file.getvalue()

    def theirs(data: bytes) -> bytes | None:
        done = subprocess.run([age_program, "-d", "-i", str(key)], input=data, check=False, capture_output=True)  # noqa: S603 # a fixed program
        return done.stdout if done.returncode == 0 else None

    assert theirs(honest) == PLAIN == ours(honest, IDENTITY, allow_x25519=False)[1]
    for number in range(amount(120, 20_000)):
        data = mutant(honest, script(number), WORDS)
        agree(*ours(data, IDENTITY, allow_x25519=False), theirs(data), number)


def test_pyrage_agrees_on_damaged_classical_files() -> None:
    """Old media only: X25519, which pyrage knows and we read where the trust document allows it."""
    seed = n.seed("classical")
    mine = X25519Identity(seed)
    yours = pyrage.x25519.Identity.from_str(bech32("age-secret-key-", seed).upper())
    honest = pyrage.encrypt(PLAIN, [yours.to_public()])

    def theirs(data: bytes) -> bytes | None:
        try:
            return bytes(pyrage.decrypt(data, [yours]))
        except (pyrage.DecryptError, OSError):
            return None

    assert theirs(honest) == PLAIN == ours(honest, mine, allow_x25519=True)[1]
    for number in range(amount(1_500, 200_000)):
        data = mutant(honest, script(number), WORDS)
        agree(*ours(data, mine, allow_x25519=True), theirs(data), number)
