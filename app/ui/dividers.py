"""Where the panes of this workstation are divided: numbers under names of this program, and nothing of any case."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

WIDEST = 20_000
"""No screen is wider, in device-independent pixels."""


class Divider(StrEnum):
    """Every place where panes meet; nothing else can be kept."""

    ANSWERS = "answers"
    TIMELINE = "timeline"
    TIES = "ties"
    PAPERS = "papers"
    POINTS = "points"
    DESK = "desk"
    CORRECTIONS = "corrections"
    TRANSCRIPTION = "transcription"
    TRANSCRIPTION_CARD = "transcription-card"
    INQUIRIES = "inquiries"
    INTERVIEW = "interview"
    FINDINGS = "findings"
    SECOND = "second"
    MASKED = "masked"
    OPINION = "opinion"
    DECISION = "decision"
    IMPORT = "import"
    ROSTER = "roster"
    COUNTERSIGN = "countersign"
    EXPORT = "export"
    READING = "reading"
    RECORD = "record"


class Dividers(QObject):
    """The sizes that somebody gave to panes.

    Signals:
        changed: Something else is to be kept.
        forgotten: Every pane takes its first size again.
    """

    changed = Signal()
    forgotten = Signal()

    def __init__(self, kept: Mapping[str, Sequence[int]] | None = None) -> None:
        """Take what was kept; what makes no sense, or belongs to a pane that is no more, is passed over."""
        super().__init__()
        self._kept = {
            Divider(name): tuple(sizes)
            for name, sizes in (kept or {}).items()
            if name in set(Divider) and all(0 < size <= WIDEST for size in sizes)
        }

    def of(self, divider: Divider, panes: int) -> tuple[int, ...] | None:
        """The sizes of so many panes, or None where nobody gave them any."""
        sizes = self._kept.get(divider)
        return sizes if sizes is not None and len(sizes) == panes else None

    def keep(self, divider: Divider, sizes: Sequence[int]) -> None:
        """Remember sizes; those of panes that are not laid out yet are none."""
        if all(0 < size <= WIDEST for size in sizes) and self._kept.get(divider) != tuple(sizes):
            self._kept[divider] = tuple(sizes)
            self.changed.emit()

    def forget(self) -> None:
        """Give every pane its first size again."""
        self._kept.clear()
        self.forgotten.emit()
        self.changed.emit()

    def kept(self) -> dict[str, tuple[int, ...]]:
        """What is to be kept."""
        return {divider.value: sizes for divider, sizes in self._kept.items()}
