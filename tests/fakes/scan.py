"""Scans whose sheets are plain grey, for windows that show pages without a decoder."""

from dataclasses import dataclass, field
from threading import Event

from typing_extensions import override

from app.models.domain.errors import CancelledError


@dataclass(frozen=True)
class GreySheet:
    """A sheet, a little higher than wide."""

    width: int = 210
    height: int = 297
    stride: int = 630
    pixels: bytes = bytes([200]) * (630 * 297)
    points: tuple[float, float] = (210.0, 297.0)


@dataclass
class GreyScan:
    """An open scan; notes which of its sheets was drawn."""

    page_count: int
    drawn: list[int] = field(default_factory=list)
    is_closed: bool = False

    def begin(self) -> None:
        """Nothing takes long here."""

    def stop(self) -> None:
        """Nothing takes long here."""

    def render(self, page: int, *, box: tuple[int, int]) -> GreySheet:
        assert all(box)
        self.drawn.append(page)
        return GreySheet()

    def close(self) -> None:
        self.is_closed = True


@dataclass
class HangingScan(GreyScan):
    """Its sheets are never done; whoever waits for one is let go when it is stopped."""

    is_asked: Event = field(default_factory=Event)
    is_stopped: Event = field(default_factory=Event)

    @override
    def stop(self) -> None:
        self.is_stopped.set()

    @override
    def render(self, page: int, *, box: tuple[int, int]) -> GreySheet:
        self.is_asked.set()
        self.is_stopped.wait()
        raise CancelledError
