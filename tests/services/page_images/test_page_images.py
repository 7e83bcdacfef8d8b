"""Received documents become pixels, hostile ones become one error; the decoder is the real process."""

import resource
import sys
from pathlib import Path
from threading import Timer

import pytest

from app import bootstrap
from app.models.domain.errors import AppError, CancelledError
from app.services.page_images.limits import LIMITS, MEBIBYTE, Limits
from app.services.page_images.page_images import PageDocument, PageImage, PageImages
from app.services.page_images.wire import Hello, Kind, hello_frame
from app.services.platform.decoder_process import DecoderProcess
from tests.services.page_images import hostile

HERE = Path(__file__).parent
PDF = "application/pdf"
BREAKING = {
    "truncated": (hostile.good_pdf()[:120], PDF),
    "cut": (hostile.page(hostile.stream(b"", b"q " * 2000))[:600], PDF),
    "garbage": (b"%PDF-" + bytes(range(256)) * 40, PDF),
    "circling": (hostile.circling_pdf(), PDF),
    "nested": (hostile.nested_pdf(), PDF),
    "inflating": (hostile.inflating_pdf(), PDF),
    "picture": (hostile.picture_bomb_pdf(), PDF),
    "huge page": (hostile.page(hostile.stream(b"", b""), box=b"0 0 1e9 1e9"), PDF),
    "torn png": (hostile.image("PNG")[:-20], "image/png"),
    "torn jpeg": (hostile.image("JPEG")[:200], "image/jpeg"),
    "circling tiff": (hostile.circling_tiff(), "image/tiff"),
}


def _shown(images: PageImages, data: bytes, media_type: str) -> PageImage:
    with images.open(data, media_type) as document:
        return document.render(0, box=(400, 400))


def _begun(document: PageDocument) -> PageDocument:
    document.begin()
    return document


def test_each_kind_is_drawn_as_asked() -> None:
    images = bootstrap.page_images()
    with images.open(hostile.good_pdf(), PDF) as document:
        page = document.render(0, dpi=72)
        assert (page.width, page.height, page.stride, document.page_count) == (595, 842, 595 * 3, 1)
        assert len(page.pixels) == page.stride * page.height
        assert (page.pixels[:3], page.pixels[-3:]) == (b"\xff\xff\xff", b"\xff\x00\x00")  # white above, red below
        assert document.render(0, box=(100, 100)).height == 100
        assert document.render(0, box=(1000, 0)).width == 1000
        with pytest.raises(AppError, match=r"page-image.no-such-page"):
            document.render(1)
    for name, pages in (("PNG", 1), ("JPEG", 1), ("TIFF", 3)):
        with images.open(hostile.image(name, pages=pages), f"image/{name.lower()}") as document:
            assert document.page_count == pages
            page = document.render(pages - 1, box=(150, 0))
            assert (page.width, page.height, round(page.points[0])) == (150, 100, 216)
            red, _, blue = page.pixels[:3]
            assert blue > 250
            assert red < 5


