"""The one table of bundle kinds: who signs, who sends to whom, why, how long, how large, holding what.

A manifest must say exactly what its row says: a signer cannot lower a policy, widen a purpose or choose another size.
"""

from typing import TYPE_CHECKING

import msgspec

from app.services.bundles.kind_rows import cases, keeping, results
from app.services.bundles.kind_rows.shared import KindRule, Route
from app.services.bundles.manifest import Kind

if TYPE_CHECKING:
    from app.services.bundles.record_types.parts import Record

__all__ = ["ROWS", "KindRule", "Route", "decoder", "rule"]

ROWS: tuple[KindRule, ...] = (*cases.ROWS, *results.ROWS, *keeping.ROWS)


def rule(kind: Kind) -> KindRule:
    """The row of a kind."""
    return _RULES[kind]


def decoder(kind: Kind) -> "msgspec.json.Decoder[Record]":
    """Decoder of the only record type that a bundle of this kind may hold."""
    return _DECODERS[kind]


_RULES = {row.kind: row for row in ROWS}
_DECODERS: "dict[Kind, msgspec.json.Decoder[Record]]" = {row.kind: msgspec.json.Decoder(row.record) for row in ROWS}
