"""Writing and reading age files: round trips, damage at every place, hostile headers, failing destinations."""

import io
import os
import subprocess
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from app.models.domain.errors import (
    BugError,
    EnvironmentProblemError,
    InvalidInputError,
    UntrustedInputError,
)
from app.services.crypto.age import CHUNK, Identity, Recipient, X25519Identity, open_reader, open_writer
from app.services.crypto.age_header import HEADER_LIMIT, MAGIC, covered_bytes, tag_line
from app.services.crypto.age_keys import HYBRID

OWNER = Identity(bytes(range(32)))
OTHER = Identity(bytes(range(1, 33)))


def encrypt(plain: bytes, *recipients: Recipient) -> bytes:
    file = io.BytesIO()
    with open_writer(file, recipients or [OWNER.recipient], os.urandom) as writer:
        writer.write(plain)
    return file.getvalue()


def decrypt(file: bytes, *identities: Identity | X25519Identity, allow_x25519: bool = False) -> bytes:
    reader = open_reader(io.BytesIO(file), identities or [OWNER], allow_x25519=allow_x25519)
    plain = reader.read(len(file))
    reader.finish()
    return plain


def refusal(file: bytes, *identities: Identity) -> str:
    with pytest.raises(UntrustedInputError) as caught:
        decrypt(file, *identities)
    return caught.value.code


