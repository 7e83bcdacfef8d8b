"""Mutants that stay well-formed, so that they come past the parser: changed JSON, rearranged archives."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import msgspec

from app.services.bundles.archive import END
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import read_all

_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2**31, 2**53, 10**30, 1.5),
    *("", "x", "é", "e\u0301", "\u202e", "\n", "0" * 64, "f" * 64, "x" * 2001, "YQ==", "YQ", "2026-02-30"),
    *("AGCY1", "CON1", "INV1", "station", "bundle.gap", "receipt", "result", "live", "rehearsal", "records.ndjson.zst"),
    *("letters/" + "0" * 64 + ".pdf", [], {}, [[]], {"a": 1}),
)  # fmt: skip


def json_mutant(honest: bytes, steps: bytes) -> bytes:
    """Change values, names and lists in JSON, or in one of several lines of it; written in the canonical way."""
    lines = honest.split(b"\n")
    place = steps[1] % max(1, sum(bool(line) for line in lines))
    whole = msgspec.json.decode(lines[place])
    for number in range(1 + steps[0] % 3):
        _change(whole, steps[2 + number * 12 : 14 + number * 12])
    try:
        lines[place] = msgspec.json.encode(whole, order="sorted")
    except (UnicodeEncodeError, msgspec.MsgspecError):
        return honest
    return b"\n".join(lines)


def _change(whole: Any, edit: bytes) -> None:
    """Walk down by the bytes of the edit and change what is there."""
    node, path = whole, edit[4:]
    for step in path:
        below = _keys(node)
        if not below:
            return
        key = below[step % len(below)]
        if not _keys(node[key]) or step > 200:
            _put(node, key, whole, edit)
            return
        node = node[key]


def _keys(node: Any) -> Sequence[Any]:
    if isinstance(node, dict):
        return sorted(node)
    return range(len(node)) if isinstance(node, list) else ()


def _put(node: Any, key: Any, whole: Any, edit: bytes) -> None:
    # Copies, or one mutant would change the next, and a list could come to hold itself.
    what, value = edit[0] % 8, deepcopy(_VALUES[edit[1] % len(_VALUES)])
    if what == 0:
        del node[key]
    elif what == 1 and isinstance(node, dict):
        node[f"{key}{edit[2] % 10}"] = value
    elif what == 1:
        node.insert(edit[2] % (len(node) + 1), node[key])
    elif what == 2 and isinstance(node[key], int):
        node[key] += edit[2] - 128
    elif what == 2 and isinstance(node[key], str) and node[key]:
        place = edit[2] % len(node[key])
        node[key] = node[key][:place] + chr(0x20 + edit[3] % 95) + node[key][place + 1 :]
    elif what == 3:
        leaves = list(_leaves(whole))
        node[key] = deepcopy(leaves[(edit[2] * 256 + edit[3]) % len(leaves)])
    else:
        node[key] = value


def _leaves(node: Any) -> list[Any]:
    below = _keys(node)
    return [leaf for key in below for leaf in _leaves(node[key])] if below else [node]


def archive_mutant(honest: bytes, steps: bytes) -> bytes:
    """Leave out, double, exchange, shorten or lengthen whole entries; every header fits its entry."""
    entries = read_all(honest)
    for number in range(1 + steps[0] % 3):
        edit = steps[2 + number * 4 : 6 + number * 4]
        one, two = edit[1] % len(entries), edit[2] % len(entries)
        if edit[0] % 5 == 0 and len(entries) > 1:
            del entries[one]
        elif edit[0] % 5 == 1:
            entries.insert(two, entries[one])
        elif edit[0] % 5 == 2:
            entries[one], entries[two] = entries[two], entries[one]
        elif edit[0] % 5 == 3:
            name, data = entries[one]
            entries[one] = (name, data[: edit[3] - 256] if edit[2] % 2 else data + bytes(edit[3]))
        else:
            entries[one] = (entries[two][0], entries[one][1])
    return b"".join(n.entry(name, data) for name, data in entries) + END
