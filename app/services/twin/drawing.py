"""The paper twin (紙の写し): the pages of the questionnaire as PDF, and the map of their cells beside it."""

import threading
from collections.abc import Collection
from dataclasses import dataclass

from app.models.forms.answers import Response
from app.models.forms.definition import FormPack
from app.models.forms.reading import ReadSection
from app.services.documents.fonts import Typefaces, typefaces
from app.services.documents.paper import LineMark, Mark, TextMark
from app.services.documents.render import draw_pages
from app.services.documents.tree import Face
from app.services.texts.catalogue import Catalogue
from app.services.twin.continuing import CAPTION
from app.services.twin.filling import Filler, blank_page
from app.services.twin.form import FormPage, form_pages
from app.services.twin.picture import SheetPicture, picture_of
from app.services.twin.places import BODY_BOTTOM, BODY_TOP, LEFT, WIDTH, PaperMap, Rect, Spot, corners
from app.services.twin.sheet import Sheet
from app.services.twin.writing import STRONG, THIN, Ruler, frame, put, tint

_BAND_TOP, _BAND = 50.0, 27.0
_BAND_SIZES = (10.0, 9.0, 8.0, 7.0, 6.0, 5.0)
_TITLE, _PAGE_SIZE, _FOOT_SIZE = 12.0, 10.0, 6.0
_LAST = 806.0
_CAPTION_SIZES = (10.0, 9.0, 8.0, 7.0, 6.0, 5.0)


@dataclass(frozen=True, slots=True)
class Identity:
    """What stands on every sheet, so that a lost one finds its way back; empty on a blank form."""

    name: str = ""
    born: str = ""
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """The finished file.

    Attributes:
        pdf: The pages, continuation sheets behind the page that they continue.
        places: Which rectangle holds which cell.
    """

    pdf: bytes
    places: PaperMap


@dataclass(frozen=True, slots=True)
class SectionSheets:
    """The pages of one section as a screen paints them.

    Attributes:
        pictures: The sheets, continuation sheets behind the page that they continue.
        places: Which rectangle of which of these sheets holds which cell.
    """

    pictures: tuple[SheetPicture, ...]
    places: PaperMap


