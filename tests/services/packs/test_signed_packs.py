"""A form pack enters a station signed by two officers, or not at all; cases stay on the pack they began with."""

import io
import tarfile  # noqa: TID251 # the public reader, and what an attacker has
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.models.domain.actor import Environment
from app.models.domain.errors import (
    AlreadyDoneError,
    AppError,
    GateClosedError,
    NotAuthorisedError,
    UntrustedInputError,
    VaultError,
)
from app.models.forms.answers import encode
from app.services.crypto.dsse import Signature
from app.services.exchange.lookout import trust_view
from app.services.pack_admission import signed_file
from app.services.pack_admission.hands import Judge, missing_hands
from app.services.pack_admission.shelf import StationShelf
from app.services.packs import files as pack_files
from app.services.packs.loader import load_files
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.services.trust.orders import Aim, Ground
from tests.services.exchange.offices import Office, reopened, shelf
from tests.services.exchange.world import Snapshots, World
from tests.services.packs.signed import FIRST_DAY, begun, completed, draft, forged, signed, swapped, with_signatures

SHIPPED = shelf().current


@dataclass
class Circle:
    """One world for all refusals: they change nothing."""

    world: World
    good: bytes

    @property
    def investigation(self) -> Office:
        return self.world.investigation

    def admit(self, content: bytes) -> str:
        """The code that the agency's station refuses a file with; its vault is the same afterwards."""
        office = self.world.agency
        before = office.tables()
        with pytest.raises(AppError) as refused:
            office.services.pack_desk.admit(office.actor("security"), content)
        assert office.tables() == before
        return refused.value.code


@pytest.fixture(name="snapshots", scope="module")
def _snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    return Snapshots(tmp_path_factory.mktemp("snapshots"))


@pytest.fixture(name="circle", scope="module")
def _circle(snapshots: Snapshots, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Circle]:
    world = snapshots.at("trusted", tmp_path_factory.mktemp("refusals") / "world")
    yield Circle(world, signed(world, draft()))
    world.close()


def _set(world: World, moment: datetime) -> None:
    world.clock.advance(moment - world.clock.now())


def _midnight(day: date) -> datetime:
    """When a day begins in Japan."""
    return datetime.combine(day, datetime.min.time(), UTC) - timedelta(hours=9)


def test_a_pack_that_two_signed_is_the_one_for_new_cases_from_its_first_day(
    snapshots: Snapshots, circle: Circle, tmp_path: Path
) -> None:
    world = snapshots.at("consented", tmp_path / "world")
    office = world.agency
    kept = office.services.pack_desk.admit(office.actor("security"), signed(world, draft()))
    assert (kept.version, kept.effective_from, kept.digest) == (2, FIRST_DAY, pack_files.digest(draft()))
    assert office.events("pack.admitted") == [("pack.admitted", "done")]
    packs = office.services.packs
    assert packs.current is SHIPPED
    assert packs.by_digest(kept.digest) == load_files(draft())
    _set(world, _midnight(FIRST_DAY) - timedelta(seconds=1))
    assert packs.current is SHIPPED
    _set(world, _midnight(FIRST_DAY))
    assert packs.current.pack.digest == kept.digest
    with office.desk.vault.read() as unit:
        assert unit.cases.get(world.case).pack_digest == SHIPPED.pack.digest
    office.desk.vault.close()
    again = reopened(office, office.folder, world.clock)
    assert again.services.packs.current.pack.digest == kept.digest
    lines = again.services.pack_desk.packs(again.actor("examiner"))
    assert [(one.version, one.is_current, one.admitted_on is None) for one in lines] == [
        (1, False, True),
        (2, True, False),
    ]
    with pytest.raises(AlreadyDoneError, match=r"pack\.admitted-already"):
        again.services.pack_desk.admit(again.actor("administrator"), signed(world, draft()))
    again.desk.vault.close()
    assert circle.good


def _after(before: dict[str, bytes], version: int, first_day: date) -> dict[str, bytes]:
    """A version that comes from another one than the shipped."""
    files = dict(draft(version, first_day))
    migration = msgspec.json.decode(files["migrate.json"])
    migration["from"] |= {"version": 2, "digest": pack_files.digest(before)}
    return {**files, "migrate.json": msgspec.json.encode(migration)}


