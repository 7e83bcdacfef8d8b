"""The room (記入の席) of one subject: the draft in memory, its key, and how it gets into the vault."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import AppError, GateClosedError, InvalidInputError
from app.models.domain.ids import LetterId
from app.models.forms.answers import Cell, encode
from app.models.forms.checking import Problem
from app.models.forms.filling import closing
from app.models.forms.filling.draft import Draft
from app.models.forms.filling.edits import Clear, Edit, PutAnswer
from app.models.forms.filling.steps import Steps, adding_row
from app.models.forms.filling.topics import Course, Topic
from app.models.forms.filling.typing import Said, Typed, answered
from app.models.forms.guards.finding import Hit
from app.models.forms.reading import Line as Shown
from app.models.rules.births import births_in, is_after
from app.models.rules.gaps import Gap, gaps_of
from app.models.views.kiosk import KioskSession
from app.services.desk import Act, Desk, Target
from app.services.kiosk.guarding import RoomGuard
from app.services.kiosk.journal import Line, write_line
from app.services.notices.issuing import LetterDesk
from app.services.packs.loader import LoadedPack
from app.services.questionnaires.keeping import keep_answers, pinned
from app.services.vault.unit import Unit

RECEIPT = "kiosk-receipt"
_GROUP = 8


@dataclass(frozen=True, slots=True)
class Signed:
    """What the subject takes home.

    Attributes:
        answers: How many answers were submitted.
        sha256: Digest of the response as it was submitted, in hex.
        receipt: The receipt (受領証), filed with the case; printed like every letter.
    """

    answers: int
    sha256: str
    receipt: LetterId


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a room is made with: the desk, the letters, the form with its rules."""

    desk: Desk
    letters: LetterDesk
    loaded: LoadedPack


