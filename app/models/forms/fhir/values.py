"""Single values: an answer, a condition or a preset, as FHIR spells it."""

import base64
import binascii
from datetime import date

from app.models.domain.errors import UntrustedInputError
from app.models.forms.answers import AnswerValue, Money
from app.models.forms.fhir.node import Node
from app.models.forms.fhir.vocabulary import CURRENCIES, DIGEST_URI, OURS, Json, list_url, part
from app.models.forms.items import Item, ItemType

_LARGEST_INTEGER = 2**31 - 1
_ON = f"{OURS}amount-on"
_KINDS = {
    ItemType.BOOLEAN: ("Boolean",),
    ItemType.INTEGER: ("Integer", "Decimal"),
    ItemType.DATE: ("Date",),
    ItemType.STRING: ("String",),
    ItemType.TEXT: ("String",),
    ItemType.CODING: ("Coding",),
    ItemType.QUANTITY: ("Quantity",),
    ItemType.ATTACHMENT: ("Attachment",),
}
_CODING = frozenset({"system", "version", "code", "display"})
_QUANTITY = frozenset({"value", "unit", "system", "code", "extension"})
_ATTACHMENT = frozenset({"url"})


class Spelling:
    """Writes and reads the values of one pack.

    Args:
        pack_id: For the addresses of its code lists.
        labels: Japanese words of each choice by ``choice.<list>.<code>``.
    """

    def __init__(self, pack_id: str, labels: dict[str, str] | None = None) -> None:
        self._pack_id = pack_id
        self._labels = labels or {}

    def write(self, item: Item, value: AnswerValue) -> tuple[str, object]:
        """The kind (``Boolean``) and the value as it stands in the document."""
        if isinstance(value, bool):
            return "Boolean", value
        if isinstance(value, int):
            return ("Integer" if abs(value) <= _LARGEST_INTEGER else "Decimal"), value
        if isinstance(value, Money):
            return "Quantity", _quantity(value)
        if item.type is ItemType.CODING:
            return "Coding", self.coding(item.answer_value_set or "", value)
        if item.type is ItemType.ATTACHMENT:
            digest = base64.urlsafe_b64encode(bytes.fromhex(value.removeprefix("sha256:")))
            return "Attachment", {"url": DIGEST_URI + digest.decode("ascii").rstrip("=")}
        return ("Date" if item.type is ItemType.DATE else "String"), value

    def coding(self, name: str, code: str) -> Json:
        """A choice of a code list, with its Japanese words where there are any."""
        found: Json = {"system": list_url(self._pack_id, name), "code": code}
        words = self._labels.get(f"choice.{name}.{code}")
        return found if words is None else found | {"display": words}

    def read(self, item: Item, kind: str, node: Node) -> AnswerValue:
        """The value of an item from the element of that kind.

        Raises:
            UntrustedInputError: ``fhir.wrong-type`` and the codes of :class:`Node`, with the place.
        """
        if kind not in _KINDS.get(item.type, ()):
            node.refuse("fhir.wrong-type")
        if kind == "Boolean":
            return node.flag()
        if kind in {"Integer", "Decimal"}:
            return node.whole()
        if kind == "Coding":
            return self.code(item.answer_value_set or "", node)
        if kind == "Quantity":
            return _money(node)
        return _digest(node) if kind == "Attachment" else node.text()

    def code(self, name: str, node: Node) -> str:
        """The code of a choice; its list, if named, must be the item's own."""
        node.elements(_CODING)
        if node.has("system") and node.at("system").text() != list_url(self._pack_id, name):
            node.at("system").refuse("fhir.other-list")
        return node.at("code").text()


def _quantity(money: Money) -> Json:
    found: Json = {"value": money.amount, "unit": money.currency, "system": CURRENCIES, "code": money.currency}
    if money.on is not None:
        found["extension"] = [part(_ON, "Date", money.on.isoformat())]
    return found


def _money(node: Node) -> Money:
    elements = node.elements(_QUANTITY)
    if node.at("system").text() != CURRENCIES:
        node.at("system").refuse("fhir.other-list")
    on = None
    for url, found in node.extensions().items():
        if url != _ON or len(found) != 1:
            elements["extension"].refuse("fhir.unknown-element")
        on = day(found[0].at("valueDate"))
    code = node.at("code").text()
    if len(code) != 3 or not (code.isascii() and code.isalpha() and code.isupper()):
        node.at("code").refuse("fhir.wrong-type")
    amount = node.at("value").whole()
    return Money(amount, on=on) if code == "JPY" else Money(amount, code, on)  # the default is written as left out


def day(node: Node) -> date:
    """A whole date."""
    text = node.text()
    if len(text) != 10 or text[4] + text[7] != "--":
        node.refuse("fhir.wrong-type")
    try:
        return date.fromisoformat(text)
    except ValueError:
        node.refuse("fhir.wrong-type")


def _digest(node: Node) -> str:
    node.elements(_ATTACHMENT)
    held = node.at("url")
    try:
        raw = base64.b64decode(
            held.text().removeprefix(DIGEST_URI).encode("ascii") + b"=", altchars=b"-_", validate=True
        )
    except (ValueError, binascii.Error):
        raise UntrustedInputError("fhir.wrong-type", place=held.path) from None
    if not held.text().startswith(DIGEST_URI) or len(raw) != 32:
        held.refuse("fhir.wrong-type")
    return f"sha256:{raw.hex()}"
