"""What changed in a finding since it was returned, part by part, and how a part of a finding is put in words."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.finding import Fact, Finding
from app.models.domain.finding_parts import Part, PartPlace
from app.services.findings.comparing import ItemChange
from app.ui.context import UiContext
from app.ui.screens.case.card import Card
from app.ui.screens.case.fact_editor import cited_places
from app.ui.screens.case.parts import ReadOnlyProse, caption, empty_out
from app.ui.texts import Texts
from app.ui.widgets.labels import text_label


class ChangesCard(Card):
    """Before and after of every part that differs, for whoever reviews findings a second time."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._texts = context.texts
        self._shown: ItemChange | None = None
        self.rows = QVBoxLayout()
        self.column.addLayout(self.rows)

    def retranslate(self) -> None:
        """Say it in the current language."""
        self.title.setText(self._texts("case.findings.changes"))
        change, self._shown = self._shown, None
        self.show_change(change)

    def show_change(self, change: ItemChange | None) -> None:
        """Show what changed, or that nothing did; what is shown already is left alone."""
        if change is not None and change == self._shown:
            return
        self._shown = change
        empty_out(self.rows)
        if change is None:
            self.rows.addWidget(text_label(self._texts("case.findings.unchanged"), role="hint"))
            return
        for place in change.parts:
            name = part_name(self._texts, place)
            self.rows.addWidget(text_label(name, role="lead"))
            for key, finding in (("before", change.before), ("now", change.after)):
                when = caption()
                when.setText(self._texts(f"case.findings.{key}"))
                words = ReadOnlyProse(part_text(self._texts, finding, place))
                words.setAccessibleName(self._texts("case.list.sentence", name=name, second=when.text()))
                self.rows.addWidget(when)
                self.rows.addWidget(words)


def part_name(texts: Texts, place: PartPlace) -> str:
    """What a part is called."""
    return texts(f"case.part.{place.part}", number=place.number) if place.number else texts(f"case.part.{place.part}")


def part_text(texts: Texts, finding: Finding, place: PartPlace) -> str:
    """What stands in a part."""
    match place.part:
        case Part.ADVERSE:
            return texts("case.finding.is-adverse" if finding.adverse else "case.finding.is-not-adverse")
        case Part.FACT:
            exists = place.number <= len(finding.facts)
            words = _fact(texts, finding.facts[place.number - 1]) if exists else ""
        case Part.HEARING:
            hearing = finding.hearing
            state = texts(f"hearing.{hearing.state}")
            words = texts("case.part.hearing-line", state=state, text=hearing.text) if hearing.text else state
        case _:
            words = str(getattr(finding, place.part.value))
    return words or texts("case.findings.nothing")


def _fact(texts: Texts, fact: Fact) -> str:
    day = fact.source_on.isoformat()
    if not fact.citations:
        return texts("case.part.fact-line", text=fact.text, source=fact.source, day=day)
    cited = cited_places(fact.citations)
    return texts("case.part.fact-cited", text=fact.text, source=fact.source, day=day, cited=cited)
