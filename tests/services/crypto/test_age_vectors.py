"""The C2SP test kit of age: every unarmoured file, with the few refusals that our profile adds."""

import io
import zlib
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from app.models.domain.errors import UntrustedInputError
from app.services.crypto.age import Identity, X25519Identity, open_reader

REFUSALS = {
    "header failure": {"bundle.not-a-bundle", "bundle.header-refused", "bundle.damaged"},
    "HMAC failure": {"bundle.damaged"},
    "no match": {"bundle.not-for-us"},
    "payload failure": {"bundle.damaged"},
    "armor failure": {"bundle.not-a-bundle"},
}
MIXED = {"hybrid_and_x25519": "both types in one file are always refused"}


class Vector(NamedTuple):
    fields: dict[str, str]
    identities: list[Identity | X25519Identity]
    file: bytes


def read_vector(path: Path) -> Vector:
    text, _, file = path.read_bytes().partition(b"\n\n")
    lines = [line.split(": ", 1) for line in text.decode().splitlines()]
    fields = {name: value for name, value in lines if name != "identity"}
    identities = [
        Identity.parse(value) if value.startswith("AGE-SECRET-KEY-PQ-1") else X25519Identity.parse(value)
        for name, value in lines
        if name == "identity"
    ]
    return Vector(fields, identities, zlib.decompress(file) if fields.get("compressed") == "zlib" else file)


def decrypt(vector: Vector, *, allow_x25519: bool) -> tuple[str, bytes]:
    """Give the refusal's code, or nothing, and all bytes that were given out."""
    released = b""
    try:
        reader = open_reader(io.BytesIO(vector.file), vector.identities, allow_x25519=allow_x25519)
        while part := reader.read(10_000):
            released += part
        reader.finish()
    except UntrustedInputError as error:
        return error.code, released
    return "", released


def test_every_unarmoured_vector(vectors: Path) -> None:
    checked = 0
    for path in sorted((vectors / "cctv/age/testdata").iterdir()):
        vector = read_vector(path)
        if vector.fields.get("armored") == "yes":
            continue
        checked += 1
        code, released = decrypt(vector, allow_x25519=True)
        expected = vector.fields["expect"]
        if b"\n-> scrypt " in vector.file or path.name in MIXED:
            assert code == "bundle.header-refused", path.name
        elif expected == "success":
            assert code == "", path.name
            assert sha256(released).hexdigest() == vector.fields["payload"], path.name
        else:
            assert code in REFUSALS[expected], (path.name, code)
    assert checked == 110


def test_armour_is_no_bundle(vectors: Path) -> None:
    codes = set()
    for path in sorted((vectors / "cctv/age/testdata").glob("armor_*")):
        vector = read_vector(path)
        if vector.fields.get("armored") == "yes":
            codes.add(decrypt(vector, allow_x25519=True)[0])
    assert codes == {"bundle.not-a-bundle"}


def test_strict_profile_refuses_classical_and_unknown_types(vectors: Path) -> None:
    folder = vectors / "cctv/age/testdata"
    for name in ("x25519", "hybrid_and_x25519", "hybrid_uppercase", "scrypt"):
        assert decrypt(read_vector(folder / name), allow_x25519=False)[0] == "bundle.header-refused", name
    for name in ("hybrid", "hybrid_multiple_recipients"):
        assert decrypt(read_vector(folder / name), allow_x25519=False)[0] == "", name


@pytest.mark.parametrize("name", ["hybrid_grease", "x25519_grease"])
def test_grease_does_not_count(vectors: Path, name: str) -> None:
    vector = read_vector(vectors / "cctv/age/testdata" / name)
    reader = open_reader(io.BytesIO(vector.file), vector.identities, allow_x25519=name.startswith("x"))
    assert reader.stanza_count == vector.file.count(b"-> mlkem768x25519") + vector.file.count(b"-> X25519")
