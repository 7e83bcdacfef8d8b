"""The page of where cases are: who holds the right to write, since when, the receipt, and what is to be done."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.custody import Standing
from app.models.domain.ids import CaseId
from app.services.exchange.custody.custody import Whereabouts
from app.ui.context import UiContext
from app.ui.presenters.case_custody import CustodyState
from app.ui.presenters.custody_list import CustodyListPresenter, CustodyListState, Group, belongs, receipt_of
from app.ui.screens.exporting.lists import office_name
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.card import moment
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import text_label
from app.ui.widgets.work_strip import WorkStrip

CASES = (
    Heading("ui.custody.column.place", 26),
    Heading("ui.custody.column.number", 25),
    Heading("ui.custody.column.holder", 26),
    Heading("ui.custody.column.since", 19),
    Heading("ui.custody.column.receipt", 16),
    Heading("ui.custody.column.do", 58),
)


class CustodyPage(QWidget):
    """One list and a choice of what it shows; a case is opened where its custody is dealt with."""

    def __init__(
        self,
        context: UiContext,
        presenter: CustodyListPresenter,
        show_case: Callable[[CaseId], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts, self._presenter, self._show_case, self._state = (
            context.texts,
            presenter,
            show_case,
            presenter.state,
        )
        self.strip = WorkStrip(context, "ui.custody.busy", presenter, self)
        self.caption, self.hint = text_label(role="small", parent=self), text_label(role="hint", parent=self)
        self.group = QuietCombo(self, shortest=24)
        self.cases = LinesTable(context.texts, context.theme, CASES, self, wraps=True)
        self.open = QPushButton(self)
        self.open.setProperty("kind", "main")
        gap, top, foot = context.theme.scale.space(3), QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.caption, 1)
        top.addWidget(self.group)
        foot.addWidget(self.open)
        foot.addWidget(self.hint, 1)
        body = QVBoxLayout()
        body.setContentsMargins(gap, gap, gap, gap)
        body.setSpacing(context.theme.scale.space(1.5))
        body.addLayout(top)
        body.addWidget(self.cases, 1)
        body.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addLayout(body, 1)
        self.group.activated.connect(self._on_group)
        self.cases.selection_made.connect(self._enable)
        self.cases.activated.connect(self._on_open)
        self.open.clicked.connect(self._on_open)

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.group, self.cases, self.open]

    def show_state(self, state: CustodyListState) -> None:
        """Show the list."""
        texts, self._state = self._texts, state
        self.strip.show_state(state)
        self.group.clear()
        for one in Group:
            count = sum(belongs(case, one) for case in state.cases)
            self.group.addItem(texts("ui.custody.group", name=texts(f"custody-group.{one}"), count=count), one.value)
        self.group.setCurrentIndex(self.group.findData(state.group.value))
        self.group.setAccessibleName(texts("ui.custody.narrow"))
        is_empty = state.is_read and not state.listed
        self.caption.setText(texts("ui.custody.none" if is_empty else "ui.custody.cases"))
        self.cases.setAccessibleName(texts("ui.custody.cases"))
        self.cases.fill([custody_line(texts, one) for one in state.listed])
        self.open.setText(texts("ui.custody.open"))
        self.hint.setText(texts("ui.custody.hint"))
        self._enable()

    def _chosen(self) -> Whereabouts | None:
        wanted = self.cases.selected_ids()
        return next((one for one in self._state.listed if [one.case_id] == wanted), None)

    def _enable(self) -> None:
        chosen = self._chosen()
        self.open.setEnabled(chosen is not None and bool(chosen.number))

    def _on_group(self) -> None:
        self._presenter.narrow(Group(str(self.group.currentData())))

    def _on_open(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.number:
            self._show_case(chosen.case_id)


def custody_line(texts: Texts, one: Whereabouts) -> Line:
    """One case."""
    custody = one.custody
    place = texts(f"custody-place.{custody.place}", number=custody.number)
    if custody.conflict is not None:
        place = texts("ui.custody.contested", name=texts(f"custody-conflict.{custody.conflict.name}"))
    elif custody.doubted:
        place = texts("ui.custody.doubted")
    office = office_name(texts, one.holder_ja, one.holder_en, custody.holder)
    holder = texts("ui.export.where.line", office=office, station=custody.holder)
    number, since = one.number or texts("ui.custody.only-heard"), "" if one.since is None else moment(one.since)
    word, said = receipt_of(one), CustodyState(custody=custody)
    receipt = texts(f"ui.custody.receipt.{word}") if word else "—"
    do = texts(said.words, station=said.station) if said.words else ""
    sentence = texts("ui.custody.sentence", number=number, place=place, holder=holder, since=since, do=do)
    tone = Tone.INFO if custody.standing is Standing.HERE else Tone.WARN
    if custody.conflict is not None or custody.doubted:
        tone = Tone.BAD
    tones = [(0, tone)]
    if word:
        tones.append((4, Tone.GOOD if word == "came" else Tone.WARN))
    return Line(one.case_id, (place, number, holder, since, receipt, do), sentence, tuple(tones))
