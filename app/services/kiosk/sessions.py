"""Use cases of the kiosk's desk: issue and replace slips, let the subject in, end a session."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.models.domain.actor import Actor, Environment, OfficeKind
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import AlreadyDoneError, GateClosedError, InvalidInputError, RefusedError
from app.models.domain.ids import CaseId
from app.models.domain.kiosk import IdentityCheck, require_pin, wait_after
from app.models.forms.filling.draft import Draft
from app.models.views.kiosk import KioskSession
from app.services.corrections.keeping import open_number
from app.services.crypto.passphrase import generate_passphrase
from app.services.crypto.stretching import Argon2Cost
from app.services.desk import Act, Desk, Target
from app.services.kiosk import keys
from app.services.kiosk.correcting import CorrectionRoom, reopened
from app.services.kiosk.journal import Line, read_journal, write_line
from app.services.kiosk.room import Furniture, Room
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import read_answers
from app.services.vault.unit import Unit

SLIP = "kiosk-slip"
_SUBJECT = "subject"
"""How the person is named inside a response: not at all."""


@dataclass(frozen=True, slots=True)
class PrintedKioskSlip:
    """A slip to print and hand over; neither the paper nor the code is kept.

    Attributes:
        number: Which slip of the session it is.
    """

    number: int
    code: str = field(repr=False)
    pdf: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KioskStanding:
    """What an officer may know of a session: never what was filled in, nor how far."""

    slip: int
    opened_at: datetime
    entered_at: datetime | None
    has_pin: bool
    tries: int
    wait_until: datetime | None


class KioskDesk:
    """Sessions of the kiosk. The officer opens them; the subject alone enters."""

    def __init__(self, desk: Desk, packs: PackShelf, letters: LetterDesk) -> None:
        self._desk = desk
        self._packs = packs
        self._letters = letters

    def issue_slip(self, actor: Actor, case: CaseId) -> PrintedKioskSlip:
        """Open a session for a case and print its slip (本人票).

        Where the questionnaire is here and boxes of it were returned, the session is one of correction: only those can
        be answered in it, see :mod:`app.services.kiosk.correcting`.

        Raises:
            AlreadyDoneError: ``kiosk.already-open``, or ``kiosk.already-answered`` when the questionnaire is here and
                nothing was returned.
        """
        with self._desk.act(actor, Action.ISSUE_KIOSK_SLIP, Target(case=case)) as act:
            unit = act.unit
            if unit.kiosk.of_case(case) is not None:
                raise AlreadyDoneError("kiosk.already-open")
            number = open_number(unit, case)
            if read_answers(act, "identity") is not None and not number:
                raise AlreadyDoneError("kiosk.already-answered")
            session_id, code = act.new_id(), generate_passphrase(unit.entropy)
            held = KioskSession(
                session_id,
                case,
                slip=1,
                code_digest=keys.code_digest(unit, case, code),
                by_case=keys.new_key(unit, case, session_id),
                tries=0,
                opened_at=act.at,
                opened_by=actor.person,
                correction=number,
            )
            unit.kiosk.open(held)
            pack = self._packs.by_digest(act.case.pack_digest).pack
            begun = reopened(act, pack, number).draft if number else Draft(pack, _SUBJECT, civil_day(act.at))
            write_line(unit, held, keys.key_by_case(unit, held), 1, Line("", begun.kept()))
            return self._printed(act, 1, code)

    def replace_slip(self, actor: Actor, case: CaseId, checked: IdentityCheck) -> PrintedKioskSlip:
        """Void a lost slip with its PIN, after the identity was checked, and print another; the draft stays.

        Raises:
            GateClosedError: ``kiosk.no-session``.
        """
        with self._desk.act(actor, Action.REPLACE_KIOSK_SLIP, Target(case=case)) as act:
            held = _held(act.unit, case)
            number, code = held.slip + 1, generate_passphrase(act.unit.entropy)
            act.unit.kiosk.set_slip(held.session_id, number, keys.code_digest(act.unit, case, code))
            act.detail["checked"] = checked.value
            return self._printed(act, number, code)

    def asks(self, actor: Actor, case: CaseId) -> bool:
        """Whether anything waits for the subject here: the whole form at the agency, or boxes that were returned."""
        with self._desk.act(actor, Action.SEE_KIOSK, Target(case=case)) as act:
            if open_number(act.unit, case):
                return True
            return actor.office_kind is OfficeKind.AGENCY and read_answers(act, "identity") is None

    def standing(self, actor: Actor, case: CaseId) -> KioskStanding | None:
        """Whether a session is open and since when; None when there is none."""
        with self._desk.act(actor, Action.SEE_KIOSK, Target(case=case)) as act:
            held = act.unit.kiosk.of_case(case)
            if held is None:
                return None
            has_pin = held.by_slip is not None
            return KioskStanding(held.slip, held.opened_at, held.entered_at, has_pin, held.tries, held.wait_until)

    def end(self, actor: Actor, case: CaseId) -> None:
        """End a session that will not be signed: the key of the draft and the draft are destroyed.

        Raises:
            GateClosedError: ``kiosk.no-session``.
        """
        with self._desk.act(actor, Action.END_KIOSK, Target(case=case)) as act:
            _held(act.unit, case)
            act.detail["entries"] = act.unit.kiosk.end(case)

    def enter(self, actor: Actor, case: CaseId, code: str, pin: str) -> Room:
        """Let the subject in. The first time the PIN is chosen, later it must be the same.

        A try is counted before it is known to be right, so that stopping the program does not undo it.

        Args:
            actor: The officer at the desk, who opened the station.
            case: The case of the session.
            code: As typed from the slip.
            pin: As typed by the subject.

        Raises:
            GateClosedError: ``kiosk.no-session``, or ``correction.ended`` when nothing returned waits any more.
            RefusedError: ``kiosk.wait`` with the seconds: too many wrong tries.
            InvalidInputError: ``kiosk.pin``: the PIN that was chosen is too simple; ``kiosk.wrong``: slip or PIN.
        """
        held, has_right_code, cost = self._try(actor, case, code, pin)
        first = held.by_slip is None
        key = b"" if first and has_right_code else None
        if not first:
            key = keys.key_by_slip(held, code, pin)
        if key is None:
            raise InvalidInputError("kiosk.wrong", field="pin")
        with self._desk.act(actor, Action.ENTER_KIOSK, Target(case=case)) as act:
            unit = act.unit
            now = _held(unit, case)
            if (now.session_id, now.slip, now.by_slip) != (held.session_id, held.slip, held.by_slip):
                raise GateClosedError("kiosk.ended")
            if first:
                key = keys.key_by_case(unit, held)
                unit.kiosk.bind(held.session_id, *keys.tied(held, key, code, pin, cost, unit.entropy))
            unit.kiosk.entered(held.session_id, act.at)
            loaded = self._packs.by_digest(act.case.pack_digest)
            draft, topic, seq = read_journal(unit, held, key, loaded.pack)
            write_line(unit, held, key, seq + 1, Line(topic, draft.kept()))
            act.detail["slip"] = held.slip
            returned = reopened(act, loaded.pack, held.correction) if held.correction else None
        furniture = Furniture(self._desk, self._letters, loaded)
        if returned is None:
            return Room(furniture, actor, held, key, draft, topic, seq + 1)
        draft = replace(draft, only=returned.draft.only)
        return CorrectionRoom(furniture, actor, held, key, draft, topic, seq + 1, returned)

    def _try(self, actor: Actor, case: CaseId, code: str, pin: str) -> tuple[KioskSession, bool, Argon2Cost]:
        """Count a try; gives the session as it was before, and whether the code is that of its slip."""
        with self._desk.act(actor, Action.TRY_KIOSK, Target(case=case)) as act:
            held = _held(act.unit, case)
            if held.wait_until is not None and act.at < held.wait_until:
                seconds = int((held.wait_until - act.at).total_seconds()) + 1
                raise RefusedError("kiosk.wait", seconds=seconds)
            if held.by_slip is None:
                require_pin(pin)
            tries = held.tries + 1
            act.unit.kiosk.tried(held.session_id, tries, act.at + wait_after(tries))
            act.detail["tries"] = tries
            rehearsal = act.unit.people.station().environment is Environment.REHEARSAL
            cost = Argon2Cost.rehearsal() if rehearsal else Argon2Cost.standard()
            return held, keys.is_code(act.unit, held, code), cost

    def _printed(self, act: Act, number: int, code: str) -> PrintedKioskSlip:
        case, station = act.case, act.unit.people.station()
        act.detail["slip"] = number
        facts: dict[str, str | date] = {
            "issue_no": f"{station.office_id}-{case.number}-{number}",
            "issued_on": civil_day(act.at),
            "addressee_name": case.name,
            "case_no": case.number,
            "code": code,
        }
        return PrintedKioskSlip(number, code, self._letters.write(act, SLIP, facts).pdf)


def _held(unit: Unit, case: CaseId) -> KioskSession:
    held = unit.kiosk.of_case(case)
    if held is None:
        raise GateClosedError("kiosk.no-session")
    return held
