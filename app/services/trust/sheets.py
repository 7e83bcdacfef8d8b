"""鍵の照合用紙: one page for each key with its sixty digits, to be handed over, signed and sealed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from app.models.domain.actor import Actor, Environment
from app.models.domain.acts import Action
from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.errors import InvalidInputError
from app.models.views.records import Station
from app.services.crypto.signing import fingerprint_digits
from app.services.desk import Act, Desk
from app.services.documents.letters import make_letter
from app.services.documents.template import read_template
from app.services.resources import LETTERS
from app.services.texts.catalogue import Catalogue, Language
from app.services.trust import comparing
from app.services.trust.comparing import Comparable
from app.services.trust.document import TrustDocument
from app.services.trust.standing import current, effective

FORM = "key-sheet"
QR_PREFIX = "SEKISHO-FP-1"
_AGE = "age-mlkem768x25519"
"""What a recipient key's fingerprint is computed under."""


class KeyUse(StrEnum):
    """What the sixty digits of a sheet stand for."""

    ROOT = "root"
    """発行者の全体: what other offices type when they adopt their first document."""
    ROOT_KEY = "root-key"
    """発行者一人の鍵."""
    PERSON = "person"
    """担当者の署名鍵."""
    STATION = "station"
    """端末の署名鍵."""
    RECIPIENT = "recipient"
    """端末の受取り鍵."""


@dataclass(frozen=True, slots=True)
class SheetKey:
    """A key of the document in force, or its root.

    Attributes:
        holder: Id of the person or station; empty for the root.
        name: As it is printed.
        roles: Of a person.
        since: First second, or None.
        until: Last second, or None.
    """

    use: KeyUse
    holder: str
    name: str
    what: Comparable
    roles: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class KeySheet:
    """A printed sheet."""

    key: SheetKey
    pdf: bytes


class KeySheets:
    """Use cases of the sheets."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def keys(self, actor: Actor) -> list[SheetKey]:
        """Everything that has a sheet: the root, its officers, and the persons and stations of this office."""
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            return sheet_keys(act)

    def print(self, actor: Actor, use: KeyUse, holder: str, texts: Catalogue) -> KeySheet:
        """Print one sheet.

        Raises:
            InvalidInputError: ``trust.no-such-key``.
            RefusedError: A character of a name cannot be drawn exactly.
        """
        with self._desk.act(actor, Action.PRINT_KEY_SHEET) as act:
            found = next((one for one in sheet_keys(act) if (one.use, one.holder) == (use, holder)), None)
            if found is None:
                raise InvalidInputError("trust.no-such-key", field="key")
            act.detail.update({"kind": use.value, "sha256": found.what.sha256})
            return KeySheet(found, _pdf(found, act.unit.people.station(), act.at, texts))


def sheet_keys(act: Act) -> list[SheetKey]:
    """As :meth:`KeySheets.keys`, in a running act."""
    document = effective(act.unit, current(act.unit).document)
    ours = act.unit.people.station().office_id
    found = [SheetKey(KeyUse.ROOT, "", str(document.version), comparing.of_root(document.root))]
    names = {one.id: one.display_name for one in document.persons}
    found += [
        SheetKey(KeyUse.ROOT_KEY, key.person, names.get(key.person, key.person), comparing.of_key(key.alg, key.public))
        for key in document.root.keys
    ]
    return [*found, *_people(document, ours), *_stations(document, ours)]


def _people(document: TrustDocument, office: str) -> list[SheetKey]:
    found = []
    for person in document.persons:
        live = [key for key in person.keys if key.revoked_at is None]
        if person.office == office and live:
            newest, roles = live[-1], tuple(role.value for role in person.roles)
            what = comparing.of_key(newest.alg, newest.public)
            found.append(
                SheetKey(KeyUse.PERSON, person.id, person.display_name, what, roles, newest.since, newest.until)
            )
    return found


def _stations(document: TrustDocument, office: str) -> list[SheetKey]:
    found = []
    for station in document.stations:
        if station.office == office and station.revoked_at is None:
            signing = comparing.of_key(station.alg, station.signing_key)
            recipient = Comparable(station.recipient_fingerprint, fingerprint_digits(_AGE, station.recipient_key))
            found.append(SheetKey(KeyUse.STATION, station.id, station.id, signing))
            found.append(SheetKey(KeyUse.RECIPIENT, station.id, station.id, recipient))
    return found


def _pdf(key: SheetKey, station: Station, at: datetime, texts: Catalogue) -> bytes:
    day = civil_day(at)
    roles = texts("ui.list.separator").join(texts(f"role.{role}") for role in key.roles)
    term = texts("trust.term", since=_day(key.since), until=_day(key.until)) if key.until else texts("trust.no-term")
    return make_letter(
        read_template(LETTERS, FORM),
        {
            "issue_no": f"{station.station_id}-{key.what.sha256[:8]}",
            "issued_on": day,
            "office": station.office_name_ja,
            "station": station.station_id,
            "holder": texts("trust.root.name", version=key.name) if key.use is KeyUse.ROOT else key.name,
            "use": texts(f"trust.use.{key.use}"),
            "role": roles or texts("trust.no-role"),
            "term": term,
            "digits": key.what.digits,
            "code_payload": " ".join((QR_PREFIX, key.use.value, *key.what.digits)),
        },
        language=Language.JAPANESE,
        rehearsal=station.environment is Environment.REHEARSAL,
    ).pdf


def _day(seconds: int | None) -> str:
    return "" if seconds is None else datetime.fromtimestamp(seconds, UTC).astimezone(JAPAN).date().isoformat()
