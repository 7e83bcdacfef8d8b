import json
import re
from pathlib import Path

from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.ui.actions import COMMANDS, Scope
from app.ui.theme.tokens import Tone
from app.ui.widgets.steps import Stage

ROOT = Path(__file__).resolve().parents[2]
LITERAL = re.compile(r'"((?:ui|lock|reason|room|command)\.[a-z0-9.-]+)"')
FILES = ("py", "toml", "md", "svg")


def shell_keys(language: Language) -> set[str]:
    area = TEXTS / language / "ui-shell.json"
    return set(json.loads(area.read_text(encoding="utf-8")))


STEMS = {"ui.second"}
"""What keys of a seat begin with; they are not keys themselves."""


def used_keys() -> set[str]:
    shell = [path for path in (ROOT / "app" / "ui").rglob("*.py") if "screens" not in path.parts]
    literals = {key for path in shell for key in LITERAL.findall(path.read_text(encoding="utf-8"))}
    return {key for key in literals if key.rsplit(".", 1)[-1] not in FILES}


def test_both_languages_say_the_same_things_with_the_same_fields() -> None:
    japanese, english = (Catalogue.load(TEXTS, language) for language in (Language.JAPANESE, Language.ENGLISH))
    assert shell_keys(Language.JAPANESE) == shell_keys(Language.ENGLISH)
    for key in shell_keys(Language.JAPANESE):
        assert japanese.fields(key) == english.fields(key), key


def test_every_key_named_in_the_shell_exists() -> None:
    known = Catalogue.load(TEXTS, Language.JAPANESE).keys()
    named = used_keys()
    assert len(named) > 50
    assert named - STEMS <= known


def test_every_key_made_from_a_name_exists() -> None:
    made = {f"ui.tone.{tone}" for tone in Tone} | {f"ui.ticks.{stage}" for stage in Stage}
    made |= {f"ui.scope.{scope}" for scope in Scope} | {command.text_key for command in COMMANDS}
    assert made <= Catalogue.load(TEXTS, Language.ENGLISH).keys()
