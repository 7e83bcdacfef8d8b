"""Bring the Japanese fonts of the program and name them explicitly.

The default family of a bare desktop falls back to whatever has the character; that may be a thin Mincho, or Chinese
forms of 直 骨 角. So the families and the locale are set here, and IPAmj (IPAmj明朝) stands behind for rare kanji.
"""

from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase

from app.services.resources import FONTS
from app.ui.theme.tokens import STEP_BODY, Scale

FAMILIES = ("IPAexGothic", "IPAmjMincho")
GOTHIC = "ipaexg.ttf"
RARE_KANJI = "ipamjm.ttf"
SYSTEM_FOLDERS = (Path("/usr/share/fonts/opentype/ipaexfont-gothic"), Path("/usr/share/fonts/truetype/ipamj"))


def load_fonts(folder: Path = FONTS) -> tuple[str, ...]:
    """Register the fonts; the program's own folder first, then where the system keeps them.

    Needs a running ``QGuiApplication``.

    Returns:
        Names of the files that were found; a caller may tell that one is missing.
    """
    QLocale.setDefault(QLocale(QLocale.Language.Japanese, QLocale.Country.Japan))
    found = []
    for name in (GOTHIC, RARE_KANJI):
        for place in (folder, *SYSTEM_FOLDERS):
            if (place / name).is_file() and QFontDatabase.addApplicationFont(str(place / name)) >= 0:
                found.append(name)
                break
    return tuple(found)


def font(scale: Scale, step: float = STEP_BODY) -> QFont:
    """The font of the window in a size of the type scale."""
    chosen = QFont()
    chosen.setFamilies(list(FAMILIES))
    chosen.setPointSizeF(scale.points(step))
    return chosen
