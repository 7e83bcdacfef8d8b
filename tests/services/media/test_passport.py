"""A passport is a chain: whoever signs, a line that does not follow the one before is refused."""

from collections.abc import Callable

import msgspec
import pytest

from app.models.domain.errors import UntrustedInputError
from app.models.views.custody import LineKind
from app.services.bundles.fields import ZERO_HASH
from app.services.crypto.signing import SigningKey, VerifyKey
from app.services.media.passport import PassportLine, SignedLine, read_chain, sign

KEYS = {"AGENCY1": SigningKey(b"\1" * 32), "INVEST1": SigningKey(b"\2" * 32)}
REVOKED_AT = 2_000
FIRST = PassportLine(
    medium="0" * 32,
    number=7,
    seq=0,
    prev=ZERO_HASH,
    kind=LineKind.REGISTERED,
    at=1_000,
    owner="AGENCY1",
    station="AGENCY1",
    person="p1",
    serial="4C530001",
    volume="1A2B-3C4D",
    seal="SEAL-1",
    to="",
    bag="",
    due="",
)


def key_of(station: str, at: int) -> VerifyKey | None:
    """The investigation office lost its key at a time."""
    key = KEYS.get(station)
    return None if key is None or (station == "INVEST1" and at >= REVOKED_AT) else key.verify_key


def signed(line: PassportLine) -> SignedLine:
    return sign(line, KEYS[line.station])


def chain_of(*changes: dict[str, object]) -> list[bytes]:
    """A chain whose lines follow each other, but for what is changed."""
    lines: list[SignedLine] = []
    for seq, change in enumerate(changes):
        natural = {
            "seq": seq,
            "prev": lines[-1].digest if lines else ZERO_HASH,
            "kind": LineKind.HANDED_OVER if seq else LineKind.REGISTERED,
        }
        lines.append(signed(msgspec.structs.replace(FIRST, **(natural | change))))
    return [one.envelope for one in lines]


def test_a_sound_chain_is_read_in_its_order() -> None:
    sound = chain_of({}, {"to": "INVEST1"}, {"station": "INVEST1", "kind": LineKind.RECEIVED, "at": 1_500})
    assert [one.line.seq for one in read_chain(sound, key_of)] == [0, 1, 2]
    assert [one.envelope for one in read_chain(sound, key_of)] == sound
    assert read_chain([], key_of) == []


@pytest.mark.parametrize(
    "change",
    [
        {"prev": "1" * 64},
        {"seq": 2},
        {"kind": LineKind.REGISTERED},
        {"medium": "1" * 32},
        {"number": 8},
        {"owner": "INVEST1"},
        {"seal": "SEAL-2"},
        {"serial": "4C530002"},
        {"volume": "1A2B-3C4E"},
        {"station": "INVEST1", "at": REVOKED_AT},
    ],
)
def test_a_line_that_does_not_follow_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(UntrustedInputError, match=r"^media\.passport-refused$"):
        read_chain(chain_of({}, change), key_of)


@pytest.mark.parametrize("change", [{"kind": LineKind.WIPED}, {"station": "INVEST1"}, {"prev": "1" * 64}, {"seq": 1}])
def test_a_chain_begins_with_its_owner_registering(change: dict[str, object]) -> None:
    with pytest.raises(UntrustedInputError, match=r"^media\.passport-refused$"):
        read_chain(chain_of(change), key_of)


ODD: dict[str, Callable[[bytes], bytes]] = {
    "not json": lambda _whole: b"\0\0",
    "white space": lambda whole: whole + b" ",
    "twice signed": lambda whole: whole.replace(b"]}", b"," + whole.partition(b"[")[2]),
    "another type": lambda whole: whole.replace(b"medium-passport", b"medium-passnote"),
}


@pytest.mark.parametrize("how", list(ODD))
def test_an_envelope_of_another_spelling_is_refused(how: str) -> None:
    whole = chain_of({})[0]
    with pytest.raises(UntrustedInputError, match=r"^media\.passport-refused$"):
        read_chain([ODD[how](whole)], key_of)
