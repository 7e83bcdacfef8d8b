"""The scans of the paper beside the fields: which scan and which of its sheets shows a page of the form. Qt-free."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.errors import AppError, CancelledError
from app.models.domain.ids import BlobId
from app.models.forms.definition import FormPack
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.transcribing.transcribing import SHEETS
from app.services.transcribing.views import FiledPage
from app.services.twin.boxes import Boxes, boxes_on_paper
from app.services.twin.places import Rect
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork

PIXELS = (2000, 2600)
"""A sheet is drawn to fill this at most; enough to read 6-point print at twice the size."""


class PagePicture(Protocol):
    """A page as pixels: three bytes each, ``stride`` bytes from row to row."""

    @property
    def width(self) -> int:
        """Pixels."""
        ...

    @property
    def height(self) -> int:
        """Pixels."""
        ...

    @property
    def stride(self) -> int:
        """Bytes."""
        ...

    @property
    def pixels(self) -> bytes:
        """Top row first."""
        ...

    @property
    def points(self) -> tuple[float, float]:
        """Natural width and height in points."""
        ...


class OpenScan(Protocol):
    """A scan; it has sheets once it was begun."""

    def begin(self) -> None:
        """Open it."""
        ...

    @property
    def page_count(self) -> int:
        """Sheets."""
        ...

    def render(self, page: int, *, box: tuple[int, int]) -> PagePicture:
        """Draw a sheet, from 0."""
        ...

    def stop(self) -> None:
        """End whatever it does; whoever waits for it gets a cancellation. Safe in every thread."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


OpenScans = Callable[[bytes, str], OpenScan]
"""A scan that was not begun: its bytes, and what they are."""


class _Held:
    """The one scan that is open, used by one job at a time; letting go never waits for a sheet that is being drawn."""

    def __init__(self, open_scans: OpenScans) -> None:
        self._open_scans = open_scans
        self._lock = threading.Lock()
        self._blob: BlobId | None = None
        self._bytes: tuple[str, bytes] = ("", b"")
        self._scan: OpenScan | None = None
        self._is_drawing = self._is_over = False

    def drawn(
        self, blob: BlobId, sheet: int, fetch: Callable[[], tuple[str, bytes]], token: CancelToken
    ) -> tuple[int, int, PagePicture | None]:
        """Number of a sheet from 0, how many there are, and the sheet; -1 asks for the last one. Belongs into a job.

        A cancellation ends a decoder that hangs; what comes next has a fresh one, and reads the scan no second time.

        Raises:
            CancelledError: It was let go of, or the job was cancelled.
            AppError: The scan cannot be opened or drawn.
        """
        with self._lock:
            if self._is_over:
                raise CancelledError
            self._is_drawing = True
        take_back = token.on_cancel(self._stop)
        try:
            scan = self._opened(blob, fetch, token)
            at = sheet if sheet >= 0 else scan.page_count - 1
            return at, scan.page_count, scan.render(at, box=PIXELS) if at < scan.page_count else None
        except CancelledError:
            self._close_scan()
            raise
        finally:
            take_back()
            with self._lock:
                self._is_drawing = False
                self._close_if_over()

    def let_go(self) -> None:
        """Close it, now or when the sheet that is being drawn was given up."""
        self._stop()
        with self._lock:
            self._is_over = True
            self._close_if_over()

    def _opened(self, blob: BlobId, fetch: Callable[[], tuple[str, bytes]], token: CancelToken) -> OpenScan:
        if self._blob != blob:
            self._close()
            self._bytes = fetch()
            self._blob = blob
        if self._scan is None:
            media_type, data = self._bytes
            scan = self._scan = self._open_scans(data, media_type)
            token.raise_if_cancelled()
            try:
                scan.begin()
            except AppError:
                self._close_scan()
                raise
        return self._scan

    def _stop(self) -> None:
        scan = self._scan
        if scan is not None and self._is_drawing:
            scan.stop()

    def _close_if_over(self) -> None:
        if self._is_over and not self._is_drawing:
            self._close()

    def _close(self) -> None:
        self._close_scan()
        self._blob, self._bytes = None, ("", b"")

    def _close_scan(self) -> None:
        if self._scan is not None:
            self._scan.close()
        self._scan = None


@dataclass(frozen=True, slots=True)
class PicturesState(AreaState):
    """What lies beside the fields.

    Attributes:
        picture: The sheet in view; None where there is none.
        scan: The scan it belongs to, from 1; 0 where there is none.
        scans: How many there are.
        sheet: Number of the sheet in its scan, from 1.
        sheets: How many that scan has.
        fits: The sheet is taken to be the page of the form that is typed.
    """

    picture: PagePicture | None = None
    scan: int = 0
    scans: int = 0
    sheet: int = 0
    sheets: int = 0
    fits: bool = False


