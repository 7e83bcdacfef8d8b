"""Where on its page the paper has each box, for whoever reads a filled form beside a screen."""

from collections.abc import Mapping

from app.models.forms.definition import FormPack
from app.services.documents.paper import PAGE_HEIGHT, PAGE_WIDTH
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.services.twin.drawing import TwinPress
from app.services.twin.places import Rect

Boxes = Mapping[tuple[str, int], Rect]
"""The item, and the row of its table as counted on paper (0 outside tables), to a part of the page: 0 to 1 each way."""


def boxes_on_paper(pack: FormPack) -> Boxes:
    """Where every box of the official form stands; rows that only continuation sheets hold are not among them.

    Raises:
        RefusedError: ``twin.page-overfull``.
    """
    pages = TwinPress().form(pack, Catalogue.load(TEXTS, Language.JAPANESE))
    return {(cell.link_id, cell.number): _share(cell.area) for page in pages for cell in page.cells}


def _share(area: Rect) -> Rect:
    return Rect(area.x / PAGE_WIDTH, area.y / PAGE_HEIGHT, area.width / PAGE_WIDTH, area.height / PAGE_HEIGHT)
