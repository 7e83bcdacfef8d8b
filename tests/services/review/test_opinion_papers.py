"""Result and opinion on paper: a draft that says so, numbered facts, what they rest on, and what was changed since."""

import msgspec
import pytest

from app.models.domain.acts import Action
from app.models.domain.errors import AppError
from app.models.domain.finding import Citation, Fact, Finding, Hearing, HearingState
from app.services.desk import Target
from app.services.opinion_papers.facts import Reasoned, paper_facts
from app.services.questionnaires.keeping import read_response
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from tests.services.exchange.conftest import At
from tests.services.exchange.world import CONSENT_DAY, World
from tests.services.points.golden import LOADED

ADVERSE = Finding(
    6,
    adverse=True,
    summary="飲酒の節度について、勤務への影響が認められる。",
    facts=(Fact("飲酒の翌日、勤務に遅れたことがある。", "質問票", CONSENT_DAY, (Citation("K2.has", None, 1),)),),
    hearing=Hearing(HearingState.EXPLAINED, "異動の直後で、その後はない。", CONSENT_DAY),
    mitigation="三年前の一度限り。",
    absence="遅れた日は、記録が廃棄済みで分からない。",
)


@pytest.fixture(name="world")
def _world(at: At) -> World:
    world = at("assigned")
    world.found(changed=(ADVERSE,))
    return world


def lines(world: World, field: str, *, changed: bool = False) -> list[str]:
    """What the paper would say in a part of it, now or once the cited answer was changed."""
    office, texts = world.investigation, Catalogue.load(TEXTS, Language.JAPANESE)
    with office.desk.act(office.actor("reviewer"), Action.SEE_FINDINGS, Target(case=world.case)) as act:
        response = read_response(act)
        assert response is not None
        if changed:
            newer = [
                msgspec.structs.replace(one, revision=2) if one.link_id == "K2.has" else one for one in response.answers
            ]
            response = msgspec.structs.replace(response, answers=tuple(newer))
        told = paper_facts(act, LOADED.pack, response, (ADVERSE,), Reasoned("draft", "", "理由。", ()), texts)
    found = told[field]
    return [found] if isinstance(found, str) else [str(one) for one in found]  # type: ignore[union-attr] # no date


def test_each_fact_has_its_number_with_the_answers_it_rests_on_and_says_when_they_were_changed(world: World) -> None:
    office, reviewer = world.investigation, world.investigation.actor("reviewer")
    drafted = office.services.opinions.draft(reviewer, world.case)
    assert "［6-1］" in drafted
    assert ADVERSE.absence in drafted, "what was not learned goes along"
    paper = LOADED.pack.index["K2.has"].ext.paper_ref
    fact, source, cited = lines(world, "cited")
    assert fact == f"［6-1］\t{ADVERSE.facts[0].text}"
    assert "質問票" in source
    assert f"{paper.page}頁・{paper.box}" in cited
    assert "第1版" in cited
    assert lines(world, "stale") == [""]
    assert [one for one in lines(world, "findings") if "［6-1］" in one]
    assert lines(world, "stale", changed=True) == ["1"]
    assert "第2版" in lines(world, "cited", changed=True)[-1]


def test_who_has_a_part_in_the_case_prints_it_as_a_draft_and_as_signed(world: World) -> None:
    office, papers = world.investigation, world.investigation.services.opinion_papers
    draft = papers.write(office.actor("reviewer"), world.case, "書きかけの理由。", ("遅れた日",))
    assert draft.startswith(b"%PDF")
    with pytest.raises(AppError) as refused:
        papers.write(office.actor("decider"), world.case)
    assert refused.value.code == "access.not-of-case"
    world.opined()
    assert papers.write(office.actor("reviewer"), world.case) != draft
    with office.desk.vault.read() as unit:
        events = [one for one in unit.record.of_subject(world.case) if one.code == "opinion.printed"]
    assert [one.result for one in events if one.person == office.person("reviewer")] == ["done", "done"]
