"""Changes of circumstances that were reported about the person of a case."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.services.exchange.preview import lines_of
from app.ui.context import UiContext
from app.ui.presenters.case_reports import CaseReportsPresenter
from app.ui.screens.case.page import AreaPage
from app.ui.tables.lines import LinesTable
from app.ui.widgets.bundle_fields import HEADINGS, field_lines
from app.ui.widgets.labels import text_label


class CaseReportsPage(AreaPage):
    """The reports field by field, one below the other."""

    def __init__(self, context: UiContext, presenter: CaseReportsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self._presenter = presenter
        self.count = text_label(role="hint", parent=self)
        self.table = LinesTable(self.texts, context.theme, HEADINGS, self, wraps=True)
        edge = context.theme.scale.space(3)
        body = QVBoxLayout()
        body.setContentsMargins(edge, edge, edge, edge)
        body.setSpacing(edge // 2)
        body.addWidget(self.count)
        body.addWidget(self.table, 1)
        self.column.addLayout(body, 1)
        self.begin()

    @override
    def show_state(self) -> None:
        """Show the reports."""
        super().show_state()
        reports = self._presenter.state.reports
        self.count.setText(self.texts("case.reports.count" if reports else "case.reports.none", count=len(reports)))
        self.table.setAccessibleName(self.texts("case.area.reports"))
        self.table.fill(field_lines(self.texts, lines_of([one.report for one in reports], shows_content=True)))

    @override
    def panes(self) -> list[QWidget]:
        """The table."""
        return [self.table]

    @override
    def drop(self) -> bool:
        """Nothing is written here."""
        self.table.fill([])
        return False
