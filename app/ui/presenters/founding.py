"""Makes the vault that the first run planned, and founds the circle of trust of an agency. Qt-free."""

from app import bootstrap
from app.models.domain.actor import Environment, OfficeKind
from app.models.domain.ids import OfficeId, PersonId, StationId
from app.models.views.records import Letterhead
from app.services.jobs import Progress, ProgressSink
from app.services.stations.setup import NewOfficer, NewStation, set_up
from app.ui.presenters.first_run import Founder, Made, OfficePlan, root_places

PROBE = "probe"
"""Asking the keyring for a name that it does not have shows whether it is locked."""


def founder() -> Founder:
    """The real one."""
    return Founder(bootstrap.suggest_passphrase, look_for_keyring, make_office, bootstrap.shortest_passphrase())


def look_for_keyring() -> str:
    """Name of the keyring of this login.

    Raises:
        EnvironmentProblemError: ``keyring.missing`` or ``keyring.locked``.
    """
    store = bootstrap.secret_store()
    name = store.describe()
    store.get(PROBE)
    return name


def make_office(plan: OfficePlan, device_bound: bool, progress: ProgressSink) -> Made:  # noqa: FBT001 - as the wizard calls it
    """Make the vault; in an agency the two root officers found the circle of trust with it.

    Raises:
        AppError: What :func:`set_up` raises; the folder is then as it was.
    """
    total = len(plan.officers) + 2
    done = 0

    def step(text_key: str) -> None:
        nonlocal done
        progress(Progress(done, total, text_key))
        done += 1

    secrets = bootstrap.secret_store()
    set_up(
        plan.folder,
        _station(plan, device_bound=device_bound),
        secrets=secrets,
        clock=bootstrap.system_clock(),
        entropy=bootstrap.system_entropy(),
        progress=step,
    )
    step("wizard.step.trust")
    keyring = secrets.describe() if device_bound else ""
    if plan.kind is not OfficeKind.AGENCY:
        return Made(plan.folder, keyring)
    return _found(plan, keyring)


def _station(plan: OfficePlan, *, device_bound: bool) -> NewStation:
    return NewStation(
        office_id=OfficeId(plan.office_id),
        office_kind=plan.kind or OfficeKind.AGENCY,
        office_name_ja=plan.name_ja.strip(),
        office_name_en=plan.name_en.strip(),
        station_id=StationId(plan.station_id),
        environment=Environment.LIVE,
        officers=tuple(NewOfficer(one.name.strip(), one.roles, one.passphrase) for one in plan.officers),
        letterhead=Letterhead(
            issuer_head=plan.issuer_head.strip(),
            contact_desk=plan.contact_desk.strip(),
            consultation_desk=plan.consultation_desk.strip(),
            complaint_desk=plan.complaint_desk.strip(),
            cabinet_office_desk=plan.cabinet_office_desk.strip(),
        ),
        device_bound=device_bound,
        fips_profile=plan.fips_profile,
    )


def _found(plan: OfficePlan, keyring: str) -> Made:
    door = bootstrap.door(plan.folder)
    names = {name: PersonId(person) for person, name in door.slots().names.items()}
    roots = [plan.officers[place] for place in root_places(plan)]
    first, *others = roots
    session = door.unlock_for_setup(names[first.name.strip()], first.passphrase)
    try:
        services = bootstrap.services(session)
        hands = [door.signer(names[one.name.strip()], one.passphrase) for one in (first, *others)]
        services.trust.found(session.actor, hands)
        fingerprint = services.trust.root_fingerprint(session.actor)
    finally:
        session.lock()
    return Made(plan.folder, keyring, fingerprint, tuple(one.name.strip() for one in roots))
