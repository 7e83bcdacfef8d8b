"""A rule pack tried on closed cases: true numbers made coarse, nothing of sealed cases, on record before it begins."""

import tracemalloc
from collections import Counter
from dataclasses import replace
from functools import cache

import msgspec
import pytest
from sqlalchemy import update

from app.models.domain.errors import CancelledError, NotAuthorisedError
from app.models.domain.ids import CaseId
from app.models.rules.trial import Trial, TriedRule, coarse
from app.models.schema import tables
from app.services.jobs import CancelToken, Progress
from app.services.packs.loader import LoadedPack, load_files
from tests.services.authoring.forms import compiled, opened, put, put_version
from tests.services.exchange.world import Snapshots, World
from tests.services.points.closed_cases import add_closed
from tests.services.points.golden import LOADED, golden
from tests.thoroughness import amount

TIMES = 6
"""So often each of these golden subjects is a closed case."""
NAMES = ["g01", "g06", "g07", "g09"]
FROM_ROSTER = "R-ID-"
"""Rules that compare with the roster, where all the copies are one person."""


GONE, KEPT, COPIED = "R-DAY-02", "R-FAM-03", "R-FAM-99"


@cache
def draft() -> LoadedPack:
    """An item got another name, one rule is gone, and another one stands there twice."""
    book = opened()
    put_version(book)
    put(book, "survey", "A1.roman", "was", "A1.roman")
    put(book, "survey", "A1.roman", "name", "A1.roman-name")
    loaded = load_files(dict(compiled(book, accept=True).files))
    rules = [one for one in loaded.rules.rules if one.id != GONE]
    rules += [msgspec.structs.replace(one, id=COPIED) for one in rules if one.id == KEPT]
    return replace(loaded, rules=msgspec.structs.replace(loaded.rules, rules=tuple(rules)))


@pytest.fixture(name="world", scope="module")
def _world(tmp_path_factory: pytest.TempPathFactory) -> World:
    root = tmp_path_factory.mktemp("trials")
    world = Snapshots(root / "snapshots").at("received", root / "world")
    add_closed(world, [golden(name) for name in NAMES * TIMES])
    return world


def run(world: World, pack: LoadedPack, who: str = "decider") -> Trial:
    office = world.investigation
    return office.services.rule_trials.run(office.actor(who), pack)


def test_the_numbers_are_those_of_the_subjects_and_coarse(world: World) -> None:
    tried = run(world, draft())
    # The case that went the whole way has the answers of the first subject.
    people = [LOADED.golden[f"{name}.json"] for name in [*NAMES * TIMES, NAMES[0]]]
    found = Counter(rule for one in people for rule in {finding.rule for finding in one.findings})
    assert (tried.cases, tried.passed_over) == (coarse(len(people)), None)
    lines = {one.rule: one for one in tried.rules if not one.rule.startswith(FROM_ROSTER)}
    assert lines.pop(GONE) == TriedRule(GONE, coarse(found[GONE]), None, None, coarse(found[GONE]))
    assert lines.pop(COPIED) == TriedRule(COPIED, None, coarse(found[KEPT]), coarse(found[KEPT]), None)
    assert {name: (one.before, one.after, one.gained, one.lost) for name, one in lines.items()} == {
        name: (coarse(found[name]), coarse(found[name]), None, None) for name in lines
    }
    assert (found[GONE], found[KEPT]) == (19, 12)


def test_a_sealed_case_and_one_that_has_left_are_not_read(world: World) -> None:
    before = run(world, LOADED).cases
    assert before is not None
    (one,) = add_closed(world, [golden("g01")], first=900)
    with world.investigation.desk.vault.write() as unit:
        unit.cases._connection.execute(update(tables.cases).where(tables.cases.c.case_id == one).values(sealed=1))
        # Its key is gone: whoever read it would fail.
        unit.case_keys.destroy(CaseId(one))
    assert run(world, LOADED).cases == before


def test_answers_that_nothing_leads_over_are_counted_and_not_guessed(world: World) -> None:
    tried = run(world, replace(draft(), migration=None))
    assert tried.cases is None
    assert tried.passed_over is not None
    assert {(one.before, one.after) for one in tried.rules} == {(None, None)}


def test_only_whoever_examines_nobody_may_ask(world: World) -> None:
    for who in ("examiner", "reviewer", "auditor", "administrator"):
        with pytest.raises(NotAuthorisedError):
            run(world, LOADED, who)
    office = world.agency
    with pytest.raises(NotAuthorisedError):
        office.services.rule_trials.run(office.actor("decider"), LOADED)


def test_it_is_on_record_before_a_case_is_read_and_leaves_nothing_when_broken_off(world: World) -> None:
    office, token, heard = world.investigation, CancelToken(), list[Progress]()

    def progress(state: Progress) -> None:
        heard.append(state)
        token.cancel()

    with pytest.raises(CancelledError):
        office.services.rule_trials.run(office.actor("security"), draft(), token, progress)
    assert len(heard) == 1
    with office.desk.vault.read() as unit:
        (last,) = unit.record.newest_first(1)
    assert (last.code, last.subject) == ("rules.tried", "")
    assert msgspec.json.decode(last.entry)["detail"]["sha256"] == draft().pack.digest


@pytest.mark.slow
def test_many_cases_take_the_memory_of_few(world: World) -> None:
    def peak() -> int:
        tracemalloc.start()
        run(world, LOADED)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak()
    few = peak()
    add_closed(world, [golden(name) for name in NAMES * amount(10, 1_000)], first=1_000)
    # Each response alone is tens of kilobytes; what may grow is a bounded store of keys.
    assert peak() < few + 2**20
