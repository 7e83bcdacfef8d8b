"""A vault that is restored with the sheets opens with the keyring of the machine that it was restored on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.models.domain.errors import EnvironmentProblemError
from app.services.backups.newcomer import NewSlot
from app.services.backups.restoring import Plan, Restored
from app.services.crypto.keyslot import Argon2Cost, Pbkdf2Cost, cost_of
from app.services.platform.backup_folder import BackupFolder
from app.services.stations.unlocking import Door
from app.services.vault.slots import read_slots
from tests.fakes.keyring import FakeKeyring
from tests.fakes.network import FakeNetwork
from tests.services.backups.media import Sheets, appointed, made
from tests.services.backups.restores import NEW_PASSPHRASE, by_sheets, restoring
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office, entropy


class Machine:
    """A new machine with a keyring of its own, and a medium with a backup of the agency."""

    def __init__(self, office: Office, stick: BackupFolder, folder: Path) -> None:
        self.office, self.stick, self.folder, self.keyring = office, stick, folder, FakeKeyring()
        self.sheets: Sheets = appointed(office)
        self.number = made(office, stick).number

    def restore(self, change: Callable[[Plan], Plan] = lambda plan: plan) -> Restored:
        plan = by_sheets(self.office, self.number, self.sheets.opener, bound=True)
        return restoring(self.office, self.folder, self.keyring).restore(self.stick, change(plan))

    def opens(self) -> bool:
        """Whether the first officer gets in with the new passphrase; raises what is wrong with the keyring."""
        clock = self.office.desk.clock
        door = Door(self.folder, secrets=self.keyring, clock=clock, entropy=entropy, network=FakeNetwork())
        door.unlock(self.office.person("administrator"), NEW_PASSPHRASE).lock()
        return True


@pytest.fixture
def machine(at: At, tmp_path: Path) -> Machine:
    stick = tmp_path / "stick"
    stick.mkdir()
    (tmp_path / "machine").mkdir()
    return Machine(at("answered").agency, BackupFolder(stick), tmp_path / "machine" / "vault")


def test_a_new_machine_takes_the_place_of_a_lost_one(machine: Machine) -> None:
    machine.restore()
    assert read_slots(machine.folder).device_bound
    assert machine.opens()


def test_where_the_vault_breaks_afterwards_the_same_value_of_the_keyring_serves(machine: Machine) -> None:
    machine.restore()
    assert machine.opens(), "and anchors its record"
    bound = [value for name, value in machine.keyring.values.items() if name.startswith("device-")]
    (machine.folder / "vault.db").write_bytes(b"no database any more")
    told = machine.restore()
    assert machine.opens(), "the anchor of the broken vault is of an earlier epoch"
    assert told.epoch == 2
    assert [value for name, value in machine.keyring.values.items() if name.startswith("device-")] == bound


def test_a_vault_that_moves_to_a_machine_without_a_keyring_asks_for_none(machine: Machine) -> None:
    machine.restore()
    lost, machine.keyring = machine.keyring, FakeKeyring()
    machine.keyring.trouble = "keyring.missing"
    without = NewSlot("agency administrator", NEW_PASSPHRASE, device_bound=False, cost=Argon2Cost.rehearsal())
    machine.restore(lambda plan: replace(plan, newcomer=without))
    assert not read_slots(machine.folder).device_bound
    assert machine.opens()
    assert lost.values, "what the old machine knows is of no use here"


@pytest.mark.parametrize("damage", [lambda value: value[:0], lambda value: value[:32], lambda value: value[1:] + b"x"])
def test_a_value_that_opens_nothing_any_more_is_made_anew(machine: Machine, damage: Callable[[bytes], bytes]) -> None:
    machine.restore()
    name = next(name for name in machine.keyring.values if name.startswith("device-"))
    machine.keyring.values[name] = damage(machine.keyring.values[name])
    with pytest.raises(EnvironmentProblemError):
        machine.opens()
    machine.restore()
    assert machine.opens()


def test_an_office_keeps_its_way_of_stretching(machine: Machine) -> None:
    officer = NewSlot("agency administrator", NEW_PASSPHRASE)
    machine.restore(lambda plan: replace(plan, newcomer=replace(officer, cost=Pbkdf2Cost.standard())))
    machine.restore(lambda plan: replace(plan, newcomer=officer))
    assert [cost_of(slot) for slot in read_slots(machine.folder).slots] == [Pbkdf2Cost.standard()]
    assert machine.opens()
