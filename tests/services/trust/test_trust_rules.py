"""First adoption and succession of trust documents, and what may stand in one."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest

from app.models.domain.actor import Environment
from app.models.domain.errors import UntrustedInputError
from app.services.bundles.fields import ZERO_HASH
from app.services.crypto.dsse import Signature, build, pae
from app.services.crypto.signing import _LOW_ORDER_Y
from app.services.trust import document
from app.services.trust.checks import check_document
from app.services.trust.document import Office, Person, Root, RootKey, TrustDocument
from app.services.trust.rules import Adopted, accept_update, adopt_first, root_fingerprint
from tests.services.bundles import network as n

ROOT_PAIR = ("root-1", "root-2")
Change = Callable[[TrustDocument], dict[str, Any]]


def envelope(whole: TrustDocument, names: Sequence[str] = ROOT_PAIR, payload: bytes | None = None) -> bytes:
    data = document.encode(whole) if payload is None else payload
    keys = [n.key_of(name) for name in names]
    return build(
        document.PAYLOAD_TYPE,
        data,
        [Signature(key.key_id, key.sign(pae(document.PAYLOAD_TYPE, data))) for key in keys],
    )


def adopted(**changes: Any) -> Adopted:
    whole = n.trust_document(**changes)
    return adopt_first(envelope(whole), root_fingerprint(whole.root), Environment.LIVE, n.NOW)


def successor(**changes: Any) -> TrustDocument:
    fields = {"version": 2, "prev_sha256": adopted().sha256, "issued_at": n.NOW - n.DAY} | changes
    return n.trust_document(**fields)


def root_of(*names: str, threshold: int = 2) -> Root:
    keys = tuple(
        RootKey(person=name.split("#")[0], alg="ed25519", public=n.key_of(name).verify_key.raw) for name in names
    )
    return Root(threshold=threshold, keys=keys)


def refusal(data: bytes, current: Adopted | None = None, now: int = n.NOW) -> str:
    before = current or adopted()
    try:
        accept_update(before, data, now)
    except UntrustedInputError as refused:
        return refused.code
    return "accepted"


# ---- first adoption ------------------------------------------------------------------------------------------------


def test_first_document_is_adopted_by_the_fingerprint_from_paper() -> None:
    first = adopted()
    assert first.document == n.trust_document()
    assert first.sha256 == document.digest(document.encode(n.trust_document()))
    assert len(root_fingerprint(first.document.root)) == 12


def test_station_that_joins_late_adopts_any_version() -> None:
    assert adopted(version=7, prev_sha256="7" * 64).document.version == 7


def first_refusal(whole: TrustDocument, names: Sequence[str] = ROOT_PAIR, **arguments: Any) -> str:
    given: dict[str, Any] = {
        "expected": root_fingerprint(whole.root),
        "environment": Environment.LIVE,
        "now": n.NOW,
    } | arguments
    with pytest.raises(UntrustedInputError) as refused:
        adopt_first(envelope(whole, names), **given)
    return refused.value.code


def test_first_adoption_refuses() -> None:
    whole = n.trust_document()
    other_root = root_fingerprint(root_of("root-1", "root-2", "thief"))
    assert first_refusal(whole, expected=other_root) == "trust.root-mismatch"
    assert first_refusal(whole, expected=()) == "trust.root-mismatch"
    assert first_refusal(whole, ["root-1"]) == "trust.not-signed"
    assert first_refusal(whole, ["root-1", "thief"]) == "trust.not-signed"
    assert first_refusal(whole, environment=Environment.REHEARSAL) == "trust.wrong-environment"
    assert first_refusal(whole, now=whole.expires + 1) == "trust.expired"
    assert first_refusal(whole, now=whole.issued_at - 601) == "trust.from-the-future"
    assert first_refusal(n.trust_document(prev_sha256="1" * 64)) == "trust.chain-broken"
    assert first_refusal(n.trust_document(version=2, prev_sha256=ZERO_HASH)) == "trust.chain-broken"


def test_root_fingerprint_covers_threshold_persons_and_keys() -> None:
    prints = {
        root_fingerprint(root_of("root-1", "root-2")),
        root_fingerprint(root_of("root-1", "root-2", threshold=1)),
        root_fingerprint(root_of("root-2", "root-1")),
        root_fingerprint(root_of("root-1", "root-1#2")),
    }
    assert len(prints) == 4


# ---- succession -----------------------------------------------------------------------------------------


def test_next_version_is_accepted_by_both_roots() -> None:
    new_root = root_of("root-2", "root-3", "root-4")
    data = envelope(successor(root=new_root), ["root-1", "root-2", "root-4"])
    after = accept_update(adopted(), data, n.NOW)
    assert (after.document.version, after.document.root, after.envelope) == (2, new_root, data)


def test_update_is_accepted_although_our_own_document_has_expired() -> None:
    late = n.trust_document().expires + 10
    data = envelope(successor(issued_at=late - 1, expires=late + n.DAY))
    assert refusal(data, now=late) == "accepted"


NEW_ROOT = root_of("root-4", "root-5")
SUCCESSIONS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "new-root-only": (
        "trust.not-signed-by-old-root",
        lambda: envelope(successor(root=NEW_ROOT), ["root-4", "root-5"]),
    ),
    "old-root-only": ("trust.not-signed", lambda: envelope(successor(root=NEW_ROOT))),
    "one-of-old": ("trust.not-signed-by-old-root", lambda: envelope(successor(), ["root-1"])),
    "one-person-two-keys": (
        "trust.not-signed",
        lambda: envelope(successor(root=root_of("root-1", "root-1#2", "root-9")), ["root-1", "root-1#2", "root-2"]),
    ),
    "signed-by-officers": (
        "trust.not-signed-by-old-root",
        lambda: envelope(successor(), ["agency-security", "agency-deciding"]),
    ),
    "version-gap": ("trust.version-gap", lambda: envelope(successor(version=3))),
    "same-version-other-hash": ("trust.fork", lambda: envelope(n.trust_document(expires=n.NOW + 9 * n.DAY))),
    "same-again": ("trust.already-adopted", lambda: envelope(n.trust_document())),
    "other-chain": ("trust.chain-broken", lambda: envelope(successor(prev_sha256="0" * 64))),
    "expired": ("trust.expired", lambda: envelope(successor(expires=n.NOW - 1))),
    "from-the-future": (
        "trust.from-the-future",
        lambda: envelope(successor(issued_at=n.NOW + 601, expires=n.NOW + n.DAY)),
    ),
    "too-long": ("trust.validity-too-long", lambda: envelope(successor(expires=n.NOW + 400 * n.DAY))),
    "root-threshold-one": (
        "trust.root-threshold",
        lambda: envelope(successor(root=root_of("root-1", "root-2", threshold=1))),
    ),
    "root-threshold-unreachable": (
        "trust.not-signed",
        lambda: envelope(successor(root=root_of("root-1", "root-2", threshold=3))),
    ),
    "key-listed-twice": (
        "trust.shared-key",
        lambda: envelope(successor(root=root_of("root-1", "root-2", "root-1"))),
    ),
    "ten-megabytes": ("trust.document-refused", lambda: b"x" * 10_000_000),
    "large-payload": ("trust.document-refused", lambda: envelope(successor(), payload=b" " * 1_100_000)),
    "unknown-field": (
        "trust.document-refused",
        lambda: envelope(successor(), payload=document.encode(successor())[:-1] + b',"zz":1}'),
    ),
    "not-canonical": (
        "trust.document-refused",
        lambda: envelope(successor(), payload=document.encode(successor()).replace(b":", b": ", 1)),
    ),
    "environment": ("trust.wrong-environment", lambda: envelope(successor(environment=Environment.REHEARSAL))),
    "control-in-name": (
        "trust.document-refused",
        lambda: envelope(successor(persons=renamed("agency-both", display_name="a\u202eb"))),
    ),
}


def renamed(name: str, **changes: Any) -> tuple[Person, ...]:
    return tuple(
        msgspec.structs.replace(each, **changes) if each.id == name else each for each in n.trust_document().persons
    )


@pytest.mark.parametrize(
    ("code", "make"), [pytest.param(*each, id=f"{label}-{each[0]}") for label, each in SUCCESSIONS.items()]
)
def test_hostile_successor(code: str, make: Callable[[], bytes]) -> None:
    assert refusal(make()) == code


def test_rollback() -> None:
    second = accept_update(adopted(), envelope(successor()), n.NOW)
    assert refusal(envelope(n.trust_document()), second) == "trust.rollback"


def test_altered_signature_does_not_count() -> None:
    whole = successor()
    data = document.encode(whole)
    good = n.key_of("root-1")
    bad = Signature(n.key_of("root-2").key_id, n.key_of("root-2").sign(b"other"))
    both = build(
        document.PAYLOAD_TYPE, data, [Signature(good.key_id, good.sign(pae(document.PAYLOAD_TYPE, data))), bad]
    )
    assert refusal(both) == "trust.not-signed-by-old-root"


@pytest.mark.parametrize("how", ["dropped", "cleared", "moved-date", "given-to-another", "station"])
def test_what_was_revoked_stays_revoked(how: str) -> None:
    revoked_key = n.person_key("agency-security", revoked_at=n.NOW - n.DAY)
    own = n.person_key("agency-security#2")
    persons = n.with_person(n.person("agency-security", revoked_key, own)).persons
    stations = tuple(
        msgspec.structs.replace(each, revoked_at=n.NOW - n.DAY) if each.id == n.OTHER_DESK else each
        for each in n.trust_document().stations
    )
    before = adopted(persons=persons, stations=stations)
    changed = {
        "dropped": n.with_person(n.person("agency-security", own)).persons,
        "cleared": n.with_person(n.person("agency-security", n.person_key("agency-security"), own)).persons,
        "moved-date": n.with_person(
            n.person("agency-security", n.person_key("agency-security", revoked_at=n.NOW), own)
        ).persons,
        "given-to-another": tuple(
            n.person("agency-both", n.person_key("agency-security")) if each.id == "agency-both" else each
            for each in persons
        ),
        "station": persons,
    }[how]
    kept = n.trust_document().stations if how == "station" else stations
    data = envelope(successor(prev_sha256=before.sha256, persons=changed, stations=kept))
    assert refusal(data, before) == "trust.revocation-undone"
    honest = envelope(successor(prev_sha256=before.sha256, persons=persons, stations=stations))
    assert refusal(honest, before) == "accepted"


# ---- contents -----------------------------------------------------------------------------------


def low_order_points() -> list[bytes]:
    """The points of order 1, 2, 4 and 8, and two encodings beyond the field, with either sign bit."""
    plain = [*sorted(_LOW_ORDER_Y), 2**255 - 19, 2**255 - 18]
    return [(y | sign << 255).to_bytes(32, "little") for y in plain for sign in (0, 1)]


@pytest.mark.parametrize(
    "point", [pytest.param(each, id=f"{each.hex()[:8]}{each.hex()[-2:]}-weak-key") for each in low_order_points()]
)
def test_low_order_and_non_canonical_keys(point: bytes) -> None:
    person = n.person("agency-security", n.person_key("agency-security", public=point))
    with pytest.raises(UntrustedInputError, match=r"trust\.weak-key"):
        check_document(n.with_person(person))


def first_station(**changes: Any) -> dict[str, Any]:
    first, *rest = n.trust_document().stations
    return {"stations": (msgspec.structs.replace(first, **changes), *rest)}


CONTENTS: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "zero-curve-part": (
        "trust.weak-key",
        lambda: first_station(recipient_key=n.identity_of("x").recipient.raw[:1184] + bytes(32)),
    ),
    "bad-lattice-part": ("trust.weak-key", lambda: first_station(recipient_key=b"\xff" * 1184 + n.seed("x"))),
    "recipient-of-another-station": (
        "trust.shared-key",
        lambda: first_station(recipient_key=n.identity_of(n.CONTRACTOR).recipient.raw),
    ),
    "station-key-of-a-person": (
        "trust.shared-key",
        lambda: first_station(signing_key=n.key_of("agency-both").verify_key.raw),
    ),
    "key-of-another-person": (
        "trust.shared-key",
        lambda: {"persons": n.with_person(n.person("agency-both", n.person_key("con-security"))).persons},
    ),
    "officer-key-is-root-key": (
        "trust.shared-key",
        lambda: {"persons": n.with_person(n.person("agency-both", n.person_key("root-1"))).persons},
    ),
    "one-id-twice": ("trust.person-twice", lambda: {"persons": n.trust_document().persons[:1] * 2}),
    "one-person-two-ids": (
        "trust.person-twice",
        lambda: {"persons": renamed("agency-both", display_name="試験\u3000agency-security")},
    ),
    "unknown-office-of-person": ("trust.unknown-reference", lambda: {"persons": renamed("agency-both", office="X")}),
    "unknown-office-of-station": ("trust.unknown-reference", lambda: first_station(office="X")),
    "persons-unsorted": ("trust.document-refused", lambda: {"persons": n.trust_document().persons[::-1]}),
    "offices-unsorted": ("trust.document-refused", lambda: {"offices": n.trust_document().offices[::-1]}),
    "station-twice": ("trust.document-refused", lambda: {"stations": n.trust_document().stations[:1] * 2}),
    "role-twice": ("trust.document-refused", lambda: {"persons": renamed("agency-both", roles=("auditor", "auditor"))}),
    "key-ends-before-it-begins": (
        "trust.document-refused",
        lambda: {"persons": n.with_person(n.person("agency-both", n.person_key("agency-both", until=1))).persons},
    ),
    "ends-before-it-begins": ("trust.validity-too-long", lambda: {"expires": n.trust_document().issued_at}),
}


@pytest.mark.parametrize(
    ("code", "changes"), [pytest.param(*each, id=f"{label}-{each[0]}") for label, each in CONTENTS.items()]
)
def test_hostile_contents(code: str, changes: Callable[[], dict[str, Any]]) -> None:
    with pytest.raises(UntrustedInputError) as refused:
        check_document(n.trust_document(**changes()))
    assert refused.value.code == code


def test_honest_document_passes_and_reads_back() -> None:
    whole = n.trust_document()
    check_document(whole)
    assert document.decode(document.encode(whole)) == whole


def test_lookups() -> None:
    whole = n.trust_document()
    assert whole.person("agency-both") == n.person("agency-both")
    assert whole.station(n.AGENCY) is not None
    assert whole.office_of_station(n.CONTRACTOR) == whole.office("CONTRACTOR-C")
    assert whole.office_of_station("NOBODY") is None
    assert whole.person("nobody") is None
    assert whole.office("nobody") is None
    assert isinstance(whole.office("AGENCY-A"), Office)


def test_attack_27_no_other_kind_of_key_comes_in() -> None:
    """Points of P-256, on the curve or off it, and keys of other lengths have no place in a document."""
    plain = document.encode(n.trust_document())
    point = b64encode(b"\x04" + b"\x01" * 64)
    public = b64encode(n.key_of("agency-both").verify_key.raw)
    for changed in (
        plain.replace(b'"alg":"ed25519"', b'"alg":"ecdsa-p256"', 1),
        plain.replace(public, point, 1),
        plain.replace(public, b64encode(bytes(31)), 1),
    ):
        assert changed != plain
        with pytest.raises(UntrustedInputError, match=r"trust\.document-refused"):
            document.decode(changed)


def test_attack_30_width_and_case_make_no_other_person() -> None:
    named = renamed("agency-both", display_name="試験　ＡＧＥＮＣＹ-security")
    with pytest.raises(UntrustedInputError, match=r"trust\.person-twice"):
        check_document(n.trust_document(persons=named))
