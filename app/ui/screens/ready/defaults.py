"""The list of what the form assumes where no published text says it (様式の既定値)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.models.forms.definition import PackMeta
from app.services.packs.defaults import PackDefault
from app.ui.context import UiContext
from app.ui.tables.lines import LinesTable
from app.ui.widgets.labels import text_label
from app.ui.widgets.pack_points import POINTS, point_lines

_SHARE = 0.85


class DefaultsDialog(QDialog):
    """Shows the list; closes with Escape or its button."""

    def __init__(self, context: UiContext, meta: PackMeta, defaults: tuple[PackDefault, ...], parent: QWidget) -> None:
        super().__init__(parent)
        texts, space = context.texts, context.theme.scale.space
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(texts("pack-default.title"))
        title = meta.title.in_language(texts.language.value)
        said = texts("pack-default.says", title=title, version=meta.version, count=len(defaults))
        self.table = LinesTable(texts, context.theme, POINTS, self, wraps=True)
        self.table.setAccessibleName(texts("pack-default.title"))
        self.table.fill(point_lines(texts, defaults))
        buttons = QDialogButtonBox(self)
        buttons.addButton(texts("ui.close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(4), space(5), space(4))
        layout.setSpacing(space(3))
        layout.addWidget(text_label(said, parent=self))
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.resize(parent.window().size() * _SHARE)
