"""Sticks that go from office to office; what lies on one is a folder that really exists."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from app.models.views.media import MediumIdentity
from app.services.media.keeping import HandOver
from tests.fakes.drive import STICK, FakeDrive, Fault
from tests.services.exchange.offices import Office


class Stick:
    """One stick with a serial number of its own."""

    def __init__(self, root: Path, serial: str, volume: str = "1A2B-3C4D") -> None:
        self.path = root / f"stick-{serial}"
        self.path.mkdir(exist_ok=True)
        self.identity = MediumIdentity(serial, volume)

    def drive(self, fault: Fault | None = None) -> FakeDrive:
        """The stick as it is plugged in now."""
        medium = replace(STICK, identity=self.identity)
        return FakeDrive(self.path, replace(fault or Fault(), medium=medium))

    def files(self) -> dict[str, bytes]:
        return {one.name: one.read_bytes() for one in sorted(self.path.iterdir()) if one.is_file()}


def given(to: Office, due: date = date(2025, 7, 1), bag: str = "BAG-1") -> HandOver:
    return HandOver(to.station, bag, due, "運搬　花子")
