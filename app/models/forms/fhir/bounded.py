"""JSON from outside in bounded time and memory: size, depth and number of values are counted before it is built."""

import json
import re
from typing import Any, NoReturn

from app.models.domain.errors import UntrustedInputError

LARGEST_BYTES = 8 * 1024 * 1024
DEEPEST = 24
MOST_VALUES = 400_000
LONGEST_NUMBER = 18
"""Digits; more than any amount of money in any currency."""
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{},]|-?[0-9][0-9.eE+-]*+', re.DOTALL)
_OPENING, _CLOSING = frozenset((b"[", b"{")), frozenset((b"]", b"}"))


class Fraction:
    """Stands for a number with a fraction or an exponent: never computed, refused wherever it is read."""


def parse(data: bytes) -> Any:
    """One JSON text.

    Args:
        data: UTF-8.

    Raises:
        UntrustedInputError: ``fhir.not-json``, ``fhir.too-large`` or ``fhir.too-deep``.
    """
    if len(data) > LARGEST_BYTES:
        raise UntrustedInputError("fhir.too-large")
    _count(data)
    try:
        text = data.decode("utf-8")
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse, parse_float=lambda _: Fraction())
    except (ValueError, RecursionError):
        raise UntrustedInputError("fhir.not-json") from None


def _count(data: bytes) -> None:
    depth, values = 0, 1
    for found in _TOKEN.finditer(data):
        token = found.group()
        if token in _OPENING:
            depth += 1
            values += 1
        elif token in _CLOSING:
            depth -= 1
        elif token == b",":
            values += 1
        elif token == b'"' or (token[:1] != b'"' and len(token) > LONGEST_NUMBER):
            raise UntrustedInputError("fhir.not-json")
        if depth > DEEPEST:
            raise UntrustedInputError("fhir.too-deep")
        if values > MOST_VALUES:
            raise UntrustedInputError("fhir.too-large")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(_name: str) -> NoReturn:
    """NaN and the infinities are not JSON."""
    raise ValueError
