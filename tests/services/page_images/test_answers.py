"""What a decoder says is believed only as far as it can be true."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import AppError
from app.services.page_images.limits import Limits
from app.services.page_images.page_images import PageImages
from app.services.page_images.wire import Answer, Status, answer_frame, opened_frame
from tests.fakes.decoder import WrittenDecoder

LIMITS = Limits(pages=5, pixels=2_000, side=100)
SIDES = st.integers(0, 130) | st.sampled_from([2**31, 2**32 - 1])
HEADS = st.builds(
    Answer,
    st.just(Status.DONE) | st.sampled_from(Status),
    SIDES,
    SIDES,
    SIDES | st.integers(0, 90).map(lambda side: side * 3),
    st.tuples(SIDES, SIDES),
)
HONEST = st.integers(1, 40).flatmap(
    lambda wide: st.integers(1, 50).map(
        lambda high: Answer(Status.DONE, wide, high, wide * 3, (wide * 100, high * 100))
    )
)
NARROW = Answer(Status.DONE, 10, 50, 30, (1000, 5000))
LIES = st.sampled_from(
    [
        replace(NARROW, height=101),  # longer than a side may be
        replace(NARROW, width=101, stride=303, height=5),
        replace(NARROW, width=50, stride=150),  # more pixels than a page may have
        replace(NARROW, stride=31),
        replace(NARROW, stride=0),
        replace(NARROW, points=(0, 5000)),
        replace(NARROW, width=0, stride=0),
        replace(NARROW, width=9, stride=27, height=52),  # larger than the box that was asked for
        replace(NARROW, status=Status.DAMAGED),
    ]
)
"""Honest but for one number."""


@given(
    opened=st.just(opened_frame(Status.DONE, 1))
    | st.binary(max_size=20)
    | st.builds(opened_frame, st.sampled_from(Status), st.integers(0, 9)),
    head=(HONEST | HEADS).map(answer_frame) | st.binary(max_size=40),
    rows=st.sampled_from([60_000, 500, 0]),
    box=st.tuples(st.just(0) | st.integers(0, 60), st.just(0) | st.integers(0, 60)),
)
def test_an_answer_is_a_whole_page_within_bounds_or_one_error(
    opened: bytes, head: bytes, rows: int, box: tuple[int, int]
) -> None:
    decoders: list[WrittenDecoder] = []

    def start() -> WrittenDecoder:
        decoders.append(WrittenDecoder(opened + head + bytes(rows)))
        return decoders[-1]

    try:
        document = PageImages(start, LIMITS).open(b"%PDF-", "application/pdf")
        assert 1 <= document.page_count <= LIMITS.pages
        page = document.render(0, box=box)
    except AppError as refused:
        assert refused.code.startswith("page-image.")  # noqa: PT017 - either is right
        assert decoders[-1].ended
    else:
        assert len(page.pixels) == page.stride * page.height
        assert page.stride == page.width * 3
        assert page.width * page.height <= LIMITS.pixels
        assert not box[0] or page.width <= box[0]
        assert not box[1] or page.height <= box[1]
        document.close()
        assert decoders[-1].ended


@given(head=HONEST)
def test_an_honest_answer_is_taken(head: Answer) -> None:
    rows = bytes(head.stride * head.height)
    written = opened_frame(Status.DONE, 1) + answer_frame(head) + rows
    with PageImages(lambda: WrittenDecoder(written), LIMITS).open(b"%PDF-", "application/pdf") as document:
        page = document.render(0)
    assert (page.width, page.height, page.pixels) == (head.width, head.height, rows)


@given(lie=LIES)
def test_one_false_number_is_enough(lie: Answer) -> None:
    written = opened_frame(Status.DONE, 1) + answer_frame(lie) + bytes(60_000)
    document = PageImages(lambda: WrittenDecoder(written), LIMITS).open(b"%PDF-", "application/pdf")
    with pytest.raises(AppError, match=r"^page-image.nonsense$"):
        document.render(0, box=(0, 51) if lie.height == 52 else (0, 0))
