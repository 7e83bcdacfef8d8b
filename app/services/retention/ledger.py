"""The destruction ledger over a vault that came back from a backup: what was destroyed stays destroyed."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from app.models.domain.errors import VaultError
from app.models.domain.ids import PersonId
from app.models.views.retention import Destruction
from app.services.exchange.drafts import discard_drafts_about
from app.services.vault.unit import Unit


def entry_of(line: bytes) -> Destruction:
    """The line of a ledger as a backup carries it: the JSON of one row.

    Raises:
        VaultError: ``vault.damaged``: it is none.
    """
    try:
        columns = msgspec.json.decode(line, type=dict[str, object])
        columns["bundles"] = str(columns["bundles"]).split()
        return msgspec.convert(columns, Destruction, strict=False)
    except (KeyError, msgspec.MsgspecError):
        raise VaultError("vault.damaged") from None


def apply_ledger(unit: Unit, entries: Iterable[Destruction], at: datetime) -> int:
    """Remove everything that a ledger names, and take over its lines, before anybody may read.

    In the same transaction nothing of it is left in the tables. Keys and files go afterwards with
    :func:`app.services.stations.erasing.finish_destructions`; until then the ledger says that they have yet to go, and
    the next unlocking takes them. Doing it again does no harm.

    Args:
        unit: The transaction over the restored vault.
        entries: Lines of the ledger of the medium, of the vault that is replaced, or of the restored one itself.
        at: The time of the event, and for drafted bundles that are discarded with it.

    Returns:
        How many things had come back; :func:`note_repeated` puts that on record where the restored record goes on.
    """
    lines = {entry.subject: entry for entry in entries}
    back = 0
    for subject, entry in lines.items():
        if unit.erasure.exists(entry.matter, subject):
            back += 1
            for owner in unit.erasure.owners(entry.matter, subject):
                discard_drafts_about(unit, owner, at)
        unit.erasure.erase(entry.matter, subject)
        unit.ledger.add(entry)
    unit.ledger.reopen(list(lines))
    return back


def note_repeated(unit: Unit, count: int, at: datetime, *, person: PersonId, station: str, session: str) -> None:
    """Put on record that things had come back with a backup and were erased again; nothing where there were none."""
    if count:
        unit.record.append(
            at=at,
            code="disposal.repeated",
            person=person,
            station=station,
            session=session,
            subject="",
            purpose="process",
            result="done",
            detail={"subjects": count},
        )
