"""The documents that came in for a case (受領文書): the list, and one page of one of them as pixels. Qt-free."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.errors import AppError, UntrustedInputError
from app.models.domain.ids import BlobId
from app.models.views.records import Blob
from app.services.inquiries.surplus import WhyAside
from app.services.jobs import CancelToken, Job, Lane, ProgressSink
from app.services.page_images.page_images import PageDocument, PageImage, PageImages
from app.services.papers.covering import Cover, covered_copy
from app.services.papers.filing import LARGEST_SCAN
from app.services.papers.received import PURPOSES, ReceivedList
from app.ui.files import read_chosen
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork

_MEDICAL = "5"


@dataclass(frozen=True, slots=True)
class PapersState(AreaState):
    """What the area shows.

    Attributes:
        papers: What came in.
        locked: Why the medical ones are left out; None when nothing is.
        purposes: What this officer may file a further document for; empty where nothing may be filed.
        may_set_aside: This officer may set a document aside.
        may_destroy: This officer may destroy what somebody else set aside.
        filed: The document that was filed last in this window, or None.
        opened: The document in view, or None.
        pages: Of the document in view; 0 until it was opened.
        page: The page in view, from 0.
        picture: The page as pixels, as sharp as it was last drawn; None until then.
        problem: Why document or page cannot be shown, in place of the page.
        is_drawing: The decoder works.
        covers: What of the document in view is to be covered.
    """

    papers: tuple[Blob, ...] = ()
    locked: Refusal | None = None
    purposes: tuple[str, ...] = ()
    may_set_aside: bool = False
    may_destroy: bool = False
    filed: BlobId | None = None
    opened: Blob | None = None
    pages: int = 0
    page: int = 0
    picture: PageImage | None = None
    problem: AppError | None = None
    is_drawing: bool = False
    covers: tuple[Cover, ...] = ()

    @property
    def can_cover(self) -> bool:
        """Whether parts of the page in view may be covered."""
        is_own = self.opened is not None and self.opened.purpose in PURPOSES
        return is_own and self.may_set_aside and self.picture is not None

    @property
    def covers_here(self) -> tuple[Cover, ...]:
        """What of the page in view is to be covered."""
        return tuple(one for one in self.covers if one.page == self.page)


class PapersPresenter(CaseArea[PapersState]):
    """One document at a time; at most one thread waits for its decoder."""

    def __init__(self, work: CaseWork, images: PageImages) -> None:
        super().__init__(work, PapersState())
        self._images = images
        self._table = _Table()
        self._width = 0
        """How many pixels of the screen the page is wide."""
        self._drawn: tuple[int, int] | None = None
        """Page and width that were last asked for."""
        self._turn = 0
        """Counts the documents that were asked for; what comes for an earlier one is not shown."""

    @override
    def load(self) -> None:
        """Read the list."""
        case = self.work.case
        self._read(lambda services, actor: services.received.of_case(actor, case), self._on_read)

    def open(self, place: int) -> None:
        """Open a document of the list; this is a look on record."""
        if 0 <= place < len(self.state.papers):
            self.show(self.state.papers[place])

    def show(self, paper: Blob) -> None:
        """Open a document; this is a look on record."""
        case = self.work.case
        self._turn += 1
        self._table.clear()
        self._drawn = None
        self._show(
            opened=paper,
            pages=0,
            page=0,
            picture=None,
            problem=None,
            is_drawing=True,
            error=None,
            done="",
            covers=(),
        )
        turn = self._turn
        self.work.runner.submit(
            self.work.job(lambda services, actor: (turn, *services.received.read(actor, case, paper.blob_id))),
            owner=self,
            then=self._on_bytes,
            failed=self._on_problem,
            lane=Lane.WRITE,
            key="paper",
        )

    def turn_to(self, page: int) -> None:
        """Go to a page; the ends stop it."""
        page = max(0, min(self.state.pages - 1, page))
        if self.state.pages and page != self.state.page:
            self._show(page=page, picture=None, problem=None)
            self._drawn = None
            self._draw()

    def take_width(self, width: int) -> None:
        """The page has another size on the screen: draw it as sharp as that. What failed is not tried again."""
        self._width = width
        if self.state.problem is None:
            self._draw()

    def file(self, path: Path, purpose: str) -> None:
        """File a further document; nothing is filed without a purpose."""
        case = self.work.case
        self._do(
            lambda services, actor: services.received.file(actor, case, read_chosen(path, LARGEST_SCAN), purpose),
            "case.done.paper-filed",
            then=self._on_filed,
        )

    def set_aside(self, blob_id: BlobId, why: WhyAside) -> None:
        """Take a document out of what is read in the case."""
        case = self.work.case
        self._do(lambda services, actor: services.surplus.set_aside(actor, case, blob_id, why), "case.done.paper-aside")

    def cover(self, here: tuple[Cover, ...]) -> None:
        """Remember what of the page in view is to be covered; nothing changes before :meth:`replace`."""
        rest = tuple(one for one in self.state.covers if one.page != self.state.page)
        self._show(covers=(*rest, *here))

    def uncover(self) -> None:
        """Cover nothing after all."""
        self._show(covers=())

    def replace(self) -> None:
        """Put a copy with the covered parts in the place of the document in view."""
        paper, document, covers, case = self.state.opened, self._table.document, self.state.covers, self.work.case
        if paper is None or document is None or not covers:
            return
        self._do(
            lambda services, actor: services.surplus.cover(
                actor, case, paper.blob_id, covered_copy(document, covers), len(covers)
            ),
            "case.done.paper-covered",
            Lane.HEAVY,
        )

    def destroy(self, blob_id: BlobId) -> None:
        """Destroy what somebody else set aside."""
        case = self.work.case
        self._do(lambda services, actor: services.surplus.destroy(actor, case, blob_id), "case.done.paper-destroyed")

    def drop(self) -> None:
        """Forget everything: the case was sealed."""
        self._turn += 1
        self._table.clear()
        self.state = PapersState()

    def end(self) -> None:
        """The area goes: end the decoder, also one that is being started."""
        self._turn += 1
        self._table.end()

    def _on_filed(self, filed: BlobId) -> None:
        self._on_done(filed)
        self._show(filed=filed)

    def _on_read(self, read: ReceivedList) -> None:
        sheet = self.work.sheet
        hidden = {_MEDICAL} if self.work.is_medical_locked else set()
        purposes = tuple(one for one in PURPOSES if one not in hidden) if sheet.may(Action.FILE_PAPER) else ()
        opened = next((one for one in read.papers if one == self.state.opened), None)
        if opened is None and self.state.opened is not None:
            # It was set aside or destroyed: its pages are let go of at once.
            self._turn += 1
            self._table.clear()
            self._show(opened=None, pages=0, page=0, picture=None, problem=None, is_drawing=False, covers=())
        self._show(
            is_loaded=True,
            papers=read.papers,
            locked=read.locked,
            purposes=purposes,
            may_set_aside=sheet.may(Action.SET_PAPER_ASIDE),
            may_destroy=sheet.may(Action.DESTROY_PAPER),
        )

    def _on_bytes(self, read: tuple[int, str, bytes]) -> None:
        turn, media_type, data = read
        if turn != self._turn:
            return
        images, table = self._images, self._table

        def run(token: CancelToken, _progress: ProgressSink) -> tuple[int, int | AppError]:
            try:
                document = images.unopened(data, media_type)
                table.put(document)
                with _ended_by(token, document):
                    document.begin()
            except UntrustedInputError as error:
                return turn, error
            return turn, document.page_count

        self._submit(run, self._on_opened)

    def _on_opened(self, opened: tuple[int, int | AppError]) -> None:
        turn, pages = opened
        if turn != self._turn:
            return
        if isinstance(pages, AppError):
            self._on_problem(pages)
        else:
            self._show(pages=pages, is_drawing=False)
            self._draw()

    def _draw(self) -> None:
        """Have the page in view drawn as wide as it is shown, once the page before is done."""
        document, width, page = self._table.document, self._width, self.state.page
        if document is None or not self.state.pages or self.state.is_drawing or not width:
            return
        if self._drawn == (page, width):
            return
        self._drawn, turn = (page, width), self._turn
        self._show(is_drawing=True)

        def run(token: CancelToken, _progress: ProgressSink) -> tuple[int, PageImage | AppError]:
            try:
                with _ended_by(token, document):
                    return turn, document.render(page, box=(width, 0))
            except UntrustedInputError as error:
                return turn, error

        self._submit(run, self._on_drawn)

    def _on_drawn(self, drawn: tuple[int, PageImage | AppError]) -> None:
        turn, picture = drawn
        if turn != self._turn:
            return
        is_newest = self._drawn is not None and self._drawn[0] == self.state.page
        if not is_newest or (isinstance(picture, AppError) and self.state.picture is not None):
            self._show(is_drawing=False)  # of a page that is in view already: it stays, less sharp
        elif isinstance(picture, AppError):
            self._on_problem(picture)
            return
        else:
            self._show(is_drawing=False, picture=picture, problem=None)
        self._draw()

    def _submit(self, run: Job[Any], then: Callable[..., object]) -> None:
        """Ask the decoder; what it refuses comes as an answer, so that it is known to which document it belongs."""
        self.work.runner.submit(run, owner=self, then=then, failed=self._on_problem, lane=Lane.READ)

    def _on_problem(self, error: AppError) -> None:
        self._show(is_drawing=False, picture=None, problem=error)


@contextmanager
def _ended_by(token: CancelToken, document: PageDocument) -> Iterator[None]:
    """A lock does not wait for a decoder that hangs."""
    take_back = token.on_cancel(document.stop)
    try:
        yield
    finally:
        take_back()


class _Table:
    """Where the one open document lies; one that comes after the end is closed at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._has_ended = False
        self.document: PageDocument | None = None

    def put(self, document: PageDocument) -> None:
        """Lay a document down in place of the one before."""
        with self._lock:
            old, self.document = self.document, None if self._has_ended else document
            if self._has_ended:
                old = document
        if old is not None:
            old.close()

    def clear(self) -> None:
        """Close the document."""
        with self._lock:
            old, self.document = self.document, None
        if old is not None:
            old.close()

    def end(self) -> None:
        """Close the document, and each that still comes."""
        with self._lock:
            self._has_ended = True
        self.clear()
