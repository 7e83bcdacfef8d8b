"""The queue and the search by name at growing sizes: beside the smallest size, and beside a look-up in a B-tree."""

from collections.abc import Sequence
from pathlib import Path

from app.models.domain.actor import Role
from app.models.domain.search_keys import Asked
from app.models.views.queries import CaseQuery
from app.services.queue.asked import QueueFilter
from build.bench.measure import Result, compare
from build.bench.offices import BenchOffice, sized_office

SIZES = (100, 10_000, 100_000)
_TIMES = 5
_WORDS = ("山", "山崎", "山崎太", "高橋健一", "ヤ", "ヤマ", "takahashi")
"""One to four characters of kanji and kana, and a reading in Latin letters."""
_PREFIX = "やま"


def measure_queue(folder: Path, sizes: Sequence[int] = SIZES) -> list[Result]:
    """First page of the queue and of a search, through the use case and through the index alone."""
    offices = {size: sized_office(folder, size) for size in sizes}
    small, *larger = sizes
    results = [
        compare(
            f"{work} at {size:,} cases",
            lambda size=size, asked=asked: _pages(offices[size], asked),  # type: ignore[misc] # bound now
            f"the same at {small}",
            lambda asked=asked: _pages(offices[small], asked),  # type: ignore[misc] # bound now
        )
        for size in larger
        for work, asked in (("first page of the queue", QueueFilter()), ("search 山﨑", QueueFilter(words="山﨑")))
    ]
    return (
        results
        + [
            compare(
                f"index: first 50 of {words} at {size:,} cases",
                lambda size=size, words=words: _indexed(offices[size], words),  # type: ignore[misc] # bound now
                "first 50 of a prefix in a B-tree",
                lambda size=size: _prefix(offices[size]),  # type: ignore[misc] # bound now
            )
            for size in sizes[1:]
            for words in _WORDS
        ]
    )


def _pages(office: BenchOffice, asked: QueueFilter) -> None:
    actor = office.actor(Role.SECURITY_OFFICER)
    for _ in range(_TIMES):
        office.services.queue.page(actor, asked, None, 50)


def _indexed(office: BenchOffice, words: str) -> None:
    with office.services.desk.vault.read() as unit:
        for _ in range(_TIMES):
            unit.cases.page(CaseQuery(asked=Asked.of(words)), None, 50)


def _prefix(office: BenchOffice) -> None:
    with office.services.desk.vault.read() as unit:
        for _ in range(_TIMES):
            unit.cases.page(CaseQuery(), (_PREFIX, ""), 50)
