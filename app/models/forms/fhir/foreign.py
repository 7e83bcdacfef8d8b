"""A QuestionnaireResponse of another program as a response: a declared subset of R5, and nothing outside it.

What such a program cannot know is not guessed: a cell that it leaves out stays without an answer, and the check of the
form says so. Texts are kept as they are; they are never markup, and never hold control characters.
"""

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from app.models.forms.answers import MOST_ROWS, Answer, AnswerState, PackRef, Response, Source
from app.models.forms.definition import FormPack
from app.models.forms.fhir.node import Node
from app.models.forms.fhir.response_in import require_form
from app.models.forms.fhir.values import Spelling
from app.models.forms.fhir.vocabulary import ABSENT, OURS
from app.models.forms.items import DatePrecision, Item, ItemType

STATE, REASON = f"{OURS}state", f"{OURS}reason"
STATES = {
    "unknown": AnswerState.UNKNOWN,
    "asked-unknown": AnswerState.UNKNOWN,
    "asked-declined": AnswerState.DECLINED,
    "not-applicable": AnswerState.NOT_APPLICABLE,
}
"""What the standard's reasons for an absent answer mean here."""
_LEFT_OUT = frozenset({"id", "meta", "language", "text", "identifier", "subject", "author", "source"})
"""Elements that may stand in the document and are not taken over: the case says whose answers they are."""
_ROOT = _LEFT_OUT | {"resourceType", "questionnaire", "status", "authored", "item"}
_GROUP = frozenset({"id", "linkId", "text", "item", "extension"})
_CELL = frozenset({"id", "linkId", "text", "answer", "extension"})
_ANSWER = frozenset(
    {"id"} | {f"value{kind}" for kind in ("Boolean", "Integer", "Date", "String", "Coding", "Quantity", "Attachment")}
)
_EXTENSION = frozenset({"url", "valueCode", "valueString"})
_PRECISIONS = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}


def read_foreign(pack: FormPack, document: Any, subject: str, by: str | None = None) -> Response:
    """The answers in a parsed document; whether they are complete and well-formed is for the check of the form.

    Args:
        pack: The pack that the answers must name, with its version.
        document: As :func:`app.models.forms.fhir.bounded.parse` gives it.
        subject: Id local to the case.
        by: Id of the officer who takes the document in.

    Returns:
        A response of first revisions, all of them imported, answered when the document was authored; that day is the
        reference date (基準日).

    Raises:
        UntrustedInputError: A code ``fhir.*`` with ``place``.
    """
    root = Node(document)
    require_form(pack, root)
    root.elements(_ROOT)
    if root.at("status").text() not in {"completed", "amended"}:
        root.at("status").refuse("fhir.not-completed")
    authored = _moment(root.at("authored"))
    reader = _Reader(pack, authored, Source("imported", by))
    answers = tuple(reader.below(root, None, pack.items))
    named = PackRef(pack.meta.id, pack.meta.version, pack.digest)
    return Response(named, subject, authored.date(), answers)


class _Reader:
    def __init__(self, pack: FormPack, authored: datetime, source: Source) -> None:
        self._authored = authored
        self._source = source
        self._spelling = Spelling(pack.meta.id)

    def below(self, around: Node, row: str | None, items: tuple[Item, ...]) -> Iterator[Answer]:
        """Answers of the items inside a group; each item must belong there, and only a table may stand twice."""
        expected = {item.link_id: item for item in items}
        met: dict[str, int] = {}
        for node in around.each("item"):
            link_id = node.at("linkId")
            item = expected.get(link_id.text())
            if item is None:
                link_id.refuse("fhir.misplaced")
            met[item.link_id] = number = met.get(item.link_id, 0) + 1
            if number > (MOST_ROWS if item.repeats else 1):
                node.refuse("fhir.too-many" if item.repeats else "fhir.misplaced")
            if item.type is ItemType.GROUP:
                yield from self._group(node, item, f"r{number}" if item.repeats else row)
            elif item.type is not ItemType.DISPLAY:
                yield from self._cell(node, item, row)
            else:
                node.elements(frozenset({"id", "linkId", "text"}))

    def _group(self, node: Node, item: Item, row: str | None) -> Iterator[Answer]:
        """A section, a row, or in place of all rows one explicit state."""
        node.elements(_GROUP)
        if not node.has("extension"):
            yield from self.below(node, row, item.item)
            return
        if node.has("item") or not item.repeats or row != "r1":
            node.at("extension").refuse("fhir.misplaced")
        yield self._absent(node, item, None)

    def _cell(self, node: Node, item: Item, row: str | None) -> Iterator[Answer]:
        node.elements(_CELL)
        if node.has("extension"):
            if node.has("answer"):
                node.at("extension").refuse("fhir.misplaced")
            yield self._absent(node, item, row)
            return
        for number, each in enumerate(node.each("answer")):
            if number:
                each.refuse("fhir.too-many")
            yield self._answer(each, item, row)

    def _answer(self, node: Node, item: Item, row: str | None) -> Answer:
        node.elements(_ANSWER)
        kind, held = node.choice("value")
        value = self._spelling.read(item, kind, held)
        precision = None
        if isinstance(value, str):
            _plain(held, value, lines=item.type is ItemType.TEXT)
            if item.type is ItemType.DATE:
                precision = _PRECISIONS.get(len(value)) or held.refuse("fhir.wrong-type")
        return self._made(item, row, AnswerState.VALUE, value=value, precision=precision)

    def _absent(self, node: Node, item: Item, row: str | None) -> Answer:
        """An explicit state, with its reason where there is one."""
        state, reason = None, None
        for each in node.at("extension").members():
            each.elements(_EXTENSION)
            url = each.at("url")
            if url.text() == REASON and reason is None:
                reason = _plain(each.at("valueString"), each.at("valueString").text(), lines=True)
            elif url.text() in {ABSENT, STATE} and state is None:
                state = _state(each.at("valueCode"), own=url.text() == STATE)
            else:
                url.refuse("fhir.unknown-element")
        if state is None:
            node.at("extension").refuse("fhir.element-missing")
        return self._made(item, row, state, reason=reason)

    def _made(self, item: Item, row: str | None, state: AnswerState, **more: Any) -> Answer:
        return Answer(item.link_id, state, self._source, self._authored, row=row, **more)


def _state(node: Node, *, own: bool) -> AnswerState:
    if not own:
        return STATES.get(node.text()) or node.refuse("fhir.wrong-type")
    known = {each.value: each for each in AnswerState if each is not AnswerState.VALUE}
    return known.get(node.text()) or node.refuse("fhir.wrong-type")


def _plain(node: Node, text: str, *, lines: bool) -> str:
    """A text as it is: markup means nothing, control characters and halves of characters are refused."""
    allowed = "\n" if lines else ""
    if any(unicodedata.category(each) in {"Cc", "Cs"} and each not in allowed for each in text):
        node.refuse("fhir.control-character")
    return text


def _moment(node: Node) -> datetime:
    """A moment with its offset."""
    try:
        moment = msgspec.convert(node.text(), datetime)
    except msgspec.MsgspecError:
        node.refuse("fhir.wrong-type")
    return moment if moment.tzinfo is not None else node.refuse("fhir.wrong-type")
