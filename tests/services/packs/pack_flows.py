"""The admission of a form pack, to be broken off at any of its writes."""

import json
from pathlib import Path

from app.services.packs import files as pack_files
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.services.packs.signed import draft, signed
from tests.services.vault.crash_journey import assert_whole
from tests.services.vault.fault_server import Flow, Say
from tests.services.vault.kill_flows import NOTES, opened

FILE = "form.pack"


def write_pack_base(world: World, folder: Path) -> None:
    """The investigation office of a world beside a pack that two signed."""
    content, office = signed(world, draft()), world.investigation
    world.close()
    keys = office.keys
    notes = {"key": keys.vault_key.hex(), "people": keys.people, "station": office.station}
    folder.mkdir()
    office.folder.rename(folder / office.name)
    (folder / FILE).write_bytes(content)
    (folder / NOTES).write_text(json.dumps(notes | {"now": world.clock.now().isoformat()}))


def _admit(office: Office, say: Say) -> None:
    content = (office.folder.parent / FILE).read_bytes()
    office.services.pack_desk.admit(office.actor("security"), content)
    say("admitted")


def _here_whole_or_not(folder: Path, said: list[str]) -> None:
    office, digest = opened(folder, "after"), pack_files.digest(draft())
    assert_whole(office)
    with office.desk.vault.read() as unit:
        kept = [one.digest for one in unit.form_packs.all()]
    told = [code for code, _ in office.events("pack.admitted")]
    assert (kept, len(told)) in {True: [([digest], 1)], False: [([digest], 1), ([], 0)]}["admitted" in said]
    if not kept:
        _admit(office, lambda _: None)
    assert office.services.packs.by_digest(digest).pack.digest == digest
    assert_whole(office)


def _nothing(_folder: Path) -> None:
    """The base is the beginning."""


ADMIT_PACK = Flow(_nothing, _admit, _here_whole_or_not, opened)
