"""Carrying answers of an old response to a new pack (回答の引継ぎ): what stays goes over, the rest is asked."""

from dataclasses import dataclass
from typing import Literal

import msgspec

from app.models.domain.errors import InvalidInputError
from app.models.forms.answers import Answer, PackRef, Response
from app.models.forms.cell_values import value_problem
from app.models.forms.checking import check
from app.models.forms.definition import FormPack
from app.models.forms.items import ItemType
from app.models.forms.migration import Migration, starts_from
from app.models.forms.visibility import Visibility


@dataclass(frozen=True, slots=True)
class AskAnew:
    """A cell of the new form that no carried answer fills, and why.

    ``new``: nothing of it was asked before; ``split`` and ``merged``: what was asked is cut differently now;
    ``changed``: it was asked, but the old answer does not fit, was hidden, or its question is shown only now.
    """

    link_id: str
    row: str | None
    why: Literal["new", "split", "merged", "changed"]


@dataclass(frozen=True, slots=True)
class Beside:
    """One line of old and new side by side; either may be missing."""

    old: tuple[Answer, ...]
    new: Answer | None


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of an old response.

    Attributes:
        response: The answers that go on, for the new pack; a draft until the subject has seen it.
        ask: What must be asked, in the order of the form.
        beside: Old and new side by side: carried answers in the order of the old response, then what was not.
    """

    response: Response
    ask: tuple[AskAnew, ...]
    beside: tuple[Beside, ...]


def carry(old: FormPack, new: FormPack, migration: Migration, response: Response) -> Carried:
    """Carry the newest answers over; earlier revisions stay with the old response, which is not changed.

    Args:
        old: The pack of the response.
        new: The pack that asks now.
        migration: From the one to the other.
        response: Answers to the old pack.

    Raises:
        InvalidInputError: ``migration.other-pack`` when the migration does not start from the pack of the response.
    """
    of_old = (response.pack.id, response.pack.version) == (old.meta.id, old.meta.version)
    if not of_old or not starts_from(migration, old):
        raise InvalidInputError("migration.other-pack")
    reference = PackRef(new.meta.id, new.meta.version, new.digest if response.pack.digest else None)
    taken = [(answer, moved) for answer in _standing(response) if (moved := _moved(old, new, migration, answer))]
    sight = Visibility(new, _with(response, reference, [moved for _, moved in taken]))
    going = [(answer, moved) for answer, moved in taken if sight.shown(*moved.cell)]
    carried = _with(response, reference, [moved for _, moved in going])
    gone = {answer.cell for answer, _ in going}
    left = [Beside((answer,), None) for answer in _standing(response) if answer.cell not in gone]
    beside = (*(Beside((answer,), moved) for answer, moved in going), *left)
    return Carried(carried, _asked(new, migration, carried), beside)


def _standing(response: Response) -> list[Answer]:
    """The newest answers but those in rows that the subject removed."""
    return [answer for answer in response.current.values() if not answer.struck]


def _with(response: Response, reference: PackRef, answers: list[Answer]) -> Response:
    return msgspec.structs.replace(response, pack=reference, answers=tuple(answers))


def _moved(old: FormPack, new: FormPack, migration: Migration, answer: Answer) -> Answer | None:
    """The answer at its new place, if it may stand there."""
    moves = migration.moves
    target = moves.get(answer.link_id)
    if target is None or answer.not_applicable_since is not None:
        return None
    item = new.index[target]
    before, after = old.index.table(answer.link_id), new.index.table(target)
    if (before is None) is not (after is None):
        return None
    if before is not None and after is not None and moves.get(before.link_id) != after.link_id:
        return None
    moved = msgspec.structs.replace(answer, link_id=target, revision=1, correction=None)
    if moved.value is not None and item.type is not ItemType.GROUP and value_problem(new, item, moved):
        return None
    return moved


def _asked(new: FormPack, migration: Migration, carried: Response) -> tuple[AskAnew, ...]:
    fresh = frozenset(migration.new)
    cut = frozenset(target for targets in migration.split.values() for target in targets)
    joined = frozenset(each.to for each in migration.merged)
    found: dict[AskAnew, None] = {}
    for problem in check(new, carried):
        name = problem.link_id
        why: Literal["new", "split", "merged", "changed"] = (
            "new" if name in fresh else "split" if name in cut else "merged" if name in joined else "changed"
        )
        found[AskAnew(name, problem.row or None, why)] = None
    return tuple(found)
