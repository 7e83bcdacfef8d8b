"""The first run as a machine of named steps: what is asked, what is missing, what comes next. Qt-free."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from app.models.domain.actor import OfficeKind, Role
from app.models.domain.errors import AppError
from app.services.jobs import CancelToken, Lane, Progress, ProgressSink
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.signal import Stated

LEAST_OFFICERS = 2
MOST_OFFICERS = 20
_GOOD_ID = re.compile(r"[A-Z0-9]{2,12}")


class Step(StrEnum):
    """The steps in their order."""

    LANGUAGE = "language"
    KIND = "kind"
    OFFICE = "office"
    LETTERHEAD = "letterhead"
    OFFICERS = "officers"
    VAULT = "vault"
    SUMMARY = "summary"
    MAKE = "make"
    DONE = "done"


class Keyring(StrEnum):
    """What the look for a keyring found."""

    UNKNOWN = "unknown"
    READY = "ready"
    LOCKED = "locked"
    MISSING = "missing"


ROLES_OF: dict[OfficeKind, tuple[Role, ...]] = {
    OfficeKind.AGENCY: tuple(Role),
    OfficeKind.INVESTIGATION_OFFICE: tuple(role for role in Role if role is not Role.COMPLAINT_OFFICER),
    OfficeKind.CONTRACTOR: (Role.SECURITY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR),
}
"""Roles that are of use in each kind of office."""


@dataclass(frozen=True, slots=True)
class OfficerPlan:
    """An officer who will be appointed.

    Attributes:
        is_offered: The program drew the passphrase; otherwise the officer types it twice.
        again: The passphrase as typed the second time.
        is_noted: The officer said that the offered passphrase was written down.
    """

    name: str = ""
    roles: frozenset[Role] = frozenset()
    is_offered: bool = True
    passphrase: str = field(default="", repr=False)
    again: str = field(default="", repr=False)
    is_noted: bool = False


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """Everything that was answered so far."""

    folder: Path
    kind: OfficeKind | None = None
    name_ja: str = ""
    name_en: str = ""
    office_id: str = ""
    station_id: str = ""
    issuer_head: str = ""
    contact_desk: str = ""
    consultation_desk: str = ""
    complaint_desk: str = ""
    cabinet_office_desk: str = ""
    officers: tuple[OfficerPlan, ...] = ()
    accepts_no_keyring: bool = False
    fips_profile: bool = False
    """Passphrases are stretched by PBKDF2 in place of Argon2id."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps a step from being left: the field and the key of the sentence."""

    field: str
    key: str


@dataclass(frozen=True, slots=True)
class Made:
    """What the last page tells; no passphrase is in it."""

    folder: Path
    keyring: str
    root_fingerprint: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Founder:
    """What the presenter needs of the wiring.

    Attributes:
        suggest: Draws a passphrase.
        look_for_keyring: Name of the keyring; raises ``keyring.missing`` or ``keyring.locked``.
        make: Makes the vault and, in an agency, founds the circle of trust.
        shortest: Least number of characters of a passphrase.
    """

    suggest: Callable[[], str]
    look_for_keyring: Callable[[], str]
    make: Callable[["OfficePlan", bool, ProgressSink], Made]
    shortest: int


@dataclass(frozen=True, slots=True)
class FirstRunState:
    """What the wizard shows."""

    plan: OfficePlan
    step: Step = Step.LANGUAGE
    faults: tuple[Fault, ...] = ()
    keyring: Keyring = Keyring.UNKNOWN
    keyring_name: str = ""
    progress: Progress | None = None
    is_busy: bool = False
    made: Made | None = None
    error: AppError | None = None


def steps_for(plan: OfficePlan) -> tuple[Step, ...]:
    """The steps of this office: only an agency writes letters to subjects."""
    return tuple(step for step in Step if step is not Step.LETTERHEAD or plan.kind in {None, OfficeKind.AGENCY})


def root_places(plan: OfficePlan) -> tuple[int, ...]:
    """Places of the two officers who will be the root of the circle of trust: administrator and security officer."""
    chosen: list[int] = []
    for role in (Role.SECURITY_OFFICER, Role.ADMINISTRATOR):
        holders = [at for at, one in enumerate(plan.officers) if role in one.roles and at not in chosen]
        chosen += holders[:1]
    others = [at for at in range(len(plan.officers)) if at not in chosen]
    return tuple((chosen + others)[:LEAST_OFFICERS])


