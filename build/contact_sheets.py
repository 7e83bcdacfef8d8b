"""Lay pictures of one look out on sheets, with their names, so that a person can look through all of them.

python -m build.contact_sheets FOLDER
"""

import os
import sys
from collections import defaultdict
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ACROSS, DOWN = 2, 3
PICTURE, CAPTION = QSize(960, 540), 24
SHEETS = "sheets"


def main(folder: Path) -> int:
    """Write the sheets into a folder of their own."""
    app = QGuiApplication([])
    looks: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.glob("*.png")):
        *_, language, scheme, percent = path.stem.split("-")
        looks[f"{language}-{scheme}-{percent}"].append(path)
    (folder / SHEETS).mkdir(exist_ok=True)
    for look, paths in looks.items():
        for number, start in enumerate(range(0, len(paths), ACROSS * DOWN), start=1):
            name = folder / SHEETS / f"{look}-{number:02}.png"
            if not _sheet(paths[start : start + ACROSS * DOWN]).save(str(name)):
                raise OSError(name)
    app.quit()
    return 0


def _sheet(paths: list[Path]) -> QImage:
    height = PICTURE.height() + CAPTION
    sheet = QImage(PICTURE.width() * ACROSS, height * DOWN, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#808080"))
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for place, path in enumerate(paths):
        left, top = place % ACROSS * PICTURE.width(), place // ACROSS * height
        painter.drawText(QRect(left + 4, top, PICTURE.width(), CAPTION), Qt.AlignmentFlag.AlignVCenter, path.stem)
        picture = QImage(str(path))
        size = picture.size().scaled(PICTURE - QSize(6, 0), Qt.AspectRatioMode.KeepAspectRatio)
        smooth = picture.scaled(size, mode=Qt.TransformationMode.SmoothTransformation)
        painter.drawImage(left + 3, top + CAPTION, smooth)
    painter.end()
    return sheet


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
