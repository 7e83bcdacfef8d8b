"""The one seam: every text that is kept in a case passes here before it is sealed."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId, PersonId
from app.models.forms.guards.answering import Clearance, clause_digest
from app.models.forms.guards.definition import MY_NUMBER, Watch
from app.models.forms.guards.finding import Hit, find, struck
from app.models.forms.my_number import unfinished_number
from app.models.views.records import Case
from app.services.vault.unit import Unit

if TYPE_CHECKING:
    from app.services.packs.shelf import PackShelf

GUARD = "guard"
"""Kind of the documents that hold clearances; their places are random."""
PURPOSES = frozenset({"1", "2", "3", "4", "5", "6", "7", "identity", "process"})
"""What a document of a case can serve: a statutory item, telling persons apart, or the procedure itself."""
Cleared = frozenset[tuple[str, str]]
"""Kind and digest of each clause that was said to be no prohibited matter."""


class GuardSeam:
    """What the desk asks before it seals a text."""

    def __init__(self, packs: "PackShelf") -> None:
        self._packs = packs

    def _watch(self, case: Case) -> Watch:
        """The words of the pack that a case is run under."""
        return self._packs.by_digest(case.pack_digest).rules.watch

    def require(self, unit: Unit, case: Case, purpose: str, value: object) -> None:
        """Refuse to keep what serves nothing, or a text with something in it that nobody has answered for.

        Raises:
            InvalidInputError: ``note.no-purpose``, ``note.my-number`` or ``guard.unanswered``.
        """
        if purpose not in PURPOSES:
            raise InvalidInputError("note.no-purpose", field="purpose")
        watch = self._watch(case)
        cleared: Cleared | None = None
        for text in texts_in(value):
            for hit in find(text, watch):
                cleared = cleared_in(unit, case.case_id) if cleared is None else cleared
                if not hit.may_stay or not is_cleared(text, hit, cleared):
                    code = "note.my-number" if hit.kind == MY_NUMBER else "guard.unanswered"
                    raise InvalidInputError(code, field="text")

    def masked(self, unit: Unit, case: Case, content: str) -> str:
        """A draft as it may be kept: a mark stands for whatever nobody has answered for yet.

        Digits at the very end that may become an Individual Number with the next keys are left out too.

        Args:
            unit: The transaction.
            case: The case.
            content: Text, or the JSON of an editor.
        """
        watch = self._watch(case)
        held: dict[str, Cleared] = {}

        def mask(text: str) -> str:
            at = unfinished_number(text)
            text = text if at is None else text[:at]
            hits = find(text, watch)
            if not hits:
                return text
            cleared = held.setdefault("", cleared_in(unit, case.case_id))
            return struck(text, (hit for hit in hits if not hit.may_stay or not is_cleared(text, hit, cleared)))

        parsed = _parsed(content)
        if parsed is None:
            return mask(content)
        rest = _mapped(parsed, mask)
        return content if rest == parsed else msgspec.json.encode(rest).decode()


def cleared_in(unit: Unit, case: CaseId, by: PersonId | None = None) -> Cleared:
    """What was cleared in a case so far, by anybody or by one officer."""
    kept = (msgspec.json.decode(one.content, type=Clearance) for one in unit.documents.newest_of_kind(case, GUARD))
    return frozenset((one.kind, one.clause) for one in kept if by in {None, one.by})


def is_cleared(text: str, hit: Hit, cleared: Cleared) -> bool:
    """Whether somebody said of this clause that it is no prohibited matter."""
    return (hit.kind, clause_digest(text, hit)) in cleared


_MADE = re.compile("[0-9a-f]{32}|[0-9a-f]{64}")
"""An identity or a SHA-256 that the program made: one in some hundred digests holds twelve digits that would pass."""


def texts_in(value: object) -> Iterator[str]:
    """Every text inside a value, also in the payload of a signed record; identities and digests are nobody's words."""
    if isinstance(value, str):
        if _MADE.fullmatch(value) is None:
            yield value
    elif isinstance(value, bytes):
        parsed = _parsed(value.decode("utf-8", "replace")) if value[:1] in {b"{", b"["} else None
        if parsed is not None:
            yield from texts_in(parsed)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts_in(getattr(value, name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, tuple | list | frozenset):
        for each in value:
            yield from texts_in(each)


def _parsed(content: str) -> Any:
    """The JSON of an editor; None for a plain text, also for one that happens to be a number."""
    if content[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _mapped(value: Any, mask: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [_mapped(each, mask) for each in value]
    if isinstance(value, dict):
        return {name: _mapped(each, mask) for name, each in value.items()}
    return value
