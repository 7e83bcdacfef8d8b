"""Write letters (文書) from the templates of the pack, number them, file them."""

from datetime import date
from io import BytesIO

from app.models.domain.actor import Environment
from app.models.domain.ids import LetterId
from app.models.views.records import LetterRecord, Roster
from app.services.desk import Act
from app.services.documents.composition import Facts, compose
from app.services.documents.copies import numbered_copy
from app.services.documents.date_text import both_calendars
from app.services.documents.letters import Letter, make_letter
from app.services.documents.template import Template, parse_template, read_template
from app.services.documents.tree import Document
from app.services.packs.shelf import PackShelf
from app.services.papers.filing import file_paper
from app.services.ports import Clock
from app.services.resources import LETTERS
from app.services.texts.catalogue import Language


class LetterDesk:
    """Issues letters inside a running act, so that number, paper and event stand or fall together."""

    def __init__(self, packs: PackShelf, clock: Clock) -> None:
        self._packs = packs
        self._clock = clock

    def issue(
        self,
        act: Act,
        form: str,
        owner: str,
        facts: Facts,
        *,
        issued_on: date | None = None,
        purpose: str = "process",
    ) -> LetterRecord:
        """Write one letter.

        Args:
            act: The running act.
            form: Form code, for example ``F05``.
            owner: Case, candidate or register entry that the letter is about.
            facts: Values of the template's fields, without those of the letterhead and the number.
            issued_on: Day of issue; today if not given.
            purpose: Under which purpose it is filed.

        Raises:
            RefusedError: The template or a name cannot be printed exactly.
        """
        day = issued_on or self._clock.today()
        station = act.unit.people.station()
        number = f"{station.office_id}-{form}-{day.year}-{act.unit.counters.next(f'{form}-{day.year}'):05d}"
        letter = self.write(act, form, {**facts, "issue_no": number, "issued_on": day})
        blob = file_paper(act, owner, BytesIO(letter.pdf), "application/pdf", purpose=purpose)
        record = LetterRecord(
            LetterId(act.new_id()), form, owner, number, letter.sha256, blob.blob_id, day, act.at, act.actor.person
        )
        act.unit.papers.add_letter(record)
        act.detail["letter"] = number
        return record

    def contractor_notice(
        self, act: Act, owner: str, roster_id: str, name: str, section: str, outcome: str
    ) -> LetterRecord:
        """The bare result for the contractor (適合事業者用通知書, F22)."""
        roster: Roster = act.unit.rosters.get(roster_id)  # type: ignore[arg-type] # a roster id from the vault
        facts: dict[str, str] = {
            "contractor_name": roster.submitter,
            "contractor_person": roster.submitter_person,
            "subject_name": name,
            "subject_section": section,
            "outcome": outcome,
        }
        return self.issue(act, "F22", owner, facts)

    def write(self, act: Act, form: str, facts: Facts) -> Letter:
        """Write a letter without a number of its own and without filing it: what it says is on record elsewhere.

        Raises:
            RefusedError: The template or a name cannot be printed exactly.
        """
        return _written(act, self._template(form, act.pinned_pack), facts)

    def write_own(self, act: Act, form: str, facts: Facts) -> Letter:
        """Write a paper of the program's own, which no pack says how to word, in the same way.

        Raises:
            RefusedError: A name or a text cannot be printed exactly.
        """
        return _written(act, read_template(LETTERS, form), facts)

    def write_copy(self, act: Act, form: str, facts: Facts) -> tuple[bytes, int]:
        """A paper of the program's own as PDF, and which copy of the same it is; from the second on it says so.

        What says something else is another paper: its copies are counted anew.

        Raises:
            RefusedError: As :meth:`write_own`.
        """
        letter = self.write_own(act, form, facts)
        copy = act.unit.counters.next(f"copies-{form}-{act.case.case_id}-{letter.sha256[:24]}")
        return numbered_copy(letter.pdf, copy, str(facts["issue_no"])), copy

    def document(self, act: Act, form: str, facts: Facts, language: Language) -> Document:
        """What a letter says, for a screen; nothing is numbered or filed.

        Raises:
            RefusedError: A fact is missing or not allowed.
        """
        template = self._template(form, act.pinned_pack)
        whole = {**_of_office(act, template), **facts}
        return compose(template, whole, language=language, date_text=both_calendars)

    def _template(self, form: str, digest: str | None) -> Template:
        """From the pack that the case is run under; from the current one before there is a case."""
        loaded = self._packs.current if digest is None else self._packs.by_digest(digest)
        return parse_template(loaded.pack.extras[f"letters/{form}.json"].encode())


def _written(act: Act, template: Template, facts: Facts) -> Letter:
    return make_letter(
        template,
        {**_of_office(act, template), **facts},
        language=Language.JAPANESE,
        rehearsal=act.unit.people.station().environment is Environment.REHEARSAL,
    )


def _of_office(act: Act, template: Template) -> dict[str, str]:
    """What stands in every letter of the office, as far as the template has a field for it."""
    station, head = act.unit.people.station(), act.unit.people.letterhead()
    office = {
        "issuer_office": station.office_name_ja,
        "issuer_head": head.issuer_head,
        "contact_desk": head.contact_desk,
        "consultation_desk": head.consultation_desk,
        "complaint_desk": head.complaint_desk,
        "cabinet_office_desk": head.cabinet_office_desk,
    }
    return {name: value for name, value in office.items() if name in template.fields}
