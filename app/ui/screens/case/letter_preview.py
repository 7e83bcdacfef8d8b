"""A letter as its addressee will get it: the pages of the finished file, and the same words for whoever hears them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.services.page_images.page_images import PageImage
from app.ui.context import UiContext
from app.ui.widgets.labels import text_label

_SHARE = 0.92


class LetterPreviewDialog(QDialog):
    """Nothing can be changed here; arrows and PageDown move, Escape or the button closes."""

    def __init__(
        self, context: UiContext, pages: tuple[PageImage, ...], lines: tuple[str, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        texts, space = context.texts, context.theme.scale.space
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(texts("case.inquiries.preview-title"))
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setSpacing(space(3))
        for page in pages:
            column.addWidget(self._picture(page), 0, Qt.AlignmentFlag.AlignHCenter)
        self.area = QScrollArea(self)
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(texts("case.inquiries.preview-title"))
        self.area.setAccessibleDescription("\n".join(lines))
        buttons = QDialogButtonBox(self)
        buttons.addButton(texts("ui.close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(4), space(5), space(4))
        layout.setSpacing(space(3))
        layout.addWidget(text_label(texts("case.inquiries.preview-says"), parent=self))
        layout.addWidget(self.area, 1)
        layout.addWidget(buttons)
        self.resize(parent.window().size() * _SHARE)
        self.area.setFocus()

    def _picture(self, page: PageImage) -> QLabel:
        label = QLabel(self)
        image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB888)
        pixmap = QPixmap.fromImage(image.copy())
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        label.setPixmap(pixmap)
        return label
