"""The pages of one section for the screen of who reads it: drawn from what was read, kept nowhere."""

from functools import cache

from app.models.forms.reading import ReadSection
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.services.twin.drawing import Identity, SectionSheets, TwinPress


def section_sheets(read: ReadSection, identity: Identity, language: str) -> SectionSheets:
    """The sheets on which the section stands, in the language of the reader.

    The first call works out the geometry of the whole form, which takes about a second.

    Raises:
        RefusedError: ``letter.character-not-drawable`` or ``twin.page-overfull``.
    """
    return _press().section(read, identity, Catalogue.load(TEXTS, Language(language)))


@cache
def _press() -> TwinPress:
    return TwinPress()
