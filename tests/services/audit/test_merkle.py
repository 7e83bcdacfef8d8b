"""The Merkle tree: known roots, the public probes, and proofs for every small tree."""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import BugError
from app.services.audit.merkle import (
    EMPTY_ROOT,
    BlockTree,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

PROBES = Path(__file__).resolve().parents[4] / "shared" / "vectors" / "merkle" / "testdata"
CT_ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_LEAVES = [leaf_hash(bytes.fromhex(entry)) for entry in CT_ENTRIES]


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4, "big")) for number in range(count)]


def root_by_definition(hashes: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = max(2**power for power in range(20) if 2**power < len(hashes))
    return node_hash(root_by_definition(hashes[:split]), root_by_definition(hashes[split:]))


def test_known_root_of_certificate_transparency() -> None:
    assert root_of(CT_LEAVES).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert root_of([]) == EMPTY_ROOT == Frontier().root()


@pytest.mark.parametrize("count", range(40))
def test_frontier_gives_the_root_of_the_definition(count: int) -> None:
    frontier = Frontier()
    for leaf in leaves(count):
        frontier.append(leaf)
        frontier = Frontier(frontier.size, frontier.hashes)
    assert frontier.root() == root_by_definition(leaves(count))
    assert (frontier.size, len(frontier.hashes)) == (count, count.bit_count())


def test_frontier_that_does_not_fit() -> None:
    for size, hashes in ((1, []), (2, [bytes(32)] * 2), (1, [bytes(31)]), (-1, [bytes(32)])):
        with pytest.raises(BugError):
            Frontier(size, hashes)


@given(st.lists(st.integers(0, 600), max_size=6))
def test_blocks_give_the_same_tree(steps: list[int]) -> None:
    every, blocks, size = leaves(sum(steps)), BlockTree(), 0
    whole = Frontier()
    completed = []
    for at, leaf in enumerate(every):
        completed += [(level, at >> level, root) for level, root in enumerate(whole.append(leaf))]
    found: list[tuple[int, int, bytes]] = []
    for step in steps:
        found += blocks.extend(every[size : size + step])
        size += step
    assert (blocks.size, blocks.tree().hashes) == (whole.size, whole.hashes)
    assert found == [one for one in completed if one[0] >= BlockTree.LEVEL]


def read_probes(kind: str) -> list[dict[str, object]]:
    if not PROBES.is_dir():
        pytest.skip("the folder of public test vectors is not beside the project")
    return [json.loads(path.read_text()) for path in sorted((PROBES / kind).rglob("*.json"))]


def read_hash(text: object) -> bytes:
    return b64decode(str(text))


def read_proof(probe: dict[str, object]) -> list[bytes]:
    proof = probe["proof"]
    assert isinstance(proof, list | None)
    return [read_hash(one) for one in proof or []]


def read_number(number: object) -> int:
    assert isinstance(number, int)
    return number


def test_public_inclusion_probes() -> None:
    probes = read_probes("inclusion")
    for probe in probes:
        is_right = verify_inclusion(
            read_hash(probe["leafHash"]),
            read_number(probe["leafIdx"]),
            read_number(probe["treeSize"]),
            read_proof(probe),
            read_hash(probe["root"]),
        )
        assert is_right != probe["wantErr"], probe["desc"]
    assert len(probes) == 98


def test_public_consistency_probes() -> None:
    probes = read_probes("consistency")
    for probe in probes:
        is_right = verify_consistency(
            read_number(probe["size1"]),
            read_hash(probe["root1"]),
            read_number(probe["size2"]),
            read_hash(probe["root2"]),
            read_proof(probe),
        )
        assert is_right != probe["wantErr"], probe["desc"]
    assert len(probes) == 98


@pytest.mark.parametrize("count", range(1, 34))
def test_all_proofs_of_small_trees(count: int) -> None:
    hashes = leaves(count)
    root = root_of(hashes)
    for index in range(count):
        proof = inclusion_proof(hashes, index)
        assert verify_inclusion(hashes[index], index, count, proof, root)
        assert not verify_inclusion(hashes[index], index, count, (*proof, root), root)
        assert not verify_inclusion(hashes[(index + 1) % count], index, count, proof, root) or count == 1
    for old in range(1, count + 1):
        proof = consistency_proof(hashes, old)
        assert verify_consistency(old, root_of(hashes[:old]), count, root, proof)
        assert not verify_consistency(old, root_of(hashes[:old]), count, root, (*proof, root))
        assert not verify_consistency(old, leaf_hash(b"forged"), count, root, proof)


@given(count=st.integers(2, 200), data=st.data())
def test_a_changed_entry_is_noticed(count: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, count))
    changed = data.draw(st.integers(0, old - 1))
    hashes = leaves(count)
    forged = [*hashes]
    forged[changed] = leaf_hash(b"another entry")
    assert not verify_consistency(old, root_of(hashes[:old]), count, root_of(forged), consistency_proof(forged, old))
    assert not verify_inclusion(hashes[changed], changed, count, inclusion_proof(forged, changed), root_of(forged))


def test_node_cannot_stand_as_leaf() -> None:
    left, right = leaves(2)
    assert leaf_hash(left + right) != node_hash(left, right)
    root = root_of(leaves(4))
    inner = node_hash(left, right)
    sibling = node_hash(*leaves(4)[2:])
    # The upper half of a four-leaf tree is a two-leaf tree only to one who is told a wrong size.
    assert not verify_inclusion(inner, 0, 4, [sibling], root)


def test_nothing_is_proved_about_an_empty_tree() -> None:
    assert not verify_consistency(0, EMPTY_ROOT, 3, root_of(leaves(3)), [])
    assert not verify_consistency(2, root_of(leaves(2)), 2, root_of(leaves(3)), [])
    for index, old in ((-1, 0), (3, 4)):
        with pytest.raises(BugError):
            inclusion_proof(leaves(3), index)
        with pytest.raises(BugError):
            consistency_proof(leaves(3), old)
