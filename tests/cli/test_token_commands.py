"""Hardware tokens at a terminal: bind, unlock with the PIN, require one of everybody, release one that is lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.models.domain.actor import Role
from app.services.stations.setup import NewOfficer
from tests.cli.at_terminal import typed
from tests.cli.terminal import Said, sekisho
from tests.services.stations.desks import FIRST, SECOND, make, new_station
from tests.softhsm import PIN, SoftHsm, has_softhsm

pytestmark = has_softhsm
OTHER = replace(SECOND, roles=SECOND.roles | {Role.ADMINISTRATOR})


class Desk:
    """A vault, the passphrases of its officers in a file, and a token in the reader."""

    def __init__(self, folder: Path) -> None:
        self.vault = folder / "vault"
        make(self.vault, new_station(FIRST, OTHER))
        self.tokens = SoftHsm(folder / "hsm")
        self.serial = self.tokens.initialise("officer")
        self.file = folder / "phrases.txt"
        self.file.write_text("".join(f"{one.name}\t{one.passphrase}\n" for one in (FIRST, OTHER)))
        self.file.chmod(0o600)

    def who(self, officer: NewOfficer) -> tuple[str | Path, ...]:
        return "--vault", self.vault, "--officer", officer.name, "--passphrase-file", self.file

    def at_terminal(self, pins: list[str], *words: str, by: NewOfficer = FIRST) -> Said:
        return typed(pins, *words, *self.who(by))

    def without(self, *words: str, by: NewOfficer = FIRST) -> Said:
        return sekisho(*words, *self.who(by))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_token_from_its_binding_to_its_loss(desk: Desk) -> None:
    listed = typed([], "officer", "token", "list")
    assert listed.out.split("\t") == ["officer", desk.serial, "SoftHSM v2", "ready\n"], listed.err
    bind = ("officer", "token", "bind", "--label", "officer")
    wrong = desk.at_terminal(["000000"], *bind)
    assert (wrong.code, "token.wrong-pin" in wrong.err) == (3, True)
    missing = desk.at_terminal([], *bind[:-1], "another")
    assert (missing.code, "token.missing" in missing.err) == (5, True)
    bound = desk.at_terminal([PIN], *bind, "--serial", desk.serial)
    assert bound.code == 0, bound.err
    assert PIN not in bound.out + bound.err

    alone = desk.without("officer", "list")
    assert (alone.code, "cli.no-terminal-for-pin" in alone.err) == (3, True)
    opened = desk.at_terminal([PIN], "officer", "list")
    assert opened.code == 0, opened.err

    required = desk.at_terminal([PIN], "policy", "set", "token", "required")
    assert required.code == 0, required.err
    other = desk.without("audit", "verify", by=OTHER)
    assert (other.code, "access.token-required" in other.err) == (3, True)
    assert desk.at_terminal([PIN], "policy", "set", "token", "optional").code == 0

    released = desk.without("officer", "token", "release", FIRST.name, by=OTHER)
    assert released.code == 0, released.err
    assert desk.without("officer", "list").code == 0
    assert desk.without("officer", "token", "release", OTHER.name, by=OTHER).code == 3


def test_a_machine_without_a_module_says_so(desk: Desk) -> None:
    for words in (("officer", "token", "list"), ("officer", "token", "bind", "--label", "officer", *desk.who(FIRST))):
        said = sekisho(*words)
        assert (said.code, "token.no-module" in said.err) == (5, True), said.err
