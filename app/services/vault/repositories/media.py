"""Registered media and who had them."""

from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from app.models.schema.media import custody_lines, media
from app.models.views.custody import Custody, CustodyLine, RegisteredMedium
from app.models.views.media import MediumIdentity
from app.services.vault.rows import as_row, every, first


class MediaRegister:
    """The register of media (媒体管理簿)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, medium: RegisteredMedium) -> None:
        """Enter a medium."""
        self._connection.execute(insert(media), as_row(medium))

    def find(self, medium_id: str) -> RegisteredMedium | None:
        """One medium, or None."""
        return first(self._connection, select(media).where(media.c.medium_id == medium_id), RegisteredMedium)

    def known_as(self, identity: MediumIdentity) -> RegisteredMedium | None:
        """The medium with exactly this identity, the newest if it was registered twice; None when there is none."""
        same = select(media).where(media.c.serial == identity.serial, media.c.volume == identity.volume)
        return first(
            self._connection, same.order_by(media.c.registered_at.desc(), media.c.number.desc()), RegisteredMedium
        )

    def has_serial(self, serial: str) -> bool:
        """Whether a medium with this serial number was ever registered, whatever file system it had then."""
        query = select(func.count()).select_from(media).where(media.c.serial == serial)
        return int(self._connection.execute(query).scalar_one()) > 0

    def all(self) -> list[RegisteredMedium]:
        """Every medium in the order of owners and numbers."""
        return every(self._connection, select(media).order_by(media.c.owner, media.c.number), RegisteredMedium)

    def overdue(self, today: date) -> list[RegisteredMedium]:
        """Media that should be back by now, those longest overdue first."""
        out = select(media).where(media.c.state == Custody.OUT.value, media.c.due < today.isoformat())
        return every(self._connection, out.order_by(media.c.due, media.c.number), RegisteredMedium)

    def last_number(self, owner: str) -> int:
        """The highest number that a station gave."""
        query = select(func.coalesce(func.max(media.c.number), 0)).where(media.c.owner == owner)
        return int(self._connection.execute(query).scalar_one())

    def move(self, medium_id: str, state: Custody, holder: str, due: date | None = None) -> None:
        """Note where a medium is now."""
        columns = {"state": state.value, "holder": holder, "due": due.isoformat() if due else None}
        self._connection.execute(update(media).where(media.c.medium_id == medium_id).values(columns))

    def append(self, line: CustodyLine) -> None:
        """Add a line to the chain of a medium."""
        self._connection.execute(insert(custody_lines), as_row(line))

    def lines(self, medium_id: str) -> list[CustodyLine]:
        """The chain of a medium, oldest first."""
        query = select(custody_lines).where(custody_lines.c.medium_id == medium_id)
        return every(self._connection, query.order_by(custody_lines.c.seq), CustodyLine)
