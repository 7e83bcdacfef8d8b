"""Check many responses against the form: the time beside parsing, and the memory, which must not grow with them."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from app.bootstrap import packs
from app.models.forms.answers import Response, encode
from app.services.questionnaires.sweeping import check_all, read_place
from build.bench.measure import Result, compare, once

SIZES = (100, 1_000)
"""Responses in a file; the goal is 100,000, which takes a quarter of an hour or more."""
MANY = 10_000
"""More than so many are measured once."""


def measure_responses(folder: Path, sizes: tuple[int, ...] = SIZES) -> list[Result]:
    """A file of so many golden subjects, one in each line."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_measure(folder / f"{size}.ndjson", size) for size in sizes]


def _measure(file: Path, size: int) -> Result:
    loaded = packs().current
    lines = [encode(subject.response) + b"\n" for subject in loaded.golden.values()]
    with file.open("wb") as stream:
        for number in range(size):
            stream.write(lines[number % len(lines)])
    decoder = msgspec.json.Decoder(Response)

    def ours() -> None:
        unfit = sum(not one.is_sound for one in check_all(loaded.pack, read_place(file)))
        if unfit:
            raise ValueError(unfit)

    def theirs() -> None:
        for _ in map(decoder.decode, _each(file)):
            pass

    measure = compare if size <= MANY else once
    result = measure(f"{size:,} responses checked", ours, "parsing them", theirs)
    file.unlink()
    return result


def _each(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        yield from stream