def _largest_child() -> int:
    """Bytes of memory that the largest child so far took at its height; 0 where no kernel tells it."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 if sys.platform == "linux" else 0


def test_a_hostile_document_costs_one_error_and_bounded_memory() -> None:
    limits = Limits(memory_bytes=256 * MEBIBYTE)
    images = PageImages(DecoderProcess, limits)
    before = _largest_child()
    for name, (data, media_type) in BREAKING.items():
        try:
            page = _shown(images, data, media_type)
        except AppError as refused:
            assert refused.code.startswith("page-image."), name  # noqa: PT017 - either is right
        else:
            assert max(page.width, page.height) <= 400, name
    if sys.platform == "linux":
        # The kernel tells the largest child of all: one of another test may have been larger.
        assert _largest_child() == before or _largest_child() < limits.memory_bytes
    assert _shown(images, hostile.good_pdf(), PDF).height == 400


@pytest.mark.parametrize(
    ("data", "media_type", "code"),
    [
        (b"MZ" + bytes(100), PDF, "unknown-type"),
        (hostile.good_pdf(), "image/png", "unknown-type"),
        (hostile.good_pdf(), "application/octet-stream", "unknown-type"),
        (b"%PDF-" + bytes(200_000), PDF, "too-many-bytes"),
        (hostile.endless_pdf(), PDF, "too-many-pages"),
        (hostile.image("TIFF", (5, 5), pages=12), "image/tiff", "too-many-pages"),
        (hostile.bomb_png(), "image/png", "too-large"),
        (b"%PDF-1.7 nothing of it", PDF, "damaged"),
    ],
)
def test_each_refusal_has_its_code(data: bytes, media_type: str, code: str) -> None:
    images = PageImages(DecoderProcess, Limits(document_bytes=150_000, pages=10))
    with pytest.raises(AppError, match=rf"^page-image\.{code}$"):
        _shown(images, data, media_type)


def test_a_torn_page_in_the_middle_costs_that_page_and_is_not_passed_over_in_silence() -> None:
    with bootstrap.page_images().open(hostile.torn_inside_tiff(), "image/tiff") as document:
        assert document.page_count == 2, "what lies behind it is not found, but that it is there is said"
        assert document.render(0, box=(150, 0)).height == 100
        with pytest.raises(AppError, match=r"^page-image.damaged$"):
            document.render(1, box=(150, 0))


def test_a_page_that_needs_too_much_is_refused_and_the_next_is_drawn() -> None:
    images = PageImages(DecoderProcess, Limits(pixels=500_000))
    with images.open(hostile.good_pdf(), PDF) as document:
        with pytest.raises(AppError, match=r"^page-image.too-large$"):
            document.render(0, dpi=300)
        assert document.render(0, dpi=36).height == 421


@pytest.mark.parametrize(
    ("wish", "code"), [("hang", "too-slow"), ("crash", "crashed"), ("babble", "nonsense"), ("leave", "crashed")]
)
def test_a_decoder_that_was_taken_over_costs_one_error_and_is_gone(wish: str, code: str) -> None:
    started: list[DecoderProcess] = []

    def start() -> DecoderProcess:
        started.append(DecoderProcess(HERE / "rogue.py"))
        return started[-1]

    document = PageImages(start, Limits(seconds=1 if wish == "hang" else 20)).open(b"%PDF-" + wish.encode(), PDF)
    for tries in (1, 2):
        with pytest.raises(AppError, match=rf"^page-image\.{code}$"):
            document.render(0)
        assert len(started) == tries
        assert all(one._child.returncode is not None for one in started)
        if wish == "hang":
            break  # a second each
    document.close()


@pytest.mark.parametrize("wish", [b"%PDF- hang at once", b"%PDF- hang"])
def test_a_hanging_decoder_is_given_up_at_once_when_nobody_waits_any_more(wish: bytes) -> None:
    document = PageImages(lambda: DecoderProcess(HERE / "rogue.py"), Limits(seconds=200)).unopened(wish, PDF)
    leaving = Timer(0.5, document.stop)
    leaving.start()
    with pytest.raises(CancelledError):
        _begun(document).render(0)
    leaving.join()
    document.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the cell is one of Linux")
def test_nothing_can_be_reached_from_within_the_cell() -> None:
    prisoner = DecoderProcess(HERE / "prisoner.py")
    prisoner.send(hello_frame(Hello(Kind.PDF, 0, LIMITS)))
    said = dict(line.split("=") for line in prisoner.receive(10_000).decode().splitlines())
    prisoner.end()
    assert said.pop("held") == "True"
    assert said.pop("environment") == "0"
    assert said.pop("memory") == "refused"
    assert said.pop("inherited") == "9"  # EBADF: it was closed
    assert set(said.values()) == {"13"}, said
    assert len(said) == 13
