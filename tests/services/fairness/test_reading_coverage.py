"""What was not on the screen is told to the reader alone: no other officer, no bundle and no successor gets it."""

import pytest

from app.models.domain.acts import Action
from app.models.domain.coverage import as_draft, page_ranges
from tests.services.exchange.conftest import At


@pytest.mark.parametrize(
    ("pages", "said"), [((), ""), ((3,), "3"), ((24, 23, 23), "23-24"), ((1, 3, 4, 5, 9), "1, 3-5, 9")]
)
def test_pages_are_written_as_ranges(pages: tuple[int, ...], said: str) -> None:
    assert page_ranges(pages) == said


def test_what_was_shown_is_the_readers_own(at: At) -> None:
    world = at("assigned")
    office, case = world.investigation, world.case
    services, reader = office.services, office.actor("examiner")
    first = services.coverage.read(reader, case).left
    assert [one.page for one in first] == sorted(one.page for one in first)
    assert first
    shown = as_draft(one.mark for one in first[:-3])
    services.drafts.keep(reader, case, Action.SEE_ANSWERS, {"coverage": ("process", shown)})
    assert services.coverage.read(reader, case).left == first[-3:]
    for other in ("reviewer", "decider"):
        left = services.coverage.read(office.actor(other), case).left
        assert {one.mark for one in left} <= {one.mark for one in first}
        assert len(left) > len(first) // 2
    world.assigned(to="many")
    assert services.drafts.read(office.actor("many"), case) == {}
    assert len(services.coverage.read(office.actor("many"), case).left) == len(first)
    assert services.coverage.read(reader, case).left == ()
