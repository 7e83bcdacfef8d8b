"""What the Import room decides is decided at the terminal too: who is who, and what is left out."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app.models.domain.ids import BundleId
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.platform.time import SystemClock
from tests.cli.terminal import Said, sekisho
from tests.services.exchange.offices import OFFICERS, reopened
from tests.services.exchange.test_trying_out import namesake
from tests.services.exchange.world import Snapshots, World

REQUEST = Kind.INVESTIGATION_REQUEST


@dataclass
class Desk:
    """A request about two people, one of whom is like somebody who is known, on a stick beside the closed vaults."""

    world: World
    file: Path
    passphrases: Path
    twin: str

    def run(self, *words: str | Path, fails: bool = False) -> Said:
        office = self.world.investigation
        who = ("--vault", office.folder, "--officer", "investigation security", "--passphrase-file", self.passphrases)
        said = sekisho(*words, *who, lang="en")
        assert (said.code != 0) is fails, said.err
        return said

    def cases(self) -> list[str]:
        office = self.world.investigation
        opened = reopened(office, office.folder, self.world.clock)
        try:
            return [str(row[0]) for row in opened.rows("cases")]
        finally:
            opened.desk.vault.close()


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Desk:
    world = Snapshots(tmp_path / "kept").at("consented", tmp_path / "world")
    agency, office = world.agency, world.investigation
    # The commands go by the clock of this machine: the offices come to today, with a trust document that is in force.
    world.clock.advance(SystemClock().now() - world.clock.now() - timedelta(hours=1))
    keeper, roots = agency.actor("security"), [agency.hand("administrator"), agency.hand("security")]
    office.services.trust.adopt(office.actor("security"), agency.services.trust_issuing.renew(keeper, roots))
    twin = namesake(world, office)
    targets = [Target(case=case) for case in (world.case, *world.others)]
    signers = [agency.person("security")]
    made = agency.services.exporting.prepare_many(agency.actor("security"), REQUEST, targets, office.station, signers)
    name = world.written(agency, world.signed(agency, REQUEST, BundleId(made.manifest.bundle_id)))
    world.close()
    file = tmp_path / "passphrases.txt"
    file.write_text("\n".join(f"investigation {who}\tpassphrase of {who}" for who in OFFICERS))
    file.chmod(0o600)
    return Desk(world, world.stick.path / name, file, twin)


def test_a_bundle_waits_is_answered_about_and_admitted_without_its_medium(desk: Desk) -> None:
    shown = desk.run("bundle", "inspect", desk.file).out
    key = next(line.split("\t")[0] for line in shown.splitlines() if line.split("\t")[0].endswith(f":{desk.twin}"))
    line = int(key.partition(":")[0])
    bundle = desk.run("arrival", "waiting").out.split("\t")[0]
    desk.file.unlink()
    refused = desk.run("arrival", "admit", bundle, fails=True).err
    assert "has not been told apart" in refused
    for typed in (("--identity", f"9:{desk.twin}=same"), ("--identity", f"{key}=perhaps"), ("--aside", "7=not-ours")):
        desk.run("arrival", "answer", bundle, *typed, fails=True)
    answered = desk.run("arrival", "answer", bundle, "--identity", f"{key}=other", "--aside", f"{3 - line}=not-ours")
    assert "unanswered: 0" in answered.out + answered.err
    assert desk.cases() == [desk.twin], "it goes on waiting"
    # What was answered is kept over the restart of the program; a record is taken in after all.
    desk.run("arrival", "answer", bundle, "--aside", f"{3 - line}=take")
    desk.run("arrival", "answer", bundle, "--aside", f"{3 - line}=wrong-data")
    desk.run("arrival", "admit", bundle)
    assert len(desk.cases()) == 2
    assert desk.run("arrival", "waiting").out == ""


def test_answers_are_given_with_the_medium_in_one_command_or_it_is_refused(desk: Desk) -> None:
    shown = desk.run("bundle", "inspect", desk.file).out
    key = next(line.split("\t")[0] for line in shown.splitlines() if line.split("\t")[0].endswith(f":{desk.twin}"))
    assert desk.run("bundle", "admit", desk.file, fails=True).code != 0
    desk.run("bundle", "admit", desk.file, "--aside", f"{key.partition(':')[0]}=identity-open")
    assert len(desk.cases()) == 2


def test_what_waits_is_refused(desk: Desk) -> None:
    desk.run("bundle", "inspect", desk.file)
    bundle = desk.run("arrival", "waiting").out.split("\t")[0]
    desk.run("arrival", "show", bundle)
    desk.run("arrival", "refuse", bundle)
    assert desk.run("arrival", "waiting").out == ""
    desk.run("arrival", "admit", bundle, fails=True)
    assert desk.cases() == [desk.twin]
