"""Reading everything through before signing: one page of the form at a time, as paper and as text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from app.models.domain.text import visible
from app.models.forms.reading import Line
from app.ui.context import UiContext
from app.ui.kiosk.look import KioskLook
from app.ui.kiosk.ruby import RubyLabel
from app.ui.presenters.kiosk_course import KioskState
from app.ui.widgets.sheets import SheetsView

LONGEST = 20_000
_PAPER_SHARE, _TEXT_SHARE = 3, 2


class ReadPage(QWidget):
    """The paper on the left, its text on the right: the text is what a screen reader reads."""

    def __init__(self, context: UiContext, look: KioskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self._shown: object = None
        self.title = RubyLabel(look, "lead", self)
        self.hint = RubyLabel(look, "hint", self)
        self.paper = SheetsView(self)
        self.frame = QScrollArea(self)
        self.frame.setWidget(self.paper)
        self.frame.setWidgetResizable(True)
        self.frame.setFrameShape(QFrame.Shape.NoFrame)
        self.frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.text.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        space = context.theme.scale.space
        row = QHBoxLayout()
        row.setSpacing(space(3))
        row.addWidget(self.frame, _PAPER_SHARE)
        row.addWidget(self.text, _TEXT_SHARE)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(2), space(6), space(1))
        column.addWidget(self.title)
        column.addWidget(self.hint)
        column.addLayout(row, 1)

    def show_state(self, state: KioskState) -> None:
        """Show the page that it is the turn of."""
        if not state.sheets:
            return
        texts, sheet = self._texts, state.sheets[min(state.place, len(state.sheets) - 1)]
        self.title.set_words(texts("ui.kiosk.read.title", page=sheet.page.page, last=state.sheets[-1].page.page))
        self.hint.set_words(texts("ui.kiosk.read.hint" if state.has_pictures else "ui.kiosk.read.no-picture"))
        self.frame.setVisible(state.has_pictures)
        self.paper.setAccessibleName(texts("ui.kiosk.read.paper", page=sheet.page.page))
        self.paper.setAccessibleDescription(texts("ui.kiosk.read.paper-hint"))
        self.text.setAccessibleName(texts("ui.kiosk.read.text", page=sheet.page.page))
        if sheet is self._shown:
            return
        self._shown = sheet
        self.paper.show_sheets(sheet.pictures)
        self.frame.verticalScrollBar().setValue(0)
        lines = [self._line(line) for line in sheet.page.lines]
        self.text.setPlainText("\n".join(lines) if lines else texts("ui.kiosk.read.nothing"))

    def begin(self) -> None:
        """Take the keyboard: the text, from its beginning."""
        self.text.setFocus()

    def wipe(self) -> None:
        """Let go of what was shown."""
        self._shown = None
        self.paper.show_sheets(())
        self.text.clear()

    def _line(self, line: Line) -> str:
        """One cell in a sentence: what is asked, what was answered."""
        shown = "\n".join(visible(part, LONGEST) for part in line.shown.splitlines())
        key = "ui.kiosk.read.line" if shown else "ui.kiosk.read.empty"
        key = "ui.kiosk.read.struck" if line.struck else key
        of_row = "ui.kiosk.read.row-was" if line.struck else "ui.kiosk.read.row"
        label = self._texts(of_row, label=line.label, row=line.row) if line.row else line.label
        return self._texts(key, label=label, answer=shown) if shown else self._texts(key, label=label)