def test_versions_follow_and_an_older_one_is_a_replay(snapshots: Snapshots, tmp_path: Path) -> None:
    world = snapshots.at("trusted", tmp_path / "world")
    office, desk = world.investigation, world.investigation.services.pack_desk
    desk.admit(office.actor("security"), signed(world, draft()))
    with pytest.raises(UntrustedInputError, match=r"pack\.effective-back"):
        signed(world, _after(draft(), 3, FIRST_DAY - timedelta(days=1)))
    third = _after(draft(), 3, FIRST_DAY)
    desk.admit(office.actor("security"), signed(world, third))
    _set(world, _midnight(FIRST_DAY))
    assert office.services.packs.current.pack.digest == pack_files.digest(third)
    older = signed(world, draft(2, date(2025, 7, 2)))
    before = office.tables()
    with pytest.raises(UntrustedInputError, match=r"pack\.version-back"):
        desk.admit(office.actor("security"), older)
    assert office.tables() == before
    world.close()


def test_the_file_follows_from_its_contents_and_every_tar_reads_it(circle: Circle) -> None:
    read = signed_file.read(circle.good)
    assert swapped(circle.good, read.files) == circle.good
    with tarfile.open(fileobj=io.BytesIO(circle.good)) as archive:
        names = archive.getnames()
    assert names == ["pack.dsse.json", *sorted(draft())]


def test_each_file_is_under_the_signature(circle: Circle) -> None:
    for name in draft():
        changed = {**draft(), name: draft()[name] + b" "}
        with pytest.raises(UntrustedInputError, match=r"pack\.other-content"):
            signed_file.read(swapped(circle.good, changed))
        assert circle.admit(swapped(circle.good, changed)) == "pack.other-content", name
    fewer = {name: content for name, content in draft().items() if name != "rules.json"}
    assert circle.admit(swapped(circle.good, fewer)) == "pack.other-content"
    assert circle.admit(swapped(circle.good, {**draft(), "letters/Z99.json": b"{}"})) == "pack.other-content"


def _flipped(circle: Circle) -> bytes:
    first, second = signed_file.read(circle.good).envelope.signatures
    return with_signatures(circle.good, first, Signature(second.keyid, second.sig[:40] + b"\0\0" + second.sig[42:]))


def _by(circle: Circle, *who: str, **said: Any) -> bytes:
    return forged(circle.good, *(circle.investigation.hand(one) for one in who), **said)


def _of(circle: Circle, files: dict[str, bytes]) -> bytes:
    """Other files, truly signed; the statement is true of them."""
    meta = msgspec.json.decode(files["pack.json"])
    hands = [circle.investigation.hand(who) for who in ("decider", "security")]
    return forged(circle.good, *hands, files=files, effective_from=date.fromisoformat(meta["effectiveFrom"]))


def _of_agency(circle: Circle) -> bytes:
    agency = circle.world.agency
    with agency.desk.vault.read() as unit:
        office = unit.people.station().office_id
    return forged(circle.good, agency.hand("decider"), agency.hand("security"), office=office)


def _said_otherwise(circle: Circle) -> bytes:
    read = signed_file.read(circle.good)
    said = msgspec.structs.replace(read.statement, version=9)
    return signed_file.write(signed_file.encode(said), read.envelope.signatures, read.files)


def _lower(circle: Circle) -> object:
    policy = signed_file.read(circle.good).statement.signing
    return msgspec.structs.replace(policy, threshold=1, roles=policy.roles[:1])


def _other_origin() -> dict[str, bytes]:
    migration = msgspec.json.decode(draft()["migrate.json"])
    migration["from"]["digest"] = "0" * 64
    return {**draft(), "migrate.json": msgspec.json.encode(migration)}


def _surprised() -> bytes:
    """A subject that expects no finding where the rules have some."""
    subject = next(one for one in SHIPPED.golden.values() if one.findings)
    pack = msgspec.structs.replace(subject.response.pack, version=2)
    response = msgspec.structs.replace(subject.response, pack=pack)
    return encode(msgspec.structs.replace(subject, response=response, findings=()))


def _tar(circle: Circle, name: str, kind: bytes = tarfile.REGTYPE, *, extra: bytes = b"") -> bytes:
    """The good file with its last entry under another name or kind, or followed by one more."""
    read = signed_file.read(circle.good)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        with tarfile.open(fileobj=io.BytesIO(circle.good)) as source:
            for member in source.getmembers():
                held = source.extractfile(member)
                assert held is not None
                archive.addfile(member, held)
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname, entry.mode = kind, "/etc/passwd" if kind == tarfile.SYMTYPE else "", 0o600
        entry.size = len(extra)
        archive.addfile(entry, io.BytesIO(extra))
    assert read.files
    return out.getvalue()


