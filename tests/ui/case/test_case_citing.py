"""Answers are cited by a key, chosen by name or typed; the list of findings follows the span of the case."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models.domain.finding import Citation
from app.models.domain.validity import Window
from app.models.forms.reading import Line
from app.services.texts.catalogue import Language
from app.ui.presenters.case_head import Area
from app.ui.presenters.finding_editing import EditedFinding
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.cite_picker import CitePicker
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.screen import CaseScreen
from tests.services.exchange.conftest import At
from tests.ui.case.test_case_points import with_answers
from tests.ui.case.test_case_screen import Open, _open_case
from tests.ui.walker import missed_by_tab, unnamed

__all__ = ["_open_case"]


def pages_of(screen: CaseScreen) -> tuple[AnswersPage, FindingsPage]:
    answers, findings = screen.pages[Area.ANSWERS], screen.pages[Area.FINDINGS]
    assert isinstance(answers, AnswersPage)
    assert isinstance(findings, FindingsPage)
    return answers, findings


def cited_in(page: FindingsPage, item: int) -> list[list[tuple[str, str | None]]]:
    facts = page._presenter.state.edited[item].facts
    return [[(one.link_id, one.row) for one in fact.citations] for fact in facts]


def test_an_answer_is_cited_by_a_key_by_name_and_by_typing(at: At, open_case: Open) -> None:
    opened = open_case(world := with_answers(at, "g10"), world.investigation, "examiner")
    answers, findings = pages_of(opened.screen)
    answers._presenter.choose("D")
    opened.rest()
    answers.table.setFocus()
    lines = [row for row in answers._presenter.state.rows if isinstance(row, Line)]
    job = next(line for line in lines if line.row is not None and line.revision and line.days is not None)
    assert answers.table.go_to(job.link_id, job.row)
    opened.keys(answers.table, "c")
    item = findings._presenter.state.chosen
    assert cited_in(findings, item) == [[(job.link_id, job.row)]]
    assert findings._presenter.state.current.facts[0].source == "質問票"
    assert findings._presenter.state.unsaved == {item}
    assert str(item) in answers.notice.accessibleName()
    assert answers.table.hasFocus()
    opened.screen.undo_step()
    assert cited_in(findings, item) == []
    opened.keys(answers.table, "c")
    opened.area(Area.FINDINGS)
    fact = findings.editor._editors()[0]
    assert job.label in fact.named.text()
    QTest.keyClick(fact.pick_button, Qt.Key.Key_Space)
    picker = findings.findChild(CitePicker)
    assert picker is not None
    assert len(picker._found) == len(findings._presenter.state.citable) > 100
    assert unnamed(picker) == []
    QTest.keyClicks(picker.field, "D1")
    chosen = picker._found[1].citation
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert cited_in(findings, item) == [[(job.link_id, job.row), (chosen.link_id, chosen.row)]]
    fact.cited.setFocus()
    QTest.keyClicks(fact.cited, " K2.has")
    assert cited_in(findings, item)[0][-1] == ("K2.has", None)
    assert len(fact.named.text().splitlines()) == 3
    opened.context.texts.set_language(Language.ENGLISH)
    opened.screen.retranslate()
    assert "page" in fact.named.text()
    assert unnamed(opened.screen) == []
    assert missed_by_tab(opened.screen) == []


def test_the_list_of_findings_and_the_answers_to_choose_follow_the_span(at: At, open_case: Open) -> None:
    opened = open_case(world := with_answers(at, "g10"), world.investigation, "examiner")
    _answers, findings = pages_of(opened.screen)
    opened.area(Area.FINDINGS)
    presenter = findings._presenter
    job = next(one for one in presenter.state.citable if one.cell[0] == "D1.from")
    other = next(one for one in presenter.state.citable if one.days is None)
    assert job.days is not None
    for number, place in ((2, job), (3, other)):
        presenter.edit(EditedFinding(number, adverse=False, summary="。"))
        presenter.cite_in(number, 0, Citation(*place.cell, place.revision), "質問票")
    presenter.state = replace(presenter.state, unsaved=frozenset(), chosen=2)
    opened.screen._work.focus.narrow(Window(job.days.first_day, job.days.first_day))
    findings.follow()
    assert presenter.state.listed == (2,)
    assert findings.items.count() == 1
    assert "6" in findings.left_out.text()
    assert findings.left_out.isVisible()
    offered = {one.citation.link_id for one in presenter.offer(Language.JAPANESE)}
    assert "D1.from" in offered
    assert other.cell[0] not in offered
    QTest.mouseClick(opened.screen.span_bar.button, Qt.MouseButton.LeftButton)
    assert findings.items.count() == 7
