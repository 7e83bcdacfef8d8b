"""What the table layer learns of the driver and compiles of our statements, once for all files and all unlockings.

Compiling the statements of an unlocking takes longer than running them. A compiled statement keeps the values of its
first run, though, and nothing of a vault may outlive its lock: only statements without values of a vault are shared,
the others go with their engine.
"""

from collections.abc import Iterator, MutableMapping
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import URL, Dialect, create_engine
from sqlalchemy.engine import Compiled
from sqlalchemy.util import LRUCache
from sqlcipher3 import dbapi2
from typing_extensions import override

_MOST = 500
"""Statements that are kept; of those that are not shared, for each engine."""
_shared: "LRUCache[Any, Compiled]" = LRUCache(_MOST)


@cache
def dialect_and_url() -> tuple[Dialect, URL]:
    """The dialect of every engine, which has seen the driver, and the address of no file."""
    engine = create_engine("sqlite://", module=dbapi2)
    engine.connect().close()
    engine.dispose()
    return engine.dialect, engine.url


class Statements(MutableMapping[Any, Compiled]):
    """The compiled statements that one engine may use: the shared ones and its own."""

    def __init__(self) -> None:
        self._own: LRUCache[Any, Compiled] = LRUCache(_MOST)

    @override
    def __getitem__(self, key: Any) -> Compiled:
        shared = _shared.get(key)
        return self._own[key] if shared is None else shared

    @override
    def __setitem__(self, key: Any, compiled: Compiled) -> None:
        (_shared if says_nothing(compiled) else self._own)[key] = compiled

    @override
    def __delitem__(self, key: Any) -> None:
        del (_shared if key in _shared else self._own)[key]

    @override
    def __iter__(self) -> Iterator[Any]:
        yield from (*_shared, *self._own)

    @override
    def __len__(self) -> int:
        return len(_shared) + len(self._own)


def says_nothing(compiled: Compiled) -> bool:
    """Whether a statement holds no value but numbers and words of our own enumerations."""
    if compiled.cache_key is None:
        return False
    return all(_is_ours(bound.effective_value) for bound in compiled.cache_key.bindparams)


def _is_ours(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_ours(one) for one in value)
    return value is None or isinstance(value, int | Enum)
