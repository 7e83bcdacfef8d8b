"""Scripts of key ceremonies, as data in ``resources/ceremonies``: who does what, in which order."""

from enum import StrEnum
from functools import cache
from typing import Literal

import msgspec

from app.services.resources import CEREMONIES
from app.services.texts.catalogue import Language


class Part(StrEnum):
    """Who takes part."""

    FIRST = "first"
    SECOND = "second"
    WITNESS = "witness"


class StepKind(StrEnum):
    """What the program does at a step."""

    CONFIRM = "confirm"
    """The person has looked and says so."""
    SHEET = "sheet"
    """The person prints a sheet, signs and seals it."""
    COMPARE = "compare"
    """The person types three groups from the other party's paper."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is shown of a step."""

    title: str
    do: str


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One step; ``of`` is whose key is printed or compared."""

    id: str
    by: Part
    kind: StepKind
    ja: Words
    en: Words
    of: Literal["", "first", "second", "root", "station"] = ""

    def words(self, language: Language) -> Words:
        """In the language of the user."""
        return self.ja if language is Language.JAPANESE else self.en


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ceremony: its name and its steps in their order."""

    script: str
    ja: str
    en: str
    steps: tuple[Step, ...]

    def name(self, language: Language) -> str:
        """In the language of the user."""
        return self.ja if language is Language.JAPANESE else self.en


@cache
def scripts() -> dict[str, Script]:
    """All scripts by their id; ``root`` for the office that keeps the trust document, ``office`` for the others."""
    found = (msgspec.json.decode(one.read_bytes(), type=Script) for one in CEREMONIES.iterdir())
    return {one.script: one for one in sorted(found, key=lambda one: one.script, reverse=True)}