@dataclass(frozen=True, slots=True)
class _Spot:
    """A sheet: number of its scan and of the sheet, both from 0."""

    scan: int
    sheet: int


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A sheet that was drawn for a page of the form; ``tells``: somebody leafed to it."""

    page: int
    spot: _Spot
    sheets: int
    picture: PagePicture | None
    tells: bool


class PagePicturesPresenter(CaseArea[PicturesState]):
    """Follows the page that is typed. Whoever leafs to another sheet says with it where that page is."""

    def __init__(self, work: CaseWork, open_scans: OpenScans) -> None:
        super().__init__(work, PicturesState())
        self._held = _Held(open_scans)
        self._scans: tuple[FiledPage, ...] = ()
        self._page = 1
        self._spot: _Spot | None = None
        self._told: dict[int, _Spot] = {}
        self._boxes: Boxes = {}
        self._is_laid = False

    @override
    def load(self) -> None:
        """Nothing by itself: :meth:`show_scans` brings the scans."""

    def show_scans(self, scans: tuple[FiledPage, ...], page: int, pack: FormPack) -> None:
        """Take what was filed, and the page that is typed."""
        if not self._is_laid:
            self._is_laid = True
            self.work.runner.submit(
                self.work.job(lambda _services, _actor: boxes_on_paper(pack)),
                owner=self,
                then=self._on_boxes,
                failed=self._fail,
                lane=Lane.READ,
            )
        if [each.blob_id for each in scans] != [each.blob_id for each in self._scans]:
            told = ((number, page, sheet) for number, each in enumerate(scans) for page, sheet in each.leafed)
            self._scans, self._spot = scans, None
            self._told = {page: _Spot(number, sheet) for number, page, sheet in told}
        self.follow(page)

    def follow(self, page: int) -> None:
        """Show the sheet of another page of the form."""
        is_new = page != self._page or self._spot is None
        self._page = page
        if is_new:
            self._go(self._guess(page))

    def leaf(self, by: int) -> None:
        """Show the sheet before or after this one, also over the end of a scan; it holds the page that is typed."""
        if self._spot is None:
            return
        scan, sheet = self._spot.scan, self._spot.sheet + by
        if sheet < 0 or sheet >= self.state.sheets:
            scan, sheet = scan + (1 if by > 0 else -1), 0 if by > 0 else -1
        if 0 <= scan < len(self._scans):
            self._go(_Spot(scan, sheet), tells=True)

    def place_of(self, link_id: str, number: int) -> Rect | None:
        """Where a box stands on its page, 0 to 1 each way; None for what only a continuation sheet holds."""
        return self._boxes.get((link_id, number)) if self.state.fits else None

    def drop(self) -> None:
        """Let go of the scan."""
        self._held.let_go()
        self._spot, self._scans = None, ()
        self.state = PicturesState()

    def _guess(self, page: int) -> _Spot | None:
        """Where a page is: from the nearest page before it that somebody showed, else from the scan's first page."""
        known = [each for each in self._told if each <= page]
        begins = [place for place, scan in enumerate(self._scans) if scan.number <= page]
        begin = begins[-1] if begins else None
        if begin is not None:
            # Several scans of one page: the first of them.
            number = self._scans[begin].number
            begin = next(place for place in begins if self._scans[place].number == number)
        if known:
            nearest = max(known)
            spot = self._told[nearest]
            if begin is None or self._scans[begin].number <= nearest or spot.scan > begin:
                return _Spot(spot.scan, spot.sheet + page - nearest)
        return None if begin is None else _Spot(begin, page - self._scans[begin].number)

    def _go(self, spot: _Spot | None, *, tells: bool = False) -> None:
        self._spot = spot
        if spot is None:
            self._show(picture=None, scan=0, sheet=0, sheets=0, scans=len(self._scans), fits=False)
            return
        case, blob, page, held = self.work.case, self._scans[spot.scan].blob_id, self._page, self._held

        services, actor = self.work.workplace.services, self.work.workplace.actor

        def run(token: CancelToken, _progress: ProgressSink) -> _Drawn:
            fetched = partial(services.transcribing.page, actor, case, blob)
            at, sheets, picture = held.drawn(blob, spot.sheet, fetched, token)
            return _Drawn(page, _Spot(spot.scan, at), sheets, picture, tells)

        self._show(is_busy=True, error=None)
        self.work.runner.submit(run, owner=self, then=self._on_drawn, failed=self._fail, lane=Lane.HEAVY, key="sheet")

    def _keep_told(self, page: int, spot: _Spot) -> None:
        """Where a page lies is remembered for this officer, also when the window opens again."""
        before = self._told.get(page)
        self._told[page] = spot
        drafts = {f"{SHEETS}{self._scans[spot.scan].blob_id}/{page}": ("process", str(spot.sheet))}
        if before is not None and before.scan != spot.scan:
            drafts[f"{SHEETS}{self._scans[before.scan].blob_id}/{page}"] = ("process", "")
        self._keep_drafts(Action.TRANSCRIBE, drafts)

    def _on_boxes(self, boxes: Boxes) -> None:
        self._boxes = boxes
        self._show()

    def _on_drawn(self, drawn: _Drawn) -> None:
        if drawn.page != self._page:
            return
        if drawn.tells:
            self._keep_told(drawn.page, drawn.spot)
        self._spot = drawn.spot
        self._show(
            is_loaded=True,
            is_busy=False,
            picture=drawn.picture,
            scan=drawn.spot.scan + 1,
            scans=len(self._scans),
            sheet=drawn.spot.sheet + 1,
            sheets=drawn.sheets,
            fits=drawn.picture is not None,
        )
