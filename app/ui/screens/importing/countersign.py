"""A draft of another station that somebody here is to sign, or the answer to one of ours: read, then sign or refuse."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.domain.loop import Objecting
from app.services.exchange.countersign_views import Hand, NamedSigner, TakenAnswer, ToCountersign
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.countersigning import CountersignPresenter, CountersignState
from app.ui.presenters.importing import ImportState
from app.ui.tables.lines import Heading, Line, LinesTable
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.bundle_fields import HEADINGS, field_lines
from app.ui.widgets.card import Card, Fact, clock_time
from app.ui.widgets.labels import text_label
from app.ui.widgets.sign_panel import SignPanel
from app.ui.widgets.splitter import Splitter
from app.ui.widgets.steps import Stage, ThreeTicks

SIGNERS = (
    Heading("ui.countersign.column.hand", 14),
    Heading("ui.countersign.column.name", 16),
    Heading("ui.countersign.column.role", 22),
)
_TONES = {Hand.SIGNED: Tone.GOOD, Hand.DECLINED: Tone.BAD, Hand.MISSING: Tone.WARN}


class CountersignView(QWidget):
    """The manifest field by field beside its signers; below them the seat of the signer, or what came back.

    Signals:
        release_asked: The medium is to be let go.
    """

    release_asked = Signal()

    def __init__(self, context: UiContext, presenter: CountersignPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter = context.texts, presenter
        self._stage: tuple[object, ...] = ()
        self.title, self.hint = text_label(role="lead", parent=self), text_label(role="hint", parent=self)
        self.recipient, self.digest = Fact(self), Fact(self)
        self.fields_caption, self.signers_caption = (text_label(role="small", parent=self) for _ in range(2))
        self.fields = LinesTable(context.texts, context.theme, HEADINGS, self, wraps=True)
        self.signers = LinesTable(context.texts, context.theme, SIGNERS, self, fits=True)
        self.nobody = Banner(context.texts, self)
        self.sign = SignPanel(context, self)
        self.card = Card(context.theme, self)
        self.explanation, self.file = text_label(parent=self.card), Fact(self.card)
        self.ticks = ThreeTicks(context.texts, self.card)
        self.take, self.release = QPushButton(self.card), QPushButton(self.card)
        self.take.setProperty("kind", "main")
        self._lay_out(context)
        self.sign.given.connect(self._on_given)
        self.sign.declined.connect(self._on_declined)
        self.take.clicked.connect(presenter.take)
        self.release.clicked.connect(self.release_asked)

    def _lay_out(self, context: UiContext) -> None:
        gap = context.theme.scale.space(2)
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addWidget(self.release)
        row.addStretch(1)
        for part in (self.explanation, self.ticks, self.file):
            self.card.body.addWidget(part)
        self.card.body.addLayout(row)
        left, right = QWidget(self), QWidget(self)
        fields, side = QVBoxLayout(left), QVBoxLayout(right)
        fields.setContentsMargins(0, 0, gap, 0)
        side.setContentsMargins(gap, 0, 0, 0)
        for column in (fields, side):
            column.setSpacing(context.theme.scale.space(1))
        fields.addWidget(self.fields_caption)
        fields.addWidget(self.fields, 1)
        side.addWidget(self.signers_caption)
        side.addWidget(self.signers, 1)
        for below in (self.nobody, self.sign, self.card):
            side.addWidget(below)
        split = Splitter(context.dividers, Divider.COUNTERSIGN, Qt.Orientation.Horizontal, self)
        split.setHandleWidth(max(3, gap // 2))
        split.addWidget(left)
        split.addWidget(right)
        split.begin(430, 390)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(context.theme.scale.space(1))
        for part in (self.title, self.hint, self.recipient, self.digest):
            layout.addWidget(part)
        layout.addWidget(split, 1)

    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.fields, self.signers, self.sign if not self.sign.isHidden() else self.card]

    def show_state(self, state: CountersignState, room: ImportState) -> None:
        """Show what the file says and what was done about it; ``room`` knows whether the medium was let go."""
        told, texts = state.told, self._texts
        if told is None:
            return
        self._show_told(told)
        signatory = state.signatory
        self.sign.setVisible(signatory is not None)
        if signatory is not None:
            is_own, count = signatory.person == self._presenter.us, len(told.missing)
            self.sign.show_seat(signatory.name, signatory.role, count, is_own=is_own, is_busy=bool(state.busy))
        is_stranded = not told.is_answer and not state.here and state.ticks is None
        if is_stranded:
            self.nobody.show_message(texts("ui.countersign.nobody"), Tone.WARN, is_spoken=False)
        else:
            self.nobody.hide()
        self._show_card(state, room)
        self._move_keyboard(state, room)

    def _show_told(self, told: ToCountersign) -> None:
        texts = self._texts
        kind = texts(f"kind.{told.manifest.kind}")
        if told.is_answer:
            self.title.setText(texts("ui.countersign.answer.title", station=told.carrier, kind=kind))
        else:
            self.title.setText(texts("ui.countersign.title", station=told.origin, kind=kind))
        self.hint.setText(texts("ui.countersign.answer.hint" if told.is_answer else "ui.countersign.hint"))
        english = texts.language is Language.ENGLISH and bool(told.office_en)
        office = (told.office_en if english else told.office_ja) or told.recipient
        self.recipient.show_fact(
            texts("ui.export.column.recipient"), texts("ui.export.where.line", office=office, station=told.recipient)
        )
        digest = told.manifest_sha256
        groups = " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
        self.digest.show_fact(texts("ui.export.read.digest"), groups)
        self.fields_caption.setText(texts("ui.countersign.fields"))
        self.fields.setAccessibleName(texts("ui.countersign.fields"))
        self.fields.fill(field_lines(texts, told.lines))
        self.signers_caption.setText(texts("ui.countersign.signers"))
        self.signers.setAccessibleName(texts("ui.countersign.signers"))
        self.signers.fill([signer_line(texts, one) for one in told.signers])

    def _show_card(self, state: CountersignState, room: ImportState) -> None:
        texts, ticks, taken = self._texts, state.ticks, state.taken
        self.take.setText(texts("ui.countersign.take"))
        self.take.setVisible(state.told is not None and state.told.is_answer and taken is None)
        self.take.setEnabled(state.can_take)
        self.release.setText(texts("ui.import.release"))
        is_done = ticks is not None or taken is not None
        self.release.setVisible(is_done and room.released_at is None)
        self.card.setVisible(is_done or not self.take.isHidden())
        self.ticks.setVisible(ticks is not None)
        self.file.setVisible(ticks is not None)
        if ticks is not None:
            self.card.set_title(texts("ui.countersign.declined" if state.refused else "ui.countersign.signed"))
            self.explanation.setText(texts("ui.countersign.bring-back"))
            self.file.show_fact(texts("ui.export.column.file"), ticks.file_name)
            self.ticks.reset()
            self.ticks.tick(Stage.WRITTEN, clock_time(ticks.written_at))
            self.ticks.tick(Stage.READ_BACK, clock_time(ticks.verified_at))
            if room.released_at is not None:
                self.ticks.tick(Stage.SAFE, clock_time(room.released_at))
        elif taken is not None:
            self.card.set_title(texts("ui.countersign.taken"))
            self.explanation.setText("\n".join(taken_sentences(texts, taken)))
        else:
            self.card.set_title(texts("ui.countersign.take.question"))
            self.explanation.setText(texts("ui.countersign.take.words"))
        if is_done and room.is_folder:
            self.explanation.setText(texts("ui.import.release.folder"))

    def _move_keyboard(self, state: CountersignState, room: ImportState) -> None:
        """To what must be read first; then, once something was done, to the medium."""
        stage = (state.told, state.ticks, state.taken, room.released_at)
        if state.busy or stage == self._stage:
            return
        is_new, self._stage = self._stage[:1] != stage[:1], stage
        if is_new:
            self.fields.setFocus()
        elif not self.release.isHidden():
            self.release.setFocus()
        else:
            self.fields.setFocus()

    def _on_given(self) -> None:
        self._presenter.sign(self.sign.take_secret())

    def _on_declined(self, reason: str) -> None:
        self._presenter.decline(Objecting(reason), self.sign.take_secret())


def signer_line(texts: Texts, one: NamedSigner) -> Line:
    """One named signer."""
    hand, role = texts(f"ui.countersign.hand.{one.hand}"), texts(f"role.{one.role}")
    if one.reason:
        hand = texts("ui.export.declined", reason=texts(f"objecting.{one.reason}"))
    sentence = texts("ui.countersign.signer.sentence", hand=hand, name=one.name, role=role)
    return Line(one.person, (hand, one.name, role), sentence, ((0, _TONES[one.hand]),))


def taken_sentences(texts: Texts, taken: TakenAnswer) -> list[str]:
    """What came back, in sentences."""
    said = [texts("ui.countersign.taken.signed", name=name) for name in taken.signed]
    said += [
        texts("ui.countersign.taken.refused", name=name, reason=texts(f"objecting.{reason}"))
        for name, reason in taken.refused
    ]
    key = "ui.countersign.taken.missing" if taken.missing else "ui.countersign.taken.whole"
    return [*said, texts(key, count=taken.missing)]
