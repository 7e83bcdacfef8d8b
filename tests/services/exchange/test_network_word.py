"""Every bundle says what its station had proved about the network; a bundle without the word is taken in as well."""

import pytest

from app.models.domain.errors import UntrustedInputError
from app.models.domain.network_proof import Lockout
from app.services.bundles import manifest
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from tests.services.exchange.conftest import At


@pytest.mark.parametrize("word", Lockout)
def test_a_bundle_carries_the_word_of_its_session(at: At, word: Lockout) -> None:
    world = at("consented")
    world.agency.desk.lockout = word
    bundle = world.prepared(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), world.investigation)
    with world.agency.desk.vault.read() as unit:
        said = manifest.decode(unit.exports.get(bundle).manifest)
    assert said.network is word
    world.signed(world.agency, Kind.INVESTIGATION_REQUEST, bundle)
    world.admitted(world.investigation, world.written(world.agency, bundle))


def test_the_word_is_optional_and_closed(at: At) -> None:
    world = at("consented")
    bundle = world.prepared(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), world.investigation)
    with world.agency.desk.vault.read() as unit:
        data = unit.exports.get(bundle).manifest
    word = b'"network":"unproved",'
    assert data.count(word) == 1
    assert manifest.decode(data.replace(word, b"")).network is None
    with pytest.raises(UntrustedInputError, match=r"^bundle\.manifest-refused$"):
        manifest.decode(data.replace(word, b'"network":"fine",'))
