"""Trying the rules of a new pack on closed cases: a folder is chosen, and numbers in steps come out."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.models.domain.statistics import SMALLEST_CELL
from app.models.forms.definition import Bilingual
from app.models.rules.trial import TriedRule
from app.ui.context import UiContext
from app.ui.presenters.reports import Part, ReportsPresenter, ReportsState
from app.ui.screens.reports.pages import PartPage
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.widgets.dialogs import ask_folder
from app.ui.widgets.labels import text_label

COLUMNS = (
    Heading("trial.rule", 12),
    Heading("reports.trial.name", 44),
    Heading("trial.before", 16),
    Heading("trial.after", 16),
    Heading("trial.gained", 16),
    Heading("trial.lost", 16),
)


class TrialPage(PartPage):
    """One line for each rule; a pack is tried only when its folder was chosen."""

    part = Part.TRIALS

    def __init__(self, context: UiContext, presenter: ReportsPresenter, parent: QWidget) -> None:
        super().__init__(context, presenter, COLUMNS, parent, has_detail=False)
        self.summary, self.steps = text_label(parent=self), text_label(role="hint", parent=self)
        self.column.insertWidget(1, self.summary)
        self.column.insertWidget(3, self.steps)
        self.try_button = self.add_button("reports.trial.choose")
        self.try_button.clicked.connect(self._on_choose)

    @override
    def panes(self) -> list[QWidget]:
        """Areas between which F6 moves."""
        return [self.table, self.try_button]

    @override
    def show_state(self, state: ReportsState) -> None:
        """Show what came of the last trial."""
        texts, tried = self.texts, state.trial
        self.table.fill(
            [trial_line(texts, one, tried.names.get(one.rule)) for one in tried.trial.rules]
            if tried is not None
            else []
        )
        self.try_button.setEnabled(not state.busy)
        self.steps.setText(texts("trial.coarse", step=SMALLEST_CELL))
        if tried is None:
            self.summary.setText(texts("reports.trial.nothing"))
            return
        self.summary.setText(
            texts(
                "reports.trial.summary",
                title=tried.pack.title.in_language(texts.language.value),
                version=tried.pack.version,
                digest=tried.digest[:16],
                cases=people(texts, tried.trial.cases),
                others=people(texts, tried.trial.passed_over),
            )
        )

    def _on_choose(self) -> None:
        ask_folder(self, self.texts("reports.trial.choose"), self.try_folder)

    def try_folder(self, name: str) -> None:
        """Try the pack in the folder that was chosen."""
        self.presenter.try_pack(Path(name))


def trial_line(texts: Texts, one: TriedRule, name: Bilingual | None) -> Line:
    """One rule, in numbers of persons as they are told; a rule that is gone has no name in the pack."""
    cells = tuple(people(texts, count) for count in (one.before, one.after, one.gained, one.lost))
    before, after, gained, lost = cells
    sentence = texts("reports.trial.sentence", rule=one.rule, before=before, after=after, gained=gained, lost=lost)
    said = texts("reports.trial.gone") if name is None else name.in_language(texts.language.value)
    return Line(one.rule, (one.rule, said, *cells), sentence)


def people(texts: Texts, count: int | None) -> str:
    """A number of persons as it may be told."""
    if count is None:
        return texts("trial.few", step=SMALLEST_CELL)
    return texts("trial.about", least=count, most=count + SMALLEST_CELL - 1)
