"""Which error codes the program can raise, read from its syntax trees."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CODE = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*\.[a-z0-9][a-z0-9.-]*")


@dataclass(frozen=True, slots=True)
class Raised:
    """One place that makes an error.

    Attributes:
        code: The code.
        fields: Names of the values given for the sentences; None if they cannot be read from the source.
        place: File and line.
    """

    code: str
    fields: frozenset[str] | None
    place: str


def error_classes(module: ast.Module) -> frozenset[str]:
    """Names of the classes in the error tree."""
    return frozenset(
        node.name for node in module.body if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
    )


def raised(classes: frozenset[str], sources: Iterable[tuple[Path, ast.Module]]) -> Iterator[Raised]:
    """Every error made with its code in the call, or with a code handed to a function that has a parameter ``code``."""
    for path, module in sources:
        takers = dict(_takers_of_codes(module))
        for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
            name = _called(call)
            place = f"{path}:{call.lineno}"
            if name in classes and call.args:
                given = None if any(word.arg is None for word in call.keywords) else _given(call)
                yield from (Raised(code, given, place) for code in _written_codes(call.args[0]))
            elif name in takers:
                handed = [*call.args[takers[name] :][:1], *(word.value for word in call.keywords if word.arg == "code")]
                yield from (Raised(code, None, place) for argument in handed for code in _written_codes(argument))


def mentioned(sources: Iterable[tuple[Path, ast.Module]]) -> frozenset[str]:
    """Every string of the program that looks like a code."""
    return frozenset(code for _, module in sources for code in _written_codes(module))


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _given(call: ast.Call) -> frozenset[str]:
    return frozenset(word.arg for word in call.keywords if word.arg is not None)


def _written_codes(node: ast.AST) -> list[str]:
    return [
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and CODE.fullmatch(part.value)
    ]


def _is_constructor(node: ast.FunctionDef) -> bool:
    return any(isinstance(word, ast.Name) and word.id == "classmethod" for word in node.decorator_list)


def _takers_of_codes(module: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module):
        # An alternative constructor makes its own class, such as a located problem, not an error.
        if isinstance(node, ast.FunctionDef) and not _is_constructor(node):
            names = [argument.arg for argument in node.args.args]
            if "code" in names:
                offset = 1 if names[0] in {"self", "cls"} else 0
                yield node.name, names.index("code") - offset