def faults_of(state: FirstRunState, shortest: int) -> tuple[Fault, ...]:
    """What keeps the present step from being left."""
    plan = state.plan
    match state.step:
        case Step.KIND:
            return () if plan.kind is not None else (Fault("kind", "wizard.fault.choose"),)
        case Step.OFFICE:
            return _office_faults(plan)
        case Step.LETTERHEAD:
            names = ("issuer_head", "contact_desk", "consultation_desk", "complaint_desk", "cabinet_office_desk")
            return tuple(Fault(name, "wizard.fault.empty") for name in names if not getattr(plan, name).strip())
        case Step.OFFICERS:
            return _officers_faults(plan, shortest)
        case Step.VAULT:
            return _vault_faults(state)
        case _:
            return ()


def _office_faults(plan: OfficePlan) -> tuple[Fault, ...]:
    faults = [Fault(name, "wizard.fault.empty") for name in ("name_ja", "name_en") if not getattr(plan, name).strip()]
    for name in ("office_id", "station_id"):
        value = getattr(plan, name)
        if not value:
            faults.append(Fault(name, "wizard.fault.empty"))
        elif not is_good_id(value):
            faults.append(Fault(name, "wizard.fault.id"))
    return tuple(faults)


def is_good_id(value: str) -> bool:
    """Whether an id may stand in the name of a bundle: 2 to 12 capital letters and digits."""
    return _GOOD_ID.fullmatch(value) is not None


def _officers_faults(plan: OfficePlan, shortest: int) -> tuple[Fault, ...]:
    faults: list[Fault] = []
    roles = {role for officer in plan.officers for role in officer.roles}
    if len(plan.officers) < LEAST_OFFICERS:
        faults.append(Fault("officers", "wizard.fault.two-officers"))
    faults += [
        Fault("officers", f"wizard.fault.needs-{role.value}")
        for role in (Role.ADMINISTRATOR, Role.SECURITY_OFFICER)
        if role not in roles
    ]
    names = [officer.name.strip() for officer in plan.officers]
    for place, officer in enumerate(plan.officers):
        faults += [Fault(f"{place}.{name}", key) for name, key in _officer_faults(officer, shortest)]
        if names[place] and names.count(names[place]) > 1:
            faults.append(Fault(f"{place}.name", "wizard.fault.same-name"))
    return tuple(faults)


def _officer_faults(officer: OfficerPlan, shortest: int) -> list[tuple[str, str]]:
    faults = []
    if not officer.name.strip():
        faults.append(("name", "wizard.fault.empty"))
    if not officer.roles:
        faults.append(("roles", "wizard.fault.role"))
    if officer.is_offered:
        if not officer.is_noted:
            faults.append(("noted", "wizard.fault.noted"))
    elif len(officer.passphrase) < shortest:
        faults.append(("passphrase", "wizard.fault.short"))
    elif officer.passphrase != officer.again:
        faults.append(("again", "wizard.fault.differs"))
    return faults


def _vault_faults(state: FirstRunState) -> tuple[Fault, ...]:
    if state.keyring is Keyring.READY:
        return ()
    if state.keyring is Keyring.MISSING:
        return () if state.plan.accepts_no_keyring else (Fault("keyring", "wizard.fault.keyring-missing"),)
    locked = state.keyring is Keyring.LOCKED
    return (Fault("keyring", "wizard.fault.keyring-locked" if locked else "wizard.fault.keyring-unknown"),)


