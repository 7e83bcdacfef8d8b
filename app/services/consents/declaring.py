"""What a subject declares at the kiosk, as the paper that would have come in: consent to inquiries, withdrawal."""

from app.models.domain.civil_day import JAPAN, civil_day
from app.services.desk import Act
from app.services.documents.date_text import both_calendars
from app.services.notices.issuing import LetterDesk
from app.services.texts.catalogue import Language

NOTICE, WITHDRAWAL = "F05", "F09"
_UNNUMBERED = "-"
"""Where a case came here with its notice and the number of it did not."""


def declared_at_kiosk(act: Act, letters: LetterDesk, form: str) -> bytes:
    """The PDF of a declaration; it bears the name of the case, moment and manner instead of a hand's signature.

    Args:
        act: The running act on the case.
        letters: Writes it.
        form: ``F07`` or ``F09``.

    Raises:
        RefusedError: The name cannot be printed exactly.
    """
    case, people = act.case, act.unit.people
    day = civil_day(act.at)
    scope = {"scope": "both"} if form == WITHDRAWAL else {}
    letter = letters.write(
        act,
        form,
        {
            "issue_no": f"{people.station().office_id}-{case.number}-{form}",
            "issued_on": day,
            "authority_head": people.letterhead().issuer_head,
            "notice_issue_no": _notice_number(act),
            "notice_date": case.notified_of_assessment_on,
            "signing": "kiosk",
            "signed_name": case.name,
            "signed_at": f"{both_calendars(day, Language.JAPANESE)}　{act.at.astimezone(JAPAN):%H:%M}",
            **scope,
        },
    )
    return letter.pdf


def _notice_number(act: Act) -> str:
    person = act.unit.candidates.of_case(act.case.case_id)
    letters = [] if person is None else act.unit.papers.letters_of(person.candidate_id)
    numbers = [letter.issue_number for letter in letters if letter.form == NOTICE]
    return numbers[-1] if numbers else _UNNUMBERED
