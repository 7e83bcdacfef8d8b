"""A review sees what is there: no invisible characters; sentences for people stand in the catalogue only."""

import ast
import re
import unicodedata
from pathlib import Path

import pytest

from tests.contracts import source_tree

JAPANESE = re.compile(
    "[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0002fa1f\U00030000-\U000323af]"
)
FIRST_SELECTORS = (0xFE00, 0xFE0F)
MORE_SELECTORS = (0xE0100, 0xE01EF)

# Modules whose subject is the Japanese script itself, or papers whose words are fixed by law or form.
ABOUT_JAPANESE = {
    "app/models/forms/filling/typing.py",
    "app/services/authoring/columns.py",  # headings of a form name their language in itself
    "app/services/bundles/text_rules.py",  # ranges of characters
    "app/models/domain/dates.py",
    "app/models/domain/eras.py",
    "app/models/domain/folding.py",
    "app/models/domain/match.py",
    "app/models/domain/names.py",
    "app/models/domain/text.py",  # the brackets round what cannot be seen
    "app/models/forms/guards/finding.py",
    "app/models/forms/guards/plain.py",
    "app/models/forms/masking.py",
    "app/models/forms/my_number.py",
    "app/services/documents/composition.py",  # the frame of an official letter: 文書番号, 以上
    "app/services/documents/date_text.py",
    "app/services/documents/linebreak.py",
    "app/services/documents/render.py",  # the rehearsal mark, in both languages on every paper
    "app/services/rosters/template.py",
    "app/models/domain/romaji.py",
    "app/models/domain/ties.py",  # spellings of companies and addresses
    "app/ui/kiosk/ruby.py",  # what may not begin or end a line
    "app/ui/presenters/kiosk_form_fields.py",  # how people mark a day as about
    "app/ui/presenters/kiosk_form_ruby.py",  # ranges of characters
}
ROSTER_COLUMNS = re.compile(r"app/models/domain/roster\w*\.py")


def _speaks_japanese(path: Path) -> bool:
    return path.as_posix() in ABOUT_JAPANESE or ROSTER_COLUMNS.fullmatch(path.as_posix()) is not None


def _japanese_literals(module: ast.Module) -> list[str]:
    documentation = {
        id(statement.value)
        for node in ast.walk(module)
        if isinstance(body := getattr(node, "body", None), list)  # a lambda has one too, which is no list
        for statement in body
        if isinstance(statement, ast.Expr)
    }
    return [
        f"{node.lineno}: {node.value}"
        for node in ast.walk(module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
        and JAPANESE.search(node.value)
    ]


def _invisible(text: str) -> list[str]:
    """Characters that cannot be seen or turn the direction; a variation selector counts unless it varies a kanji."""
    found = []
    for before, character in zip(" " + text, text, strict=False):
        code = ord(character)
        if any(low <= code <= high for low, high in (FIRST_SELECTORS, MORE_SELECTORS)):
            bad = not unicodedata.name(before, "").startswith("CJK")
        else:
            category = unicodedata.category(character)
            bad = category in {"Cf", "Co", "Cn", "Cs", "Zl", "Zp"} or (category == "Cc" and character not in "\n\t")
        if bad:
            found.append(f"U+{code:04X}")
    return found


def test_sentences_for_people_stand_in_the_catalogue() -> None:
    found = [
        f"{path}:{literal}"
        for path in source_tree.python_files("app")
        if not _speaks_japanese(path)
        for literal in _japanese_literals(source_tree.tree(path))
    ]
    assert not found, "\n".join(found)


def test_no_file_hides_characters() -> None:
    found = {
        str(path): sorted(set(invisible))
        for path in source_tree.text_files()
        if path.parts[:2] != ("resources", "fonts")  # licences of others stay byte for byte
        and (invisible := _invisible(source_tree.read(path)))
    }
    assert not found


@pytest.mark.parametrize(
    "source", ['x = "氏名"', 'def f() -> str:\n    """Doc."""\n    return f"{1}名"', 'x = "ﾃｽﾄ"', 'x = "\U00020bb7"']
)
def test_a_japanese_literal_is_found(source: str) -> None:
    assert _japanese_literals(ast.parse(source))


@pytest.mark.parametrize("source", ['"""文書."""', "x = 1  # 氏名", 'x = 1\n"""属性の説明."""', 'x = "name"'])
def test_documentation_may_be_japanese(source: str) -> None:
    assert not _japanese_literals(ast.parse(source))


@pytest.mark.parametrize(
    "text", ["a\u202eb", "a\u200bb", "\ufeffa", "a\u2066b", "a\ufe0fb", "\ue000", "a\u2028b", "\x1b[1m", "a\U000e0100"]
)
def test_an_invisible_character_is_found(text: str) -> None:
    assert _invisible(text)


@pytest.mark.parametrize("text", ["氏名\n\t", "葛\U000e0100飾", "か\u3099", "a\u3000b"])
def test_visible_text_passes(text: str) -> None:
    assert not _invisible(text)
