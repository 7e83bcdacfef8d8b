"""The column ``relevant`` (表示条件): ``${A2.has} = 'yes'``, several joined by ``and`` or by ``or``, nothing else."""

import re
from typing import Literal

from app.models.forms.items import EnableWhen, Item, ItemType
from app.services.authoring.columns import MAX_RELEVANT, NO, YES

Behavior = Literal["all", "any"]
_TERM = re.compile(r"\$\{(?P<name>[A-Za-z0-9.-]{1,60})\} ?(?P<op>!?=) ?'(?P<value>[^']{0,60})'")
_JOINT = re.compile(r" +(?P<word>and|or) +")
_NUMBER = re.compile(r"-?[0-9]{1,9}")


class OutsideSubsetError(ValueError):
    """The expression is none of the subset, or asks for what the question cannot be."""


def names_in(expression: str) -> list[str]:
    """The questions that an expression looks at, in their order."""
    return [name for name, _, _ in _terms(expression)[0]]


def read_relevant(expression: str, types: dict[str, ItemType]) -> tuple[tuple[EnableWhen, ...], Behavior]:
    """Conditions of an expression.

    Args:
        expression: What stands in the cell.
        types: Type of each question by name.

    Raises:
        OutsideSubsetError: See the module.
    """
    terms, behavior = _terms(expression)
    return tuple(_condition(name, operator, value, types) for name, operator, value in terms), behavior


def _terms(expression: str) -> tuple[list[tuple[str, str, str]], Behavior]:
    if len(expression) > MAX_RELEVANT:
        raise OutsideSubsetError
    terms: list[tuple[str, str, str]] = []
    words: set[str] = set()
    rest = expression.strip()
    while True:
        term = _TERM.match(rest)
        if term is None:
            raise OutsideSubsetError
        terms.append((term["name"], term["op"], term["value"]))
        rest = rest[term.end() :]
        if not rest:
            break
        joint = _JOINT.match(rest)
        if joint is None:
            raise OutsideSubsetError
        words.add(joint["word"])
        rest = rest[joint.end() :]
    if len(words) > 1:
        raise OutsideSubsetError
    return terms, "any" if "or" in words else "all"


def _condition(name: str, operator: str, value: str, types: dict[str, ItemType]) -> EnableWhen:
    kind = types.get(name)
    if kind is None:
        raise OutsideSubsetError
    if not value:
        return EnableWhen(question=name, operator="exists", answer=operator == "!=")
    answer: bool | int | str = value
    if kind is ItemType.BOOLEAN:
        if value not in {YES, NO}:
            raise OutsideSubsetError
        answer = value == YES
    elif kind is ItemType.INTEGER:
        if not _NUMBER.fullmatch(value):
            raise OutsideSubsetError
        answer = int(value)
    return EnableWhen(question=name, operator="=" if operator == "=" else "!=", answer=answer)


def write_relevant(item: Item) -> str:
    """The expression of an item's conditions; empty when it has none."""
    return f" {'and' if item.enable_behavior == 'all' else 'or'} ".join(_written(each) for each in item.enable_when)


def _written(condition: EnableWhen) -> str:
    if condition.operator == "exists":
        operator, value = ("!=" if condition.answer else "="), ""
    else:
        operator = condition.operator
        value = str(condition.answer)
        if isinstance(condition.answer, bool):
            value = YES if condition.answer else NO
    return f"${{{condition.question}}} {operator} '{value}'"
