"""Result and opinion on paper: reasons, findings, and under its number each fact with the answers that it rests on.

The numbers are those of the draft of the reasons (:mod:`app.services.findings.opinion_draft`). A citation whose answer
was corrected after it was read says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.models.domain.citing import Revisions, Standing, standing
from app.models.domain.civil_day import civil_day
from app.models.domain.finding import Citation, Fact, Finding
from app.models.domain.text import visible
from app.models.forms.answers import Response, cell_place
from app.models.forms.definition import FormPack
from app.models.rules.found import Place
from app.services.desk import Act
from app.services.documents.composition import Facts
from app.services.documents.date_text import both_calendars
from app.services.points.wording import place_words
from app.services.texts.catalogue import Catalogue, Language

LONGEST_PLACE = 120


@dataclass(frozen=True, slots=True)
class Reasoned:
    """What stands above the findings.

    Attributes:
        standing: ``draft``, ``signed-once`` or ``signed-twice``.
        opinion: In words; empty while it is not signed.
        reasons: Text.
        unresolved: What could not be cleared up.
    """

    standing: str
    opinion: str
    reasons: str
    unresolved: tuple[str, ...]


def paper_facts(
    act: Act, pack: FormPack, response: Response, findings: Sequence[Finding], reasoned: Reasoned, texts: Catalogue
) -> Facts:
    """What the paper says.

    Args:
        act: The running act.
        pack: The form that the case was answered under.
        response: The answers as they are now.
        findings: The findings on all items.
        reasoned: Opinion and reasons.
        texts: Words, in Japanese.
    """
    words = _Words(pack, response, texts)
    ordered = sorted(findings, key=lambda finding: finding.item)
    revisions = {cell: answer.revision for cell, answer in response.current.items()}
    every = [(one, number, fact) for one in ordered for number, fact in enumerate(one.facts, start=1)]
    stale = sum(standing(cited, revisions) is not Standing.CURRENT for *_, fact in every for cited in fact.citations)
    return {
        "issue_no": act.case.number,
        "issued_on": civil_day(act.at),
        "subject_name": act.case.name,
        "case_no": act.case.number,
        "standing": reasoned.standing,
        "opinion": reasoned.opinion,
        "reasons": tuple(reasoned.reasons.splitlines()),
        "unresolved": reasoned.unresolved,
        "findings": tuple(line for one in ordered for line in words.finding(one)),
        "cited": tuple(line for one, number, fact in every for line in words.fact(one.item, number, fact, revisions)),
        "stale": str(stale) if stale else "",
    }


class _Words:
    """Findings and facts as rows: a label, a tab and a line."""

    def __init__(self, pack: FormPack, response: Response, texts: Catalogue) -> None:
        self._pack, self._response, self._texts = pack, response, texts

    def finding(self, finding: Finding) -> list[str]:
        texts = self._texts
        label = texts("opinion-paper.item", number=finding.item, name=texts(f"item.{finding.item}"))
        cited = "".join(
            texts("opinion-draft.citation", item=finding.item, number=number)
            for number in range(1, len(finding.facts) + 1)
        )
        heard = finding.hearing.text or texts(f"hearing.{finding.hearing.state}")
        lines = [texts("opinion-paper.summary", summary=finding.summary, cited=cited)]
        lines.append(texts("opinion-paper.hearing", text=heard))
        if finding.hearing.on is not None:
            lines.append(texts("opinion-paper.heard-on", day=both_calendars(finding.hearing.on, Language.JAPANESE)))
        if finding.mitigation:
            lines.append(texts("opinion-paper.mitigation", text=finding.mitigation))
        if finding.absence:
            lines.append(texts("opinion-paper.absence", text=finding.absence))
        return _rows(label, lines)

    def fact(self, item: int, number: int, fact: Fact, revisions: Revisions) -> list[str]:
        texts = self._texts
        source = texts(
            "opinion-paper.source", source=fact.source, day=both_calendars(fact.source_on, Language.JAPANESE)
        )
        lines = [fact.text, source, *(self._citation(one, revisions) for one in fact.citations)]
        return _rows(texts("opinion-draft.citation", item=item, number=number), lines)

    def _citation(self, citation: Citation, revisions: Revisions) -> str:
        texts, cell = self._texts, (citation.link_id, citation.row)
        found = standing(citation, revisions)
        if found is Standing.UNKNOWN or self._pack.index.get(citation.link_id) is None:
            return texts("opinion-paper.unknown", place=visible(cell_place(cell), LONGEST_PLACE))
        where = self._where(citation)
        if found is Standing.STALE:
            return texts("opinion-paper.stale", where=where, cited=citation.revision, newest=revisions[cell])
        return texts("opinion-paper.cited", where=where, cited=citation.revision)

    def _where(self, citation: Citation) -> str:
        """Page, box, table, row and question."""
        pack, texts = self._pack, self._texts
        paper = pack.index[citation.link_id].ext.paper_ref
        place = Place(citation.link_id, citation.row, citation.revision, paper.page, paper.box)
        table, label = place_words(pack, place, Language.JAPANESE)
        number = self._row(citation)
        if number:
            label = texts("opinion-paper.row", table=table, row=number, label=label)
        return texts("opinion-paper.where", page=paper.page, box=paper.box, label=label)

    def _row(self, citation: Citation) -> int:
        table = self._pack.index.table(citation.link_id)
        if table is None or citation.row is None:
            return 0
        rows = self._response.rows_of(*(one.link_id for one in self._pack.index.columns(table.link_id)))
        return rows.index(citation.row) + 1 if citation.row in rows else 0


def _rows(label: str, texts: Sequence[str]) -> list[str]:
    return [f"{label}\t{line}" for text in texts for line in text.splitlines()]
