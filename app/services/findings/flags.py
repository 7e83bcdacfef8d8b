"""Flags (付箋) on answers: put with a reason, a day and an owner, closed with what came of it, taken back."""

from datetime import date

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, InvalidInputError, StaleEditError
from app.models.domain.finding import Flag
from app.models.domain.ids import CaseId, PersonId
from app.models.forms.answers import cell_place
from app.models.forms.definition import FormPack
from app.models.views.records import Document
from app.services.desk import Act, Desk, Target
from app.services.findings.written import PlacedFlag
from app.services.packs.shelf import PackShelf
from app.services.vault.unit import Unit

FLAG = "flag"
WITHDRAWN = "withdrawn"
"""Status of a flag that was taken back."""


def flags_in(unit: Unit, case_id: CaseId) -> tuple[PlacedFlag, ...]:
    """Every flag of a case that was not taken back."""
    return tuple(_placed(one) for one in unit.documents.newest_of_kind(case_id, FLAG) if one.status != WITHDRAWN)


def clean(text: str, field: str) -> str:
    """What was typed, if anything was.

    Raises:
        InvalidInputError: ``note.empty``.
    """
    if not text.strip():
        raise InvalidInputError("note.empty", field=field)
    return text


class Flagging:
    """Part of the use cases of the investigation office on one case."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def flag(
        self,
        actor: Actor,
        case: CaseId,
        link_id: str,
        row: str | None,
        reason: str,
        due_on: date | None = None,
        owner: PersonId | None = None,
    ) -> None:
        """Put a flag (付箋) on an answer, or put it anew.

        Args:
            actor: The examiner of the case.
            case: The case.
            link_id: The question.
            row: Its row; None outside tables.
            reason: Why.
            due_on: Until when it is seen to.
            owner: Who sees to it: the examiner or the reviewer of the case; whoever puts it when left out.

        Raises:
            InvalidInputError: ``note.empty``, ``note.my-number``, ``flag.owner``, ``flag.due`` for a day that is over.
        """
        place, purpose = cell_place((link_id, row)), self._purpose(case, link_id)
        with self._desk.act(actor, Action.FLAG_ANSWER, Target(case=case), purpose=purpose) as act:
            mine = owner or actor.person
            if mine not in {act.case.assignee, act.case.reviewer}:
                raise InvalidInputError("flag.owner", field="owner")
            if due_on is not None and due_on < civil_day(act.at) and due_on != _due_before(act, place):
                raise InvalidInputError("flag.due", field="due_on")
            act.keep(FLAG, place, purpose, Flag(link_id, row, clean(reason, "reason"), due_on, "", mine), "open")
            act.unit.waits.put(case, FLAG, place, mine, due_on)

    def resolve_flag(self, actor: Actor, case: CaseId, link_id: str, row: str | None, resolution: str) -> None:
        """Close a flag with what came of it; closing that of somebody else is a right of the reviewer of the case."""
        place, purpose = cell_place((link_id, row)), self._purpose(case, link_id)
        action = self._resolving(actor, case, place)
        with self._desk.act(actor, action, Target(case=case), purpose=purpose) as act:
            flag = _open_flag(act, place)
            if flag.resolution:
                raise StaleEditError("record.changed-meanwhile")
            closed = msgspec.structs.replace(flag, resolution=clean(resolution, "resolution"))
            act.keep(FLAG, place, purpose, closed, "closed")
            act.unit.waits.drop(case, FLAG, place)

    def take_back_flag(self, actor: Actor, case: CaseId, link_id: str, row: str | None) -> None:
        """Take the own flag off again, as a further entry.

        Raises:
            InvalidInputError: ``record.not-found``: there is none that is open.
            GateClosedError: ``flag.not-own``: somebody else wrote it.
        """
        place, purpose = cell_place((link_id, row)), self._purpose(case, link_id)
        with self._desk.act(actor, Action.RESOLVE_FLAG, Target(case=case), purpose=purpose) as act:
            flag, newest = _open_flag(act, place), act.unit.documents.newest(case, FLAG, place)
            if newest is None or newest.written_by != actor.person:
                raise GateClosedError("flag.not-own")
            act.keep(FLAG, place, purpose, flag, WITHDRAWN, said=())
            act.unit.waits.drop(case, FLAG, place)

    def _resolving(self, actor: Actor, case: CaseId, place: str) -> Action:
        """Which right it takes to close a flag: the own one as its examiner, or that of another with a part here."""
        with self._desk.vault.read() as unit:
            found, owner = unit.cases.get(case), unit.waits.person(case, FLAG, place)
        is_anothers = owner is not None and owner != actor.person and owner in {found.assignee, found.reviewer}
        is_reviewer = actor.person == found.reviewer and actor.person != found.assignee
        return Action.RESOLVE_ANOTHERS_FLAG if is_anothers or is_reviewer else Action.RESOLVE_FLAG

    def _purpose(self, case: CaseId, link_id: str) -> str:
        item = self._pinned(case).index.get(link_id)
        if item is None:
            raise InvalidInputError("record.not-found")
        return str(item.ext.purpose)

    def _pinned(self, case: CaseId) -> FormPack:
        with self._desk.vault.read() as unit:
            return self._packs.by_digest(unit.cases.get(case).pack_digest).pack


def _placed(document: Document) -> PlacedFlag:
    flag = msgspec.json.decode(document.content, type=Flag)
    by = document.written_by
    return PlacedFlag(document.place, flag, document.status == "open", PersonId(flag.owner) if flag.owner else by, by)


def _due_before(act: Act, place: str) -> date | None:
    """The due day of the flag that was there last: one that is opened again may be overdue."""
    document = act.unit.documents.newest(act.case.case_id, FLAG, place)
    return None if document is None else msgspec.json.decode(document.content, type=Flag).due_on


def _open_flag(act: Act, place: str) -> Flag:
    document = act.unit.documents.newest(act.case.case_id, FLAG, place)
    if document is None or document.status == WITHDRAWN:
        raise InvalidInputError("record.not-found")
    return msgspec.json.decode(document.content, type=Flag)
