"""What findings are held against: the answers as they are now, and the findings as they were returned."""

from dataclasses import dataclass

import msgspec

from app.models.domain.citing import Revisions
from app.models.domain.finding import Finding
from app.models.domain.finding_parts import PartPlace, ReviewRemark, changed_parts
from app.models.forms.definition import FormPack
from app.services.desk import Act
from app.services.questionnaires.keeping import is_medical, read_response

FINDING, REMARK = "finding", "remark"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What changed in one finding since the findings were last returned."""

    before: Finding
    after: Finding

    @property
    def item(self) -> int:
        """The statutory item."""
        return self.after.item

    @property
    def parts(self) -> tuple[PartPlace, ...]:
        """The parts that differ."""
        return changed_parts(self.before, self.after)


def revisions_of(act: Act) -> Revisions:
    """Every answered place with its newest revision, medical ones included; nothing of what was answered."""
    response = read_response(act)
    return {} if response is None else {cell: answer.revision for cell, answer in response.current.items()}


def without_medical_places(pack: FormPack, revisions: Revisions) -> Revisions:
    """The places whose questions are not medical."""

    def is_open(link_id: str) -> bool:
        item = pack.index.get(link_id)
        return item is None or not is_medical(item)

    return {place: revision for place, revision in revisions.items() if is_open(place[0])}


def revisions_of_findings(act: Act) -> dict[str, int]:
    """The newest revision of the finding on each item."""
    return {one.place: one.revision for one in act.unit.documents.newest_of_kind(act.case.case_id, FINDING)}


def changes_since_return(act: Act) -> tuple[ItemChange, ...]:
    """The findings that differ from what was last returned, by item; nothing before the first return."""
    returned: dict[str, int] = {}
    for remark in act.unit.documents.newest_of_kind(act.case.case_id, REMARK):
        for place, revision in msgspec.json.decode(remark.content, type=ReviewRemark).read.items():
            # What was returned last was read last: no clock is asked.
            returned[place] = max(revision, returned.get(place, 0))
    if not returned:
        return ()
    held: dict[str, Finding] = {}
    now: dict[str, Finding] = {}
    for document in act.unit.documents.of_kind(act.case.case_id, FINDING):
        finding = now[document.place] = msgspec.json.decode(document.content, type=Finding)
        if document.revision == returned.get(document.place):
            held[document.place] = finding
    changes = (ItemChange(held[place], now[place]) for place in sorted(held))
    return tuple(change for change in changes if change.parts)