class TwinPress:
    """Draws; the geometry of a pack is worked out once in each language.

    Args:
        shelf: The fonts; those of the process when not given.
    """

    def __init__(self, shelf: Typefaces | None = None) -> None:
        self._shelf = shelf or typefaces()
        self._ruler = Ruler(self._shelf)
        self._forms: dict[tuple[str, str], tuple[FormPage, ...]] = {}
        self._lock = threading.Lock()

    def form(self, pack: FormPack, texts: Catalogue) -> tuple[FormPage, ...]:
        """The geometry of the pages of a pack.

        Raises:
            RefusedError: ``twin.page-overfull``.
        """
        key = (pack.digest, texts.language.value)
        with self._lock:
            if key not in self._forms:
                self._forms[key] = form_pages(pack, texts, self._ruler)
            return self._forms[key]

    def blank(self, pack: FormPack, texts: Catalogue, *, rehearsal: bool = False) -> Twin:
        """The form for the pen.

        Raises:
            RefusedError: ``twin.page-overfull``.
        """
        sheets = [blank_page(pack, page, texts, self._ruler) for page in self.form(pack, texts)]
        return self._finished(pack, sheets, Identity(), texts, rehearsal=rehearsal)

    def filled(
        self,
        pack: FormPack,
        response: Response,
        identity: Identity,
        texts: Catalogue,
        *,
        covered: Collection[str] = (),
        rehearsal: bool = False,
    ) -> Twin:
        """The form with its answers as written.

        Args:
            pack: The pack that the answers were given to.
            response: The answers; none of a covered item.
            identity: What stands on every sheet.
            texts: Words of the form.
            covered: Items whose answers may not be shown.
            rehearsal: Draw the frame of the rehearsal.

        Raises:
            RefusedError: ``letter.character-not-drawable`` or ``twin.page-overfull``.
        """
        sheets = self._sheets(pack, response, frozenset(covered), texts)
        return self._finished(pack, sheets, identity, texts, rehearsal=rehearsal)

    def pictures(
        self, pack: FormPack, response: Response, identity: Identity, texts: Catalogue
    ) -> tuple[SheetPicture, ...]:
        """The sheets of :meth:`filled` for a screen that paints them itself.

        Raises:
            RefusedError: As :meth:`filled`.
        """
        sheets = self._sheets(pack, response, frozenset(), texts)
        return self._pictures(pack, sheets, identity, texts)

    def section(self, read: ReadSection, identity: Identity, texts: Catalogue) -> SectionSheets:
        """The pages of one section for a screen, with the places of its cells.

        Raises:
            RefusedError: As :meth:`filled`.
        """
        pack, pages = read.pack, read.pages()
        filler = Filler(pack, read.response, read.shut, texts, self._ruler)
        sheets = [sheet for page in self.form(pack, texts) if page.page in pages for sheet in filler.page(page)]
        return SectionSheets(self._pictures(pack, sheets, identity, texts, is_whole=False), _mapped(pack, sheets))

    def _pictures(
        self, pack: FormPack, sheets: list[Sheet], identity: Identity, texts: Catalogue, *, is_whole: bool = True
    ) -> tuple[SheetPicture, ...]:
        around = (self._around(pack, sheets, at, identity, texts, is_whole=is_whole) for at in range(len(sheets)))
        return tuple(
            picture_of(sheet, (*marks, *sheet.marks), self._shelf) for sheet, marks in zip(sheets, around, strict=True)
        )

    def _sheets(self, pack: FormPack, response: Response, covered: frozenset[str], texts: Catalogue) -> list[Sheet]:
        filler = Filler(pack, response, covered, texts, self._ruler)
        return [sheet for page in self.form(pack, texts) for sheet in filler.page(page)]

    def _finished(
        self, pack: FormPack, sheets: list[Sheet], identity: Identity, texts: Catalogue, *, rehearsal: bool
    ) -> Twin:
        pages = [
            (*self._around(pack, sheets, place, identity, texts), *sheet.marks) for place, sheet in enumerate(sheets)
        ]
        title = pack.meta.title.in_language(texts.language.value)
        if identity.case_number:
            title = texts("twin.file-title", title=title, number=identity.case_number)
        pdf = draw_pages(pages, self._shelf, title=title, language=texts.language.value, rehearsal=rehearsal)
        return Twin(pdf, _mapped(pack, sheets))

    def _around(
        self,
        pack: FormPack,
        sheets: list[Sheet],
        place: int,
        identity: Identity,
        texts: Catalogue,
        *,
        is_whole: bool = True,
    ) -> list[Mark]:
        """Title, page, person and case, version of the form; the number of a sheet only where all sheets are there."""
        sheet = sheets[place]
        title = pack.meta.title.in_language(texts.language.value)
        marks: list[Mark] = [TextMark(LEFT, 43, title, Face.GOTHIC, _TITLE)]
        which = texts("twin.page", page=sheet.page, pages=len(pack.layout))
        if sheet.continuation:
            of = sum(each.page == sheet.page and each.continuation > 0 for each in sheets)
            which = texts("twin.continuation", page=sheet.page, number=sheet.continuation, count=of)
            marks += self._caption(sheet, texts)
        right = LEFT + WIDTH - self._ruler.width(which, Face.GOTHIC, _PAGE_SIZE)
        marks.append(TextMark(right, 43, which, Face.GOTHIC, _PAGE_SIZE))
        marks += self._band(identity, texts)
        version = texts("twin.version", form=pack.meta.id, version=pack.meta.version, digest=pack.digest)
        marks.append(LineMark(LEFT, BODY_BOTTOM + 5, LEFT + WIDTH, BODY_BOTTOM + 5, THIN))
        marks.append(TextMark(LEFT, _LAST, version, Face.GOTHIC, _FOOT_SIZE, grey=0.25))
        if is_whole:
            count = texts("twin.sheet", number=place + 1, count=len(sheets))
            x = LEFT + WIDTH - self._ruler.width(count, Face.GOTHIC, 8.0)
            marks.append(TextMark(x, _LAST, count, Face.GOTHIC, 8.0))
        return marks

    def _band(self, identity: Identity, texts: Catalogue) -> list[Mark]:
        marks: list[Mark] = []
        x = LEFT
        for label, value, share in (
            (texts("twin.name"), identity.name, 0.37),
            (texts("twin.born"), identity.born, 0.35),
            (texts("twin.case"), identity.case_number, 0.28),
        ):
            width = WIDTH * share
            head = Rect(x, _BAND_TOP, 46.0, _BAND)
            box = Rect(head.right, _BAND_TOP, width - head.width, _BAND)
            marks.append(tint(head))
            for words, rect, face in ((label, head, Face.GOTHIC), (value, box, Face.MINCHO)):
                sizes = (8.0, 7.0, 6.0) if face is Face.GOTHIC else _BAND_SIZES
                fitted = self._ruler.fit_line(words, rect, sizes[:4], face) or self._ruler.fit(words, rect, sizes, face)
                marks += put(fitted, rect, face=face) if fitted else []
            marks += frame(Rect(x, _BAND_TOP, width, _BAND), STRONG)
            marks.append(LineMark(box.x, box.y, box.x, box.bottom, THIN))
            x += width
        return marks

    def _caption(self, sheet: Sheet, texts: Catalogue) -> list[Mark]:
        """Which page and boxes a continuation sheet goes on with."""
        tables = [cell.box for cell, _ in sheet.cells if not cell.number]
        boxes = dict.fromkeys([*tables, *(cell.box for cell, _ in sheet.cells if cell.area.width == WIDTH)])
        words = texts("twin.goes-on", page=sheet.page, boxes=texts("twin.between").join(boxes))
        rect = Rect(LEFT, BODY_TOP, WIDTH, CAPTION - 4)
        fitted = self._ruler.fit(words, rect, _CAPTION_SIZES, Face.GOTHIC)
        return put(fitted, rect, face=Face.GOTHIC) if fitted else []


def _mapped(pack: FormPack, sheets: list[Sheet]) -> PaperMap:
    spots = tuple(
        Spot(
            place, sheet.page, sheet.continuation, cell.box, cell.link_id, row, cell.number,
            corners(cell.area), corners(cell.answer),
        )
        for place, sheet in enumerate(sheets, start=1)
        for cell, row in sheet.cells
    )  # fmt: skip
    return PaperMap(pack.digest, len(pack.layout), len(sheets), spots)
