r"""Types of fields that stand in manifests, records and trust documents.

Patterns end in ``\Z``: ``$`` would accept a trailing newline. Times are whole UTC seconds since 1970.
"""

from typing import Annotated

from msgspec import Meta

Hex64 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""SHA-256 in lower-case hex, also a key id or key fingerprint."""

BundleId = Annotated[str, Meta(pattern=r"\A[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}\Z")]
"""UUID version 4 (RFC 9562) as 32 hex digits: names a bundle for ever."""

StationName = Annotated[str, Meta(pattern=r"\A[A-Z0-9]{2,12}\Z")]
"""Id of a station (端末), also part of file names on media."""

Identifier = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,59}\Z")]
"""Id of an office, a person, a pack: ASCII letters, digits, ``.``, ``_``, ``-``."""

Reference = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9._/-]{0,59}\Z")]
"""Number of a case, a roster row or an issued letter, for example ``R8-000001``."""

Code = Annotated[str, Meta(pattern=r"\A[a-z0-9]+([.-][a-z0-9]+)*\Z", max_length=60)]
"""Stable dotted code in lower case."""

Seconds = Annotated[int, Meta(ge=0, le=253_402_300_799)]
"""UTC seconds since 1970-01-01, to the end of year 9999."""

Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""A number of things or bytes that every JSON reader keeps exactly."""

Serial = Annotated[int, Meta(ge=1, le=9_999_999_999)]
"""A counter that starts at 1; ten digits in file names."""

Exact = Annotated[str, Meta(min_length=1, max_length=1000)]
"""One line kept byte for byte as written (names, addresses): never normalised, 氏名の異体字を保つ."""

Prose = Annotated[str, Meta(min_length=1, max_length=100_000, extra={"text": "prose"})]
"""Text of several lines; newline and tab are permitted."""

ZERO_HASH = "0" * 64
"""Stands where a chain begins."""
