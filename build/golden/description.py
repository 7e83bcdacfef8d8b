"""How an invented person is described for trying a form pack (架空の人物).

A plain value is an answer; ``written`` keeps the words of the form
beside it; ``unknown``, ``declined`` and ``none`` are explicit states.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.models.forms.answers import AnswerState, AnswerValue, ExpectedFinding


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one box."""

    value: AnswerValue | None = None
    state: AnswerState = AnswerState.VALUE
    as_written: str | None = None
    reason: str | None = None
    about: bool = False


Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Person:
    """A described person: single boxes by linkId, tables by question."""

    subject: str
    label: str
    covers: tuple[str, ...]
    cells: Mapping[str, Cell]
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    findings: tuple[ExpectedFinding, ...] = ()
    """What the rules must find, thought out by hand: it is what the rules are tried against."""


def certain(rule: str, *places: str) -> ExpectedFinding:
    """A finding that the rules must make; a place is ``B1.to r1``."""
    return ExpectedFinding(rule, "certain", places)


def possible(rule: str, *places: str) -> ExpectedFinding:
    """A question that the rules must ask."""
    return ExpectedFinding(rule, "possible", places)


def written(value: str, as_written: str, *, about: bool = False) -> Cell:
    """A value with the words that stood on the form."""
    return Cell(value, as_written=as_written, about=about)


def unknown(reason: str) -> Cell:
    """不明, with the reason."""
    return Cell(state=AnswerState.UNKNOWN, reason=reason)


def declined() -> Cell:
    """回答しない."""
    return Cell(state=AnswerState.DECLINED)


def not_applicable() -> Cell:
    """非該当."""
    return Cell(state=AnswerState.NOT_APPLICABLE)


def cells(**plain: AnswerValue | Cell) -> dict[str, Cell]:
    """A row from plain values; an underscore in a name stands for the hyphen of the column."""
    return {name.rstrip("_").replace("_", "-"): _cell(value) for name, value in plain.items()}


def boxes(plain: Mapping[str, AnswerValue | Cell]) -> dict[str, Cell]:
    """Single boxes from plain values."""
    return {name: _cell(value) for name, value in plain.items()}


def _cell(value: AnswerValue | Cell) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def name(family: str, given: str, family_kana: str, given_kana: str, roman: str) -> dict[str, AnswerValue | Cell]:
    """The name boxes of someone with family and given name."""
    return {
        "A1.form": "split",
        "A1.family-name": family,
        "A1.given-name": given,
        "A1.family-kana": family_kana,
        "A1.given-kana": given_kana,
        "A1.kana-source": "family-register",
        "A1.roman": roman,
    }


def closing(signature: str) -> dict[str, AnswerValue | Cell]:
    """The last page."""
    return {"M2.true": True, "M2.date": "2026-06-01", "M2.signature": signature, "M3": True}


def relative(relation: str, who: str, kana: str, born: str | Cell, address: str | Cell, country: str = "JP") -> Row:
    """A relative with the four statutory data and nothing more."""
    return cells(relation=relation, name=who, kana=kana, birth_date=born, nationality=country, address=address)


JAPANESE: tuple[Row, ...] = (cells(country="JP", how="birth"),)
