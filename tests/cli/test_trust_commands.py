"""Trust at the terminal: an order on paper from one office to the other, a comparison, a ceremony to its end."""

import json
from pathlib import Path

import pytest

from app.services.trust import comparing
from tests.cli.terminal import Said, sekisho
from tests.services.exchange.offices import OFFICERS, Office
from tests.services.exchange.world import Snapshots, World


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    return Snapshots(tmp_path / "snapshots").at("trusted", tmp_path / "world")


def by(office: Office, who: str, *words: str | Path) -> Said:
    file = office.folder.parent / f"{office.name}.txt"
    file.write_text("".join(f"{office.name} {each}\tpassphrase of {each}\n" for each in OFFICERS), "utf-8")
    file.chmod(0o600)
    officer = f"{office.name} {who}"
    return sekisho(*words, "--vault", office.folder, "--officer", officer, "--passphrase-file", file)


def test_trust_at_the_terminal(world: World, tmp_path: Path) -> None:
    agency, contractor = world.agency, world.contractor
    lost = contractor.person("examiner")
    card = contractor.services.trust.card(contractor.actor("security"))
    root = comparing.of_root(agency.services.trust.document(agency.actor("security")).root)
    world.close()
    roots = ("--root", "agency administrator", "--root", "agency security")

    # An order is given at the agency and typed in at the contractor's.
    paper = tmp_path / "o.pdf"
    given = by(agency, "security", "trust", "order", "person", lost, "--ground", "lost", *roots, "--out", paper)
    assert given.code == 0, given.err
    assert paper.read_bytes().startswith(b"%PDF")
    lines = given.out.splitlines()[1:]
    (tmp_path / "order.txt").write_text("\n".join(lines).lower(), "utf-8")
    entered = by(contractor, "security", "trust", "enter", tmp_path / "order.txt")
    assert (entered.code, "Lost" in entered.out) == (0, True), entered.err
    assert by(contractor, "security", "trust", "enter", tmp_path / "order.txt").code == 3
    (tmp_path / "order.txt").write_text("\n".join(lines[1:]), "utf-8")
    assert by(contractor, "security", "trust", "enter", tmp_path / "order.txt").code == 3

    # Three groups of a card, wrong and right, then the next document with it.
    (tmp_path / "card").write_bytes(card)
    asked = by(agency, "security", "trust", "compare", tmp_path / "card")
    assert asked.code == 0, asked.err
    assert by(agency, "security", "trust", "compare", tmp_path / "card", "--groups", "1 2 3").code == 3
    what, places = comparing.of_card(card), _places(by(agency, "security", "trust", "compare", tmp_path / "card"))
    groups = " ".join(what.digits[place - 1] for place in places)
    assert by(agency, "security", "trust", "compare", tmp_path / "card", "--groups", groups).code == 0
    issued = by(agency, "security", "trust", "issue", tmp_path / "card", *roots, "--out", tmp_path / "next.json")
    assert issued.code == 0, issued.err
    assert by(contractor, "security", "trust", "adopt", tmp_path / "next.json").code == 0

    # A ceremony, step by step.
    people = ("--officer-one", "agency administrator", "--officer-two", "agency security")
    said = by(agency, "security", "trust", "ceremony", "begin", "office", *people, "--witness", "agency auditor")
    assert said.code == 0, said.err
    while said.out.partition("/")[0].isdecimal():
        who = said.out.splitlines()[0].split("\t")[2]
        shown = by(agency, "security", "trust", "ceremony", "next")
        extra: tuple[str, ...] = ()
        if len(shown.out.splitlines()) > 2:
            extra = ("--groups", " ".join(root.digits[place - 1] for place in _places(shown)))
        said = by(agency, "security", "trust", "ceremony", "done", who, *extra)
        assert said.code == 0, said.err
    signed = by(agency, "security", "trust", "ceremony", "sign", "--out", tmp_path / "protocol.pdf")
    assert signed.code == 0, signed.err
    assert len(json.loads((tmp_path / "protocol.json").read_bytes())["signatures"]) == 3


def _places(asked: Said) -> list[int]:
    return [int(place) for place in asked.out.splitlines()[-1].rpartition(":")[2].split()]
