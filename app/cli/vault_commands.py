"""``sekisho vault``: make, list and check vaults."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from app import bootstrap
from app.cli.front import Officer, PassphraseFile, VaultFolder, Visit, front_of, opens_vault, person_named
from app.cli.passphrases import Passphrases
from app.models.domain.actor import Environment, OfficeKind, Role
from app.models.domain.errors import InvalidInputError, VaultError
from app.models.domain.ids import OfficeId, PersonId, StationId
from app.models.views.records import Letterhead
from app.services.jobs import CancelToken
from app.services.officers.officers import Officers
from app.services.stations.setup import NewOfficer, NewStation, set_up
from app.services.stations.unlocking import Door

NAME = "vault"
commands = typer.Typer()
_LARGEST_PLAN = 256 * 1024


class _PlannedOfficer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    roles: frozenset[Role]


class _PlannedOffice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file that ``vault create`` reads; ``vault example`` writes one to begin with."""

    office_id: OfficeId
    office_kind: OfficeKind
    office_name_ja: str
    office_name_en: str
    station_id: StationId
    environment: Environment
    letterhead: Letterhead
    officers: tuple[_PlannedOfficer, ...]
    fips_profile: bool = False


@commands.command("example")
def example(context: typer.Context) -> None:
    """Print a plan of an office to fill in."""
    front = front_of(context)
    words = {name: front.texts(f"cli.example.{name}") for name in ("office", "head", "desk", "officer")}
    plan = _PlannedOffice(
        OfficeId("OFFICE"),
        OfficeKind.AGENCY,
        words["office"],
        "Example Agency",
        StationId("OFFICE01"),
        Environment.LIVE,
        Letterhead(words["head"], *[words["desk"]] * 4),
        tuple(_PlannedOfficer(f"{words['officer']} {n}", frozenset({role})) for n, role in enumerate(Role, start=1)),
    )
    for line in msgspec.json.format(msgspec.json.encode(plan, order="sorted"), indent=2).decode().splitlines():
        front.console.value(line)


@commands.command("create")
def create(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument()],
    plan: Annotated[Path, typer.Option("--plan")],
    passphrase_file: PassphraseFile = None,
    without_keyring: Annotated[bool, typer.Option("--without-keyring")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Make a vault from a plan; passphrases are asked for, one by one."""
    front = front_of(context)
    try:
        office = msgspec.json.decode(front.files.read(plan, _LARGEST_PLAN)[:_LARGEST_PLAN], type=_PlannedOffice)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise InvalidInputError("cli.plan-unreadable", field="plan") from None
    passphrases = Passphrases(front.console, passphrase_file)
    officers = tuple(NewOfficer(one.name, one.roles, passphrases.new(one.name)) for one in office.officers)
    new = NewStation(
        office.office_id,
        office.office_kind,
        office.office_name_ja,
        office.office_name_en,
        office.station_id,
        office.environment,
        officers,
        office.letterhead,
        device_bound=not without_keyring,
        fips_profile=office.fips_profile,
    )
    set_up(
        folder,
        new,
        secrets=bootstrap.secret_store(),
        clock=bootstrap.system_clock(),
        entropy=bootstrap.system_entropy(),
        progress=front.console.hint,
    )
    front.console.say("cli.vault.created", folder=str(folder), count=len(officers))
    if without_keyring:
        front.console.hint("cli.vault.passphrase-only")


@commands.command("list")
def list_vaults(context: typer.Context, folder: Annotated[Path | None, typer.Argument()] = None) -> None:
    """List vaults: those of this login, or those in a folder."""
    front = front_of(context)
    places = bootstrap.places()
    around = [folder] if folder is not None else [places.vault, places.rehearsal]
    found = 0
    for place in around:
        inside = sorted(entry for entry in place.iterdir() if entry.is_dir()) if place.is_dir() else []
        for candidate in (place, *inside):
            try:
                slots = bootstrap.door(candidate).slots()
            except VaultError:
                continue
            found += 1
            front.console.row(
                str(candidate),
                front.texts(f"environment.{slots.environment}"),
                slots.office_name_ja,
                slots.office_name_en,
            )
            for name in slots.names.values():
                front.console.row("", name)
    if not found:
        front.console.hint("cli.vault.none")


@commands.command("check")
def check(
    context: typer.Context, officer: Officer, vault: VaultFolder = None, passphrase_file: PassphraseFile = None
) -> None:
    """Examine everything in a vault, damaged or not, and show none of its content."""
    front = front_of(context)
    folder = vault or bootstrap.places().vault
    passphrases = Passphrases(front.console, passphrase_file)
    door = bootstrap.door(folder, ask_pin=lambda binding: passphrases.pin(binding.label))
    person, passphrase = _who(door, officer, passphrases)
    report = bootstrap.vault_examining(door).run(person, passphrase, CancelToken(), front.console.progress)
    for found in report.findings:
        front.console.row(found.flaw.value, found.place, front.texts(f"flaw.{found.flaw.value}"))
    for name, count in report.counts:
        front.console.row(str(count), front.texts(f"examination.count.{name}"))
    if not report.is_recorded:
        front.console.hint("cli.vault.not-recorded")
    if report.damages:
        raise VaultError("cli.vault-unsound", count=report.damages)
    front.console.say("cli.vault.sound", count=len(report.findings))


def _who(door: Door, officer: str, passphrases: Passphrases) -> tuple[PersonId, str]:
    """Who examines; nobody where the slots file is too damaged to tell, because then no passphrase opens anything."""
    try:
        officers = door.slots().names
    except VaultError as refusal:
        if refusal.code != "vault.slots-damaged":
            raise
        return PersonId(""), ""
    person = person_named(officers, officer)
    return person, passphrases.of(officers[person])


@commands.command("rotate")
@opens_vault
def rotate(visit: Visit) -> None:
    """Renew the vault key."""
    front = visit.front
    with visit.room() as room:
        officers = Officers(room.services.desk, room.door)
        officers.renew_key(room.actor)
        generation = officers.keys(room.actor).generation
    front.console.say("cli.vault.rotated", count=generation)
