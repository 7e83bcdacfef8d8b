"""Everything that is written to the terminal goes through here: sentences of the catalogue, values made visible."""

import traceback
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TextIO

from app.models.domain.errors import AppError, BugError
from app.models.domain.text import visible
from app.services.jobs import Progress
from app.services.texts.catalogue import Catalogue, Language

_LONGEST_VALUE = 400
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Console:
    """A terminal, or a file in its place.

    Args:
        texts: Sentences in the user's language.
        out: For results.
        err: For progress and errors, so that results can be piped.
    """

    def __init__(self, texts: Catalogue, out: TextIO, err: TextIO) -> None:
        self.texts = texts
        self._out, self._err = out, err

    def say(self, key: str, **fields: str | int) -> None:
        """One sentence as a line of the result."""
        self._write(self._out, self.sentence(key, **fields))

    def sentence(self, key: str, **fields: str | int) -> str:
        """A sentence whose values cannot steer the terminal."""
        return self.texts(key, **{name: _shown(value) for name, value in fields.items()})

    def value(self, text: str) -> None:
        """A line that is one foreign or computed value."""
        self._write(self._out, visible(text, _LONGEST_VALUE))

    def row(self, *cells: str) -> None:
        """A line of values, divided by tabs."""
        self._write(self._out, "\t".join(visible(cell, _LONGEST_VALUE) for cell in cells))

    def named(self, japanese: str, english: str) -> str:
        """A name in the language of this run; the Japanese one where there is no English."""
        return japanese if self.texts.language is Language.JAPANESE else english or japanese

    def hint(self, key: str, **fields: str | int) -> None:
        """A sentence beside the result."""
        self._write(self._err, self.sentence(key, **fields))

    def progress(self, state: Progress) -> None:
        """One line for each step of a long work."""
        if state.text_key is None:
            return
        step = min(state.done + 1, state.total or state.done + 1)
        self.hint("cli.progress", step=f"{step:>2}", total=state.total or step, what=self.texts(state.text_key))

    def error(self, error: AppError) -> None:
        """What happened, what was not changed, what to do next, and the code."""
        told = self.texts.error(AppError(error.code, **{key: _shown(value) for key, value in error.params.items()}))
        for paragraph in told.paragraphs():
            self._write(self._err, paragraph)
        self.hint("cli.error.code", code=told.code)

    def fault(self, fault: BaseException) -> None:
        """A fault of the program: its type and places in the code, never a message or a value."""
        self.error(BugError("bug.unexpected"))
        self._write(self._err, type(fault).__qualname__)
        for frame in traceback.extract_tb(fault.__traceback__)[-6:]:
            self._write(self._err, f"  {PurePath(frame.filename).name}:{frame.lineno} {frame.name}")

    @staticmethod
    def _write(stream: TextIO, text: str) -> None:
        stream.write(f"{text}\n")
        stream.flush()


def _shown(value: str | int) -> str | int:
    return visible(value, _LONGEST_VALUE) if isinstance(value, str) else value


def make_writable(*streams: TextIO) -> None:
    """Let every stream take Japanese, whatever the locale says; what it cannot take is spelled out."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def split_language(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[Language, list[str]]:
    """The language of this run, and the arguments without ``--lang``, which may stand anywhere.

    Without it the locale decides; English for all languages but Japanese. A value that names no language stays, so that
    the command line is refused.
    """
    rest, chosen = [], ""
    words = iter(arguments)
    for word in words:
        name, _, value = word.partition("=")
        if name != "--lang":
            rest.append(word)
            continue
        chosen = value or next(words, "")
        if chosen not in set(Language):
            return Language.ENGLISH, ["--lang", chosen]
    locale = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    return Language(chosen or ("ja" if locale.lower().startswith("ja") else "en")), rest
