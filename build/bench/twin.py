"""The questionnaire on paper, beside a canvas that writes the same texts without any layout."""

from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from app.bootstrap import packs
from app.services.documents.archive import mark
from app.services.documents.fonts import Run, typefaces
from app.services.documents.paper import TextMark
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.services.twin.drawing import Identity, TwinPress
from app.services.twin.filling import Filler
from app.services.twin.writing import Ruler
from build.bench.measure import Result, compare

WHO = Identity("髙﨑　𠮷之助", "昭和63年4月12日（1988年4月12日）", "AGENCY-2025-000001")
SUBJECT = "g12.json"


def measure_twin(_folder: Path) -> list[Result]:
    """35 pages and continuation sheets of the fullest golden subject; geometry and fonts are warm on both sides."""
    loaded = packs().current
    pack, response = loaded.pack, loaded.golden[SUBJECT].response
    texts, shelf, press = Catalogue.load(TEXTS, Language.JAPANESE), typefaces(), TwinPress()
    filler = Filler(pack, response, frozenset(), texts, Ruler(shelf))
    pages: list[list[tuple[float, float, float, tuple[Run, ...]]]] = [
        [(one.x, one.y, one.size, shelf.choose(one.text, one.face)) for one in sheet.marks if isinstance(one, TextMark)]
        for page in press.form(pack, texts)
        for sheet in filler.page(page)
    ]

    def ours() -> None:
        press.filled(pack, response, WHO, texts)

    def theirs() -> None:
        out = BytesIO()
        canvas = Canvas(out, invariant=1, pageCompression=1)
        for page in pages:
            for x, y, size, runs in page:
                for run in runs:
                    canvas.setFont(run.font, size)
                    canvas.drawString(x, 842 - y, run.drawn)
            canvas.showPage()
        canvas.save()
        mark(out.getvalue(), title="reference", language="ja")

    return [compare("questionnaire on 35 pages and continuation sheets", ours, "canvas, same texts, no layout", theirs)]
