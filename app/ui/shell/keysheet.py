"""The sheet of keys (F1): every command that has a shortcut, in groups, as one readable table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import CommandSet, Scope
from app.ui.texts import Texts
from app.ui.theme.theme import Theme


def sheet_lines(commands: CommandSet, texts: Texts) -> list[tuple[str, str, str]]:
    """Group, name and keys of every command with a shortcut, group by group."""
    lines = []
    for scope in Scope:
        for command_id, command in commands.commands.items():
            keys = commands.keys(command_id)
            if command.scope is scope and keys:
                lines.append((texts(f"ui.scope.{scope}"), texts(command.text_key), keys))
    return lines


class KeySheet(QDialog):
    """Shows the keys; closes with Escape or its button."""

    def __init__(self, commands: CommandSet, texts: Texts, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("ui.keys.title"))
        lines = sheet_lines(commands, texts)
        self.table = QTableWidget(len(lines), 3, self)
        self.table.setAccessibleName(texts("ui.keys.title"))
        self.table.setHorizontalHeaderLabels(
            [texts("ui.keys.group"), texts("ui.keys.command"), texts("ui.keys.keys")],
        )
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.table.fontMetrics().height() + theme.scale.space(3))
        for row, line in enumerate(lines):
            spoken = texts("ui.palette.line", name=line[1], keys=line[2])
            for column, text in enumerate(line):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, spoken)
                self.table.setItem(row, column, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        buttons = QDialogButtonBox(self)
        buttons.addButton(texts("ui.close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        layout.addWidget(buttons)
        unit = theme.scale.side(1)
        tall = unit * (7 * len(lines) + 28)
        self.resize(min(unit * 160, parent.width() - 40), min(tall, parent.height() - 40))
