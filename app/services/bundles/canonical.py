"""Canonical JSON: the one encoding of a struct, and the strict way back.

UTF-8, keys sorted, no white space, shortest escapes, no floats. A reader encodes again and compares: that refuses
duplicate keys, other spellings of numbers, white space and escapes that a lenient reader would swallow.
"""

from typing import TypeVar

import msgspec

from app.models.domain.errors import UntrustedInputError

T = TypeVar("T")


def encode(value: msgspec.Struct) -> bytes:
    """The canonical bytes of a struct."""
    return msgspec.json.encode(value, order="sorted")


def decode(data: bytes, decoder: "msgspec.json.Decoder[T]", code: str, **params: str | int) -> T:
    """Decode canonical bytes.

    Args:
        data: Bytes from outside.
        decoder: Decoder of a closed struct type.
        code: Code of the refusal.
        **params: Parameters of the refusal.

    Raises:
        UntrustedInputError: ``code``; not JSON, not the type, or not canonical.
    """
    try:
        value = decoder.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise UntrustedInputError(code, **params) from None
    if msgspec.json.encode(value, order="sorted") != data:
        raise UntrustedInputError(code, **params)
    return value
