"""A transfer or notice in lines, for who only handles it: what moves, in numbers, and the chain of custody."""

from collections import Counter
from collections.abc import Iterator, Sequence

from app.services.bundles.record_types.custody import CaseTransfer
from app.services.bundles.record_types.parts import Record

Line = tuple[str, str]
"""Path in the published schema, and value."""


def transfer_lines(records: Sequence[Record]) -> Iterator[Line]:
    """The head of the case, what comes with it in numbers, and every passing of the right to write."""
    transfers = [record for record in records if isinstance(record, CaseTransfer)]
    first = transfers[0]
    yield "case_ref", first.case_ref
    yield "step", first.step
    head = first.head
    if head is not None:
        yield "head.number", head.number
        yield "head.state", head.state.value
        yield "head.subject.name", head.subject.name
        yield "head.subject.section", head.subject.section or "—"
        yield "head.pack", f"{head.pack.id} {head.pack.version}"
        yield "head.consents", str(len(head.consents))
        yield "head.papers", str(len(head.papers))
        yield "head.doers", str(len(head.doers))
        yield "head.history_count", str(head.history_count)
        yield "head.history_sha256", head.history_sha256
    kinds = Counter(record.document.kind for record in transfers if record.document is not None)
    for kind in sorted(kinds):
        yield f"document.{kind}", str(kinds[kind])
    for leg in first.chain or ():
        yield f"chain[{leg.number}]", f"{leg.station} {leg.claim.value}"
