"""Choosing the answers that a fact rests on (引用): the answers by name, and putting one to a fact. Qt-free."""

from dataclasses import dataclass, replace

from app.models.domain.finding import ITEMS, Citation
from app.models.domain.romaji import rank
from app.models.domain.validity import Window
from app.models.forms.answers import Cell, cell_place
from app.models.forms.days import touch
from app.models.forms.definition import FormPack
from app.models.rules.found import Place
from app.services.findings.citing import Citable
from app.services.points.wording import place_words
from app.services.texts.catalogue import Language
from app.ui.presenters.finding_editing import EditedFact, EditedFinding, with_fact


@dataclass(frozen=True, slots=True)
class Cited:
    """An answer was put to a fact: of the finding on which item, which fact from 1, or that it stood there before."""

    item: int
    number: int
    was_there: bool = False


@dataclass(frozen=True, slots=True)
class NamedAnswer:
    """An answer by name: where on paper, its table (empty outside tables), its question, its row from 1 or 0."""

    citation: Citation
    page: int
    box: str
    table: str
    label: str
    row: int


def item_of(pack: FormPack, link_id: str) -> int | None:
    """The statutory item that an answer serves; None when it serves none of them."""
    item = pack.index.get(link_id)
    purpose = item.ext.purpose if item is not None else None
    return purpose if isinstance(purpose, int) and purpose in ITEMS else None


def named(pack: FormPack, answer: Citable, language: Language) -> NamedAnswer:
    """An answer by name."""
    link_id, row = answer.cell
    paper = pack.index[link_id].ext.paper_ref
    table, label = place_words(pack, Place(link_id, row, answer.revision, paper.page, paper.box), language)
    return NamedAnswer(Citation(link_id, row, answer.revision), paper.page, paper.box, table, label, answer.number)


def offered(pack: FormPack, answers: tuple[Citable, ...], item: int, span: Window | None) -> tuple[Citable, ...]:
    """The answers to choose from: of the days of the span, and first those that serve the item of the finding."""
    within = [one for one in answers if span is None or touch(one.days, span)]
    return tuple(sorted(within, key=lambda one: item_of(pack, one.cell[0]) != item))


def matching(answers: tuple[NamedAnswer, ...], words: str) -> list[NamedAnswer]:
    """Those whose question, table, box or place has every word, in kanji, kana or Latin letters."""

    def has(one: NamedAnswer, word: str) -> bool:
        place = cell_place((one.citation.link_id, one.citation.row))
        return rank(word, (one.label, one.table, one.box, place)) is not None

    return [one for one in answers if all(has(one, word) for word in words.split())]


def cited_of_days(finding: EditedFinding, days: dict[Cell, Window | None], span: Window) -> bool:
    """Whether a finding rests on an answer that may be about the days of a span."""
    cells = ((citation.link_id, citation.row) for fact in finding.facts for citation in fact.citations)
    return any(touch(days.get(cell), span) for cell in cells)


def with_citation(finding: EditedFinding, place: int, citation: Citation, source: str) -> EditedFinding:
    """The finding with an answer put to one of its facts; ``place`` behind the last begins a new fact."""
    fact = finding.facts[place] if place < len(finding.facts) else EditedFact()
    rest = tuple(one for one in fact.citations if (one.link_id, one.row) != (citation.link_id, citation.row))
    return with_fact(finding, place, replace(fact, source=fact.source or source, citations=(*rest, citation)))


def without_citation(finding: EditedFinding, place: int, citation: Citation) -> EditedFinding:
    """The finding without it again; a fact of which nothing else was written goes too."""
    if place >= len(finding.facts):
        return finding
    fact = finding.facts[place]
    rest = tuple(one for one in fact.citations if one != citation)
    is_bare = not rest and not fact.text.strip() and fact.source_on is None
    return with_fact(finding, place, None if is_bare else replace(fact, citations=rest))
