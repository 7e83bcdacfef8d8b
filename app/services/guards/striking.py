"""Strike in answers that are kept what must not be kept (抹消): in every revision and wherever the case repeats it.

Answers that came in a bundle or a file were not asked about while they were typed. A point to clear up leads to them,
and this takes the clause out of all of them for good: the documents are sealed anew, and the vault is written anew, so
that nothing of the former bytes is left in its files. Signed records are left: nobody changes what others signed, and
before a signature every clause was asked about.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.models.forms.answers import Answer, Cell, Response, cell_place
from app.models.forms.guards.definition import Watch
from app.models.forms.guards.finding import MARK, Hit, find, struck
from app.models.views.records import Document
from app.services.desk import Act, Desk, Target
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import ANSWERS

_SIGNED = frozenset({"opinion", "decision", "received-decision", "guard"})
"""Kinds of documents that are left: signed by others, or without any text."""

SEVERAL = "several"
"""Kind on record when an answer holds more than one."""


@dataclass(frozen=True, slots=True)
class StruckAnswer:
    """What was done.

    Attributes:
        documents: How many sealed documents were sealed anew, revisions counted one by one.
        is_gone: Nothing of the former bytes is left in the files; False while somebody else reads the vault, until
            it is closed.
    """

    documents: int
    is_gone: bool


class AnswerStriking:
    """The use case of whoever clears up a point."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def strike(self, actor: Actor, case: CaseId, link_id: str, row: str | None) -> StruckAnswer:
        """Strike what was found in an answer; it cannot be taken back.

        Args:
            actor: Who strikes.
            case: The case.
            link_id: The question.
            row: Its row.

        Raises:
            InvalidInputError: ``guard.nothing-found`` when the answer holds nothing of the kind.
        """
        with self._desk.act(actor, Action.STRIKE_ANSWER, Target(case=case)) as act:
            pack = self._packs.by_digest(act.case.pack_digest)
            item = pack.pack.index.get(link_id)
            act.purpose = "process" if item is None else str(item.ext.purpose)
            found = _Found(pack.rules.watch, (link_id, row))
            answers = [one for one in act.unit.documents.every(case) if one.kind == ANSWERS]
            changed = sum(rewrite(act, one, found.in_response) for one in answers)
            if not changed:
                raise InvalidInputError("guard.nothing-found", field="answer")
            changed += found.clauses.strike_repeated(act)
            act.detail |= {"kind": found.clauses.kind, "place": cell_place((link_id, row)), "times": changed}
        return StruckAnswer(changed, self._desk.vault.write_anew())


class Clauses:
    """What was found and struck in one text, so that the same is struck wherever the case repeats it."""

    def __init__(self, watch: Watch, item: str | None = None) -> None:
        """Begin with nothing found.

        Args:
            watch: The words of the pack.
            item: The question that the text answers; None for what others wrote.
        """
        self._watch, self._item = watch, item
        self._kinds: set[str] = set()
        self._clauses: set[str] = set()

    @property
    def kind(self) -> str:
        """What was found, a word of the record."""
        return min(self._kinds) if len(self._kinds) == 1 else SEVERAL

    def struck_in(self, text: str) -> str:
        """The text without what is found in it."""
        return self.take(text, find(text, self._watch, self._item))

    def take(self, text: str, hits: Iterable[Hit]) -> str:
        """The text without some of what was found in it."""
        hits = tuple(hits)
        self._kinds |= {hit.kind for hit in hits}
        self._clauses |= {text[hit.first : hit.last] for hit in hits}
        return struck(text, hits)

    def strike_repeated(self, act: Act) -> int:
        """Take the clauses out of everything of the case but answers, where each question has its own words.

        Returns:
            How many documents were sealed anew.
        """
        others = (one for one in act.unit.documents.every(act.case.case_id) if one.kind not in {ANSWERS, *_SIGNED})
        return sum(rewrite(act, one, self._in_others) for one in others)

    def _in_others(self, content: bytes) -> bytes:
        parsed = json.loads(content)
        rest = self._mapped(parsed)
        return content if rest == parsed else msgspec.json.encode(rest, order="sorted")

    def _mapped(self, value: Any) -> Any:
        if isinstance(value, str):
            for clause in sorted(self._clauses, key=len, reverse=True):
                value = value.replace(clause, MARK)
            return value
        if isinstance(value, list):
            return [self._mapped(each) for each in value]
        if isinstance(value, dict):
            return {name: self._mapped(each) for name, each in value.items()}
        return value


def rewrite(act: Act, document: Document, change: Callable[[bytes], bytes]) -> bool:
    """Seal a document anew where a change of its content makes a difference; whether it did."""
    content = change(document.content)
    if content == document.content:
        return False
    act.unit.documents.rewrite(replace(document, content=content))
    return True


class _Found:
    """What is found in one answer of the questionnaire."""

    def __init__(self, watch: Watch, cell: Cell) -> None:
        self._cell = cell
        self.clauses = Clauses(watch, cell[0])

    def in_response(self, content: bytes) -> bytes:
        """A part of the answers without it."""
        response = msgspec.json.decode(content, type=Response)
        answers = tuple(self._answer(one) if one.cell == self._cell else one for one in response.answers)
        if answers == response.answers:
            return content
        return msgspec.json.encode(msgspec.structs.replace(response, answers=answers), order="sorted")

    def _answer(self, answer: Answer) -> Answer:
        value = self.clauses.struck_in(answer.value) if isinstance(answer.value, str) else answer.value
        return msgspec.structs.replace(
            answer, value=value, as_written=self._maybe(answer.as_written), reason=self._maybe(answer.reason)
        )

    def _maybe(self, text: str | None) -> str | None:
        return None if text is None else self.clauses.struck_in(text)
