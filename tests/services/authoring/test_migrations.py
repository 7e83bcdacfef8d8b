"""Splitting and merging items, and every migration that does not account for what it should."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.models.forms.carrying import carry
from app.models.forms.migration import Merged
from app.services.authoring.compiling import compile_form
from app.services.packs.comparing import ChangeKind, compare
from app.services.packs.loader import LoadedPack, load_files
from app.services.packs.migration_checks import check_migration
from tests.services.authoring.forms import add_after, bare, opened, put, put_version, saved, shipped

Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture(name="old", scope="module")
def _old() -> LoadedPack:
    return load_files(shipped())


@pytest.fixture(name="bare_old", scope="module")
def _bare_old() -> LoadedPack:
    return load_files(bare())


@pytest.fixture(name="draft", scope="module")
def _draft() -> dict[str, bytes]:
    """The Roman name split into two, and the two parts of the reading merged into one."""
    book = opened()
    put_version(book)
    put(book, "survey", "A1.roman", "was", "A1.roman")
    add_after(book, "A1.roman", name="A1.roman-given", box="A1-12", was="A1.roman")
    put(book, "survey", "A1.family-kana", "was", "A1.family-kana A1.given-kana")
    page = book["survey"]
    names = [row[1].value for row in page.iter_rows()]
    page.delete_rows(names.index("A1.given-kana") + 1)
    return dict(compile_form(saved(book), bare()).files)


def test_splitting_and_merging_are_said_compared_and_asked_anew(
    draft: dict[str, bytes], old: LoadedPack, bare_old: LoadedPack
) -> None:
    files = {name: content for name, content in draft.items() if name != "rules.json"}
    new = load_files(files)
    migration = new.migration
    assert migration is not None
    check_migration(bare_old.pack, new.pack, migration)
    assert migration.split == {"A1.roman": ("A1.roman", "A1.roman-given")}
    assert migration.merged == (Merged(items=("A1.family-kana", "A1.given-kana"), to="A1.family-kana"),)
    kinds = {(each.kind, each.place) for each in compare(bare_old, new)}
    assert {(ChangeKind.ITEM_SPLIT, "A1.roman-given"), (ChangeKind.ITEM_MERGED, "A1.family-kana")} <= kinds
    assert not {each for each in kinds if each[0] is ChangeKind.ITEM_DROPPED}

    before = old.golden["g01.json"].response
    carried = carry(bare_old.pack, new.pack, migration, before)
    asked = {each.link_id: each.why for each in carried.ask}
    assert asked["A1.family-kana"] == "merged"
    # What was cut is never put together or taken apart by the program: it stands beside, and is asked.
    assert not {"A1.roman", "A1.roman-given", "A1.family-kana"} & {link_id for link_id, _ in carried.response.current}
    alone = {each.old[0].link_id for each in carried.beside if each.new is None}
    assert {"A1.roman", "A1.family-kana", "A1.given-kana"} <= alone


def _without(name: str) -> Spoil:
    return lambda plain: plain["same"].remove(name)


def _twice(plain: dict[str, Any]) -> None:
    plain["dropped"] = ["A3"]


SPOILS: dict[str, tuple[str, str, Spoil]] = {
    "a new item left out": ("pack.migrate-new", "A1.roman-given", lambda m: m["split"]["A1.roman"].pop()),
    "a new item twice": ("pack.migrate-new", "A3", lambda m: m.update(new=["A3"])),
    "a new item that is none": ("pack.migrate-new", "A99", lambda m: m.update(new=["A99"])),
    "an old item twice": ("pack.migrate-old", "A3", _twice),
    "an old item that is none": ("pack.migrate-old", "A99", lambda m: m.update(dropped=["A99"])),
    "an old item left out": (
        "pack.migrate-old",
        "A3",
        lambda m: (m["same"].remove("A3"), m.update(new=["A3"])),
    ),
    "another kind": (
        "pack.migrate-kind",
        "A3",
        lambda m: ([m["same"].remove(name) for name in ("A3", "A5")], m.update(renamed={"A3": "A5", "A5": "A3"})),
    ),
    "another version": ("pack.migrate-origin", "cesi-2025", lambda m: m["from"].update(version=7)),
    "another digest": ("pack.migrate-origin", "cesi-2025", lambda m: m["from"].update(digest="0" * 64)),
    "another pack": ("pack.migrate-origin", "other", lambda m: m["from"].update(id="other")),
    "no digest at all": ("pack.shape", "$.from.digest", lambda m: m["from"].update(digest="x")),
    "one merged alone": ("pack.shape", "$.merged[0].from", lambda m: m["merged"][0]["from"].pop()),
    "an unknown word": ("pack.shape", "$", lambda m: m.update(guess={})),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_migration_that_does_not_account_for_every_item_is_refused(
    spoil: str, draft: dict[str, bytes], bare_old: LoadedPack
) -> None:
    code, place, change = SPOILS[spoil]
    plain = json.loads(draft["migrate.json"])
    change(plain)
    files = {name: content for name, content in draft.items() if name != "rules.json"}
    files["migrate.json"] = json.dumps(plain).encode()
    with pytest.raises(UntrustedInputError) as refused:
        _loaded_after(bare_old, files)
    assert (refused.value.code, refused.value.params["place"]) == (code, place)


def _loaded_after(old: LoadedPack, files: dict[str, bytes]) -> None:
    new = load_files(files)
    assert new.migration is not None
    check_migration(old.pack, new.pack, new.migration)


def test_answers_of_another_pack_are_never_carried(draft: dict[str, bytes], old: LoadedPack) -> None:
    new = load_files({name: content for name, content in draft.items() if name != "rules.json"})
    assert new.migration is not None
    # The subjects belong to the pack with its own digest, not to the bare one.
    with pytest.raises(InvalidInputError, match="other-pack"):
        carry(old.pack, new.pack, new.migration, old.golden["g01.json"].response)
