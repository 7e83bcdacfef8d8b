"""The examiner's desk at growing sizes: a page down anywhere and opening a full case, beside the smallest size."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from app.models.domain.actor import Role
from app.models.domain.acts import Action
from app.models.domain.ids import CaseId
from app.models.forms.answers import Response, encode
from app.services.desk import Target
from app.services.questionnaires.keeping import keep_answers
from app.services.queue.asked import QueueFilter
from app.services.vault.engine import connect
from build.bench.measure import Result, compare, compare_all
from build.bench.offices import BenchOffice, sized_office
from build.bench.queue import SIZES

_TIMES = 5
_PAGE = 50
_MIDDLE = ("タ", "")
"""Half of the synthetic readings come after it."""
_SECTION = "B"
"""Homes (居住歴): rows with days, which the rules ask most about."""


def measure_desk(folder: Path, sizes: Sequence[int] = SIZES) -> list[Result]:
    """Paging from the middle of the queue, and one case with the fullest answers, at each size."""
    offices = {size: sized_office(folder, size) for size in sizes}
    cases = {size: _full_case(office) for size, office in offices.items()}
    small, *larger = sizes
    results = [
        compare(
            f"{_TIMES} pages down from the middle of {size:,} cases",
            lambda size=size: _pages_down(offices[size]),  # type: ignore[misc] # bound now
            f"the same at {small}",
            lambda: _pages_down(offices[small]),
        )
        for size in larger
    ]
    folder.mkdir(exist_ok=True)
    bare = _bare_case(folder / "bare.db", offices[small])
    for size in sizes:
        references = {f"the same at {small}": lambda: _open(offices[small], cases[small])} if size != small else {}
        results += compare_all(
            f"open a full case among {size:,}: sheet, section {_SECTION}, points",
            lambda size=size: _open(offices[size], cases[size]),  # type: ignore[misc] # bound now
            {"a row by its key and a parse of the same answers": bare, **references},
        )
    return results


def _pages_down(office: BenchOffice) -> None:
    actor, after = office.actor(Role.SECURITY_OFFICER), _MIDDLE
    for _ in range(_TIMES):
        page = office.services.queue.page(actor, QueueFilter(), after, _PAGE)
        after = (page[-1].key, page[-1].case_id) if page else _MIDDLE


def _full_case(office: BenchOffice) -> CaseId:
    """The first free case of the queue, given to the examiner, with the answers of the fullest golden subject."""
    reviewer = office.actor(Role.REVIEWER)
    lines = office.services.queue.page(reviewer, QueueFilter(), None, _PAGE)
    # A case of an earlier measurement is held by the window that was open then.
    case = next(one.case_id for one in lines if not one.assignee)
    examiner = office.actor(Role.EXAMINER)
    office.services.review.assign(reviewer, case, examiner.person, None)
    with office.services.desk.act(examiner, Action.WRITE_NOTE, Target(case=case)) as act:
        keep_answers(act, office.services.packs.current.pack, _fullest(office))
    return case


def _fullest(office: BenchOffice) -> Response:
    golden = office.services.packs.current.golden.values()
    return max((one.response for one in golden), key=lambda one: len(one.answers))


def _open(office: BenchOffice, case: CaseId) -> None:
    """What the case window asks for before an examiner can read."""
    examiner = office.actor(Role.EXAMINER)
    for _ in range(_TIMES):
        office.services.queue.sheet(examiner, case)
        office.services.review.answers(examiner, case, _SECTION, "ja")
        office.services.points.of_case(examiner, case)


def _bare_case(path: Path, office: BenchOffice) -> Callable[[], None]:
    """The same answers as one row of a bare encrypted file."""
    connection = connect(path, bytes(32))
    connection.execute("CREATE TABLE IF NOT EXISTS cases (id INTEGER PRIMARY KEY, answers)")
    connection.execute("INSERT OR IGNORE INTO cases VALUES (1, ?)", (encode(_fullest(office)),))
    decoder = msgspec.json.Decoder(Response)

    def read() -> None:
        for _ in range(_TIMES):
            (answers,) = connection.execute("SELECT answers FROM cases WHERE id = 1").fetchone()
            decoder.decode(answers)

    return read
