"""Result and opinion as a page to read, the same at both offices."""

from PySide6.QtWidgets import QWidget

from app.models.domain.finding import MEDICAL_ITEM
from app.services.bundles.schemas import ItemFinding, OpinionRecord
from app.ui.context import UiContext
from app.ui.screens.case.card import Card
from app.ui.screens.case.parts import Column, ReadOnlyProse, empty_out, make_stop
from app.ui.widgets.labels import text_label


class OpinionView(Column):
    """Opinion first, then the seven findings; the heading of each is a stop of the keyboard."""

    def __init__(self, context: UiContext, parent: QWidget | None = None, width_chars: int = 110) -> None:
        super().__init__(context, parent, width_chars)
        self._context, self._texts = context, context.texts
        self._shown: tuple[OpinionRecord | None, tuple[ItemFinding, ...], str] | None = None

    def show_record(
        self, record: OpinionRecord | None, findings: tuple[ItemFinding, ...] = (), *, is_locked: bool = False
    ) -> None:
        """Show an opinion; while there is none the findings that it will hold.

        Args:
            record: The opinion; None while nobody has signed.
            findings: The findings to show then.
            is_locked: Item 5 is not for this officer.
        """
        self.setAccessibleName(self._texts("case.opinion.name"))
        wanted = (record, findings, f"{self._texts.language.value} {is_locked}")
        if wanted == self._shown:
            return
        self._shown = wanted
        empty_out(self.body)
        if record is None:
            none = text_label(self._texts("case.opinion.none"), role="hint")
            make_stop(none)
            self.body.addWidget(none)
        else:
            self._add_opinion(record)
        for finding in findings if record is None else record.findings:
            self._add_finding(finding, is_locked=is_locked and finding.item == MEDICAL_ITEM)
        self.body.addStretch(1)

    def _add_opinion(self, record: OpinionRecord) -> None:
        card = Card(self._context)
        card.title.setText(self._texts("case.opinion.title"))
        make_stop(card.title)
        card.add(text_label(self._texts(f"opinion.{record.opinion}"), role="lead"), ReadOnlyProse(record.opinion_text))
        card.add(text_label(self._texts("case.opinion.unresolved"), role="small"))
        if record.unresolved:
            card.add(*(ReadOnlyProse(point) for point in record.unresolved))
        else:
            card.add(text_label(self._texts("case.opinion.no-unresolved")))
        self.body.addWidget(card)

    def _add_finding(self, finding: ItemFinding, *, is_locked: bool) -> None:
        texts = self._texts
        card = Card(self._context)
        card.title.setText(texts("case.item", number=finding.item, name=texts(f"item.{finding.item}")))
        make_stop(card.title)
        if is_locked:
            card.add(text_label(texts("case.findings.locked-why"), role="hint"))
            self.body.addWidget(card)
            return
        card.add(ReadOnlyProse(finding.summary))
        for number, fact in enumerate(finding.facts, start=1):
            # The number by which the reasons cite it.
            cited = texts("case.opinion.fact", item=finding.item, number=number)
            card.add(text_label(cited, role="small"), ReadOnlyProse(fact.text))
            card.add(ReadOnlyProse(texts("case.opinion.source", source=fact.source, day=fact.source_on.isoformat())))
        card.add(text_label(texts("case.finding.hearing"), role="small"))
        card.add(text_label(texts(f"hearing.{finding.explanation.state}")))
        if finding.explanation.text:
            card.add(ReadOnlyProse(finding.explanation.text))
        if finding.mitigation:
            card.add(text_label(texts("case.finding.mitigation"), role="small"), ReadOnlyProse(finding.mitigation))
        self.body.addWidget(card)
