"""The text header of an age v1 file (C2SP age specification): read within limits, in linear time, and written.

The header says who can open the file: one stanza for each recipient, then a tag over all lines. Everything here is
still unauthenticated; ``age_keys`` opens stanzas and ``age`` checks the tag.
"""

from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass

from app.models.domain.errors import UntrustedInputError
from app.services.crypto.streams import Feed

MAGIC = b"age-encryption.org/v1\n"
HEADER_LIMIT = 256 * 1024
"""Bytes of the whole header."""
STANZA_LIMIT = 64
_COLUMNS = 64
_MAC_PREFIX = b"---"


@dataclass(frozen=True, slots=True)
class Stanza:
    """One recipient's line: type, further arguments, and the wrapped file key."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """All stanzas, the tag, and the very bytes that the tag covers."""

    stanzas: tuple[Stanza, ...]
    tag: bytes
    covered: bytes


class _Lines:
    """Header lines within the budget, each remembered for the tag."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self.seen = bytearray()

    def next(self) -> bytes:
        """Give the next line without its line feed."""
        budget = HEADER_LIMIT - len(self.seen)
        line = self._feed.line(budget)
        if not line.endswith(b"\n"):
            # A line cut by the budget breaks the profile; a line cut by the end of the file is a damaged file.
            raise UntrustedInputError("bundle.header-refused" if len(line) == budget else "bundle.damaged")
        self.seen += line
        return line[:-1]


def read_header(feed: Feed) -> Header:
    """Read the header and leave ``feed`` at the first byte of the payload.

    Raises:
        UntrustedInputError: ``bundle.not-a-bundle`` (another kind of file, or armoured), ``bundle.header-refused``
            (broken rule or limit), ``bundle.damaged`` (the file ends inside the header).
    """
    _read_magic(feed)
    lines = _Lines(feed)
    lines.seen += MAGIC
    stanzas: list[Stanza] = []
    while True:
        line = lines.next()
        if line.startswith(_MAC_PREFIX):
            break
        if len(stanzas) == STANZA_LIMIT:
            raise UntrustedInputError("bundle.header-refused")
        stanzas.append(_read_stanza(line, lines))
    tag = decode_base64(line[len(_MAC_PREFIX) + 1 :])
    if not stanzas or line[: len(_MAC_PREFIX) + 1] != _MAC_PREFIX + b" " or len(tag) != 32:
        raise UntrustedInputError("bundle.header-refused")
    covered = bytes(lines.seen[: -len(line) - 1]) + _MAC_PREFIX
    return Header(tuple(stanzas), tag, covered)


def covered_bytes(stanzas: Sequence[Stanza]) -> bytes:
    """Write a header up to and with the three dashes: the bytes that the tag covers."""
    written = bytearray(MAGIC)
    for stanza in stanzas:
        written += b"-> " + " ".join((stanza.kind, *stanza.arguments)).encode("ascii") + b"\n"
        body = encode_base64(stanza.body)
        # A body always ends with a line shorter than 64 columns, if need be an empty one.
        for start in range(0, len(body) + 1, _COLUMNS):
            written += body[start : start + _COLUMNS] + b"\n"
    return bytes(written) + _MAC_PREFIX


def tag_line(tag: bytes) -> bytes:
    """Write what follows the three dashes."""
    return b" " + encode_base64(tag) + b"\n"


def encode_base64(data: bytes) -> bytes:
    """Write standard base64 without padding."""
    return b2a_base64(data, newline=False).rstrip(b"=")


def decode_base64(text: bytes) -> bytes:
    """Read standard base64 without padding, in its only spelling.

    Raises:
        UntrustedInputError: ``bundle.header-refused``.
    """
    try:
        data = a2b_base64(text + b"=" * (-len(text) % 4), strict_mode=True)
    except Base64Error as error:
        raise UntrustedInputError("bundle.header-refused") from error
    if encode_base64(data) != text:
        raise UntrustedInputError("bundle.header-refused")
    return data


def _read_magic(feed: Feed) -> None:
    first = feed.line(len(MAGIC))
    if first == MAGIC:
        return
    is_other_age = first.startswith(b"age-encryption.org/")
    raise UntrustedInputError("bundle.header-refused" if is_other_age else "bundle.not-a-bundle")


def _read_stanza(line: bytes, lines: _Lines) -> Stanza:
    arrow, *arguments = line.split(b" ")
    if arrow != b"->" or not arguments or not all(map(_is_visible, arguments)):
        raise UntrustedInputError("bundle.header-refused")
    body = bytearray()
    while True:
        row = lines.next()
        if len(row) > _COLUMNS:
            raise UntrustedInputError("bundle.header-refused")
        body += decode_base64(row)
        if len(row) < _COLUMNS:
            break
    kind, *rest = (argument.decode("ascii") for argument in arguments)
    return Stanza(kind, tuple(rest), bytes(body))


def _is_visible(argument: bytes) -> bool:
    """Whether the argument is one or more of the characters 33 to 126."""
    return bool(argument) and min(argument) > 32 and max(argument) < 127
