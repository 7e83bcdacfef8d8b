"""Two offices with a trust document and synthetic cases, made quickly for measuring."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.bootstrap import network, packs
from app.models.domain.actor import Actor, Environment, OfficeKind, Role
from app.models.domain.acts import Action
from app.models.domain.ids import CaseId, OfficeId, PersonId, RefusalId, StationId
from app.models.domain.lifecycle import State
from app.models.domain.names import PersonalName
from app.models.forms.definition import FormPack
from app.models.views.records import Case, Letterhead, RegisterEntry
from app.services.container import Services
from app.services.crypto.keyslot import Argon2Cost
from app.services.desk import Desk
from app.services.packs.shelf import PackShelf
from app.services.papers.filing import file_scan
from app.services.platform.time import FixedClock
from app.services.stations.setup import NewOfficer, NewStation, set_up
from app.services.stations.unlocking import Door, Seat

_NOW = datetime(2025, 6, 10, 1, 0, tzinfo=UTC)
TYPED = "synthetic-officer"
"""What every synthetic officer types."""
_SURNAMES = (
    "佐藤 鈴木 髙橋 田中 伊藤 渡邉 山本 中村 小林 加藤",
    "吉田 山田 佐々木 山﨑 松本 井上 木村 林 斎藤 清水",
)
_GIVEN = "太郎花子健一美咲翔陽菜大輔蓮葵拓也彩香直樹由悠斗結衣誠真理恵和正明弘幸智子佳奈俊介史"
"""Three of them make a given name, or everybody would resemble somebody."""
_DAYS_OF_BIRTH = 18_000
_KANA = (
    "サトウ スズキ タカハシ タナカ イトウ ワタナベ ヤマモト ナカムラ コバヤシ カトウ",
    "ヨシダ ヤマダ ササキ ヤマザキ マツモト イノウエ キムラ ハヤシ サイトウ シミズ",
)
_GIVEN_KANA = "アイウカキクケコサシスタチツトナニヒフホマミメモヤユヨラリルレ"


class NoKeyring:
    """A machine without a keyring; the benchmark vaults are not bound to a device."""

    def get(self, name: str) -> bytes | None:
        """Nothing is here."""
        return {name: None}[name]

    def put(self, name: str, value: bytes) -> None:
        """Nothing is kept."""

    def describe(self) -> str:
        """Its name."""
        return "none"


@dataclass(frozen=True, slots=True)
class BenchOffice:
    """An unlocked office."""

    services: Services
    seats: dict[Role, Seat]

    def actor(self, role: Role) -> Actor:
        """The officer of a role."""
        return self.seats[role].actor


def make_office(folder: Path, kind: OfficeKind, station: str, clock: FixedClock, shelf: PackShelf) -> BenchOffice:
    """One office with one officer per role."""
    secrets = NoKeyring()
    officers = tuple(NewOfficer(role.value, frozenset({role}), TYPED) for role in Role)
    letterhead = Letterhead("長官", "窓口", "相談窓口", "苦情窓口", "内閣府窓口")
    new = NewStation(
        OfficeId(station),
        kind,
        station,
        station,
        StationId(station),
        Environment.REHEARSAL,
        officers,
        letterhead,
        device_bound=False,
    )
    set_up(folder, new, secrets=secrets, clock=clock, entropy=os.urandom, cost=Argon2Cost.rehearsal())
    door = Door(folder, secrets=secrets, clock=clock, entropy=os.urandom, network=network())
    people = {name: PersonId(person) for person, name in door.slots().names.items()}
    session = door.unlock(people[Role.SECURITY_OFFICER.value], TYPED)
    return BenchOffice(Services.over(session.desk, shelf), _seats(door, session.desk, people))


def make_offices(folder: Path) -> tuple[BenchOffice, BenchOffice, FixedClock]:
    """An agency and an investigation office that trust each other."""
    clock, shelf = FixedClock(_NOW), packs()
    agency = make_office(folder / "agency", OfficeKind.AGENCY, "AGENCY1", clock, shelf)
    office = make_office(folder / "office", OfficeKind.INVESTIGATION_OFFICE, "INVEST1", clock, shelf)
    roots = [agency.seats[role].signer for role in (Role.ADMINISTRATOR, Role.SECURITY_OFFICER)]
    keeper = agency.actor(Role.SECURITY_OFFICER)
    agency.services.trust.found(keeper, roots)
    card = office.services.trust.card(office.actor(Role.SECURITY_OFFICER))
    envelope = agency.services.trust.admit_cards(keeper, roots, [(card, agency.services.trust.fingerprint(card))])
    root = agency.services.trust.root_fingerprint(keeper)
    office.services.trust.adopt(office.actor(Role.SECURITY_OFFICER), envelope, root)
    return agency, office, clock


def sized_office(folder: Path, size: int) -> BenchOffice:
    """An investigation office with so many cases; one that lies in the folder already is opened again.

    A million cases take longer to make than to measure.
    """
    place = folder / str(size)
    if place.exists():
        return _opened_office(place / "office")
    _agency, office, _clock = make_offices(place)
    add_cases(office, size, State.UNDER_INVESTIGATION)
    return office


def _opened_office(folder: Path) -> BenchOffice:
    door = Door(folder, secrets=NoKeyring(), clock=FixedClock(_NOW), entropy=os.urandom, network=network())
    people = {name: PersonId(person) for person, name in door.slots().names.items()}
    session = door.unlock(people[Role.SECURITY_OFFICER.value], TYPED)
    return BenchOffice(Services.over(session.desk, packs()), _seats(door, session.desk, people))


def _seats(door: Door, desk: Desk, people: Mapping[str, PersonId]) -> dict[Role, Seat]:
    return {role: door.seat(desk, people[role.value], TYPED) for role in Role}


def add_cases(office: BenchOffice, count: int, state: State, *, with_consents: bool = False) -> list[CaseId]:
    """Put synthetic cases straight into the vault, 1,000 per transaction."""
    pack = office.services.packs.current.pack
    vault, new_id = office.services.desk.vault, office.services.desk.new_id
    made: list[CaseId] = []
    for start in range(0, count, 1000):
        ids = [CaseId(new_id()) for _ in range(start, min(start + 1000, count))]
        vault.case_keys.create(ids)
        numbered = zip(range(start, count), ids, strict=False)
        cases = [_case(pack, case_id, number, state, bytes.fromhex(new_id())) for number, case_id in numbered]
        with vault.write() as unit:
            unit.cases.add_all(cases)
        made += ids
    if with_consents:
        _add_consents(office, made)
    return made


def _case(pack: FormPack, case_id: CaseId, number: int, state: State, drawn: bytes) -> Case:
    """Somebody with a name, a reading and a day of birth as drawn."""
    given = "".join(_GIVEN[one % len(_GIVEN)] for one in drawn[:3])
    read = "".join(_GIVEN_KANA[one % len(_GIVEN_KANA)] for one in drawn[7:10])
    surname, kana = (" ".join(words).split()[number % 20] for words in (_SURNAMES, _KANA))
    name = PersonalName(f"{surname}　{given}", f"{kana}　{read}")
    return Case(
        case_id=case_id,
        number=f"BENCH-{drawn.hex()[:8]}-{number:07d}",
        state=state,
        name=name.as_written,
        kana=name.kana,
        name_folded=name.keys.folded,
        kana_sort=name.sort_key,
        born_on=date(1955, 1, 1) + timedelta(days=int.from_bytes(drawn[3:7], "big") % _DAYS_OF_BIRTH),
        section="開発部",
        post="主任",
        item=1,
        roster_id=None,
        from_office_id=None,
        notified_of_assessment_on=date(2025, 6, 1),
        consented_on=date(2025, 6, 2),
        inquiries_consented_on=date(2025, 6, 2),
        sealed=False,
        pack_id=pack.meta.id,
        pack_version=str(pack.meta.version),
        pack_digest=pack.digest,
        opened_at=datetime(2025, 6, 2, tzinfo=UTC),
        changed_at=datetime(2025, 6, 2, tzinfo=UTC),
        revision=1,
        due_on=date(2025, 7, 1 + number % 28),
    )


def _add_consents(office: BenchOffice, cases: list[CaseId]) -> None:
    desk = office.services.desk
    with desk.act(office.actor(Role.SECURITY_OFFICER), Action.SEE_REGISTER) as act:
        for case_id in cases:
            blob = file_scan(act, case_id, b"%PDF-1.4 consent of " + case_id.encode())
            entry = RegisterEntry(
                entry_id=RefusalId(act.new_id()),
                kind="consent",
                name="—",
                kana_sort="",
                section="",
                roster_id=None,
                form="F06",
                received_on=date(2025, 6, 2),
                recorded_at=act.at,
                scan_id=blob.blob_id,
                case_id=case_id,
            )
            act.unit.register.add(entry)
