"""Examine what the rows of a vault promise: record, keys, documents, papers, letters, trust, officers."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from app.models.domain.errors import AppError, VaultError
from app.models.domain.examination import Flaw
from app.models.domain.sealed_places import document_place, paper_place
from app.services.audit.merkle import HASH_LENGTH, Frontier
from app.services.crypto.sealing import KEY_LENGTH, unseal, unseal_stream
from app.services.vault.case_keys import REGISTER
from app.services.vault.examining.opened_file import Find, OpenedFile, Unreadable
from app.services.vault.faults import translated
from app.services.vault.repositories.record_tree import NODE_LEVELS, entry_is_sound
from app.services.vault.slots import FILE, SlotFile, encoded

_ENTRY = ("seq", "at", "code", "person", "subject", "purpose", "result", "entry", "leaf")
_NODE = ("level * 4294967296 + place", "level", "place", "root")
_DOCUMENT = ("document_id", "case_id", "kind", "place", "revision", "sealed")
_PAPER = ("blob_id", "owner", "sha256", "size_bytes", "sealed")
Pulse = Callable[[], None]


class Contents:
    """The rows of ``vault.db`` and ``keys.db`` and the files that they name.

    Args:
        blobs: The folder of large papers.
        vault: ``vault.db``.
        keys: ``keys.db``.
        find: Told of each finding.
        pulse: Called at each row and piece; may raise to stop.
    """

    def __init__(self, blobs: Path, vault: OpenedFile, keys: OpenedFile, find: Find, pulse: Pulse) -> None:
        self._blobs = blobs
        self._vault = vault
        self._keys = keys
        self._find = find
        self._pulse = pulse
        self._case_keys: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}
        self._partly_read: set[str] = set()
        self.counts: dict[str, int] = {}

    def record(self) -> None:
        """Every entry against its hash and its columns; all of them against the head."""
        try:
            head = self._vault.rows("SELECT size, frontier FROM log_state")
        except Unreadable:
            head = []
        tree, nodes = Frontier(), dict[tuple[int, int], bytes]()
        for place, row in enumerate(self._each(self._vault, "events", _ENTRY, count=int(head[0][0]) if head else None)):
            if row is None or not entry_is_sound(place, row):
                self._find(Flaw.RECORD_ENTRY, str(place))
            leaf = b"" if row is None else row[-1]
            done = tree.append(leaf if isinstance(leaf, bytes) and len(leaf) == HASH_LENGTH else bytes(HASH_LENGTH))
            # Of every subtree that is kept one is completed each 256 entries, at the least.
            for level in () if tree.size & 0xFF else NODE_LEVELS:
                if level < len(done):
                    nodes[level, (tree.size >> level) - 1] = done[level]
        self.counts["entries"] = tree.size
        if head != [(tree.size, b"".join(tree.hashes))]:
            self._find(Flaw.RECORD_HEAD, "log_state")
        kept = {(row[1], row[2]): row[3] for row in self._each(self._vault, "log_nodes", _NODE) if row is not None}
        if kept != nodes:
            self._find(Flaw.RECORD_HEAD, "log_nodes")

    def keys(self) -> None:
        """Each case has its key, each key its case; the papers that belong to no case have one."""
        for row in self._each(self._keys, "case_keys", ("case_id", "key")):
            if row is None or not isinstance(row[1], bytes) or len(row[1]) != KEY_LENGTH:
                self._find(Flaw.KEY_DAMAGED, "case_keys" if row is None else str(row[0]))
            else:
                self._case_keys[str(row[0])] = row[1]
        cases = {str(row[0]) for row in self._each(self._vault, "cases", ("case_id",)) if row is not None}
        cases.add(REGISTER)
        self.counts["keys"] = len(self._case_keys)
        for case_id in sorted(cases - set(self._case_keys)):
            self._find(Flaw.KEY_MISSING, case_id)
        if "cases" not in self._partly_read:
            for case_id in sorted(set(self._case_keys) - cases):
                self._find(Flaw.KEY_WITHOUT_CASE, case_id)

    def documents(self) -> None:
        """Every sealed document opens at its place."""
        self.counts["documents"] = 0
        for row in self._each(self._vault, "documents", _DOCUMENT):
            self.counts["documents"] += 1
            if row is None or not self._document_opens(row):
                self._find(Flaw.DOCUMENT_DAMAGED, "documents" if row is None else str(row[0]))

    def _document_opens(self, row: Sequence[Any]) -> bool:
        _, case_id, kind, place, revision, sealed = row
        key = self._case_keys.get(case_id)
        if key is None:
            return False
        try:
            unseal(key, sealed, document_place(case_id, kind, place, revision))
        except AppError:
            return False
        return True

    def papers(self) -> None:
        """Every paper opens and is what was filed; large ones piece by piece. No file lies there that no row names."""
        self.counts["papers"] = 0
        named: set[str] = set()
        for row in self._each(self._vault, "blobs", _PAPER):
            self.counts["papers"] += 1
            named.add("" if row is None else str(row[0]))
            flaw = Flaw.PAPER_DAMAGED if row is None else self._paper(row)
            if flaw is not None:
                self._find(flaw, "blobs" if row is None else str(row[0]))
        if not self._blobs.is_dir():
            self._find(Flaw.FILE_MISSING, self._blobs.name)
        elif "blobs" not in self._partly_read:
            for name in sorted({entry.name for entry in self._blobs.iterdir()} - named):
                self._find(Flaw.FILE_WITHOUT_ROW, name)

    def _paper(self, row: Sequence[Any]) -> Flaw | None:
        blob_id, owner, sha256, size, sealed = row
        if sealed is None and not (self._blobs / blob_id).is_file():
            return Flaw.PAPER_MISSING
        digest, length = hashlib.sha256(), 0
        try:
            for piece in self._pieces(blob_id, owner, sealed):
                digest.update(piece)
                length += len(piece)
                self._pulse()
        except AppError:
            return Flaw.PAPER_DAMAGED
        self._digests[blob_id] = digest.hexdigest()
        return None if (digest.hexdigest(), length) == (sha256, size) else Flaw.PAPER_DIFFERS

    def _pieces(self, blob_id: str, owner: str, sealed: bytes | None) -> Iterator[bytes]:
        key = self._case_keys.get(owner, self._case_keys.get(REGISTER, b""))
        if len(key) != KEY_LENGTH:
            raise VaultError("vault.case-key-missing")
        if sealed is not None:
            yield unseal(key, sealed, paper_place(blob_id))
            return
        with translated(), (self._blobs / blob_id).open("rb") as source:
            yield from unseal_stream(source, key, context=blob_id.encode())

    def letters(self) -> None:
        """The file of every issued letter is the one that was issued."""
        for row in self._each(self._vault, "letters", ("letter_id", "sha256", "blob_id")):
            if row is not None and self._digests.get(row[2], row[1]) != row[1]:
                self._find(Flaw.LETTER_DIFFERS, str(row[0]))

    def form_packs(self) -> None:
        """Every admitted form pack is the signed file that came."""
        self.counts["packs"] = 0
        for row in self._each(self._vault, "form_packs", ("digest", "sha256", "file")):
            self.counts["packs"] += 1
            if row is None or hashlib.sha256(row[2]).hexdigest() != row[1]:
                self._find(Flaw.PACK_DIFFERS, "form_packs" if row is None else str(row[0]))

    def officers(self, slots: SlotFile) -> None:
        """Whoever still is an officer has a slot, and nobody else; the slots file is what the vault says it is."""
        self._slots_file(slots)
        people = {slot.hdr.slot for slot in slots.slots}
        rows = list(self._each(self._vault, "officers", ("person_id", "ended_at")))
        serving, with_slot = {str(row[0]) for row in rows if row is not None and row[1] is None}, people
        for person in sorted(serving - with_slot):
            self._find(Flaw.OFFICER_WITHOUT_SLOT, person)
        for person in sorted(with_slot - serving):
            self._find(Flaw.SLOT_WITHOUT_OFFICER, person)

    def _slots_file(self, slots: SlotFile) -> None:
        try:
            kept = self._vault.rows("SELECT content FROM key_file")
        except Unreadable:
            self._find(Flaw.TABLE_UNREADABLE, "key_file")
            return
        if kept != [(encoded(slots).decode(),)]:
            self._find(Flaw.SLOTS_DIFFER, FILE)

    def _each(
        self, file: OpenedFile, table: str, columns: Sequence[str], *, count: int | None = None
    ) -> Iterator[tuple[Any, ...] | None]:
        try:
            for row in file.each(table, columns, count=count):
                self._pulse()
                if row is None:
                    self._partly_read.add(table)
                yield row
        except Unreadable:
            self._partly_read.add(table)
            self._find(Flaw.TABLE_UNREADABLE, table)
