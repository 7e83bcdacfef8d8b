"""The Merkle tree of the record at any earlier size: roots, proofs, and the check of every entry.

Beside the leaves only the roots of complete subtrees of 256, 65,536 and 16,777,216 entries are kept. A root at any
size takes at most 255 hashes of each of these levels; at a million entries that is some two milliseconds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, select

from app.models.domain.errors import VaultError
from app.models.schema import tables
from app.services.audit.merkle import (
    EMPTY_ROOT,
    HASH_LENGTH,
    BlockTree,
    Frontier,
    consistency_path,
    inclusion_path,
    leaf_hash,
    node_hash,
)

_EVENTS = tables.events
_NODES = tables.log_nodes
_STEP = 8
NODE_LEVELS = (8, 16, 24)
"""Levels whose complete subtrees are kept; a subtree of level n covers 2^n entries."""
_BATCH = 4096


class Entry(msgspec.Struct):
    """The parts of an entry that stand in columns too."""

    seq: int
    at: str
    code: str
    person: str
    subject: str
    purpose: str
    result: str


_ENTRY = msgspec.json.Decoder(Entry)


@dataclass(frozen=True, slots=True)
class Sweep:
    """How far the check of every entry has come.

    Attributes:
        done: Entries that were hashed.
        damaged: Numbers of those, since the step before, that do not match their hash, their columns or their place.
        tree: The tree over all entries so far, from their own bytes.
        nodes_match: Whether every kept subtree so far is that of the entries.
    """

    done: int
    damaged: tuple[int, ...]
    tree: Frontier
    nodes_match: bool


class RecordTree:
    """Roots and proofs from kept hashes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, level: int, place: int, root: bytes) -> None:
        """Keep the root of a complete subtree."""
        self._connection.execute(insert(_NODES), {"level": level, "place": place, "root": root})

    def root_at(self, size: int) -> bytes:
        """Root over the first ``size`` entries, from the kept hashes.

        Raises:
            VaultError: ``log.damaged``: hashes are missing.
        """
        return self._root_between(0, size) if size else EMPTY_ROOT

    def frontier_at(self, size: int) -> Frontier:
        """The tree over the first ``size`` entries. As :meth:`root_at`."""
        return Frontier(size, self._subtrees(0, size))

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Proof that an entry stands in the tree over the first ``size`` entries. As :meth:`root_at`."""
        return inclusion_path(index, size, self._root_between)

    def consistency(self, old_size: int, size: int) -> tuple[bytes, ...]:
        """Proof that the tree of ``size`` entries only appended to that of ``old_size``. As :meth:`root_at`."""
        return consistency_path(old_size, size, self._root_between)

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        """The entries from ``first`` up to, not including, ``end``, in order and in constant memory."""
        while first < end:
            rows = self._connection.execute(
                select(_EVENTS.c.seq, _EVENTS.c.entry)
                .where(_EVENTS.c.seq >= first, _EVENTS.c.seq < end)
                .order_by(_EVENTS.c.seq)
                .limit(_BATCH)
            ).all()
            if not rows or rows[0][0] != first or rows[-1][0] != first + len(rows) - 1:
                raise VaultError("log.damaged")
            for row in rows:
                yield row[1]
            first += len(rows)

    def sweep(self) -> Iterator[Sweep]:
        """Hash every entry again, and compare with its leaf, its columns, its place and the kept subtrees."""
        nodes = {(row[0], row[1]): row[2] for row in self._connection.execute(select(_NODES))}
        rows = self._connection.connection.cursor().execute(_SWEEP)
        built, expected, met, nodes_match = BlockTree(), 0, 0, True
        while batch := rows.fetchmany(_BATCH):
            damaged, leaves = [], []
            for row in batch:
                entry = row[7]
                leaf = leaf_hash(entry) if isinstance(entry, bytes) else b""
                if row[0] != expected:
                    damaged.append(expected)  # the first that is not there
                if leaf != row[8] or not _says_the_same(entry, row):
                    damaged.append(int(row[0]))
                leaves.append(leaf or bytes(HASH_LENGTH))
                expected = int(row[0]) + 1
            for level, place, root in built.extend(leaves):
                if level in NODE_LEVELS:
                    met += 1
                    nodes_match &= nodes.get((level, place)) == root
            yield Sweep(built.size, tuple(damaged), built.tree(), nodes_match)
        yield Sweep(built.size, (), built.tree(), nodes_match and met == len(nodes))

    def _root_between(self, start: int, end: int) -> bytes:
        """Root over entries from ``start`` up to ``end``, where ``start`` is the place of a subtree that large."""
        parts = self._subtrees(start, end)
        joined = parts[-1]
        for left in reversed(parts[:-1]):
            joined = node_hash(left, joined)
        return joined

    def _subtrees(self, start: int, end: int) -> list[bytes]:
        """Roots of the complete subtrees that make up a range, largest first."""
        parts = []
        for level in reversed(range((end - start).bit_length())):
            if (end - start) >> level & 1:
                parts.append(self._subtree(level, start >> level))
                start += 1 << level
                if start == end:
                    break
        return parts

    def _subtree(self, level: int, place: int) -> bytes:
        below = min(level // _STEP * _STEP, NODE_LEVELS[-1])
        count = 1 << level - below
        hashes = self._kept(below, place * count, count)
        if len(hashes) != count:
            raise VaultError("log.damaged")
        while len(hashes) > 1:
            hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
        return hashes[0]

    def _kept(self, level: int, first: int, count: int) -> list[bytes]:
        query, place = (_KEPT_NODES, {"level": level}) if level else (_KEPT_LEAVES, {})
        return [
            bytes(row[0]) for row in self._connection.execute(query, {**place, "first": first, "end": first + count})
        ]


_KEPT_NODES = (
    select(_NODES.c.root)
    .where(
        _NODES.c.level == bindparam("level"), _NODES.c.place >= bindparam("first"), _NODES.c.place < bindparam("end")
    )
    .order_by(_NODES.c.place)
)
_KEPT_LEAVES = (
    select(_EVENTS.c.leaf)
    .where(_EVENTS.c.seq >= bindparam("first"), _EVENTS.c.seq < bindparam("end"))
    .order_by(_EVENTS.c.seq)
)
_SWEEP = "SELECT seq, at, code, person, subject, purpose, result, entry, leaf FROM events ORDER BY seq"
"""For the driver itself: rows of the table layer would take longer than all hashes."""


def entry_is_sound(place: int, row: Sequence[Any]) -> bool:
    """Whether a row of the record has its leaf and its place, and every column says what the entry says.

    Args:
        place: Where it stands, from 0.
        row: seq, at, code, person, subject, purpose, result, entry, leaf.
    """
    entry, leaf = row[7], row[8]
    return isinstance(entry, bytes) and leaf_hash(entry) == leaf and row[0] == place and _says_the_same(entry, row)


def _says_the_same(entry: bytes, row: Sequence[Any]) -> bool:
    """Whether every column says what the entry says."""
    try:
        said = _ENTRY.decode(entry)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False
    return bool(
        said.seq == row[0]
        and said.at == row[1]
        and said.code == row[2]
        and said.person == row[3]
        and said.subject == row[4]
        and said.purpose == row[5]
        and said.result == row[6]
    )
