"""The shipped pack is sound, complete and says honestly what is not established."""

import json
from datetime import date

import pytest

from app.models.domain.errors import BugError
from app.models.forms.answers import AnswerState
from app.models.forms.checking import check
from app.models.forms.definition import FormPack
from app.models.forms.items import ItemType
from app.services.packs import files as pack_files
from app.services.packs.loader import LoadedPack, load_files
from app.services.resources import PACKS, TEXTS

ROSTER = {
    "髙橋 美咲": "1988-04-12",
    "山﨑 健一": "1980-11-03",
    "𠮷田 陽菜": "1992-02-29",
    "渡邉 葛\U000e0100城": "1989-01-08",
    "NGUYEN THI LAN": "1990-07-21",
    "小鳥遊 蓮": "1970-12-31",
}


def test_35_pages_and_every_item_on_one(pack: FormPack) -> None:
    assert [page.page for page in pack.layout] == list(range(1, 36))
    assert sum(len(page.boxes) for page in pack.layout) == len(pack.index)


def test_every_item_speaks_both_languages(pack: FormPack) -> None:
    for item in pack.index:
        japanese, english = pack.label(item.link_id, "ja"), pack.label(item.link_id, "en")
        assert any(ord(character) > 0x3000 for character in japanese), item.link_id
        assert english.isascii(), item.link_id


@pytest.mark.parametrize(
    ("number", "section"), [(1, "E"), (1, "F"), (2, "G"), (3, "H"), (4, "I"), (5, "J"), (6, "K"), (7, "L")]
)
def test_each_statutory_item_has_a_complete_section(pack: FormPack, number: int, section: str) -> None:
    whole = [item for item in pack.index if pack.index.section(item.link_id).link_id == section]
    assert {item.ext.purpose for item in whole} == {number}
    assert any(item.repeats and len(pack.index.columns(item.link_id)) >= 3 for item in whole)


def test_relatives_are_asked_for_nothing_beyond_statute_and_identification(pack: FormPack) -> None:
    columns = {item.link_id.partition(".")[2] for item in pack.index.columns("E1")}
    statutory = {"name", "birth-date", "nationality", "second-nationality", "past-nationality", "address"}
    assert columns == statutory | {"relation", "kana", "roman", "former-name"}


def test_only_sourced_periods_are_called_established(pack: FormPack) -> None:
    lookbacks = {each.key for each in pack.meta.parameters if each.key.startswith("lookback.") and each.established}
    assert lookbacks == {"lookback.employment", "lookback.travel"}
    assert not pack.meta.established
    assert not any(each.established for each in pack.meta.retention_classes)


def test_parameters_have_effective_dates(pack: FormPack) -> None:
    assert pack.parameter("validity.years", date(2026, 6, 1)) == 10
    assert pack.parameter("validity.sds-years", date(2025, 5, 16)) == 5
    with pytest.raises(BugError, match=r"^pack\.parameter-missing$"):
        pack.parameter("validity.years", date(2025, 5, 15))
    with pytest.raises(BugError, match=r"^pack\.parameter-missing$"):
        pack.parameter("no.such", date(2026, 6, 1))


def test_family_scope_is_the_list_of_relations(pack: FormPack) -> None:
    scope = pack.parameter("family.scope", date(2026, 6, 1))
    assert isinstance(scope, tuple)
    assert set(scope) == pack.codes["relation"]


def test_digest_changes_with_every_file() -> None:
    files = pack_files.read_files(PACKS / "cesi-2025")
    whole = pack_files.digest(files)
    assert whole == load_files(files).pack.digest
    for path in files:
        assert pack_files.digest({**files, path: files[path] + b" "}) != whole
        assert pack_files.digest({each: files[each] for each in files if each != path}) != whole


def test_golden_subjects_are_twelve_with_the_people_of_the_rehearsal_and_clean(loaded: LoadedPack) -> None:
    born = {each.label: each.response.value("A3") for each in loaded.golden.values()}
    assert len(born) == 12
    assert born.items() >= ROSTER.items()
    for subject in loaded.golden.values():
        response = subject.response
        name = response.value("A1.full-name") or f"{response.value('A1.family-name')} {response.value('A1.given-name')}"
        assert name == subject.label
        assert check(loaded.pack, response) == ()


def test_golden_subjects_use_every_state_section_and_partial_dates(loaded: LoadedPack) -> None:
    answers = [answer for each in loaded.golden.values() for answer in each.response.answers]
    assert {answer.state for answer in answers} == set(AnswerState)
    precisions = {answer.precision for answer in answers if loaded.pack.index[answer.link_id].type is ItemType.DATE}
    assert {"year", "month", "day"} <= precisions
    rows = {answer.link_id.partition(".")[0] for answer in answers if answer.row}
    assert {"A2", "B2", "C2", "D4", "E1", "F9", "G4", "H3", "J1", "K2", "L1", "L4"} <= rows
    assert any(answer.as_written == "平成27年11月" for answer in answers)


def test_every_refusal_and_problem_has_its_sentences() -> None:
    japanese = json.loads((TEXTS / "ja" / "errors-pack.json").read_text(encoding="utf-8"))
    english = json.loads((TEXTS / "en" / "errors-pack.json").read_text(encoding="utf-8"))
    assert japanese.keys() == english.keys()
    source = ""
    for folder in ("app/services/packs", "app/models/forms"):
        for module in sorted((PACKS.parents[1] / folder).rglob("*.py")):
            source += module.read_text(encoding="utf-8")
    for key in japanese:
        code = (
            key.removeprefix("problem.") if key.startswith("problem.") else key.removeprefix("error.").rsplit(".", 1)[0]
        )
        assert f'"{code}"' in source, code
