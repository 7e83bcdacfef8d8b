"""A value in a document together with its place, read strictly: whatever is not expected is refused with the place."""

import re
from typing import NoReturn

from app.models.domain.errors import UntrustedInputError

_ELEMENT = re.compile(r"_?[A-Za-z]{1,40}")


class Node:
    """One JSON value and its path, for example ``$.item[0].linkId``.

    Every method raises ``UntrustedInputError`` with ``place``: ``fhir.wrong-type``, ``fhir.unknown-element`` or
    ``fhir.element-missing``.
    """

    __slots__ = ("path", "value")

    def __init__(self, value: object, path: str = "$") -> None:
        self.value = value
        self.path = path

    def refuse(self, code: str) -> NoReturn:
        """Refuse the document because of this value."""
        raise UntrustedInputError(code, place=self.path)

    def elements(self, known: frozenset[str] | None = None) -> "dict[str, Node]":
        """The elements of an object; with ``known``, no others."""
        if not isinstance(self.value, dict):
            self.refuse("fhir.wrong-type")
        found = {name: Node(each, f"{self.path}.{name}") for name, each in self.value.items()}
        if known is not None:
            for name, node in found.items():
                if name not in known:
                    # A name is shown only if it could be one: anything else is foreign text.
                    place = node.path if _ELEMENT.fullmatch(name) else f"{self.path}.?"
                    raise UntrustedInputError("fhir.unknown-element", place=place)
        return found

    def has(self, name: str) -> bool:
        """Whether an object has an element."""
        return isinstance(self.value, dict) and name in self.value

    def at(self, name: str) -> "Node":
        """An element that must be there."""
        if not isinstance(self.value, dict):
            self.refuse("fhir.wrong-type")
        if name not in self.value:
            raise UntrustedInputError("fhir.element-missing", place=f"{self.path}.{name}")
        return Node(self.value[name], f"{self.path}.{name}")

    def each(self, name: str) -> "list[Node]":
        """The members of an array that may be missing."""
        return self.at(name).members() if self.has(name) else []

    def members(self) -> "list[Node]":
        """The members of an array; FHIR has no empty ones."""
        if not isinstance(self.value, list) or not self.value:
            self.refuse("fhir.wrong-type")
        return [Node(each, f"{self.path}[{number}]") for number, each in enumerate(self.value)]

    def text(self) -> str:
        """A text that is not empty."""
        if not isinstance(self.value, str) or not self.value:
            self.refuse("fhir.wrong-type")
        return self.value

    def flag(self) -> bool:
        """A truth value."""
        if not isinstance(self.value, bool):
            self.refuse("fhir.wrong-type")
        return self.value

    def whole(self) -> int:
        """A whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.refuse("fhir.wrong-type")
        return self.value

    def choice(self, prefix: str) -> "tuple[str, Node]":
        """The one element of a choice such as ``value[x]``: its kind (``Boolean``) and itself."""
        found = [name for name in self.elements() if name.startswith(prefix)]
        if len(found) != 1:
            self.refuse("fhir.wrong-type")
        return found[0].removeprefix(prefix), self.at(found[0])

    def extensions(self) -> "dict[str, list[Node]]":
        """The extensions inside this object by address, in order."""
        found: dict[str, list[Node]] = {}
        for each in self.each("extension"):
            found.setdefault(each.at("url").text(), []).append(each)
        return found

    def extension(self, url: str) -> "Node":
        """The one extension with an address."""
        found = self.extensions().get(url, [])
        if len(found) != 1:
            raise UntrustedInputError("fhir.element-missing", place=f"{self.path}.extension")
        return found[0]


def first_difference(held: object, expected: object, path: str = "$") -> str | None:
    """Place where a document first differs from what it should be, or ``None``."""
    if isinstance(held, dict) and isinstance(expected, dict):
        for name in dict.fromkeys((*held, *expected)):
            if name not in held or name not in expected:
                return f"{path}.{name}" if _ELEMENT.fullmatch(name) else f"{path}.?"
            if (place := first_difference(held[name], expected[name], f"{path}.{name}")) is not None:
                return place
        return None
    if isinstance(held, list) and isinstance(expected, list):
        for number, (one, other) in enumerate(zip(held, expected, strict=False)):
            if (place := first_difference(one, other, f"{path}[{number}]")) is not None:
                return place
        return None if len(held) == len(expected) else f"{path}[{min(len(held), len(expected))}]"
    return None if type(held) is type(expected) and held == expected else path
