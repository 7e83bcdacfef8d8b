"""Check any number of response files against a form, one in memory at a time; no vault is needed."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.models.domain.errors import EnvironmentProblemError, UntrustedInputError
from app.models.forms.checking import Problem, check
from app.models.forms.definition import FormPack
from app.services.questionnaires.files import LARGEST_RESPONSE, read_file

Named = tuple[str, bytes]
"""Where a response stands (a file name, the number of a line), and its bytes."""
NOBODY = "check"
"""Stands for subject and officer where nobody is meant."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one file.

    Attributes:
        name: Where it stands.
        answers: How many answers it holds; 0 for a file that cannot be read.
        refusal: Why it cannot be read.
        problems: What in it does not fit the form, in the order of the form; never a value.
    """

    name: str
    answers: int = 0
    refusal: UntrustedInputError | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether it could be taken into a case."""
        return self.refusal is None and not self.problems


def check_all(pack: FormPack, files: Iterable[Named]) -> Iterator[Checked]:
    """Check files as they come."""
    for name, data in files:
        yield _checked(pack, name, data)


def _checked(pack: FormPack, name: str, data: bytes) -> Checked:
    try:
        response = read_file(data).under(pack, NOBODY, NOBODY)
    except UntrustedInputError as refused:
        return Checked(name, refusal=refused)
    return Checked(name, len(response.answers), problems=check(pack, response))


def read_place(place: Path) -> Iterator[Named]:
    """Every file of a folder, or every line of a file in which each line is one response (NDJSON).

    Sub-folders are not entered and links are not followed. A file or line that is too large is given cut off behind
    the limit, so that it is refused by its size.

    Raises:
        EnvironmentProblemError: ``file.unreadable``.
    """
    try:
        yield from _files(place) if place.is_dir() else _lines(place)
    except OSError:
        raise EnvironmentProblemError("file.unreadable") from None


def _files(folder: Path) -> Iterator[Named]:
    with os.scandir(folder) as entries:  # one name at a time, unlike a list of them
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                with Path(entry.path).open("rb") as stream:
                    yield entry.name, stream.read(LARGEST_RESPONSE + 1)


def _lines(file: Path) -> Iterator[Named]:
    with file.open("rb") as stream:
        number = 0
        while line := stream.readline(LARGEST_RESPONSE + 1):
            number += 1
            content = line.rstrip(b"\r\n")
            if content:
                yield str(number), content
            while len(line) > LARGEST_RESPONSE and not line.endswith(b"\n"):
                line = stream.readline(LARGEST_RESPONSE + 1)
