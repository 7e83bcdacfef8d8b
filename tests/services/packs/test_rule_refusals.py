"""A pack whose rules do not fit it is refused, and the refusal names the rule."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.models.domain.errors import UntrustedInputError
from app.services.packs import files as pack_files
from app.services.packs.loader import load_files
from app.services.resources import PACKS

FILES = pack_files.read_files(PACKS / "cesi-2025")
Change = Callable[[dict[str, Any]], object]


def rule(checker: str, change: Change) -> Change:
    """Change the first rule of a checker."""
    return lambda rules: change(next(each for each in rules["rules"] if each["checker"] == checker))


def of(rules: dict[str, Any], name: str) -> int:
    """Where a rule stands."""
    return [each["id"] for each in rules["rules"]].index(name)


def refusal(change: Change) -> tuple[str, str]:
    rules = json.loads(FILES["rules.json"])
    change(rules)
    with pytest.raises(UntrustedInputError) as refused:
        load_files({**FILES, "rules.json": json.dumps(rules, ensure_ascii=False).encode()})
    return refused.value.code, str(refused.value.params.get("place"))


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (lambda rules: rules["rules"].append(rules["rules"][0]), "pack.rule-twice", "R-RES-01"),
        (lambda rules: rules["topics"].append(rules["topics"][0]), "pack.rule-twice", "belief"),
        (rule("coverage", lambda each: each.update(born="Z9")), "pack.rule-item", "R-RES-01"),
        (rule("coverage", lambda each: each.update(born="A1.roman")), "pack.rule-type", "R-RES-01"),
        (rule("coverage", lambda each: each["spans"][0].update(end="B2.to")), "pack.rule-shape", "R-RES-01"),
        (rule("coverage", lambda each: each.update(tolerance="validity.years")), "pack.rule-parameter", "R-RES-01"),
        (rule("coverage", lambda each: each.update(lookback="lookback.nowhere")), "pack.rule-parameter", "R-RES-01"),
        (rule("count", lambda each: each.update(counted="L1.lender")), "pack.rule-purpose", "R-FAM-02"),
        (
            rule("overlap", lambda each: each["spans"][0]["where"][0].update(item="G4.kind")),
            "pack.rule-purpose",
            "R-JOB-01",
        ),
        (rule("overlap", lambda each: each["question"].update(ja="{who}はどこに")), "pack.rule-question", "R-JOB-01"),
        (rule("overlap", lambda each: each["question"].update(en="From {from")), "pack.rule-question", "R-JOB-01"),
        (rule("overlap", lambda each: each["question"].update(en="")), "pack.shape", "$.rules[2].question.en"),
        (rule("overlap", lambda each: each.update(checker="guess")), "pack.shape", "$.rules[2].checker"),
        (rule("agrees", lambda each: each["right"].update(items=["A3"])), "pack.rule-shape", "R-ID-01"),
        (rule("completeness", lambda each: each.update(rows="F9.country")), "pack.rule-shape", "R-ACC-01"),
        (lambda rules: rules["rules"].pop(of(rules, "R-DAY-02")), "pack.golden-findings", "R-DAY-02"),
    ],
)
def test_rules_that_do_not_fit_are_refused(change: Change, code: str, place: str) -> None:
    assert refusal(change) == (code, place)


def test_a_fifth_datum_of_relatives_is_refused_with_its_place() -> None:
    asked = {name: content.replace(b"E1.address", b"E1.workplace") for name, content in FILES.items()}
    with pytest.raises(UntrustedInputError) as refused:
        load_files(asked)
    assert (refused.value.code, refused.value.params.get("place")) == ("pack.relative-data", "E1.workplace")
