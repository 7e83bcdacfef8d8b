"""Findings judged: a citation goes stale when its answer is corrected, a remark points at a part, changes are shown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import bootstrap
from app.models.domain.citing import Standing, standing
from app.models.domain.errors import AppError
from app.models.domain.finding import Citation, Fact, Finding
from app.models.domain.finding_parts import Part, PartPlace, changed_parts, parts_of
from app.models.forms.filling.typing import Typed
from app.services.corrections.corrections import Asking
from app.services.findings.opinion_draft import drafted
from app.services.texts.catalogue import Language
from app.ui.presenters.case_findings import FindingsPresenter
from app.ui.presenters.case_head import Area
from app.ui.presenters.finding_editing import EditedFact, EditedFinding
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.opinion import OpinionPage
from app.ui.theme.tokens import Scheme
from tests.journeys.shots import grab
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.services.points.golden import golden, put
from tests.ui.case.desks import Seat
from tests.ui.case.test_case_findings import ADVERSE, FACT, fill
from tests.ui.case.test_case_screen import Open, _open_case
from tests.ui.walker import missed_by_tab, unnamed

__all__ = ["_open_case"]

CITED = Citation("B1.to", "r1", 1)
ON_HOMES = replace(ADVERSE, facts=(replace(FACT, citations=(CITED,)),))
SECOND_FACT = PartPlace(Part.FACT, 2)


def written(at: At) -> tuple[Seat, FindingsPresenter]:
    world = at("assigned")
    put(world.investigation, world, golden("g10"))
    seat = Seat(world, world.investigation, "examiner")
    area = seat.opened(FindingsPresenter(seat.work))
    fill(area)
    area.edit(ON_HOMES)
    return seat, area


def corrected(world: World) -> None:
    """The subject says another day at the kiosk."""
    office = world.investigation
    asked = Asking("B1.to", "r1", "この住居を離れた日は、いつですか。")
    office.services.corrections.return_boxes(office.actor("examiner"), world.case, [asked])
    slip = office.services.kiosk.issue_slip(office.actor("security"), world.case)
    room = office.services.kiosk.enter(office.actor("security"), world.case, slip.code, "480193")
    assert room.answer(("B1.to", "r1"), Typed("2019年2月3日")) is None
    room.sign("髙橋　美咲")


@given(cited=st.integers(1, 9), newest=st.none() | st.integers(1, 9))
def test_a_citation_is_current_only_at_the_newest_revision(cited: int, newest: int | None) -> None:
    revisions: dict[tuple[str, str | None], int] = {} if newest is None else {("B1.to", "r1"): newest}
    stands = standing(Citation("B1.to", "r1", cited), revisions)
    assert (stands is Standing.CURRENT) == (cited == newest)
    assert (stands is Standing.STALE) == (newest is not None and cited < newest)


def test_every_part_that_differs_is_named_and_no_other() -> None:
    before = ADVERSE.as_finding()
    fact = before.facts[0]
    after = Finding(**{name: getattr(before, name) for name in Finding.__struct_fields__} | {"facts": (fact, fact)})
    assert changed_parts(before, before) == ()
    assert changed_parts(before, after) == changed_parts(after, before) == (SECOND_FACT,)
    assert parts_of(after)[2:4] == (PartPlace(Part.FACT, 1), SECOND_FACT)
    assert changed_parts(before, Finding(1, adverse=False, summary="なし")) != ()


def test_a_place_that_the_questionnaire_does_not_have_is_named_at_once(at: At) -> None:
    _seat, area = written(at)
    assert area.state.missing(6) == ()
    for wrong in (Citation("B1.to", "r9", 1), Citation("Z9", None, 1), Citation("B1.to", "r1", 2)):
        area.edit(replace(ON_HOMES, facts=(replace(FACT, citations=(wrong,)),)))
        assert area.state.missing(6) == ("case.missing.citation",)
        assert area.state.first_missing == 6


def test_a_corrected_answer_stops_acceptance_until_it_was_read_again(at: At) -> None:
    seat, area = written(at)
    area.submit()
    office, world = seat.office, seat.world
    corrected(world)
    reviewer = office.actor("reviewer")
    with pytest.raises(AppError) as caught:
        office.services.review.accept(reviewer, world.case)
    assert (caught.value.code, caught.value.params["item"]) == ("review.citation-stale", 6)
    with pytest.raises(AppError):
        office.services.review.send_back(reviewer, world.case, 6, "二つ目はない", SECOND_FACT)
    office.services.review.send_back(reviewer, world.case, 6, "読み直すこと", PartPlace(Part.FACT, 1))
    seat.opened(area)
    assert [(one.text, one.part) for one in area.state.remarks_on(6)] == [("読み直すこと", PartPlace(Part.FACT, 1))]
    assert (area.state.first_missing, area.state.changes) == (6, ())
    with pytest.raises(AppError):
        office.services.review.submit(office.actor("examiner"), world.case)
    again = (replace(FACT, citations=(Citation("B1.to", "r1", 2),)),)
    area.edit(replace(area.state.edited[6], facts=again))
    area.submit()
    office.services.review.accept(reviewer, world.case)
    detail = office.services.review.detail(reviewer, world.case)
    assert [(one.item, one.parts) for one in detail.changes] == [(6, (PartPlace(Part.FACT, 1),))]


def test_a_medical_place_is_not_told_to_who_may_not_see_it(at: At) -> None:
    seat, _area = written(at)
    office, case = seat.office, seat.world.case
    mine = office.services.review.detail(office.actor("examiner"), case).revisions
    others = office.services.review.detail(office.actor("decider"), case).revisions
    assert ("J1.has", None) in mine
    assert ("B1.to", "r1") in others
    assert not [place for place, _row in others if place.startswith("J")]


def test_the_examiner_renews_and_the_reviewer_sees_what_changed(at: At, open_case: Open) -> None:
    seat, area = written(at)
    area.submit()
    office, world = seat.office, seat.world
    corrected(world)
    office.services.review.send_back(office.actor("reviewer"), world.case, 6, "読み直すこと", PartPlace(Part.FACT, 1))
    opened = open_case(world, office, "examiner")
    page = opened.area(Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    page.items.setCurrentRow(5)
    opened.rest()
    (fact,) = page.editor._editors()
    assert fact.standing.isVisible()
    for language in (Language.ENGLISH, Language.JAPANESE):
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            opened.context.texts.set_language(language)
            opened.context.theme.set_scheme(scheme)
            opened.screen.retranslate()
            opened.rest()
            grab(opened.screen, f"judgement-stale-{language}-{scheme}")
    assert (unnamed(opened.screen), missed_by_tab(opened.screen)) == ([], [])
    fact.renew_button.click()
    opened.rest()
    assert fact.cited.text() == "B1.to/r1@2"
    assert not fact.standing.isVisible()
    page.submit_button.click()
    opened.rest()
    second = open_case(world, office, "reviewer")
    page = second.area(Area.FINDINGS)
    assert isinstance(page, FindingsPage)
    page.items.setCurrentRow(5)
    second.rest()
    assert page.changes_card.isVisible()
    page.where.setCurrentIndex(6)
    page.part.setCurrentIndex(3)
    page.remark.setPlainText("根拠を補うこと")
    second.rest()
    grab(second.screen, "judgement-changes")
    assert (unnamed(second.screen), missed_by_tab(second.screen)) == ([], [])
    page.send_button.click()
    second.rest()
    remarks = office.services.review.detail(office.actor("examiner"), world.case).remarks
    assert ("根拠を補うこと", PartPlace(Part.FACT, 1)) in [(one.text, one.part) for one in remarks]


def test_reasons_are_drafted_with_numbers_and_nothing_medical() -> None:
    quiet = [Finding(item, adverse=False, summary=f"特記なし{item}") for item in (5, 1)]
    draft = drafted([*quiet, ADVERSE.as_finding()], bootstrap.catalogue(Language.JAPANESE))
    assert [line[:3] for line in draft.splitlines()] == ["第1号", "第5号", "第6号", "　本人", "　緩和"]
    assert "特記なし5" not in draft
    assert f"{ADVERSE.summary}［6-1］\n　本人の説明：{ADVERSE.hearing_text}\n" in draft


def test_a_draft_never_takes_the_place_of_what_somebody_wrote(at: At, open_case: Open) -> None:
    world = at("accepted")
    opened = open_case(world, world.investigation, "reviewer")
    page = opened.area(Area.OPINION)
    assert isinstance(page, OpinionPage)
    page.propose_button.click()
    opened.rest()
    assert page.text.text().startswith("第1号")
    assert page.code.value() == ""
    assert not page.propose_button.isEnabled()
    grab(opened.screen, "judgement-opinion")
    page.text.setPlainText("")
    opened.rest()
    page.propose_button.click()
    page.text.setPlainText("自分で書いた。")
    opened.rest()
    assert page.text.text() == "自分で書いた。"
    assert (unnamed(opened.screen), missed_by_tab(opened.screen)) == ([], [])


def test_a_fact_in_the_editor_counts_as_a_fact_in_the_vault() -> None:
    kept = Fact(FACT.text, FACT.source, FACT.source_on, (CITED,)) if FACT.source_on else None
    assert ON_HOMES.as_finding().facts == (kept,)
    assert EditedFinding.of(ON_HOMES.as_finding()).facts == (
        EditedFact(FACT.text, FACT.source, FACT.source_on, (CITED,)),
    )
