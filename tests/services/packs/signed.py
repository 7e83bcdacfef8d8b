"""Form packs that officers of a world sign: drafts of the shipped form, and files as an attacker would write them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import msgspec

from app.services.crypto.dsse import Signature
from app.services.pack_admission import signed_file
from app.services.pack_admission.desk import SignedSoFar
from app.services.pack_admission.signed_file import PAYLOAD_TYPE, SignedPack
from app.services.packs import files as pack_files
from app.services.stations.signer import Signer
from tests.services.authoring.forms import compiled, opened, put, put_version
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World

FIRST_DAY = date(2025, 7, 1)


@cache
def draft(version: int = 2, first_day: date = FIRST_DAY) -> dict[str, bytes]:
    """The shipped form with another label and a later first day; without subjects to try it on, which cost most."""
    book = opened()
    put_version(book, version)
    put(book, "settings", "cesi-2025", "effective_from", first_day.isoformat())
    put(book, "survey", "A1.roman", "label::English (en)", "Name in Roman letters, as in the passport")
    files = compiled(book, accept=True).files
    return {name: content for name, content in files.items() if not name.startswith("golden/")}


def begun(office: Office, files: Mapping[str, bytes], who: str = "decider") -> SignedSoFar:
    return office.services.pack_desk.begin(office.actor(who), office.hand(who), files)


def completed(office: Office, content: bytes, who: str = "security") -> SignedSoFar:
    return office.services.pack_desk.complete(office.actor(who), office.hand(who), content)


def signed(world: World, files: Mapping[str, bytes]) -> bytes:
    """As the office does it: the deciding officer, then the security officer."""
    return completed(world.investigation, begun(world.investigation, files).content).content


def forged(content: bytes, *hands: Signer, files: Mapping[str, bytes] | None = None, **said: Any) -> bytes:
    """The same with other words or files, and these hands on it, whether or not the program would let them."""
    read: SignedPack = signed_file.read(content)
    held = read.files if files is None else files
    statement = msgspec.structs.replace(read.statement, **{"digest": pack_files.digest(held), **said})
    payload = signed_file.encode(statement)
    signatures = [hand.sign(PAYLOAD_TYPE, payload) for hand in hands]
    return signed_file.write(payload, signatures, held)


def swapped(content: bytes, files: Mapping[str, bytes]) -> bytes:
    """The envelope of one file before the content of another."""
    envelope = signed_file.read(content).envelope
    return signed_file.write(envelope.payload, envelope.signatures, files)


def with_signatures(content: bytes, *signatures: Signature) -> bytes:
    read = signed_file.read(content)
    return signed_file.write(read.envelope.payload, signatures, read.files)
