"""What is fuzzed: each layer of a bundle, with the layers around it as they should be.

A mutant that needs no key to make (``keyless``) must never be admitted. One that a dishonest officer signed may be, if
what it says is permitted; then it must have one reading only: written again, it is the same bytes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any

import msgspec
import zstandard
from typing_extensions import override

from app.models.domain.errors import UntrustedInputError
from app.services.bundles import canonical, kinds, manifest
from app.services.bundles.admission import admit
from app.services.bundles.archive import END, MANIFEST, PAD, RECORDS
from app.services.bundles.container import OpenedBundle, open_bundle, pass_over
from app.services.bundles.manifest import Kind, Manifest
from app.services.bundles.refusals import refusal_of
from app.services.crypto.age import AgeReader
from app.services.crypto.dsse import Signature, build, pae
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import packed_entry, read_all
from tests.services.bundles.fuzzing.mutants import mutant
from tests.services.bundles.fuzzing.structured import archive_mutant, json_mutant

ACCEPTED = "accepted"
UNCHANGED = "unchanged"
LARGEST_SEED = 66_000
"""Kinds of a mebibyte add nothing but padding."""


class UnnamedError(Exception):
    """A refusal that is not on the list, or an admission that must not be."""


class _Plain(AgeReader):
    """An archive without its encryption, whose mutants are a target of their own."""

    def __init__(self, archive: bytes) -> None:
        self.stanza_count = 2
        self._source = BytesIO(archive)

    @override
    def read(self, count: int) -> bytes:
        return self._source.read(count)

    @override
    def finish(self) -> None:
        if self._source.read(1):
            raise UntrustedInputError("bundle.damaged")


@dataclass(frozen=True)
class Seed:
    """An honest bundle in all its layers."""

    kind: Kind
    file: bytes
    archive: bytes
    manifest: Manifest
    entries: tuple[tuple[str, bytes], ...] = field(repr=False)

    @property
    def station(self) -> str:
        return n.WAYS[self.kind][1]

    @property
    def people(self) -> tuple[str, ...]:
        return n.WAYS[self.kind][2]

    def part(self, name: str) -> bytes:
        return dict(self.entries)[name]

    def with_part(self, name: str, data: bytes) -> bytes:
        """The archive with other bytes for one entry."""
        return b"".join(n.entry(path, data if path == name else old) for path, old in self.entries) + END


@cache
def seeds() -> tuple[Seed, ...]:
    """A bundle of each kind that is small, one of them with scans and a letter."""
    made = []
    for kind in n.WAYS:
        bare = kinds.rule(kind).bare
        blobs = () if bare else tuple(n.payload(scan) for scan in (b"scan one", b"", bytes(700)))
        file = n.sealed(n.plan(kind, blobs=blobs, letters=() if bare else (n.payload(b"%PDF-1.7"),)))
        if len(file) <= LARGEST_SEED + 8192:
            archive = n.inner(file, n.WAYS[kind][1])
            said = n.opened(file, n.WAYS[kind][1]).manifest
            made.append(Seed(kind, file, archive, said, tuple(read_all(archive))))
    return tuple(made)


def fate_of(opened: Callable[[], OpenedBundle], station: str) -> str:
    """Receive to the end; give the code."""
    try:
        bundle = opened()
        for _ in bundle.entries(admit(n.arrival(bundle, station)), pass_over):
            pass
        bundle.finish()
    except UntrustedInputError as refusal:
        if refusal_of(refusal.code) is None:
            raise UnnamedError(refusal.code) from refusal
        return refusal.code
    return ACCEPTED


def plainly(seed: Seed, archive: bytes) -> str:
    """The fate of an archive, its encryption left out."""
    key = n.identity_of(seed.station).recipient.fingerprint
    return fate_of(lambda: OpenedBundle(_Plain(archive), key), seed.station)


def _container(seed: Seed, data: bytes) -> str:
    return fate_of(lambda: open_bundle(BytesIO(data), [n.identity_of(seed.station)]), seed.station)


def _frame(seed: Seed, data: bytes) -> str:
    return plainly(seed, seed.with_part(RECORDS, data))


def _envelope(seed: Seed, data: bytes) -> str:
    return plainly(seed, seed.with_part(MANIFEST, data))


def _signed_manifest(seed: Seed, data: bytes) -> str:
    """A dishonest sender: any payload under true signatures."""
    code = _envelope(seed, _enveloped(seed, data))
    if code == ACCEPTED and canonical.encode(manifest.decode(data)) != data:
        raise UnnamedError("two readings of a manifest")
    return code


def _signed_lines(seed: Seed, data: bytes) -> str:
    """A dishonest sender: any record lines under a manifest that fits them."""
    packed = zstandard.ZstdCompressor(level=1, write_content_size=False).compress(data)
    code = _fitted(seed, packed, data)
    if code == ACCEPTED:
        decoder = kinds.decoder(seed.kind)
        again = b"".join(canonical.encode(decoder.decode(line)) + b"\n" for line in data.splitlines())
        if again != data:
            raise UnnamedError("two readings of a record")
    return code


def _signed_frame(seed: Seed, data: bytes) -> str:
    """A dishonest sender: any frame under a manifest that fits it."""
    return _fitted(seed, data, lines_of(seed))


def _fitted(seed: Seed, packed: bytes, content: bytes) -> str:
    entry = packed_entry(packed, content, content.count(b"\n"))
    entries = (entry, *(one for one in seed.manifest.entries if one.path != RECORDS))
    return _rebuilt(seed, {RECORDS: packed}, entries=entries)


def _rebuilt(seed: Seed, parts: dict[str, bytes], **statements: Any) -> str:
    said = msgspec.structs.replace(seed.manifest, **statements)
    parts = parts | {MANIFEST: _enveloped(seed, manifest.encode(said))}
    body = b"".join(n.entry(path, parts.get(path, old)) for path, old in seed.entries if path != PAD)
    room = said.total - len(body) - len(END) - 512
    return plainly(seed, body + (n.entry(PAD, bytes(room)) if room >= 0 else b"") + END)


def _enveloped(seed: Seed, payload: bytes) -> bytes:
    message = pae(manifest.PAYLOAD_TYPE, payload)
    keys = [n.key_of(name) for name in seed.people]
    return build(manifest.PAYLOAD_TYPE, payload, [Signature(key.key_id, key.sign(message)) for key in keys])


def lines_of(seed: Seed) -> bytes:
    """The honest record lines."""
    return zstandard.ZstdDecompressor().decompressobj().decompress(seed.part(RECORDS))


@dataclass(frozen=True)
class Target:
    """One layer: where its honest bytes are, and what becomes of others."""

    name: str
    honest: Callable[[Seed], bytes]
    feed: Callable[[Seed, bytes], str]
    keyless: bool = True
    words: tuple[bytes, ...] = ()
    structured: Callable[[bytes, bytes], bytes] | None = None

    def mutant(self, seed: Seed, steps: bytes, donor: Seed) -> bytes:
        """The mutant of a script; every second one well-formed where that is possible."""
        honest = self.honest(seed)
        if self.structured is not None and steps[-1] % 2:
            return self.structured(honest, steps)
        return mutant(honest, steps, self.words, self.honest(donor))

    def judge(self, seed: Seed, data: bytes) -> str:
        """The code for a mutant.

        Raises:
            UnnamedError: It is admitted and must not be, or has two readings, or the code is not on the list.
        """
        if data == self.honest(seed):
            return UNCHANGED
        code = self.feed(seed, data)
        if code == ACCEPTED and self.keyless:
            raise UnnamedError(f"{self.name}: admitted {sha256(data).hexdigest()}")
        return code


_JSON = (b'"', b",", b":", b"{", b"}", b"[", b"]", b"null", b"NaN", b"1e999", b"-1", b"\\u0041", b"\xe2\x80\xae", b" ")

TARGETS = (
    Target(
        "container",
        lambda seed: seed.file,
        _container,
        words=(b"-> ", b"---", b"\n", b"\r", b"grease", b"scrypt", b"X25519", b"mlkem768x25519", b"=", b"A" * 64),
    ),
    Target(
        "archive",
        lambda seed: seed.archive,
        plainly,
        words=(b"\0" * 512, b"ustar\x0000", b"blobs/", b"pad", MANIFEST.encode(), RECORDS.encode(), b"7" * 11, b"\x80"),
        structured=archive_mutant,
    ),
    Target(
        "envelope",
        lambda seed: seed.part(MANIFEST),
        _envelope,
        words=(*_JSON, b'"payload"', b"=", b"_", b"-"),
        structured=json_mutant,
    ),
    Target("frame", lambda seed: seed.part(RECORDS), _frame, words=(b"\x28\xb5\x2f\xfd", b"\x50\x2a\x4d\x18")),
    Target(
        "signed-manifest",
        lambda seed: manifest.encode(seed.manifest),
        _signed_manifest,
        keyless=False,
        words=(*_JSON, b'"total"', b'"entries"', b'"recipients"', b"9007199254740993", b"live", b"rehearsal"),
        structured=json_mutant,
    ),
    Target(
        "signed-lines",
        lines_of,
        _signed_lines,
        keyless=False,
        words=(*_JSON, b"\n", b"2026-02-30", b"\xf0\x9f"),
        structured=json_mutant,
    ),
    Target(
        "signed-frame",
        lambda seed: seed.part(RECORDS),
        _signed_frame,
        keyless=False,
        words=(b"\x28\xb5\x2f\xfd", b"\x50\x2a\x4d\x18", b"\0" * 8, b"\xff" * 8),
    ),
)


def cases() -> Iterator[tuple[Target, Seed]]:
    """Every layer of every seed."""
    return ((target, seed) for target in TARGETS for seed in seeds())
