"""One point to clear up in full: the question, how certain, where on paper, what was used, what was done about it."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.civil_day import civil_day
from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.services.documents.date_text import both_calendars
from app.services.points.differing import SAID_OTHERWISE
from app.services.points.points import Point
from app.ui.context import UiContext
from app.ui.presenters.case_points import PlaceLine, PointWords, UsedLine
from app.ui.screens.case.card import NAME_CHARACTERS, Card
from app.ui.screens.case.interview_words import said_line, said_words
from app.ui.screens.case.parts import Column, ReadOnlyProse, empty_out, make_stop
from app.ui.texts import Texts
from app.ui.widgets.labels import text_label

_SHORT = 200
"""Longest value that is shown, in characters; the answer itself is one key away."""


def certainty_words(texts: Texts, point: Point) -> str:
    """How certain a point is, or that it comes from an interview."""
    if point.finding.rule == SAID_OTHERWISE:
        return texts("point-certainty.interview")
    return texts(f"point-certainty.{point.finding.certainty}")


class PointDetail(Column):
    """The middle pane."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._texts = context.texts
        self.question_card, self.basis_card, self.life_card = Card(context), Card(context), Card(context)
        self.told_card = Card(context)
        for card in (self.question_card, self.told_card, self.basis_card, self.life_card):
            make_stop(card.title)
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.question, self.certainty = ReadOnlyProse(), text_label(role="hint")
        self.question.setProperty("role", "lead")
        self.where = text_label()
        self.question_card.add(self.question, self.certainty, self.where)
        self.used, self.basis = ReadOnlyProse(), text_label(role="hint")
        self.basis_card.add(self.used, self.basis)
        self.told, self.steps = QVBoxLayout(), QVBoxLayout()
        self.told_card.column.addLayout(self.told)
        self.life_card.column.addLayout(self.steps)

    def retranslate(self) -> None:
        """Say the headings in the current language."""
        texts = self._texts
        self.setAccessibleName(texts("case.points.one"))
        self.question_card.title.setText(texts("case.points.question"))
        self.told_card.title.setText(texts("case.points.told"))
        self.basis_card.title.setText(texts("case.points.basis-title"))
        self.life_card.title.setText(texts("case.points.life"))

    def show_point(self, point: Point | None, words: PointWords | None, names: Mapping[PersonId, str]) -> None:
        """Show a point, or nothing."""
        texts = self._texts
        for card in (self.question_card, self.basis_card, self.life_card):
            card.setVisible(point is not None)
        self.told_card.setVisible(point is not None and bool(point.told))
        for layout in (self.told, self.steps):
            empty_out(layout)
        if point is None or words is None:
            for label in (self.question, self.certainty, self.where, self.used, self.basis):
                label.setText("")
            return
        self.question.set_untrusted(words.question)
        certainty = [certainty_words(texts, point)]
        if words.topic:
            certainty.append(texts("case.points.topic", topic=words.topic))
        if point.is_settled:
            certainty.append(texts("case.points.settled-why"))
        elif point.has_changed:
            certainty.append(texts("case.points.changed-why"))
        self.certainty.setText("\n".join(certainty))
        self.where.setText("\n".join(self._place(one) for one in words.places))
        self.where.setVisible(bool(words.places))
        self.used.set_untrusted("\n".join(self._used(one) for one in words.used))
        self.used.setVisible(bool(words.used))
        self.basis.setText("\n".join(self._basis(point, words)))
        self._show_told(point)
        self._show_steps(point, names)

    def _place(self, line: PlaceLine) -> str:
        texts = self._texts
        item = texts("case.points.in-table", table=line.table, item=line.item) if line.table else line.item
        if line.row:
            return texts("case.points.place-row", page=line.page, box=line.box, item=item, row=line.row)
        return texts("case.points.place", page=line.page, box=line.box, item=item)

    def _used(self, line: UsedLine) -> str:
        texts, value = self._texts, visible(line.value, _SHORT)
        if line.item:
            return texts("case.points.used", item=line.item, value=value)
        if line.source == "roster":
            return texts("case.points.used", item=texts("case.points.roster"), value=value)
        return texts("case.points.inquiry", ref=line.source)

    def _basis(self, point: Point, words: PointWords) -> list[str]:
        texts, finding = self._texts, point.finding
        lines = [texts("case.points.basis", basis=words.basis)] if words.basis else []
        if finding.rule == SAID_OTHERWISE:
            return [texts("case.points.from-interview")]
        lines.append(texts("case.points.rule", name=words.name, rule=finding.rule, version=finding.rule_version))
        lines += [texts("case.points.parameter", name=key, value=value) for key, value in finding.parameters]
        if not words.is_established:
            lines.append(texts("case.points.not-established"))
        return lines

    def _show_told(self, point: Point) -> None:
        for one in point.told:
            self.told.addWidget(text_label(said_line(self._texts, one.said), role="small"))
            self.told.addWidget(ReadOnlyProse(said_words(self._texts, one.said)))

    def _show_steps(self, point: Point, names: Mapping[PersonId, str]) -> None:
        texts = self._texts
        steps = point.life.steps if point.life is not None else ()
        for step in reversed(steps):
            name = visible(names.get(PersonId(step.by), ""), NAME_CHARACTERS)
            day = both_calendars(civil_day(step.at), texts.language)
            line = texts("case.points.step", day=day, name=name, state=texts(f"point-state.{step.state}"))
            self.steps.addWidget(text_label(line, role="small"))
            self.steps.addWidget(ReadOnlyProse(step.why))
        if not steps:
            self.steps.addWidget(text_label(texts("case.points.no-steps"), role="hint"))
