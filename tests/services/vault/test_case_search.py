"""The index of names answers exactly like looking at every name, follows each change, and keeps nothing of the gone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import State
from app.models.domain.names import PersonalName
from app.models.domain.retention import Matter
from app.models.domain.search_keys import PLACES, Asked, first_place
from app.models.schema.keeping import metadata
from app.models.schema.searching import SEARCHING
from app.models.views.queries import CaseQuery
from app.models.views.records import Case
from app.services.vault.engine import open_engine, scrub
from app.services.vault.repositories.cases import Cases
from app.services.vault.repositories.erasure import Erasure
from tests.services.retention.raw import decrypted

KEY = bytes(range(32))
SYLLABLES = ("山", "田", "髙", "高", "橋", "崎", "﨑", "佐", "々", "木", "ジョン", "・", "Li")
SOUNDS = ("ヤマ", "タ", "ダ", "タカ", "ハシ", "サキ", "ザキ", "サ", "キ", "ジョン", "ー", "オオノ", "ユウ")
PEOPLE = st.lists(
    st.tuples(
        st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map("".join),
        st.lists(st.sampled_from(SOUNDS), max_size=5).map("".join),
    ),
    max_size=12,
)
WORDS = st.one_of(
    st.lists(st.sampled_from((*SYLLABLES, *SOUNDS)), min_size=1, max_size=3).map("".join),
    st.sampled_from(("yama", "TAKA", "ohno", "yu", "3", "AG-2025-000002", "・", "%", '"', "*", "NOT", "a OR b")),
)


def case(number: int, name: str, kana: str) -> Case:
    person = PersonalName(name, kana)
    return Case(
        case_id=CaseId(f"{number:032x}"),
        number=f"AG-2025-{number:06d}",
        state=State.VALID,
        name=name,
        kana=kana,
        name_folded=person.keys.folded,
        kana_sort=person.sort_key,
        born_on=date(1990, 1, 1),
        section="",
        post="",
        item=1,
        roster_id=None,
        from_office_id=None,
        notified_of_assessment_on=date(2025, 1, 1),
        consented_on=None,
        inquiries_consented_on=None,
        sealed=False,
        pack_id="p",
        pack_version="1",
        pack_digest="d",
        opened_at=datetime(2025, 1, 1, tzinfo=UTC),
        changed_at=datetime(2025, 1, 1, tzinfo=UTC),
        revision=1,
    )


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    engine = open_engine(tmp_path_factory.mktemp("search") / "v.db", KEY, writes=True)
    with engine.connect() as opened:
        metadata.create_all(opened)
        for statement in SEARCHING:
            opened.exec_driver_sql(statement)
        opened.commit()
        yield opened
    engine.dispose()


def found(cases: Cases, words: str, limit: int = 50) -> list[str]:
    """Names, page by page."""
    query, names, after = CaseQuery(asked=Asked.of(words)), list[str](), None
    while page := cases.page(query, after, limit):
        names += [one.name for one in page]
        after = (page[-1].kana_sort, page[-1].case_id)
    assert cases.count(query) == len(names)
    return names


@example([("・", "")], "・", 1)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(PEOPLE, WORDS, st.integers(1, 3))
def test_the_index_answers_like_looking_at_every_name(
    connection: Connection, people: list[tuple[str, str]], words: str, limit: int
) -> None:
    cases, asked = Cases(connection), Asked.of(words)
    made = [case(number, name, kana) for number, (name, kana) in enumerate(people)]
    try:
        if made:
            cases.add_all(made)
        expected = [one for one in made if asked and asked.matched_by(one.name, one.kana, one.number)]
        expected.sort(key=lambda one: first_place(one.kana_sort))
        assert found(cases, words, limit) == [one.name for one in expected]
    finally:
        connection.rollback()


def test_a_case_that_comes_back_under_another_name_is_found_by_that_alone(connection: Connection) -> None:
    cases = Cases(connection)
    cases.add(case(1, "山田", "ヤマダ"))
    cases.take_over(case(1, "鈴木", "スズキ"))
    assert (found(cases, "山田"), found(cases, "鈴"), found(cases, "suzuki")) == ([], ["鈴木"], ["鈴木"])
    connection.rollback()


def test_more_of_one_name_than_there_are_places_are_all_found(connection: Connection) -> None:
    cases = Cases(connection)
    cases.add_all([case(number, "佐藤", "サトウ") for number in (1, 2)])
    last = first_place(case(1, "佐藤", "サトウ").kana_sort) + PLACES - 1
    connection.exec_driver_sql(
        "UPDATE case_places SET place = ? WHERE place = (SELECT max(place) FROM case_places)", (last,)
    )
    cases.add_all([case(number, "佐藤", "サトウ") for number in (3, 4)])
    places = [row[0] for row in connection.exec_driver_sql("SELECT place FROM case_places WHERE place < 0")]
    assert sorted(places) == [-2, -1]
    connection.rollback()


def test_nothing_of_a_destroyed_case_stays_in_the_index(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    engine = open_engine(path, KEY, writes=True)
    with engine.begin() as opened:
        metadata.create_all(opened)
        for statement in SEARCHING:
            opened.exec_driver_sql(statement)
    with engine.begin() as opened:
        Cases(opened).add_all([case(number, "山田", "ヤマダ") for number in range(2, 200)])
        Cases(opened).add(case(1, "鷲尾鶯", "ワシオウグイス"))
    assert scrub(engine, rewrite=False)
    own = ("鶯", "尾鶯", "グイ")
    stored = [word.encode("utf-16-be").hex()[-4:].encode() for word in own]  # what a term adds to the one before it
    assert all(piece in b"".join(decrypted(path, KEY)) for piece in stored), "looked for in the right places"
    with engine.begin() as opened:
        Erasure(opened).erase(Matter.CASE, f"{1:032x}")
        assert found(Cases(opened), "鷲尾") == []
        assert len(found(Cases(opened), "山田")) == 198
    assert scrub(engine, rewrite=True)
    after = b"".join(decrypted(path, KEY))
    assert not [piece for piece in stored if piece in after]
    engine.dispose()
