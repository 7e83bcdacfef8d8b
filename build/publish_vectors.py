"""Write the test vectors of the bundle format to ``docs/formats/vectors``: valid and invalid bundles of a test circle.

    python build/publish_vectors.py

Encryption is never the same twice, so the files differ after each run; what they are, and what a reader must say of
them, does not.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import msgspec  # noqa: E402 - the path comes first

from app.models.domain.actor import Environment, Role  # noqa: E402
from app.services import typed_text  # noqa: E402
from app.services.bundles import manifest  # noqa: E402
from app.services.bundles.archive import END, MANIFEST, RECORDS  # noqa: E402
from app.services.bundles.fields import ZERO_HASH  # noqa: E402
from app.services.bundles.manifest import Kind, Manifest, Purpose  # noqa: E402
from app.services.crypto.dsse import Signature, build, pae  # noqa: E402
from app.services.exchange import receipt_forms  # noqa: E402
from app.services.trust import document, orders, paper, rules  # noqa: E402
from app.services.trust.document import Person, TrustDocument  # noqa: E402
from tests.services.bundles import network as n  # noqa: E402
from tests.services.bundles.attacks.hostile import altered, packed_entry, raw_header, read_all, squeezed  # noqa: E402

FOLDER = ROOT / "docs/formats/vectors"
KIND = Kind.WITHDRAWAL
WAY = (n.AGENCY, n.INVESTIGATION)
PEOPLE = n.WAYS[KIND][2]
LINE = msgspec.json.encode(n.RECORDS[KIND], order="sorted") + b"\n"


@dataclass(frozen=True)
class Vector:
    """One file: its bytes, who reads it, when and with which memory, and what must come of it."""

    name: str
    says: str
    make: Callable[[], bytes]
    expect: str = "admitted"
    station: str = n.INVESTIGATION
    at: int = n.NOW
    last_seq: int = 0
    last_sha256: str = ZERO_HASH


def circle() -> TrustDocument:
    """The offices of the tests, with an officer whose key was revoked."""
    key = n.person_key("agency-former", revoked_at=n.NOW - 2 * n.DAY)
    left = Person(
        id="agency-former", display_name="試験 退職者", office="AGENCY-A", roles=(Role.SECURITY_OFFICER,), keys=(key,)
    )
    people = sorted((*n.trust_document().persons, left), key=lambda one: one.id)
    return n.trust_document(persons=tuple(people))


def plan(kind: Kind = KIND, **changes: Any) -> Any:
    """An honest plan under the circle's trust document."""
    return n.plan(kind, **{"trust_sha256": n.view(circle()).sha256} | changes)


def honest() -> Manifest:
    """What an honest withdrawal says."""
    return n.opened(n.sealed(plan()), n.INVESTIGATION).manifest


def said(*names: str, records: bytes = LINE, count: int = 1, **changes: Any) -> bytes:
    """A bundle with any statements, signed by these people, around any record lines."""
    packed = squeezed(records)
    statements = {"entries": (packed_entry(packed, records, count),)} | changes
    whole = msgspec.structs.replace(honest(), **statements)
    return n.encrypted(n.forged(whole, names or PEOPLE, [(RECORDS, packed)]), WAY)


def signed(change: Callable[[Any], object]) -> bytes:
    """A bundle whose payload was changed as JSON before it was signed."""
    whole = msgspec.json.decode(manifest.encode(honest()))
    change(whole)
    return enveloped(payload(msgspec.json.encode(whole, order="sorted")))


def payload(data: bytes) -> bytes:
    """An envelope around any payload."""
    keys = [n.key_of(name) for name in PEOPLE]
    signatures = [Signature(key.key_id, key.sign(pae(manifest.PAYLOAD_TYPE, data))) for key in keys]
    return build(manifest.PAYLOAD_TYPE, data, signatures)


def enveloped(envelope: bytes) -> bytes:
    """A bundle that holds an envelope and nothing else."""
    return n.encrypted(n.entry(MANIFEST, envelope) + END, WAY)


