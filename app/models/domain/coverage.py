"""Which answers have not been on the screen yet: a private aid of who reads, never a measure of who reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import msgspec


@dataclass(frozen=True, slots=True)
class Unshown:
    """An answer that was not on the screen as it stands now, and its page of the paper form."""

    link_id: str
    row: str | None
    revision: int
    page: int

    @property
    def mark(self) -> str:
        """How it is noted when it was shown; an answer that is corrected later counts as new."""
        return mark_of(self.link_id, self.row, self.revision)


def mark_of(link_id: str, row: str | None, revision: int) -> str:
    """One answer at one revision."""
    return f"{link_id}|{row or ''}|{revision}"


def as_draft(marks: Iterable[str]) -> str:
    """What was shown, as the content of the reader's own draft."""
    return msgspec.json.encode(sorted(marks)).decode()


def from_draft(content: str) -> frozenset[str]:
    """What was shown before."""
    return frozenset(msgspec.json.decode(content, type=list[str])) if content else frozenset()


def page_ranges(pages: Iterable[int]) -> str:
    """Pages as people write them: ``3, 23-24``."""
    found = sorted(set(pages))
    starts = [page for before, page in pairwise([-1, *found]) if page != before + 1]
    ends = [page for page, after in pairwise([*found, -1]) if after != page + 1]
    return ", ".join(f"{start}-{end}" if start != end else str(start) for start, end in zip(starts, ends, strict=True))