class Room:
    """One subject filling in; everything is in memory until :meth:`save`."""

    def __init__(
        self, made_with: Furniture, actor: Actor, held: KioskSession, key: bytes, draft: Draft, topic: str, seq: int
    ) -> None:
        self._made_with = made_with
        self._actor = actor
        self._held = held
        self._key: bytes | None = key
        self._steps = Steps(draft)
        self._unsaved: list[Edit] = []
        self._hand = Lock()
        """Held while the draft and what is unsaved of it are changed or looked at together."""
        self._seq = seq
        self.course = Course(draft.pack, draft.only)
        found = [each for each in self.course.topics if each.link_id == topic]
        self.topic: Topic = (found or self.course.topics)[0]
        self._topic_saved = self.topic
        self._must_rewrite = False
        self._births = births_in(draft.pack, made_with.loaded.rules)
        watch = made_with.loaded.rules.watch
        self.guard = RoomGuard(made_with.desk, actor, held.case_id, draft.pack, watch)
        """What is found in a text while it is typed; a strike goes through :meth:`strike`."""

    @property
    def slip(self) -> int:
        """How many slips were issued; more than one is told to the person, who knows whether one was lost."""
        return self._held.slip

    @property
    def last_here(self) -> str:
        """When slip and PIN were used before this time, as ISO text; empty the first time. The person is told."""
        return "" if self._held.entered_at is None else self._held.entered_at.isoformat()

    @property
    def draft(self) -> Draft:
        """What was filled in so far."""
        return self._steps.draft

    @property
    def questions(self) -> Mapping[Cell, str]:
        """What an officer asks about single boxes, by cell; only a correction asks."""
        return {}

    def removed(self, language: str) -> tuple[Shown, ...]:
        """What stands in rows that the person takes out of submitted answers; only a correction does."""
        del language
        return ()

    def turn_to(self, topic: Topic) -> None:
        """Remember which screen the person sees."""
        self.topic = topic

    def answer(self, cell: Cell, given: Typed | Said | bool) -> Problem | None:  # noqa: FBT001 - the answer itself
        """Write down what was typed or chosen.

        Returns:
            The problem at its place, and nothing was written; None when it was. A cell that a correction does not open
            has the problem ``answer.not-returned``.
        """
        if not self.draft.opens(cell):
            return Problem(cell[0], cell[1] or "", "answer.not-returned")
        now = self._made_with.desk.clock.now()
        read = answered(self.draft.pack, cell, given, now)
        if isinstance(read, Problem):
            return read
        if cell[0] in self._births and is_after(read, civil_day(now)):
            return Problem.at(read, "answer.not-born-yet")
        if self.guard.is_open(read):
            return Problem.at(read, "answer.asks")
        self.do(PutAnswer(read))
        return None

    def strike(self, cell: Cell, text: str, hit: Hit) -> str:
        """Strike what was found: the cell is emptied, and nothing of what was typed there before stays in the draft.

        The steps back go, and the next :meth:`save` writes the draft anew in place of its journal.

        Returns:
            The text with a mark in its place, for the field.
        """
        rest = self.guard.strike(cell, text, hit)
        if self.draft.get(*cell) is not None:
            self.do(Clear(*cell))
        with self._hand:
            self._steps = Steps(self.draft)
            self._must_rewrite = True
        return rest

    def add_row(self, table: str, place: int | None = None, filled: Mapping[str, Typed] | None = None) -> str:
        """Add a row and give its id, as one step.

        Args:
            table: The table.
            place: Where; the end if none is given.
            filled: What to write in which of its columns; what cannot be read there is left out.
        """
        row, now = self.draft.next_row(table), self._made_with.desk.clock.now()
        read = [answered(self.draft.pack, (link_id, row), typed, now) for link_id, typed in (filled or {}).items()]
        answers = [PutAnswer(each) for each in read if not isinstance(each, Problem)]
        self.do(*adding_row(self.draft, table, place), *answers)
        return row

    def say_none(self) -> None:
        """Everything in this topic that may be empty and is: an explicit なし, because the person said so."""
        self.do(*closing.saying_none(self.topic, self.draft, self._made_with.desk.clock.now()))

    def do(self, *edits: Edit) -> None:
        """One step of some edits.

        Raises:
            BugError: ``bug.draft-edit``.
        """
        with self._hand:
            self._steps = self._steps.done(*edits)
            self._unsaved += edits

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._steps.back)

    def undo(self) -> tuple[Edit, ...]:
        """Take the last step back; nothing happens when there is none.

        Returns:
            The edits that took it back, so that a window can show where.
        """
        with self._hand:
            edits = self._steps.undoing()
            self._unsaved += edits
            self._steps = self._steps.undone()
        return edits

    def gaps(self) -> tuple[Gap, ...]:
        """The neutral list of gaps."""
        loaded = self._made_with.loaded
        return gaps_of(loaded.rules, loaded.pack, closing.closed(self.draft, self._made_with.desk.clock.now()))

    def still_open(self) -> tuple[Problem, ...]:
        """What keeps the form from being signed."""
        return closing.still_open(self.draft, self._made_with.desk.clock.now())

    def save(self) -> int:
        """Write what is new since the last time, sealed.

        May run in another thread than the person's answers; two must not run at once.

        Returns:
            How many edits were written; with none nothing is written, unless the person turned to another topic.

        Raises:
            GateClosedError: ``kiosk.ended``.
        """
        with self._hand:
            edits, topic = tuple(self._unsaved), self.topic
            whole = self.draft.kept() if self._must_rewrite else None
            self._must_rewrite = False
        if not edits and topic is self._topic_saved and whole is None:
            return 0
        try:
            self._write(Line(topic.link_id, whole, () if whole is not None else edits))
        except AppError:
            with self._hand:
                # What was struck still stands in the journal.
                self._must_rewrite |= whole is not None
            raise
        with self._hand:
            # What was answered while this was being written waits for the next time.
            del self._unsaved[: len(edits)]
        self._topic_saved = topic
        return len(edits)

    def pause(self) -> None:
        """Write the whole draft and forget its key; slip and PIN open it again.

        Raises:
            GateClosedError: ``kiosk.ended``.
        """
        self._write(Line(self.topic.link_id, self.draft.kept()))
        self._unsaved.clear()
        self._key = None

    def sign(self, name: str) -> Signed:
        """Affirm and sign: the response enters the case, the draft and its key are destroyed.

        Args:
            name: As the person writes it under the affirmation.

        Raises:
            InvalidInputError: ``kiosk.still-open`` with the number of open cells.
            GateClosedError: ``kiosk.ended``.
        """
        desk = self._made_with.desk
        now = desk.clock.now()
        response = closing.affirmed(self.draft, name, civil_day(now), now)
        if isinstance(response, tuple):
            raise InvalidInputError("kiosk.still-open", field="form", count=len(response))
        with desk.act(self._actor, Action.SIGN_AT_KIOSK, Target(case=self._held.case_id)) as act:
            self._require_here(act.unit)
            submitted = pinned(self.draft.pack, response)
            count = keep_answers(act, self.draft.pack, submitted)
            sha256 = hashlib.sha256(encode(submitted)).hexdigest()
            receipt = self._receipt(act, RECEIPT, sha256, {"answer_count": f"{count:,}"})
            act.unit.kiosk.end(self._held.case_id)
            act.detail["answers"] = count
        self._key = None
        return Signed(count, sha256, receipt)

    def _receipt(self, act: Act, form: str, sha256: str, counts: Mapping[str, str]) -> LetterId:
        groups = (sha256[start : start + _GROUP] for start in range(0, len(sha256), _GROUP))
        facts: dict[str, str] = {
            "addressee_name": act.case.name,
            "case_no": act.case.number,
            "sha256_groups": " ".join(groups),
            **counts,
        }
        return self._made_with.letters.issue(act, form, act.case.case_id, facts).letter_id

    def _write(self, line: Line) -> None:
        with self._made_with.desk.vault.write() as unit:
            key = self._require_here(unit)
            write_line(unit, self._held, key, self._seq + 1, line)
        self._seq += 1

    def _require_here(self, unit: Unit) -> bytes:
        """The key, while the session and the slip are those that the person entered with and the case is open."""
        held, case = unit.kiosk.of_case(self._held.case_id), unit.cases.find(self._held.case_id)
        same = held is not None and (held.session_id, held.slip) == (self._held.session_id, self._held.slip)
        if not same or case is None or self._key is None:
            self._key = None
            raise GateClosedError("kiosk.ended")
        return self._key
