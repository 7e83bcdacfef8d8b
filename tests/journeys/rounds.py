"""A round through everything that an officer can see: each room with its pages, and a case with its areas."""

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QTabWidget, QWidget

from app.models.domain.ids import CaseId
from app.ui.screens.case.screen import CaseScreen
from tests.journeys.program import Running


def rest(run: Running) -> None:
    """Wait until no job and no news is under way, a few times over: one brings the next."""
    for _ in range(4):
        run.settle()


def rooms(run: Running, passed: set[str]) -> Iterator[str]:
    """Stand in each room and on each of its pages; those that were passed before are left out."""
    rail = run.window.rail
    for room in [str(rail.item(place).data(0x0100)) for place in range(rail.count())]:
        if room in passed:
            continue
        passed.add(room)
        rail.choose(room)
        rest(run)
        screen = run.window.screen_in_view
        assert screen is not None
        pages = _pages(screen)
        if pages is None:
            yield room
            continue
        for place in range(pages.count()):
            pages.setCurrentIndex(place)
            rest(run)
            yield f"{room}-{place + 1}"


def areas(run: Running, cases: Sequence[CaseId], passed: set[str]) -> Iterator[str]:
    """Stand in each area of the cases; those that were passed before are left out."""
    run.window.rail.choose("cases")
    rest(run)
    for case in cases:
        run.window.show_case(case)
        screen = run.window.screen_in_view
        assert isinstance(screen, CaseScreen)
        rest(run)
        run.until(partial(_is_open, screen))
        for area, page in list(screen.pages.items()):
            if area.value in passed:
                continue
            passed.add(area.value)
            screen.tabs.setCurrentWidget(page)
            rest(run)
            run.until(partial(getattr, screen, "is_settled"))
            rest(run)
            yield f"case-{area.value}"


def _is_open(screen: CaseScreen) -> bool:
    """It shows areas, that it is sealed, or why it shows nothing."""
    is_sealed = screen.stack.currentWidget() is screen.sealed
    return bool(screen.pages) or is_sealed or screen.errors.isVisible()


def _pages(screen: QWidget) -> QTabWidget | None:
    return next((tabs for tabs in screen.findChildren(QTabWidget) if tabs.isVisible()), None)
