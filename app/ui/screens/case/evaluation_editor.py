"""The evaluation (評価案): seven viewpoints with factors, overall judgement, outcome, reasons. No score."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from app.models.domain.evaluation import Outcome, Reasons
from app.models.forms.definition import PackMeta
from app.ui.context import UiContext
from app.ui.presenters.case_decision import VIEWPOINTS, EditedEvaluation, EditedViewpoint
from app.ui.screens.case.card import Card
from app.ui.screens.case.parts import Choices, Column, ProseEdit, caption
from app.ui.widgets.labels import text_label


class ViewpointEditor(Card):
    """One viewpoint (評価の視点); its factors are folded away until they are wanted.

    Signals:
        edited: The user changed something.
    """

    edited = Signal()

    def __init__(self, context: UiContext, number: int, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._texts, self._number = context.texts, number
        self.title.setProperty("role", "")
        self.text = ProseEdit(2)
        self.fold = QPushButton()
        self.fold.setProperty("kind", "quiet")
        self.fold.setCheckable(True)
        self.place = QWidget()
        self.grid = QGridLayout(self.place)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.factors: dict[str, ProseEdit] = {}
        self._heads: dict[str, QLabel] = {}
        self.add(self.text)
        self.column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.place)
        self.place.hide()
        self.text.edited.connect(self.edited)
        self.fold.toggled.connect(self._on_fold)

    def show_names(self, meta: PackMeta, language: str) -> None:
        """Name viewpoint and factors from the pack."""
        name = meta.viewpoints[self._number - 1].name.in_language(language)
        self.title.setText(self._texts("case.viewpoint.title", number=self._number, name=name))
        self.text.setAccessibleName(self.title.text())
        names = {factor.code: factor.name.in_language(language) for factor in meta.factors}
        for row, (code, label) in enumerate(names.items()):
            if code not in self.factors:
                self.factors[code] = ProseEdit(1)
                self._heads[code] = text_label(role="small")
                self.grid.addWidget(self._heads[code], row, 0)
                self.grid.addWidget(self.factors[code], row, 1)
                self.grid.setColumnStretch(1, 3)
                self.grid.setColumnStretch(0, 1)
                self.factors[code].edited.connect(self.edited)
            self._heads[code].setText(label)
            self.factors[code].setAccessibleName(
                self._texts("case.viewpoint.factor-name", number=self._number, name=label)
            )
        self._name_fold()
        before: QWidget = self.fold
        for field in self.factors.values():
            QWidget.setTabOrder(before, field)
            before = field

    def show_viewpoint(self, viewpoint: EditedViewpoint, *, is_editable: bool) -> None:
        """Show a viewpoint."""
        self.text.show_text(viewpoint.text)
        self.text.setReadOnly(not is_editable)
        for code, field in self.factors.items():
            field.show_text(viewpoint.factors.get(code, ""))
            field.setReadOnly(not is_editable)
        if viewpoint.factors and any(text for text in viewpoint.factors.values()) and not self.fold.isChecked():
            self.fold.setChecked(True)
        self._name_fold()

    def viewpoint(self) -> EditedViewpoint:
        """The viewpoint as it stands."""
        factors = {code: field.text() for code, field in self.factors.items() if field.text()}
        return EditedViewpoint(self.text.text(), factors)

    def _name_fold(self) -> None:
        key = "case.viewpoint.fold" if self.fold.isChecked() else "case.viewpoint.unfold"
        self.fold.setText(self._texts(key))
        self.fold.setAccessibleName(self._texts("case.viewpoint.fold-name", number=self._number))

    def _on_fold(self, is_open: bool) -> None:  # noqa: FBT001 # signal of Qt
        self.place.setVisible(is_open)
        self._name_fold()


class EvaluationEditor(Column):
    """Fields of the evaluation.

    Signals:
        edited: An :class:`EditedEvaluation`.
    """

    edited = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._texts = context.texts
        self._meta: PackMeta | None = None
        self.viewpoints = [ViewpointEditor(context, number) for number in range(1, VIEWPOINTS + 1)]
        self.overall_card, self.outcome_card = Card(context), Card(context)
        self.overall, self.reasons_text = ProseEdit(4), ProseEdit(3)
        self.outcome = Choices([outcome.value for outcome in Outcome])
        self.reasons = Choices([reasons.value for reasons in Reasons])
        self.reasons_caption = caption()
        self.overall_card.add(self.overall)
        self.outcome_card.add(self.outcome, self.reasons_caption, self.reasons, self.reasons_text)
        for part in (*self.viewpoints, self.overall_card, self.outcome_card):
            self.body.addWidget(part)
        self.body.addStretch(1)
        for viewpoint in self.viewpoints:
            viewpoint.edited.connect(self._on_edited)
        for field in (self.overall, self.reasons_text):
            field.edited.connect(self._on_edited)
        for choice in (self.outcome, self.reasons):
            choice.chosen.connect(self._on_edited)

    def retranslate(self) -> None:
        """Say it in the current language."""
        texts = self._texts
        self.overall_card.title.setText(texts("case.decision.overall"))
        self.overall.setAccessibleName(texts("case.decision.overall"))
        self.outcome_card.title.setText(texts("case.decision.outcome"))
        self.outcome.set_texts(
            {outcome.value: texts(f"outcome.{outcome}") for outcome in Outcome}, texts("case.decision.outcome")
        )
        self.reasons_caption.setText(texts("case.decision.reasons"))
        self.reasons.set_texts(
            {reasons.value: texts(f"reasons.{reasons}") for reasons in Reasons}, texts("case.decision.reasons")
        )
        self.reasons_text.setAccessibleName(texts("case.decision.reasons-text"))
        self.setAccessibleName(texts("case.decision.editor"))
        self._name_viewpoints()

    def show_names(self, meta: PackMeta) -> None:
        """Name viewpoints and factors from the pack."""
        if meta is not self._meta:
            self._meta = meta
            self._name_viewpoints()

    def show_evaluation(self, edited: EditedEvaluation, *, is_editable: bool) -> None:
        """Show an evaluation; fields that already say the same are left alone."""
        for editor, viewpoint in zip(self.viewpoints, edited.viewpoints, strict=True):
            editor.show_viewpoint(viewpoint, is_editable=is_editable)
        self.overall.show_text(edited.overall)
        self.overall.setReadOnly(not is_editable)
        self.outcome.show_value(edited.outcome.value if edited.outcome else "")
        self.reasons.show_value(edited.reasons.value)
        self.reasons_text.show_text(edited.reasons_text)
        self.reasons_text.setReadOnly(not is_editable)
        for choice in (self.outcome, self.reasons):
            choice.set_editable(is_editable)
        against = edited.outcome is Outcome.NOT_CLEARED
        for part in (self.reasons_caption, self.reasons):
            part.setVisible(against)
        self.reasons_text.setVisible(against and edited.reasons is Reasons.GIVEN)

    def _name_viewpoints(self) -> None:
        if self._meta is not None:
            for viewpoint in self.viewpoints:
                viewpoint.show_names(self._meta, self._texts.language.value)

    def _on_edited(self) -> None:
        outcome = self.outcome.value()
        self.edited.emit(
            EditedEvaluation(
                viewpoints=tuple(viewpoint.viewpoint() for viewpoint in self.viewpoints),
                overall=self.overall.text(),
                outcome=Outcome(outcome) if outcome else None,
                reasons=Reasons(self.reasons.value()),
                reasons_text=self.reasons_text.text(),
            )
        )
