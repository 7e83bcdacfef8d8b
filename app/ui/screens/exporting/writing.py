"""Writing to the medium with three ticks, and the slip that travels with it."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.presenters.export_state import ExportState, OnMedium
from app.ui.presenters.exporting import ExportPresenter
from app.ui.presenters.media_watcher import WATCH_MS
from app.ui.tables.lines import Heading, LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.bundle_fields import HEADINGS, absent_lines, field_lines
from app.ui.widgets.card import Card, Fact, clock_time
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.inputs import SecretEdit
from app.ui.widgets.labels import text_label
from app.ui.widgets.medium import MediumPicker
from app.ui.widgets.steps import Stage, ThreeTicks

_READ_BACK = frozenset({"media.read-back", "media.not-verified"})


class WritePage(QWidget):
    """The medium and the button that writes."""

    def __init__(self, context: UiContext, presenter: ExportPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter = context.texts, presenter
        self.card = Card(context.theme, self)
        self.medium = MediumPicker(context.texts, self.card)
        self.explanation = text_label(parent=self.card)
        self.file = Fact(self.card)
        self.caption = text_label(role="small", parent=self.card)
        self.secret = SecretEdit(self.card)
        self.write = QPushButton(self.card)
        self.write.setProperty("kind", "main")
        self.ticks = ThreeTicks(context.texts, self.card)
        row = QHBoxLayout()
        row.addWidget(self.write)
        row.addStretch(1)
        for part in (self.medium, self.file, self.explanation, self.caption, self.secret):
            self.card.body.addWidget(part)
        self.card.body.addLayout(row)
        self.card.body.addWidget(self.ticks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.card)
        layout.addStretch(1)
        self.setFocusProxy(self.medium)
        self.medium.place_chosen.connect(presenter.choose_place)
        self.medium.again_asked.connect(presenter.look_for_media)
        self.write.clicked.connect(self._on_write)
        self.secret.returnPressed.connect(self._on_write)
        self.secret.textChanged.connect(self._on_typed)
        self._is_open = False
        self._watch = context.timers.every(WATCH_MS, self, self._on_watch)
        self._watch.start()

    def show_state(self, state: ExportState) -> None:
        """Show the medium and what became of writing."""
        texts = self._texts
        self.card.set_title(texts("ui.export.write.question"))
        self.medium.show_media(state.media, state.place)
        self.explanation.setText(texts("ui.export.write.text"))
        self.file.show_fact(texts("ui.export.column.file"), state.file_name)
        self.write.setText(texts("ui.export.write"))
        self.caption.setText(texts("ui.export.write.passphrase"))
        self.secret.setAccessibleName(texts("ui.export.write.passphrase"))
        is_open = state.on_medium is OnMedium.NOTHING and state.ticks is None
        self._is_open = state.place is not None and is_open and not state.busy
        self._on_typed()
        self.ticks.reset()
        if state.error is not None and state.on_medium is OnMedium.NOTHING and not state.busy:
            self.ticks.fail(Stage.READ_BACK if state.error.code in _READ_BACK else Stage.WRITTEN)

    def _on_watch(self) -> None:
        if self.isVisible():
            self._presenter.watch_media()

    def _on_typed(self) -> None:
        self.write.setEnabled(self._is_open and bool(self.secret.text()))

    def _on_write(self) -> None:
        if self.write.isEnabled():
            self._presenter.write(self.secret.take())


class SlipPage(QWidget):
    """After the writing: three ticks with their times, the slip, and what comes next."""

    def __init__(self, context: UiContext, presenter: ExportPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._presenter = context.texts, presenter
        self._name = ""
        self.ticks_card, self.slip_card = Card(context.theme, self), Card(context.theme, self)
        self.ticks = ThreeTicks(context.texts, self.ticks_card)
        self.file, self.digest = Fact(self.ticks_card), Fact(self.ticks_card)
        self.stuck = Banner(context.texts, self.ticks_card)
        for part in (self.ticks, self.file, self.digest, self.stuck):
            self.ticks_card.body.addWidget(part)
        self.explanation, self.saved = text_label(parent=self.slip_card), text_label(role="hint", parent=self.slip_card)
        self.save = QPushButton(self.slip_card)
        self.save.setProperty("kind", "main")
        self.wait = text_label(parent=self.slip_card)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(self.saved, 1)
        self.slip_card.body.addWidget(self.explanation)
        self.slip_card.body.addLayout(row)
        self.slip_card.body.addWidget(self.wait)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.read_caption = text_label(role="small", parent=self)
        self.read_back = LinesTable(context.texts, context.theme, HEADINGS, self, wraps=True)
        layout.addWidget(self.ticks_card)
        layout.addWidget(self.slip_card)
        self.absent_caption = text_label(role="small", parent=self)
        self.absent = LinesTable(context.texts, context.theme, (Heading("ui.export.read.absent", 20),), self, fits=True)
        self.absent.horizontalHeader().hide()  # the caption says it
        found, absent, beside = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        found.addWidget(self.read_caption)
        found.addWidget(self.read_back, 1)
        absent.addWidget(self.absent_caption)
        absent.addWidget(self.absent, 1)
        beside.addLayout(found, 3)
        beside.addLayout(absent, 2)
        layout.addLayout(beside, 1)
        self.setFocusProxy(self.save)
        self.save.clicked.connect(self._on_save)

    def show_state(self, state: ExportState) -> None:
        """Show what was written."""
        texts, ticks = self._texts, state.ticks
        if ticks is None:
            return
        self._name = f"{ticks.file_name.removesuffix('.age')}.pdf"
        self.ticks_card.set_title(texts("ui.ticks.name"))
        self.ticks.reset()
        self.ticks.tick(Stage.WRITTEN, clock_time(ticks.written_at))
        self.ticks.tick(Stage.READ_BACK, clock_time(ticks.verified_at))
        if ticks.released_at is not None:
            self.ticks.tick(Stage.SAFE, clock_time(ticks.released_at))
            self.stuck.hide()
        else:
            self.stuck.show_message(texts("ui.export.write.folder"), Tone.WARN, is_spoken=False)
        digest = ticks.ciphertext_sha256
        self.file.show_fact(texts("ui.export.column.file"), ticks.file_name)
        groups = " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
        self.digest.show_fact(texts("ui.import.report.digest"), groups)
        self.read_caption.setText(texts("ui.export.slip.read-back"))
        self.read_back.setAccessibleName(texts("ui.export.slip.read-back"))
        self.read_back.fill(field_lines(texts, ticks.read_back))
        self.absent_caption.setText(texts("ui.export.read.absent"))
        self.absent.setAccessibleName(texts("ui.export.read.absent"))
        self.absent.fill(absent_lines(texts, state.preview.absent if state.preview is not None else ()))
        self.slip_card.set_title(texts("ui.export.slip.lead"))
        self.explanation.setText(texts("ui.export.slip.text"))
        self.save.setText(texts("ui.export.slip.save"))
        self.save.setEnabled(not state.busy)
        self.saved.setText(texts("ui.export.slip.saved", file=state.slip.name) if state.slip else "")
        self.wait.setText(texts("ui.export.slip.wait"))

    def _on_save(self) -> None:
        ask_target(self, self._texts("ui.export.slip.title"), self._name, self._on_target)

    def _on_target(self, path: str) -> None:
        if path:
            # Letters are in Japanese, whatever the window speaks.
            self._presenter.save_slip(Path(path), self._texts.catalogue(Language.JAPANESE))
