"""A document that says it is ours is read only as far as we would write it so: the rest is refused with its place."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from app.models.domain.errors import UntrustedInputError
from app.models.forms.fhir.pack_in import pack_from_fhir
from app.models.forms.fhir.pack_out import pack_to_fhir
from app.models.forms.fhir.response_in import response_from_fhir
from app.models.forms.fhir.response_out import response_to_fhir
from app.services.packs.loader import LoadedPack

Change = Callable[[Any], object]
FIRST = "$.item[0].item[0].item[0]"


def _first(document: Any) -> Any:
    return document["item"][0]["item"][0]["item"][0]


PACK_FAULTS: dict[str, tuple[Change, str, str]] = {
    "resource": (lambda d: d.update(resourceType="Patient"), "fhir.other-form", "$.resourceType"),
    "element": (lambda d: d.update(publisher="x"), "fhir.unknown-element", "$.publisher"),
    "item element": (lambda d: _first(d).update(readOnly=True), "fhir.unknown-element", f"{FIRST}.readOnly"),
    "type": (lambda d: _first(d).update(type="formula"), "fhir.wrong-type", FIRST),
    "name": (lambda d: _first(d).update(linkId="../x"), "fhir.wrong-type", FIRST),
    "version": (lambda d: d.update(version="2"), "fhir.unknown-element", "$.version"),
    "profile inside": (
        lambda d: d["contained"][0].update(experimental=True),
        "fhir.unknown-element",
        "$.contained[0].experimental",
    ),
    "no head": (lambda d: d["contained"][-1].update(id="file-0"), "fhir.element-missing", ""),
    "condition on nothing": (
        lambda d: _first(d).update(enableWhen=[{"question": "Z9", "operator": "exists", "answerBoolean": True}]),
        "fhir.wrong-type",
        "$",
    ),
}
RESPONSE_FAULTS: dict[str, tuple[Change, str, str]] = {
    "element": (lambda d: d.update(encounter={}), "fhir.unknown-element", "$.encounter"),
    "answer": (lambda d: _first(d)["answer"].append({}), "fhir.element-missing", f"{FIRST}.answer[1].extension"),
    "words": (
        lambda d: _first(d)["answer"][0]["valueCoding"].update(display="他"),
        "fhir.unknown-element",
        f"{FIRST}.answer[0].valueCoding.display",
    ),
    "digest": (
        lambda d: d["extension"][0]["extension"].append({"url": "pack-digest", "valueString": "0" * 64}),
        "fhir.other-form",
        "$.extension[0].extension[1]",
    ),
    "item": (lambda d: _first(d).update(linkId="Z9"), "fhir.misplaced", f"{FIRST}.linkId"),
    "order": (lambda d: d["item"].reverse(), "fhir.unknown-element", ""),
    "status": (lambda d: d.update(status="amended"), "fhir.unknown-element", "$.status"),
}


@pytest.mark.parametrize("fault", PACK_FAULTS)
def test_a_form_that_we_would_not_write_is_refused(loaded: LoadedPack, fault: str) -> None:
    change, code, place = PACK_FAULTS[fault]
    _refused(pack_to_fhir(loaded.pack), change, code, place, pack_from_fhir)


@pytest.mark.parametrize("fault", RESPONSE_FAULTS)
def test_answers_that_we_would_not_write_are_refused(loaded: LoadedPack, fault: str) -> None:
    change, code, place = RESPONSE_FAULTS[fault]
    document = response_to_fhir(loaded.pack, loaded.golden["g01.json"].response)
    _refused(document, change, code, place, lambda changed: response_from_fhir(loaded.pack, changed))


def _refused(document: bytes, change: Change, code: str, place: str, read: Callable[[bytes], object]) -> None:
    tree = msgspec.json.decode(document)
    change(tree)
    with pytest.raises(UntrustedInputError) as refused:
        read(msgspec.json.encode(tree))
    assert refused.value.code == code
    assert str(refused.value.params["place"]).startswith("$")
    assert not place or refused.value.params["place"] == place
