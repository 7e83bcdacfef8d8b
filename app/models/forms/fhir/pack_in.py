"""The way back: a form pack from the Questionnaire that :mod:`pack_out` wrote, and from no other.

Whatever does not come out again byte for byte when the pack is written anew is refused with its place, so that nothing
in the document is ever passed over.
"""

import base64
import binascii
from typing import Any, TypeVar

import msgspec

from app.models.domain.errors import BugError
from app.models.forms.definition import ChoiceList, FormPack, PackMeta, Page
from app.models.forms.fhir.bounded import parse
from app.models.forms.fhir.node import Node, first_difference
from app.models.forms.fhir.pack_out import HEAD, ITEM_TEXTS, PAGES, pack_to_fhir
from app.models.forms.fhir.vocabulary import OURS, TRANSLATION, Json
from app.models.forms.items import Item, ItemExt

T = TypeVar("T")


def pack_from_fhir(data: bytes) -> FormPack:
    """The pack behind a Questionnaire.

    Args:
        data: JSON in UTF-8; white space and the order of elements do not matter.

    Raises:
        UntrustedInputError: A code ``fhir.*``, mostly with ``place``. Whether the pack is sound in itself is the
            business of the loader; the digest is that of the folder the pack came from, and is not proved here.
    """
    document = parse(data)
    root = Node(document)
    if root.at("resourceType").text() != "Questionnaire":
        root.at("resourceType").refuse("fhir.other-form")
    pack = _Reader(root).pack()
    try:
        expected = pack_to_fhir(pack)
    except (BugError, UnicodeEncodeError):
        root.refuse("fhir.wrong-type")
    place = first_difference(document, msgspec.json.decode(expected))
    if place is not None:
        Node(None, place).refuse("fhir.unknown-element")
    return pack


class _Reader:
    def __init__(self, root: Node) -> None:
        self._root = root
        self._texts: dict[str, dict[str, str]] = {"ja": {}, "en": {}}
        self._contained = {each.at("id").text(): each for each in root.each("contained")}

    def pack(self) -> FormPack:
        root = self._root
        extensions = root.extensions()
        files = dict(self._file(each) for each in extensions.get(f"{OURS}file", []))
        if HEAD not in files or PAGES not in files:
            root.at("contained").refuse("fhir.element-missing")
        for each in extensions.get(f"{OURS}text", []):
            self._take_both(each.extension("key").at("valueString").text(), each)
        lists = [self._referred(each, "valueReference") for each in extensions.get(f"{OURS}code-list", [])]
        return FormPack(
            meta=_decoded(*files.pop(HEAD), PackMeta),
            items=tuple(self._item(each) for each in root.at("item").members()),
            choices=tuple(self._list(each) for each in lists if each.at("resourceType").text() == "CodeSystem"),
            texts=self._texts,
            layout=_decoded(*files.pop(PAGES), tuple[Page, ...]),
            extras={path: _as_text(content, node) for path, (content, node) in files.items()},
            digest=root.extension(f"{OURS}pack-digest").at("valueString").text(),
        )

    def _label(self, key: str, node: Node) -> None:
        self._texts["ja"][key] = node.at("text").text()
        translation = node.at("_text").extension(TRANSLATION)
        self._texts["en"][key] = translation.extension("content").at("valueString").text()

    def _take_both(self, key: str, node: Node) -> None:
        for language, texts in self._texts.items():
            texts[key] = node.extension(language).at("valueString").text()

    def _referred(self, node: Node, element: str) -> Node:
        held = node.at(element).at("reference")
        found = self._contained.get(held.text().removeprefix("#"))
        return found if found is not None else held.refuse("fhir.element-missing")

    def _file(self, node: Node) -> tuple[str, tuple[bytes, Node]]:
        data = self._referred(node.extension("content"), "valueReference").at("data")
        try:
            content = base64.b64decode(data.text().encode("ascii"), validate=True)
        except (ValueError, binascii.Error):
            data.refuse("fhir.wrong-type")
        return node.extension("path").at("valueString").text(), (content, data)

    def _list(self, node: Node) -> ChoiceList:
        name, codes = node.at("id").text().removeprefix("cs-"), []
        for concept in node.each("concept"):
            code = concept.at("code").text()
            self._texts["ja"][f"choice.{name}.{code}"] = concept.at("display").text()
            for each in concept.at("designation").members():
                self._texts["en"][f"choice.{name}.{code}"] = each.at("value").text()
            days = {each.at("code").text(): each.at("valueDateTime").text() for each in concept.each("property")}
            codes.append({"code": code} | {_camel(key): day for key, day in days.items()})
        return _converted({"id": name, "codes": codes}, node, ChoiceList)

    def _item(self, node: Node) -> Item:
        link_id = node.at("linkId").text()
        self._label(f"item.{link_id}.label", node)
        for name in ITEM_TEXTS:
            for each in node.extensions().get(f"{OURS}{name}", []):
                self._take_both(f"item.{link_id}.{name}", each)
        found: Json = {"linkId": link_id, "type": node.at("type").text(), "ext": _ext(node)}
        for element in ("repeats", "required", "maxLength", "enableBehavior"):
            if node.has(element):
                found[element] = node.at(element).value
        if node.has("enableWhen"):
            found["enableWhen"] = [_condition(each) for each in node.at("enableWhen").members()]
        found |= _answers(node)
        # Below is read item by item, so that a place in a deep tree is told exactly.
        item = _converted(found, node, Item)
        below = tuple(self._item(each) for each in node.each("item"))
        return msgspec.structs.replace(item, item=below)


