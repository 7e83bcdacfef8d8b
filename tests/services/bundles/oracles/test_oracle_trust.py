"""python-tuf is given the same successions of roots as our trust rules, and says the same.

It counts keys where we count persons, so that everybody has one key here; a person with two is tried beside.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from securesystemslib.signer._key import Key, SSlibKey
from securesystemslib.signer._signature import Signature as TheirSignature
from tuf.api._payload import Role, Root
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata
from tuf.api.serialization.json import CanonicalJSONSerializer, JSONSerializer
from tuf.ngclient._internal.trusted_metadata_set import TrustedMetadataSet
from tuf.ngclient.config import EnvelopeType

from app.models.domain.actor import Environment
from app.models.domain.errors import UntrustedInputError
from app.services.crypto.dsse import Signature, build, pae
from app.services.trust import document
from app.services.trust.document import Root as OurRoot
from app.services.trust.document import RootKey
from app.services.trust.rules import Adopted, accept_update, adopt_first, root_fingerprint
from tests.services.bundles import network as n
from tests.thoroughness import amount

OFFICERS = ("root-1", "root-2", "root-3", "root-4", "root-5")
ONLINE = n.key_of("online")
EXPIRES = datetime.fromtimestamp(n.NOW + 100 * n.DAY, UTC)


Signers = tuple[Sequence[str], int]
"""Who holds a root, and how many of them must sign."""


def our_root(officers: Sequence[str], threshold: int) -> OurRoot:
    keys = tuple(
        RootKey(person=name.partition("#")[0], alg="ed25519", public=n.key_of(name).verify_key.raw)
        for name in sorted(officers)
    )
    return OurRoot(threshold=threshold, keys=keys)


def ours(first: Signers, second: Signers, version: int, by: Sequence[str]) -> bool:
    start = n.trust_document(root=our_root(*first))
    current = adopt_first(_signed(start, first[0]), root_fingerprint(start.root), Environment.LIVE, n.NOW)
    return _is_accepted(current, second, version, by)


def _is_accepted(current: Adopted, root: Signers, version: int, by: Sequence[str]) -> bool:
    following = n.trust_document(
        root=our_root(*root), version=version, prev_sha256=current.sha256, issued_at=n.NOW - n.DAY
    )
    try:
        accept_update(current, _signed(following, by), n.NOW)
    except UntrustedInputError:
        return False
    return True


def _signed(whole: document.TrustDocument, by: Sequence[str]) -> bytes:
    data = document.encode(whole)
    keys = [n.key_of(name) for name in by]
    message = pae(document.PAYLOAD_TYPE, data)
    return build(document.PAYLOAD_TYPE, data, [Signature(key.key_id, key.sign(message)) for key in keys])


def theirs(first: Signers, second: Signers, version: int, by: Sequence[str]) -> bool:
    trusted = TrustedMetadataSet(_their_root(first, 1, first[0]), EnvelopeType.METADATA)
    try:
        trusted.update_root(_their_root(second, version, by))
    except RepositoryError:
        return False
    return True


def _their_root(root: Signers, version: int, by: Sequence[str]) -> bytes:
    keys = {name: n.key_of(name).verify_key for name in root[0]}
    listed: dict[str, Key] = {
        key.key_id: SSlibKey(key.key_id, "ed25519", "ed25519", {"public": key.raw.hex()})
        for key in (*keys.values(), ONLINE.verify_key)
    }
    roles = {name: Role([ONLINE.key_id], 1) for name in ("timestamp", "snapshot", "targets")}
    roles["root"] = Role([key.key_id for key in keys.values()], root[1])
    signed = Root(version=version, expires=EXPIRES, keys=listed, roles=roles)
    whole = Metadata(signed)
    data = CanonicalJSONSerializer().serialize(signed)
    for name in by:
        key = n.key_of(name)
        whole.signatures[key.key_id] = TheirSignature(key.key_id, key.sign(data).hex())
    return whole.to_bytes(JSONSerializer())


ROOTS = st.lists(st.sampled_from(OFFICERS), min_size=2, max_size=5, unique=True).flatmap(
    lambda names: st.tuples(st.just(tuple(names)), st.integers(2, len(names)))
)


@settings(max_examples=amount(120, 5_000), deadline=None)
@given(
    first=ROOTS,
    second=ROOTS,
    version=st.sampled_from((1, 2, 2, 2, 3)),
    by=st.lists(st.sampled_from((*OFFICERS, "stranger")), min_size=1, max_size=6, unique=True),
)
def test_tuf_and_we_agree_on_every_succession(first: Signers, second: Signers, version: int, by: list[str]) -> None:
    assert ours(first, second, version, by) == theirs(first, second, version, by)


def test_where_we_are_stricter_one_person_counts_once() -> None:
    """Two keys of one person are two signers for them and one for us."""
    root = (("root-1", "root-1#2", "root-2"), 2)
    assert theirs(root, root, 2, ["root-1", "root-1#2"])
    start = n.trust_document(root=our_root(*root))
    expected = root_fingerprint(start.root)
    current = adopt_first(_signed(start, ("root-1", "root-2")), expected, Environment.LIVE, n.NOW)
    assert not _is_accepted(current, root, 2, ["root-1", "root-1#2"])
    assert _is_accepted(current, root, 2, ["root-1", "root-2"])
