"""Sessions of the kiosk and their sealed journals; nothing here is ever opened."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from app.models.domain.ids import CaseId
from app.models.schema.kiosk import kiosk_journal, kiosk_sessions
from app.models.views.kiosk import KioskSession
from app.services.vault.rows import as_row, first

_HELD = kiosk_sessions.c
_LINES = kiosk_journal.c


class Kiosk:
    """Questionnaires that are not signed yet."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self, session: KioskSession) -> None:
        """Keep a new session."""
        self._connection.execute(insert(kiosk_sessions), as_row(session))

    def of_case(self, case_id: CaseId) -> KioskSession | None:
        """The session of a case, or None."""
        return first(self._connection, select(kiosk_sessions).where(_HELD.case_id == case_id), KioskSession)

    def set_slip(self, session_id: str, slip: int, code_digest: str) -> None:
        """A new slip is good from now on; the old one and its PIN open nothing any more."""
        self._set(session_id, slip=slip, code_digest=code_digest, kdf=None, by_slip=None, tries=0, wait_until=None)

    def bind(self, session_id: str, kdf: str, by_slip: bytes) -> None:
        """The person chose a PIN."""
        self._set(session_id, kdf=kdf, by_slip=by_slip)

    def tried(self, session_id: str, tries: int, wait_until: datetime) -> None:
        """A try is counted before it is known to be right."""
        self._set(session_id, tries=tries, wait_until=wait_until.isoformat())

    def entered(self, session_id: str, at: datetime) -> None:
        """The person is here: wrong tries are forgotten."""
        self._set(session_id, tries=0, wait_until=None, entered_at=at.isoformat())

    def add(self, session_id: str, case_id: CaseId, seq: int, sealed: bytes) -> None:
        """Write one line of the journal."""
        row = {"session_id": session_id, "case_id": case_id, "seq": seq, "sealed": sealed}
        self._connection.execute(insert(kiosk_journal), row)

    def journal(self, session_id: str) -> list[tuple[int, bytes]]:
        """Number and sealed content of each line, in order."""
        query = select(_LINES.seq, _LINES.sealed).where(_LINES.session_id == session_id).order_by(_LINES.seq)
        return [(int(row[0]), bytes(row[1])) for row in self._connection.execute(query)]

    def forget_before(self, session_id: str, seq: int) -> None:
        """Lines before one that holds the whole draft are not needed any more."""
        self._connection.execute(delete(kiosk_journal).where(_LINES.session_id == session_id, _LINES.seq < seq))

    def end(self, case_id: CaseId) -> int:
        """Destroy the key of the draft in both copies, and the journal with it.

        Returns:
            How many lines of the journal there were.
        """
        count = select(func.count()).select_from(kiosk_journal).where(_LINES.case_id == case_id)
        lines = int(self._connection.execute(count).scalar_one())
        self._connection.execute(delete(kiosk_sessions).where(_HELD.case_id == case_id))
        self._connection.execute(delete(kiosk_journal).where(_LINES.case_id == case_id))
        return lines

    def _set(self, session_id: str, **values: object) -> None:
        self._connection.execute(update(kiosk_sessions).where(_HELD.session_id == session_id).values(values))
