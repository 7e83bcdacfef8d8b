"""The page of what is unfinished: bundles that wait, alarms, and admissions that can still be taken back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import BundleId
from app.models.views.arriving import WaitingBundle
from app.services.exchange.alarms import AlarmSeen, Finding
from app.services.exchange.survey import Decided
from app.ui.context import UiContext
from app.ui.presenters.import_desk import DeskState, ImportDeskPresenter
from app.ui.presenters.importing import ImportState
from app.ui.screens.importing.lists import kind_name, office_of
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.card import Card, moment
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import text_label
from app.ui.widgets.second_officer import SecondOfficer

WAITING = (Heading("ui.import.desk.since", 18), Heading("ui.import.column.file", 60))
ALARMS = (
    Heading("ui.import.column.when", 18),
    Heading("ui.import.column.standing", 30),
    Heading("ui.import.column.sender", 22),
    Heading("ui.import.desk.what", 60),
)
ADMITTED = (
    Heading("ui.import.column.when", 18),
    Heading("ui.import.column.kind-decided", 34),
    Heading("ui.import.column.sender-decided", 34),
)


class DeskPage(QWidget):
    """Three lists, each with what can be done about a row.

    Signals:
        resume_asked: The waiting bundle that the officer takes up.
    """

    resume_asked = Signal(str)

    def __init__(self, context: UiContext, presenter: ImportDeskPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter = context.texts, presenter
        self._held: tuple[WaitingBundle, ...] = ()
        texts, theme = context.texts, context.theme
        self.waiting = LinesTable(texts, theme, WAITING, self, fits=True)
        self.alarms = LinesTable(texts, theme, ALARMS, self, fits=True)
        self.admitted = LinesTable(texts, theme, ADMITTED, self, fits=True)
        self.resume, self.settle, self.ask_back = QPushButton(self), QPushButton(self), QPushButton(self)
        self.finding, self.second = QuietCombo(self, shortest=20), SecondOfficer(texts, self, in_row=True)
        self.take_back, self.give_up = QPushButton(self), QPushButton(self)
        self.told = text_label(parent=self)
        self.cards = [Card(theme, self) for _ in range(3)]
        self._lay_out(context.theme.scale.space(3))
        self.resume.clicked.connect(self._on_resume)
        self.waiting.activated.connect(self._on_resume)
        self.settle.clicked.connect(self._on_settle)
        self.ask_back.clicked.connect(self._on_ask_back)
        self.take_back.clicked.connect(self._on_take_back)
        self.give_up.clicked.connect(presenter.give_up)
        self.second.changed.connect(self._enable)
        self.finding.currentIndexChanged.connect(self._enable)
        for table in (self.waiting, self.alarms, self.admitted):
            table.selection_made.connect(self._enable)

    def _lay_out(self, gap: int) -> None:
        rows = [QHBoxLayout() for _ in range(4)]
        parts = ((self.resume,), (self.finding, self.settle), (self.ask_back,))
        for row, widgets in zip(rows, parts, strict=False):
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
        rows[3].addWidget(self.second, 1)
        for button in (self.take_back, self.give_up):
            rows[3].addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        for card, table, row in zip(self.cards, (self.waiting, self.alarms, self.admitted), rows, strict=False):
            card.body.addWidget(table, 1)
            card.body.addLayout(row)
        self.cards[2].body.addWidget(self.told)
        self.cards[2].body.addLayout(rows[3])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap)
        for card in self.cards:
            layout.addWidget(card, 1)

    def take_keyboard(self) -> None:
        """Begin with what waits."""
        self.waiting.setFocus()

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.waiting, self.alarms, self.admitted]

    def show_waiting(self, state: ImportState) -> None:
        """Show the bundles that wait."""
        self._held = state.waiting
        self.waiting.fill([waiting_line(self._texts, one) for one in self._held])
        self.cards[0].set_title(self._texts("ui.import.desk.waiting", count=len(self._held)))
        self._enable()

    def show_state(self, state: DeskState) -> None:
        """Show both books, and the question about the bundle that is to be taken back."""
        texts = self._texts
        still_open = sum(one.settled_at is None for one in state.alarms)
        self.alarms.fill([alarm_line(texts, one) for one in state.alarms])
        self.admitted.fill([admitted_line(texts, one) for one in state.admitted])
        self.cards[1].set_title(texts("ui.import.desk.alarms", count=still_open))
        self.cards[2].set_title(texts("ui.import.desk.admitted"))
        prospect = state.prospect
        can = prospect is not None and prospect.way.obstacle is None
        for part in (self.second, self.take_back, self.give_up):
            part.setVisible(can)
        self._say(state)
        if prospect is not None and can and not self.second.people.count():
            self.second.show_people(prospect.witnesses)
            self.second.take_keyboard()
        if not can:
            self.second.clear()
        self._enable()

    def _say(self, state: DeskState) -> None:
        texts, prospect = self._texts, state.prospect
        text = ""
        if prospect is not None and prospect.way.obstacle is not None:
            text = "\n".join(texts.error(prospect.way.obstacle).paragraphs())
            if prospect.way.why_not is not None:
                text = texts(f"import.why-not.{prospect.way.why_not}")
        elif prospect is not None:
            text = texts("ui.import.desk.question", count=prospect.way.rows)
        elif state.undone:
            text = texts("ui.import.desk.undone")
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        texts = self._texts
        named = (
            (self.resume, "ui.import.desk.resume"),
            (self.settle, "ui.import.desk.settle"),
            (self.ask_back, "ui.import.desk.ask-back"),
            (self.take_back, "ui.import.desk.take-back"),
            (self.give_up, "ui.cancel"),
        )
        for button, key in named:
            button.setText(texts(key))
        here = self.finding.currentIndex()
        self.finding.clear()
        self.finding.addItem(texts("ui.import.desk.choose"), None)
        for finding in Finding:
            self.finding.addItem(texts(f"alarm-finding.{finding}"), finding)
        self.finding.setCurrentIndex(max(here, 0))
        self.finding.setAccessibleName(texts("ui.import.desk.finding"))
        for table, key in zip((self.waiting, self.alarms, self.admitted), _NAMES, strict=True):
            table.setAccessibleName(texts(key))
        self.cards[0].set_title(texts("ui.import.desk.waiting", count=len(self._held)))
        self.waiting.fill([waiting_line(texts, one) for one in self._held])
        self.show_state(self._presenter.state)

    def _enable(self) -> None:
        is_free = not self._presenter.state.busy
        self.resume.setEnabled(is_free and bool(self.waiting.current_id()))
        chosen = self.alarms.current_id()
        is_open = any(one.alarm_id == chosen and one.settled_at is None for one in self._presenter.state.alarms)
        self.finding.setEnabled(is_free and is_open)
        self.settle.setEnabled(is_free and is_open and self.finding.currentData() is not None)
        self.ask_back.setEnabled(is_free and bool(self.admitted.current_id()))
        self.take_back.setEnabled(is_free and self.second.is_complete)

    def _on_resume(self) -> None:
        if self.waiting.current_id():
            self.resume_asked.emit(self.waiting.current_id())

    def _on_settle(self) -> None:
        finding = Finding(self.finding.currentData())
        self.finding.setCurrentIndex(0)
        self._presenter.settle(self.alarms.current_id(), finding)

    def _on_ask_back(self) -> None:
        self._presenter.look_ahead(BundleId(self.admitted.current_id()))

    def _on_take_back(self) -> None:
        self._presenter.take_back(self.second.person, self.second.take_text())


_NAMES = ("ui.import.desk.waiting.name", "ui.import.desk.alarms.name", "ui.import.desk.admitted")


def waiting_line(texts: Texts, one: WaitingBundle) -> Line:
    """One bundle that waits."""
    since = moment(one.inspected_at)
    sentence = texts("ui.import.desk.waiting.sentence", since=since, file=one.file_name)
    return Line(one.bundle_id, (since, one.file_name), sentence)


def alarm_line(texts: Texts, one: AlarmSeen) -> Line:
    """One alarm."""
    when, sender = moment(one.raised_at), office_of(texts, one.office_ja, one.office_en)
    what = texts.error(UntrustedInputError(one.code)).what
    is_open = one.settled_at is None
    state = texts("ui.import.desk.open") if is_open else texts(f"alarm-finding.{one.finding}")
    sentence = texts("ui.import.desk.alarm.sentence", when=when, state=state, sender=sender, what=what)
    return Line(one.alarm_id, (when, state, sender, what), sentence, ((1, Tone.BAD if is_open else Tone.NEUTRAL),))


def admitted_line(texts: Texts, one: Decided) -> Line:
    """One admission."""
    when, kind = moment(one.decided_at), kind_name(texts, one.kind)
    sender = office_of(texts, one.office_ja, one.office_en)
    sentence = texts("ui.import.desk.admitted.sentence", when=when, kind=kind, sender=sender)
    return Line(one.bundle_id, (when, kind, sender), sentence)
