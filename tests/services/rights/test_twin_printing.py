"""The questionnaire on paper: granted by the table, numbered, on record, the medical part only to parts in the case."""

import json
from pathlib import Path

import pytest

from app.models.domain.errors import AppError
from tests.services.documents.conftest import run_tool
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office

COVER = "医療に関する部分のため記載していません"


def printed_events(office: Office, code: str) -> list[dict[str, object]]:
    newest = office.services.record.newest(office.actor("auditor"), 60)
    return [json.loads(event.entry)["detail"] for event in newest if event.code == code]


def words_of(pdf: bytes, folder: Path) -> str:
    path = folder / "printed.pdf"
    path.write_bytes(pdf)
    return "".join(run_tool("pdftotext", str(path), "-").split())


def test_a_filled_questionnaire_is_numbered_and_covered_for_whoever_has_no_part(at: At, tmp_path: Path) -> None:
    world = at("assigned")
    office = world.investigation
    twins = office.services.twins
    looks = len(office.events("medical-answers.seen"))
    first = twins.filled(office.actor("decider"), world.case)
    assert (first.copy, first.is_whole) == (1, False)
    assert len(office.events("medical-answers.seen")) == looks
    said = words_of(first.pdf, tmp_path)
    assert COVER in said
    assert "写し" not in said
    second = twins.filled(office.actor("examiner"), world.case)
    assert (second.copy, second.is_whole) == (2, True)
    assert len(office.events("medical-answers.seen")) > looks
    said = words_of(second.pdf, tmp_path)
    assert COVER not in said
    assert "写し2部目（2部中）" in said
    newest = printed_events(office, "questionnaire.printed")
    assert [(one["copy"], one["medical"]) for one in newest] == [(2, "whole"), (1, "covered")]


def test_who_may_not_read_the_answers_may_not_print_them(at: At) -> None:
    world = at("assigned")
    office = world.investigation
    for who in ("security", "auditor"):
        with pytest.RaisesExc(AppError, check=lambda error: error.code == "access.wrong-role"):
            office.services.twins.filled(office.actor(who), world.case)
        assert office.events("questionnaire.printed")[-1] == ("questionnaire.printed", "refused:wrong-role")


def test_a_blank_form_is_numbered_too_and_is_no_copy_of_anything(at: At, tmp_path: Path) -> None:
    office = at("assigned").agency
    twins, actor = office.services.twins, office.actor("security")
    first, second = twins.blank(actor), twins.blank(actor)
    assert (first.copy, second.copy) == (1, 2)
    assert first.pdf == second.pdf
    assert "写し" not in words_of(second.pdf, tmp_path)
    assert [one["copy"] for one in printed_events(office, "blank-form.printed")] == [2, 1]
