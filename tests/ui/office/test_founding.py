"""What the wizard was answered is what the vault is made with."""

from pathlib import Path

import pytest

from app.models.domain.actor import OfficeKind, Role
from app.services.vault.slots import read_slots
from app.ui.presenters.first_run import OfficePlan, OfficerPlan
from app.ui.presenters.founding import make_office

OFFICERS = tuple(
    OfficerPlan(name=role.value, roles=frozenset({role}), passphrase=f"passphrase of the {role.value}")
    for role in (Role.ADMINISTRATOR, Role.SECURITY_OFFICER)
)


@pytest.mark.parametrize(("is_fips", "algorithm"), [(True, "pbkdf2-hmac-sha512"), (False, "argon2id")])
def test_the_chosen_stretching_stands_in_every_slot(tmp_path: Path, is_fips: bool, algorithm: str) -> None:  # noqa: FBT001
    office = OfficePlan(
        tmp_path / "vault",
        OfficeKind.CONTRACTOR,
        name_ja="見本工業",
        name_en="Sample Works",
        office_id="MHN",
        station_id="MHN01",
        officers=OFFICERS,
        accepts_no_keyring=True,
        fips_profile=is_fips,
    )
    steps: list[str | None] = []
    made = make_office(office, False, lambda progress: steps.append(progress.text_key))
    slots = read_slots(made.folder)
    assert [slot.hdr.kdf.__struct_config__.tag for slot in slots.slots] == [algorithm] * 2
    assert not slots.device_bound
    assert steps[-1] == "wizard.step.trust"
