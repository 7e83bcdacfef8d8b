"""Every word of the domain that a screen shows has a text in both languages, and none is left over."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain, pairwise
from pathlib import Path

import pytest

from app.models.domain.actor import Environment, OfficeKind, Role
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.evaluation import Outcome, Reasons
from app.models.domain.finding import ITEMS, HearingState, MissingPart
from app.models.domain.lifecycle import State
from app.models.domain.search_keys import MatchedBy
from app.services import resources
from app.services.bundles.manifest import STATION_ROLE, Kind
from app.services.bundles.report import Axis, AxisState, BottomLine
from app.services.bundles.schemas import NoticeOutcome, OpinionCode, ReceiptOutcome
from app.services.exchange.departures import DEPARTURES
from app.services.exchange.importing import GapReason
from app.services.texts import Catalogue, Language
from tests.contracts import source_tree

AREA = "domain"
WORDS: dict[str, set[str]] = {
    "state": set(State),
    "role": {*Role, STATION_ROLE, f"{Role.EXAMINER}.agency"},
    "office-kind": set(OfficeKind),
    "environment": set(Environment),
    "kind": set(Kind),
    "refusal": set(Refusal),
    "form": {*(f"F{number:02}" for number in range(5, 26)), "F32"},
    "item": {*map(str, ITEMS), "identity", "process"},
    "outcome": {*Outcome, *NoticeOutcome},
    "reasons": set(Reasons),
    "opinion": set(OpinionCode),
    "hearing": set(HearingState),
    "missing": set(MissingPart),
    "export-status": {"draft", "signed", "written", "closed", "discarded"},
    "import-outcome": set(ReceiptOutcome),
    "register-kind": {"consent", "inquiry-consent", "refusal", "withdrawal"},
    "notice-method": {"handed-over", "electromagnetic"},
    "axis": set(Axis),
    "axis-state": set(AxisState),
    "bottom-line": set(BottomLine),
    "gap-reason": set(GapReason),
    "matched-by": set(MatchedBy),
}
WITHOUT_ENUM = {
    "export-status": "app/services",
    "register-kind": "app/services/consents",
    "notice-method": "app/services/consents",
}
SERVICE_KEY = re.compile(r"(?:today|absent|(?:import|export|setup)\.(?:effect|step))\.[a-z.-]+")
COUNTED = ("today.", "import.effect.")


def _catalogue(language: Language) -> Catalogue:
    return Catalogue.load(resources.TEXTS, language)


def _area(language: Language, area: str) -> set[str]:
    return set(json.loads((resources.TEXTS / language / f"{area}.json").read_text(encoding="utf-8")))


def _literals(*places: str) -> Iterator[str]:
    for path in source_tree.python_files("app"):
        if any(path.is_relative_to(place) for place in places):
            yield from (
                node.value
                for node in ast.walk(source_tree.tree(path))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            )


def _used_by_services() -> set[str]:
    return {word for word in _literals("app/services") if SERVICE_KEY.fullmatch(word)} - set(Action)


def _japanese_of(path: str, name: str) -> dict[str, str]:
    """Value and Japanese word of each member of an enumeration: its docstring begins with the word."""
    module = source_tree.tree(Path(path))
    body = next(node.body for node in module.body if isinstance(node, ast.ClassDef) and node.name == name)
    found = {}
    for member, text in pairwise(body):
        if isinstance(member, ast.Assign) and isinstance(text, ast.Expr):
            value, said = ast.literal_eval(member.value), ast.literal_eval(text.value)
            found[value] = re.split(r"[:. ]", said)[0]
    return found


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("prefix", WORDS)
def test_every_word_has_a_text(prefix: str, language: Language) -> None:
    known = {key.partition(".")[2] for key in _area(language, AREA) if key.partition(".")[0] == prefix}
    assert known == WORDS[prefix]


@pytest.mark.parametrize("language", Language)
def test_no_other_words_stand_in_the_area(language: Language) -> None:
    assert {key.partition(".")[0] for key in _area(language, AREA)} == set(WORDS)


@pytest.mark.parametrize("prefix", WITHOUT_ENUM)
def test_words_without_an_enumeration_are_words_of_the_code(prefix: str) -> None:
    assert WORDS[prefix] <= set(_literals(WITHOUT_ENUM[prefix]))


@pytest.mark.parametrize("language", Language)
def test_words_of_one_kind_can_be_told_apart(language: Language) -> None:
    texts = _catalogue(language)
    for prefix, words in WORDS.items():
        shown = [texts(f"{prefix}.{word}") for word in words]
        assert len(set(shown)) == len(shown), prefix


@pytest.mark.parametrize(
    ("prefix", "path", "enumeration"),
    [
        ("state", "app/models/domain/lifecycle.py", State),
        ("role", "app/models/domain/actor.py", Role),
        ("office-kind", "app/models/domain/actor.py", OfficeKind),
    ],
)
def test_screens_say_the_japanese_word_of_the_code(prefix: str, path: str, enumeration: type[StrEnum]) -> None:
    texts, said = _catalogue(Language.JAPANESE), _japanese_of(path, enumeration.__name__)
    assert set(said) == set(enumeration)
    assert {value: texts(f"{prefix}.{value}") for value in said} == said


@pytest.mark.parametrize("language", Language)
def test_forms_are_called_as_their_letters_are(language: Language) -> None:
    texts = _catalogue(language)
    letters = [json.loads(path.read_text(encoding="utf-8")) for path in _letters()]
    assert len(letters) > 5
    names = {letter["form"]: letter["name"][language] for letter in letters}
    assert {form: texts(f"form.{form}") for form in names} == names


def _letters() -> Iterable[Path]:
    return sorted((source_tree.ROOT / "resources" / "packs").glob("*/letters/F*.json"))


@pytest.mark.parametrize("language", Language)
def test_services_name_texts_that_exist_and_no_text_is_left_over(language: Language) -> None:
    used = _used_by_services()
    assert len(used) > 30
    assert set(chain.from_iterable(departure.absent for departure in DEPARTURES.values())) <= used
    assert used == _area(language, "services")


@pytest.mark.parametrize("language", Language)
def test_texts_that_count_have_the_count_and_no_other_field(language: Language) -> None:
    texts = _catalogue(language)
    for key in _area(language, "services"):
        assert texts.fields(key) == (frozenset({"count"}) if key.startswith(COUNTED) else frozenset()), key
