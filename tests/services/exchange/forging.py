"""What somebody with the key of a vault can do to its record: rewrite it so that it is whole in itself."""

import json
from collections.abc import Callable
from typing import Any

from app.services.audit.merkle import Frontier, leaf_hash
from app.services.vault.vault import Vault

Entries = list[dict[str, Any]]
Change = Callable[[Entries], Entries]
_COLUMNS = ("seq", "at", "code", "person", "subject", "purpose", "result")


def edited(entries: Entries) -> Entries:
    """Somebody else did it."""
    return [{**one, "person": "somebody else"} if one["seq"] == len(entries) // 2 else one for one in entries]


def deleted(entries: Entries) -> Entries:
    return [one for one in entries if one["seq"] != len(entries) // 2]


def reordered(entries: Entries) -> Entries:
    middle = len(entries) // 2
    return [*entries[:middle], entries[middle + 1], entries[middle], *entries[middle + 2 :]]


def inserted(entries: Entries) -> Entries:
    middle = len(entries) // 2
    return [*entries[:middle], {**entries[middle], "code": "log.seen", "detail": {}}, *entries[middle:]]


def cut(entries: Entries) -> Entries:
    return entries[:-2]


CHANGES: dict[str, Change] = {one.__name__: one for one in (edited, deleted, reordered, inserted, cut)}
"""Every way to lie in a record."""


def rewrite(vault: Vault, change: Change) -> None:
    """Change the entries, then make every number, hash and kept subtree fit again."""
    with vault._writer.begin() as connection:
        rows = connection.exec_driver_sql("SELECT entry FROM events ORDER BY seq").fetchall()
        entries = change([json.loads(row[0]) for row in rows])
        for trigger in ("events_never_vanish", "nodes_never_vanish", "events_never_replaced"):
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        for table in ("events", "log_nodes"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 # from the list above
        tree = Frontier()
        for seq, entry in enumerate(entries):
            whole = {**entry, "seq": seq}
            data = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
            leaf = leaf_hash(data)
            completed = tree.append(leaf)
            connection.exec_driver_sql(
                "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?)", (*(whole[name] for name in _COLUMNS), data, leaf)
            )
            if len(completed) > 8:
                place = (tree.size >> 8) - 1
                connection.exec_driver_sql("INSERT INTO log_nodes VALUES (8,?,?)", (place, completed[8]))
        connection.exec_driver_sql("UPDATE log_state SET size = ?, frontier = ?", (tree.size, b"".join(tree.hashes)))
