"""A pack with one thing wrong is refused, and the refusal names the file and the place."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import UntrustedInputError
from app.services.packs import files as pack_files
from app.services.packs.loader import load, load_files
from app.services.resources import PACKS

FILES = pack_files.read_files(PACKS / "cesi-2025")
Change = Callable[[Any], None]


def find(items: Any, link_id: str) -> Any:
    """An item of the raw tree."""
    for item in items:
        if item["linkId"] == link_id:
            return item
        below = find(item.get("item", []), link_id)
        if below is not None:
            return below
    return None


def ext(link_id: str, **fields: object) -> Change:
    return lambda items: find(items, link_id)["ext"].update(fields)


def edit(link_id: str, **fields: object) -> Change:
    return lambda items: find(items, link_id).update(fields)


def when(link_id: str, question: str, answer: object, operator: str = "=") -> Change:
    return edit(link_id, enableWhen=[{"question": question, "operator": operator, "answer": answer}])


def drop_box(pages: Any) -> None:
    pages[0]["boxes"].pop()


def stray_box(pages: Any) -> None:
    pages[0]["boxes"].append({"box": "Z", "linkId": "Z9"})


def box_twice(pages: Any) -> None:
    pages[0]["boxes"][1]["box"] = pages[0]["boxes"][0]["box"]


def open_period(head: Any) -> None:
    head["parameters"][0]["periods"].append({"validFrom": "2030-01-01", "value": 10})


def late_period(head: Any) -> None:
    head["parameters"][0]["periods"][0]["validFrom"] = "2026-01-01"


def nest_table(items: Any) -> None:
    row = find(items, "F9.entry")
    row["item"].append(
        {**find(items, "G1.entry"), "linkId": "F9.inner", "item": [{**find(items, "M3"), "linkId": "F9.deep"}]}
    )


def refusal(file: str, change: Change) -> UntrustedInputError:
    parsed = json.loads(FILES[file])
    change(parsed)
    changed = json.dumps(parsed, ensure_ascii=False).encode()
    with pytest.raises(UntrustedInputError) as refused:
        load_files({**FILES, file: changed})
    return refused.value


@pytest.mark.parametrize(
    ("file", "change", "code", "place"),
    [
        ("items.json", lambda items: find(items, "F9.has").pop("ext"), "pack.shape", "$[5].item[8].item[0]"),
        ("items.json", lambda items: find(items, "A")["ext"].pop("purpose"), "pack.shape", "$[0].ext"),
        ("items.json", ext("A", purpose=8), "pack.shape", "$[0].ext.purpose"),
        ("items.json", ext("A", purpose="other"), "pack.shape", "$[0].ext.purpose"),
        ("items.json", ext("A", disclosure=["B99"]), "pack.shape", "$[0].ext.disclosure[0]"),
        ("items.json", edit("A", unknown=1), "pack.shape", "$[0]"),
        ("items.json", edit("F10.kind", linkId="F9.kind"), "pack.link-id-twice", "F9.kind"),
        ("items.json", edit("F9.kind", type="group"), "pack.item-shape", "F9.kind"),
        ("items.json", edit("F9.kind", repeats=True), "pack.item-shape", "F9.kind"),
        ("items.json", edit("E", repeats=True), "pack.item-shape", "E"),
        ("items.json", lambda items: find(items, "F9.kind").pop("maxLength"), "pack.length-missing", "F9.kind"),
        ("items.json", nest_table, "pack.table-nested", "F9.inner"),
        ("items.json", when("F9.kind", "F9.nothing", answer=True), "pack.condition-target", "F9.kind"),
        ("items.json", when("F9.kind", "F9", answer=True), "pack.condition-target", "F9.kind"),
        ("items.json", when("F9.kind", "F9.has", "yes"), "pack.condition-target", "F9.kind"),
        ("items.json", when("K1.amount", "K1.frequency", "hourly"), "pack.condition-target", "K1.amount"),
        ("items.json", when("F9.has", "F9.kind", answer=True, operator="exists"), "pack.condition-cycle", "F9.has"),
        ("items.json", edit("F9.country", answerValueSet="planets"), "pack.choice-list-unknown", "F9.country"),
        ("items.json", edit("F9.country", answerOption=["JP", "ZZ"]), "pack.choice-unknown", "F9.country"),
        ("items.json", edit("F9.country", initial="ZZ"), "pack.choice-unknown", "F9.country"),
        ("items.json", ext("F9.kind", retention="forever"), "pack.retention-unknown", "F9.kind"),
        (
            "items.json",
            ext("F9.kind", lookback={"from": "as-of", "years": 9, "parameter": "lookback.travel"}),
            "pack.lookback-mismatch",
            "F9.kind",
        ),
        (
            "items.json",
            ext("F9.kind", lookback={"from": "as-of", "years": 9, "parameter": None}),
            "pack.lookback-mismatch",
            "F9.kind",
        ),
        ("items.json", ext("A3", disclosure=["B9"]), "pack.disclosure-forbidden", "A3"),
        ("items.json", ext("J1.now", disclosure=["B4", "B7"]), "pack.disclosure-forbidden", "J1.now"),
        ("items.json", ext("K", purpose=7), "pack.purpose-uncovered", "6"),
        ("items.json", ext("A3", paperRef={"page": 1, "box": "X"}), "pack.box-mismatch", "A3"),
        ("layout.json", drop_box, "pack.box-mismatch", "A5.place"),
        ("layout.json", stray_box, "pack.box-mismatch", "Z9"),
        ("layout.json", box_twice, "pack.box-twice", "1:A"),
        ("layout.json", lambda pages: pages.pop(3), "pack.page-order", "5"),
        (
            "choices.json",
            lambda lists: lists[0]["codes"].append({"code": "split"}),
            "pack.choice-twice",
            "name-form.split",
        ),
        ("text.ja.json", lambda texts: texts.pop("item.A3.label"), "pack.text-missing", "item.A3.label"),
        ("text.en.json", lambda texts: texts.pop("item.A3.label"), "pack.text-missing", "item.A3.label"),
        ("text.en.json", lambda texts: texts.pop("item.A.hint"), "pack.text-missing", "item.A.hint"),
        ("text.en.json", lambda texts: texts.update({"item.A3.label": " "}), "pack.text-missing", "item.A3.label"),
        ("text.en.json", lambda texts: texts.pop("choice.sex.male"), "pack.text-missing", "choice.sex.male"),
        ("text.en.json", lambda texts: texts.update({"item.Z.label": "x"}), "pack.text-unused", "item.Z.label"),
        ("text.en.json", lambda texts: texts.update({"value.yen": "{amount.real}"}), "pack.text-fields", "value.yen"),
        ("text.en.json", lambda texts: texts.update({"value.yes": "{"}), "pack.text-fields", "value.yes"),
        ("pack.json", lambda head: head["statutoryItems"].pop(), "pack.statutory-items", "statutoryItems"),
        (
            "pack.json",
            lambda head: head["parameters"].append(head["parameters"][0]),
            "pack.parameter-twice",
            "validity.years",
        ),
        ("pack.json", open_period, "pack.parameter-overlap", "validity.years"),
        ("pack.json", late_period, "pack.parameter-overlap", "validity.years"),
    ],
)
def test_each_cross_check_refuses_with_file_and_place(file: str, change: Change, code: str, place: str) -> None:
    error = refusal(file, change)
    assert (error.code, error.params["file"], error.params["place"]) == (code, file, place)


def test_golden_subject_that_does_not_fit_is_refused() -> None:
    broken = FILES["golden/g01.json"].replace(b'"1988-04-12"', b'"1988-04-31"', 1)
    with pytest.raises(UntrustedInputError) as refused:
        load_files({**FILES, "golden/g01.json": broken})
    assert refused.value.code == "pack.golden-misfit"
    assert refused.value.params["file"] == "golden/g01.json"
    assert refused.value.params["problem"] == "answer.date-invalid"


def test_golden_subject_with_white_space_is_refused() -> None:
    with pytest.raises(UntrustedInputError, match=r"^pack\.golden-not-canonical$"):
        load_files({**FILES, "golden/g01.json": FILES["golden/g01.json"] + b"\n"})


@pytest.mark.parametrize("content", [b"", b"{", b"\xef\xbb\xbf[]", b"\xff", b"[NaN]", b"[" * 200_000])
def test_what_is_not_json_is_refused(content: bytes) -> None:
    with pytest.raises(UntrustedInputError, match=r"^pack\.not-json$"):
        load_files({**FILES, "letters/F05.json": content})


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(UntrustedInputError) as refused:
        load_files({**FILES, "choices.json": b'[{"id":"a","codes":[],"id":"b"}]'})
    assert (refused.value.code, refused.value.params) == ("pack.key-twice", {"file": "choices.json", "place": "id"})


def test_folders_with_missing_strange_or_huge_files_are_refused(tmp_path: Any) -> None:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert load(tmp_path).golden
    for strange in ("readme.txt", "golden/.hidden.json", "letters/deeper", "scripts"):
        target = tmp_path / strange
        if target.suffix:
            target.write_bytes(b"{}")
        else:
            target.mkdir()
        with pytest.raises(UntrustedInputError) as refused:
            load(tmp_path)
        assert (refused.value.code, refused.value.params["file"]) == ("pack.file-unexpected", strange)
        if target.is_dir():
            target.rmdir()
        else:
            target.unlink()
    (tmp_path / "letters" / "huge.json").write_bytes(b" " * (pack_files.MAX_FILE_BYTES + 1))
    with pytest.raises(UntrustedInputError, match=r"^pack\.file-too-large$"):
        load(tmp_path)
    (tmp_path / "letters" / "huge.json").unlink()
    (tmp_path / "layout.json").unlink()
    with pytest.raises(UntrustedInputError, match=r"^pack\.file-missing$"):
        load(tmp_path)


@given(
    file=st.sampled_from(["pack.json", "choices.json", "layout.json", "golden/g03.json"]),
    place=st.floats(0, 1, exclude_max=True),
    byte=st.integers(0, 255),
)
def test_a_changed_byte_is_refused_or_harmless_but_never_another_error(file: str, place: float, byte: int) -> None:
    content = bytearray(FILES[file])
    content[int(place * len(content))] = byte
    try:
        loaded = load_files({**FILES, file: bytes(content)})
    except UntrustedInputError as refused:
        assert refused.code.startswith("pack.")  # noqa: PT017  (both outcomes are right)
    else:
        assert (loaded.pack.digest == pack_files.digest(FILES)) is (bytes(content) == FILES[file])
