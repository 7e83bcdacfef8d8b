"""The Audit room (監査): the record, who saw a case, proofs and slips, partners' records."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.models.domain.act_table import RULES
from app.models.domain.acts import Action
from app.models.domain.changes import Changes
from app.services.ports import Files
from app.ui.context import UiContext
from app.ui.presenters.audit import AuditPresenter, AuditState
from app.ui.screen import Screen
from app.ui.screens.audit.grounds_page import GroundsPage
from app.ui.screens.audit.looks_page import LooksPage, PartnersPage
from app.ui.screens.audit.proof_page import ProofPage
from app.ui.screens.audit.record_page import RecordPage
from app.ui.theme.tokens import Tone
from app.ui.widgets.badge import Banner
from app.ui.widgets.tabs import Tabs
from app.ui.widgets.work_strip import WorkStrip
from app.ui.workplace import Workplace


class AuditScreen(Screen):
    """The room; a record in doubt is said above everything else, with what to do."""

    def __init__(self, context: UiContext, place: Workplace, files: Files, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.presenter = AuditPresenter(place, context.runner, files)
        self.banner = Banner(context.texts, self)
        self.strip = WorkStrip(context, "audit.busy", self.presenter, self)
        self.record = RecordPage(context, self.presenter, self)
        self.looks = LooksPage(context, self.presenter, self)
        self.proof = ProofPage(context, self.presenter, self)
        self.partners = PartnersPage(context, self.presenter, self)
        self.grounds = GroundsPage(context, place, self)
        self.tabs = Tabs(self)
        self._keys: dict[str, RecordPage | LooksPage | ProofPage | PartnersPage | GroundsPage]
        self._keys = {"audit.tab.record": self.record, "audit.tab.proof": self.proof}
        if self.presenter.may(Action.SEE_HISTORY):
            self._keys["audit.tab.looks"] = self.looks
        else:
            self.looks.hide()
        self._keys["audit.tab.partners"] = self.partners
        if self.presenter.may(Action.SEE_GROUNDS) and place.actor.office_kind in RULES[Action.SEE_GROUNDS].offices:
            self._keys["audit.tab.grounds"] = self.grounds
        else:
            self.grounds.hide()
        for page in self._keys.values():
            self.tabs.addTab(page, "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.banner, self.strip):
            layout.addWidget(part)
        layout.addWidget(self.tabs, 1)
        self.banner.button.clicked.connect(self._on_proof)
        self.looks.record_asked.connect(self._on_record)
        self.retranslate()
        self.presenter.subscribe(self.show_state)

    def show_state(self, state: AuditState) -> None:
        """Show everything that changed."""
        texts = self.context.texts
        doubt = state.overview.anchor.doubt if state.overview is not None else None
        if doubt is None:
            self.banner.hide()
        elif not self.banner.isVisibleTo(self):
            self.banner.show_message(texts("audit.doubt.banner"), Tone.BAD, texts("audit.doubt.go"))
        self.strip.show_state(state)
        for page in (self.record, self.looks, self.proof, self.partners):
            page.show_state(state)

    @override
    def retranslate(self) -> None:
        texts = self.context.texts
        for place, key in enumerate(self._keys):
            self.tabs.setTabText(place, texts(key))
        self.tabs.setAccessibleName(texts("room.audit"))
        self.tabs.tabBar().setAccessibleName(texts("room.audit"))
        for page in (self.record, self.looks, self.proof, self.partners, self.grounds):
            page.retranslate()
        self.strip.retranslate()
        if self.banner.isVisibleTo(self):
            self.banner.show_message(texts("audit.doubt.banner"), Tone.BAD, texts("audit.doubt.go"))

    @override
    def changes(self, changes: Changes) -> None:
        """The record grows with every look, so the list is read anew only when somebody comes or asks."""

    @override
    def activate(self) -> None:
        self.presenter.open()
        pages = self._pages_panes()
        if pages:
            pages[-1 if self.tabs.currentWidget() is self.record else 0].setFocus()

    @override
    def panes(self) -> list[QWidget]:
        return [self.tabs.tabBar(), *self._pages_panes()]

    @override
    def dispose(self) -> None:
        self.proof.second.clear()
        self.grounds.let_go()
        self.context.runner.cancel_owned_by(self.presenter)
        self.context.runner.cancel_owned_by(self.record.model)
        super().dispose()

    def _pages_panes(self) -> list[QWidget]:
        page = self.tabs.currentWidget()
        return page.panes() if isinstance(page, RecordPage | LooksPage | ProofPage | PartnersPage | GroundsPage) else []

    def _on_proof(self) -> None:
        self.tabs.setCurrentWidget(self.proof)
        self.proof.verify_button.setFocus()

    def _on_record(self) -> None:
        self.tabs.setCurrentWidget(self.record)
        self.record.table.setFocus()
