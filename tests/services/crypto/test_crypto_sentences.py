"""Every error that cryptography and the log's tree can raise has its sentences."""

import re

import pytest

from app.models.domain.errors import AppError
from app.services.resources import ROOT, TEXTS
from app.services.texts.catalogue import Catalogue, Language

SOURCES = sorted((ROOT.parent / "app/services/crypto").glob("*.py")) + [
    ROOT.parent / "app/services/audit" / name for name in ("merkle.py", "checkpoint.py")
]
CODES = sorted(
    {
        code
        for source in SOURCES
        for code in re.findall(
            r'"((?:bundle|bug|crypto|key|log|vault)\.[a-z0-9-]+)"', source.read_text(encoding="utf-8")
        )
    }
)


def test_codes_were_found() -> None:
    assert len(CODES) == 21


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("code", CODES)
def test_three_sentences(code: str, language: Language) -> None:
    catalogue = Catalogue.load(TEXTS, language)
    text = catalogue.error(AppError(code, limit=64, minimum=8, mebibytes=256))
    assert all(paragraph and "{" not in paragraph for paragraph in text.paragraphs())
