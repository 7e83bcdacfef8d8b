"""Two halves of a secret: together they are it, one of them is anything."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import BugError, UntrustedInputError
from app.services.crypto.age import Identity
from app.services.crypto.age_notes import open_note, seal_note
from app.services.crypto.two_of_two import join, split


@given(st.binary(min_size=1, max_size=64))
def test_both_shares_give_the_secret(secret: bytes) -> None:
    first, second = split(secret, os.urandom)
    assert join(first, second) == join(second, first) == secret
    assert len(first) == len(second) == len(secret)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_one_share_fits_every_secret(one: bytes, other: bytes) -> None:
    """Whatever the secret, some draw gives this very share: it tells nothing."""
    _, share = split(one, lambda _length: bytes(32))
    drawn = join(share, other)
    assert split(other, lambda _length: drawn)[1] == share


def test_each_division_is_another_one() -> None:
    assert split(b"secret", os.urandom) != split(b"secret", os.urandom)


@pytest.mark.parametrize(("first", "second"), [(b"", b""), (b"a", b"ab"), (b"ab", b"")])
def test_shares_of_no_division(first: bytes, second: bytes) -> None:
    with pytest.raises(BugError):
        join(first, second)
    with pytest.raises(BugError):
        split(b"", os.urandom)


def test_a_note_opens_for_its_recipient_only_and_at_its_length() -> None:
    own, other = Identity(bytes(32)), Identity(bytes([1]) * 32)
    note = seal_note(b"x" * 32, [own.recipient], os.urandom)
    assert open_note(note, own, 32) == b"x" * 32
    for file, identity, length in (
        (note, other, 32),
        (note, own, 31),
        (note, own, 33),
        (note[:-1], own, 32),
        (note + b"x", own, 32),
        (b"", own, 32),
    ):
        with pytest.raises(UntrustedInputError):
            open_note(file, identity, length)