def archived(change: Callable[[bytes], bytes]) -> bytes:
    """A bundle whose archive was changed by somebody who shares its key."""
    return n.encrypted(change(n.inner(n.sealed(plan()), n.INVESTIGATION)), WAY)


def with_records(archive: bytes) -> bytes:
    """The archive with one letter of the packed records changed."""
    packed = dict(read_all(archive))[RECORDS]
    return archive.replace(packed, packed[:-1] + bytes([packed[-1] ^ 1]))


def unpadded(archive: bytes) -> bytes:
    """The archive with a message in its padding."""
    place = archive.rindex(bytes(64)) - 1024
    return archive[:place] + b"x" + archive[place + 1 :]


def flipped(data: bytes) -> bytes:
    """One bit of the payload."""
    return data[:-200] + bytes([data[-200] ^ 1]) + data[-199:]


def with_stanza(stanza: bytes) -> bytes:
    """A stanza more in front."""
    first, rest = n.sealed(plan()).split(b"\n", 1)
    return first + b"\n" + stanza + rest


def signer(name: str) -> Any:
    """A signer of the circle, or somebody that it does not know."""
    return manifest.Signer(person=name, keyid=n.key_of(name).key_id, role="security-officer")


def wrong_signature() -> bytes:
    """One letter of the signature is another, and it is still base64."""
    envelope = payload(manifest.encode(honest()))
    return enveloped(altered(envelope, envelope.index(b'"sig":"') + 20))


def with_scans() -> bytes:
    """Answers with two scans and a letter."""
    blobs = (n.payload(b"scan one"), n.payload(b"scan two"))
    return n.sealed(plan(Kind.QUESTIONNAIRE, blobs=blobs, letters=(n.payload(b"%PDF-1.7 letter"),)))


def placed(seq: int, prev: str = ZERO_HASH) -> bytes:
    """A bundle at a place of its lane."""
    return n.sealed(plan(lanes=(n.lane(n.AGENCY), n.lane(n.INVESTIGATION, seq, prev))))


def _foreign(label: str, header: bytes) -> Vector:
    says = "an entry that no bundle has"
    return Vector(f"e06-{label}", says, lambda: n.encrypted(header + END, WAY), "bundle.archive-refused")


