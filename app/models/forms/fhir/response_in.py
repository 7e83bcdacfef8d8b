"""The way back: a response from the QuestionnaireResponse that :mod:`response_out` wrote, and from no other.

Whatever does not come out again when the response is written anew is refused with its place.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from app.models.domain.errors import UntrustedInputError
from app.models.forms.answers import Answer, AnswerValue, Response
from app.models.forms.definition import FormPack
from app.models.forms.fhir.bounded import parse
from app.models.forms.fhir.node import Node, first_difference
from app.models.forms.fhir.response_out import ANSWER, EARLIER, RESPONSE, ROW, TEXTS, response_to_fhir
from app.models.forms.fhir.values import Spelling
from app.models.forms.fhir.vocabulary import PACK_URL, Json
from app.models.forms.items import Item

T = TypeVar("T")
_PLAIN = {
    "state": "state",
    "revision": "revision",
    "answered-at": "answeredAt",
    "precision": "precision",
    "about": "about",
    "not-applicable-since": "notApplicableSince",
    "as-written": "asWritten",
    "struck": "struck",
    "reason": "reason",
}


def is_ours(document: Any) -> bool:
    """Whether a parsed document says that it was written here, with nothing left out."""
    extensions = document.get("extension") if isinstance(document, dict) else None
    held = extensions if isinstance(extensions, list) else []
    return any(isinstance(each, dict) and each.get("url") == RESPONSE for each in held)


def response_from_fhir(pack: FormPack, data: bytes) -> Response:
    """The response behind a QuestionnaireResponse of our own.

    Args:
        pack: The pack that the response belongs to.
        data: JSON in UTF-8; white space and the order of elements do not matter.

    Raises:
        UntrustedInputError: A code ``fhir.*``, mostly with ``place``.
    """
    return read_ours(pack, parse(data))


def read_ours(pack: FormPack, document: Any) -> Response:
    """The same from a parsed document.

    Raises:
        UntrustedInputError: As :func:`response_from_fhir`.
    """
    root = Node(document)
    response = _Reader(pack, root).response()
    try:
        expected = msgspec.json.decode(response_to_fhir(pack, response))
    except UnicodeEncodeError:
        root.refuse("fhir.control-character")  # half of a character, as an escape can spell it
    place = first_difference(document, expected)
    if place is not None:
        raise UntrustedInputError("fhir.unknown-element", place=place)
    return response


def require_form(pack: FormPack, root: Node) -> None:
    """Refuse a document that is no response to this pack in this version.

    Raises:
        UntrustedInputError: ``fhir.other-form`` with the place.
    """
    if root.at("resourceType").text() != "QuestionnaireResponse":
        root.at("resourceType").refuse("fhir.other-form")
    if root.at("questionnaire").text() != f"{PACK_URL}{pack.meta.id}|{pack.meta.version}":
        root.at("questionnaire").refuse("fhir.other-form")


class _Reader:
    def __init__(self, pack: FormPack, root: Node) -> None:
        self._pack = pack
        self._root = root
        self._spelling = Spelling(pack.meta.id)

    def response(self) -> Response:
        root, meta = self._root, self._pack.meta
        require_form(self._pack, root)
        head = root.extension(RESPONSE)
        named: Json = {"id": meta.id, "version": meta.version}
        for digest in head.extensions().get("pack-digest", []):
            named["digest"] = digest.at("valueString").text()
            if named["digest"] != self._pack.digest:
                digest.refuse("fhir.other-form")
        answers = list(self._items(root, None))
        order = {item.link_id: place for place, item in enumerate(self._pack.index)}
        # Canonically column by column; the rows of a column stay as the document has them.
        answers.sort(key=lambda each: order[each[1].link_id] if each[0] is None else each[0])
        found = {
            "pack": named,
            "subject": root.at("subject").at("identifier").at("value").text(),
            "asOf": head.extension("as-of").at("valueDate").text(),
            "answers": (),
        }
        response = _converted(found, root, Response)
        return msgspec.structs.replace(response, answers=tuple(answer for _, answer in answers))

    def _items(self, around: Node, row: str | None) -> Iterator[tuple[int | None, Answer]]:
        for node in around.each("item"):
            link_id = node.at("linkId")
            item = self._pack.index.get(link_id.text())
            if item is None:
                link_id.refuse("fhir.misplaced")
            here = row
            for each in node.extensions().get(ROW, []):
                here = each.at("valueString").text()
            yield from self._cell(node, item, here)
            yield from self._items(node, here)

    def _cell(self, node: Node, item: Item, row: str | None) -> Iterator[tuple[int | None, Answer]]:
        extensions = node.extensions()
        for earlier in extensions.get(EARLIER, []):
            held = earlier.extensions().get("value", [])
            yield self._answer(earlier, item, row, held[0] if held else None)
        for absent in extensions.get(ANSWER, []):
            yield self._answer(absent, item, row, None)
        for answer in node.each("answer"):
            yield self._answer(answer.extension(ANSWER), item, row, answer)

    def _answer(self, node: Node, item: Item, row: str | None, spelled: Node | None) -> tuple[int | None, Answer]:
        inner = node.extensions()
        found: Json = {"linkId": item.link_id, "row": row}
        for name, field in _PLAIN.items():
            if name in inner:
                found[field] = _value(inner[name][0])
        source = _parts(node.extension("source"))
        blank = [_value(each) for each in inner.get("blank", [])]
        found |= {_PLAIN[name]: "" for name in blank if name in TEXTS}
        source |= {name: "" for name in blank if name in {"by", "checked-by"}}
        found["source"] = {"checkedBy" if name == "checked-by" else name: value for name, value in source.items()}
        if "correction" in inner:
            found["correction"] = _parts(inner["correction"][0])
        answer = _converted(found, node, Answer)
        value: AnswerValue | None = None
        if spelled is not None:
            kind, held = spelled.choice("value")
            value = self._spelling.read(item, kind, held)
        position = _position(inner["position"][0]) if "position" in inner else None
        return position, msgspec.structs.replace(answer, value=value)


def _position(node: Node) -> int:
    return node.at("valueUnsignedInt").whole()


def _value(node: Node) -> Any:
    return node.choice("value")[1].value


def _parts(node: Node) -> Json:
    return {url: _value(found[0]) for url, found in node.extensions().items()}


def _converted(value: Json, node: Node, kind: type[T]) -> T:
    try:
        return msgspec.convert(value, kind)
    except (msgspec.MsgspecError, ValueError):
        node.refuse("fhir.wrong-type")
