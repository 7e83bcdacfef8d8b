"""Head of the case screen: which case, which state, which clocks, which consents, for which purpose."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.models.domain.custody import Standing
from app.models.domain.lifecycle import ENDED, State
from app.models.domain.text import visible
from app.models.views.records import Case
from app.services.documents.date_text import both_calendars
from app.services.queue.sheet import CaseSheet
from app.ui.context import UiContext
from app.ui.presenters.case_head import HeadState
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import StateBadge
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.labels import text_label
from app.ui.widgets.untrusted import ElidedLabel, UntrustedLabel

SOON_DAYS = 7
NAME_CHARACTERS = 60
NEXT_CHARACTERS = 36
"""So wide the next step stays beside the badges."""
_Right, _Down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
INVESTIGATING = frozenset({State.INVESTIGATION_REQUESTED, State.UNDER_INVESTIGATION})


def tone_of(state: State) -> Tone:
    """Tone of a state: work goes on, done, or ended; never a judgement on the person."""
    if state in (State.WITHDRAWN, State.DOUBT):
        return Tone.WARN
    if state is State.VALID:
        return Tone.GOOD
    return Tone.NEUTRAL if state in ENDED else Tone.INFO


class CaseHeader(QFrame):
    """Two lines above the areas."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._texts, self._theme = context.texts, context.theme
        self.number = QLabel(self)
        self.number.setProperty("role", "code")
        self.number.setTextFormat(Qt.TextFormat.PlainText)
        self.name = UntrustedLabel(parent=self)
        self.name.setProperty("role", "lead")
        self.kana, self.section = UntrustedLabel(parent=self), UntrustedLabel(parent=self)
        for part in (self.kana, self.section):
            part.setProperty("role", "hint")
        self.state, self.due = StateBadge(self._texts, self), StateBadge(self._texts, self)
        self.custody = StateBadge(self._texts, self)
        self.consent, self.inquiries = StateBadge(self._texts, self), StateBadge(self._texts, self)
        self.kept = ElidedLabel(parent=self)
        self.kept.setProperty("role", "small")
        self.kept.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.facts = ElidedLabel(parent=self)
        self.facts.setProperty("role", "small")
        self.next = text_label(role="hint", parent=self)
        scale = context.theme.scale
        for part in (self.name, self.kana, self.section):
            part.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(scale.space(4), scale.space(2), scale.space(4), scale.space(2))
        layout.setSpacing(scale.space(1))
        first, third = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(scale.space(3))
        third.setSpacing(scale.space(2))
        for label in (self.name, self.kana, self.section):
            first.addWidget(label)
        first.addWidget(self.kept, 1)
        for badge in (self.custody, self.due, self.state):
            first.addWidget(badge)
        third.addWidget(self.next, 1)
        badges = QHBoxLayout()
        badges.setSpacing(scale.space(2))
        for badge in (self.consent, self.inquiries):
            badges.addWidget(badge)
        third.addLayout(badges)
        third.setAlignment(badges, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._last_row = third
        layout.addLayout(first)
        second = QHBoxLayout()
        second.setSpacing(scale.space(3))
        second.addWidget(self.number)
        second.addWidget(self.facts, 1)
        layout.addLayout(second)
        layout.addLayout(third)
        in_characters(self.next, self.next.setMinimumWidth, NEXT_CHARACTERS)
        context.theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Keep the next step readable: beside the badges, or above them in large text."""
        self._last_row.setDirection(_Down if self._theme.scale.is_large else _Right)
        self._keep_name()

    def _keep_name(self) -> None:
        """The name is the last to be shortened when there is little room."""
        widest = self.fontMetrics().averageCharWidth() * NAME_CHARACTERS // 2
        self.name.setMinimumWidth(min(self.name.sizeHint().width(), widest))

    def show_head(self, state: HeadState, today: date) -> None:
        """Show the head; a sealed case shows its number only."""
        sheet = state.sheet
        self.setAccessibleName(self._texts("case.header.name"))
        if sheet is None:
            return
        case = sheet.case
        self._show_kept(sheet)
        self._show_custody(sheet)
        self.number.setText(case.number)
        self.state.show_state(self._texts(f"state.{case.state}"), tone_of(case.state))
        hidden = (self.name, self.kana, self.section, self.due, self.consent, self.inquiries, self.facts, self.next)
        for part in hidden:
            part.setVisible(not state.is_sealed)
        if state.is_sealed:
            for label in (self.name, self.kana, self.section):
                label.set_untrusted("")
            self.name.setMinimumWidth(0)
            self.facts.set_text("")
            return
        self.name.set_untrusted(case.name)
        self._keep_name()
        self.kana.set_untrusted(case.kana)
        self.section.set_untrusted(case.section)
        self._show_clock(case, today)
        self._show_consents(case)
        facts = self._facts(case, sheet.names.get(case.assignee) if case.assignee else None)
        self.facts.set_text("　".join(facts))
        self.next.setText(self._texts(state.next_step))

    def _facts(self, case: Case, assignee: str | None) -> list[str]:
        texts = self._texts
        facts = [texts("case.header.purpose", item=case.item)]
        if assignee is not None:
            facts.append(texts("case.header.assignee", name=visible(assignee, NAME_CHARACTERS)))
        elif case.state in INVESTIGATING:
            facts.append(texts("case.header.no-assignee"))
        if case.notified_on is not None:
            facts.append(texts("case.header.notified", day=both_calendars(case.notified_on, texts.language)))
        if case.valid_until is not None:
            facts.append(texts("case.header.valid-until", day=both_calendars(case.valid_until, texts.language)))
        return facts

    def _show_kept(self, sheet: CaseSheet) -> None:
        """The day of destruction with its basis; of a sealed case too."""
        if sheet.kept is None or sheet.kept_as is None:
            self.kept.set_text("")
            return
        texts = self._texts
        line = texts(
            "case.header.destroy-on",
            day=sheet.kept.due_on.isoformat(),
            basis=sheet.kept_as.in_language(texts.language.value),
            since=sheet.kept.counted_from.isoformat(),
        )
        self.kept.set_text(line)

    def _show_custody(self, sheet: CaseSheet) -> None:
        """Where the case is, with its custody number, once it ever was handed over."""
        custody = sheet.custody
        self.custody.setVisible(custody is not None)
        if custody is not None:
            words = self._texts(f"custody-place.{custody.place}", number=custody.number)
            is_here = custody.standing is Standing.HERE
            self.custody.show_state(words, Tone.INFO if is_here else Tone.WARN)

    def _show_clock(self, case: Case, today: date) -> None:
        self.due.setVisible(case.due_on is not None)
        if case.due_on is None:
            return
        left = (case.due_on - today).days
        if left < 0:
            self.due.show_state(self._texts("case.header.overdue", days=-left), Tone.BAD)
        else:
            tone = Tone.WARN if left <= SOON_DAYS else Tone.NEUTRAL
            self.due.show_state(self._texts("case.header.due", day=case.due_on.isoformat(), days=left), tone)

    def _show_consents(self, case: Case) -> None:
        pairs = (
            (self.consent, case.consented_on, "consent"),
            (self.inquiries, case.inquiries_consented_on, "inquiries"),
        )
        for badge, day, name in pairs:
            if day is not None:
                badge.show_state(self._texts(f"case.header.{name}", day=day.isoformat()), Tone.GOOD)
            else:
                badge.show_state(self._texts(f"case.header.no-{name}"), Tone.WARN)
