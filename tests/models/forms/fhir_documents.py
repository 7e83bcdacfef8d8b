"""Documents for the tests of FHIR: a golden response as another program would write it, and places in a document."""

from collections.abc import Iterator
from typing import Any

import msgspec

from app.models.forms.answers import Response
from app.models.forms.definition import FormPack
from app.models.forms.fhir.foreign import REASON, STATE
from app.models.forms.fhir.response_out import ANSWER, response_to_fhir
from app.models.forms.fhir.vocabulary import ABSENT, part

Json = dict[str, Any]


def foreign_document(pack: FormPack, response: Response) -> Json:
    """The current answers of a response without anything of ours but ``none``, which the standard cannot say."""
    kept = tuple(each for each in response.current.values() if each.not_applicable_since is None)
    own = response_to_fhir(pack, msgspec.structs.replace(response, answers=kept))
    document: Json = msgspec.json.decode(own)
    del document["extension"], document["subject"]
    document |= {"id": "1", "meta": {"source": "urn:else"}, "author": {"display": "<b>somebody</b>"}}
    for item in document["item"]:
        _strip(item)
    return document


def _strip(item: Json) -> None:
    item["text"] = "<i>label</i>"
    for answer in item.get("answer", ()):
        del answer["extension"]
    extensions = item.pop("extension", [])
    if "answer" not in item and "item" not in item:
        details = next(each["extension"] for each in extensions if each["url"] == ANSWER)
        found = {each["url"]: each for each in details}
        standard = [each for each in extensions if each["url"] == ABSENT]
        item["extension"] = standard or [part(STATE, "Code", found["state"]["valueCode"])]
        if "reason" in found:
            item["extension"].append(part(REASON, "String", found["reason"]["valueString"]))
    for inner in item.get("item", ()):
        _strip(inner)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a document but the root."""
    if isinstance(value, dict):
        inner: Any = value.items()
    else:
        inner = enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from places(each, (*path, key))


def put(document: Json, path: tuple[str | int, ...], value: Any) -> None:
    """Change the value at a place."""
    around: Any = document
    for key in path[:-1]:
        around = around[key]
    around[path[-1]] = value
