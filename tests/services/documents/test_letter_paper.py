"""Dealing strips out to pages: nothing lost, nothing torn from what it belongs to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.documents import tree
from app.services.documents.fonts import typefaces
from app.services.documents.layout import lay_out
from app.services.documents.paper import FOOT, LEFT, PAGE_HEIGHT, TEXT_WIDTH, TOP, Strip, TextMark, gap, paginate
from app.services.documents.tree import Face
from app.services.texts.catalogue import Language


def strip(name: str, height: float, *, keep: bool = False) -> Strip:
    return Strip(height, (TextMark(0, height, name, Face.MINCHO, 10),), keep=keep)


STRIPS = st.lists(
    st.builds(gap, st.floats(1, 30))
    | st.builds(lambda height, keep: Strip(height, keep=keep), st.floats(1, 90), st.booleans()),
    max_size=60,
).map(
    lambda strips: [
        one if one.gap else strip(str(index), one.height, keep=one.keep) for index, one in enumerate(strips)
    ]
)


@given(STRIPS)
def test_every_mark_comes_once_in_order_and_on_the_paper(strips: list[Strip]) -> None:
    pages = paginate(strips, 100)
    texts = [mark for page in pages for mark in page if isinstance(mark, TextMark)]
    assert [mark.text for mark in texts] == [mark.text for one in strips for mark in one.marks]  # type: ignore[union-attr]  # only text marks were made
    assert all(TOP < mark.y <= TOP + 100.001 for mark in texts)


def test_a_heading_goes_with_its_text() -> None:
    pages = paginate([strip("a", 80), gap(5), strip("heading", 10, keep=True), gap(2), strip("text", 10)], 100)
    assert [[mark.text for mark in page if isinstance(mark, TextMark)] for page in pages] == [
        ["a"],
        ["heading", "text"],
    ]


def test_white_space_vanishes_at_the_top_of_a_page() -> None:
    pages = paginate([strip("a", 95), gap(20), strip("b", 10)], 100)
    assert [mark.y for mark in pages[1] if isinstance(mark, TextMark)] == [TOP + 10]


def _letter(*blocks: tree.Block, footer: tuple[str, ...] = ()) -> tree.Document:
    return tree.Document(
        language=Language.JAPANESE,
        form="T01",
        title="見本",
        issue_no="第1号",
        issue_label="文書番号",
        date="令和7年6月2日",
        addressee=("見本　殿",),
        issuer=(),
        blocks=blocks,
        footer=footer,
        closing="以上",
    )


@given(st.lists(st.text("適性評価、。（）ab 12年", min_size=1, max_size=300), min_size=1, max_size=12))
def test_text_stays_inside_the_margins(texts: list[str]) -> None:
    blocks = [tree.Paragraph(text, "（１）", 1) for text in texts]
    table = tree.Table((tree.Row("項目", tuple(texts)),))
    measure = typefaces().measure
    for page in lay_out(_letter(*blocks, table, footer=tuple(texts[:2])), typefaces()):
        for mark in page:
            if isinstance(mark, TextMark):
                width = measure(mark.face, mark.size)(mark.text) + mark.spacing * (len(mark.text) - 1)
                assert mark.x >= LEFT - 0.01
                assert mark.x + width <= LEFT + TEXT_WIDTH + 0.01
                assert mark.y <= PAGE_HEIGHT - FOOT + 0.01


def test_the_closing_word_is_never_alone_on_a_page() -> None:
    for lines in range(20, 60):
        pages = lay_out(_letter(*(tree.Paragraph("見本") for _ in range(lines))), typefaces())
        last = [mark.text for mark in pages[-1] if isinstance(mark, TextMark)]
        assert "　見本" in last
        assert "以上" in last


@pytest.mark.parametrize(("length", "wished"), [(8, 8), (8, 4), (5, 6), (16, 8), (40, 2)])
def test_groups_never_run_into_each_other_or_over_the_margin(length: int, wished: int) -> None:
    groups = tuple("d" * length for _ in range(8))
    pages = lay_out(_letter(tree.Groups("SHA-256", groups, wished)), typefaces())
    marks = [mark for page in pages for mark in page if isinstance(mark, TextMark) and mark.text in groups]
    assert len(marks) == len(groups)
    measure = typefaces().measure
    for one, following in zip(marks, [*marks[1:], None], strict=True):
        end = one.x + measure(one.face, one.size)(one.text)
        is_beside = following is not None and following.y == one.y
        assert end < (following.x if following is not None and is_beside else LEFT + TEXT_WIDTH)
