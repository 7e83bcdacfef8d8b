"""Family and ties: the picture above, the same in words below; one selection for both."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from app.models.domain.text import visible
from app.models.forms.answers import Cell
from app.models.rules.ties import Nation
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_ties import Said, TieLine, TiesPresenter, TiesState
from app.ui.screens.case.picture_file import SCALE, WIDTH, file_font
from app.ui.screens.case.picture_page import PicturePage
from app.ui.screens.case.ties_painting import Card, TiesPainting
from app.ui.theme.tokens import LIGHT

LONGEST = 300
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class TiesPicture(QLabel):
    """Paints; arrow keys walk from person to person.

    Signals:
        chosen: Place of the line that was clicked or walked to, or -1.
        opened: The keyboard or a double click asks for the answer of the chosen line.
    """

    chosen = Signal(int)
    opened = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._state = TiesState()
        self._words: tuple[tuple[Card, ...], tuple[str, ...]] = ((), ())
        self.painting: TiesPainting | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        context.theme.changed.connect(self._on_theme)

    def show_state(self, state: TiesState, cards: tuple[Card, ...], titles: tuple[str, ...]) -> None:
        """Draw this."""
        is_same = state.lines is self._state.lines and self._words == (cards, titles)
        self._state, self._words = state, (cards, titles)
        if not is_same or self.painting is None:
            self._lay_out()
        self.update()

    def _lay_out(self) -> None:
        if not self._state.lines or self.width() < 1:
            self.painting = None
            return
        scale = self._context.theme.scale
        self.painting = TiesPainting(
            self._state.lines, self._state.groups, *self._words, width=self.width(), font=self.font(), scale=scale
        )
        self.setFixedHeight(self.painting.size.height())

    @override
    def sizeHint(self) -> QSize:
        return QSize(900, self.painting.size.height() if self.painting is not None else 200)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.painting is not None:
            self.chosen.emit(self.painting.at(event.position().x(), event.position().y()))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.painting is not None and self.painting.at(event.position().x(), event.position().y()) >= 0:
            self.opened.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), len(self._state.lines) - 1
        if self.painting is None:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self.chosen.emit(self.painting.beside(self._state.chosen, *_ARROWS[Qt.Key(key)]))
        elif key in {Qt.Key.Key_J, Qt.Key.Key_K}:
            step = 1 if key == Qt.Key.Key_J else -1
            self.chosen.emit(max(0, min(last, self._state.chosen + step)))
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.chosen.emit(0 if key == Qt.Key.Key_Home else last)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._context.theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(tokens.surface))
        if self.painting is not None:
            self.painting.tokens, self.painting.chosen = tokens, self._state.chosen
            self.painting.part = QRectF(event.rect())
            self.painting.paint(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _on_theme(self) -> None:
        self._lay_out()
        self.update()


class TiesPage(PicturePage):
    """Looking only."""

    divider = Divider.TIES
    stem = "ties"
    columns = ("group", "who", "nationality", "details", "echoes")
    widths = (26, 30, 34, 60)

    def __init__(self, context: UiContext, presenter: TiesPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._said: tuple[object, tuple[Card, ...], tuple[str, ...]] | None = None
        self.picture = TiesPicture(context, self)
        self.picture.chosen.connect(presenter.choose)
        self.picture.opened.connect(self.open_answer)
        self.lay_out(self.picture, heights=(430, 170))
        self.begin()

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        self._said = None
        self._presenter.speak(self.texts.language)
        self.picture.setAccessibleName(self.texts("case.ties.picture"))
        self.picture.setAccessibleDescription(self.texts("case.ties.picture.says"))
        self.picture.setToolTip(self.texts("case.ties.picture.says"))
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show picture, table and who is chosen."""
        super().show_state()
        state = self._presenter.state
        if self._said is None or self._said[0] is not state.lines:
            cards = tuple(Card(tuple(self._card(line))) for line in state.lines)
            self._said = (state.lines, cards, tuple(self._title(place) for place in range(len(state.groups))))
        self.picture.show_state(state, *self._said[1:])
        self.show_lines(tuple(range(len(state.lines))), state.lines)
        if self.picture.painting is not None and state.chosen in self.picture.painting.rects:
            here = self.picture.painting.rects[state.chosen].center().toPoint()
            self.sight.ensureVisible(here.x(), here.y(), 0, 120)

    def _title(self, place: int) -> str:
        group = self._presenter.state.groups[place]
        if group.kin is not None:
            return self.texts(f"case.ties.kin.{group.kin}")
        return group.label

    def _card(self, line: TieLine) -> list[str]:
        if not line.is_person:
            return [self._statement(line)]
        words = [self.texts("case.ties.subject") if line.group < 0 else line.relation, self._name(line)]
        marks = self._marks(line)
        in_family = line.group < 0 or self._presenter.state.groups[line.group].kin is not None
        # In the family those are the day of birth and the address, which need no name beside them.
        others = [said[1] if in_family else self._pair(said) for said in line.others[-2:]]
        return [visible(one, LONGEST) for one in [*words, *marks, *others] if one]

    def _name(self, line: TieLine) -> str:
        return visible(line.who, LONGEST) or self.texts("case.ties.no-name")

    def _marks(self, line: TieLine) -> list[str]:
        """What the shape says, in words."""
        texts = self.texts
        nation = Nation.HOME if line.nation is Nation.UNTOLD and line.nations else line.nation  # it is told as unknown
        marks = [texts(f"case.ties.nation.{nation}", nations=self._joined(line.nations))] if nation else []
        if line.past:
            marks.append(self._joined(tuple(line.past), pairs=True))
        return marks

    def _joined(self, said: tuple[Said, ...], *, pairs: bool = False) -> str:
        return "　".join(self._pair(one) if pairs else one[1] for one in said)

    def _pair(self, said: Said) -> str:
        return self.texts("case.ties.pair", label=said[0], words=said[1])

    def _statement(self, line: TieLine) -> str:
        if line.said.startswith("."):
            return self.texts(f"case.ties.said{line.said}")
        return self.texts("case.ties.said", words=visible(line.said, LONGEST))

    @override
    def cells(self, place: int) -> list[str]:
        """Group, name, nationality, everything else, the same words elsewhere."""
        line = self._presenter.state.lines[place]
        group = self._title(line.group) if line.group >= 0 else self.texts("case.ties.subject")
        if not line.is_person:
            return [group, self._statement(line), "", "", ""]
        who = self._name(line)
        if line.relation:
            who = self.texts("case.ties.related", relation=line.relation, name=who)
        echoes = (self.texts("case.ties.echo", place=at, label=label) for at, label in line.echoes)
        details = visible(self._joined(line.others, pairs=True), LONGEST)
        return [group, who, visible("　".join(self._marks(line)), LONGEST), details, "　".join(echoes)]

    @override
    def cell_of(self, place: int) -> Cell | None:
        """The answer that a line begins with."""
        return self._presenter.state.lines[place].cell

    @override
    def painting(self) -> TiesPainting:
        """The whole picture in the light colours."""
        state = self._presenter.state
        cards = tuple(Card(tuple(self._card(line))) for line in state.lines)
        titles = tuple(self._title(place) for place in range(len(state.groups)))
        drawn = TiesPainting(state.lines, state.groups, cards, titles, width=WIDTH, font=file_font(), scale=SCALE)
        drawn.tokens = LIGHT
        return drawn
