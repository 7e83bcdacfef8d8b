"""A finding as it stands in the editor, whole or not. Qt-free."""

from dataclasses import dataclass, field, replace
from datetime import date

from app.models.domain.citing import Revisions, Standing, standing
from app.models.domain.finding import (
    ITEMS,
    Citation,
    Fact,
    Finding,
    Hearing,
    HearingState,
    missing_parts,
)


@dataclass(frozen=True, slots=True)
class EditedFact:
    """A fact as it stands in the editor; may still lack parts."""

    text: str = ""
    source: str = ""
    source_on: date | None = None
    citations: tuple[Citation, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it can be saved."""
        return bool(self.text.strip() and self.source.strip() and self.source_on)


@dataclass(frozen=True, slots=True)
class EditedFinding:
    """A finding as it stands in the editor; whether it is adverse is asked, never preset."""

    item: int
    adverse: bool | None = None
    summary: str = ""
    facts: tuple[EditedFact, ...] = ()
    hearing: HearingState = HearingState.NOT_NEEDED
    hearing_text: str = ""
    hearing_on: date | None = None
    mitigation: str = ""
    absence: str = ""
    base: int = field(default=0, compare=False)
    """The revision in the vault that the editor began with; 0 for none."""

    @classmethod
    def of(cls, finding: Finding, base: int = 0) -> "EditedFinding":
        """A kept finding in the editor."""
        return cls(
            item=finding.item,
            adverse=finding.adverse,
            summary=finding.summary,
            facts=tuple(EditedFact(one.text, one.source, one.source_on, one.citations) for one in finding.facts),
            hearing=finding.hearing.state,
            hearing_text=finding.hearing.text,
            hearing_on=finding.hearing.on,
            mitigation=finding.mitigation,
            absence=finding.absence,
            base=base,
        )

    @property
    def can_be_saved(self) -> bool:
        """Whether the vault takes it; it may still lack parts for the submission."""
        return self.adverse is not None and bool(self.summary.strip()) and all(one.is_complete for one in self.facts)

    def as_finding(self) -> Finding:
        """The finding to keep; only when :attr:`can_be_saved`."""
        item = next(one for one in ITEMS if one == self.item)
        facts = tuple(
            Fact(one.text, one.source, one.source_on, one.citations) for one in self.facts if one.source_on is not None
        )
        return Finding(
            item=item,  # type: ignore[arg-type] # one of the seven, taken from ITEMS
            adverse=bool(self.adverse),
            summary=self.summary,
            facts=facts,
            hearing=Hearing(self.hearing, self.hearing_text, self.hearing_on),
            mitigation=self.mitigation,
            absence=self.absence,
        )

    def missing(self, revisions: Revisions) -> tuple[str, ...]:
        """Text keys of what it still lacks, in the order of the editor."""
        keys = []
        if self.adverse is None:
            keys.append("case.missing.adverse")
        if not self.summary.strip():
            keys.append("case.missing.summary")
        if any(not one.is_complete for one in self.facts):
            keys.append("case.missing.fact")
        cited = (citation for fact in self.facts for citation in fact.citations)
        if any(standing(citation, revisions) is not Standing.CURRENT for citation in cited):
            keys.append("case.missing.citation")
        return (*keys, *(f"missing.{part}" for part in missing_parts(self.as_finding())))


def with_fact(finding: EditedFinding, place: int, fact: EditedFact | None) -> EditedFinding:
    """The finding with one fact exchanged, taken out (None) or added (``place`` behind the last)."""
    facts = list(finding.facts)
    if fact is None:
        del facts[place]
    elif place < len(facts):
        facts[place] = fact
    else:
        facts.append(fact)
    return replace(finding, facts=tuple(facts))
