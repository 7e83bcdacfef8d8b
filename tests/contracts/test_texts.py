"""Both languages say the same, and every error that can be raised has its three sentences in both."""

import ast
from functools import cache
from pathlib import Path

import pytest

from app.models.domain.errors import BugError, CancelledError
from app.services import resources
from app.services.texts import Catalogue, Language
from tests.contracts import error_codes, source_tree

PARTS = ("what", "safe", "do")
ERRORS = Path("app/models/domain/errors.py")
# What AppError hands to the sentences by itself.
MADE_BY_THE_CLASS = {CancelledError().code}


@cache
def _catalogues() -> list[Catalogue]:
    return [Catalogue.load(resources.TEXTS, language) for language in Language]


def _sources() -> list[tuple[Path, ast.Module]]:
    return [(path, source_tree.tree(path)) for path in source_tree.python_files("app")]


@cache
def _raised() -> list[error_codes.Raised]:
    return list(error_codes.raised(error_codes.error_classes(source_tree.tree(ERRORS)), _sources()))


def _keys(catalogue: Catalogue) -> list[str]:
    return sorted(catalogue.keys())


def _codes_with_texts(catalogue: Catalogue) -> set[str]:
    return {key.removeprefix("error.").rpartition(".")[0] for key in _keys(catalogue) if key.startswith("error.")}


def test_both_languages_have_the_same_keys() -> None:
    japanese, english = _catalogues()
    assert len(japanese.keys()) > 100
    assert sorted(japanese.keys() ^ english.keys()) == []


def test_both_languages_have_the_same_fields() -> None:
    japanese, english = _catalogues()
    different = [key for key in sorted(japanese.keys() & english.keys()) if japanese.fields(key) != english.fields(key)]
    assert not different


def test_fields_are_named_and_plain() -> None:
    odd = [
        f"{catalogue.language}: {key}: {field}"
        for catalogue in _catalogues()
        for key in _keys(catalogue)
        for field in catalogue.fields(key)
        if not field.isidentifier()
    ]
    assert not odd


def test_no_sentence_is_empty() -> None:
    folder = resources.TEXTS
    for path in sorted(folder.rglob("*.json")):
        assert path.parent.name in set(Language), path
    for catalogue in _catalogues():
        blank = [key for key in _keys(catalogue) if not catalogue.fields(key) and not catalogue(key).strip()]
        assert not blank


def test_every_error_has_its_three_sentences() -> None:
    missing = [
        f"{place.place}: error.{place.code}.{part} ({catalogue.language})"
        for place in _raised()
        for catalogue in _catalogues()
        for part in PARTS
        if f"error.{place.code}.{part}" not in catalogue
    ]
    assert not missing, "\n".join(sorted(set(missing)))


def test_every_error_brings_the_values_that_its_sentences_name() -> None:
    japanese, _ = _catalogues()
    lacking = [
        f"{place.place}: {key}: {sorted(japanese.fields(key) - place.fields)}"
        for place in _raised()
        for key in (f"error.{place.code}.{part}" for part in PARTS)
        if place.fields is not None and key in japanese and japanese.fields(key) - place.fields
    ]
    assert not lacking, "\n".join(lacking)


def test_no_sentence_of_an_error_is_left_over() -> None:
    used = error_codes.mentioned(_sources()) | MADE_BY_THE_CLASS
    for catalogue in _catalogues():
        assert sorted(_codes_with_texts(catalogue) - used) == []


def test_error_sentences_come_in_threes() -> None:
    odd = [
        f"{catalogue.language}: {key}"
        for catalogue in _catalogues()
        for key in _keys(catalogue)
        if key.startswith("error.") and key.rpartition(".")[2] not in PARTS
    ]
    assert not odd


def _codes(source: str) -> set[tuple[str, frozenset[str] | None]]:
    classes = frozenset({"RefusedError"})
    return {(found.code, found.fields) for found in error_codes.raised(classes, [(Path("x.py"), ast.parse(source))])}


def test_a_code_is_found_however_it_is_raised() -> None:
    assert _codes('raise RefusedError("a.one-two", count=1)') == {("a.one-two", frozenset({"count"}))}
    assert _codes('raise errors.RefusedError("a.b")') == {("a.b", frozenset())}
    assert _codes('raise RefusedError("a.b" if x else "a.c", **p)') == {("a.b", None), ("a.c", None)}
    assert _codes('def no(self, code: str): ...\nself.no("a.b")') == {("a.b", None)}
    assert _codes('def no(rows: int, code: str): ...\nno(1, code="a.b")') == {("a.b", None)}
    assert _codes('raise OtherError("a.b")') == set()
    assert _codes('@classmethod\ndef at(cls, code: str): ...\nProblem.at("a.b")') == set()


def test_an_unknown_code_is_a_defect_that_shows() -> None:
    japanese, _ = _catalogues()
    with pytest.raises(BugError, match=r"^bug\.text-missing$"):
        japanese("error.no-such.what")
