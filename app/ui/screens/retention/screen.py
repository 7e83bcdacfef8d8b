"""The Retention room (保存期間): a calendar of what falls due, holds, and the destruction ledger with certificates."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.changes import Changes
from app.models.domain.ids import PersonId
from app.models.domain.retention import Basis, Ground
from app.ui.context import UiContext
from app.ui.presenters.retention import Prospect, RetentionPresenter, RetentionState
from app.ui.screen import Screen
from app.ui.screens.retention.columns import awaited_shape, due_shape, holds_shape, label_of, ledger_shape
from app.ui.screens.retention.dialogs import DestroyDialog, HoldDialog, MarkDialog
from app.ui.screens.retention.number_bar import NumberBar
from app.ui.screens.retention.pages import ListPage
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.dialogs import ask_target
from app.ui.widgets.labels import text_label
from app.ui.widgets.tabs import Tabs
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace

if TYPE_CHECKING:
    from app.models.views.retention import Expiring
    from app.services.exchange.awaited import AwaitedReport
    from app.services.retention.certificates import LedgerLine
    from app.services.retention.holds import HoldLine

SETTLE_MS = 300
MONTHS_CHARACTERS = 21
_TABS = ("retention.tab.due", "retention.tab.holds", "retention.tab.ledger", "retention.tab.awaited")
ONE_DAY = timedelta(days=1)
KINDS = frozenset({"disposal", "case", "papers", "hold", "certificate", "withdrawal", "result", "roster", "bundle"})


class RetentionScreen(Screen):
    """Four lists; each has its own buttons."""

    def __init__(self, context: UiContext, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_stale, self._state = True, RetentionState()
        self._dialog: DestroyDialog | None = None
        presenter = self._presenter = RetentionPresenter(place, context.runner)
        texts = context.texts

        def class_name(code: str) -> str:
            return presenter.class_name(code, texts.language)

        self._class_name = class_name
        self.title = text_label(role="title", parent=self)
        self.done = Banner(texts, self)
        self.strip = WorkStrip(context, "retention.busy", presenter, self)
        self.months = QListWidget(self)
        self.due: ListPage[Expiring] = ListPage(
            context, due_shape(texts, class_name), presenter.fetch_due(), "retention.nothing-due", self
        )
        self.held: ListPage[HoldLine] = ListPage(
            context, holds_shape(texts), presenter.fetch_holds(), _empty_of(presenter), self
        )
        self.gone: ListPage[LedgerLine] = ListPage(
            context, ledger_shape(texts, class_name), presenter.fetch_ledger(), "retention.nothing-destroyed", self
        )
        self.awaited: ListPage[AwaitedReport] = ListPage(
            context, awaited_shape(texts), presenter.fetch_awaited(), "retention.nothing-awaited", self
        )
        self.bar = NumberBar(context, self.held)
        self.tabs = Tabs(self)
        self._make_buttons()
        self._lay_out()
        self._settle = context.timers.after(SETTLE_MS, self, self._on_settled)
        self.months.currentRowChanged.connect(self._on_month)
        self.bar.asked.connect(presenter.look_up)
        self.bar.hold_asked.connect(self._on_hold_found)
        context.texts.language_changed.connect(self.retranslate)
        self.retranslate()
        presenter.subscribe(self.show_state)

    def _make_buttons(self) -> None:
        presenter = self._presenter
        self.due.add_button("retention.mark.button", self._on_mark, presenter.may_mark)
        self.due.add_button("retention.hold.button", self._on_hold, presenter.may_hold)
        self.due.add_button("retention.destroy.button", self._on_destroy, presenter.may_destroy)
        self.due.add_button("retention.print.button", self._on_print, None)
        self.held.add_button(
            "retention.release.button",
            self._on_release,
            lambda line: line is not None and line.is_in_force and presenter.may(Action.END_HOLD),
        )
        self.gone.add_button(
            "retention.issue.button",
            self._on_issue,
            lambda line: line is not None and not line.entry.certificate and presenter.may(Action.ISSUE_CERTIFICATE),
        )
        self.gone.add_button(
            "retention.certificate.save", self._on_save, lambda line: line is not None and bool(line.entry.certificate)
        )

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        in_characters(self.months, self.months.setFixedWidth, MONTHS_CHARACTERS)
        self.due.put_beside(self.months)
        self.held.put_above(self.bar)
        self.bar.setVisible(self._presenter.may(Action.SEE_HOLDS))
        for page in (self.due, self.held, self.gone):
            self.tabs.addTab(page, "")
            self.tabs.setTabVisible(self.tabs.count() - 1, self._presenter.lists or page is self.held)
        self.tabs.addTab(self.awaited, "")
        self.tabs.setTabVisible(self.tabs.count() - 1, self._presenter.watches)
        self.tabs.setCurrentWidget(self.due if self._presenter.lists else self.held)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(5), space(5), space(5), space(5))
        layout.setSpacing(space(2))
        for part in (self.title, self.done, self.strip):
            layout.addWidget(part)
        layout.addWidget(self.tabs, 1)
        self.done.hide()

    def show_state(self, state: RetentionState) -> None:
        """Show lists, calendar and what was done."""
        before, self._state = self._state, state
        self.strip.show_state(state)
        if state.calendar != before.calendar:
            self._show_months()
        if state.edition != before.edition and (state.calendar is not None or not self._presenter.lists):
            self._restart()
        if state.found != before.found:
            self.bar.show_found(state.found.number if state.found is not None else "")
        self._say_done()
        if state.prospect is not None and before.prospect is None:
            self._open_destruction(state.prospect)
        if self._dialog is not None:
            self._follow(self._dialog, state)

    def _restart(self) -> None:
        self._is_stale = False
        self.held.restart(self._presenter.fetch_holds())
        if self._presenter.lists:
            self.due.restart(self._presenter.fetch_due())
            self.gone.restart(self._presenter.fetch_ledger())
        if self._presenter.watches:
            self.awaited.restart(self._presenter.fetch_awaited())

    def _follow(self, dialog: DestroyDialog, state: RetentionState) -> None:
        if state.prospect is None:
            self._dialog, dialog.is_working = None, False
            dialog.accept()
        elif state.error is not None and not state.busy:
            dialog.show_error(state.error)

    def _say_done(self) -> None:
        texts, state = self.context.texts, self._state
        if state.saved_as:
            self.done.show_message(texts("retention.saved", file=state.saved_as), Tone.GOOD)
        elif state.done:
            self.done.show_message(texts(state.done), Tone.GOOD)
        else:
            self.done.hide()

    def _show_months(self) -> None:
        calendar, texts = self._state.calendar, self.context.texts
        if calendar is None:
            return
        row = max(self.months.currentRow(), 0)
        self.months.blockSignals(True)
        self.months.clear()
        lines = [
            texts("retention.months.all", count=calendar.every),
            texts("retention.months.overdue", count=calendar.overdue),
        ]
        lines += [
            texts("retention.months.month", year=month.last.year, month=month.last.month, count=month.count)
            for month in calendar.months
        ]
        lines.append(texts("retention.months.later", count=calendar.later))
        for line in lines:
            self.months.addItem(QListWidgetItem(line))
        self.months.setCurrentRow(row)
        self.months.blockSignals(False)

    def _span(self, row: int) -> tuple[date | None, date | None]:
        calendar = self._state.calendar
        if calendar is None or row == 0:
            return None, None
        if row == 1:
            return None, calendar.today
        if row - 2 == len(calendar.months):
            return calendar.months[-1].last + ONE_DAY, None
        month = calendar.months[row - 2]
        return month.first, month.last

    def _on_month(self, row: int) -> None:
        if row >= 0:
            self._presenter.list_span(*self._span(row))

    def _on_mark(self) -> None:
        thing = self.due.chosen()
        if thing is not None:
            dialog = MarkDialog(self.context, thing, self)
            dialog.marked.connect(lambda basis: self._presenter.mark(thing, Basis(basis)))
            dialog.open()

    def _on_hold(self) -> None:
        thing = self.due.chosen()
        if thing is not None:
            dialog = HoldDialog(self.context, label_of(thing), self)
            dialog.held.connect(
                lambda ground, reason, until: self._presenter.hold(thing, Ground(ground), reason, until)
            )
            dialog.open()

    def _on_hold_found(self) -> None:
        found = self._state.found
        if found is not None:
            dialog = HoldDialog(self.context, found.number, self)
            dialog.held.connect(lambda ground, reason, until: self._presenter.hold_found(Ground(ground), reason, until))
            dialog.open()

    def _on_destroy(self) -> None:
        thing = self.due.chosen()
        if thing is not None:
            self._presenter.look_ahead(thing)

    def _open_destruction(self, prospect: Prospect) -> None:
        dialog = DestroyDialog(self.context, prospect, self._class_name(prospect.thing.retention_class), self)
        dialog.agreed.connect(self._on_witnessed)
        dialog.rejected.connect(self._on_given_up)
        self._dialog = dialog
        dialog.open()

    def _on_witnessed(self, witness: str, passphrase: str, basis: str) -> None:
        if self._dialog is not None:
            self._dialog.show_work()
        self._presenter.destroy(PersonId(witness), passphrase, Basis(basis))

    def _on_given_up(self) -> None:
        self._dialog = None
        self._presenter.give_up()

    def _on_release(self) -> None:
        line = self.held.chosen()
        if line is not None:
            self._presenter.end_hold(line)

    def _on_issue(self) -> None:
        line = self.gone.chosen()
        if line is not None:
            self._presenter.issue(line)

    def _on_save(self) -> None:
        ask_target(self, self.context.texts("retention.certificate.save"), "F32.pdf", self.save_certificate_to)

    def save_certificate_to(self, name: str) -> None:
        """Write the certificate of the chosen line to the place that was chosen."""
        line = self.gone.chosen()
        if line is not None:
            self._presenter.save_certificate(line, Path(name))

    def _on_print(self) -> None:
        ask_target(self, self.context.texts("retention.print.button"), "due-list.pdf", self.save_list_to)

    def save_list_to(self, name: str) -> None:
        """Write the list of next month to the place that was chosen."""
        self._presenter.save_next_month(Path(name))

    def _on_settled(self) -> None:
        if self._is_stale:
            self._presenter.refresh()

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.retention"))
        for place, key in enumerate(_TABS):
            self.tabs.setTabText(place, texts(key))
        self.tabs.tabBar().setAccessibleName(texts("room.retention"))
        self.months.setAccessibleName(texts("retention.months"))
        self.due.set_name(texts(_TABS[0]))
        self.held.set_name(texts(_TABS[1]))
        self.gone.set_name(texts(_TABS[2]))
        self.awaited.set_name(texts(_TABS[3]))
        self.due.retranslate()
        self.held.retranslate()
        self.gone.retranslate()
        self.awaited.retranslate()
        self.bar.retranslate()
        self.strip.retranslate()
        self._show_months()
        self._say_done()

    @override
    def changes(self, changes: Changes) -> None:
        if not changes.touches(KINDS):
            return
        self._is_stale = True
        if self.isVisible():
            self._settle.start()

    @override
    def activate(self) -> None:
        if self._is_stale:
            self._presenter.refresh()
        if self._presenter.lists:
            self._page().take_focus()
        else:
            self.bar.field.setFocus()

    @override
    def panes(self) -> list[QWidget]:
        page = self._page()
        beside: list[QWidget] = [self.months] if page is self.due else []
        if page is self.held and not self.bar.isHidden():
            beside = [self.bar.field]
        return [self.tabs.tabBar(), *beside, page.table]

    @override
    def dispose(self) -> None:
        self._settle.stop()
        for owner in (self._presenter, *(page.model for page in (self.due, self.held, self.gone, self.awaited))):
            self.context.runner.cancel_owned_by(owner)
        super().dispose()

    def _page(self) -> "ListPage[Expiring] | ListPage[HoldLine] | ListPage[LedgerLine] | ListPage[AwaitedReport]":
        return (self.due, self.held, self.gone, self.awaited)[self.tabs.currentIndex()]


def _empty_of(presenter: RetentionPresenter) -> str:
    """What stands in the place of an empty list of holds."""
    return "retention.no-holds" if presenter.lists else "retention.by-number"
