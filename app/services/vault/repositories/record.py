"""The record (記録): one entry per change and per look, in the transaction that it describes.

Each entry is canonical JSON; its hash is a leaf of a Merkle tree as in RFC 6962, whose frontier is kept so that
appending costs a few hashes. Entries name cases and persons by their random ids only and hold no content.
"""

import json
from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from app.models.domain.acts import Action
from app.models.domain.errors import VaultError
from app.models.domain.event_details import require_known
from app.models.domain.ids import PROGRAM, PersonId
from app.models.schema import tables
from app.models.views.records import Event
from app.services.audit.merkle import HASH_LENGTH, Frontier, leaf_hash
from app.services.vault.repositories.record_pages import COLUMNS, RecordPages
from app.services.vault.repositories.record_tree import NODE_LEVELS, RecordTree, Sweep
from app.services.vault.rows import every

_EVENTS = tables.events
_STATE = tables.log_state


class Record:
    """Append to the record and read it.

    Attributes:
        tree: Roots and proofs at any size.
        pages: Lists for people.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._frontier: Frontier | None = None
        self._epoch = 0
        self._has_grown = False
        self.tree = RecordTree(connection)
        self.pages = RecordPages(connection)

    def start(self) -> None:
        """Begin an empty record."""
        self._connection.execute(insert(_STATE), {"only": 1, "epoch": 0, "size": 0, "frontier": b""})

    def head(self) -> Frontier:
        """The frontier of the tree: its size and the hashes that give its root; it does not grow with the record."""
        return self._loaded().copy()

    def epoch(self) -> int:
        """How often this vault was restored from a backup; each restore begins a new epoch of the record."""
        self._loaded()
        return self._epoch

    @property
    def has_grown(self) -> bool:
        """Whether something was appended in this transaction."""
        return self._has_grown

    def begin_epoch(self) -> int:
        """Count a restore; what is appended from now on belongs to the new epoch.

        Returns:
            The new epoch.
        """
        self._loaded()
        self._epoch += 1
        self._connection.execute(update(_STATE).values(epoch=self._epoch))
        return self._epoch

    def _loaded(self) -> Frontier:
        """Read once for a transaction: nobody else appends while it lasts."""
        if self._frontier is None:
            row = self._connection.execute(select(_STATE.c.size, _STATE.c.frontier, _STATE.c.epoch)).one()
            size, hashes, self._epoch = int(row[0]), bytes(row[1]), int(row[2])
            if len(hashes) != size.bit_count() * HASH_LENGTH:
                raise VaultError("log.damaged")
            self._frontier = Frontier(
                size, (hashes[at : at + HASH_LENGTH] for at in range(0, len(hashes), HASH_LENGTH))
            )
        return self._frontier

    def append(
        self,
        *,
        at: datetime,
        code: str,
        person: PersonId,
        station: str,
        session: str,
        subject: str,
        purpose: str,
        result: str,
        detail: dict[str, str | int],
    ) -> int:
        """Add one entry.

        Returns:
            Its sequence number, from 0.

        Raises:
            BugError: ``bug.event-unknown`` or ``bug.event-detail``: the catalogue of events has no such code or detail.
        """
        require_known(code, detail)
        tree = self._loaded()
        seq = tree.size
        entry = json.dumps(
            {
                "at": at.isoformat(),
                "code": code,
                "detail": detail,
                "person": person,
                "purpose": purpose,
                "result": result,
                "seq": seq,
                "session": session,
                "station": station,
                "subject": subject,
            },
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        ).encode()
        leaf = leaf_hash(entry)
        completed = tree.append(leaf)
        self._connection.execute(
            insert(_EVENTS),
            {
                "seq": seq,
                "at": at.isoformat(),
                "code": code,
                "person": person,
                "subject": subject,
                "purpose": purpose,
                "result": result,
                "entry": entry,
                "leaf": leaf,
            },
        )
        for level in NODE_LEVELS:
            if level < len(completed):
                self.tree.keep(level, (tree.size >> level) - 1, completed[level])
        self._connection.execute(update(_STATE).values(size=tree.size, frontier=b"".join(tree.hashes)))
        self._has_grown = True
        return seq

    def note(self, at: datetime, code: str, station: str, detail: dict[str, str | int]) -> None:
        """Add an entry about what the program itself found; no officer did it, and it is about no subject.

        Raises:
            BugError: As :meth:`append`.
        """
        self.append(
            at=at,
            code=code,
            person=PROGRAM,
            station=station,
            session=PROGRAM,
            subject="",
            purpose="process",
            result="done",
            detail=detail,
        )

    def doers(self, subject: str) -> dict[Action, frozenset[PersonId]]:
        """Who has done what to one candidate or case."""
        query = (
            select(_EVENTS.c.code, _EVENTS.c.person)
            .where(_EVENTS.c.subject == subject, _EVENTS.c.result == "done")
            .distinct()
        )
        doers: dict[Action, frozenset[PersonId]] = {}
        for code, person in self._connection.execute(query):
            action = Action(code)
            doers[action] = doers.get(action, frozenset()) | {PersonId(person)}
        return doers

    def of_subject(self, subject: str) -> list[Event]:
        """The history of one candidate or case, oldest first."""
        return every(
            self._connection, select(*COLUMNS).where(_EVENTS.c.subject == subject).order_by(_EVENTS.c.seq), Event
        )

    def with_codes(self, codes: Collection[str]) -> list[Event]:
        """Every entry of some codes, oldest first."""
        return every(self._connection, select(*COLUMNS).where(_EVENTS.c.code.in_(codes)).order_by(_EVENTS.c.seq), Event)

    def newest_first(self, limit: int) -> list[Event]:
        """The latest entries."""
        return every(self._connection, select(*COLUMNS).order_by(_EVENTS.c.seq.desc()).limit(limit), Event)

    def sweep(self) -> Iterator[Sweep]:
        """Hash every entry again, some thousand at a time, in constant memory. As :meth:`RecordTree.sweep`."""
        return self.tree.sweep()

    def is_sound(self) -> bool:
        """Whether every entry is what it was, and all of them give the head."""
        head = self._loaded()
        last: Sweep | None = None
        for last in self.tree.sweep():
            if last.damaged:
                return False
        return last is not None and last.nodes_match and last.tree.hashes == head.hashes and last.done == head.size
