"""Inquiries of a case: the list with where each stands, one in full with its reply, and the form for a new one."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.inquiry import Inquiry, InquiryState, WhyNotAsked
from app.models.domain.text import visible
from app.models.domain.working_days import Source
from app.models.views.records import Blob
from app.services.documents.date_text import both_calendars
from app.ui.context import UiContext
from app.ui.dividers import Divider
from app.ui.presenters.case_inquiries import InquiriesPresenter
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.inquiry_answers import InquiryAnswers
from app.ui.screens.case.inquiry_form import InquiryForm
from app.ui.screens.case.inquiry_paper import InquiryPaper
from app.ui.screens.case.letter_preview import LetterPreviewDialog
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.paper_reply import PaperReplyCard, name_of
from app.ui.screens.case.parts import Column, ReadOnlyProse, caption, date_edit, empty_out, make_stop
from app.ui.screens.case.two_lines import TwoLineList
from app.ui.widgets.combo import QuietCombo
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import text_label


class InquiriesPage(AreaPage):
    """Left the list, in the middle the inquiry in view, right what this officer can do."""

    def __init__(self, context: UiContext, presenter: InquiriesPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self._shown: object = None
        self.list = TwoLineList(context, self)
        self.list.currentRowChanged.connect(self._on_row)
        self.detail, self.side = Column(context, self), Column(context, self)
        self.card, self.settle_card, self.form = Card(context), Card(context), InquiryForm(context)
        make_stop(self.card.title)
        self.addressee, self.none, self.locked = ReadOnlyProse(), text_label(role="hint"), text_label(role="hint")
        self.facts, self.answers = text_label(), InquiryAnswers(context)
        self.issue, self.save, self.save_reminder, self.save_consent = (QPushButton() for _ in range(4))
        self.issue.setProperty("kind", "main")
        self.card.add(self.addressee, self.facts)
        row = QHBoxLayout()
        row.addWidget(self.issue)
        row.addWidget(self.save)
        row.addWidget(self.save_reminder)
        row.addStretch(1)
        self.card.column.addLayout(row)
        self.card.column.addWidget(self.save_consent, 0, Qt.AlignmentFlag.AlignLeft)
        self.came_in = QVBoxLayout()
        self.card.column.addLayout(self.came_in)
        for part in (self.locked, self.none, self.card, self.answers):
            self.detail.body.addWidget(part)
        self.detail.body.addStretch(1)
        self.paper, self.middle = InquiryPaper(context, presenter.papers), QStackedWidget(self)
        for pane in (self.detail, self.paper):
            self.middle.addWidget(pane)
        self.paper.left.connect(self._on_paper_left)
        self._build_settling()
        self._build_reminder()
        self._watch_answers()
        self.paper_reply = PaperReplyCard(context)
        self.side.body.addWidget(self.remind_card)
        self.side.body.addWidget(self.paper_reply)
        self.side.body.addWidget(self.settle_card)
        self.side.body.addWidget(self.form)
        self.side.body.addStretch(1)
        self.lay_beside(Divider.INQUIRIES, (self.list, 24, 290), (self.middle, 40, 480), (self.side, 36, 430))
        self.issue.clicked.connect(presenter.issue)
        self.save.clicked.connect(self._on_save)
        self.save_reminder.clicked.connect(self._on_save_reminder)
        self.save_consent.clicked.connect(self._on_save_consent)
        self.paper_reply.linked.connect(presenter.link)
        self.paper_reply.typed.connect(presenter.type_in)
        self.paper_reply.left.connect(presenter.keep_reply)
        self.paper_reply.checked.connect(lambda is_same: presenter.check(is_same=is_same))
        self.form.looked.connect(lambda plan: presenter.look_before(plan, self.devicePixelRatioF()))
        self.form.asked.connect(presenter.prepare)
        self.form.left_out.connect(lambda plan, why: presenter.not_asked(plan, WhyNotAsked(why)))
        self.begin()

    def _watch_answers(self) -> None:
        self.answers.strike_asked.connect(self._presenter.strike)
        self.answers.stay_asked.connect(self._presenter.let_stay)
        self.answers.surplus_asked.connect(self._presenter.strike_surplus)

    def _build_settling(self) -> None:
        self.to_caption, self.why_caption, self.day_caption = caption(), caption(), caption()
        self.to, self.why, self.day = QuietCombo(), QuietCombo(), date_edit(self.texts)
        self.settle = QPushButton()
        self.settle_card.add(self.to_caption, self.to, self.why_caption, self.why, self.day_caption, self.day)
        self.settle_card.column.addWidget(self.settle, 0, Qt.AlignmentFlag.AlignLeft)
        self.to.currentIndexChanged.connect(self._enable)
        self.why.currentIndexChanged.connect(self._enable)
        self.day.field.textChanged.connect(self._enable)
        self.settle.clicked.connect(self._on_settle)

    def _build_reminder(self) -> None:
        self.remind_card, self.remind_caption = Card(self.context), caption()
        self.remind_by, self.remind = date_edit(self.texts), QPushButton()
        self.remind_card.add(self.remind_caption, self.remind_by)
        self.remind_card.column.addWidget(self.remind, 0, Qt.AlignmentFlag.AlignLeft)
        self.remind_by.field.textChanged.connect(self._enable)
        self.remind.clicked.connect(self._on_remind)

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self.texts
        self.list.setAccessibleName(texts("case.inquiries.list"))
        self.side.setAccessibleName(texts("case.inquiries.side"))
        self.card.title.setText(texts("case.inquiries.one"))
        self.answers.retranslate()
        self.settle_card.title.setText(texts("case.inquiries.settle-title"))
        for label, field, key in (
            (self.to_caption, self.to, "case.inquiries.became"),
            (self.why_caption, self.why, "case.inquiries.why"),
        ):
            label.setText(texts(key))
            field.setAccessibleName(texts(key))
        self.day_caption.setText(texts("case.inquiries.on"))
        self.day.set_name(texts("case.inquiries.on"))
        self.settle.setText(texts("case.inquiries.settle"))
        self.issue.setText(texts("case.inquiries.issue"))
        self.save.setText(texts("case.inquiries.save-letter"))
        self.save_reminder.setText(texts("case.inquiries.save-reminder"))
        self.save_consent.setText(texts("case.inquiries.save-consent"))
        self.remind_card.title.setText(texts("case.inquiries.remind-title"))
        self.remind_caption.setText(texts("case.inquiries.remind-by"))
        self.remind_by.set_name(texts("case.inquiries.remind-by"))
        self.remind.setText(texts("case.inquiries.remind"))
        self.none.setText(texts("case.inquiries.none"))
        self.why.clear()
        for why in WhyNotAsked:
            self.why.addItem(texts(f"inquiry-why.{why}"), why.value)
        self._shown = None
        self.form.retranslate()
        self.paper_reply.retranslate()
        self.paper.retranslate()
        super().retranslate()

    @override
    def show_state(self) -> None:
        """Show list, inquiry and what can be done."""
        super().show_state()
        state, texts = self._presenter.state, self.texts
        chosen = next((at for at, inquiry in enumerate(state.inquiries) if inquiry.ref == state.chosen), None)
        names = (visible(inquiry.addressee, NAME_CHARACTERS) for inquiry in state.inquiries)
        self.list.show_lines(list(zip(names, map(self._second, state.inquiries), strict=True)), chosen)
        self.none.setVisible(state.is_loaded and not state.inquiries)
        self.locked.setVisible(state.locked is not None)
        if state.locked is not None:
            self.locked.setText(texts("case.inquiries.locked", why=texts(f"refusal.{state.locked}")))
        shown = (state.current, state.ways, state.to_answer_for, state.came_in, texts.language)
        if shown != self._shown:
            self._shown = shown
            self._show_one(state.current)
            self._show_ways()
        self._show_preview()
        self.form.show_state(state)
        self.paper_reply.show_state(state)
        self.side.setVisible(self._has_side())
        self._enable()

    @override
    def panes(self) -> list[QWidget]:
        """List, inquiry, side."""
        return [self.list, self.middle, *([self.side] if self._has_side() else [])]

    @override
    def save_draft(self) -> None:
        """Keep the reply that is being typed."""
        typed = self.paper_reply.draft()
        if typed is not None:
            self._presenter.keep_reply(*typed)

    def want(self, item: int) -> None:
        """Begin an inquiry about one statutory item."""
        self.form.narrow(item)
        self.send_keyboard(self.form.body)

    @override
    def drop(self) -> bool:
        """Forget what was typed and what was shown."""
        had = (self.form.clear(), self.paper_reply.clear())
        self._presenter.drop()
        self.paper.view.show_state()
        return any(had)

    @override
    def let_go(self) -> None:
        """End the decoder."""
        self._presenter.papers.end()

    def _has_side(self) -> bool:
        """Whether there is anything to do here for this officer."""
        return self._presenter.state.may_settle or not self.paper_reply.isHidden()

    def _second(self, inquiry: Inquiry) -> str:
        items = self.texts("wizard.list-mark").join(self.texts(f"item.{item}") for item in inquiry.items)
        form, state = self.texts(f"case.inquiries.form.{inquiry.form}"), self.texts(f"inquiry-state.{inquiry.state}")
        key = "case.inquiries.second-open" if inquiry.ref in self._presenter.state.open else "case.inquiries.second"
        return self.texts(key, form=form, item=items, state=state)

    def _show_one(self, inquiry: Inquiry | None) -> None:
        self.card.setVisible(inquiry is not None)
        state = self._presenter.state
        self.answers.show_inquiry(inquiry, state.to_answer_for, may_strike=state.may_strike)
        self._offer_papers(inquiry)
        if inquiry is not None:
            self.addressee.set_untrusted(inquiry.addressee)
            self.facts.setText("\n".join(self._facts_of(inquiry)))

    def _offer_papers(self, inquiry: Inquiry | None) -> None:
        """A button for each paper of the reply; the one in view stays until another inquiry is chosen."""
        empty_out(self.came_in)
        papers, opened = self._presenter.state.came_in, self._presenter.papers.state.opened
        for one in papers if inquiry is not None else ():
            button = QPushButton(self.texts("case.reply.show", name=visible(name_of(self.texts, one), NAME_CHARACTERS)))
            button.clicked.connect(lambda _on=False, one=one: self._on_paper(one))
            self.came_in.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if opened is not None and opened not in papers:
            self._presenter.papers.drop()
            self.paper.view.show_state()
            self.middle.setCurrentWidget(self.detail)

    def _on_paper(self, paper: Blob) -> None:
        self.paper.show_paper(paper)
        self.middle.setCurrentWidget(self.paper)
        self.send_keyboard(self.paper.view.page.canvas)

    def _on_paper_left(self) -> None:
        self.middle.setCurrentWidget(self.detail)
        first = self.came_in.itemAt(0)
        button = None if first is None else first.widget()
        self.send_keyboard(self.list if button is None else button)

    def _facts_of(self, inquiry: Inquiry) -> list[str]:
        texts = self.texts
        lines = [self._second(inquiry)]
        if inquiry.why_not is not None:
            lines.append(texts("case.inquiries.because", why=texts(f"inquiry-why.{inquiry.why_not}")))
        else:
            lines.append(texts("case.inquiries.until", day=both_calendars(inquiry.reply_by, texts.language)))
        if inquiry.asked_on is not None:
            lines.append(texts("case.inquiries.asked-on", day=both_calendars(inquiry.asked_on, texts.language)))
        lines += self._clock_of(inquiry)
        if inquiry.why_not is not None:
            return lines
        told = [texts("case.inquiries.told-always")]
        told += [texts(f"case.inquiries.identify-{one}") for one in inquiry.identify]
        lines.append(texts("case.inquiries.told-of", told=texts("wizard.list-mark").join(told)))
        lines.append(texts("case.inquiries.by-bundle" if inquiry.office else "case.inquiries.on-paper"))
        if inquiry.letter is not None:
            lines.append(texts("case.inquiries.letter", number=inquiry.letter))
        papers = (one for one in self._presenter.state.papers if one.blob_id in inquiry.papers)
        lines += [texts("case.reply.came", name=name_of(texts, one)) for one in papers]
        if inquiry.typed is not None and inquiry.reply is None:
            name, day = inquiry.typed.reply.respondent, both_calendars(inquiry.typed.reply.replied_on, texts.language)
            lines.append(texts("case.reply.typed", name=visible(name, NAME_CHARACTERS), day=day))
        if inquiry.reply is not None:
            name, day = inquiry.reply.respondent, both_calendars(inquiry.reply.replied_on, texts.language)
            lines.append(texts("case.inquiries.replied", name=visible(name, NAME_CHARACTERS), day=day))
        return lines

    def _clock_of(self, inquiry: Inquiry) -> list[str]:
        """When the body may be reminded, or was; and by which holidays that is counted."""
        texts, state = self.texts, self._presenter.state
        if inquiry.reminder is not None:
            day = both_calendars(inquiry.reminder.on, texts.language)
            return [texts("case.inquiries.reminded", day=day, number=inquiry.reminder.letter)]
        clock, source = state.clocks.get(inquiry.ref), state.calendar
        if clock is None or source is None:
            return []
        if clock.source is Source.TABLE:
            first, last = source.first_year, source.last_year
            holidays = texts("case.inquiries.holidays-table", law=source.law, first=first, last=last)
        else:
            holidays = texts("case.inquiries.holidays-rules", law=source.law, last=source.last_year)
        day = both_calendars(clock.first_day, texts.language)
        return [texts("case.inquiries.remind-from", day=day, days=clock.days), holidays]

    def _show_ways(self) -> None:
        ways = self._presenter.state.ways
        self.settle_card.setVisible(bool(ways))
        self.to.clear()
        for way in ways:
            self.to.addItem(self.texts(f"inquiry-state.{way}"), way.value)
        self.day.field.clear()
        self.remind_by.field.clear()

    def _enable(self) -> None:
        current, is_free = self._presenter.state.current, not self._presenter.state.is_busy
        can_issue = current is not None and current.awaits_letter and self._presenter.state.may_write
        self.issue.setVisible(can_issue)
        self.issue.setEnabled(is_free)
        self.save.setVisible(current is not None and current.letter is not None and self._presenter.state.may_write)
        self.save.setEnabled(is_free)
        self.save_consent.setVisible(not self.save.isHidden())
        self.save_consent.setEnabled(is_free)
        has_reminder = current is not None and current.reminder is not None
        self.save_reminder.setVisible(has_reminder and self._presenter.state.may_write)
        self.save_reminder.setEnabled(is_free)
        clock = None if current is None else self._presenter.state.clocks.get(current.ref)
        self.remind_card.setVisible(clock is not None and clock.is_due and self._presenter.state.may_write)
        self.remind.setEnabled(is_free and self.remind_by.value is not None)
        is_left_out = self.to.currentData() == InquiryState.NOT_ASKED.value
        self.why.setVisible(is_left_out)
        self.why_caption.setVisible(is_left_out)
        is_ready = self.to.count() > 0 and self.day.is_valid
        self.settle.setEnabled(is_ready and is_free)

    def _show_preview(self) -> None:
        preview = self._presenter.state.preview
        if preview is not None:
            self._presenter.preview_shown()
            LetterPreviewDialog(self.context, preview.pages, preview.lines, self).open()

    def _on_remind(self) -> None:
        if self.remind_by.value is not None:
            self._presenter.remind(self.remind_by.value)

    def _on_save_reminder(self) -> None:
        current = self._presenter.state.current
        if current is not None and current.reminder is not None:
            title, name = self.texts("case.notices.save-where"), f"{current.reminder.letter}.pdf"
            ask_target(self, title, name, lambda path: self._presenter.save_letter(Path(path), reminder=True))

    def _on_save_consent(self) -> None:
        current = self._presenter.state.current
        if current is not None and current.letter is not None:
            title, name = self.texts("case.notices.save-where"), f"{current.letter}-F07.pdf"
            ask_target(self, title, name, lambda path: self._presenter.save_consent(Path(path)))

    def _on_save(self) -> None:
        current = self._presenter.state.current
        if current is not None and current.letter is not None:
            title = self.texts("case.notices.save-where")
            ask_target(self, title, f"{current.letter}.pdf", lambda path: self._presenter.save_letter(Path(path)))

    def _on_row(self, row: int) -> None:
        inquiries = self._presenter.state.inquiries
        if 0 <= row < len(inquiries):
            self._presenter.choose(inquiries[row].ref)

    def _on_settle(self) -> None:
        to = InquiryState(str(self.to.currentData()))
        why = WhyNotAsked(str(self.why.currentData())) if to is InquiryState.NOT_ASKED else None
        self._presenter.settle(to, self.day.value, why)
