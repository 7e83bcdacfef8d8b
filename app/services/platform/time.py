"""The clock of the workstation."""

from datetime import UTC, date, datetime, timedelta

from app.models.domain.civil_day import civil_day


class SystemClock:
    """The clock of the operating system."""

    def now(self) -> datetime:
        """The present instant, aware, UTC, whole seconds."""
        return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 # the one adapter behind the Clock port

    def today(self) -> date:
        """The civil day in Japan."""
        return civil_day(self.now())


class FixedClock:
    """A clock that stands still until it is set: for rehearsal of time limits and for tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The instant it was set to."""
        return self._now

    def today(self) -> date:
        """The civil day in Japan of that instant."""
        return civil_day(self._now)

    def advance(self, step: timedelta) -> None:
        """Move forward by ``step``."""
        self._now += step


class ShiftedClock:
    """The clock of the operating system with a fixed span added: for vaults whose story was played on other days."""

    def __init__(self, ahead: timedelta) -> None:
        self._real = SystemClock()
        self._ahead = ahead

    def now(self) -> datetime:
        """The present instant, shifted."""
        return self._real.now() + self._ahead

    def today(self) -> date:
        """The civil day in Japan of that instant."""
        return civil_day(self.now())