def vectors() -> Iterator[Vector]:
    """All of them, in the order of the numbers of the refusals."""
    first = placed(1)
    first_hash = n.opened(first, n.INVESTIGATION).manifest_sha256
    yield Vector("valid-withdrawal", "a bundle without attachments", lambda: first)
    yield Vector(
        "valid-request", "a request with names in several scripts", lambda: n.sealed(plan(Kind.INVESTIGATION_REQUEST))
    )
    yield Vector("valid-scans", "records, an index, two attachments and a letter", with_scans)
    yield Vector("valid-second", "follows the first", lambda: placed(2, first_hash), last_seq=1, last_sha256=first_hash)
    yield Vector("e01-text", "not an age file", lambda: b"hello\n", "bundle.not-a-bundle")
    yield Vector(
        "e02-format",
        "of a later format",
        lambda: signed(lambda m: m.update(format="sekisho-bundle/2")),
        "bundle.unknown-format",
    )
    yield Vector(
        "e02-kind",
        "of an unknown kind",
        lambda: signed(lambda m: m.update(kind="of-the-future")),
        "bundle.unknown-format",
    )
    classical = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
    yield Vector(
        "e03-classical", "a weaker stanza beside the others", lambda: with_stanza(classical), "bundle.header-refused"
    )
    yield Vector(
        "e03-stanzas", "65 stanzas more", lambda: with_stanza(b"-> a-grease\n\n" * 65), "bundle.header-refused"
    )
    yield Vector(
        "e04-others", "for other recipients", lambda: n.encrypted(b"x", (n.AGENCY, n.CONTRACTOR)), "bundle.not-for-us"
    )
    yield Vector("e05-cut", "one byte is missing", lambda: n.sealed(plan())[:-1], "bundle.damaged")
    yield Vector("e05-longer", "one byte more", lambda: n.sealed(plan()) + b"\0", "bundle.damaged")
    yield Vector("e05-flipped", "one bit is another", lambda: flipped(n.sealed(plan())), "bundle.damaged")
    yield _foreign("parent", raw_header(b"../x"))
    yield _foreign("link", raw_header(b"pad", kind=b"2"))
    yield _foreign("pax", raw_header(b"pad", kind=b"x"))
    yield Vector("e06-padding", "padding that is not zero", lambda: archived(unpadded), "bundle.archive-refused")
    spaced = manifest.encode(honest()).replace(b":", b": ", 1)
    twice = b'{"app":{"schema":1,"version":"1"},' + manifest.encode(honest())[1:]
    yield Vector(
        "e07-space", "a payload with white space", lambda: enveloped(payload(spaced)), "bundle.manifest-refused"
    )
    yield Vector(
        "e07-twice", "a payload with a key twice", lambda: enveloped(payload(twice)), "bundle.manifest-refused"
    )
    yield Vector(
        "e07-field",
        "an envelope with a field more",
        lambda: enveloped(payload(manifest.encode(honest()))[:-1] + b',"x":1}'),
        "bundle.manifest-refused",
    )
    yield Vector("e08-signature", "a signature with one letter another", wrong_signature, "bundle.signature-invalid")
    yield Vector(
        "e09-role",
        "signed by an examiner",
        lambda: said("agency-examiner", signers=(n.signer("agency-examiner"),)),
        "bundle.threshold-not-met",
    )
    yield Vector(
        "e10-unknown",
        "signed by a stranger",
        lambda: said("stranger", signers=(signer("stranger"),)),
        "bundle.signer-unknown",
    )
    yield Vector(
        "e10-revoked",
        "signed with a revoked key",
        lambda: said("agency-former", signers=(signer("agency-former"),)),
        "bundle.signer-revoked",
    )
    yield Vector(
        "e11-more",
        "encrypted to one more than signed",
        lambda: n.encrypted(n.inner(first, n.INVESTIGATION), (*WAY, n.CONTRACTOR)),
        "bundle.wrong-recipient",
    )
    yield Vector(
        "e11-forwarded",
        "passed on by its recipient",
        lambda: n.encrypted(n.inner(first, n.INVESTIGATION), (n.AGENCY, n.CONTRACTOR)),
        "bundle.wrong-recipient",
        n.CONTRACTOR,
    )
    yield Vector(
        "e12-replay", "was received before", lambda: first, "bundle.replay", last_seq=1, last_sha256=first_hash
    )
    yield Vector(
        "e13-gap",
        "the one before is missing",
        lambda: placed(3, "3" * 64),
        "bundle.gap",
        last_seq=1,
        last_sha256=first_hash,
    )
    yield Vector(
        "e14-fork", "another with the same number", lambda: placed(1), "bundle.fork", last_seq=1, last_sha256="1" * 64
    )
    yield Vector("e15-expired", "its last day is over", lambda: first, "bundle.expired", at=n.NOW + 91 * n.DAY)
    yield Vector("e16-future", "made tomorrow", lambda: first, "bundle.from-the-future", at=n.NOW - 2 * n.DAY)
    yield Vector("e17-records", "records other than signed", lambda: archived(with_records), "bundle.content-mismatch")
    day = LINE.replace(b"2026-09-01", b"2026-02-30")
    yield Vector("e18-day", "a day that never was", lambda: said(records=day), "bundle.record-refused")
    yield Vector(
        "e18-key",
        "a key twice in a record",
        lambda: said(records=LINE.replace(b"{", b'{"case_ref":"R8-000002",', 1)),
        "bundle.record-refused",
    )
    huge = (packed_entry(squeezed(LINE), LINE, content_size=2**40),)
    yield Vector("e19-claim", "claims to unpack to a tebibyte", lambda: said(entries=huge), "bundle.limit")
    yield Vector(
        "e20-purpose",
        "another purpose than the kind has",
        lambda: said(purpose=Purpose.OPINION),
        "bundle.purpose-refused",
    )
    yield Vector("e23-trust", "names a trust document after ours", lambda: said(trust_version=2), "bundle.trust-stale")
    yield Vector(
        "e25-rehearsal", "for practice", lambda: said(environment=Environment.REHEARSAL), "bundle.rehearsal-in-live"
    )


