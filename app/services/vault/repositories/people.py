"""Station, officers and trust documents."""

from datetime import date, datetime

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from app.models.domain.errors import VaultError
from app.models.domain.ids import PersonId
from app.models.schema import tables
from app.models.views.records import Letterhead, Officer, Station
from app.services.ports import Entropy
from app.services.vault.rows import as_row, every, first

_NOT_STATION = {"signing_seed", "recipient_seed", "search_seed", "letterhead", "only"}
_STATION = select(*(column for column in tables.station.c if column.name not in _NOT_STATION))
# Statements of every unlocking and act take their values beside them, so that they are compiled once.
_OFFICER = select(tables.officers).where(tables.officers.c.person_id == bindparam("person"))
_END = select(tables.officers.c.ended_at, tables.officers.c.until).where(
    tables.officers.c.person_id == bindparam("person")
)


class People:
    """Who works at this station, and which station it is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_station(self, station: Station, letterhead: Letterhead, entropy: Entropy) -> None:
        """Write the one row that makes this file the vault of a station, with fresh secrets."""
        secrets = {
            "signing_seed": entropy(32),
            "recipient_seed": entropy(32),
            "search_seed": entropy(32),
            "letterhead": msgspec.json.encode(letterhead).decode(),
        }
        self._connection.execute(insert(tables.station), {"only": 1, **as_row(station), **secrets})

    def station(self) -> Station:
        """The station of this vault.

        Raises:
            VaultError: ``vault.unfinished`` when the vault was never completed.
        """
        station = first(self._connection, _STATION, Station)
        if station is None:
            raise VaultError("vault.unfinished")
        return station

    def letterhead(self) -> Letterhead:
        """What stands on every letter of the office."""
        row = self._connection.execute(select(tables.station.c.letterhead)).one()
        return msgspec.json.decode(row[0], type=Letterhead)

    def station_seeds(self) -> tuple[bytes, bytes]:
        """Seeds of the station's signing key and recipient key, 32 bytes each."""
        row = self._connection.execute(select(tables.station.c.signing_seed, tables.station.c.recipient_seed)).one()
        return row[0], row[1]

    def search_key(self) -> bytes:
        """32 bytes under which words that were searched for are hashed for the record."""
        return bytes(self._connection.execute(select(tables.station.c.search_seed)).scalar_one())

    def add_officer(self, officer: Officer) -> None:
        """Appoint an officer."""
        self._connection.execute(insert(tables.officers), as_row(officer))

    def renew(self, officer: Officer) -> None:
        """Put an officer's keys, term and end in the place of the older ones; name and roles stay."""
        columns = as_row(officer)
        kept = {name: columns[name] for name in ("signing_key", "root_key", "recipient", "until", "ended_at")}
        self._connection.execute(
            update(tables.officers).where(tables.officers.c.person_id == officer.person_id).values(kept)
        )

    def officer(self, person: PersonId) -> Officer:
        """One officer.

        Raises:
            VaultError: ``vault.unknown-officer``.
        """
        found = first(self._connection, _OFFICER, Officer, {"person": person})
        if found is None or found.ended_at is not None:
            raise VaultError("vault.unknown-officer")
        return found

    def has_left(self, person: PersonId, today: date) -> bool:
        """Whether an officer was let go or the term is over."""
        row = self._connection.execute(_END, {"person": person}).first()
        return row is not None and (row[0] is not None or (row[1] is not None and row[1] < today.isoformat()))

    def change_keys(self, person: PersonId, signing_key: bytes, root_key: bytes, recipient: bytes) -> None:
        """Keep the public halves of an officer's new keys."""
        keys = {"signing_key": signing_key, "root_key": root_key, "recipient": recipient}
        self._change(person, **keys)

    def end_officer(self, person: PersonId, at: datetime) -> None:
        """Keep when an officer was let go."""
        self._change(person, ended_at=at.isoformat())

    def set_term(self, person: PersonId, until: date | None) -> None:
        """Keep the last day of an officer's appointment."""
        self._change(person, until=None if until is None else until.isoformat())

    def _change(self, person: PersonId, **columns: object) -> None:
        self._connection.execute(update(tables.officers).where(tables.officers.c.person_id == person).values(**columns))

    def officers(self) -> list[Officer]:
        """All officers in the order of their appointment."""
        return every(
            self._connection,
            select(tables.officers).order_by(tables.officers.c.added_at, tables.officers.c.person_id),
            Officer,
        )

    def adopt_trust(self, version: int, sha256: str, envelope: bytes, at: datetime) -> None:
        """Keep a verified trust document."""
        self._connection.execute(
            insert(tables.trust_documents),
            {"version": version, "sha256": sha256, "envelope": envelope, "adopted_at": at.isoformat()},
        )

    def trust_history(self) -> dict[int, str]:
        """SHA-256 of every adopted trust document by version."""
        table = tables.trust_documents
        return {row[0]: row[1] for row in self._connection.execute(select(table.c.version, table.c.sha256))}

    def trust_envelope(self) -> bytes | None:
        """The newest trust document as it was signed, or None before the first."""
        row = self._connection.execute(
            select(tables.trust_documents.c.envelope).order_by(tables.trust_documents.c.version.desc())
        ).first()
        return None if row is None else bytes(row[0])
