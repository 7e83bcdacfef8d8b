"""jsonschema is given the published schemas and the same records as our decoders, and says the same.

It is never stricter. Where it is laxer, the reason is one that a JSON Schema cannot say: fields that must fit each
other, the one spelling, a whole number written as ``5.0``, bytes in base64, and the line break that ``$`` lets pass in
Python.
"""

import json
import re
from functools import cache
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from app.services.bundles import manifest, schemas
from app.services.trust.document import TrustDocument
from app.services.trust.document import encode as encode_trust
from build.publish_schemas import FOLDER
from tests.services.bundles import network as n
from tests.services.bundles.fuzzing.mutants import mutant, script
from tests.services.bundles.fuzzing.structured import json_mutant
from tests.thoroughness import amount

WORDS = (b"null", b"-1", b"5.0", b"true", b'"', b"[]", b"{}", b"2026-02-30", b"99999999999999999999", b"\\n")
SPELLING = "another spelling of the same"
UNSAYABLE = re.compile(rf"^ - at|^$|base64|{SPELLING}")


def honest() -> dict[str, tuple[type[msgspec.Struct], bytes]]:
    """A sound instance for each published schema that the tests have one of."""
    by_type: dict[type[msgspec.Struct], msgspec.Struct] = {type(one): one for one in n.RECORDS.values()}
    found = {name: (kind, by_type[kind]) for name, kind in schemas.PUBLISHED.items() if kind in by_type}
    made: dict[str, tuple[type[msgspec.Struct], bytes]] = {
        name: (kind, msgspec.json.encode(one, order="sorted")) for name, (kind, one) in found.items()
    }
    made["manifest"] = (manifest.Manifest, manifest.encode(n.honest()))
    made["trust-document"] = (TrustDocument, encode_trust(n.trust_document()))
    return made


@cache
def validator(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker())


def ours(kind: type[msgspec.Struct], data: bytes) -> str | None:
    """Why our decoder refuses, or None."""
    try:
        value = msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as refusal:
        return str(refusal)
    return None if msgspec.json.encode(value, order="sorted") == data else SPELLING


def has_unsayable(value: Any) -> bool:
    """Whether something in it is taken differently for a reason that no schema can say."""
    if isinstance(value, dict):
        return any(has_unsayable(one) for one in value.values())
    if isinstance(value, list):
        return any(has_unsayable(one) for one in value)
    return (isinstance(value, float) and value.is_integer()) or (isinstance(value, str) and value.endswith("\n"))


@pytest.mark.parametrize("name", sorted(honest()))
def test_the_published_schema_says_what_the_decoder_says(name: str) -> None:
    kind, data = honest()[name]
    assert ours(kind, data) is None
    assert validator(name).is_valid(json.loads(data))
    differ: list[tuple[str, bytes]] = []
    laxer = 0
    for number in range(amount(60, 5_000)):
        steps = script(number)
        changed = json_mutant(data, steps) if number % 3 else mutant(data, steps, WORDS)
        try:
            value = json.loads(changed, parse_constant=float)
        except (ValueError, RecursionError):
            continue
        reason, theirs = ours_or_nothing(kind, changed), validator(name).is_valid(value)
        if reason is None and not theirs:
            differ.append(("stricter", changed))
        elif reason is not None and theirs:
            laxer += 1
            if not (UNSAYABLE.search(reason) or has_unsayable(value)):
                differ.append((reason, changed))
    assert differ == []
    assert laxer < amount(60, 5_000) // 2


def ours_or_nothing(kind: type[msgspec.Struct], data: bytes) -> str | None:
    """As ``ours``; what is no JSON for us is refused."""
    try:
        return ours(kind, data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return SPELLING


def test_every_record_of_the_tests_has_its_schema() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} >= set(honest())
    assert len(honest()) > 10