def index(made: list[Vector]) -> dict[str, Any]:
    """What stands in ``vectors.json``."""
    stations = sorted({n.AGENCY, *(one.station for one in made)})
    return {
        "about": "Synthetic people and published keys: for tests of readers only.",
        "environment": "live",
        "trust": "trust.dsse.json",
        "root_fingerprint": list(rules.root_fingerprint(circle().root)),
        "identities": {name: n.identity_of(name).encode() for name in stations},
        "vectors": [
            {
                "file": f"{one.name}.age",
                "says": one.says,
                "station": one.station,
                "at": one.at,
                "lane": {"last_seq": one.last_seq, "last_sha256": one.last_sha256},
                "expect": one.expect,
            }
            for one in made
        ],
    }


def trust() -> bytes:
    """The circle's trust document, signed by two root officers."""
    data = document.encode(circle())
    keys = [n.key_of(name) for name in n.ROOT_OFFICERS[:2]]
    signatures = [Signature(key.key_id, key.sign(pae(document.PAYLOAD_TYPE, data))) for key in keys]
    return build(document.PAYLOAD_TYPE, data, signatures)


def publish(folder: Path) -> None:
    """Write all of it into a folder; what is no vector any more goes."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.age"):
        old.unlink()
    made = list(vectors())
    for one in made:
        (folder / f"{one.name}.age").write_bytes(one.make())
    (folder / "trust.dsse.json").write_bytes(trust())
    text = json.dumps(index(made), ensure_ascii=False, indent=1) + "\n"
    (folder / "vectors.json").write_text(text, encoding="utf-8")


def typed() -> dict[str, Any]:
    """What stands in ``typed.json``: a receipt and a revocation order on paper, and texts that are refused."""
    receipt = receipt_forms.sealed(n.RECORDS[Kind.RECEIPT], n.key_of(n.INVESTIGATION))  # type: ignore[arg-type] # of its kind
    order = orders.encode(
        orders.RevokeOrder(
            environment=Environment.REHEARSAL,
            aim=orders.Aim.PERSON,
            subject="agency-both",
            ground=orders.Ground.STOLEN,
            revoked_at=n.NOW,
            trust_version=1,
        )
    )
    keys = [n.key_of(name) for name in ("root-1", "root-2")]
    message = pae(orders.PAYLOAD_TYPE, order)
    envelope = build(orders.PAYLOAD_TYPE, order, [Signature(key.key_id, key.sign(message)) for key in keys])
    text = receipt_forms.to_text(receipt)
    first, second = text[: typed_text.LINE], text[typed_text.LINE : 2 * typed_text.LINE]
    slip = ("1" if first[0] == "0" else "0") + text[1:]
    return {
        "texts": [
            {"form": "SKR1", "text": text, "stands_for": receipt.decode()},
            {"form": "SKO1", "text": paper.written(envelope), "stands_for": envelope.decode()},
        ],
        "refused": [
            {"says": "one letter is wrong", "form": "SKR1", "text": slip, "flaw": "mistyped", "line": 1},
            {
                "says": "two lines changed places",
                "form": "SKR1",
                "text": second + first + text[2 * typed_text.LINE :],
                "flaw": "mistyped",
                "line": 1,
            },
            {"says": "the end is missing", "form": "SKR1", "text": first, "flaw": "incomplete", "line": 0},
            {"says": "it is another form", "form": "SKO1", "text": text, "flaw": "foreign", "line": 0},
        ],
    }


def publish_typed(folder: Path) -> None:
    """Write ``typed.json``; it is the same at every run."""
    said = json.dumps(typed(), ensure_ascii=False, indent=1) + "\n"
    (folder / "typed.json").write_text(said, encoding="utf-8")


if __name__ == "__main__":
    publish(FOLDER)
    publish_typed(FOLDER)
