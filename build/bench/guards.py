"""The guard over a long text, beside an empty frame: it runs after every key."""

from pathlib import Path

from app.bootstrap import packs
from app.models.domain.folding import fold
from app.models.forms.guards.finding import find
from build.bench.measure import Result, compare

_LENGTH = 10_000
"""Characters; a note has some hundred."""
_TIMES = 20


def measure_guards(_folder: Path) -> list[Result]:
    """A text in which nothing is found, as nearly every text is; what is found makes the rest of it idle."""
    watch = packs().current.rules.watch
    text = ("本人は令和6年4月12日に同僚と面談し、経緯を説明した。" * _LENGTH)[:_LENGTH]

    def ours() -> None:
        for _ in range(_TIMES):
            find(text, watch)

    def theirs() -> None:
        for _ in range(_TIMES):
            fold(text)

    work = f"looking through {_LENGTH:,} characters after a key, {_TIMES} times (goal 4 ms each, a quarter of a frame)"
    return [compare(work, ours, "folding the text into a key for search", theirs)]