def _claiming(circle: Circle) -> bytes:
    """An entry that says it is larger than any file may be."""
    read = signed_file.read(circle.good)
    files = {**read.files, "letters/Z.json": bytes(pack_files.MAX_FILE_BYTES + 1)}
    return swapped(circle.good, files)


def _many(circle: Circle) -> bytes:
    return swapped(circle.good, {**draft(), **{f"letters/A{at}.json": b"" for at in range(pack_files.MAX_FILES)}})


FORGERIES: dict[str, tuple[str, Callable[[Circle], bytes]]] = {
    "one hand": ("pack.hands-missing", lambda one: begun(one.investigation, draft()).content),
    "two of one role": ("pack.hands-missing", lambda one: _by(one, "security", "second-security")),
    "wrong role": ("pack.hands-missing", lambda one: _by(one, "decider", "examiner")),
    "three": ("pack.hands-missing", lambda one: _by(one, "decider", "security", "many")),
    "another office": ("pack.signer-unknown", _of_agency),
    "hands of two offices": (
        "pack.signer-unknown",
        lambda one: forged(one.good, one.investigation.hand("decider"), one.world.agency.hand("security")),
    ),
    "a signature changed": ("pack.signature-invalid", _flipped),
    "a statement changed": ("pack.signature-invalid", _said_otherwise),
    "a live pack": (
        "pack.other-environment",
        lambda one: _by(one, "decider", "security", environment=Environment.LIVE),
    ),
    "from the future": ("pack.signed-in-future", lambda one: _by(one, "decider", "security", signed_at=4_000_000_000)),
    "before its keys": ("pack.signer-revoked", lambda one: _by(one, "decider", "security", signed_at=1_000_000)),
    "another version named": ("pack.other-content", lambda one: _by(one, "decider", "security", version=9)),
    "a lower policy": (
        "pack.hands-missing",
        lambda one: _by(one, "decider", "security", signing=_lower(one)),
    ),
    "no migration": ("pack.no-origin", lambda one: _of(one, {k: v for k, v in draft().items() if k != "migrate.json"})),
    "unknown origin": ("pack.origin-not-here", lambda one: _of(one, _other_origin())),
    "another finding": ("pack.golden-findings", lambda one: _of(one, {**draft(), "golden/g01.json": _surprised()})),
    "a text missing": ("pack.text-missing", lambda one: _of(one, {**draft(), "text.en.json": b"{}"})),
    "another kind of file": ("pack.signed-refused", lambda _: b"PK\x03\x04" + bytes(2000)),
    "nothing": ("pack.signed-refused", lambda _: b""),
    "cut": ("pack.signed-refused", lambda one: one.good[:-512]),
    "longer": ("pack.signed-refused", lambda one: one.good + bytes(512)),
    "a path upwards": ("pack.signed-refused", lambda one: _tar(one, "../items.json")),
    "an absolute path": ("pack.signed-refused", lambda one: _tar(one, "/etc/items.json")),
    "a link": ("pack.signed-refused", lambda one: _tar(one, "items.json", tarfile.SYMTYPE)),
    "a name twice": ("pack.signed-refused", lambda one: _tar(one, "text.ja.json", extra=b"{}")),
    "a stranger": ("pack.file-unexpected", lambda one: _tar(one, "zzz.json", extra=b"{}")),
    "a huge claim": ("pack.file-too-large", _claiming),
    "too many": ("pack.too-many-files", _many),
    "too long": ("pack.signed-too-large", lambda _: bytes(signed_file.LARGEST + 1)),
}
"""What nobody may bring in, and how it is called."""


@pytest.mark.parametrize("name", FORGERIES)
def test_what_is_not_whole_is_refused_by_its_name_and_changes_nothing(circle: Circle, name: str) -> None:
    code, make = FORGERIES[name]
    assert circle.admit(make(circle)) == code


def test_nobody_signs_twice_or_without_the_role_or_for_another(circle: Circle) -> None:
    office = circle.investigation
    first = begun(office, draft())
    assert first.missing == 1
    with pytest.raises(AppError, match=r"pack\.signed-already"):
        completed(office, first.content, "decider")
    with pytest.raises(UntrustedInputError, match=r"pack\.hands-missing"):
        completed(office, first.content, "many")
    with pytest.raises(NotAuthorisedError):
        completed(office, first.content, "examiner")
    with pytest.raises(AppError, match=r"pack\.signed-already"):
        completed(office, circle.good, "second-security")
    with pytest.raises(NotAuthorisedError, match=r"access\.step-up"):
        office.services.pack_desk.begin(office.actor("decider"), office.hand("security"), draft())
    agency = circle.world.agency
    with pytest.raises(NotAuthorisedError):
        begun(agency, draft())
    with pytest.raises(NotAuthorisedError):
        agency.services.pack_desk.admit(agency.actor("decider"), circle.good)


