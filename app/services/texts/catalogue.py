"""Read the translation files and fill their named fields.

The files are ``resources/texts/<language>/<area>.json``: one flat object of key to sentence. Each area may hold the
keys that its part of the program uses; a key stands in one area only. Sentences are whole: nothing is joined, fields
are named, and values are inserted as plain text.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter

from app.models.domain.errors import AppError, BugError


class Language(StrEnum):
    """Language of screens, letters and messages."""

    JAPANESE = "ja"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class ErrorText:
    """What a person is told about an error, in four parts."""

    what: str
    safe: str
    do: str
    code: str

    def paragraphs(self) -> tuple[str, str, str]:
        """What happened, what was not changed, what to do next."""
        return (self.what, self.safe, self.do)


class Catalogue:
    """All sentences of one language."""

    def __init__(self, language: Language, sentences: dict[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    @classmethod
    def load(cls, folder: Path, language: Language) -> "Catalogue":
        """Every area of one language; the files are read once in the life of the program.

        Args:
            folder: ``resources/texts``.
            language: Which language to read.

        Raises:
            BugError: A key stands in two areas.
        """
        return cls(language, _sentences_in(folder, language))

    def __call__(self, key: str, **fields: str | int) -> str:
        """The sentence of ``key`` with its named fields filled.

        Raises:
            BugError: The key is unknown or a field is missing.
        """
        try:
            return self._sentences[key].format_map(fields)
        except KeyError as missing:
            raise BugError("bug.text-missing", key=key) from missing

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def keys(self) -> frozenset[str]:
        """Every key of this language."""
        return frozenset(self._sentences)

    def fields(self, key: str) -> frozenset[str]:
        """Names of the replacement fields in the sentence of ``key``."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self._sentences[key]) if name)

    def error(self, error: AppError) -> ErrorText:
        """The three sentences of an error, and its code for support."""
        stem = f"error.{error.code}"
        return ErrorText(
            what=self(f"{stem}.what", **error.params),
            safe=self(f"{stem}.safe", **error.params),
            do=self(f"{stem}.do", **error.params),
            code=error.code,
        )


@cache
def _sentences_in(folder: Path, language: Language) -> dict[str, str]:
    sentences: dict[str, str] = {}
    for area in sorted(folder.joinpath(language.value).iterdir(), key=lambda entry: entry.name):
        if not area.name.endswith(".json"):
            continue
        for key, sentence in json.loads(area.read_text(encoding="utf-8")).items():
            if key in sentences:
                raise BugError("bug.text-twice", key=key)
            sentences[key] = sentence
    return sentences
