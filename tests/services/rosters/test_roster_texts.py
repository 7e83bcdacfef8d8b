import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models.domain.match import Outcome, Why
from app.models.domain.roster import HeaderField, Ignored, Readiness, Regime, RosterField
from app.services.resources import ROOT, TEXTS
from app.services.texts.catalogue import Catalogue, Language

APP = ROOT.parent / "app"
# The modules that read rosters; the use cases beside them keep their sentences in areas of their own.
MODULES = {
    "services/rosters": ("delimited", "spreadsheet", "template"),
    "services/spreadsheets": ("package_check", "workbook"),
    "models/domain": (
        "dates",
        "validity",
        "match",
        "sheet",
        "roster",
        "roster_columns",
        "roster_reader",
        "roster_rows",
        "roster_values",
    ),
}
SOURCES = [APP / folder / f"{name}.py" for folder, names in MODULES.items() for name in names]


def found(pattern: str) -> Iterator[str]:
    for path in SOURCES:
        yield from re.findall(pattern, path.read_text(encoding="utf-8"))


def wanted() -> set[str]:
    errors = set(found(r'Error\(\s*"([a-z.-]+)"'))
    assert len(errors) > 15
    dates = {code.replace(".", "-") for code in errors if code.startswith("date.")}
    keys = {f"error.{code}.{part}" for code in errors for part in ("what", "safe", "do")}
    keys |= {f"roster.question.{code}" for code in found(r'\.ask\(\s*"([a-z0-9-]+)"')}
    keys |= {f"roster.question.{code}" for code in found(r'RowIssue\("([a-z0-9-]+)"')}
    faults = {*found(r'\.fault\(\s*"([a-z0-9-]+)"'), *found(r'return "([a-z-]+)"'), "too-long", *dates}
    keys |= {f"roster.fault.{code}" for code in faults}
    for stem, kinds in (
        ("field", RosterField),
        ("hint", RosterField),
        ("header", HeaderField),
        ("ignored", Ignored),
        ("readiness", Readiness),
        ("regime", Regime),
        ("outcome", Outcome),
        ("match", Why),
    ):
        keys |= {f"roster.{stem}.{kind.value}" for kind in kinds}
    return keys | {f"roster.template.{part}" for part in ("sheet", "hints-sheet", "title")}


def ours(language: Language) -> dict[str, str]:
    sentences: dict[str, str] = {}
    for area in ("roster", "errors-roster", "errors-spreadsheet"):
        sentences |= json.loads(Path(TEXTS / language / f"{area}.json").read_text(encoding="utf-8"))
    return sentences


@pytest.mark.parametrize("language", list(Language))
def test_every_code_has_its_sentences_and_no_sentence_is_left_over(language: Language) -> None:
    assert set(ours(language)) == wanted()


def test_both_languages_use_the_same_fields() -> None:
    japanese, english = (Catalogue.load(TEXTS, language) for language in Language)
    for key in wanted():
        assert japanese.fields(key) == english.fields(key)


@pytest.mark.parametrize(
    ("code", "params"),
    sorted(
        {
            ("roster.not-a-spreadsheet", "kind"),
            ("roster.several-sheets", "count"),
            ("spreadsheet.too-many-rows", "limit"),
            ("spreadsheet.too-many-columns", "limit"),
            ("roster.column-missing", "line"),
            ("roster.column-twice", "line"),
        }
    ),
)
def test_fields_of_the_sentences_are_the_parameters_of_the_error(code: str, params: str) -> None:
    catalogue = Catalogue.load(TEXTS, Language.JAPANESE)
    assert catalogue.fields(f"error.{code}.what") == {params}
