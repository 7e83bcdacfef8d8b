"""Packs that somebody made to do harm: nested, chained, circling, huge: refused with the place before they cost."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from app.models.domain.errors import UntrustedInputError
from app.services.packs.files import LONGEST_PLACE, read_files
from app.services.packs.item_checks import DEEPEST
from app.services.packs.loader import load_files
from app.services.packs.reference_checks import LONGEST_TEXT
from app.services.resources import PACKS
from tests.services.packs.test_pack_refusals import find

FILES = {name: held for name, held in read_files(PACKS / "cesi-2025").items() if not name.startswith("golden/")}
Make = Callable[[Any], None]


def nested(depth: int) -> Make:
    """Groups in groups, by names that are all their own."""

    def make(items: Any) -> None:
        top = find(items, "A")
        like = {name: held for name, held in find(items, "A2").items() if name != "item"}
        inner = {**find(items, "A3"), "linkId": "A1.innermost"}
        for number in range(depth):
            inner = {**like, "linkId": f"A1.n{number}", "item": [inner]}
        top["item"].append(inner)

    return make


def chained(length: int, *, ring: bool = False) -> Make:
    """Questions of which each waits for the next, and the last for the first in a ring."""

    def make(items: Any) -> None:
        like = {name: held for name, held in find(items, "A2.has").items() if name != "enableWhen"}
        for number in range(length):
            one = {**like, "linkId": f"A1.c{number}"}
            if ring or number + 1 < length:
                after = f"A1.c{(number + 1) % length}"
                one["enableWhen"] = [{"question": after, "operator": "=", "answer": True}]
            find(items, "A1")["item"].append(one)

    return make


def many(items: Any) -> None:
    like = find(items, "A3")
    find(items, "A1")["item"].extend({**like, "linkId": f"A1.m{number}"} for number in range(6_000))


ITEMS: dict[str, tuple[str, str, Make]] = {
    "nested": ("pack.too-deep", f"A1.n{300 - DEEPEST}", nested(300)),
    "nested beyond the parser": ("pack.not-json", "1:901", nested(4_000)),
    "chained": ("pack.too-deep", f"A1.c{DEEPEST}", chained(4_000)),
    "a short ring": ("pack.condition-cycle", "A1.c0", chained(3, ring=True)),
    "a long ring": ("pack.too-deep", f"A1.c{DEEPEST}", chained(4_000, ring=True)),
    "many": ("pack.text-missing", "item.A1.m0.label", many),
    "unknown type": ("pack.shape", "$[0].item[2].type", lambda items: find(items, "A3").update(type="geopoint")),
    "type in capitals": ("pack.shape", "$[0].item[2].type", lambda items: find(items, "A3").update(type="Date")),
    "a number for a name": ("pack.shape", "$[0].item[2].linkId", lambda items: find(items, "A3").update(linkId=3)),
    "a name of a million": (
        "pack.shape",
        "$[0].item[2].linkId",
        lambda items: find(items, "A3").update(linkId="A" * 1_000_000),
    ),
    "markup for a name": (
        "pack.shape",
        "$[0].item[2].linkId",
        lambda items: find(items, "A3").update(linkId="<b>A3</b>"),
    ),
}


def refused(files: dict[str, bytes]) -> tuple[str, str]:
    with pytest.raises(UntrustedInputError) as error:
        load_files({**FILES, **files})
    return error.value.code, str(error.value.params.get("place"))


def as_json(value: Any) -> bytes:
    """Without the recursion of the standard library, which nesting would exhaust."""
    return msgspec.json.encode(value)


@pytest.mark.parametrize("case", ITEMS)
def test_items_that_would_cost_without_end_are_refused_with_their_place(case: str) -> None:
    code, place, make = ITEMS[case]
    items = json.loads(FILES["items.json"])
    make(items)
    assert refused({"items.json": as_json(items) if "parser" not in case else deep_bytes()}) == (code, place)


def deep_bytes() -> bytes:
    return b'[{"item":' * 100_000 + b"1" + b"}]" * 100_000


def test_conditions_as_deep_as_permitted_are_still_read() -> None:
    """The limit itself is no refusal: what is missing then are the texts of the new questions."""
    items = json.loads(FILES["items.json"])
    chained(DEEPEST - 3)(items)
    assert refused({"items.json": as_json(items)}) == ("pack.text-missing", "item.A1.c0.label")


def test_a_place_is_told_for_what_is_no_json_and_never_at_length() -> None:
    endless = "名" * 600_000
    assert refused({"items.json": b'[\n  {"linkId": ]'}) == ("pack.not-json", "2:14")
    assert refused({"items.json": b'["\xff"]'}) == ("pack.not-json", "1:3")
    assert refused({"items.json": b'["[[", ' + b"[" * 100_000})[0] == "pack.not-json"
    twice = f'{{"{endless}": "a", "{endless}": "b"}}'.encode()
    unused = as_json(json.loads(FILES["text.ja.json"]) | {endless: "x"})
    for text, code in ((twice, "pack.key-twice"), (unused, "pack.text-unused")):
        assert refused({"text.ja.json": text}) == (code, "名" * LONGEST_PLACE + "…")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_label_of_a_million_characters_is_refused(language: str) -> None:
    file = f"text.{language}.json"
    texts = json.loads(FILES[file]) | {"item.A3.label": "名" * 1_000_000}
    assert refused({file: as_json(texts)}) == ("pack.text-too-long", "item.A3.label")
    texts["item.A3.label"] = "名" * (LONGEST_TEXT + 1)
    assert refused({file: as_json(texts)}) == ("pack.text-too-long", "item.A3.label")


def test_markup_and_formulas_in_labels_stay_text() -> None:
    for text in ("<script>alert(1)</script>", '=HYPERLINK("x")', "{0.__class__}", "%s%n"):
        texts = json.loads(FILES["text.ja.json"]) | {"item.A3.label": text}
        assert load_files({**FILES, "text.ja.json": as_json(texts)}).pack.label("A3", "ja") == text
