"""Keys of age: text forms, refused keys, and silence about secrets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import BugError, UntrustedInputError
from app.services.crypto import bech32
from app.services.crypto.age_keys import Identity, Recipient, X25519Identity, is_low_order

OWNER = Identity(bytes(range(32)))
LOW_ORDER_X25519 = [
    "00" * 32,
    "01" + "00" * 31,
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ec" + "ff" * 30 + "7f",
    "ed" + "ff" * 30 + "7f",
    "ee" + "ff" * 30 + "7f",
]


@given(seed=st.binary(min_size=32, max_size=32))
def test_text_forms_come_back(seed: bytes) -> None:
    identity = Identity(seed)
    again = Identity.parse(identity.encode())
    assert again.encode() == identity.encode()
    assert Recipient.parse(identity.recipient.encode()) == again.recipient == Recipient(identity.recipient.raw)
    assert Recipient.parse(identity.recipient.encode().upper()) == identity.recipient


def test_forms_are_those_of_the_specification() -> None:
    assert OWNER.recipient.encode().startswith("age1pq1")
    assert OWNER.encode().startswith("AGE-SECRET-KEY-PQ-1")
    assert len(OWNER.recipient.raw) == Recipient.LENGTH == 1216
    assert len(OWNER.recipient.fingerprint) == 64


@pytest.mark.parametrize("point", LOW_ORDER_X25519)
def test_recipient_with_low_order_curve_part(point: str) -> None:
    assert is_low_order(bytes.fromhex(point))
    with pytest.raises(UntrustedInputError, match=r"key\.low-order"):
        Recipient(OWNER.recipient.raw[:1184] + bytes.fromhex(point))


def test_recipient_with_impossible_lattice_part() -> None:
    with pytest.raises(UntrustedInputError, match=r"key\.recipient-invalid"):
        Recipient(b"\xff" * 1184 + OWNER.recipient.raw[1184:])


@pytest.mark.parametrize("length", [0, 1215, 1217])
def test_recipient_of_wrong_length(length: int) -> None:
    with pytest.raises(UntrustedInputError, match=r"key\.recipient-invalid"):
        Recipient(bytes(length))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1pq1",
        "1",
        OWNER.encode(),
        OWNER.recipient.encode()[:-1],
        OWNER.recipient.encode() + "q",
        OWNER.recipient.encode()[:-1].upper() + "q",
        "AGE" + OWNER.recipient.encode()[3:],
        " " + OWNER.recipient.encode(),
        OWNER.recipient.encode() + "\n",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdyh5jvh3sj9yr4" * 100,
        "ａｇｅ１ｐｑ１",
    ],
)
def test_no_recipient(text: str) -> None:
    with pytest.raises(UntrustedInputError, match=r"key\.recipient-invalid"):
        Recipient.parse(text)


def test_identity_of_wrong_length() -> None:
    short = bech32.encode("age-secret-key-pq-", bytes(31)).upper()
    with pytest.raises(UntrustedInputError, match=r"key\.identity-invalid"):
        Identity.parse(short)
    with pytest.raises(UntrustedInputError, match=r"key\.identity-invalid"):
        X25519Identity.parse(OWNER.encode())
    for maker in (Identity, X25519Identity):
        with pytest.raises(BugError):
            maker(bytes(31))


def test_secrets_are_not_shown() -> None:
    seed = bytes(range(32))
    for shown in (repr(OWNER), str(OWNER), repr(X25519Identity(seed))):
        assert seed.hex() not in shown
        assert "SECRET" not in shown


@given(
    data=st.binary(max_size=60), place=st.integers(0, 200), letter=st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l")
)
def test_bech32_notices_one_wrong_letter(data: bytes, place: int, letter: str) -> None:
    text = bech32.encode("age", data)
    place = 4 + place % (len(text) - 4)
    changed = text[:place] + letter + text[place + 1 :]
    if changed == text:
        assert bech32.decode(changed, "age", "key.identity-invalid") == data
    else:
        with pytest.raises(UntrustedInputError):
            bech32.decode(changed, "age", "key.identity-invalid")


def test_bech32_has_one_spelling_of_the_filling() -> None:
    for digits in ([0, 1], [0, 0, 0]):  # filling that is not zero; a whole digit of filling
        assert bech32._from_digits(digits) is None
    assert bech32._from_digits([0, 0]) == b"\0"
