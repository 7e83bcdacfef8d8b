"""The page that makes the rehearsal office and goes on to it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.context import UiContext
from app.ui.jobs.progress import JobProgress
from app.ui.presenters.rehearsal import Build, RehearsalPresenter, RehearsalState
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import centred, text_label


class RehearsalPage(QWidget):
    """Counts the steps; can be left, which stops the work.

    Signals:
        built: Folder of the vault that is opened first.
        left: The user went back.
    """

    built = Signal(object)
    left = Signal()

    def __init__(self, context: UiContext, build: Build, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self.presenter = RehearsalPresenter(build, context.runner, self._on_built)
        self.title, self.words = text_label(role="title", parent=self), text_label(parent=self)
        self.progress = JobProgress(context.texts, context.monotonic, self)
        self.progress.stop_button.hide()
        self.errors = ErrorPanel(context.texts, self)
        self.errors.hide()
        self.back_button, self.again_button = QPushButton(self), QPushButton(self)
        self.again_button.setProperty("kind", "main")
        buttons = QHBoxLayout()
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.again_button)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(context.theme.scale.space(3))
        for part in (self.title, self.words, self.progress, self.errors):
            column.addWidget(part)
        column.addLayout(buttons)
        centred(self, column)
        self.setFocusProxy(self.back_button)  # the first of two: nothing stands before it
        self.back_button.clicked.connect(self._on_back)
        self.again_button.clicked.connect(self.presenter.build)
        context.texts.language_changed.connect(self.retranslate)
        self.retranslate()
        self.presenter.subscribe(self.show_state)

    def show_state(self, state: RehearsalState) -> None:
        """Show progress or an error."""
        if not state.is_busy:
            self.progress.end()
        elif state.progress is None:
            self.progress.begin()
        else:
            self.progress.show_progress(state.progress)
        self.progress.stop_button.hide()
        if state.error is None:
            self.errors.clear()
        else:
            self.errors.show_error(state.error)
        self.again_button.setVisible(state.error is not None)

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.title.setText(self._texts("wizard.rehearsal.title"))
        self.words.setText(self._texts("wizard.rehearsal.words"))
        self.back_button.setText(self._texts("wizard.rehearsal.back"))
        self.again_button.setText(self._texts("ui.retry"))
        self.setAccessibleName(self.title.text())

    def _on_built(self, vault: Path) -> None:
        self.built.emit(vault)

    def _on_back(self) -> None:
        self.presenter.stop()
        self.left.emit()
