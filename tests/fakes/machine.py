"""A machine that is fit for work unless a test says otherwise."""

from collections.abc import Sequence
from pathlib import Path

from app.models.domain.errors import EnvironmentProblemError
from app.models.domain.formatting import DiskFacts, Layout
from app.models.views.machine import MachineFacts, Swap
from app.services.media.formatting import FormatOrder
from tests.fakes.network import proof_with

FIT = MachineFacts(
    proof=proof_with(),
    links=(),
    keyring="Secret Service",
    is_keyring_locked=False,
    is_anchored=True,
    media_count=1,
    input_method="ibus",
    printer_count=1,
    is_closed=True,
    swap=Swap.NONE,
    can_hibernate=False,
    free_bytes=10**11,
)


class NoDisks:
    """A machine without a service for disks."""

    def disks(self) -> tuple[DiskFacts, ...]:
        raise EnvironmentProblemError("format.no-service")

    def layouts(self) -> tuple[Layout, ...]:
        return ()

    def format(self, disk: DiskFacts, layout: Layout, label: str, kept: Sequence[str]) -> Path:
        raise AssertionError((disk, layout, label, kept))


NOTHING = FormatOrder(
    DiskFacts("8:0", "", "", 0, False, False, False, True, False, False), Layout.EXFAT, "SEAL-1", "SEAL-1"
)
"""An order that nobody carries out."""
