"""Asking for a file or a folder without stopping the window: the dialog is open, the program goes on."""

from collections.abc import Callable

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

_REMEMBERED = ("history", "lastVisited", "shortcuts")
"""What Qt writes down of its file dialogs in the home of the login; a folder may be named for somebody."""


def ask_folder(parent: QWidget, title: str, then: Callable[[str], object]) -> QFileDialog:
    """Ask for a folder; ``then`` gets its path when one was chosen."""
    dialog = _dialog(parent, title, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def ask_file(parent: QWidget, title: str, name_filter: str, then: Callable[[str], object]) -> QFileDialog:
    """Ask for a file that exists."""
    dialog = _dialog(parent, title, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(name_filter)
    dialog.open()
    return dialog


def ask_target(parent: QWidget, title: str, name: str, then: Callable[[str], object]) -> QFileDialog:
    """Ask where to save a file; the dialog itself asks before an old one is replaced."""
    dialog = _dialog(parent, title, then)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectFile(name)
    dialog.open()
    return dialog


def _dialog(parent: QWidget, title: str, then: Callable[[str], object]) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    # The program's own dialog: it can be closed by the lock, and it remembers no recent files on the desktop.
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
    dialog.fileSelected.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.destroyed.connect(_forget_folders)
    return dialog


def _forget_folders() -> None:
    """Qt wrote them when the dialog went."""
    kept = QSettings(QSettings.Scope.UserScope, "QtProject")
    for name in _REMEMBERED:
        kept.remove(f"FileDialog/{name}")
    kept.sync()
