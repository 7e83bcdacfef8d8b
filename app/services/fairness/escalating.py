"""The way on when a case can be given to no examiner of the office (上申): a numbered request to its head.

It says that somebody else is needed, and never why: of whom the case is kept, and by which line of whose register, is
known to nobody who hands out cases.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

import msgspec

from app.models.domain.actor import Actor, Environment, Role
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError
from app.models.domain.ids import CaseId, LetterId, PersonId
from app.models.views.records import LetterRecord
from app.services.desk import Act, Desk, Target
from app.services.documents.letters import make_letter
from app.services.documents.template import read_template
from app.services.papers.filing import file_paper
from app.services.questionnaires.keeping import read_response
from app.services.recusing import ESCALATION, recuse
from app.services.resources import LETTERS
from app.services.texts.catalogue import Language
from app.services.vault.unit import Unit

FORM = "examiner-request"


class Escalation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One request: its number, when, and how many examiners the office had."""

    number: str
    asked_on: date
    examiners: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is handed out."""

    number: str
    pdf: bytes


class Escalations:
    """Use case of whoever hands out cases."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self, actor: Actor, case: CaseId) -> Asked:
        """Ask the head of the office for another examiner, by a numbered paper; the deciding officers see it waiting.

        Raises:
            GateClosedError: ``review.examiner-left``: somebody of this office can still be assigned.
        """
        with self._desk.act(actor, Action.ESCALATE, Target(case=case)) as act:
            recuse(act, read_response(act))
            if is_nobody_left(act.unit, case):
                return _asked(act, self._desk.clock.today())
        raise GateClosedError("review.examiner-left")  # only now, so that what was found stands


def is_nobody_left(unit: Unit, case: CaseId) -> bool:
    """Whether the case is kept from every examiner of the office."""
    return examiners_of(unit) <= unit.fairness.recused(case)


def examiners_of(unit: Unit) -> frozenset[PersonId]:
    """The examiners of the office, those who left excepted."""
    return holders_of(unit, Role.EXAMINER)


def holders_of(unit: Unit, role: Role) -> frozenset[PersonId]:
    """Who holds a role in the office now."""
    return frozenset(one.person_id for one in unit.people.officers() if one.holds(role))


def last_escalation(unit: Unit, case: CaseId) -> Escalation | None:
    """The newest request about a case, if any."""
    found = unit.documents.newest_of_kind(case, ESCALATION)
    read = [msgspec.json.decode(one.content, type=Escalation) for one in found]
    return max(read, key=lambda one: one.number, default=None)


def _asked(act: Act, today: date) -> Asked:
    unit, case, station = act.unit, act.case, act.unit.people.station()
    count = len(examiners_of(unit))
    number = f"{station.office_id}-{FORM}-{today.year}-{unit.counters.next(f'{FORM}-{today.year}'):05d}"
    names = {one.person_id: one.name for one in unit.people.officers()}
    letter = make_letter(
        read_template(LETTERS, FORM),
        {
            "issue_no": number,
            "issued_on": today,
            "office": station.office_name_ja,
            "head": unit.people.letterhead().issuer_head,
            "station": station.station_id,
            "case_no": case.number,
            "count": str(count),
            "asked_by": names[act.actor.person],
        },
        language=Language.JAPANESE,
        rehearsal=station.environment is Environment.REHEARSAL,
    )
    blob = file_paper(act, case.case_id, BytesIO(letter.pdf), "application/pdf")
    name, by = LetterId(act.new_id()), act.actor.person
    unit.papers.add_letter(
        LetterRecord(name, FORM, case.case_id, number, letter.sha256, blob.blob_id, today, act.at, by)
    )
    act.keep(ESCALATION, act.new_id(), "process", Escalation(number, today, count), said=())
    for person in holders_of(unit, Role.DECIDING_OFFICER) - unit.fairness.recused(case.case_id):
        unit.waits.put(case.case_id, ESCALATION, person, person)
    act.detail |= {"letter": number, "examiners": count}
    return Asked(number, letter.pdf)