def test_a_pack_of_a_rehearsal_stays_out_of_a_live_vault(snapshots: Snapshots, circle: Circle, tmp_path: Path) -> None:
    live = snapshots.at("trusted", tmp_path / "live")
    office = live.investigation
    with office.desk.vault.write() as unit:
        unit.people._connection.exec_driver_sql("UPDATE station SET environment = 'live'")
    before = office.tables()
    with pytest.raises(UntrustedInputError, match=r"pack\.other-environment"):
        office.services.pack_desk.admit(office.actor("security"), circle.good)
    assert office.tables() == before
    live.close()


def test_a_revoked_key_counts_for_nothing(snapshots: Snapshots, tmp_path: Path) -> None:
    world = snapshots.at("trusted", tmp_path / "world")
    agency, content = world.agency, signed(world, draft())
    roots = [agency.hand("administrator"), agency.hand("security")]
    subject, texts = world.investigation.person("decider"), Catalogue.load(TEXTS, Language.JAPANESE)
    desk = agency.services.pack_desk
    agency.services.orders.issue(agency.actor("security"), roots, Aim.PERSON, subject, Ground.STOLEN, texts)
    with pytest.raises(UntrustedInputError, match=r"pack\.signer-revoked"):
        desk.admit(agency.actor("security"), content)
    world.close()


def test_a_key_past_its_time_and_a_trust_document_past_its_own_count_for_nothing(circle: Circle) -> None:
    read, now = signed_file.read(circle.good), int(circle.world.clock.now().timestamp())
    with circle.investigation.desk.vault.read() as unit:
        view = trust_view(unit)
    assert missing_hands(read, Judge(view, Environment.REHEARSAL, now)) == 0
    ended = [
        msgspec.structs.replace(one, keys=tuple(msgspec.structs.replace(key, until=now) for key in one.keys))
        for one in view.document.persons
    ]
    short = replace(view, document=msgspec.structs.replace(view.document, persons=tuple(ended)))
    assert missing_hands(read, Judge(short, Environment.REHEARSAL, now)) == 0
    with pytest.raises(UntrustedInputError, match=r"pack\.signer-revoked"):
        missing_hands(read, Judge(short, Environment.REHEARSAL, now + 1))
    with pytest.raises(GateClosedError, match=r"pack\.trust-stale"):
        missing_hands(read, Judge(view, Environment.REHEARSAL, view.document.expires + 1))


def test_a_window_that_is_open_knows_what_another_process_admitted(snapshots: Snapshots, tmp_path: Path) -> None:
    world = snapshots.at("trusted", tmp_path / "world")
    office = world.agency
    window = StationShelf(shelf(), office.desk)
    assert window.kept() == []
    kept = office.services.pack_desk.admit(office.actor("security"), signed(world, draft()))
    assert [one.digest for one in window.kept()] == [kept.digest]
    world.close()


def test_two_keys_of_one_person_are_one_hand(circle: Circle) -> None:
    read, now = signed_file.read(circle.good), int(circle.world.clock.now().timestamp())
    with circle.investigation.desk.vault.read() as unit:
        view = trust_view(unit)
    decider, security = (circle.investigation.person(who) for who in ("decider", "security"))
    by_id = {person.id: person for person in view.document.persons}
    first, second = by_id[str(decider)], by_id.pop(str(security))
    both = msgspec.structs.replace(first, roles=(*first.roles, *second.roles), keys=(*first.keys, *second.keys))
    by_id[str(decider)] = both
    one = replace(view, document=msgspec.structs.replace(view.document, persons=tuple(by_id.values())))
    with pytest.raises(UntrustedInputError, match=r"pack\.one-person-twice"):
        missing_hands(read, Judge(one, Environment.REHEARSAL, now))


def test_a_pack_that_is_changed_in_the_vault_is_not_used(snapshots: Snapshots, tmp_path: Path) -> None:
    world = snapshots.at("trusted", tmp_path / "world")
    office = world.contractor
    kept = office.services.pack_desk.admit(office.actor("administrator"), signed(world, draft()))
    with office.desk.vault.write() as unit:
        unit.form_packs._connection.exec_driver_sql("UPDATE form_packs SET file = substr(file, 1, 4096)")
    _set(world, _midnight(FIRST_DAY))
    with pytest.raises(VaultError, match=r"vault\.damaged"):
        office.services.packs.by_digest(kept.digest)
    world.close()
