"""The timeline: the picture above, the same in words below; one selection for both."""

from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from app.models.domain.text import visible
from app.models.forms.answers import Cell
from app.services.documents.date_text import both_calendars
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_timeline import TimelinePresenter
from app.ui.screens.case.picture_file import SCALE, WIDTH, file_font
from app.ui.screens.case.picture_page import PicturePage
from app.ui.screens.case.timeline_painting import TimelinePainting
from app.ui.screens.case.timeline_picture import TimelinePicture

LONGEST_WORDS = 200
ZOOMS = {"nearer": 1, "farther": -1, "whole": 0}


class TimelinePage(PicturePage):
    """Looking only."""

    divider = Divider.TIMELINE
    stem = "timeline"
    columns = ("lane", "what", "from", "to")
    widths = (26, 54, 42)

    def __init__(self, context: UiContext, presenter: TimelinePresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self.picture = TimelinePicture(context, self)
        self.picture.chosen.connect(presenter.choose)
        self.picture.drawn.connect(presenter.narrow)
        self.picture.stepped.connect(presenter.step)
        self.picture.opened.connect(self.open_answer)
        self.picture.span_asked.connect(presenter.span_of_chosen)
        self.picture.span_moved.connect(presenter.move_span)
        self.picture.zoomed.connect(presenter.zoom)
        self.picture.panned.connect(presenter.pan)
        self.zooms = {name: QPushButton(self) for name in ZOOMS}
        for name, button in self.zooms.items():
            button.clicked.connect(lambda _on=False, name=name: presenter.zoom(ZOOMS[name], None))
        self.lay_out(self.picture, *self.zooms.values(), heights=(360, 240))
        self.begin()

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        self._presenter.speak(self.texts.language)
        for name, button in self.zooms.items():
            button.setText(self.texts(f"case.timeline.{name}"))
        self.picture.setAccessibleName(self.texts("case.timeline.picture"))
        self.picture.setAccessibleDescription(self.texts("case.timeline.picture.says"))
        self.picture.setToolTip(self.texts("case.timeline.picture.says"))
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show picture, table and what is chosen."""
        super().show_state()
        state = self._presenter.state
        self.picture.show_state(state)
        self.show_lines(state.listed, state.bars)
        self.zooms["nearer"].setEnabled(bool(state.bars))
        for name in ("farther", "whole"):
            self.zooms[name].setEnabled(state.view is not None)

    @override
    def cells(self, place: int) -> list[str]:
        """Item, content, beginning, end."""
        texts, bar = self.texts, self._presenter.state.bars[place]
        covered = texts(f"case.timeline.cover.{bar.cover}") if bar.cover is not None else ""
        unknown = texts("case.timeline.not-known")
        until = texts("case.timeline.going-on") if bar.is_going_on else bar.to_words or unknown
        return [bar.lane, covered or visible(bar.words, LONGEST_WORDS), bar.from_words or unknown, until]

    @override
    def cell_of(self, place: int) -> Cell | None:
        """The answer that a bar begins with."""
        bars = self._presenter.state.bars
        return bars[place].cell if place < len(bars) else None

    @override
    def painting(self) -> TimelinePainting:
        """What is shown, in the light colours."""
        language = self.texts.language
        return TimelinePainting(self._presenter.state, width=WIDTH, font=file_font(), scale=SCALE, language=language)

    @override
    def narrowed(self) -> str:
        """To which days; the table leaves out all others."""
        span, texts = self._presenter.state.span, self.texts
        if span is None:
            return ""
        first, last = (both_calendars(day, texts.language) for day in (span.first_day, span.last_day))
        return texts("case.span.only", first=first, last=last)
