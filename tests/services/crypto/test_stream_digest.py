"""The digest of long streams: the same as in one piece, whatever the pieces and on whichever thread."""

import threading
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.crypto.digests import StreamDigest

LONG = 2**40


@settings(max_examples=60, deadline=None)
@given(pieces=st.lists(st.binary(max_size=400_000), max_size=12), length=st.sampled_from([0, LONG]))
def test_pieces_and_threads_do_not_matter(pieces: list[bytes], length: int) -> None:
    digest, so_far = StreamDigest(length), sha256()
    for number, piece in enumerate(pieces):
        digest.update(piece)
        so_far.update(piece)
        if number % 3 == 0:
            assert digest.hexdigest() == so_far.hexdigest()
    assert digest.hexdigest() == so_far.hexdigest()


@pytest.mark.parametrize(("length", "helpers"), [(1024, 0), (LONG, 1)])
def test_only_a_long_stream_gets_a_thread_and_it_ends_with_it(length: int, helpers: int) -> None:
    before = threading.active_count()
    digest = StreamDigest(length)
    for _ in range(8):
        digest.update(bytes(700_000))
    assert digest.hexdigest() == sha256(bytes(8 * 700_000)).hexdigest()
    assert threading.active_count() == before + helpers
    (helper,) = [one for one in threading.enumerate() if one.name.startswith("digest")] or [threading.Thread()]
    del digest
    if helpers:
        helper.join(30)
    assert not helper.is_alive()
