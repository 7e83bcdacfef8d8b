"""Hold every entry of the record to the catalogue of events: known codes, named details, no content.

The types of details have no room for a name or a sentence, so nothing personal can slip into the record.
"""

import re
from collections.abc import Mapping

from app.models.domain.errors import BugError
from app.models.domain.event_forms import DETAILS

_PATTERNS = {
    "word": re.compile(r"[a-z0-9][a-z0-9.-]{0,63}"),
    "id": re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}"),
    "digest": re.compile(r"[0-9a-f]{64}"),
    "day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}


def require_known(code: str, detail: Mapping[str, str | int]) -> None:
    """Refuse an entry that the catalogue does not describe.

    Raises:
        BugError: ``bug.event-unknown`` or ``bug.event-detail``.
    """
    types = DETAILS.get(code)
    if types is None:
        raise BugError("bug.event-unknown")
    if not all(name in types and _fits(types[name], value) for name, value in detail.items()):
        raise BugError("bug.event-detail")


def _fits(kind: str, value: str | int) -> bool:
    if kind == "count":
        return isinstance(value, int) and value >= 0
    return isinstance(value, str) and _PATTERNS[kind].fullmatch(value) is not None
