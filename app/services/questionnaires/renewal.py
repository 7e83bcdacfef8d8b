"""A renewed assessment (再評価): the earlier questionnaire of the same person beside the one of now.

Who is the same person was decided by an officer when a record came in; a name and a day of birth decide nothing here.
"""

from dataclasses import dataclass
from datetime import date

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import InvalidInputError, VaultError
from app.models.domain.ids import CaseId
from app.models.forms.answers import Response
from app.models.forms.beside import BesideLine, Side, beside, sections_of
from app.models.forms.definition import FormPack
from app.models.forms.leading import Leading, leading
from app.models.forms.migration import Migration, starts_from
from app.services.desk import Act, Desk, Target
from app.services.packs.loader import LoadedPack
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import is_medical, read_answers

SAME = "same"
"""The verdict of an officer that two cases are about one person."""
_MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """An earlier case of the same person that is still here.

    Attributes:
        case_id: Which.
        number: Its number.
        opened_on: Day on which it was opened here.
        pack_version: Version of the form that it was answered on.
    """

    case_id: CaseId
    number: str
    opened_on: date
    pack_version: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One section of both questionnaires.

    Attributes:
        lines: Old and new side by side.
        shuts_medical: Medical answers of one of the two are not shown; their lines are left out.
    """

    lines: tuple[BesideLine, ...]
    shuts_medical: bool


class Renewals:
    """Use cases of whoever examines, reviews or decides a renewed case at the investigation office."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def earlier(self, actor: Actor, case: CaseId) -> tuple[EarlierCase, ...]:
        """Earlier cases of the person of a case with a questionnaire that may be looked at, the newest first."""
        with self._desk.act(actor, Action.SEE_CASE, Target(case=case)) as act:
            found = [one for one in _others(act) if one.may(Action.SEE_EARLIER_ANSWERS) is None]
            found.sort(key=lambda one: one.case.opened_at, reverse=True)
            return tuple(
                EarlierCase(one.case.case_id, one.case.number, civil_day(one.case.opened_at), one.case.pack_version)
                for one in found
                if read_answers(one, "identity") is not None
            )

    def compare(self, actor: Actor, case: CaseId, earlier: CaseId, section: str, language: str) -> Compared:
        """One section of the form of now, with what the person answered earlier beside it.

        Each purpose that is opened is on record as a look, at both cases. Medical answers are shown only to whoever
        may see those of both.

        Raises:
            InvalidInputError: ``record.not-found`` when the earlier case is none of the person, or the section is
                none; ``questionnaire.not-here``.
            VaultError: ``pack.not-here`` when a form is not held here, ``renewal.no-way`` when no migration leads over.
            NotAuthorisedError: As for looking at answers.
        """
        with self._desk.act(actor, Action.SEE_ANSWERS, Target(case=case)) as act:
            act.detail["section"] = section
            before = next((one for one in _others(act) if one.case.case_id == earlier), None)
            if before is None or before.may(Action.SEE_EARLIER_ANSWERS) is not None:
                raise InvalidInputError("record.not-found")
            old, new = (self._packs.by_digest(one.case.pack_digest) for one in (before, act))
            if all(head.link_id != section for head in new.pack.items):
                raise InvalidInputError("record.not-found")
            lead = leading(old.pack, new.pack, self._way(old, new))
            opened = _opened(act, before, _purposes(old.pack, new.pack, lead, section), section)
            sides = [Side(loaded.pack, response) for loaded, response in zip((old, new), opened.responses, strict=True)]
            lines = beside(sides[0], sides[1], lead, section, language)
        if opened.is_shut:
            lines = tuple(line for line in lines if not _tells_medical(old.pack, new.pack, line))
        return Compared(lines, opened.is_shut)

    def _way(self, old: LoadedPack, new: LoadedPack) -> list[Migration]:
        """The migrations from one pack to another, oldest first."""
        way: list[Migration] = []
        at = new
        while at.pack.digest != old.pack.digest:
            if at.migration is None or len(way) >= _MOST_STEPS:
                raise VaultError("renewal.no-way")
            way.append(at.migration)
            before = self._packs.by_digest(at.migration.origin.digest)
            if not starts_from(at.migration, before.pack):
                raise VaultError("renewal.no-way")
            at = before
        return way[::-1]


@dataclass(frozen=True, slots=True)
class _Opened:
    """What was opened of both questionnaires: the earlier one, the one of now."""

    responses: tuple[Response, Response]
    is_shut: bool


def _others(act: Act) -> list[Act]:
    """The officer before each case that an officer found to be about the same person, near or far."""
    start = act.case.case_id
    found: dict[CaseId, Act] = {}
    seen, waiting = {start}, [start]
    while waiting:
        for verdict in act.unit.arrivals.verdicts_about(waiting.pop()):
            for other in (verdict.case_id, verdict.other_case_id):
                if verdict.verdict != SAME or other in seen:
                    continue
                seen.add(other)
                waiting.append(other)
                about = act.regarding(other)
                if about is not None and about.case.opened_at < act.case.opened_at:
                    found[other] = about
    return list(found.values())


def _purposes(old: FormPack, new: FormPack, lead: Leading, section: str) -> dict[tuple[str, bool], None]:
    """Purposes of the questions of a section, then and now, and whether their medical part."""
    now = [item for item in new.index if not item.item and new.index.section(item.link_id).link_id == section]
    then = [item for item in old.index if not item.item and section in sections_of(old, new, lead, item.link_id)]
    return dict.fromkeys((str(item.ext.purpose), is_medical(item)) for item in (*now, *then))


def _opened(act: Act, before: Act, wanted: dict[tuple[str, bool], None], section: str) -> _Opened:
    parts: tuple[list[Response], list[Response]] = ([], [])
    is_shut = False
    for purpose, medical in wanted:
        if medical and any(one.may(Action.SEE_MEDICAL_ANSWERS) is not None for one in (before, act)):
            is_shut = True
            continue
        looks = (Action.SEE_MEDICAL_ANSWERS,) * 2 if medical else (Action.SEE_EARLIER_ANSWERS, Action.SEE_ANSWERS)
        for part, one, look in zip(parts, (before, act), looks, strict=True):
            one.look_also(look, purpose, section=section)
            answers = read_answers(one, purpose, medical=medical)
            part.extend([answers] if answers is not None else [])
    return _Opened((_joined(before, parts[0]), _joined(act, parts[1])), is_shut)


def _joined(act: Act, parts: list[Response]) -> Response:
    """The parts as one response; without any, the empty one of the case, if it has a questionnaire."""
    head = parts[0] if parts else read_answers(act, "identity")
    if head is None:
        raise InvalidInputError("questionnaire.not-here")
    return msgspec.structs.replace(head, answers=tuple(answer for part in parts for answer in part.answers))


def _tells_medical(old: FormPack, new: FormPack, line: BesideLine) -> bool:
    shown = [(old, line.old), (new, line.new)]
    return any(one is not None and is_medical(pack.index[one.link_id]) for pack, one in shown)
