"""Issue the statement to the subject (本人への説明書) as a letter, in one action."""

from dataclasses import dataclass

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId, LetterId, RefusalId
from app.services.desk import Desk, Target
from app.services.documents.composition import Facts
from app.services.documents.date_text import both_calendars
from app.services.exchange.lookout import trust_view
from app.services.notices.issuing import LetterDesk
from app.services.papers.filing import read_paper
from app.services.resources import TEXTS
from app.services.statements.history import PARTS, History, Sending, group_line, history_of
from app.services.texts.catalogue import Catalogue, Language
from app.services.vault.unit import Unit

FORM = "statement"


@dataclass(frozen=True, slots=True)
class IssuedStatement:
    """A statement as it is handed out: the first copy."""

    letter_id: LetterId
    issue_number: str
    pdf: bytes
    entries: int
    """Entries of the record that it accounts for."""


class Statements:
    """Use case of security officers and complaint officers."""

    def __init__(self, desk: Desk, letters: LetterDesk) -> None:
        self._desk = desk
        self._letters = letters

    def issue(self, actor: Actor, asked: str) -> IssuedStatement:
        """Say who saw which part, when, for which item, and what went to whom.

        Args:
            actor: Who issues it.
            asked: Number of a case, or the random identity of a case (destroyed ones too) or register entry.

        Raises:
            InvalidInputError: ``statement.nothing-on-record``.
            NotAuthorisedError: ``access.wrong-role``, also for a refusal when the officer may not see the register.
        """
        subject = self._subject(asked.strip())
        with self._desk.act(actor, Action.ISSUE_STATEMENT, Target(paper=subject)) as act:
            history = history_of(act.unit, subject)
            if not history.count:
                raise InvalidInputError("statement.nothing-on-record")
            letter = self._letters.issue(act, FORM, subject, _facts(act.unit, subject, history))
            act.detail.update({"entries": history.count, "copy": act.unit.counters.next(f"copies-{letter.letter_id}")})
            pdf = b"".join(read_paper(act.unit, act.unit.papers.blob(letter.blob_id)))
            return IssuedStatement(letter.letter_id, letter.issue_number, pdf, history.count)

    def _subject(self, asked: str) -> str:
        with self._desk.vault.read() as unit:
            case = unit.cases.numbered(asked)
            return asked if case is None else case.case_id


def _facts(unit: Unit, subject: str, history: History) -> Facts:
    texts = Catalogue.load(TEXTS, Language.JAPANESE)
    kind = unit.people.station().office_kind
    facts: dict[str, str | tuple[str, ...]] = {"reference": subject, "count": f"{history.count:,}"}
    case = unit.cases.find(CaseId(subject))
    if case is not None:
        facts |= {"addressee_name": case.name, "reference": case.number}
    elif unit.register.holds(RefusalId(subject)):
        facts["addressee_name"] = unit.register.get(RefusalId(subject)).name
    for part in PARTS:
        facts[f"{part}_count"] = f"{history.count_of(part):,}"
        lines = tuple(
            f"{both_calendars(group.day, Language.JAPANESE)}\t{group_line(texts, group, kind)}"
            for group in history.groups[part]
        )
        if lines:
            facts[part] = lines
    sendings = tuple(_sending_line(texts, unit, one) for one in history.sendings)
    facts["sendings_count"] = f"{len(sendings):,}"
    if sendings:
        facts["sendings"] = sendings
    return facts


def _sending_line(texts: Catalogue, unit: Unit, sending: Sending) -> str:
    office = None
    if unit.people.trust_envelope() is not None:
        office = trust_view(unit).document.office_of_station(sending.recipient)
    recipient, kind = office.name_ja if office else sending.recipient, texts(f"kind.{sending.kind}")
    day = both_calendars(sending.day, Language.JAPANESE)
    if not sending.recipient:
        return f"{day}\t{texts('statement.posted', kind=kind)}"
    if sending.received_on is None:
        return f"{day}\t{texts('statement.sent', kind=kind, recipient=recipient)}"
    received = both_calendars(sending.received_on, Language.JAPANESE)
    return f"{day}\t{texts('statement.sent-and-received', kind=kind, recipient=recipient, day=received)}"