class Dribble(io.BytesIO):
    """A source that gives few bytes at a time, as a slow device may."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self._step = step

    @override
    def read(self, count: int | None = -1, /) -> bytes:
        return super().read(min(count or 0, self._step))


class FailingSink(io.BytesIO):
    """A destination that takes all writes but one."""

    def __init__(self, fail_at: int, *, is_short: bool) -> None:
        super().__init__()
        self._left = fail_at
        self._is_short = is_short

    @override
    def write(self, data: object, /) -> int:
        assert isinstance(data, bytes)
        self._left -= 1
        if self._left:
            return super().write(data)
        if self._is_short:
            return super().write(data[:-1])
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])
def test_round_trip_at_chunk_borders(size: int) -> None:
    plain = os.urandom(size)
    assert decrypt(encrypt(plain)) == plain


@settings(max_examples=40, deadline=None)
@given(pieces=st.lists(st.binary(max_size=70_000), max_size=6), reads=st.integers(1, 90_000), step=st.integers(1, 9000))
def test_pieces_do_not_matter(pieces: list[bytes], reads: int, step: int) -> None:
    file = io.BytesIO()
    with open_writer(file, [OWNER.recipient], os.urandom) as writer:
        for piece in pieces:
            assert writer.write(piece) == len(piece)
    reader = open_reader(Dribble(file.getvalue(), step), [OWNER])
    whole = b"".join(pieces)
    assert b"".join(iter(lambda: reader.read(reads), b"")) == whole
    reader.finish()


def test_any_recipient_opens_and_nobody_else() -> None:
    file = encrypt(b"letter", OTHER.recipient, OWNER.recipient)
    assert decrypt(file, OWNER) == decrypt(file, OTHER) == b"letter"
    assert open_reader(io.BytesIO(file), [OWNER]).stanza_count == 2
    assert refusal(file, Identity(bytes(32))) == "bundle.not-for-us"


def test_sixty_four_recipients_fit_the_limits() -> None:
    owners = [Identity(bytes([number]) * 32) for number in range(64)]
    file = encrypt(b"to all", *(owner.recipient for owner in owners))
    assert decrypt(file, owners[63]) == b"to all"


@pytest.mark.parametrize("recipients", [[], [OWNER.recipient] * 2, [OWNER.recipient] * 65])
def test_wrong_choice_of_recipients(recipients: list[Recipient]) -> None:
    file = io.BytesIO()
    with pytest.raises(InvalidInputError, match=r"bundle\.recipients"):
        open_writer(file, recipients, os.urandom)
    assert file.getvalue() == b""


def test_every_bit_flip_is_refused_and_only_a_prefix_given_out() -> None:
    plain = os.urandom(CHUNK + 300)
    file = encrypt(plain)
    places = [*range(0, 2200, 13), *range(2200, len(file), 1499), *range(len(file) - 40, len(file))]
    for place in places:
        damaged = bytearray(file)
        damaged[place] ^= 1 << place % 8
        released = b""
        with pytest.raises(UntrustedInputError):  # noqa: PT012 - what was given out before matters
            reader = open_reader(io.BytesIO(damaged), [OWNER])
            while part := reader.read(999):
                released += part
            reader.finish()
        assert plain.startswith(released)
        assert released != plain


def test_every_cut_is_refused() -> None:
    file = encrypt(os.urandom(2 * CHUNK))
    payload = file.index(b"\n--- ") + 5 + 43 + 1
    cuts = [0, 5, 21, 22, 30, 1000, payload - 1, payload, payload + 3, payload + 16, payload + 20]
    cuts += [payload + 16 + CHUNK + 16, payload + 16 + CHUNK + 20, len(file) - 1]
    for cut in cuts:
        expected = "bundle.not-a-bundle" if cut < 20 else None
        code = refusal(file[:cut])
        assert code == (expected or code) and code in {"bundle.not-a-bundle", "bundle.header-refused", "bundle.damaged"}  # noqa: PT018 - one statement about one cut
        if cut >= 22:
            assert code == "bundle.damaged", cut


def test_exchanged_repeated_and_appended_chunks_are_refused() -> None:
    file = encrypt(os.urandom(3 * CHUNK))
    start = file.index(b"\n--- ") + 5 + 43 + 1 + 16
    step = CHUNK + 16
    head, one, two, three = (
        file[:start],
        file[start : start + step],
        file[start + step :][:step],
        file[start + 2 * step :],
    )
    for payload in (two + one + three, one + two, one + two + three + three, one + three, one + two + three + b"\0"):
        assert refusal(head + payload) == "bundle.damaged"
    assert len(decrypt(head + one + two + three)) == 3 * CHUNK


def test_first_chunk_is_withheld_from_a_cut_file() -> None:
    file = encrypt(os.urandom(2 * CHUNK))
    reader = open_reader(io.BytesIO(file[: -CHUNK - 16]), [OWNER])
    with pytest.raises(UntrustedInputError, match=r"bundle\.damaged"):
        reader.read(1)
    with pytest.raises(UntrustedInputError, match=r"bundle\.damaged"):
        reader.read(1)


def test_finish_wants_the_whole_payload_read() -> None:
    reader = open_reader(io.BytesIO(encrypt(b"abc")), [OWNER])
    assert reader.read(2) == b"ab"
    with pytest.raises(UntrustedInputError, match=r"bundle\.damaged"):
        reader.finish()
    # The next chunk is not yet opened when exactly one was read.
    reader = open_reader(io.BytesIO(encrypt(bytes(CHUNK + 1))), [OWNER])
    assert len(reader.read(CHUNK)) == CHUNK
    with pytest.raises(UntrustedInputError, match=r"bundle\.damaged"):
        reader.finish()


def test_removed_and_added_stanza() -> None:
    file = encrypt(b"x", OWNER.recipient, OTHER.recipient)
    second = file.index(b"-> ", 30)
    tag = file.index(b"--- ")
    assert refusal(file[:second] + file[tag:]) == "bundle.damaged"
    assert refusal(file[:tag] + file[second:tag] + file[tag:]) == "bundle.damaged"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (b"", "bundle.not-a-bundle"),
        (b"P", "bundle.not-a-bundle"),
        (b"PK\x03\x04" + bytes(500), "bundle.not-a-bundle"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "bundle.not-a-bundle"),
        (b"age-encryption.org/v2\n", "bundle.header-refused"),
        (MAGIC[:-1] + b"\r\n-> a\n\n", "bundle.header-refused"),
        (MAGIC + b"--- " + b"A" * 43 + b"\n", "bundle.header-refused"),
        (MAGIC + b"-> grease\n\n" * 65, "bundle.header-refused"),
        (MAGIC + b"-> " + b"A" * 1_000_000 + b"\n\n", "bundle.header-refused"),
        (
            MAGIC + b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n",
            "bundle.header-refused",
        ),
        (
            MAGIC + b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n",
            "bundle.header-refused",
        ),
        (MAGIC + b"-> unheard-of\n\n--- " + b"A" * 43 + b"\n", "bundle.header-refused"),
        (MAGIC + b"-> some-grease\n\n--- " + b"A" * 43 + b"\n", "bundle.not-for-us"),
        (MAGIC + b"-> grease\nAB\n", "bundle.header-refused"),
        (MAGIC + b"->  grease\n\n", "bundle.header-refused"),
        (MAGIC + b"-> gr\xc3\xa9ase\n\n", "bundle.header-refused"),
        (MAGIC + b"-> grease\n" + b"A" * 65 + b"\n", "bundle.header-refused"),
        (MAGIC + b"-> grease\n\n---" + b"A" * 43 + b"\n", "bundle.header-refused"),
    ],
)
def test_hostile_headers(header: bytes, code: str) -> None:
    assert refusal(header) == code


def test_stanza_of_wrong_shape() -> None:
    stanza = OWNER.recipient.wrap(bytes(16))
    text = covered_bytes([stanza])
    short_body = text.replace(b"\n---", b"")[:-4] + b"\n---"
    more_arguments = text.replace(HYBRID.encode(), HYBRID.encode() + b" x")
    for header in (short_body, more_arguments):
        assert refusal(header + tag_line(bytes(32))) == "bundle.header-refused"


def test_large_hostile_header_costs_little() -> None:
    row = b"A" * 64 + b"\n"
    many = MAGIC + (b"-> grease\n" + row * 3 + b"\n") * 20_000
    one_line = MAGIC + b"-> " + b"A" * (4 << 20)
    one_body = MAGIC + b"-> grease\n" + row * 64_000
    for hostile in (many, one_line, one_body):
        assert len(hostile) > 4_000_000
        tracemalloc.start()
        started = time.process_time()
        assert refusal(hostile) == "bundle.header-refused"
        assert time.process_time() - started < 0.5
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        # The whole input stands in memory before; the reader adds a few times the header limit.
        assert peak < 8 * HEADER_LIMIT


@pytest.mark.parametrize("is_short", [True, False])
@pytest.mark.parametrize("fail_at", [1, 2, 3, 4])
def test_failing_destination_is_never_silent(fail_at: int, *, is_short: bool) -> None:
    sink = FailingSink(fail_at, is_short=is_short)
    expected = EnvironmentProblemError if is_short else OSError
    with pytest.raises(expected), open_writer(sink, [OWNER.recipient], os.urandom) as writer:
        writer.write(bytes(2 * CHUNK + 5))
    assert refusal(sink.getvalue()) in {"bundle.damaged", "bundle.not-a-bundle"}


def test_swallowed_failure_comes_back() -> None:
    sink = FailingSink(2, is_short=True)
    writer = open_writer(sink, [OWNER.recipient], os.urandom)
    with pytest.raises(EnvironmentProblemError):
        writer.write(bytes(2 * CHUNK))
    with pytest.raises(BugError):
        writer.write(b"more")
    with pytest.raises(BugError):
        writer.close()


def test_left_by_exception_the_file_is_not_completed() -> None:
    file = io.BytesIO()
    with pytest.raises(TypeError), open_writer(file, [OWNER.recipient], os.urandom) as writer:
        writer.write("no bytes")  # type: ignore[arg-type]  # any failure inside the block will do
    assert refusal(file.getvalue()) == "bundle.damaged"


def test_closing_twice_and_writing_after() -> None:
    file = io.BytesIO()
    writer = open_writer(file, [OWNER.recipient], os.urandom)
    writer.write(b"a")
    writer.close()
    length = len(file.getvalue())
    writer.close()
    assert len(file.getvalue()) == length
    with pytest.raises(BugError):
        writer.write(b"b")


def test_entropy_that_runs_dry() -> None:
    with pytest.raises(EnvironmentProblemError, match=r"crypto\.no-entropy"):
        open_writer(io.BytesIO(), [OWNER.recipient], lambda count: bytes(count - 1))


def test_constant_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.age"
    block = bytes(1 << 20)
    tracemalloc.start()
    with path.open("wb") as file, open_writer(file, [OWNER.recipient], os.urandom) as writer:
        for _ in range(64):
            writer.write(block)
    with path.open("rb") as source:
        reader = open_reader(source, [OWNER])
        total = sum(len(part) for part in iter(lambda: reader.read(1 << 20), b""))
        reader.finish()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == 64 << 20
    assert peak < 8 << 20


def run(age: str, *arguments: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([age, *arguments], input=data, capture_output=True, timeout=60, check=False)  # noqa: S603 - the oracle


@pytest.mark.parametrize("size", [0, 10, CHUNK, 2 * CHUNK + 1])
def test_stock_program_opens_ours(age_program: str, tmp_path: Path, size: int) -> None:
    key = tmp_path / "key.txt"
    key.write_text(OWNER.encode() + "\n")
    plain = os.urandom(size)
    opened = run(age_program, "-d", "-i", str(key), data=encrypt(plain, OTHER.recipient, OWNER.recipient))
    assert (opened.returncode, opened.stdout) == (0, plain)


@pytest.mark.parametrize("size", [0, 10, CHUNK, 2 * CHUNK + 1])
def test_we_open_what_the_stock_program_writes(age_program: str, size: int) -> None:
    plain = os.urandom(size)
    recipients = [OTHER.recipient.encode(), OWNER.recipient.encode()]
    sealed = run(age_program, "-r", recipients[0], "-r", recipients[1], data=plain)
    assert sealed.returncode == 0, sealed.stderr
    assert decrypt(sealed.stdout) == plain


def test_stock_program_agrees_on_the_public_key(age_program: str) -> None:
    keygen = str(Path(age_program).with_name("age-keygen"))
    answer = run(keygen, "-y", data=OWNER.encode().encode())
    assert answer.stdout.decode().strip() == OWNER.recipient.encode()


@settings(max_examples=20, deadline=None)
@given(plain=st.binary(max_size=70_000))
def test_we_open_classical_files_of_pyrage(plain: bytes) -> None:
    theirs = pyrage.x25519.Identity.generate()
    file = pyrage.encrypt(plain, [theirs.to_public()])
    assert decrypt(file, X25519Identity.parse(str(theirs)), allow_x25519=True) == plain
    with pytest.raises(UntrustedInputError, match=r"bundle\.header-refused"):
        decrypt(file, X25519Identity.parse(str(theirs)))


def test_header_entropy_is_used_once_each(entropy: Callable[[int], bytes]) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    for file in (first, second):
        with open_writer(file, [OWNER.recipient], entropy) as writer:
            writer.write(b"same")
    assert first.getvalue()[-20:] != second.getvalue()[-20:]
