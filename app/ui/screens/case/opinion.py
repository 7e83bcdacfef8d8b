"""Opinion: the reviewer writes and signs, the deciding officer reads and confirms, the agency reads."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.models.domain.ids import PersonId
from app.models.domain.inquiry import Inquiry
from app.services.bundles.schemas import OpinionCode
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_opinion import OpinionDraft, OpinionPresenter
from app.ui.screens.case.card import Card
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.opinion_view import OpinionView
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Choices, Column, ProseEdit, ReadOnlyProse, caption
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import text_label
from app.ui.widgets.wrapping import WrappingButton


class OpinionPage(AreaPage):
    """Left the opinion as it stands, right what this officer can do."""

    def __init__(self, context: UiContext, presenter: OpinionPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._draft: OpinionDraft | None = None
        self._is_signing = False
        self._proposed = ""
        self.view = OpinionView(context, self)
        self.side = Column(context, self)
        self._build_side()
        self.lay_beside(Divider.OPINION, (self.view, 60, 700), (self.side, 40, 480))
        self.begin()

    def _build_side(self) -> None:
        self.write_card, self.confirm_card = Card(self.context), Card(self.context)
        self.code = Choices([code.value for code in OpinionCode])
        self.captions = {name: caption() for name in ("code", "text", "points")}
        self.text, self.points = ProseEdit(8), ProseEdit(3)
        self.propose_button, self.sign_button, self.confirm_button = (WrappingButton() for _ in range(3))
        self.sign_hint, self.confirm_text = text_label(role="hint"), text_label()
        for button in (self.sign_button, self.confirm_button):
            button.setProperty("kind", "main")
        self.write_card.add(self.captions["code"], self.code, self.captions["text"], self.text, self.propose_button)
        self.write_card.add(self.captions["points"], self.points, self.sign_button, self.sign_hint)
        self.confirm_card.add(self.confirm_text, self.confirm_button)
        self.paper_card, self.print_button = Card(self.context), WrappingButton()
        self.paper_hint = text_label(role="hint")
        self.paper_card.add(self.paper_hint, self.print_button)
        self.absent_card, self.absent = Card(self.context), ReadOnlyProse()
        self.add_button = WrappingButton()
        self.absent_card.add(self.absent, self.add_button)
        for card in (self.absent_card, self.write_card, self.confirm_card, self.paper_card):
            self.side.body.addWidget(card)
        self.side.body.addStretch(1)
        self.code.chosen.connect(self._enable)
        self.text.edited.connect(self._enable)
        self.propose_button.clicked.connect(self._presenter.propose)
        self.add_button.clicked.connect(self._on_add)
        self.print_button.clicked.connect(self._on_print)
        self.sign_button.clicked.connect(self._on_sign)
        self.confirm_button.clicked.connect(self._on_confirm)

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.write_card.title.setText(texts("case.opinion.write"))
        self.confirm_card.title.setText(texts("case.opinion.confirm-title"))
        for name, label in self.captions.items():
            label.setText(texts(f"case.opinion.{name}"))
        self.text.setAccessibleName(texts("case.opinion.text"))
        self.points.setAccessibleName(texts("case.opinion.points"))
        self.code.set_texts({code.value: texts(f"opinion.{code}") for code in OpinionCode}, texts("case.opinion.code"))
        self.absent_card.title.setText(texts("case.opinion.absent"))
        self.paper_card.title.setText(texts("case.opinion.paper"))
        self.paper_hint.setText(texts("case.opinion.paper-hint"))
        self.print_button.set_words(texts("case.opinion.print"))
        self.add_button.set_words(texts("case.opinion.absent-add"))
        self.propose_button.set_words(texts("case.opinion.propose"))
        self.sign_button.set_words(texts("case.opinion.sign"))
        self.confirm_button.set_words(texts("case.opinion.confirm"))
        self.confirm_text.setText(texts("case.opinion.confirm-what"))
        self.side.setAccessibleName(texts("case.opinion.side"))
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show opinion and what can be done."""
        super().show_state()
        state = self._presenter.state
        self.view.show_record(state.record, state.findings, is_locked=self._area.work.is_medical_locked)
        if self._is_signing and not state.is_busy:
            self._is_signing = False
            if state.error is None:
                self._empty()
        if state.draft is not None and self._draft is None:
            self._draft = state.draft
            self.code.show_value(state.draft.code)
            self.text.show_text(state.draft.text)
            self.points.show_text(state.draft.points)
        if state.proposed and state.proposed != self._proposed and not self.text.text().strip():
            self.text.show_text(state.proposed)
        self._proposed = state.proposed
        self.write_card.setVisible(bool(state.signers) and state.may_sign)
        self.confirm_card.setVisible(bool(state.confirmers))
        self.absent_card.setVisible(state.absent is not None)
        lines = [self._absence(one) for one in state.absent or ()]
        self.absent.set_untrusted("\n".join(lines) or self.texts("case.opinion.absent-none"))
        self.add_button.setVisible(bool(lines) and not self.write_card.isHidden())
        self.paper_card.setVisible(state.may_print)
        self.side.setVisible(state.may_print or bool(state.confirmers) or (bool(state.signers) and state.may_sign))
        self._enable()

    @override
    def panes(self) -> list[QWidget]:
        """Opinion, side."""
        return [self.view, self.side]

    @override
    def save_draft(self) -> None:
        """Keep what is being written."""
        self._presenter.keep(OpinionDraft(self.code.value(), self.text.text(), self.points.text()))

    @override
    def drop(self) -> bool:
        """Forget the opinion that was being written."""
        had = bool(self.text.text().strip())
        self._empty()
        self.view.show_record(None)
        return had

    def _absence(self, one: Inquiry) -> str:
        """One inquiry without an answer: on which form, about what, where it stands, with its clock; no name."""
        texts = self.texts
        items = texts("wizard.list-mark").join(texts(f"item.{item}") for item in one.items)
        form, state = texts(f"case.inquiries.form.{one.form}"), texts(f"inquiry-state.{one.state}")
        line = texts("case.opinion.absent-line", form=form, item=items, state=state)
        if one.why_not is not None:
            return texts("case.opinion.absent-because", line=line, why=texts(f"inquiry-why.{one.why_not}"))
        if one.asked_on is None:
            return line
        day = one.asked_on.isoformat()
        if one.reminder is None:
            return texts("case.opinion.absent-asked", line=line, day=day)
        return texts("case.opinion.absent-reminded", line=line, day=day, reminded=one.reminder.on.isoformat())

    def _on_add(self) -> None:
        """Put what is not there yet below the unresolved points."""
        written = self.points.text().strip().splitlines()
        absent = (self._absence(one) for one in self._presenter.state.absent or ())
        self.points.show_text("\n".join([*written, *(line for line in absent if line not in written)]))
        self._enable()
        self.send_keyboard(self.points)

    def _empty(self) -> None:
        self.text.show_text("")
        self.points.show_text("")
        self.code.show_value("")

    def _enable(self) -> None:
        is_ready = bool(self.code.value()) and bool(self.text.text().strip())
        is_busy = self._presenter.state.is_busy
        self.print_button.setEnabled(not is_busy)
        self.propose_button.setEnabled(not self.text.text().strip() and not is_busy)
        self.sign_button.setEnabled(is_ready and not is_busy)
        self.sign_hint.setText("" if is_ready else self.texts("case.opinion.needs"))

    def _points(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.points.text().splitlines() if line.strip())

    def _on_print(self) -> None:
        if not asks_first(self.text, self.points):
            ask_target(self, self.texts("case.opinion.print"), self.texts("case.opinion.file"), self.save_to)

    def save_to(self, name: str) -> None:
        """Write the paper to a file that somebody chose."""
        self._presenter.save_paper(Path(name), self.text.text(), self._points())

    def _on_sign(self) -> None:
        if asks_first(self.text, self.points):
            return
        dialog = self.ask_signature("case.sign-opinion", self._presenter.state.signers)
        dialog.signed.connect(self._on_signature)

    def _on_signature(self, person: str, passphrase: str) -> None:
        self._is_signing = True
        code = OpinionCode(self.code.value())
        self._presenter.sign(PersonId(person), passphrase, code, self.text.text(), self._points())

    def _on_confirm(self) -> None:
        dialog = self.ask_signature("case.confirm-opinion", self._presenter.state.confirmers)
        dialog.signed.connect(self._on_confirmation)

    def _on_confirmation(self, person: str, passphrase: str) -> None:
        self._presenter.confirm(PersonId(person), passphrase)
