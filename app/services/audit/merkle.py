"""Merkle tree of the audit log (RFC 6962, 2.1): append, root, proofs made and proofs checked.

A leaf's hash and an inner node's hash begin with different bytes, so that neither can be presented as the other. All
hashes are SHA-256, 32 bytes. Proofs are made from roots of parts of the tree; checking one needs no tree.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from app.models.domain.errors import BugError

HASH_LENGTH = 32
EMPTY_ROOT = sha256(b"").digest()
PROOF_LIMIT = 128
"""Hashes; a tree of 2^63 leaves needs fewer."""

RootBetween = Callable[[int, int], bytes]
"""Root over the leaves from the first number up to, not including, the second."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one log entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """All that is needed to append and to give the root: the roots of the complete subtrees, largest first.

    Args:
        size: Number of leaves so far.
        hashes: One hash for each bit that is set in ``size``.

    Raises:
        BugError: ``bug.crypto-misuse``: the hashes do not fit the size.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self._size = size
        self._hashes = list(hashes)
        if size < 0 or len(self._hashes) != size.bit_count() or any(len(one) != HASH_LENGTH for one in self._hashes):
            raise BugError("bug.crypto-misuse")

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._size

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """Roots of the complete subtrees, largest first; to be stored with ``size``."""
        return tuple(self._hashes)

    def append(self, leaf: bytes) -> list[bytes]:
        """Add the hash of one more leaf (``leaf_hash``).

        Returns:
            Roots of the complete subtrees that end with this leaf: the leaf itself, then those of 2, 4, 8 leaves.
        """
        rest, joined = self._size, leaf
        completed = [joined]
        while rest & 1:
            joined = node_hash(self._hashes.pop(), joined)
            completed.append(joined)
            rest >>= 1
        self._hashes.append(joined)
        self._size += 1
        return completed

    def copy(self) -> "Frontier":
        """The same tree, which grows on its own from here."""
        return Frontier(self._size, self._hashes)

    def root(self) -> bytes:
        """Root of the whole tree; of an empty one the hash of nothing."""
        if not self._hashes:
            return EMPTY_ROOT
        joined = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            joined = node_hash(left, joined)
        return joined


class BlockTree:
    """The same tree built from many leaves at once, 256 at a time and level by level: several times as fast."""

    LEVEL = 8

    def __init__(self) -> None:
        self._blocks = Frontier()
        self._rest: list[bytes] = []

    @property
    def size(self) -> int:
        """Number of leaves."""
        return (self._blocks.size << self.LEVEL) + len(self._rest)

    def extend(self, leaves: Sequence[bytes]) -> list[tuple[int, int, bytes]]:
        """Add leaves.

        Returns:
            Level, place and root of each complete subtree of 256 leaves or more that ends among them.
        """
        self._rest += leaves
        whole, completed = len(self._rest) >> self.LEVEL << self.LEVEL, list[tuple[int, int, bytes]]()
        for start in range(0, whole, 1 << self.LEVEL):
            hashes = self._rest[start : start + (1 << self.LEVEL)]
            while len(hashes) > 1:
                pairs = zip(hashes[::2], hashes[1::2], strict=True)
                hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
            for above, root in enumerate(self._blocks.append(hashes[0])):
                completed.append((self.LEVEL + above, (self._blocks.size >> above) - 1, root))
        del self._rest[:whole]
        return completed

    def tree(self) -> Frontier:
        """All leaves so far."""
        rest = Frontier()
        for leaf in self._rest:
            rest.append(leaf)
        return Frontier(self.size, (*self._blocks.hashes, *rest.hashes))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root of a tree over leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Prove that the leaf at ``index`` stands in the tree over all ``leaves``. As :func:`inclusion_path`."""
    return inclusion_path(index, len(leaves), lambda start, end: root_of(leaves[start:end]))


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """Prove that all ``leaves`` only appended to the first ``old_size`` ones. As :func:`consistency_path`."""
    return consistency_path(old_size, len(leaves), lambda start, end: root_of(leaves[start:end]))


def inclusion_path(index: int, size: int, root_between: RootBetween) -> tuple[bytes, ...]:
    """Prove that the leaf at ``index`` stands in the tree of ``size`` leaves (RFC 6962, 2.1.1).

    Raises:
        BugError: ``bug.crypto-misuse``: there is no such leaf.
    """
    if not 0 <= index < size:
        raise BugError("bug.crypto-misuse")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _left_size(end - start)
        if index < middle:
            proof.append(root_between(middle, end))
            end = middle
        else:
            proof.append(root_between(start, middle))
            start = middle
    return tuple(reversed(proof))


def consistency_path(old_size: int, size: int, root_between: RootBetween) -> tuple[bytes, ...]:
    """Prove that the tree of ``size`` leaves only appended to its first ``old_size`` ones (RFC 6962, 2.1.2).

    Raises:
        BugError: ``bug.crypto-misuse``: ``old_size`` is not between 1 and ``size``.
    """
    if not 1 <= old_size <= size:
        raise BugError("bug.crypto-misuse")
    proof: list[bytes] = []
    start, end = 0, size
    is_known = True  # The old root itself is known to the checker and is left out.
    while end != old_size:
        middle = start + _left_size(end - start)
        if old_size <= middle:
            proof.append(root_between(middle, end))
            end = middle
        else:
            proof.append(root_between(start, middle))
            start = middle
            is_known = False
    if not is_known:
        proof.append(root_between(start, end))
    return tuple(reversed(proof))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``proof`` shows the leaf hash at ``index`` in the tree of ``size`` leaves (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes((leaf, root, *proof)):
        return False
    place, last, joined = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            joined = node_hash(sibling, joined)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            joined = node_hash(joined, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and joined == root


def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that the new tree only appended to the old one (RFC 9162, 2.1.4.2).

    Nothing can be said against an empty old tree, so it proves nothing and is refused.
    """
    if not 1 <= old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if not _are_hashes((old_root, new_root, *proof)):
        return False
    path = list(proof)
    if old_size & old_size - 1 == 0:
        path.insert(0, old_root)
    if not path:
        return False
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_joined = new_joined = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_joined, new_joined = node_hash(sibling, old_joined), node_hash(sibling, new_joined)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new_joined = node_hash(new_joined, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old_joined == old_root and new_joined == new_root


def _left_size(size: int) -> int:
    """Leaves of the left subtree: the largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


def _are_hashes(hashes: Sequence[bytes]) -> bool:
    return len(hashes) <= PROOF_LIMIT and all(len(one) == HASH_LENGTH for one in hashes)
