"""What the subject is told at the kiosk: the notice, the standing of the consents, the desks, the form as paper."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.ids import CaseId
from app.models.forms.filling.draft import Draft
from app.services.desk import Act, Desk, Target
from app.services.documents import tree
from app.services.documents.date_text import both_calendars
from app.services.notices.issuing import LetterDesk
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.services.twin.drawing import Identity, TwinPress
from app.services.twin.picture import SheetPicture

NOTICE = "F05"


class Rank(StrEnum):
    """How a passage stands on the page."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    """One of a list, with its number."""
    ROW = "row"
    """A label and what belongs to it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the notice in its order; never markup."""

    rank: Rank
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is shown before the choice and beside it.

    Attributes:
        notice: The notice (告知書, F05) as it stands in the pack of the case, in the language that was asked for.
        consented_on: Day of the consent to the assessment (同意書); the case is open because of it.
        inquiries_on: Day of the consent to inquiries (照会等についての同意書), or None.
        may_consent_here: That consent can be given at the kiosk now; otherwise on paper at the desk.
        may_withdraw_here: Consent can be withdrawn at this office; otherwise at the agency.
        complaint_desk: Where to complain.
        consultation_desk: Where to ask for advice.
        contact_desk: Who is responsible.
    """

    notice: tuple[Passage, ...]
    consented_on: date | None
    inquiries_on: date | None
    may_consent_here: bool
    may_withdraw_here: bool
    complaint_desk: str
    consultation_desk: str
    contact_desk: str


class KioskTelling:
    """Reads nothing of what was answered; the draft that is drawn comes from the one who fills it in."""

    def __init__(self, desk: Desk, letters: LetterDesk) -> None:
        self._desk, self._letters = desk, letters
        self._press: TwinPress | None = None
        self._texts: dict[Language, Catalogue] = {}

    def told(self, actor: Actor, case: CaseId, language: str) -> Told:
        """What the person is told.

        Args:
            actor: The officer at the desk.
            case: The case of the session.
            language: ``ja`` or ``en``.
        """
        with self._desk.act(actor, Action.SEE_KIOSK, Target(case=case)) as act:
            letterhead = act.unit.people.letterhead()
            return Told(
                notice=self._notice(act, Language(language)),
                consented_on=act.case.consented_on,
                inquiries_on=act.case.inquiries_consented_on,
                may_consent_here=act.may(Action.RECORD_INQUIRY_CONSENT) is None,
                may_withdraw_here=act.may(Action.RECORD_WITHDRAWAL) is None,
                complaint_desk=letterhead.complaint_desk,
                consultation_desk=letterhead.consultation_desk,
                contact_desk=letterhead.contact_desk,
            )

    def paper(self, actor: Actor, case: CaseId, draft: Draft, language: str) -> tuple[SheetPicture, ...]:
        """The form as it would be printed, for reading it through before signing.

        Args:
            actor: The officer at the desk.
            case: The case of the session.
            draft: What was filled in.
            language: ``ja`` or ``en``.

        Raises:
            RefusedError: ``letter.character-not-drawable``.
        """
        spoken = Language(language)
        with self._desk.act(actor, Action.SEE_KIOSK, Target(case=case)) as act:
            born = both_calendars(act.case.born_on, spoken)
            identity = Identity(act.case.name, born, act.case.number)
        self._press = self._press or TwinPress()
        if spoken not in self._texts:
            self._texts[spoken] = Catalogue.load(TEXTS, spoken)
        return self._press.pictures(draft.pack, draft.response, identity, self._texts[spoken])

    def _notice(self, act: Act, language: Language) -> tuple[Passage, ...]:
        """The notice again; its number and day stand on the paper that the person has."""
        day = act.case.notified_of_assessment_on
        facts = {"issue_no": "-", "addressee_name": act.case.name, "case_kind": str(act.case.item)}
        document = self._letters.document(act, NOTICE, {**facts, "issued_on": day}, language)
        return tuple(passage for block in document.blocks for passage in _passages(block))


def _passages(block: tree.Block) -> tuple[Passage, ...]:
    match block:
        case tree.Heading(number, text):
            return (Passage(Rank.HEADING, text, number),)
        case tree.Paragraph(text, number):
            return (Passage(Rank.ITEM if number else Rank.TEXT, text, number),)
        case tree.Table(rows):
            return tuple(Passage(Rank.ROW, "\n".join(row.lines), row.label) for row in rows)
        case tree.Statement(text):
            return (Passage(Rank.TEXT, text),)
        case _:
            return ()
