"""The room of second readings (抽出点検): drawing at the left, the sample in view and its figures at the right."""

from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.changes import Changes
from app.models.domain.ids import CaseId, PersonId
from app.models.domain.sampling import MOST_DRAWN
from app.models.domain.text import visible
from app.services.sampling.drawing import DrawnSample, Progress, SampleDesk
from app.ui.context import UiContext
from app.ui.presenters.sampling import SamplingPresenter, SamplingState
from app.ui.screen import Screen
from app.ui.screens.sampling.lists import CASES, FIGURES, NAME, SAMPLES, case_line, figure_line, sample_line
from app.ui.tables.lines import LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import text_label
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace

KINDS = frozenset({"sample", "second-read", "findings", "case", "opinion"})
LONGEST_SEED = 40


class Corridor(Protocol):
    """What the screen needs of the window."""

    def show_case(self, case_id: CaseId) -> None:
        """Open a case."""
        ...


class SamplingScreen(Screen):
    """No number about an officer or about one case stands here."""

    def __init__(self, context: UiContext, place: Workplace, corridor: Corridor, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.presenter, self._corridor = SamplingPresenter(place, context.runner), corridor
        self._proposed, self._shown = "", SampleDesk((), 0, "", (), {})
        self._listed: object = None
        self._done = ""
        texts, theme = context.texts, context.theme
        self.title, self.hint = text_label(role="title", parent=self), text_label(role="hint", parent=self)
        self.notice = Banner(texts, self)
        self.strip = WorkStrip(context, "sampling.busy", self.presenter, self)
        self.seed_caption, self.count_caption = text_label(role="small"), text_label(role="small")
        self.drawable, self.draw_button = text_label(role="hint"), QPushButton()
        self.seed, self.count = QLineEdit(), QSpinBox()
        self.seed.setMaxLength(LONGEST_SEED)
        self.count.setRange(1, MOST_DRAWN)
        self.draw_button.setProperty("kind", "main")
        self.samples = LinesTable(texts, theme, SAMPLES, self, fits=True)
        self.about, self.repeated, self.nothing = text_label(), Banner(texts, self), text_label(role="hint")
        self.cases = LinesTable(texts, theme, CASES, self, fits=True)
        self.reader_caption, self.reader, self.assign_button = text_label(role="small"), QuietCombo(), QPushButton()
        self.open_button = QPushButton()
        self.figures_title, self.figures_hint = text_label(role="lead"), text_label(role="hint")
        self.figures = LinesTable(texts, theme, FIGURES, self, fits=True)
        self._lay_out()
        self._connect()
        self.presenter.subscribe(self.show_state)
        self.retranslate()

    def _connect(self) -> None:
        self.seed.textChanged.connect(self._enable)
        self.draw_button.clicked.connect(self._on_draw)
        self.samples.chosen.connect(self.presenter.choose)
        self.cases.selection_made.connect(self._on_case)
        self.cases.activated.connect(self._on_open)
        self.reader.currentIndexChanged.connect(self._enable)
        self.assign_button.clicked.connect(self._on_assign)
        self.open_button.clicked.connect(self._on_open)

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        side = QWidget(self)  # a layout in a layout gets no share where all that stretches in it is hidden
        left, right, row, bar = QVBoxLayout(), QVBoxLayout(side), QHBoxLayout(), QHBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        for column in (left, right, bar):
            column.setSpacing(space(2))
        for part in (self.seed_caption, self.seed, self.count_caption, self.count, self.drawable, self.draw_button):
            left.addWidget(part)
        left.addSpacing(space(2))
        left.addWidget(self.samples, 1)
        bar.addWidget(self.reader_caption)
        bar.addWidget(self.reader, 1)
        bar.addWidget(self.assign_button)
        bar.addWidget(self.open_button)
        right.addWidget(self.about)
        right.addWidget(self.repeated)
        right.addWidget(self.nothing)
        right.addWidget(self.cases, 3)
        right.addLayout(bar)
        right.addSpacing(space(2))
        right.addWidget(self.figures_title)
        right.addWidget(self.figures_hint)
        right.addWidget(self.figures, 3)
        right.addStretch()  # below the sentence that nothing was drawn
        row.setSpacing(space(5))
        row.addLayout(left, 4)
        row.addWidget(side, 9)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(5), space(5), space(5))
        column.setSpacing(space(2))
        for widget in (self.title, self.hint, self.notice, self.strip):
            column.addWidget(widget)
        column.addLayout(row, 1)
        self.notice.hide()
        drawing: list[QWidget] = [self.seed_caption, self.seed, self.count_caption, self.count, self.drawable]
        naming: list[QWidget] = [self.cases, self.reader_caption, self.reader, self.assign_button, self.open_button]
        for each in (*drawing, self.draw_button, *naming):
            each.setVisible(self.presenter.may_draw)
        self.reader_caption.setWordWrap(False)

    def show_state(self, state: SamplingState) -> None:
        """Show the samples, the one in view, its readers and its figures."""
        texts, desk = self.context.texts, state.desk
        self.strip.show_state(state)
        if state.done:
            self.notice.show_message(texts(state.done), Tone.GOOD)
        else:
            self.notice.hide()
        if desk is None:
            self._show_sample(None)
            return
        self.drawable.setText(texts("sampling.drawable", count=desk.drawable))
        if desk is not self._shown:
            self._shown = desk
            self._propose(desk.fresh_seed)
        self.count.setMaximum(max(1, min(MOST_DRAWN, desk.drawable)))
        self._list_readers(state)
        self.samples.fill([sample_line(texts, one) for one in desk.samples])
        self.samples.choose(state.chosen)
        self._show_sample(state.sample)
        was_done, self._done = self._done, state.done
        if state.done and not was_done:
            self.cases.setFocus()  # a reader for each of them comes next

    def _propose(self, seed: str) -> None:
        """Propose another seed, unless one was typed and not drawn by."""
        if self.seed.text() in {"", self._proposed}:
            self._proposed = seed
            self.seed.setText(seed)

    def _list_readers(self, state: SamplingState) -> None:
        texts, desk = self.context.texts, state.desk
        listed = desk and (desk.readers, texts.language)
        if desk is None or listed == self._listed:
            return
        self._listed = listed
        self.reader.clear()
        self.reader.addItem(texts("sampling.choose-reader"), "")
        for person in desk.readers:
            self.reader.addItem(visible(desk.names.get(person, ""), NAME), person)

    def _show_sample(self, sample: DrawnSample | None) -> None:
        texts, state = self.context.texts, self.presenter.state
        names = {} if state.desk is None else state.desk.names
        of_cases = (self.cases, self.reader_caption, self.reader, self.assign_button, self.open_button)
        of_sample: tuple[QWidget, ...] = (self.about, self.repeated, self.figures_title, self.figures_hint)
        for part in (*of_sample, *(of_cases if self.presenter.may_draw else ())):
            part.setVisible(sample is not None)
        self.nothing.setVisible(sample is None and state.desk is not None)
        figures = None if sample is None else sample.figures
        self.figures.setVisible(figures is not None and figures.read is not None)
        self.cases.fill([] if sample is None else [case_line(texts, one, names) for one in sample.cases])
        if sample is not None and sample.cases and not self.cases.current_id():
            self.cases.choose(sample.cases[0].case_id)
            self._on_case()
        self.figures.fill([] if figures is None else [figure_line(texts, one) for one in figures.items])
        if sample is not None:
            drawn = sample.sample
            self.about.setText(
                texts(
                    "sampling.about",
                    seed=drawn.seed,
                    population=drawn.population,
                    count=drawn.wanted,
                    name=visible(names.get(drawn.drawn_by, ""), NAME),
                )
            )
            key, tone = ("sampling.repeated", Tone.GOOD) if sample.follows else ("sampling.repeated-not", Tone.BAD)
            self.repeated.show_message(texts(key), tone)
            self.figures_hint.setText(self._figures_words(sample))
        self._enable()

    def _figures_words(self, sample: DrawnSample) -> str:
        texts = self.context.texts
        if sample.figures is None:
            return texts("sampling.figures.later")
        read = sample.figures.read
        return texts("sampling.figures.hidden" if read is None else "sampling.figures.of", count=read or 0)

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.sampling"))
        draws = self.presenter.may_draw
        self.hint.setText(texts("sampling.note" if draws else "sampling.note-auditor"))
        self.nothing.setText(texts("sampling.nothing" if draws else "sampling.nothing-auditor"))
        self.figures_title.setText(texts("sampling.figures"))
        self.draw_button.setText(texts("sampling.draw"))
        self.assign_button.setText(texts("sampling.assign"))
        self.open_button.setText(texts("sampling.open"))
        for label, part, key in (
            (self.seed_caption, self.seed, "sampling.seed"),
            (self.count_caption, self.count, "sampling.count"),
            (self.reader_caption, self.reader, "sampling.reader"),
        ):
            label.setText(texts(key))
            part.setAccessibleName(texts(key))
        for table, key in ((self.samples, "samples"), (self.cases, "cases"), (self.figures, "figures")):
            table.setAccessibleName(texts(f"sampling.{key}"))
        self.strip.retranslate()
        self.show_state(self.presenter.state)

    @override
    def changes(self, changes: Changes) -> None:
        """A list that nobody sees is no look."""
        if changes.touches(KINDS) and self.isVisible() and not self.presenter.state.busy:
            self.presenter.refresh()

    @override
    def activate(self) -> None:
        self.presenter.change(done="")
        self.presenter.refresh()
        self.panes()[0].setFocus()

    @override
    def panes(self) -> list[QWidget]:
        shown = [self.samples, self.cases] if self.presenter.state.sample is not None else []
        return [self.seed, *shown] if self.presenter.may_draw else [self.samples]

    @override
    def dispose(self) -> None:
        self.context.runner.cancel_owned_by(self.presenter)
        super().dispose()

    def _enable(self) -> None:
        state = self.presenter.state
        desk, is_free = state.desk, not state.busy
        may_draw = desk is not None and desk.drawable > 0
        self.draw_button.setEnabled(is_free and may_draw and bool(self.seed.text().strip()))
        cases = () if state.sample is None else state.sample.cases
        chosen = next((one for one in cases if one.case_id == self.cases.current_id()), None)
        is_open = chosen is not None and chosen.progress in {Progress.UNASSIGNED, Progress.READING}
        self.reader.setEnabled(is_open)
        self.assign_button.setEnabled(is_free and is_open and bool(self.reader.currentData()))
        self.open_button.setEnabled(chosen is not None)

    def _on_case(self) -> None:
        """Show who reads the case in view."""
        sample = self.presenter.state.sample
        cases = () if sample is None else sample.cases
        reader = next((one.reader for one in cases if one.case_id == self.cases.current_id()), None)
        self.reader.setCurrentIndex(max(0, self.reader.findData(reader or "")))
        self._enable()

    def _on_draw(self) -> None:
        self._proposed = self.seed.text()
        self.presenter.draw(self.seed.text(), self.count.value())

    def _on_assign(self) -> None:
        case, reader = self.cases.current_id(), str(self.reader.currentData() or "")
        if case and reader:
            self.presenter.assign(CaseId(case), PersonId(reader))

    def _on_open(self) -> None:
        if self.cases.current_id():
            self._corridor.show_case(CaseId(self.cases.current_id()))
