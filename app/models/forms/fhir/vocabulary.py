"""The names that both directions share: our extensions, those of the standard, identifiers of packs and code lists."""

from collections.abc import Iterable
from typing import Any

from app.models.forms.answers import AnswerState

Json = dict[str, Any]
"""An object as it stands in a JSON document."""

OURS = "urn:sekisho:fhir:"
"""Every extension of our own begins with this."""
PACK_URL = "urn:sekisho:pack:"
"""Canonical address of a pack: this and its id; the version follows a bar."""
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
CURRENCIES = "urn:iso:std:iso:4217"
DIGEST_URI = "ni:///sha-256;"
"""A document by its SHA-256 (RFC 6920); the digest follows in base64url without padding."""

REASONS = {
    AnswerState.UNKNOWN: "asked-unknown",
    AnswerState.DECLINED: "asked-declined",
    AnswerState.NOT_APPLICABLE: "not-applicable",
}
"""Explicit states that the standard knows; ``none`` (なし) it does not."""


def list_url(pack_id: str, name: str) -> str:
    """Address of the code system behind a code list of a pack."""
    return f"{PACK_URL}{pack_id}:{name}"


def part(url: str, kind: str, value: object) -> Json:
    """An extension with one value, for example ``part("row", "String", "r1")``."""
    return {"url": url, f"value{kind}": value}


def parts(url: str, inner: Iterable[Json]) -> Json:
    """An extension that holds others."""
    return {"url": url, "extension": list(inner)}


def in_english(text: str) -> Json:
    """What stands beside a Japanese text to give it in English."""
    return {"extension": [parts(TRANSLATION, [part("lang", "Code", "en"), part("content", "String", text)])]}


def bilingual(element: str, ja: str, en: str) -> Json:
    """A Japanese element with its English translation."""
    return {element: ja, f"_{element}": in_english(en)}
