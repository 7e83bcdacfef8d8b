"""The published vectors: our reader says of each what is published, and what would be published now is the same."""

import json
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from app.models.domain.actor import Environment
from app.services import typed_text
from app.services.bundles.admission import LaneState
from app.services.bundles.refusals import REFUSALS
from app.services.crypto.age import Identity
from app.services.exchange import receipt_forms
from app.services.trust import paper
from app.services.typed_text import Flaw, Flawed, Form
from app.verifier.checking import Recipient, trust_of, verify
from build.publish_vectors import FOLDER, index, trust, typed, vectors
from tests.services.bundles import network

NO_FILE = {"bundle.media-write", "bundle.record-inconsistent", "bundle.live-in-rehearsal"}
"""What a single file cannot show: a medium that fails, a record that shrank, a station that practises."""


@cache
def published() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "vectors.json").read_text(encoding="utf-8"))
    return found


def judged(data: bytes, one: dict[str, Any]) -> str:
    """What our reader says of a file, with nothing but what is published."""
    known, environment = published(), Environment(published()["environment"])
    root = tuple(known["root_fingerprint"])
    view = trust_of((FOLDER / known["trust"]).read_bytes(), root, environment, one["at"])
    lane = LaneState(one["lane"]["last_seq"], one["lane"]["last_sha256"])
    identity = Identity.parse(known["identities"][one["station"]])
    recipient = Recipient(one["station"], environment, [identity], view, lane)
    return verify(BytesIO(data), recipient, one["at"]).report.code or "admitted"


@pytest.mark.parametrize("one", published()["vectors"], ids=lambda one: one["file"])
def test_our_reader_says_what_is_published(one: dict[str, Any]) -> None:
    assert judged((FOLDER / one["file"]).read_bytes(), one) == one["expect"]


def test_what_would_be_published_now_is_the_same() -> None:
    made = list(vectors())
    assert json.loads(json.dumps(index(made))) == published()
    assert (FOLDER / "trust.dsse.json").read_bytes() == trust()
    for vector, one in zip(made, published()["vectors"], strict=True):
        assert judged(vector.make(), one) == one["expect"], vector.name


def test_the_vectors_are_small_and_show_every_refusal() -> None:
    files = {path.name for path in FOLDER.glob("*.age")}
    assert files == {one["file"] for one in published()["vectors"]}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2**20
    expected = {one["expect"] for one in published()["vectors"]}
    assert expected == {"admitted", *(row.code for row in REFUSALS)} - NO_FILE


def test_texts_on_paper_are_read_as_published() -> None:
    known = json.loads((FOLDER / "typed.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(typed())) == known
    receipt, order = known["texts"]
    assert receipt_forms.from_text(receipt["text"]).decode() == receipt["stands_for"]
    assert paper.typed(order["text"], network.trust_document().root).decode() == order["stands_for"]
    for one in known["refused"]:
        assert typed_text.read(Form(one["form"]), one["text"]) == Flawed(Flaw(one["flaw"]), one["line"]), one["says"]


def test_the_published_folder_is_the_one_that_the_page_names() -> None:
    page = Path(FOLDER.parent / "bundle.md").read_text(encoding="utf-8")
    assert "vectors/vectors.json" in page
