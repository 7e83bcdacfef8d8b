"""Three values (真・偽・不明): what is not known is neither yes nor no, and becomes a question, never a finding."""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """Kleene's strong logic of three values."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


def all_of(values: Iterable[Truth]) -> Truth:
    """True when all are, false as soon as one is, else unknown; true for none at all."""
    found = Truth.TRUE
    for each in values:
        if each is Truth.FALSE:
            return Truth.FALSE
        if each is Truth.UNKNOWN:
            found = Truth.UNKNOWN
    return found


def any_of(values: Iterable[Truth]) -> Truth:
    """False when all are, true as soon as one is, else unknown; false for none at all."""
    found = Truth.FALSE
    for each in values:
        if each is Truth.TRUE:
            return Truth.TRUE
        if each is Truth.UNKNOWN:
            found = Truth.UNKNOWN
    return found
