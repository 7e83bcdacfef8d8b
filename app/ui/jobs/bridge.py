"""Brings what workers report outside of results (committed changes, questions) into the window's thread."""

from PySide6.QtCore import QObject, Qt, Signal

from app.models.domain.changes import Changes
from app.services.jobs import Question, QuestionDesk
from app.ui.presenters.hub import ChangeHub


class ChangeBridge(QObject):
    """Give its :meth:`publish` to the units of work; subscribers are then called in the window's thread.

    Thread:
        ``publish`` in any thread, everything else in the window's.
    """

    _published = Signal(object)

    def __init__(self, hub: ChangeHub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._published.connect(self._on_published, Qt.ConnectionType.QueuedConnection)

    def publish(self, changes: Changes) -> None:
        """Queue changes of a finished transaction."""
        self._published.emit(changes)

    def _on_published(self, changes: object) -> None:
        if isinstance(changes, Changes):
            self._hub.publish(changes)


class QuestionBridge(QObject):
    """Shows questions of workers; connect ``asked`` to a view that calls ``question.answer``.

    Signals:
        asked: A :class:`Question`, in the window's thread.
    """

    asked = Signal(object)
    _queued = Signal(object)

    def __init__(self, desk: QuestionDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queued.connect(self._on_queued, Qt.ConnectionType.QueuedConnection)
        desk.listen(self._queue)

    def _queue(self, question: Question) -> None:
        self._queued.emit(question)

    def _on_queued(self, question: object) -> None:
        self.asked.emit(question)