class FirstRunPresenter(Stated[FirstRunState]):
    """Walks through the steps; passphrases live here until the vault is made, and are dropped then."""

    def __init__(self, founder: Founder, runner: Submitter, folder: Path) -> None:
        super().__init__(FirstRunState(OfficePlan(folder)))
        self._founder, self._runner = founder, runner

    @property
    def shortest(self) -> int:
        """Least number of characters of a passphrase."""
        return self._founder.shortest

    def change(self, **answers: object) -> None:
        """Take answers of the present step; names are those of :class:`OfficePlan`."""
        plan = replace(self.state.plan, **answers)  # type: ignore[arg-type] # the page names fields of the plan
        if "kind" in answers and answers["kind"] != self.state.plan.kind:
            plan = replace(plan, officers=self._first_officers())
        self._show(plan=plan, faults=())

    def change_officer(self, place: int, **answers: object) -> None:
        """Take answers about one officer; names are those of :class:`OfficerPlan`."""
        officers = list(self.state.plan.officers)
        officers[place] = replace(officers[place], **answers)  # type: ignore[arg-type] # as above
        self.change(officers=tuple(officers))

    def add_officer(self) -> None:
        """Appoint one more."""
        if len(self.state.plan.officers) < MOST_OFFICERS:
            self.change(officers=(*self.state.plan.officers, self._officer(frozenset())))

    def remove_officer(self, place: int) -> None:
        """Appoint one less; two are always needed."""
        officers = self.state.plan.officers
        if len(officers) > LEAST_OFFICERS:
            self.change(officers=officers[:place] + officers[place + 1 :])

    def offer_another(self, place: int) -> None:
        """Draw another passphrase for an officer."""
        self.change_officer(place, passphrase=self._founder.suggest(), is_offered=True, is_noted=False)

    def let_type(self, place: int) -> None:
        """Let an officer type an own passphrase twice."""
        self.change_officer(place, passphrase="", again="", is_offered=False)

    def go_on(self) -> None:
        """Leave the step, if nothing is missing."""
        faults = faults_of(self.state, self._founder.shortest)
        if faults:
            self._show(faults=faults)
            return
        steps = steps_for(self.state.plan)
        self._enter(steps[steps.index(self.state.step) + 1])

    def go_back(self) -> None:
        """Return to the step before; what was answered stays."""
        steps = steps_for(self.state.plan)
        place = steps.index(self.state.step)
        if place > 0 and self.state.step is not Step.DONE and not self.state.is_busy:
            self._enter(steps[place - 1])

    def look_for_keyring(self) -> None:
        """See whether this login has a keyring that can hold the device secret."""
        look = self._founder.look_for_keyring

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            return look()

        self._show(keyring=Keyring.UNKNOWN)
        self._runner.submit(
            job,
            owner=self,
            then=self._on_keyring,
            failed=self._on_no_keyring,
            lane=Lane.HEAVY,
            key="first-run.keyring",
            survives_lock=True,
        )

    def _enter(self, step: Step) -> None:
        self._show(step=step, faults=(), error=None)
        if step is Step.VAULT:
            self.look_for_keyring()
        elif step is Step.MAKE:
            self._make()

    def _make(self) -> None:
        plan, make = self.state.plan, self._founder.make
        device_bound = self.state.keyring is Keyring.READY

        def job(_token: CancelToken, progress: ProgressSink) -> Made:
            return make(plan, device_bound, progress)

        self._show(is_busy=True, progress=None)
        self._runner.submit(
            job,
            owner=self,
            then=self._on_made,
            failed=self._on_failed,
            progress=self._on_progress,
            lane=Lane.HEAVY,
            survives_lock=True,
        )

    def _on_keyring(self, name: str) -> None:
        self._show(keyring=Keyring.READY, keyring_name=name)

    def _on_no_keyring(self, error: AppError) -> None:
        self._show(keyring=Keyring.LOCKED if error.code == "keyring.locked" else Keyring.MISSING)

    def _on_progress(self, progress: Progress) -> None:
        self._show(progress=progress)

    def _on_made(self, made: Made) -> None:
        officers = tuple(replace(one, passphrase="", again="") for one in self.state.plan.officers)
        plan = replace(self.state.plan, officers=officers)
        self._show(plan=plan, step=Step.DONE, made=made, is_busy=False, progress=None)

    def _on_failed(self, error: AppError) -> None:
        self._show(step=Step.SUMMARY, is_busy=False, progress=None, error=error)

    def _first_officers(self) -> tuple[OfficerPlan, ...]:
        roles = (frozenset({Role.ADMINISTRATOR}), frozenset({Role.SECURITY_OFFICER}))
        return tuple(self._officer(one) for one in roles)

    def _officer(self, roles: frozenset[Role]) -> OfficerPlan:
        return OfficerPlan(roles=roles, passphrase=self._founder.suggest())

    def _show(self, **parts: object) -> None:
        self.show(replace(self.state, **parts))  # type: ignore[arg-type] # names of fields of the state, above
