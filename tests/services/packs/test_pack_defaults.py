"""What the form assumes is listed whole, with its value, and nothing that is known stands on the list."""

from datetime import date

import pytest

from app import bootstrap
from app.services.packs.default_words import value_words
from app.services.packs.defaults import PackDefault, Sort, defaults_of
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module", name="listed")
def _listed() -> dict[tuple[Sort, str], PackDefault]:
    return {(one.sort, one.code): one for one in defaults_of(bootstrap.packs().current, DAY)}


def test_defaults_of_every_sort_are_listed_and_established_points_are_not(
    listed: dict[tuple[Sort, str], PackDefault],
) -> None:
    assert listed[Sort.ITEM, "F5"].page > 0
    assert listed[Sort.PARAMETER, "lookback.health"].values == ("10",)
    assert listed[Sort.RETENTION, "questionnaire"].unit == "years"
    assert (Sort.RULE, "R-RES-01") in listed
    known = {(Sort.ITEM, "A3"), (Sort.ITEM, "F11"), (Sort.ITEM, "F9.has"), (Sort.PARAMETER, "validity.years")}
    assert not known & listed.keys()


def test_the_list_is_whole(listed: dict[tuple[Sort, str], PackDefault]) -> None:
    loaded = bootstrap.packs().current
    marked = [each.ext.established for each in loaded.pack.index] + [each.established for each in loaded.rules.rules]
    marked += [each.established for each in loaded.pack.meta.parameters]
    marked += [each.established for each in loaded.pack.meta.retention_classes]
    assert len(listed) == marked.count(False)


def test_a_parameter_that_has_no_value_on_a_day_has_none_in_the_list() -> None:
    before = {one.code: one for one in defaults_of(bootstrap.packs().current, date(2000, 1, 1))}
    assert before["lookback.health"].values == ()


@pytest.mark.parametrize("language", Language)
def test_each_value_has_words(listed: dict[tuple[Sort, str], PackDefault], language: Language) -> None:
    texts = Catalogue.load(TEXTS, language)
    said = {key: value_words(texts, one) for key, one in listed.items()}
    assert all(bool(words) is bool(listed[key].values) for key, words in said.items())
    assert said[Sort.PARAMETER, "lookback.health"] == {"ja": "10年", "en": "10 years"}[language.value]
    assert said[Sort.PARAMETER, "consent.silence-is-consent"] == {"ja": "しない", "en": "no"}[language.value]
