"""Read a case a second time without learning whose it is, and hand in the own view on each statutory item."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.finding import Finding
from app.models.domain.ids import CaseId
from app.models.domain.sampling import READ_ITEMS, DraftView, ItemView, SecondView, are_whole
from app.models.forms.definition import FormPack
from app.models.forms.guards.answering import WhyNot
from app.models.forms.guards.definition import Watch
from app.models.forms.guards.finding import find
from app.models.forms.masking import Mask, is_readable
from app.models.forms.reading import Line, SectionHead, answered_view, sections, shut
from app.services.bundles.text_rules import TextRule, is_clean
from app.services.desk import Act, Desk, Target
from app.services.findings.comparing import FINDING
from app.services.findings.drafts import Drafts, drafts_of
from app.services.findings.second_reads import CONFERENCE, SECOND_READ, keep_figures
from app.services.guard_seam import Cleared, cleared_in
from app.services.guards.guards import note_cleared, note_struck
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import is_medical, read_answers, read_response
from app.services.vault.unit import Unit

DRAFT = "second-read"
"""Where the views are kept while they are written."""


@dataclass(frozen=True, slots=True)
class OwnReading:
    """Something to read; the name is another one for each reader, and no number or name of the case is in it."""

    reading_id: str
    drawn_on: date


@dataclass(frozen=True, slots=True)
class MaskedCase:
    """What a second reader meets of a case before any answer: the sections to read, and what was written so far.

    Attributes:
        watch: What must not be kept in a view.
        cleared: Clauses of which this reader said that they are no such matter.
    """

    sections: tuple[SectionHead, ...]
    pack: FormPack
    views: tuple[DraftView, ...]
    watch: Watch
    cleared: Cleared


class SecondReading:
    """Use cases of the second reader. A case is named by the reading, never by itself."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs
        self._drafts = Drafts(desk)

    def mine(self, actor: Actor) -> tuple[OwnReading, ...]:
        """What the officer has yet to read."""
        with self._desk.act(actor, Action.SEE_OWN_READINGS) as act:
            days = {one.sample_id: civil_day(one.drawn_at) for one in act.unit.sampling.every()}
            rows = act.unit.sampling.of_reader(actor.person)
            act.detail["found"] = len(rows)
            return tuple(OwnReading(row.reading_id or "", days[row.sample_id]) for row in rows)

    def open(self, actor: Actor, reading_id: str) -> MaskedCase:
        """The sections that say something about the items to read, and the officer's own draft."""
        with self._desk.act(actor, Action.SEE_MASKED_ANSWERS, Target(case=self._case(reading_id))) as act:
            loaded = self._packs.by_digest(act.case.pack_digest)
            pack, cleared = loaded.pack, cleared_in(act.unit, act.case.case_id, actor.person)
            heads = tuple(head for head in sections(pack) if is_readable(pack, head.link_id, READ_ITEMS))
            return MaskedCase(heads, pack, _views(drafts_of(act).get(DRAFT, "")), loaded.rules.watch, cleared)

    def answers(self, actor: Actor, reading_id: str, section: str, language: str) -> tuple[Line, ...]:
        """The answers of one section with nothing in them that tells whose they are; medical ones come locked.

        One look is recorded for each statutory item that the section serves.

        Raises:
            InvalidInputError: ``record.not-found`` for a section that is not read a second time.
        """
        case = self._case(reading_id)
        with self._desk.vault.read() as unit:
            pack = self._packs.by_digest(unit.cases.get(case).pack_digest).pack
        items = [item for item in pack.index if not item.item and pack.index.section(item.link_id).link_id == section]
        served = dict.fromkeys(str(item.ext.purpose) for item in items if not is_medical(item))
        read = [purpose for purpose in served if purpose in {str(item) for item in READ_ITEMS}]
        if not read:
            raise InvalidInputError("record.not-found")
        with self._desk.act(actor, Action.SEE_MASKED_ANSWERS, Target(case=case), purpose=read[0]) as act:
            act.detail["section"] = section
            for purpose in read[1:]:
                act.look_also(Action.SEE_MASKED_ANSWERS, purpose, section=section)
            whole, parts = read_response(act), [read_answers(act, purpose) for purpose in served]
            if whole is None or parts[0] is None:
                raise InvalidInputError("questionnaire.not-here")
            held = act.case
            mask = Mask(pack, whole, (held.name, held.kana, held.section))
            shown = tuple(answer for part in parts if part is not None for answer in part.answers)
            lines = answered_view(pack, msgspec.structs.replace(parts[0], answers=shown), section, language)
        return tuple(shut(line) if is_medical(pack.index[line.link_id]) else mask.line(line) for line in lines)

    def keep_draft(self, actor: Actor, reading_id: str, views: tuple[DraftView, ...]) -> None:
        """Keep what was written so far; silently nothing where it may not be handed in any more."""
        content = msgspec.json.encode(views).decode() if views else ""
        case = self._case(reading_id)
        self._drafts.keep(actor, case, Action.GIVE_SECOND_READ, {DRAFT: ("process", content)})

    def hand_in(self, actor: Actor, reading_id: str, views: tuple[ItemView, ...]) -> None:
        """Hand in a view on every item; it is compared with the examiner's findings as they stand now, and both stay.

        Raises:
            InvalidInputError: ``second-read.incomplete``, ``text.not-carried``, ``note.my-number``,
                ``guard.unanswered``.
            GateClosedError: ``second-read.given``; ``review.incomplete``: a finding to compare with is not there.
        """
        if not are_whole(views):
            raise InvalidInputError("second-read.incomplete", field="views")
        if not all(is_clean(view.text, TextRule.PROSE) for view in views):
            raise InvalidInputError("text.not-carried", field="text")
        case = self._case(reading_id)
        with self._desk.act(actor, Action.GIVE_SECOND_READ, Target(case=case)) as act:
            row = act.unit.sampling.reading(reading_id)
            if row is None or row.given_at is not None:
                raise GateClosedError("second-read.given")
            kept = [_compared(act, view) for view in views]
            for one in kept:
                item, text = str(one.view.item), one.view.text
                act.keep(SECOND_READ, f"{reading_id}/{item}", item, one, said=(text,) if text else ())
            act.unit.sampling.give(case, act.at)
            if not any(one.differs for one in kept):
                act.unit.sampling.settle(case, act.at)
            elif act.case.reviewer is not None:
                act.unit.waits.put(case, CONFERENCE, reading_id, act.case.reviewer)
            keep_figures(act.unit, row.sample_id)
        self._drafts.keep(actor, case, Action.GIVE_SECOND_READ, {DRAFT: ("process", "")})

    def struck(self, actor: Actor, reading_id: str, item: int, kind: str) -> None:
        """Put on record that text of a view was struck while it was typed: of what kind, never what.

        Raises:
            InvalidInputError: ``guard.nothing-found`` when the kind is none of the pack.
        """
        with self._typing(actor, reading_id, Action.STRIKE_TYPED) as act:
            note_struck(act, self._watch(act), f"{DRAFT}/{item}", kind, 1)

    def clear(self, actor: Actor, reading_id: str, item: int, clause: str, kind: str, why: WhyNot) -> None:
        """Say of a clause of a view that it is no prohibited matter; nothing of it is kept.

        Raises:
            InvalidInputError: ``guard.nothing-found`` when nothing in it may have this answer.
        """
        with self._typing(actor, reading_id, Action.CLEAR_TYPED) as act:
            note_cleared(act, find(clause, self._watch(act)), f"{DRAFT}/{item}", clause, kind, why)

    def step_aside(self, actor: Actor, reading_id: str) -> None:
        """Say that one recognises the person: the case is kept from the officer, and what was written goes."""
        case = self._case(reading_id)
        self._drafts.keep(actor, case, Action.GIVE_SECOND_READ, {DRAFT: ("process", "")})
        with self._desk.act(actor, Action.STEP_ASIDE, Target(case=case)) as act:
            act.unit.fairness.declare(case, actor.person, act.at)
            act.unit.sampling.free(case, [actor.person])

    @contextmanager
    def _typing(self, actor: Actor, reading_id: str, action: Action) -> Iterator[Act]:
        """An act on what is being typed, for whoever may hand it in."""
        with self._desk.act(actor, action, Target(case=self._case(reading_id))) as act:
            if act.may(Action.GIVE_SECOND_READ) is not None:
                raise InvalidInputError("record.not-found")
            yield act

    def _watch(self, act: Act) -> Watch:
        return self._packs.by_digest(act.case.pack_digest).rules.watch

    def _case(self, reading_id: str) -> CaseId:
        with self._desk.vault.read() as unit:
            row = unit.sampling.reading(reading_id)
        if row is None:
            raise InvalidInputError("record.not-found")
        return row.case_id


def _compared(act: Act, view: ItemView) -> SecondView:
    found = _first(act.unit, act.case.case_id, view.item)
    if found is None:
        raise GateClosedError("review.incomplete", item=view.item)
    finding, revision = found
    return SecondView(view, finding.adverse, revision)


def _first(unit: Unit, case_id: CaseId, item: int) -> tuple[Finding, int] | None:
    """The examiner's finding as it stands, with its revision."""
    kept = unit.documents.newest(case_id, FINDING, str(item))
    return None if kept is None else (msgspec.json.decode(kept.content, type=Finding), kept.revision)


def _views(draft: str) -> tuple[DraftView, ...]:
    return msgspec.json.decode(draft, type=tuple[DraftView, ...]) if draft else ()
