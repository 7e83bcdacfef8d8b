"""Every flaw, step and count of an examination has a text in both languages, and none is left over."""

import pytest

from app.models.domain.examination import Flaw
from app.services import resources
from app.services.texts import Catalogue, Language
from app.services.vault.examining.examination import STEPS

COUNTS = {"pages", "entries", "keys", "documents", "papers", "packs", "quarantine"}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("prefix", "words"),
    [("flaw", set(Flaw)), ("examination.step", set(STEPS)), ("examination.count", COUNTS)],
)
def test_every_word_has_a_text_of_its_own(language: Language, prefix: str, words: set[str]) -> None:
    texts = Catalogue.load(resources.TEXTS, language)
    keys = {key for key in texts.keys() if key.startswith(f"{prefix}.")}  # noqa: SIM118 # no mapping
    assert keys == {f"{prefix}.{word}" for word in words}
    assert len({texts(key) for key in keys}) == len(keys)
