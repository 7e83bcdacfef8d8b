"""Findings on the seven items: list of items, editor, what is missing, and the reviewer's part."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.finding import ITEMS, MEDICAL_ITEM, Citation
from app.models.domain.finding_parts import PartPlace
from app.models.domain.text import visible
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_citing import Cited, NamedAnswer
from app.ui.presenters.case_findings import FindingsPresenter
from app.ui.presenters.case_findings_state import RemarkDraft
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.cite_picker import CitePicker
from app.ui.screens.case.conflict_bar import ConflictBar
from app.ui.screens.case.coverage import CoverageButton
from app.ui.screens.case.finding_changes import ChangesCard, part_name
from app.ui.screens.case.finding_editor import FindingEditor
from app.ui.screens.case.guarded import asks_first
from app.ui.screens.case.holding_card import HoldingCard
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.parts import Column, ProseEdit, ReadOnlyProse, caption, empty_out
from app.ui.screens.case.two_lines import TwoLineList
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import SIGNS
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.labels import repolish, text_label
from app.ui.widgets.wrapping import WrappingButton


class FindingsPage(AreaPage):
    """The examiner writes and submits; the reviewer returns or accepts.

    Signals:
        task_asked: Somebody wants to see a task that is still open.
        interview_asked: Somebody wants to see the interview that is not over.
        inquiry_asked: Somebody is to be asked about the statutory item in view.
        cited: An answer that was chosen in the questionnaire was put to a fact.
    """

    task_asked = Signal(str)
    interview_asked = Signal()
    cited = Signal(object)
    inquiry_asked = Signal(int)

    def __init__(self, context: UiContext, presenter: FindingsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._restored: RemarkDraft | None = None
        self._is_sending = False
        self._said: Cited | None = None
        self.items = TwoLineList(context, self)
        self.items.currentRowChanged.connect(self._on_item)
        self.editor = FindingEditor(context, self._name, self)
        self.editor.edited.connect(presenter.edit)
        self.editor.held.connect(presenter.hold)
        self.editor.explained_asked.connect(presenter.take_explained)
        self.editor.pick_asked.connect(self._on_pick)
        self.side = Column(context, self)
        self._build_side()
        self.locked = text_label(role="hint", parent=self)
        self.locked.setMargin(context.theme.scale.space(4))
        self.locked.setAlignment(Qt.AlignmentFlag.AlignTop)
        middle = QWidget(self)
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        self.conflict = ConflictBar(context, middle)
        self.conflict.take_button.clicked.connect(presenter.take_theirs)
        self.conflict.keep_button.clicked.connect(presenter.keep_mine)
        inside.addWidget(self.conflict)
        inside.addWidget(self.locked)
        inside.addWidget(self.editor, 1)
        left, self.left_out = QWidget(self), text_label(role="hint")
        self.left_out.setMargin(context.theme.scale.space(2))
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.items, 1)
        beside.addWidget(self.left_out)
        self.lay_beside(Divider.FINDINGS, (left, 18, 220), (middle, 54, 640), (self.side, 28, 320))
        self._save_key = QShortcut(QKeySequence("Ctrl+S"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._save_key.activated.connect(self.save)
        self.begin()

    def _build_side(self) -> None:
        self.missing_card, self.remarks_card, self.review_card = (Card(self.context) for _ in range(3))
        self.holding_card = HoldingCard(self.context)
        self.holding_card.task_asked.connect(self.task_asked)
        self.holding_card.interview_asked.connect(self.interview_asked)
        self.missing = text_label()
        self.save_button, self.submit_button, self.inquire_button = (WrappingButton() for _ in range(3))
        self.submit_hint = text_label(role="hint")
        self.submit_button.setProperty("kind", "main")
        self.coverage = CoverageButton(self.texts, self._presenter.work)
        parts = (
            self.missing,
            self.coverage,
            self.inquire_button,
            self.save_button,
            self.submit_button,
            self.submit_hint,
        )
        self.missing_card.add(*parts)
        self.remarks = QVBoxLayout()
        self.remarks_card.column.addLayout(self.remarks)
        self.changes_card = ChangesCard(self.context)
        self.accept_button = WrappingButton()
        self.accept_button.setProperty("kind", "main")
        self.where_caption, self.part_caption, self.remark_caption = caption(), caption(), caption()
        self.where, self.part, self.remark = QuietCombo(), QuietCombo(), ProseEdit(4)
        self.send_button = WrappingButton()
        self.review_card.add(self.accept_button, self.where_caption, self.where, self.part_caption, self.part)
        self.review_card.add(self.remark_caption, self.remark)
        row = QHBoxLayout()
        row.addWidget(self.send_button)
        row.addStretch(1)
        self.review_card.column.addLayout(row)
        for card in (self.missing_card, self.holding_card, self.remarks_card, self.changes_card, self.review_card):
            self.side.body.addWidget(card)
        self.side.body.addStretch(1)
        self.inquire_button.clicked.connect(lambda: self.inquiry_asked.emit(self._presenter.state.chosen))
        self.save_button.clicked.connect(self.save)
        self.submit_button.clicked.connect(self._on_submit)
        self.accept_button.clicked.connect(self._presenter.accept)
        self.send_button.clicked.connect(self._on_send_back)
        self.remark.edited.connect(self._enable)
        self.where.currentIndexChanged.connect(self._show_parts)

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.items.setAccessibleName(texts("case.findings.items"))
        self.side.setAccessibleName(texts("case.findings.side"))
        self.missing_card.title.setText(texts("case.findings.missing"))
        self.inquire_button.set_words(texts("case.findings.inquire"))
        self.remarks_card.title.setText(texts("case.findings.remarks"))
        self.review_card.title.setText(texts("case.findings.review"))
        self.holding_card.retranslate()
        self.save_button.set_words(texts("case.findings.save"))
        self.submit_button.set_words(texts("case.findings.submit"))
        self.accept_button.set_words(texts("case.findings.accept"))
        self.send_button.set_words(texts("case.findings.send-back"))
        for label, field, key in (
            (self.where_caption, self.where, "case.findings.remark-on"),
            (self.part_caption, self.part, "case.findings.remark-part"),
            (self.remark_caption, self.remark, "case.findings.remark"),
        ):
            label.setText(texts(key))
            field.setAccessibleName(texts(key))
        chosen = self.where.currentIndex()
        self.where.clear()
        self.where.addItem(texts("case.findings.on-whole"), None)
        for item in ITEMS:
            self.where.addItem(texts("case.item", number=item, name=texts(f"item.{item}")), item)
        self.where.setCurrentIndex(max(0, chosen))
        self.locked.setText(texts("case.findings.locked-why"))
        self.changes_card.retranslate()
        self._show_parts()
        self.editor.retranslate()
        self.coverage.show_state()
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show items, editor, missing parts and remarks."""
        super().show_state()
        state = self._presenter.state
        self.items.blockSignals(True)
        while self.items.count() > len(state.listed):
            self.items.takeItem(self.items.count() - 1)
        for place, item in enumerate(state.listed):
            self._show_item(place, item)
        self.items.setCurrentRow(state.listed.index(state.chosen))
        self.items.blockSignals(False)
        self.left_out.setText(self.texts("case.span.findings", left_out=state.left_out))
        self.left_out.setVisible(bool(state.left_out))
        self.editor.show_finding(state.current, state.revisions, is_editable=state.may_write)
        self.editor.show_heard(state.heard)
        self.editor.offer_explained(state.chosen in state.explained)
        self.editor.setVisible(not self._is_locked())
        self.locked.setVisible(self._is_locked())
        self._show_conflict()
        self._show_missing()
        self._show_holding()
        self._show_remarks()
        self._show_parts()
        self._restore_remark()
        self.changes_card.show_change(state.change_of(state.chosen))
        self.changes_card.setVisible(bool(state.changes) and not self._is_locked())
        self.review_card.setVisible(state.may_review)
        cards = (self.missing_card, self.holding_card, self.remarks_card, self.changes_card, self.review_card)
        self.side.setVisible(any(not card.isHidden() for card in cards))
        self._enable()
        if state.cited is not self._said:
            self._said = state.cited
            self.cited.emit(state.cited)

    def _show_conflict(self) -> None:
        state = self._presenter.state
        conflict = state.conflicts.get(state.chosen) if state.may_write else None
        name = state.names.get(conflict.written_by, "") if conflict is not None else ""
        self.conflict.show_conflict(conflict, name)

    @override
    def activate(self) -> None:
        """Read the latest; who is to submit is told, alone, what was not on the screen yet."""
        super().activate()
        if self._presenter.work.sheet.may(Action.SUBMIT_FINDINGS):
            self.coverage.presenter.load()

    @override
    def panes(self) -> list[QWidget]:
        """Items, editor, side."""
        return [self.items, self.editor, self.side]

    @override
    def save_draft(self) -> None:
        """Keep findings and a remark that are being written."""
        self._presenter.save_draft()
        self._presenter.keep_remark(self._remark())

    @override
    def drop(self) -> bool:
        """Forget unsaved findings and remarks."""
        had = bool(self._presenter.state.unsaved) or bool(self.remark.text().strip())
        self._presenter.drop()
        self.remark.show_text("")
        self.editor.show_finding(self._presenter.state.current, {}, is_editable=False)
        return had

    def _is_locked(self) -> bool:
        state = self._presenter.state
        return state.is_locked and state.chosen == MEDICAL_ITEM

    def _remark_on(self) -> int | None:
        item = self.where.currentData()
        return item if isinstance(item, int) else None

    def _remark(self) -> RemarkDraft:
        part = self.part.currentData()
        return RemarkDraft(self._remark_on(), self.remark.text(), part if isinstance(part, PartPlace) else None)

    def _show_parts(self) -> None:
        """Offer the parts of the finding that is pointed at; the one chosen stays chosen if it still exists."""
        texts, parts = self.texts, self._presenter.state.parts_of(self._remark_on())
        names = [texts("case.findings.on-item"), *(part_name(texts, place) for place in parts)]
        if names != [self.part.itemText(row) for row in range(self.part.count())]:
            chosen = self.part.currentData()
            self.part.clear()
            for name, place in zip(names, (None, *parts), strict=True):
                self.part.addItem(name, place)
            self.part.setCurrentIndex(max(0, self.part.findData(chosen)))
        for widget in (self.part_caption, self.part):
            widget.setVisible(bool(parts))

    def _restore_remark(self) -> None:
        """Put a remark back once; whatever is typed then stays, until it was sent."""
        state = self._presenter.state
        if self._is_sending and not state.is_busy:
            self._is_sending = False
            if state.error is None:
                self.remark.show_text("")
        draft = state.remark_draft
        if draft is not None and self._restored is not draft:
            self._restored = draft
            self.remark.show_text(draft.text)
            self.where.setCurrentIndex(max(0, self.where.findData(draft.item)))
            self.part.setCurrentIndex(max(0, self.part.findData(draft.part)))

    def _show_item(self, place: int, item: int) -> None:
        state, texts = self._presenter.state, self.texts
        finding = state.edited[item]
        if state.is_locked and item == MEDICAL_ITEM:
            status, tone = "locked", Tone.NEUTRAL
        elif finding.adverse is None and not finding.summary:
            status, tone = "empty", Tone.NEUTRAL
        elif state.missing(item):
            status, tone = "incomplete", Tone.WARN
        else:
            status, tone = ("unsaved", Tone.INFO) if item in state.unsaved else ("complete", Tone.GOOD)
        name = texts("case.item", number=item, name=texts(f"item.{item}"))
        words = texts(f"case.findings.{status}")
        second = f"{SIGNS[tone]} {words}"
        for mark in state.marks(item):
            second = texts(mark, line=second)
        self.items.show_line(place, name, second, texts("case.list.sentence", name=name, second=words))

    def _show_missing(self) -> None:
        state, texts = self._presenter.state, self.texts
        missing = () if self._is_locked() else state.missing(state.chosen)
        lines = [texts("case.findings.lacks", part=texts(key)) for key in missing]
        self.missing.setText("\n".join(lines) if lines else texts("case.findings.lacks-nothing"))
        self.missing.setProperty("role", "invalid" if lines else "")
        repolish(self.missing)
        self.missing_card.setVisible(state.may_write or bool(missing))
        for part in (self.inquire_button, self.save_button, self.submit_button, self.submit_hint):
            part.setVisible(state.may_write)

    def _show_holding(self) -> None:
        """What keeps the findings here, each a way to where it is settled."""
        state = self._presenter.state
        self.holding_card.show_held(state.blocking, state.unfinished)
        is_held = bool(state.blocking) or state.unfinished is not None
        self.holding_card.setVisible(is_held and (state.may_write or state.may_review))

    def _show_remarks(self) -> None:
        state, texts = self._presenter.state, self.texts
        empty_out(self.remarks)
        remarks = state.remarks_on(state.chosen)
        for remark in reversed(remarks):
            on = texts(f"item.{remark.item}") if remark.item is not None else texts("case.findings.on-whole")
            name = visible(state.names.get(remark.written_by, ""), NAME_CHARACTERS)
            said = {"item": on, "day": remark.written_on.isoformat(), "name": name}
            part = remark.part
            line = (
                texts("case.note.line", **said)
                if part is None
                else texts("case.note.part-line", **said, part=part_name(texts, part))
            )
            self.remarks.addWidget(text_label(line, role="small"))
            self.remarks.addWidget(ReadOnlyProse(remark.text))
        self.remarks_card.setVisible(bool(remarks))

    def _enable(self) -> None:
        state = self._presenter.state
        first = state.first_missing
        self.save_button.setEnabled(bool(state.unsaved) and not state.is_busy)
        is_ready = state.can_go_on and not state.is_busy
        self.submit_button.setEnabled(state.may_submit and is_ready)
        self.accept_button.setEnabled(is_ready)
        self.send_button.setEnabled(bool(self.remark.text().strip()) and not state.is_busy)
        self.submit_hint.setText(self._submit_words(first))

    def _submit_words(self, first: int | None) -> str:
        """Why the findings cannot be submitted yet, or what submitting does."""
        state, texts = self._presenter.state, self.texts
        if first is not None:
            name = texts("case.item", number=first, name=texts(f"item.{first}"))
            return texts("case.findings.first-missing", item=name)
        if state.blocking:
            return texts("case.findings.tasks-first", count=len(state.blocking))
        if state.unfinished is not None:
            return texts("case.findings.interview-first", number=state.unfinished.number)
        return texts("case.findings.ready")

    def _on_item(self, row: int) -> None:
        if row >= 0:
            self._presenter.choose(self._presenter.state.listed[row])

    def cite(self, citation: Citation) -> None:
        """Put an answer that was chosen in the questionnaire to the finding that is being written."""
        self._presenter.cite(citation, self.texts("case.cite.source"))

    def _name(self, citation: Citation) -> NamedAnswer | None:
        return self._presenter.answer_words(citation, self.texts.language)

    def _on_pick(self, place: int) -> None:
        """Choose an answer from the list for one fact."""
        item, source = self._presenter.state.chosen, self.texts("case.cite.source")
        title = self.texts("case.cite.title", number=place + 1)
        picker = CitePicker(self.context, title, self._presenter.offer(self.texts.language), self)
        picker.picked.connect(lambda citation: self._presenter.cite_in(item, place, citation, source))
        picker.open()

    def save(self) -> None:
        """Save the findings, unless something in the editors must be answered for first."""
        if not asks_first(self.editor):
            self._presenter.save()

    def _on_submit(self) -> None:
        if not asks_first(self.editor):
            self._presenter.submit()

    @override
    def guard_place(self) -> str:
        """The finding in view."""
        return f"finding-{self._presenter.state.chosen}"

    def _on_send_back(self) -> None:
        if asks_first(self.remark):
            return
        self._is_sending = True
        remark = self._remark()
        self._presenter.send_back(remark.item, remark.text, remark.part)
