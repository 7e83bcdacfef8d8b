"""The examiner's lines follow the form, and bundles carry only what their receiver may see."""

import pytest

from app.models.forms.answers import AnswerState, GoldenSubject
from app.models.forms.definition import FormPack
from app.models.forms.disclosure import NEVER, may_travel, split_medical, travelling
from app.models.forms.items import BundleKind, Sensitivity
from app.models.forms.reading import answered_view, sections
from app.services.packs.loader import LoadedPack


def test_sections_are_a_to_m(pack: FormPack) -> None:
    assert [each.link_id for each in sections(pack)] == list("ABCDEFGHIJKLM")


def test_lines_show_value_state_paper_purpose_and_lookback(pack: FormPack, misaki: GoldenSubject) -> None:
    lines = {(line.link_id, line.row): line for line in answered_view(pack, misaki.response, "F", "ja")}
    opened = lines["F9.opened", "r1"]
    assert (opened.label, opened.shown, opened.purpose) == ("開設の時期", "2010年9月頃", 1)
    assert (opened.paper.page, opened.paper.box) == (20, "F9-4")
    assert lines["F9.balance", "r1"].shown == "350（EUR）"
    assert lines["F9.country", "r1"].shown == "ドイツ"
    travel = lines["F11.from", "r1"]
    assert travel.lookback is not None
    assert travel.lookback.years == 10
    assert travel.shown == "2023年8月10日"
    assert (lines["F1.has", None].shown, lines["F11.trouble", "r1"].shown) == ("いいえ", "なし")


def test_lines_in_english(pack: FormPack, loaded: LoadedPack) -> None:
    lines = {
        (line.link_id, line.row): line for line in answered_view(pack, loaded.golden["g02.json"].response, "L", "en")
    }
    assert lines["L1.balance", "r1"].shown == "JPY 21,450,000"
    assert lines["L1.purpose", "r1"].shown == "Housing"
    assert lines["L1.since", "r1"].shown == "2013-6"


def test_declined_unknown_and_hidden_are_told_apart(pack: FormPack, loaded: LoadedPack) -> None:
    lines = {line.link_id: line for line in answered_view(pack, loaded.golden["g06.json"].response, "F", "ja")}
    assert (lines["F10.has"].state, lines["F10.has"].shown) == (AnswerState.DECLINED, "回答しない")
    assert "F10.entry" not in lines


@pytest.mark.parametrize("section", list("ABCDEFGHIJKLM"))
def test_every_answer_of_a_section_is_on_exactly_one_line(pack: FormPack, loaded: LoadedPack, section: str) -> None:
    for subject in loaded.golden.values():
        lines = answered_view(pack, subject.response, section, "ja")
        answered = [a.cell for a in subject.response.answers if pack.index.section(a.link_id).link_id == section]
        assert sorted((line.link_id, line.row or "") for line in lines) == sorted((a, b or "") for a, b in answered)
        assert all(line.shown and not line.hidden for line in lines)


def test_contractor_and_statistics_get_no_answer(pack: FormPack, loaded: LoadedPack) -> None:
    for subject in loaded.golden.values():
        for kind in NEVER:
            assert travelling(pack, subject.response, kind).answers == ()


def test_medical_answers_travel_with_the_questionnaire_only(pack: FormPack, loaded: LoadedPack) -> None:
    hina = loaded.golden["g03.json"].response
    plain, medical = split_medical(pack, hina.answers)
    assert {"J1.condition", "M1.item-5"} <= {answer.link_id for answer in medical}
    assert len(plain) + len(medical) == len(hina.answers)
    for kind in BundleKind:
        carried = travelling(pack, hina, kind).answers
        assert (set(medical) <= set(carried)) is (kind is BundleKind.QUESTIONNAIRE)
        assert kind is BundleKind.QUESTIONNAIRE or not set(medical) & set(carried)
    assert len(travelling(pack, hina, BundleKind.QUESTIONNAIRE).answers) == len(hina.answers)


def test_an_inquiry_carries_only_what_identifies_the_subject(pack: FormPack) -> None:
    carried = {item.link_id for item in pack.index if may_travel(pack, item.link_id, BundleKind.INQUIRY)}
    assert {"A1.family-name", "A3", "A9.address", "A2.name"} <= carried
    assert all(link_id.startswith(("A1", "A2", "A3", "A9")) for link_id in carried)
    assert not may_travel(pack, "Z9", BundleKind.QUESTIONNAIRE)


def test_section_j_is_medical_throughout(pack: FormPack) -> None:
    assert {i.ext.sensitivity for i in pack.index if i.link_id.startswith("J")} == {Sensitivity.MEDICAL}
