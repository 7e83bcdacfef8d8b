"""Filling in the form: edits in any order, steps back, the course, what is still open, signing."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.domain.errors import BugError
from app.models.forms.answers import Answer, AnswerState, GoldenSubject, Response, encode
from app.models.forms.checking import Problem, check
from app.models.forms.definition import FormPack
from app.models.forms.filling.closing import (
    AFFIRMATION,
    affirmed,
    read_through,
    saying_none,
    still_open,
    topic_open,
)
from app.models.forms.filling.draft import Draft, KeptDraft
from app.models.forms.filling.edits import Clear, Edit, MoveRow, PutAnswer, PutRow, RemoveRow
from app.models.forms.filling.steps import Steps, adding_row
from app.models.forms.filling.topics import Course, shown_columns, shown_questions
from app.models.forms.filling.typing import KIOSK, Said, answered
from app.models.forms.items import ItemType
from app.models.forms.visibility import Visibility
from app.models.rules.gaps import gaps_of
from app.services.packs.loader import LoadedPack

NOW = datetime(2025, 6, 12, 10, tzinfo=UTC)
MISPLACED = {
    "answer.unknown-item",
    "answer.not-a-question",
    "answer.row-missing",
    "answer.row-unexpected",
    "answer.twice",
    "answer.revision-gap",
    "answer.hidden-unmarked",
    "answer.marked-but-shown",
    "response.other-pack",
}


def empty(pack: FormPack) -> Draft:
    return Draft(pack, "subject", date(2025, 6, 12))


def filled(pack: FormPack, response: Response) -> Draft:
    """A draft into which the newest answers of a subject were written, last one first."""
    draft = Draft(pack, response.subject, response.as_of)
    for item in pack.index:
        rows = response.rows_of(*(each.link_id for each in pack.index.columns(item.link_id))) if item.repeats else ()
        for place, row in enumerate(rows):
            draft = draft.applied(PutRow(item.link_id, row, place))
    for answer in reversed(list(response.current.values())):
        plain = msgspec.structs.replace(answer, revision=1, correction=None, not_applicable_since=None)
        draft = draft.applied(PutAnswer(plain))
    return draft


def test_a_whole_subject_can_be_filled_in_kept_read_through_and_signed(pack: FormPack, loaded: LoadedPack) -> None:
    for subject in loaded.golden.values():
        draft = filled(pack, subject.response)
        for link_id in AFFIRMATION:
            draft = draft.applied(Clear(link_id))
        again = Draft.resumed(pack, msgspec.json.decode(encode(draft.kept()), type=KeptDraft))
        assert (again.singles, again.tables, again.given) == (draft.singles, draft.tables, draft.given)
        assert still_open(draft, NOW) == ()
        signed = affirmed(draft, "髙橋　葛\U000e0100", date(2025, 6, 12), NOW)
        assert isinstance(signed, Response)
        assert check(pack, signed) == ()
        assert signed.value("M2.signature") == "髙橋　葛\U000e0100"
        assert signed.current.keys() == subject.response.current.keys() | {(each, None) for each in AFFIRMATION}
        pages = list(read_through(draft, "ja"))
        assert [each.page for each in pages] == [page.page for page in pack.layout]
        read = {(line.link_id, line.row) for page in pages for line in page.lines}
        assert read >= {cell for cell in draft.response.current if pack.index[cell[0]].type is not ItemType.DISPLAY}


def test_nothing_is_signed_while_something_is_open(pack: FormPack, misaki: GoldenSubject) -> None:
    draft = filled(pack, misaki.response).applied(Clear("A3"))
    assert affirmed(draft, "x", date(2025, 6, 12), NOW) == (Problem("A3", "", "answer.missing"),)
    whole = filled(pack, misaki.response)
    (added,) = adding_row(whole, "B1")
    open_now = still_open(whole.applied(added), NOW)
    assert [(each.link_id, each.row) for each in open_now] == [("B1.address", whole.next_row("B1"))]
    assert affirmed(whole.applied(added), "x", date(2025, 6, 12), NOW) == open_now
    blank = affirmed(whole, "  ", date(2025, 6, 12), NOW)
    assert blank == (Problem("M2.signature", "", "answer.blank"),)


def test_the_course_asks_every_question_once_in_the_order_of_the_paper(pack: FormPack) -> None:
    course = Course(pack)
    asked = [each for topic in course.topics for each in (*topic.questions, *topic.tables)]
    asked += [column.link_id for topic in course.topics for each in topic.tables for column in pack.index.columns(each)]
    questions = {
        each.link_id
        for each in pack.index
        if each.type is not ItemType.DISPLAY and (each.repeats or each.type is not ItemType.GROUP)
    }
    assert len(asked) == len(set(asked))
    assert set(asked) == questions
    pages = [topic.page for topic in course.topics]
    assert pages == sorted(pages)
    assert {topic.last_page for topic in course.topics} == {35}
    topic, seen = course.topics[0], [course.topics[0]]
    while (following := course.after(topic, empty(pack))) is not None:
        assert course.before(following, empty(pack)) == topic
        topic = following
        seen.append(topic)
    assert seen == list(course.topics)


def test_a_screen_looks_again_at_exactly_what_an_answer_can_change(pack: FormPack, misaki: GoldenSubject) -> None:
    course, draft = Course(pack), filled(pack, misaki.response)
    cells = [cell for cell in draft.response.current if pack.index[cell[0]].type is ItemType.BOOLEAN]
    assert cells
    for cell in cells:
        flipped = msgspec.structs.replace(draft.response.current[cell], value=not draft.get(*cell).value)  # type: ignore[union-attr]
        after = draft.applied(PutAnswer(flipped))
        before_sight, after_sight = Visibility(pack, draft), Visibility(pack, after)
        changed = {
            item.link_id
            for item in pack.index
            if pack.index.table(item.link_id) is None
            and before_sight.shown(item.link_id) != after_sight.shown(item.link_id)
        }
        assert changed <= course.affected(cell[0])


def test_a_gap_is_a_question_with_the_tables_where_a_row_would_tell(loaded: LoadedPack, misaki: GoldenSubject) -> None:
    pack, draft = loaded.pack, filled(loaded.pack, misaki.response)
    rows = list(draft.rows("B1"))
    before = gaps_of(loaded.rules, pack, draft.response)
    without = draft.applied(RemoveRow("B1", rows[0]))
    more = [each for each in gaps_of(loaded.rules, pack, without.response) if each not in before]
    assert more
    assert all(each.rule == "R-RES-01" for each in more)
    assert all(each.add_to == ("B1", "B2.entry") for each in more)
    assert more[0].first_day <= more[0].last_day
    assert more[0].question.en.startswith("Where did you live from {from}")


def test_the_rest_of_a_topic_can_be_said_to_be_none(pack: FormPack) -> None:
    course, draft = Course(pack), empty(pack)
    topic = course.topic_of("M1.item-1")
    assert {each.code for each in topic_open(topic, draft)} == {"answer.empty-cell"}
    for edit in saying_none(topic, draft, NOW):
        draft = draft.applied(edit)
    assert topic_open(topic, draft) == ()
    assert draft.get("M1.item-1") == Answer("M1.item-1", AnswerState.NONE, KIOSK, NOW)


def test_what_the_form_has_no_place_for_is_refused(pack: FormPack, misaki: GoldenSubject) -> None:
    draft = filled(pack, misaki.response)
    for edit in (
        Clear("Z9"),
        Clear("A"),
        Clear("A3", "r1"),
        Clear("B1.from"),
        RemoveRow("B1", "r999"),
        PutRow("A2", "r1", 0),
        PutRow("B1", "r1", 0),
        PutRow("B1", "r999", 0, (Answer("B1.from", AnswerState.NONE, KIOSK, NOW, row="r1"),)),
    ):
        with pytest.raises(BugError, match=r"bug\.draft-edit"):
            draft.applied(edit)


@st.composite
def _edit(draw: st.DrawFn, draft: Draft) -> tuple[Edit, ...]:
    """One thing that a person can do now."""
    pack = draft.pack
    tables = [each.link_id for each in pack.index if each.repeats][:6]
    table = draw(st.sampled_from(tables))
    rows = list(draft.rows(table))
    what = draw(
        st.sampled_from(["add", "cell", "state", "single", *(["remove", "move", "cell", "cell"] if rows else [])])
    )
    if what in {"remove", "move"}:
        row = draw(st.sampled_from(rows))
        return (RemoveRow(table, row) if what == "remove" else MoveRow(table, row, draw(st.integers(0, 9))),)
    if what == "add":
        return adding_row(draft, table, draw(st.none() | st.integers(0, len(rows))))
    if what == "state" and not rows:
        cell: tuple[str, str | None] = (table, None)
    elif what == "cell" and rows:
        column = draw(st.sampled_from(pack.index.columns(table)))
        cell = (column.link_id, draw(st.sampled_from(rows)))
    else:
        singles = [
            each for each in pack.index if each.type is ItemType.BOOLEAN and pack.index.table(each.link_id) is None
        ]
        cell = (draw(st.sampled_from(singles)).link_id, None)
        answer = answered(pack, cell, draw(st.booleans()), NOW)
        return (PutAnswer(answer),) if isinstance(answer, Answer) else ()
    said = Said(draw(st.sampled_from(list(AnswerState))), draw(st.sampled_from(["", "覚えていない"])))
    answer = answered(pack, cell, said, NOW)
    return (PutAnswer(answer),) if isinstance(answer, Answer) else (Clear(*cell),)


def _place(edit: Edit) -> str:
    match edit:
        case PutAnswer(answer):
            return answer.link_id
        case Clear(link_id):
            return link_id
        case _:
            return edit.table


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_sequence_of_edits_leaves_a_sound_response_and_can_be_taken_back(
    pack: FormPack, data: st.DataObject
) -> None:
    course, steps, past = Course(pack), Steps(empty(pack)), [empty(pack)]
    for _ in range(data.draw(st.integers(1, 12))):
        edits = data.draw(_edit(steps.draft))
        before, steps = steps.draft, steps.done(*edits)
        if not edits:
            continue
        past.append(before)
        touched = {course.topic_of(_place(edit)) for edit in edits}
        assert len(touched) == 1
        for topic in course.topics:
            if topic not in touched:
                assert all(before.singles.get(each) is steps.draft.singles.get(each) for each in topic.questions)
                assert all(before.rows(each) is steps.draft.rows(each) for each in topic.tables)
    draft = steps.draft
    codes = {each.code for each in still_open(draft, NOW)}
    assert not codes & MISPLACED
    again = Draft.resumed(pack, msgspec.json.decode(encode(draft.kept()), type=KeptDraft))
    assert all(list(again.rows(each)) == list(draft.rows(each)) for each in draft.tables)
    assert again.response == draft.response
    while steps.back:
        steps = steps.undone()
        was = past.pop()
        assert steps.draft.response == was.response
        assert {t: list(r) for t, r in steps.draft.tables.items() if r} == {
            t: list(r) for t, r in was.tables.items() if r
        }
    assert steps.undone() == steps


def test_a_row_id_is_never_given_twice(pack: FormPack) -> None:
    draft = empty(pack)
    for _ in range(2):
        (edit,) = adding_row(draft, "B1")
        draft = draft.applied(edit)
    draft = Draft.resumed(pack, draft.applied(RemoveRow("B1", "r2")).kept())
    assert adding_row(draft, "B1") == (PutRow("B1", "r3", 1),)


def test_an_edit_in_a_long_table_leaves_all_other_rows_as_they_are(pack: FormPack) -> None:
    draft = empty(pack)
    for number in range(400):
        draft = draft.applied(PutRow("B1", f"r{number + 1}", number))
    answer = Answer("B1.from", AnswerState.VALUE, KIOSK, NOW, row="r200", value="1988-04")
    after = draft.applied(PutAnswer(answer))
    assert sum(after.rows("B1")[row] is not draft.rows("B1")[row] for row in draft.rows("B1")) == 1
    assert shown_columns("B1", "r200", after)
    assert shown_questions(Course(pack).topic_of("B1"), after) == (("B1", None),)
