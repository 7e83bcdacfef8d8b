"""The cards beside the table: the document in force, the ceremony."""

from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.models.domain.acts import Action
from app.services.trust.ceremony_script import StepKind
from app.ui.context import UiContext
from app.ui.presenters.trust import TrustPresenter, TrustState
from app.ui.screens.trust.lists import day_of
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import StateBadge
from app.ui.widgets.card import Card, moment
from app.ui.widgets.labels import text_label
from app.ui.widgets.lines import LineGrid

CAPTION_CHARACTERS = 16
_DAY = 86_400
_WARN_DAYS = 60


class DocumentCard(Card):
    """Version, dates, root officers and thresholds; what was heard of later versions; who is behind."""

    def __init__(self, context: UiContext, presenter: TrustPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self._texts, self._presenter = context.texts, presenter
        self.badge = StateBadge(context.texts, self)
        self.facts = LineGrid(context.theme, CAPTION_CHARACTERS, self)
        self.warning = text_label(role="invalid", parent=self)
        self.issue_button, self.rotate_button = QPushButton(self), QPushButton(self)
        for part in (self.badge, self.facts, self.warning, self.issue_button, self.rotate_button):
            self.body.addWidget(part)

    def show_state(self, state: TrustState) -> None:
        """Show what is known."""
        texts, look = self._texts, state.look
        self.set_title(texts("trust.document"))
        has_document = look is not None and bool(look.version)
        for part in (self.facts, self.badge):
            part.setVisible(has_document)
        self.issue_button.setText(texts("trust.button.issue"))
        self.rotate_button.setText(texts("trust.button.rotate"))
        is_keeper = look is not None and look.is_ours
        for button, action in ((self.issue_button, Action.ISSUE_TRUST), (self.rotate_button, Action.ROTATE_ROOT)):
            button.setVisible(is_keeper and self._presenter.may(action))
            button.setEnabled(not state.busy)
        if look is None or not look.version:
            self.warning.setText(texts("trust.document.none") if look is not None else "")
            self.warning.setVisible(look is not None)
            return
        left = (look.expires - state.now) // _DAY
        key, tone = "trust.document.good", Tone.GOOD
        if look.is_stale:
            key, tone = "trust.document.stale", Tone.BAD
        elif look.news is not None or left <= _WARN_DAYS:
            key, tone = "trust.document.soon", Tone.WARN
        self.badge.show_state(texts(key), tone)
        digits = texts("trust.hidden") if state.is_comparing else " ".join(look.root_digits)
        self.facts.show_lines(
            [
                (texts("trust.fact.version"), str(look.version)),
                (texts("trust.fact.issued"), day_of(look.issued_at)),
                (texts("trust.fact.expires"), texts("trust.fact.left", day=day_of(look.expires), days=left)),
                (texts("trust.fact.root"), texts("ui.list.separator").join(name for _, name in look.roots)),
                (texts("trust.fact.threshold"), texts("trust.threshold", needed=look.threshold, of=len(look.roots))),
                (texts("trust.fact.digits"), digits),
                *(
                    (texts("trust.fact.partner", station=one.station), texts("trust.fact.behind", version=one.version))
                    for one in look.partners
                ),
            ]
        )
        self._warn(state)

    def _warn(self, state: TrustState) -> None:
        texts, look = self._texts, state.look
        said = []
        if look is not None and look.news is not None and look.blocks_at is not None:
            said.append(
                texts(
                    "trust.document.newer",
                    version=look.news.version,
                    station=look.news.station,
                    since=moment(look.news.learned_at),
                    until=day_of(look.blocks_at),
                )
            )
        if look is not None and look.spare < 0 and look.is_ours:
            said.append(texts("trust.document.no-root"))
        elif look is not None and look.spare == 0 and look.is_ours:
            said.append(texts("trust.document.no-spare"))
        self.warning.setText("\n".join(said))
        self.warning.setVisible(bool(said))


class CeremonyCard(Card):
    """The ceremony under way: what comes next, who does it, and the fields that the step needs."""

    def __init__(self, context: UiContext, presenter: TrustPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self._texts, self._presenter = context.texts, presenter
        self.progress, self.step, self.do = (text_label(parent=self) for _ in range(3))
        self.step.setProperty("role", "lead")
        self.fields = [QLineEdit(self) for _ in range(3)]
        self.labels = [text_label(role="hint", parent=self) for _ in range(3)]
        self.ask_button, self.sheet_button = QPushButton(self), QPushButton(self)
        self.done_button, self.begin_button = QPushButton(self), QPushButton(self)
        self.done_button.setProperty("kind", "main")
        column = QVBoxLayout()
        column.setSpacing(2)
        for label, field in zip(self.labels, self.fields, strict=True):
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field)
            field.returnPressed.connect(self.done_button.click)
        for part in (self.progress, self.step, self.do, self.sheet_button, self.ask_button):
            self.body.addWidget(part)
        self.body.addLayout(column)
        self.body.addWidget(self.done_button)
        self.body.addWidget(self.begin_button)
        self._asked: object = None
        self.ask_button.clicked.connect(presenter.ask_step)

    def show_state(self, state: TrustState) -> None:
        """Show the next step."""
        texts, view = self._texts, state.ceremony
        self.set_title(texts("trust.ceremony"))
        is_open = view is not None and view.finished_at is None
        may = self._presenter.may(Action.DO_CEREMONY_STEP)
        step = view.step if view is not None and is_open else None
        kind = step.kind if step is not None else None
        self.begin_button.setText(texts("trust.button.begin"))
        self.begin_button.setVisible(may and not is_open and state.look is not None and bool(state.look.version))
        self.begin_button.setEnabled(not state.busy)
        self._show_progress(state)
        asked = state.question if kind is StepKind.COMPARE else None
        for number, (label, field) in enumerate(zip(self.labels, self.fields, strict=True)):
            for part in (label, field):
                part.setVisible(asked is not None)
            if asked is not None:
                label.setText(texts("trust.compare.group", number=asked.places[number]))
                field.setAccessibleName(label.text())
        if asked is not None and asked is not self._asked:
            for field in self.fields:
                field.clear()
            self.fields[0].setFocus()
        self._asked = asked
        self.ask_button.setText(texts("trust.button.ask"))
        self.ask_button.setVisible(may and kind is StepKind.COMPARE and asked is None)
        self.sheet_button.setText(texts("trust.button.print"))
        self.sheet_button.setVisible(may and kind is StepKind.SHEET)
        self.done_button.setText(texts("trust.button.sign" if is_open and step is None else "trust.button.done"))
        self.done_button.setVisible(may and is_open and (kind is not StepKind.COMPARE or asked is not None))
        for button in (self.ask_button, self.sheet_button, self.done_button):
            button.setEnabled(not state.busy)

    def _show_progress(self, state: TrustState) -> None:
        texts, view = self._texts, state.ceremony
        for hidden in (self.step, self.do):
            hidden.hide()
        if view is None:
            self.progress.setText(texts("trust.ceremony.none"))
            return
        if view.finished_at is not None:
            at, digest = moment(view.finished_at), view.protocol_sha256[:16]
            self.progress.setText(texts("trust.ceremony.finished", at=at, digest=digest))
            return
        name, total = view.script.name(texts.language), len(view.script.steps)
        if view.step is None:
            self.progress.setText(texts("trust.ceremony.to-sign", name=name))
            return
        words, (_, who) = view.step.words(texts.language), view.people[view.step.by]
        part = texts(f"trust.part.{view.step.by}")
        self.progress.setText(texts("trust.ceremony.step", name=name, number=len(view.done) + 1, total=total))
        self.step.setText(texts("trust.ceremony.turn", title=words.title, part=part, who=who))
        self.do.setText(words.do)
        for label in (self.step, self.do):
            label.show()

    def groups(self) -> list[str]:
        """What was typed."""
        return [field.text() for field in self.fields]
