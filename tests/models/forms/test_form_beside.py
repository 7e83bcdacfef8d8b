"""Two questionnaires side by side: no answer is lost, none invented, whatever became of the items and rows."""

from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.forms.answers import Response
from app.models.forms.beside import Side, beside, sections_of
from app.models.forms.leading import Fate, Leading, leading
from app.models.forms.migration import Merged, MigratedFrom, Migration
from app.models.forms.reading import Line, answered_view
from app.services.packs.loader import LoadedPack, load_files
from tests.services.authoring.forms import add_after, compiled_bare, opened, put, put_version, shipped

NAMES = [f"g{number:02d}.json" for number in range(1, 13)]
SECTIONS = "ABCDEFGHIJKLM"


@cache
def old() -> LoadedPack:
    return load_files(shipped())


@cache
def new() -> LoadedPack:
    """Renamed, split, merged, dropped and new items, in and outside tables; rules aside, which name the old ones."""
    book = opened()
    put_version(book)
    put(book, "survey", "A1.roman", "was", "A1.roman")
    add_after(book, "A1.roman", name="A1.roman-given", box="A1-12", was="A1.roman")
    put(book, "survey", "B1.address", "was", "B1.address")
    put(book, "survey", "B1.address", "name", "B1.place")
    put(book, "survey", "A1.family-kana", "was", "A1.family-kana A1.given-kana")
    page = book["survey"]
    names = [row[1].value for row in page.iter_rows()]
    for name in ("A1.kana-source", "A1.given-kana"):
        page.delete_rows(names.index(name) + 1)
    add_after(book, "A1.kana-since", name="A1.seal", type="select_one yes_no", box="A1-11", was="")
    files = dict(compiled_bare(book).files)
    return load_files({name: content for name, content in files.items() if name != "rules.json"})


def lead() -> Leading:
    migration = new().migration
    assert migration is not None
    return leading(old().pack, new().pack, [migration])


def answers(name: str) -> Response:
    return old().golden[name].response


def told(line: Line | None) -> tuple[str, str | None] | None:
    return None if line is None else (line.link_id, line.row)


def test_what_became_of_each_item() -> None:
    way = lead()
    assert way.fate("A3", "A3") is Fate.SAME
    assert way.fate("B1.address", "B1.place") is Fate.RENAMED
    assert way.fate("A1.roman", "A1.roman-given") is way.fate(None, "A1.roman-given") is Fate.SPLIT
    assert way.fate("A1.given-kana", "A1.family-kana") is Fate.MERGED
    assert way.fate(None, "A1.seal") is Fate.NEW
    assert way.fate(None, "A3") is Fate.SAME


def test_what_goes_on_nowhere_is_not_said_to_differ() -> None:
    sides = Side(old().pack, answers("g01.json")), Side(new().pack, _carried(answers("g01.json"), moves=True))
    lines = beside(*sides, lead(), "A", "ja")
    (dropped,) = [one for one in lines if one.fate is Fate.DROPPED]
    assert (dropped.old is not None, dropped.new, dropped.differs) == (True, None, False)
    assert not [one for one in lines if one.differs]


def test_several_migrations_are_followed_one_after_another() -> None:
    """What is split and then merged again is the same; what is dropped on the way is dropped."""
    pack = old().pack
    origin = MigratedFrom("x", 1, "0" * 64)
    rest = tuple(item.link_id for item in pack.index if item.link_id not in {"A3", "A5"})
    there = Migration(origin, rest, split={"A3": ("A3.a", "A3.b")}, dropped=("A5",))
    back = Migration(origin, rest, merged=(Merged(items=("A3.a", "A3.b"), to="A3"),), new=("A5",))
    way = leading(pack, pack, [there, back])
    assert (way.targets["A3"], way.sources["A3"]) == (("A3",), ("A3",))
    assert (way.targets["A5"], way.sources["A5"]) == ((), ())
    assert (way.fate("A5", None), way.fate(None, "A5")) == (Fate.DROPPED, Fate.NEW)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(SECTIONS), st.sampled_from(["same", "next"]))
def test_every_answer_of_both_stands_somewhere(then: str, now: str, section: str, form: str) -> None:
    moves = form == "next"
    pack, way = (new().pack, lead()) if moves else (old().pack, leading(old().pack, old().pack, []))
    sides = Side(old().pack, answers(then)), Side(pack, _carried(answers(now), moves=moves))
    lines = beside(*sides, way, section, "ja")
    assert list(dict.fromkeys(told(one.new) for one in lines if one.new)) == [
        told(line) for line in answered_view(pack, sides[1].response, section, "ja")
    ]
    wanted = {
        told(line)
        for head in old().pack.items
        for line in answered_view(old().pack, answers(then), head.link_id, "ja")
        if section in sections_of(old().pack, pack, way, line.link_id)
    }
    assert {told(one.old) for one in lines if one.old} == wanted
    pairs = [(told(one.old), told(one.new)) for one in lines]
    assert len(set(pairs)) == len(pairs)
    for one in lines:
        if one.old and one.new:
            assert one.new.link_id in way.targets[one.old.link_id]
        if one.fate not in {Fate.SAME, Fate.RENAMED}:
            assert not one.differs


@pytest.mark.parametrize("name", NAMES)
def test_the_same_answers_under_the_same_form_never_differ(name: str) -> None:
    """Rows with other ids and in another order too: they are paired by what they say."""
    again = _rows_renamed(answers(name))
    way = leading(old().pack, old().pack, [])
    for section in SECTIONS:
        lines = beside(Side(old().pack, answers(name)), Side(old().pack, again), way, section, "en")
        assert not [line for line in lines if line.differs or line.old is None or line.new is None]


def test_one_changed_answer_is_the_one_that_differs() -> None:
    was = answers("g01.json")
    changed = tuple(
        msgspec.structs.replace(one, value="1999-01") if one.link_id == "B1.from" and one.row == "r1" else one
        for one in was.answers
    )
    now = _rows_renamed(msgspec.structs.replace(was, answers=changed))
    lines = beside(Side(old().pack, was), Side(old().pack, now), leading(old().pack, old().pack, []), "B", "ja")
    assert [told(line.old) for line in lines if line.differs] == [("B1.from", "r1")]


def test_a_row_of_now_is_the_partner_of_one_earlier_row_only() -> None:
    """The home in which the person lived last is told again, the others are not."""
    was = answers("g01.json")
    rows = was.rows_of("B1.address")
    assert len(rows) > 1
    kept = tuple(one for one in was.answers if not (one.link_id.startswith("B1.") and one.row != rows[-1]))
    now = _rows_renamed(msgspec.structs.replace(was, answers=kept))
    lines = beside(Side(old().pack, was), Side(old().pack, now), leading(old().pack, old().pack, []), "B", "ja")
    homes = [one for one in lines if one.old and one.old.link_id == "B1.address"]
    assert [(one.old.row, one.new is not None) for one in homes if one.old] == [(row, row == rows[-1]) for row in rows]


def _carried(response: Response, *, moves: bool) -> Response:
    """Answers of now: those whose items still have their names."""
    if not moves:
        return response
    kept = tuple(one for one in response.answers if one.link_id in new().pack.index)
    return msgspec.structs.replace(response, answers=kept)


def _rows_renamed(response: Response) -> Response:
    turned = sorted(response.answers, key=lambda one: one.row or "", reverse=True)
    renamed = [msgspec.structs.replace(one, row=f"x-{one.row}" if one.row else None) for one in turned]
    return msgspec.structs.replace(response, answers=tuple(renamed))
