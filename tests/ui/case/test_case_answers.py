"""Reading: what is opened by choosing, what is covered, and what flags and notes need."""

from datetime import date
from pathlib import Path

import msgspec

from app.models.forms.reading import Line
from app.ui.presenters.case_answer_rows import Block, NoteDraft
from app.ui.presenters.case_answers import AnswersPresenter
from tests.services.exchange.conftest import At
from tests.services.points.golden import golden, put
from tests.ui.case.desks import Seat, shown

NO_DAY = None


def reading(at: At, who: str = "examiner") -> tuple[Seat, AnswersPresenter]:
    world = at("assigned")
    seat = Seat(world, world.investigation, who)
    return seat, seat.opened(AnswersPresenter(seat.work, "ja"))


def lines(area: AnswersPresenter) -> list[Line]:
    return [row for row in area.state.rows if isinstance(row, Line)]


def test_opening_the_area_opens_no_answer(at: At) -> None:
    seat, area = reading(at)
    assert len(area.state.sections) == 13
    assert area.state.rows == ()
    assert "answers.seen" not in seat.codes()


def test_a_chosen_section_is_read_and_on_record_for_its_item(at: At) -> None:
    seat, area = reading(at)
    area.choose("E")
    assert {line.purpose for line in lines(area)} == {1}
    assert seat.codes().count("answers.seen") == 1
    assert area.state.item == 1


def test_answers_that_serve_another_item_are_shown_in_their_section_and_recorded(at: At) -> None:
    seat, area = reading(at)
    area.choose("C")
    study = [line for line in lines(area) if line.link_id.startswith("C2")]
    assert study
    assert all(line.state is not None for line in study)
    assert seat.codes().count("answers.seen") == 2


def test_the_medical_section_opens_only_on_purpose(at: At) -> None:
    seat, area = reading(at)
    area.choose("J")
    assert shown(area).is_covered
    assert area.state.rows == ()
    assert "answers.seen" not in seat.codes()
    area.uncover()
    assert not shown(area).is_covered
    assert lines(area)
    area.choose("A")
    area.choose("J")
    assert not shown(area).is_covered


def test_headings_number_the_rows_of_a_table(at: At) -> None:
    _seat, area = reading(at)
    area.choose("E")
    blocks = [row for row in area.state.rows if isinstance(row, Block)]
    assert [block.number for block in blocks if block.label == blocks[0].label][:3] == [1, 2, 3]


def test_a_flag_needs_a_reason_and_is_closed_with_what_came_of_it(at: At) -> None:
    _seat, area = reading(at)
    area.choose("E")
    line = lines(area)[2]
    area.flag(line, "  ", NO_DAY)
    assert area.state.error is not None
    assert area.state.error.code == "note.empty"
    area.flag(line, "旅券と異なる。", date(2025, 6, 30))
    area.load()
    flag = area.flag_on(line)
    assert flag is not None
    assert flag.is_open
    assert next(one.open_flags for one in area.state.sections if one.link_id == "E") == 1
    area.resolve(line, "面接で確かめた。")
    area.load()
    closed = area.flag_on(line)
    assert closed is not None
    assert not closed.is_open
    assert closed.flag.resolution == "面接で確かめた。"
    assert area.state.sections[4].open_flags == 0


def test_a_note_without_an_item_is_not_saved(at: At) -> None:
    seat, area = reading(at)
    area.note("", "確かめる。")
    assert area.state.error is not None
    assert area.state.error.code == "note.no-purpose"
    assert "note.written" not in seat.codes()
    area.note("3", "確かめる。")
    area.load()
    assert area.state.done == "case.done.noted"
    assert [note.text for note in area.state.notes] == ["確かめる。"]


def test_notes_of_another_item_stay_out_of_the_section(at: At) -> None:
    _seat, area = reading(at)
    area.note("3", "確かめる。")
    area.load()
    area.choose("E")
    assert area.state.notes == ()
    area.choose("H")
    assert len(area.state.notes) == 1


def test_a_reviewer_reads_and_writes_nothing(at: At) -> None:
    _seat, area = reading(at, "reviewer")
    assert not area.state.may_write


def test_a_note_that_was_being_written_is_there_again(at: At) -> None:
    seat, area = reading(at)
    area.keep_note("", "書きかけ")
    again = seat.opened(AnswersPresenter(seat.work, "ja"))
    assert shown(again).draft == NoteDraft("", "書きかけ")
    assert again.state.notes == ()
    again.note("1", "書き終えた。")
    assert seat.opened(AnswersPresenter(seat.work, "ja")).state.draft is None


def test_another_language_reads_the_section_again(at: At) -> None:
    _seat, area = reading(at)
    area.choose("A")
    before = lines(area)[0].label
    area.speak("en")
    assert lines(area)[0].label != before
    assert area.state.sections[0].name.isascii()


def test_the_questionnaire_is_saved_as_paper_filled_and_blank(at: At, tmp_path: Path) -> None:
    seat, area = reading(at)
    assert area.state.may_print
    filled, blank = tmp_path / "filled.pdf", tmp_path / "blank.pdf"
    area.save_paper(filled, is_filled=True)
    area.save_paper(blank, is_filled=False)
    assert shown(area).done == "case.done.questionnaire-saved"
    assert filled.read_bytes().startswith(b"%PDF")
    assert blank.read_bytes().startswith(b"%PDF")
    assert filled.read_bytes() != blank.read_bytes()
    assert {"questionnaire.printed", "blank-form.printed"} <= set(seat.codes())


def test_answers_that_were_corrected_meanwhile_are_shown_with_the_next_step(at: At) -> None:
    world = at("assigned")
    seat = Seat(world, world.investigation, "examiner")
    area = seat.opened(AnswersPresenter(seat.work, "ja"))
    put(world.investigation, world, golden("g05"))
    area.load()
    area.choose("K")
    before = next(one for one in lines(area) if one.link_id == "K2.has")
    newer = [
        msgspec.structs.replace(one, value=not one.value, revision=before.revision + 1)
        if one.link_id == before.link_id
        else one
        for one in golden("g05").answers
    ]
    put(world.investigation, world, msgspec.structs.replace(golden("g05"), answers=tuple(newer)))
    assert next(one for one in lines(area) if one.link_id == "K2.has") == before
    area.flag(before, "原本を確かめる。", NO_DAY)
    area.load()
    now = next(one for one in lines(area) if one.link_id == "K2.has")
    assert now.revision == before.revision + 1
    assert now.shown != before.shown
    assert area.state.done == "case.done.answers-renewed"
    looks = seat.codes().count("answers.seen")
    area.load()
    assert seat.codes().count("answers.seen") == looks