def _ext(node: Node) -> Json:
    held = node.extension(f"{OURS}item")
    inner = held.extensions()
    flat = {name: _value(found[0]) for name, found in inner.items() if name not in {"lookback", "coverage"}}
    purpose = str(flat.get("purpose", ""))
    found = {
        "purpose": int(purpose) if purpose in {*"1234567"} else purpose,
        "paperRef": {"page": flat.pop("page", None), "box": flat.pop("box", None)},
        "precision": flat.get("precision"),
        "disclosure": [_value(each) for each in inner.get("disclosure", [])],
        "lookback": None,
        "coverage": None,
    }
    for name in ("lookback", "coverage"):
        for each in inner.get(name, []):
            found[name] = {url: _value(one[0]) for url, one in each.extensions().items()}
    _converted(flat | found, held, ItemExt)
    return flat | found


def _value(node: Node) -> Any:
    _, found = node.choice("value")
    return found.value


def _condition(node: Node) -> Json:
    kind, answer = node.choice("answer")
    value = answer.at("code").text() if kind == "Coding" else answer.value
    return {"question": node.at("question").value, "operator": node.at("operator").value, "answer": value}


def _answers(node: Node) -> Json:
    """List, options and preset; options name their list by the last part of its address."""
    found: Json = {}
    if node.has("answerValueSet"):
        found["answerValueSet"] = node.at("answerValueSet").text().removeprefix("#vs-")
    for each in node.each("answerOption"):
        coding = each.at("valueCoding")
        found["answerValueSet"] = coding.at("system").text().rpartition(":")[2]
        found.setdefault("answerOption", []).append(coding.at("code").value)
    for each in node.each("initial"):
        kind, preset = each.choice("value")
        found["initial"] = preset.at("code").value if kind == "Coding" else preset.value
    for each in node.extensions().get(f"{OURS}initial", []):
        found["initial"] = _value(each)
    return found


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(each.capitalize() for each in rest)


def _as_text(content: bytes, node: Node) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        node.refuse("fhir.wrong-type")


def _decoded(content: bytes, node: Node, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        node.refuse("fhir.wrong-type")


def _converted(value: Json, node: Node, kind: type[T]) -> T:
    try:
        return msgspec.convert(value, kind)
    except (msgspec.MsgspecError, ValueError):
        node.refuse("fhir.wrong-type")
