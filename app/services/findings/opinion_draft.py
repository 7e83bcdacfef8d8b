"""A draft of the reasons of an opinion from the accepted findings, with a number for everything it rests on.

The number of a fact is its item and its place in it: ``6-1`` is the first fact of item 6, in the draft, in the finding
and at the office that receives it. The draft proposes no conclusion, and nothing of item 5 leaves its compartment.
"""

from collections.abc import Sequence

from app.models.domain.finding import MEDICAL_ITEM, Finding
from app.services.texts.catalogue import Catalogue


def drafted(findings: Sequence[Finding], texts: Catalogue) -> str:
    """One paragraph for each statutory item, in their order."""
    ordered = sorted(findings, key=lambda finding: finding.item)
    return "\n".join(line for finding in ordered for line in _lines(finding, texts))


def _lines(finding: Finding, texts: Catalogue) -> list[str]:
    name = texts(f"item.{finding.item}")
    if finding.item == MEDICAL_ITEM:
        return [texts("opinion-draft.medical", number=finding.item, name=name)]
    cited = "".join(
        texts("opinion-draft.citation", item=finding.item, number=number) for number in range(1, len(finding.facts) + 1)
    )
    lines = [texts("opinion-draft.item", number=finding.item, name=name, summary=finding.summary, cited=cited)]
    if finding.adverse:
        said = finding.hearing.text or texts(f"hearing.{finding.hearing.state}")
        lines.append(texts("opinion-draft.hearing", text=said))
        lines.append(texts("opinion-draft.mitigation", text=finding.mitigation))
    if finding.absence:
        lines.append(texts("opinion-draft.absence", text=finding.absence))
    return lines
