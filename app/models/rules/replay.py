"""Compare what two packs find in the same answers (再点検): which rules and which parameters make the difference."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from app.models.domain.errors import BugError
from app.models.forms.definition import FormPack
from app.models.rules.definition import AnyRule, RulePack
from app.models.rules.found import RuleFinding, encode
from app.models.rules.reach import reach_of


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """A rule that differs or finds something else.

    Attributes:
        rule: Id of the rule.
        is_changed: The rule itself is another one, or stands in one pack only.
        ours: How many findings only the pack of the case gives.
        theirs: How many only the other pack gives.
    """

    rule: str
    is_changed: bool
    ours: int
    theirs: int


@dataclass(frozen=True, slots=True)
class ParameterDifference:
    """A parameter that rules read and that has another value on the reference day; None where a pack has none."""

    key: str
    ours: str | None
    theirs: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """All that differs between two packs over one set of answers."""

    rules: tuple[RuleDifference, ...]
    parameters: tuple[ParameterDifference, ...]
    topics_changed: bool
    """The prohibited topics are others."""

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not self.rules and not self.parameters and not self.topics_changed


@dataclass(frozen=True, slots=True)
class Side:
    """A pack with its rules and what they found."""

    pack: FormPack
    rules: RulePack
    found: tuple[RuleFinding, ...]


def digest_of(found: tuple[RuleFinding, ...]) -> str:
    """SHA-256 of the canonical bytes, in hex: the same pack and answers give the same at every station."""
    return sha256(encode(found)).hexdigest()


def compared(ours: Side, theirs: Side, as_of: date) -> Compared:
    """What differs, rules in their order, parameters by name.

    Args:
        ours: The pack of the case.
        theirs: Another one, over the same answers.
        as_of: The reference day, which decides the values of parameters.
    """
    mine, others = ({one.id: one for one in side.rules.rules} for side in (ours, theirs))
    ids = tuple(dict.fromkeys((*mine, *others)))
    lines = (_rule(each, mine.get(each), others.get(each), ours.found, theirs.found) for each in ids)
    readers: dict[str, list[str]] = {}
    for each in ids:
        for rule in {mine.get(each), others.get(each)} - {None}:
            for key, _units in reach_of(rule).parameters if rule is not None else ():
                if each not in readers.setdefault(key, []):
                    readers[key].append(each)
    parameters = (
        ParameterDifference(key, _value(ours.pack, key, as_of), _value(theirs.pack, key, as_of), tuple(readers[key]))
        for key in sorted(readers)
    )
    return Compared(
        tuple(line for line in lines if line.is_changed or line.ours or line.theirs),
        tuple(one for one in parameters if one.ours != one.theirs),
        ours.rules.watch != theirs.rules.watch,
    )


def _rule(
    rule: str,
    mine: AnyRule | None,
    other: AnyRule | None,
    ours: tuple[RuleFinding, ...],
    theirs: tuple[RuleFinding, ...],
) -> RuleDifference:
    left = Counter(encode((one,)) for one in ours if one.rule == rule)
    right = Counter(encode((one,)) for one in theirs if one.rule == rule)
    return RuleDifference(rule, mine != other, (left - right).total(), (right - left).total())


def _value(pack: FormPack, key: str, on: date) -> str | None:
    try:
        value = pack.parameter(key, on)
    except BugError:
        return None
    return " ".join(value) if isinstance(value, tuple) else str(value)
