"""Scans whose sheets are plain grey, for windows that show pages without a decoder."""

from dataclasses import dataclass, field


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

    def render(self, page: int, *, box: tuple[int, int]) -> GreySheet:
        assert all(box)
        self.drawn.append(page)
        return GreySheet()

    def close(self) -> None:
        self.is_closed = True
