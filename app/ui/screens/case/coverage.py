"""The button that tells the reader, and nobody else, which answers were not on the screen yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.models.domain.coverage import page_ranges
from app.ui.presenters.case_coverage import CoveragePresenter
from app.ui.presenters.case_work import CaseWork
from app.ui.texts import Texts
from app.ui.widgets.wrapping import WrappingButton


class CoverageButton(WrappingButton):
    """How many are left and on which pages; gone when everything was shown.

    Signals:
        sought: The first of them is wanted: item, row or an empty text.
    """

    sought = Signal(str, str)

    def __init__(self, texts: Texts, work: CaseWork, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._texts = texts
        self.presenter = CoveragePresenter(work)
        self.presenter.listen(self.show_state)
        self.clicked.connect(self._on_clicked)
        self.hide()

    def show_state(self) -> None:
        """Say it in the current language."""
        left, texts = self.presenter.state.left, self._texts
        self.setVisible(bool(left))
        if left:
            words = texts("case.coverage.left", count=len(left))
            pages = texts("case.coverage.pages", pages=page_ranges(one.page for one in left))
            self.set_words(f"{words}\n{pages}")
            self.setAccessibleName(texts("case.coverage.spoken", words=words, pages=pages))
            self.setToolTip(texts("case.coverage.private"))

    def _on_clicked(self) -> None:
        first = next(iter(self.presenter.state.left), None)
        if first is not None:
            self.sought.emit(first.link_id, first.row or "")
