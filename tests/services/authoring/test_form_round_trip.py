"""A pack as a form and back: nothing lost, every edit arrives, and what follows from it is made."""

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bootstrap import catalogue
from app.models.forms.carrying import carry
from app.models.forms.items import Item
from app.services.authoring.compiling import compile_form
from app.services.authoring.exporting import export_form
from app.services.packs.change_words import in_words
from app.services.packs.comparing import ChangeKind, compare
from app.services.packs.loader import LoadedPack, load_files
from app.services.packs.migration_checks import check_migration
from app.services.texts.catalogue import Language
from tests.services.authoring.forms import add_after, bare, compiled, form, opened, put, put_version, shipped

if TYPE_CHECKING:
    from app.models.forms.definition import FormPack

_WORDS = st.text("=+-@'\"<>&あ髙𠮷aZ0 \n", min_size=1, max_size=30).filter(lambda text: text.strip())


@pytest.fixture(scope="module")
def old() -> LoadedPack:
    return load_files(shipped())


def test_the_shipped_pack_comes_back_byte_for_byte() -> None:
    draft = compile_form(form(), shipped())
    assert draft.files == shipped()
    assert draft.migration is None


def _edited(item: Item, edit: dict[str, Any], name: str) -> Item:
    if item.link_id == name:
        ext = msgspec.structs.replace(item.ext, **{k: v for k, v in edit.items() if k in ("established", "disclosure")})
        return msgspec.structs.replace(item, ext=ext, required=edit["required"])
    return msgspec.structs.replace(item, item=tuple(_edited(each, edit, name) for each in item.item))


@settings(max_examples=4)
@given(data=st.data())
def test_any_edit_of_a_pack_survives_the_way_through_a_form(data: st.DataObject) -> None:
    pack: FormPack = load_files(bare()).pack
    questions = [each for each in pack.index if not each.item and each.ext.sensitivity != "medical"]
    name = data.draw(st.sampled_from([each.link_id for each in questions]))
    edit = {
        "required": data.draw(st.booleans()),
        "established": data.draw(st.booleans()),
        "disclosure": data.draw(st.sampled_from([("B4",), ("B4", "B7"), ()])),
    }
    files = {k: v for k, v in shipped().items() if not k.startswith("golden/")}
    items = tuple(_edited(each, edit, name) for each in pack.items)
    texts = dict(pack.texts["ja"]) | {f"item.{name}.label": data.draw(_WORDS)}
    files["items.json"] = msgspec.json.encode(items)
    files["text.ja.json"] = msgspec.json.encode(texts)
    again = load_files(dict(compile_form(export_form(files), files).files)).pack
    assert again.items == items
    assert again.texts["ja"] == texts


def test_a_changed_look_back_a_new_question_and_a_renaming_make_a_whole_pack(old: LoadedPack) -> None:
    book = opened()
    put_version(book)
    put(book, "settings", "cesi-2025", "parameter::lookback.travel", "5")
    put(book, "survey", "A1.roman", "label::日本語 (ja)", "旅券のローマ字氏名")
    put(book, "survey", "A1.roman", "was", "A1.roman")
    put(book, "survey", "A1.roman", "name", "A1.roman-name")
    add_after(book, "A1.kana-since", name="A1.seal", type="select_one yes_no", box="A1-11", required="yes", was="")
    draft = compiled(book, accept=True)
    assert draft.open is None
    new = load_files(dict(draft.files))
    assert new.migration is not None
    check_migration(old.pack, new.pack, new.migration)
    assert new.migration.renamed == {"A1.roman": "A1.roman-name"}
    assert new.migration.new == ("A1.seal",)
    assert {each.response.pack.version for each in new.golden.values()} == {2}

    changes = compare(old, new)
    kinds = {(each.kind, each.place, each.part) for each in changes}
    assert (ChangeKind.ITEM_NEW, "A1.seal", "paperRef") in kinds
    assert (ChangeKind.ITEM_RENAMED, "A1.roman-name", "") in kinds
    assert (ChangeKind.ITEM_CHANGED, "A1.roman-name", "label.ja") in kinds
    assert (ChangeKind.PARAMETER_CHANGED, "lookback.travel", "value") in kinds
    told = {language: list(in_words(changes, old, new, catalogue(language))) for language in Language}
    assert any("10" in each and "→ 5" in each for each in told[Language.JAPANESE])
    assert "Renamed item: A1.roman → A1.roman-name “" in "\n".join(told[Language.ENGLISH])
    assert len(told[Language.ENGLISH]) == len(told[Language.JAPANESE]) == len(changes)


def test_other_findings_are_never_taken_for_right_unasked() -> None:
    book = opened()
    put_version(book)
    put(book, "settings", "cesi-2025", "parameter::lookback.travel", "5")
    draft = compiled(book)
    assert draft.other_findings
    assert draft.open is not None
    assert draft.open.code == "pack.golden-findings"


def test_answers_go_on_where_the_question_does_and_the_rest_is_asked(old: LoadedPack) -> None:
    book = opened()
    put_version(book)
    put(book, "survey", "A1.roman", "was", "A1.roman")
    put(book, "survey", "A1.roman", "name", "A1.roman-name")
    add_after(book, "A1.kana-since", name="A1.seal", type="select_one yes_no", box="A1-11", required="yes", was="")
    draft = compiled(book)
    new = load_files(dict(draft.files))
    assert draft.migration is not None
    before = old.golden["g01.json"].response
    carried = carry(old.pack, new.pack, draft.migration, before)
    assert [(each.link_id, each.why) for each in carried.ask] == [("A1.seal", "new")]
    assert carried.response.current["A1.roman-name", None].value == before.current["A1.roman", None].value
    assert {each.revision for each in carried.response.answers} == {1}
    shown = {each.old[0].cell for each in carried.beside}
    assert shown == set(before.current)
    # Nothing is carried that the old response did not say.
    said = {(each.value, each.state) for each in before.current.values()}
    assert {(each.value, each.state) for each in carried.response.answers} <= said
