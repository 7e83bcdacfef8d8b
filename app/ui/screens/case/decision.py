"""Evaluation and decision at the agency: the opinion beside the evaluation, then two signatures."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.evaluation import Outcome
from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.services.documents.date_text import both_calendars
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_decision import DecisionPresenter
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.evaluation_editor import EvaluationEditor
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.opinion_view import OpinionView
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Choices, Column, ProseEdit, ReadOnlyProse, caption, empty_out
from app.ui.widgets.labels import text_label


class DecisionPage(AreaPage):
    """Left what was found, in the middle what is made of it, right what this officer can do."""

    def __init__(self, context: UiContext, presenter: DecisionPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._has_restored = self._is_sending = False
        self.opinion = OpinionView(context, self)
        self.editor = EvaluationEditor(context, self)
        self.editor.edited.connect(presenter.edit)
        self.side = Column(context, self)
        self._build_side()
        self.lay_beside(Divider.DECISION, (self.opinion, 32, 380), (self.editor, 42, 490), (self.side, 26, 310))
        self._save_key = QShortcut(QKeySequence("Ctrl+S"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._save_key.activated.connect(self.save)
        self.begin()

    def _build_side(self) -> None:
        self.open_card, self.draft_card, self.sign_card = (Card(self.context) for _ in range(3))
        self.confirm_card, self.return_card, self.remarks_card = (Card(self.context) for _ in range(3))
        self.open_text, self.open_button = text_label(), QPushButton()
        self.open_card.add(self.open_text, self.open_button)
        self.missing, self.save_button = text_label(), QPushButton()
        self.draft_card.add(self.missing, self.save_button)
        self.sign_text, self.sign_button = text_label(), QPushButton()
        self.sign_card.add(self.sign_text, self.sign_button)
        self.confirm_text, self.outcome, self.confirm_button = (
            text_label(),
            Choices([one.value for one in Outcome]),
            QPushButton(),
        )
        self.confirm_card.add(self.confirm_text, self.outcome, self.confirm_button)
        self.remark_caption, self.remark, self.return_button = caption(), ProseEdit(3), QPushButton()
        self.return_card.add(self.remark_caption, self.remark, self.return_button)
        self.remarks = QVBoxLayout()
        self.remarks_card.column.addLayout(self.remarks)
        for button in (self.open_button, self.save_button, self.sign_button, self.confirm_button):
            button.setProperty("kind", "main")
        self.cards = {
            "open": self.open_card,
            "draft": self.draft_card,
            "sign": self.sign_card,
            "confirm": self.confirm_card,
            "return": self.return_card,
            "remarks": self.remarks_card,
        }
        for card in self.cards.values():
            self.side.body.addWidget(card)
        self.side.body.addStretch(1)
        self.open_button.clicked.connect(self._presenter.open)
        self.save_button.clicked.connect(self.save)
        self.sign_button.clicked.connect(self._on_sign)
        self.confirm_button.clicked.connect(self._on_confirm)
        self.return_button.clicked.connect(self._on_send_back)
        self.outcome.chosen.connect(self._enable)
        self.remark.edited.connect(self._enable)

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        for name, card in self.cards.items():
            card.title.setText(texts(f"case.decision.card-{name}"))
        self.open_text.setText(texts("case.decision.open-what"))
        self.open_button.setText(texts("case.decision.open"))
        self.save_button.setText(texts("case.decision.save"))
        self.sign_button.setText(texts("case.decision.sign"))
        self.confirm_button.setText(texts("case.decision.confirm"))
        self.confirm_text.setText(texts("case.decision.confirm-what"))
        self.remark_caption.setText(texts("case.decision.remark"))
        self.remark.setAccessibleName(texts("case.decision.remark"))
        self.return_button.setText(texts("case.decision.send-back"))
        self.outcome.set_texts(
            {one.value: texts(f"outcome.{one}") for one in Outcome}, texts("case.decision.outcome-again")
        )
        self.side.setAccessibleName(texts("case.decision.side"))
        self.editor.retranslate()
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show opinion, evaluation and what can be done."""
        super().show_state()
        state, texts = self._presenter.state, self.texts
        self.opinion.show_record(state.opinion, is_locked=self._area.work.is_medical_locked)
        has_evaluation = state.may_write or (state.standing is not None and state.standing.draft is not None)
        self.editor.setVisible(has_evaluation)
        if state.meta is not None:
            self.editor.show_names(state.meta)
        self.editor.show_evaluation(state.edited, is_editable=state.may_write)
        self.open_card.setVisible(state.may_open)
        self.draft_card.setVisible(state.may_write)
        lines = [texts(key, number=number) for key, number in state.edited.missing()]
        self.missing.setText("\n".join(lines) if lines else texts("case.decision.complete"))
        self._show_signatures()
        self.return_card.setVisible(state.may_return)
        self._show_remarks()
        if self._is_sending and not state.is_busy:
            self._is_sending = False
            if state.error is None:
                self.remark.show_text("")
        if state.remark_draft and not self._has_restored:
            self._has_restored = True
            self.remark.show_text(state.remark_draft)
        self.side.setVisible(any(not card.isHidden() for card in self.cards.values()))
        self._enable()

    @override
    def panes(self) -> list[QWidget]:
        """Opinion, evaluation, side."""
        return [self.opinion, self.editor, self.side]

    @override
    def save_draft(self) -> None:
        """Keep the evaluation and a remark that are being written."""
        self._presenter.save_draft()
        self._presenter.keep_remark(self.remark.text())

    @override
    def drop(self) -> bool:
        """Forget the evaluation that was being written."""
        had = self._presenter.state.is_unsaved or bool(self.remark.text().strip())
        self._presenter.drop()
        self.remark.show_text("")
        self.opinion.show_record(None)
        self.editor.show_evaluation(self._presenter.state.edited, is_editable=False)
        return had

    def _show_signatures(self) -> None:
        state, texts = self._presenter.state, self.texts
        standing = state.standing
        self.sign_card.setVisible(bool(state.signers))
        self.confirm_card.setVisible(bool(state.confirmers))
        self.sign_text.setText(texts("case.decision.sign-what"))
        if standing is not None and standing.decided_on is not None and standing.signed_by:
            name = visible(state.names.get(standing.signed_by[0], ""), NAME_CHARACTERS)
            day = both_calendars(standing.decided_on, texts.language)
            self.confirm_text.setText(texts("case.decision.signed-by", name=name, day=day))

    def _show_remarks(self) -> None:
        standing = self._presenter.state.standing
        remarks = standing.remarks if standing is not None else ()
        empty_out(self.remarks)
        for remark in reversed(remarks):
            self.remarks.addWidget(ReadOnlyProse(remark))
        self.remarks_card.setVisible(bool(remarks))

    def _enable(self) -> None:
        state = self._presenter.state
        self.save_button.setEnabled(state.is_unsaved and not state.edited.missing() and not state.is_busy)
        for button in (self.open_button, self.sign_button):
            button.setEnabled(not state.is_busy)
        self.confirm_button.setEnabled(bool(self.outcome.value()) and not state.is_busy)
        self.return_button.setEnabled(bool(self.remark.text().strip()) and not state.is_busy)

    def save(self) -> None:
        """Save the evaluation, unless something in the editors must be answered for first."""
        if not asks_first(self.editor):
            self._presenter.save()

    def _on_sign(self) -> None:
        self.ask_signature("case.sign-decision", self._presenter.state.signers).signed.connect(self._on_signature)

    def _on_signature(self, person: str, passphrase: str) -> None:
        self._presenter.sign(PersonId(person), passphrase)

    def _on_confirm(self) -> None:
        stem = f"case.confirm-{self.outcome.value()}"
        self.ask_signature(stem, self._presenter.state.confirmers).signed.connect(self._on_confirmation)

    def _on_confirmation(self, person: str, passphrase: str) -> None:
        self._presenter.confirm(PersonId(person), passphrase, Outcome(self.outcome.value()))

    def _on_send_back(self) -> None:
        if asks_first(self.remark):
            return
        self._is_sending = True
        self._presenter.send_back(self.remark.text())
