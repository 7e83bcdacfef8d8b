"""The room of trust (信頼): the table of keys, the document in force, orders on paper, ceremonies."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.changes import Changes
from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.services.ports import Drive
from app.services.trust.ceremony_script import scripts
from app.services.trust.orders import Ground
from app.services.trust.sheets import KeyUse
from app.ui.context import UiContext
from app.ui.presenters.trust import Hands, TrustPresenter, TrustState
from app.ui.screen import Screen
from app.ui.screens.trust.cards import CeremonyCard, DocumentCard
from app.ui.screens.trust.dialogs import (
    NAME_CHARACTERS,
    BeginDialog,
    CompareDialog,
    GroundDialog,
    HandsDialog,
    OrderDialog,
    RootDialog,
    SheetDialog,
    usual_hands,
)
from app.ui.screens.trust.lists import HOLDERS, holder_line, signs_of
from app.ui.tables.lines import LinesTable
from app.ui.theme.tokens import Tone
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.badge import Banner
from app.ui.widgets.character_width import in_characters
from app.ui.widgets.dialogs import ask_file, ask_folder, ask_target
from app.ui.widgets.labels import text_label
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace

CARDS_CHARACTERS = 56
KINDS = frozenset({"trust", "ceremony", "officer", "bundle"})
_BUTTONS = (
    ("adopt", Action.ADOPT_TRUST),
    ("enter", Action.ADMIT_ORDER),
    ("sheet", Action.PRINT_KEY_SHEET),
    ("request", Action.READ_KEY_REQUEST),
    ("revoke", Action.ISSUE_TRUST),
    ("order", Action.ISSUE_ORDER),
)
"""Buttons below the table, with what they need; the last two are about the chosen key."""


class TrustScreen(Screen):
    """A table with its buttons, and cards beside it."""

    def __init__(
        self, context: UiContext, place: Workplace, drive_at: Callable[[Path], Drive], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self.presenter = TrustPresenter(place, context.runner, drive_at)
        self._state, self._is_stale = TrustState(), True
        self.dialog: AskDialog | None = None
        texts, theme = context.texts, context.theme
        self.title, self.note = text_label(role="title", parent=self), text_label(role="hint", parent=self)
        self.notice = Banner(texts, self)
        self.strip = WorkStrip(context, "trust.busy", self.presenter, self)
        self.table = LinesTable(texts, theme, HOLDERS, self, wraps=True)
        self.detail = text_label(role="hint", parent=self)
        self.buttons = {name: QPushButton(self) for name, _ in _BUTTONS}
        self.document = DocumentCard(context, self.presenter, self)
        self.ceremony = CeremonyCard(context, self.presenter, self)
        self.cards, self.side = QWidget(self), QScrollArea(self)
        self._lay_out()
        self._connect()
        self.presenter.subscribe(self.show_state)

    def _lay_out(self) -> None:
        space = self.context.theme.scale.space
        self.column = QVBoxLayout(self.cards)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(space(3))
        self.column.addWidget(self.document)
        self.column.addWidget(self.ceremony)
        self.column.addStretch(1)
        self.side.setWidget(self.cards)
        self.side.setWidgetResizable(True)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        in_characters(self.side, self.side.setFixedWidth, CARDS_CHARACTERS)
        grid = QGridLayout()
        grid.setSpacing(space(2))
        for place, button in enumerate(self.buttons.values()):
            grid.addWidget(button, place // 3, place % 3)
        grid.setColumnStretch(3, 1)
        left, row, layout = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        left.setSpacing(space(2))
        left.addWidget(self.table, 1)
        left.addWidget(self.detail)
        left.addLayout(grid)
        row.setSpacing(space(4))
        row.addLayout(left, 1)
        row.addWidget(self.side)
        layout.setContentsMargins(space(5), space(5), space(5), space(5))
        layout.setSpacing(space(2))
        for part in (self.title, self.note, self.notice, self.strip):
            layout.addWidget(part)
        layout.addLayout(row, 1)

    def _connect(self) -> None:
        self.table.chosen.connect(lambda line: self.presenter.choose(int(line)))
        asks = (self.ask_adopt, self.ask_order, self.ask_sheet, self.ask_request, self.ask_revoke, self.ask_paper)
        for (name, _), ask in zip(_BUTTONS, asks, strict=True):
            self.buttons[name].clicked.connect(ask)
        self.document.issue_button.clicked.connect(self.ask_issue)
        self.document.rotate_button.clicked.connect(self.ask_rotate)
        self.ceremony.begin_button.clicked.connect(self.ask_begin)
        self.ceremony.sheet_button.clicked.connect(self._print_of_step)
        self.ceremony.done_button.clicked.connect(self._do_step)

    def show_state(self, state: TrustState) -> None:
        """Show keys, cards, work and what was done."""
        before, self._state = self._state, state
        texts = self.context.texts
        if state.look is not None:
            lines = [
                holder_line(texts, state.look, place, one, state.now) for place, one in enumerate(state.look.holders)
            ]
            self.table.fill(lines)
            self.table.choose(str(state.chosen))
        self._show_detail(state)
        self._show_in_dialog(before, state)
        quiet = TrustState(busy=state.busy, progress=state.progress)
        self.strip.show_state(state if self.dialog is None else quiet)
        if state.done and state.deeds != before.deeds:
            self.notice.show_message(texts(state.done), Tone.GOOD)
            if state.request is not None and state.done == "trust.done.compared":
                self.ask_issue()
            elif state.request is not None and state.done == "trust.done.issued":
                self.ask_grant()
        waits = bool(state.envelope) or state.request is not None
        if waits and state.what is not None and before.what is None and self.dialog is None:
            self._open_comparison()
        self.document.show_state(state)
        self.ceremony.show_state(state)
        # What must be done now stands above.
        is_open = state.ceremony is not None and state.ceremony.finished_at is None
        first = self.ceremony if is_open else self.document
        if self.column.indexOf(first) != 0:
            self.column.insertWidget(0, first)
        self._show_buttons()

    def _show_in_dialog(self, before: TrustState, state: TrustState) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        if isinstance(dialog, CompareDialog):
            dialog.show_question(state.question)
        if isinstance(dialog, OrderDialog) and state.order is not None and state.order is not before.order:
            dialog.show_order(state.order)
        if state.error is not None and state.error is not before.error:
            dialog.show_error(state.error)
            if isinstance(dialog, CompareDialog | OrderDialog):
                dialog.yes_button.setEnabled(state.question is not None or state.order is not None)
        elif state.deeds != before.deeds:
            dialog.is_working = False
            dialog.accept()

    def _show_detail(self, state: TrustState) -> None:
        texts, holder = self.context.texts, state.holder
        if holder is None:
            self.detail.setText("")
            return
        name = visible(holder.name, NAME_CHARACTERS)
        digits = texts("trust.hidden") if state.is_comparing else " ".join(holder.digits)
        self.detail.setText(texts("trust.detail", name=name, signs=signs_of(texts, holder), digits=digits))

    def _show_buttons(self) -> None:
        may, busy, look = self.presenter.may, bool(self._state.busy), self._state.look
        has_document, is_keeper = look is not None and bool(look.version), look is not None and look.is_ours
        holder = self._state.holder
        for name, action in _BUTTONS:
            button = self.buttons[name]
            is_about_one = name in {"revoke", "order"}
            needs_root = is_about_one or name == "request"
            button.setVisible(may(action) and (is_keeper or not needs_root))
            can = holder is not None and holder.revoked_at is None if is_about_one else True
            button.setEnabled(can and not busy and (has_document or name == "adopt"))

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        self.title.setText(texts("room.trust"))
        self.note.setText(texts("trust.note"))
        self.table.setAccessibleName(texts("trust.holders"))
        self.side.setAccessibleName(texts("trust.cards"))
        for name, button in self.buttons.items():
            button.setText(texts(f"trust.button.{name}"))
        self.strip.retranslate()
        self.notice.hide()
        self.show_state(self._state)

    @override
    def changes(self, changes: Changes) -> None:
        if not changes.touches(KINDS):
            return
        self._is_stale = True
        if self.isVisible() and not self._state.busy and self.dialog is None:
            self._refresh()

    @override
    def activate(self) -> None:
        self.retranslate()
        if self._is_stale:
            self._refresh()
        self.table.setFocus()

    @override
    def panes(self) -> list[QWidget]:
        return [self.table, self.cards]

    @override
    def dispose(self) -> None:
        self.context.runner.cancel_owned_by(self.presenter)
        super().dispose()

    # ---- asking ----------------------------------------------------------------------------------------------------

    def ask_adopt(self) -> None:
        """Ask for the file of a trust document."""
        texts = self.context.texts
        ask_file(
            self,
            texts("trust.adopt.title"),
            texts("trust.file.filter"),
            lambda path: self.presenter.open_document(Path(path)),
        )

    def ask_request(self) -> None:
        """Ask for the file of a key request."""
        texts = self.context.texts
        ask_file(
            self,
            texts("trust.request.title"),
            texts("trust.request.filter"),
            lambda path: self.presenter.open_request(Path(path)),
        )

    def ask_order(self) -> None:
        """Ask for the lines of a paper order."""
        dialog = OrderDialog(self.context, self, self.presenter.read_order)
        self._open(dialog, lambda: self.presenter.admit_order(dialog.typed()))

    def ask_sheet(self) -> None:
        """Ask of which key a sheet is to be printed, and where to save it."""
        dialog = SheetDialog(self.context, self, self._state.sheets)

        def chosen() -> None:
            key = dialog.chosen()
            dialog.accept()
            self._save(
                "trust.sheet.save", f"key-sheet-{key.what.sha256[:8]}.pdf", self._sheet_saver(key.use, key.holder)
            )

        self._show(dialog, chosen)

    def ask_issue(self) -> None:
        """Ask for the hands that sign the next document."""
        dialog = HandsDialog(self.context, "trust.issue", self, self.presenter.officers, self._root_hands())
        self._with_file(dialog, "trust-document.json", lambda path: self.presenter.issue(dialog.hands(), path))

    def ask_revoke(self) -> None:
        """Ask why the chosen holder is revoked with the next document, and for the hands that sign."""
        self._ask_about("trust.revoke", "trust-document.json", self.presenter.revoke)

    def ask_paper(self) -> None:
        """Ask why the chosen holder is revoked at once, and for the hands that sign the order."""
        catalogue, order = self.context.texts.catalogue(), self.presenter.order
        self._ask_about(
            "trust.paper", "revocation-order.pdf", lambda hands, why, path: order(hands, why, path, catalogue)
        )

    def ask_rotate(self) -> None:
        """Ask who the root officers are from now on, and for the hands of old and new ones."""
        look = self._state.look
        now = [person for person, _ in look.roots] if look is not None else []
        dialog = RootDialog(self.context, self, self.presenter.officers, self._root_hands(), now)
        self._with_file(
            dialog,
            "trust-document.json",
            lambda path: self.presenter.rotate(dialog.hands(), dialog.officers(), path),
        )

    def ask_grant(self) -> None:
        """Ask where the answer to a request is written."""
        ask_folder(self, self.context.texts("trust.grant.title"), self._on_grant)

    def ask_begin(self) -> None:
        """Ask for the people of a ceremony."""
        language = self.context.texts.language
        names = [(one.script, one.name(language)) for one in scripts().values()]
        roots = self._state.look.roots if self._state.look is not None else ()
        here = dict(self.presenter.officers)
        first = [one for one in roots if one[0] in here]
        dialog = BeginDialog(self.context, self, self.presenter.officers, names, first)
        self._open(dialog, lambda: self.presenter.begin(*dialog.chosen()))

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _ask_about(self, stem: str, name: str, deed: Callable[[Hands, Ground, Path], object]) -> None:
        holder = self._state.holder
        if holder is not None:
            shown, officers = visible(holder.name, NAME_CHARACTERS), self.presenter.officers
            dialog = GroundDialog(self.context, stem, self, officers, self._root_hands(), name=shown)
            self._with_file(dialog, name, lambda path: deed(dialog.hands(), dialog.chosen(), path))

    def _root_hands(self) -> list[PersonId]:
        return usual_hands(self._state.look, self.presenter.officers)

    def _do_step(self) -> None:
        view = self._state.ceremony
        if view is None:
            return
        if view.step is not None:
            self.presenter.do_step(self.ceremony.groups())
            return
        people = [person for person, _ in view.people.values()]
        dialog = HandsDialog(self.context, "trust.sign", self, self.presenter.officers, people)
        self._with_file(dialog, "ceremony-protocol.pdf", lambda path: self.presenter.finish(dialog.hands(), path))

    def _print_of_step(self) -> None:
        view = self._state.ceremony
        if view is not None and view.sheet is not None:
            self._save("trust.sheet.save", f"key-sheet-{view.sheet[0]}.pdf", self._sheet_saver(*view.sheet))

    def _sheet_saver(self, use: KeyUse, holder: str) -> Callable[[Path], object]:
        catalogue = self.context.texts.catalogue()
        return lambda path: self.presenter.save_sheet(use, holder, path, catalogue)

    def _save(self, title: str, name: str, save: Callable[[Path], object]) -> None:
        ask_target(self, self.context.texts(title), name, lambda path: save(Path(path)))

    def _open_comparison(self) -> None:
        stem = "trust.compare-request" if self._state.request is not None else "trust.compare-root"
        dialog = CompareDialog(self.context, stem, self)

        def given() -> None:
            dialog.show_work()
            self.presenter.answer(dialog.groups())

        self._show(dialog, given)
        self.presenter.ask()

    def _on_grant(self, folder: str) -> None:
        officers = self.presenter.officers
        dialog = HandsDialog(self.context, "trust.grant", self, officers, self._root_hands())
        self._open(dialog, lambda: self.presenter.grant(dialog.hands(), Path(folder)), forget=False)

    def _with_file(self, dialog: AskDialog, name: str, deed: Callable[[Path], object]) -> None:
        """Ask where the result goes, then do it; the passphrases stay in the dialog until then."""

        def chosen(path: str) -> None:
            dialog.show_work()
            deed(Path(path))

        self._show(dialog, lambda: ask_target(dialog, self.context.texts("trust.save.title"), name, chosen))

    def _open(self, dialog: AskDialog, deed: Callable[[], object], *, forget: bool = True) -> None:
        if forget:
            self.presenter.forget()

        def begin() -> None:
            dialog.show_work()
            deed()

        self._show(dialog, begin)

    def _show(self, dialog: AskDialog, given: Callable[[], object]) -> None:
        self.notice.hide()
        self.dialog = dialog
        dialog.given.connect(given)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_closed(self, result: int) -> None:
        self.dialog = None
        if not result:
            self.presenter.forget()
        self.table.setFocus()

    def _refresh(self) -> None:
        self._is_stale = False
        self.presenter.refresh()
