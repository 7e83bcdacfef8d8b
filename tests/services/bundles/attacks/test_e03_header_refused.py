"""Headers of age files outside our profile."""

import tracemalloc
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO

import pytest
from typing_extensions import override

from app.models.domain.errors import UntrustedInputError
from app.services.bundles.container import open_bundle
from app.services.crypto.age import Identity
from app.services.crypto.age_header import HEADER_LIMIT, encode_base64
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import golden, with_stanza

X25519_STANZA = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
MAGIC = b"age-encryption.org/v1\n"
BODY = b"A" * 43 + b"\n"

HEADERS: dict[str, Callable[[], bytes]] = {
    "65-stanzas": lambda: with_stanza(b"-> a-grease\n\n" * 65),
    "long-argument": lambda: with_stanza(b"-> a " + b"b" * 2**20 + b"\n\n"),
    "no-short-last-line": lambda: with_stanza(b"-> a b\n" + b"A" * 64 + b"\n"),
    "base64-not-canonical": lambda: with_stanza(b"-> a-grease\nAB\n"),
    "base64-padded": lambda: with_stanza(b"-> a-grease\nAA==\n"),
    "base64-url": lambda: with_stanza(b"-> a-grease\n-_\n"),
    "carriage-return": lambda: with_stanza(b"-> a b\r\n\n"),
    "no-argument": lambda: with_stanza(b"->\n\n"),
    "other-version": lambda: golden().replace(b"/v1\n", b"/v2\n", 1),
    "no-stanza": lambda: MAGIC + b"--- " + BODY,
    "passphrase-of-hours": lambda: with_stanza(b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\n" + BODY),
    "passphrase-alone": lambda: MAGIC + b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\n" + BODY + b"--- " + BODY,
    "classical-beside": lambda: with_stanza(X25519_STANZA),
    "classical-alone": lambda: MAGIC + X25519_STANZA + b"--- " + BODY,
    "unknown-type": lambda: with_stanza(b"-> unheard-of\n\n"),
    "low-order-curve": lambda: with_share(lambda share: share[:1088] + bytes(32)),
    "short-share": lambda: with_share(lambda share: share[:-1]),
    "long-share": lambda: with_share(lambda share: share + b"\0"),
    "short-body": lambda: with_body(b"A" * 42),
    "empty-body": lambda: with_body(b""),
}


def with_share(change: Callable[[bytes], bytes]) -> bytes:
    """The golden file with another share in its first stanza."""
    start = golden().index(b"-> mlkem768x25519 ") + len(b"-> mlkem768x25519 ")
    share = Identity(bytes(32)).recipient.wrap(bytes(16)).arguments[0].encode()
    raw = b64decode(share + b"==")
    end = golden().index(b"\n", start)
    return golden()[:start] + encode_base64(change(raw)) + golden()[end:]


def with_body(body: bytes) -> bytes:
    """The golden file with another body in its first stanza."""
    start = golden().index(b"\n", golden().index(b"-> mlkem768x25519 ")) + 1
    return golden()[:start] + body + golden()[golden().index(b"\n", start) :]


@pytest.mark.parametrize("make", [pytest.param(make, id=label) for label, make in HEADERS.items()])
def test_outside_the_profile(make: Callable[[], bytes]) -> None:
    """Too many stanzas, other base64, a passphrase that costs hours, a weaker algorithm, a weak share."""
    assert n.fate(make(), n.AGENCY) == "bundle.header-refused"


class Counting(BytesIO):
    """Counts what is read."""

    taken = 0

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


@pytest.mark.parametrize(
    "stanza", [b"-> a b\n" + BODY, b"-> a " + b"b" * 2**20 + b"\n\n", b"-> a\n" + b"A" * 64 + b"\n"]
)
def test_a_header_of_megabytes(stanza: bytes) -> None:
    """Anybody with a stick would stop the machine: the reader looks at its budget and no further."""
    hostile = Counting(MAGIC + stanza * (2**22 // len(stanza)))
    tracemalloc.start()
    try:
        with pytest.raises(UntrustedInputError, match=r"bundle\.header-refused"):
            open_bundle(hostile, [n.identity_of(n.CONTRACTOR)])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert hostile.taken <= 2 * HEADER_LIMIT
    assert peak < 8 * HEADER_LIMIT
