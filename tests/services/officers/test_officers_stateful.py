"""Officers and the lock against a model: whatever happens in whatever order, exactly the right people come in."""

import shutil
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from app.models.domain.errors import AppError
from app.models.domain.ids import PersonId
from app.services.container import Services
from app.services.stations.setup import NewOfficer
from app.services.stations.throttle import wait_after
from app.services.vault.slots import read_slots
from tests.services.exchange.offices import shelf
from tests.services.stations.desks import make, person
from tests.services.stations.keyroom import FIRST, SECOND, THIRD, KeyRoom
from tests.thoroughness import amount

WRONG = "not this passphrase"


@dataclass
class Known:
    """What the model knows of an officer."""

    officer: NewOfficer
    who: PersonId
    passphrase: str
    until: date | None = None
    is_ended: bool = False
    wrong: int = 0


class OfficersAndLock(RuleBasedStateMachine):
    """The first officer administers; others come, change and go."""

    made: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="officers-", dir=self.made.parent)) / "vault"
        self.people: list[Known] = []
        self.inside: Known | None = None
        self.numbers = 0

    @initialize()
    def begun(self) -> None:
        shutil.copytree(self.made, self.folder)
        self.room = KeyRoom.over(self.folder)
        self.people = [Known(one, person(self.folder, one), one.passphrase) for one in (FIRST, SECOND)]

    def chosen(self, number: int) -> Known:
        return self.people[number % len(self.people)]

    def expected(self, one: Known, passphrase: str) -> str:
        if one.is_ended:
            return "vault.unknown-officer"
        if passphrase != one.passphrase:
            return "vault.wrong-passphrase"
        if one.until is not None and one.until < self.room.clock.today():
            return "vault.officer-expired"
        return ""

    @rule(number=st.integers(0, 5), right=st.booleans())
    def unlock(self, number: int, *, right: bool) -> None:
        one = self.chosen(number)
        self.lock()
        self.room.clock.advance(timedelta(seconds=wait_after(one.wrong)))
        passphrase = one.passphrase if right else WRONG
        expected = self.expected(one, passphrase)
        if expected:
            with pytest.raises(AppError, match=f"^{expected}$"):
                self.room.door.unlock(one.who, passphrase)
        else:
            self.room.session = self.room.door.unlock(one.who, passphrase)
            self.inside = one
        if expected == "vault.wrong-passphrase":
            one.wrong += 1
        elif not one.is_ended:
            one.wrong = 0

    @rule()
    def lock(self) -> None:
        self.room.lock()
        self.inside = None

    @precondition(lambda self: self.inside is not None and self.inside.officer is FIRST)
    @rule()
    def add(self) -> None:
        self.numbers += 1
        new = replace(THIRD, name=f"調査　{self.numbers}", passphrase=f"passphrase number {self.numbers}")
        self.people.append(Known(new, self.room.officers.add(self.room.actor, new), new.passphrase))

    @precondition(lambda self: self.inside is not None and self.inside.officer is FIRST and len(self.people) > 2)
    @rule(number=st.integers(2, 7))
    def end(self, number: int) -> None:
        one = self.people[2 + number % (len(self.people) - 2)]
        if one.is_ended:
            with pytest.raises(AppError, match=r"^vault.unknown-officer$"):
                self.room.officers.end(self.room.actor, one.who)
            return
        assert self.room.officers.end(self.room.actor, one.who)
        one.is_ended = True

    @precondition(lambda self: self.inside is not None)
    @rule()
    def change(self) -> None:
        assert self.inside is not None
        self.numbers += 1
        new = f"changed to number {self.numbers}"
        self.room.officers.change_passphrase(self.room.actor, self.inside.passphrase, new)
        self.inside.passphrase = new
        self.inside.wrong = 0

    @precondition(lambda self: self.inside is not None and self.inside.officer is FIRST and len(self.people) > 2)
    @rule(number=st.integers(2, 7), days=st.integers(0, 2))
    def term(self, number: int, days: int) -> None:
        one = self.people[2 + number % (len(self.people) - 2)]
        if not one.is_ended:
            one.until = self.room.clock.today() + timedelta(days=days)
            self.room.officers.set_term(self.room.actor, one.who, one.until)

    @precondition(lambda self: self.inside is not None and self.inside.officer is FIRST and len(self.people) > 2)
    @rule(number=st.integers(2, 7))
    def reset(self, number: int) -> None:
        one = self.people[2 + number % (len(self.people) - 2)]
        if not one.is_ended:
            self.numbers += 1
            one.passphrase = f"given anew, number {self.numbers}"
            self.room.officers.reset(self.room.actor, one.who, one.passphrase)
            one.wrong = 0

    @precondition(lambda self: self.inside is not None and self.inside.officer in {FIRST, SECOND})
    @rule()
    def renew(self) -> None:
        before = read_slots(self.folder).generation
        self.room.officers.renew_key(self.room.actor)
        assert read_slots(self.folder).generation == before + 1

    @rule(days=st.integers(1, 2))
    def days_pass(self, days: int) -> None:
        self.room.clock.advance(timedelta(days=days))

    @invariant()
    def the_file_names_who_is_there(self) -> None:
        if self.people:
            names = {str(one.who): one.officer.name for one in self.people if not one.is_ended}
            assert read_slots(self.folder).names == names

    @override
    def teardown(self) -> None:
        """Whoever should still comes in, once more; the record is whole."""
        self.room.lock()
        for one in self.people:
            self.room.clock.advance(timedelta(seconds=wait_after(one.wrong)))
            if not self.expected(one, one.passphrase):
                self.room.session = self.room.door.unlock(one.who, one.passphrase)
                assert {holder.value for holder in self.room.actor.roles} == {role.value for role in one.officer.roles}
                if one.officer is FIRST:
                    assert Services.over(self.room.open.desk, shelf()).record.verify(self.room.actor).is_sound
                self.room.lock()
        shutil.rmtree(self.folder.parent)


def machine_over(folder: Path) -> type[OfficersAndLock]:
    make(folder)
    return type("OfficersAndLock", (OfficersAndLock,), {"made": folder})


@pytest.mark.timeout(600)
def test_officers_and_lock_keep_to_the_model(tmp_path: Path) -> None:
    run_state_machine_as_test(
        machine_over(tmp_path / "made"), settings=settings(max_examples=6, stateful_step_count=10)
    )


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_officers_and_lock_keep_to_the_model_for_long(tmp_path: Path) -> None:
    long = settings(max_examples=amount(20, 60), stateful_step_count=25)
    run_state_machine_as_test(machine_over(tmp_path / "made"), settings=long)
