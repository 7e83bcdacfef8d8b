"""Whether a citation (引用) still says what the cited answer says: an answer that was corrected has a new revision."""

from collections.abc import Mapping
from enum import StrEnum

from app.models.domain.finding import Citation, Finding

Revisions = Mapping[tuple[str, str | None], int]
"""Question and row to the newest revision of the answer there."""


class Standing(StrEnum):
    """How a citation stands to the answer that it names."""

    CURRENT = "current"
    STALE = "stale"
    """The answer was corrected after it was read: it has to be read again."""
    UNKNOWN = "unknown"
    """There is no such answer, or no such revision of it."""


def standing(citation: Citation, revisions: Revisions) -> Standing:
    """Compare a citation with the answers as they are now."""
    newest = revisions.get((citation.link_id, citation.row))
    if newest is None or citation.revision > newest:
        return Standing.UNKNOWN
    return Standing.CURRENT if citation.revision == newest else Standing.STALE


def all_current(finding: Finding, revisions: Revisions) -> bool:
    """Whether everything that a finding rests on was read as it stands now."""
    cited = (citation for fact in finding.facts for citation in fact.citations)
    return all(standing(citation, revisions) is Standing.CURRENT for citation in cited)
