"""Files that none of our keys opens."""

from io import BytesIO

import pytest

from app.models.domain.errors import UntrustedInputError
from app.services.bundles import container
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import altered, golden


def places() -> dict[str, int]:
    start = golden().index(b"-> mlkem768x25519 ") + len(b"-> mlkem768x25519 ")
    return {"lattice": start + 100, "curve": start + 1480, "body": golden().index(b"\n", start) + 10}


@pytest.mark.parametrize("part", ["lattice", "curve", "body"])
def test_an_altered_share(part: str) -> None:
    """Share or wrapped key of our stanza was changed: told as if it were for somebody else."""
    assert n.fate(altered(golden(), places()[part]), n.AGENCY) == "bundle.not-for-us"


def test_a_stranger() -> None:
    """A bundle for other offices lies on our stick."""
    assert n.fate(golden(), n.INVESTIGATION) == "bundle.not-for-us"


def test_no_key_at_all() -> None:
    """A station that has no key yet."""
    with pytest.raises(UntrustedInputError) as refusal:
        container.open_bundle(BytesIO(golden()), [])
    assert refusal.value.code == "bundle.not-for-us"


def test_wrong_key_and_altered_share_say_the_same() -> None:
    """Nobody may learn from the answer whether a key or a tag was wrong."""
    told = set()
    for data, station in ((golden(), n.INVESTIGATION), (altered(golden(), places()["body"]), n.AGENCY)):
        with pytest.raises(UntrustedInputError) as refusal:
            n.opened(data, station)
        told.add((refusal.value.code, *refusal.value.params.items(), str(refusal.value)))
    assert len(told) == 1
