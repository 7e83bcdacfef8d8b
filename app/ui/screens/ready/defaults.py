"""The list of what the form assumes where no published text says it (様式の既定値)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.models.forms.definition import PackMeta
from app.services.packs.default_words import value_words
from app.services.packs.defaults import PackDefault
from app.ui.context import UiContext
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.texts import Texts
from app.ui.widgets.labels import text_label

COLUMNS = (
    Heading("pack-default.sort", 14),
    Heading("pack-default.name", 42),
    Heading("pack-default.value", 20),
    Heading("pack-default.place", 28),
    Heading("pack-default.basis", 40),
)
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
        self.table = LinesTable(texts, context.theme, COLUMNS, self, wraps=True)
        self.table.setAccessibleName(texts("pack-default.title"))
        self.table.fill([_line(texts, place, one) for place, one in enumerate(defaults)])
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


def _line(texts: Texts, place: int, one: PackDefault) -> Line:
    language = texts.language
    where = texts("pack-default.at", page=one.page, box=one.box) if one.page else one.code
    basis = one.basis.in_language(language.value) if one.basis else ""
    name, sort = one.name.in_language(language.value), texts(f"pack-default.sort.{one.sort}")
    value = value_words(texts, one)
    sentence = texts("pack-default.sentence", sort=sort, name=name, value=value, place=where, basis=basis)
    return Line(f"{place}", (sort, name, value, where, basis), sentence)
