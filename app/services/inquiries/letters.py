"""Letters with which bodies outside our circle are asked: seen beforehand, numbered once, printed copy by copy."""

from dataclasses import dataclass
from datetime import date

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import BugError, GateClosedError, InvalidInputError
from app.models.domain.ids import CaseId
from app.models.domain.inquiry import Inquiry, Reminder
from app.services.desk import Act, Desk, Target
from app.services.documents.composition import Fact, Facts
from app.services.documents.plain import plain_lines
from app.services.inquiries.clocks import clock_of
from app.services.inquiries.keeping import consent_copy, in_sight, keep_inquiry, told_of_subject
from app.services.inquiries.planning import InquiryPlan, choice_of, planned
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.papers.filing import PrintedLetter, numbered, read_paper
from app.services.texts.catalogue import Language

_NO_NUMBER = "-"
"""Stands where the number will stand."""
_ROOM = ("　",) * 3
"""Empty lines to write one answer on."""
_BETWEEN_NAMES = "、"


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """A letter as the addressee will get it.

    Attributes:
        pdf: The very file, but for the number.
        lines: Everything that it says, from top to bottom.
    """

    pdf: bytes
    lines: tuple[str, ...]


class InquiryLetters:
    """Use cases of the examiner; the letters are seen and printed by who works on the inquiry, and nowhere else."""

    def __init__(self, desk: Desk, packs: PackShelf, letters: LetterDesk) -> None:
        self._desk = desk
        self._packs = packs
        self._letters = letters

    def preview(self, actor: Actor, case: CaseId, plan: InquiryPlan) -> LetterPreview:
        """What the addressee would get; nothing is numbered, filed or made part of the case.

        Raises:
            GateClosedError: ``access.no-inquiry-consent``.
            InvalidInputError: As :meth:`Inquiries.prepare`, but for the day.
            RefusedError: A name cannot be printed exactly.
        """
        chosen = choice_of(self._desk, self._packs, case, plan)
        with self._desk.act(actor, Action.PREVIEW_INQUIRY, Target(case=case), purpose=chosen.purpose) as act:
            inquiry = planned(act, plan, chosen)
            facts, form = _facts(act, inquiry), inquiry.form.value
            unnumbered = {**facts, "issue_no": _NO_NUMBER, "issued_on": self._desk.clock.today()}
            pdf = self._letters.write(act, form, unnumbered).pdf
            return LetterPreview(pdf, plain_lines(self._letters.document(act, form, unnumbered, Language.JAPANESE)))

    def issue(self, actor: Actor, case: CaseId, ref: str) -> str:
        """Write the letter of an inquiry, number it and file it; it is asked only when its posting was recorded.

        Returns:
            The number of the letter.

        Raises:
            GateClosedError: ``inquiry.no-letter``: it leaves with a bundle, or its letter was written;
                ``paper.locked``: it lies in the medical part, which the officer may not see.
            InvalidInputError: ``record.not-found``.
            RefusedError: A name cannot be printed exactly.
        """
        with self._desk.act(actor, Action.ISSUE_INQUIRY_LETTER, Target(case=case)) as act:
            inquiry = in_sight(act, ref)
            if not inquiry.awaits_letter:
                raise GateClosedError("inquiry.no-letter")
            letter = self._letters.issue(act, inquiry.form.value, case, _facts(act, inquiry), purpose=inquiry.purpose)
            keep_inquiry(act, msgspec.structs.replace(inquiry, letter=letter.issue_number))
            act.detail["inquiry"] = ref
            return letter.issue_number

    def remind(self, actor: Actor, case: CaseId, ref: str, reply_by: date) -> str:
        """Ask a body once more (督促) with a letter of its own, and give it until another day.

        Returns:
            The number of the letter.

        Raises:
            GateClosedError: ``inquiry.no-reminder``: nothing is awaited, or it was reminded;
                ``inquiry.reminder-early``: the working days of the pack have not passed; ``paper.locked``.
            InvalidInputError: ``inquiry.reply-by``, ``record.not-found``.
            RefusedError: A name cannot be printed exactly.
        """
        with self._desk.act(actor, Action.REMIND_INQUIRY, Target(case=case)) as act:
            inquiry, today = in_sight(act, ref), civil_day(act.at)
            clock = clock_of(self._packs.by_digest(act.case.pack_digest).pack, inquiry, today)
            if clock is None:
                raise GateClosedError("inquiry.no-reminder")
            if not clock.is_due:
                raise GateClosedError("inquiry.reminder-early", days=clock.days)
            if reply_by <= today:
                raise InvalidInputError("inquiry.reply-by", field="reply_by")
            facts = {
                **_facts(act, inquiry),
                "occasion": "reminder",
                "asked_on": inquiry.asked_on or today,
                **({"first_no": inquiry.letter} if inquiry.letter else {}),
                "reply_by": reply_by,
            }
            letter = self._letters.issue(act, inquiry.form.value, case, facts, purpose=inquiry.purpose)
            keep_inquiry(act, inquiry.reminded(Reminder(letter.issue_number, today), reply_by))
            act.detail["inquiry"] = ref
            return letter.issue_number

    def printed(self, actor: Actor, case: CaseId, ref: str, *, reminder: bool = False) -> PrintedLetter:
        """One more copy of the letter of an inquiry or of its reminder; from the second on it says which copy it is.

        Raises:
            GateClosedError: ``inquiry.letter-unwritten``, ``paper.locked``.
            InvalidInputError: ``record.not-found``.
        """
        with self._desk.act(actor, Action.PRINT_INQUIRY_LETTER, Target(case=case)) as act:
            inquiry = in_sight(act, ref)
            number = inquiry.letter
            if reminder:
                number = None if inquiry.reminder is None else inquiry.reminder.letter
            if number is None:
                raise GateClosedError("inquiry.letter-unwritten")
            known = act.unit.papers.letters_of(case)
            letter = next((one for one in known if one.issue_number == number), None)
            if letter is None:
                raise InvalidInputError("record.not-found")
            return numbered(act, letter)

    def consent(self, actor: Actor, case: CaseId, ref: str) -> tuple[str, bytes]:
        """The consent to inquiries whose copy goes with a letter: media type and bytes, to be drawn by the decoder.

        Raises:
            GateClosedError: ``inquiry.letter-unwritten``, ``paper.locked``; ``consent.scan-missing``: it is not here.
            InvalidInputError: ``record.not-found``.
        """
        with self._desk.act(actor, Action.COPY_INQUIRY_CONSENT, Target(case=case)) as act:
            inquiry, copy = in_sight(act, ref), consent_copy(act)
            if inquiry.letter is None:
                raise GateClosedError("inquiry.letter-unwritten")
            if copy is None:
                raise GateClosedError("consent.scan-missing", form="F07")
            known = act.unit.papers.blob(copy)
            act.detail |= {"inquiry": ref, "scan": copy}
            return known.media_type, b"".join(read_paper(act.unit, known))


def _facts(act: Act, inquiry: Inquiry) -> Facts:
    """What stands in the letter: the least by which the person is found, the questions, the day."""
    consented_on, told = act.case.inquiries_consented_on, told_of_subject(act, inquiry)
    if consented_on is None:
        raise BugError("bug.act-without-subject")
    facts: dict[str, Fact] = {
        "addressee": inquiry.addressee,
        "occasion": "first",
        "subject_name": told.name,
        "subject_kana": told.kana or "",
        "former_names": _BETWEEN_NAMES.join(told.former_names),
        "born_on": told.birth_date,
        "subject_address": told.address or "",
        "questions": tuple(one.text for one in inquiry.questions),
        "reply_by": inquiry.reply_by,
        "consented_on": consented_on,
        "reply_rows": tuple(f"{number}\t{line}" for number in range(1, len(inquiry.questions) + 1) for line in _ROOM),
    }
    return {name: fact for name, fact in facts.items() if fact != ""}
