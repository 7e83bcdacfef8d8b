"""A correction changes nothing outside what was returned, keeps every revision, and commutes with another one."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.models.domain.errors import AppError, InvalidInputError
from app.models.forms.answers import Answer, AnswerState, Cell, Response, Source
from app.models.forms.checking import Problem, check
from app.models.forms.correction import BoxState, ReturnedBox, Said, new_revisions, revised, settled, still_open
from app.models.forms.definition import FormPack
from app.models.forms.fhir.response_in import response_from_fhir
from app.models.forms.fhir.response_out import response_to_fhir
from app.models.forms.filling.closing import AFFIRMATION
from app.models.forms.filling.draft import Draft
from app.models.forms.filling.edits import Clear, PutAnswer, RemoveRow
from app.models.forms.filling.opening import opened_by
from app.models.forms.filling.steps import adding_row
from app.models.forms.filling.topics import Course, shown_questions
from app.models.forms.items import ItemType
from app.models.forms.reading import answered_view
from app.models.forms.visibility import Visibility
from app.services.packs.loader import LoadedPack, load
from app.services.resources import PACKS
from tests.thoroughness import amount

LOADED = load(PACKS / "cesi-2025")
GOLDEN = [one.response for one in LOADED.golden.values()]
AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
WHY = "この欄の記載を確かめてください。"
quick = settings(
    max_examples=amount(25, everything=400),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
numbers = st.integers(0, 10**6)


def said(boxes: Iterable[Cell], at: datetime = AT) -> Said:
    return Said("subject", at, dict.fromkeys(boxes, WHY))


def boxes_in(pack: FormPack, response: Response) -> list[Cell]:
    """Everything that can be returned."""
    sight = Visibility(pack, response)
    cells = [cell for cell in response.current if cell[0] not in AFFIRMATION and sight.shown(*cell)]
    tables = [(item.link_id, None) for item in pack.index if item.repeats and sight.shown(item.link_id)]
    return list(dict.fromkeys([*cells, *tables]))


def other(pack: FormPack, held: Answer, at: datetime) -> Answer:
    """Another answer to the same question: the opposite, or that it is not known."""
    blank = Answer(held.link_id, AnswerState.VALUE, Source("kiosk"), at, row=held.row)
    if pack.index[held.link_id].type is ItemType.BOOLEAN:
        return msgspec.structs.replace(blank, value=held.value is not True)
    return msgspec.structs.replace(blank, state=AnswerState.UNKNOWN, reason=f"{at:%H:%M}の時点では分からない")


def answered_anew(pack: FormPack, response: Response, boxes: list[Cell], at: datetime) -> Response:
    """The boxes answered otherwise, and whatever appears then filled in until nothing is open."""
    draft = Draft.reopened(pack, response, opened_by(pack, boxes))
    for box in boxes:
        held = response.get(*box)
        if held is not None and not pack.index[box[0]].repeats:
            draft = draft.applied(PutAnswer(other(pack, held, at)))
    while problems := still_open(response, draft, said(boxes, at)):
        cells = [one for one in problems if not pack.index[one.link_id].repeats]
        for place in cells:
            cell = Answer(place.link_id, AnswerState.UNKNOWN, Source("kiosk"), at, row=place.row or None, reason="不明")
            draft = draft.applied(PutAnswer(cell))
        for table in {one.link_id for one in problems} if not cells else ():
            for edit in adding_row(draft, table):
                draft = draft.applied(edit)
    return revised(response, draft, said(boxes, at))


@quick
@given(numbers, st.lists(numbers, min_size=1, max_size=3), st.lists(numbers, min_size=3, max_size=8))
def test_only_what_was_returned_and_what_depends_on_it_changes(
    whose: int, which: list[int], elsewhere: list[int]
) -> None:
    pack, before = LOADED.pack, GOLDEN[whose % len(GOLDEN)]
    possible = boxes_in(pack, before)
    boxes = list(dict.fromkeys(possible[one % len(possible)] for one in which))
    only = opened_by(pack, boxes)
    draft = Draft.reopened(pack, before, only)
    for one in elsewhere:
        cell = possible[one % len(possible)]
        held = before.get(*cell)
        if held is None or only.opens(cell):
            continue
        for edit in (PutAnswer(other(pack, held, AT)), Clear(*cell)):
            with pytest.raises(InvalidInputError, match=r"correction\.outside"):
                draft.applied(edit)
    after = answered_anew(pack, before, boxes, AT)
    assert after.answers[: len(before.answers)] == before.answers, "every earlier revision stays as it was"
    assert check(pack, after) == check(pack, before) == ()
    added = new_revisions(before, after)
    assert all(only.opens(answer.cell) for answer in added)
    assert all(answer.correction is not None and answer.correction.by == "subject" for answer in added)
    for cell, answer in before.current.items():
        assert after.history(*cell)[0] == before.history(*cell)[0]
        if not only.opens(cell):
            assert after.current[cell] == answer
    earlier, later = Visibility(pack, before), Visibility(pack, after)
    for cell in after.current:
        if cell in before.current and earlier.shown(*cell) is not later.shown(*cell):
            assert only.opens(cell), "what appears or vanishes was open"


@quick
@given(numbers, numbers, numbers)
def test_two_corrections_of_other_boxes_may_come_in_either_order(whose: int, one: int, two: int) -> None:
    pack, before = LOADED.pack, GOLDEN[whose % len(GOLDEN)]
    possible = boxes_in(pack, before)
    first, second = possible[one % len(possible)], possible[two % len(possible)]
    if opened_by(pack, [first]).shares(opened_by(pack, [second])):
        return
    later = AT + timedelta(minutes=5)
    forth = answered_anew(pack, answered_anew(pack, before, [first], AT), [second], later)
    back = answered_anew(pack, answered_anew(pack, before, [second], later), [first], AT)
    assert dict(forth.current) == dict(back.current)
    assert all(forth.history(*cell) == back.history(*cell) for cell in forth.current)


def test_none_of_a_table_is_replaced_by_rows_and_comes_back_from_fhir(loaded: LoadedPack) -> None:
    pack = loaded.pack
    response, table = next(
        (one.response, link_id)
        for one in loaded.golden.values()
        for (link_id, _), answer in one.response.current.items()
        if pack.index[link_id].repeats and answer.not_applicable_since is None
    )
    after = answered_anew(pack, response, [(table, None)], AT)
    assert after == response, "a table that is left as it was has no further revision"
    draft = Draft.reopened(pack, response, opened_by(pack, [(table, None)]))
    for edit in adding_row(draft, table):
        draft = draft.applied(edit)
    problems = still_open(response, draft, said([(table, None)]))
    assert {problem.link_id for problem in problems} <= {each.link_id for each in pack.index.columns(table)}
    (row,) = draft.rows(table)
    for column in pack.index.columns(table):
        draft = draft.applied(
            PutAnswer(Answer(column.link_id, AnswerState.UNKNOWN, Source("kiosk"), AT, row=row, reason="不明"))
        )
    after = revised(response, draft, said([(table, None)]))
    assert check(pack, after) == ()
    stated = after.history(table)
    assert [one.revision for one in stated] == [1, 2]
    assert stated[1].not_applicable_since == AT
    pinned = msgspec.structs.replace(after, pack=msgspec.structs.replace(after.pack, digest=pack.digest))
    assert dict(response_from_fhir(pack, response_to_fhir(pack, pinned)).current) == dict(pinned.current)


def test_a_row_that_was_submitted_by_mistake_is_struck_and_kept(loaded: LoadedPack) -> None:
    pack, response = loaded.pack, loaded.golden["g01.json"].response
    columns = [each.link_id for each in pack.index.columns("B1")]
    whole, box = opened_by(pack, [("B1", None)]), [("B1", None)]
    draft = Draft.reopened(pack, response, whole)
    first, *others = draft.rows("B1")
    new = draft.next_row("B1")
    for edit in adding_row(draft, "B1"):
        draft = draft.applied(edit)
    assert still_open(response, draft, said(box))
    draft = draft.applied(RemoveRow("B1", new))
    back = draft.inverse(RemoveRow("B1", first))
    draft = draft.applied(RemoveRow("B1", first))
    assert dict(draft.applied(back).rows("B1")) == dict(Draft.reopened(pack, response, whole).rows("B1"))
    assert still_open(response, draft, said(box)) == ()
    after = revised(response, draft, said(box))
    assert check(pack, after) == ()
    assert (after.rows_of(*columns), after.struck_rows(*columns)) == (tuple(others), (first,))
    old, gone = after.history("B1.address", first)
    assert (gone.value, gone.struck, gone.revision, old.struck) == (old.value, True, 2, False)
    assert gone.correction is not None
    assert (gone.correction.by, gone.correction.why) == ("subject", WHY)
    assert after.value("B1.address", first) is None
    lines = [line for line in answered_view(pack, after, "B", "ja") if line.struck]
    assert {line.row for line in lines} == {first}
    assert {line.link_id for line in lines} == {link_id for link_id, row in response.current if row == first} & {
        *columns
    }
    pinned = msgspec.structs.replace(after, pack=msgspec.structs.replace(after.pack, digest=pack.digest))
    assert response_from_fhir(pack, response_to_fhir(pack, pinned)) == pinned
    again = Draft.reopened(pack, after, whole)
    assert first not in again.rows("B1")
    assert again.next_row("B1") not in response.rows_of(*columns)
    for row in again.rows("B1"):
        again = again.applied(RemoveRow("B1", row))
    assert [one.code for one in still_open(after, again, said(box))] == ["answer.missing"], (
        "a table is never just empty"
    )
    single = Draft.reopened(pack, response, opened_by(pack, [("B1.to", first)]))
    for edit in (RemoveRow("B1", first), adding_row(single, "B1")[-1]):
        with pytest.raises(AppError):
            single.applied(edit)


def test_a_row_is_struck_as_a_whole_and_only_by_a_correction(loaded: LoadedPack) -> None:
    pack, response = loaded.pack, loaded.golden["g01.json"].response
    draft = Draft.reopened(pack, response, opened_by(pack, [("B1", None)]))
    row = next(iter(draft.rows("B1")))
    struck = revised(response, draft.applied(RemoveRow("B1", row)), said([("B1", None)]))
    *rest, last = struck.answers
    in_part = msgspec.structs.replace(struck, answers=tuple(rest))
    assert {one.code for one in check(pack, in_part)} >= {"answer.struck-in-part"}
    assert last.struck
    held = response.get("A3")
    assert held is not None
    for wrong in (msgspec.structs.replace(held, struck=True), msgspec.structs.replace(last, correction=None)):
        others = tuple(one for one in struck.answers if (one.cell, one.revision) != (wrong.cell, wrong.revision))
        problems = check(pack, msgspec.structs.replace(struck, answers=(*others, wrong)))
        assert Problem.at(wrong, "answer.struck-in-part") in problems


def test_the_course_leads_to_the_returned_topics_alone(loaded: LoadedPack) -> None:
    pack, response = loaded.pack, loaded.golden["g01.json"].response
    only = opened_by(pack, [("F9.has", None), ("B1.to", "r1")])
    draft = Draft.reopened(pack, response, only)
    course = Course(pack, only)
    assert [(topic.link_id, topic.number) for topic in course.topics] == [("B1", 1), ("F9", 2)]
    assert course.after(course.topics[0], draft) == course.topics[1]
    assert course.after(course.topics[1], draft) is None
    assert shown_questions(course.topics[1], draft)[0] == ("F9.has", None)


def test_a_box_left_as_it_was_is_confirmed_and_has_no_revision(loaded: LoadedPack) -> None:
    pack, response = loaded.pack, loaded.golden["g01.json"].response
    boxes = (
        ReturnedBox(1, "F9.has", WHY, "p1", AT, 1),  # type: ignore[arg-type] # a person
        ReturnedBox(1, "A3", WHY, "p1", AT, 1),  # type: ignore[arg-type] # a person
    )
    draft = Draft.reopened(pack, response, opened_by(pack, [box.cell for box in boxes]))
    held = response.get("A3")
    assert held is not None
    after = revised(response, draft.applied(PutAnswer(other(pack, held, AT))), said([box.cell for box in boxes]))
    added = new_revisions(response, after)
    assert [answer.cell for answer in added] == [("A3", None)]
    assert [box.state for box in settled(pack, boxes, added, AT)] == [BoxState.CONFIRMED, BoxState.ANSWERED]


def test_what_is_asked_about_one_purpose_is_not_told_among_the_answers_to_another(loaded: LoadedPack) -> None:
    pack, response = loaded.pack, loaded.golden["g01.json"].response
    for item in pack.index:
        for condition in item.enable_when:
            asked = pack.index[condition.question]
            held = response.get(asked.link_id)
            if held is None or asked.type is not ItemType.BOOLEAN:
                continue
            after = answered_anew(pack, response, [(asked.link_id, None)], AT)
            for answer in new_revisions(response, after):
                one = pack.index[answer.link_id].ext
                same = (one.purpose, one.sensitivity) == (asked.ext.purpose, asked.ext.sensitivity)
                assert answer.correction is not None
                assert (answer.correction.why == WHY) is same
