"""A renewed case beside the earlier one: only of the same person, on record at both, medical parts kept shut."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError, NotAuthorisedError, VaultError
from app.models.domain.ids import CaseId
from app.models.forms.beside import BesideLine
from app.models.forms.leading import Fate
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.exchange.identity import Answers, Verdict
from app.services.questionnaires.renewal import Compared
from tests.services.exchange.test_trying_out import namesake
from tests.services.exchange.world import Snapshots
from tests.services.points.golden import LOADED
from tests.services.review.renewed import EARLIER, Renewed, renew

SECTIONS = "ABCDEFGHIJKLM"


@pytest.fixture(name="renewed", scope="module")
def _renewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renewed]:
    root = tmp_path_factory.mktemp("renewed")
    world = Snapshots(root / "snapshots").at("assigned", root / "world")
    yield renew(world, root / "packs")
    world.close()


def compare(renewed: Renewed, section: str, who: str = "examiner", earlier: CaseId = EARLIER) -> Compared:
    office = renewed.world.investigation
    return office.services.renewals.compare(office.actor(who), renewed.world.case, earlier, section, "ja")


def the(lines: tuple[BesideLine, ...], new: str, row: str | None = None) -> list[tuple[Fate, str, bool]]:
    """Fate, earlier item and whether it differs, of the lines of an item of now."""
    return [
        (one.fate, one.old.link_id if one.old else "", one.differs)
        for one in lines
        if one.new is not None and (one.new.link_id, one.new.row) == (new, row)
    ]


def test_the_earlier_case_is_found_and_every_fate_is_shown(renewed: Renewed) -> None:
    office = renewed.world.investigation
    (earlier,) = office.services.renewals.earlier(office.actor("examiner"), renewed.world.case)
    assert (earlier.case_id, earlier.number, earlier.pack_version) == (EARLIER, "EARLIER-1", "1")
    lines = compare(renewed, "A").lines
    assert the(lines, "A3") == [(Fate.SAME, "A3", False)]
    assert the(lines, "A1.roman") == the(lines, "A1.roman-given") == [(Fate.SPLIT, "A1.roman", False)]
    assert the(lines, "A1.family-kana") == [
        (Fate.MERGED, "A1.family-kana", False),
        (Fate.MERGED, "A1.given-kana", False),
    ]
    assert the(lines, "A1.seal") == [(Fate.NEW, "", False)]
    assert [one.old.link_id for one in lines if one.fate is Fate.DROPPED and one.old] == ["A1.kana-source"]


def test_what_was_renamed_in_a_table_is_compared_row_by_row(renewed: Renewed) -> None:
    lines = compare(renewed, "B").lines
    places = [one for one in lines if one.new is not None and one.new.link_id == "B1.place"]
    assert {one.fate for one in places} == {Fate.RENAMED}
    assert [one.new.row for one in places if one.new and one.differs] == ["r1"]
    assert all(one.old is not None and one.old.row == one.new.row for one in places if one.new)


def test_each_look_is_on_record_at_both_cases(renewed: Renewed) -> None:
    office = renewed.world.investigation

    def looks(case: CaseId, action: Action) -> int:
        with office.desk.vault.read() as unit:
            return sum(one.code == action.value for one in unit.record.of_subject(case))

    before = looks(renewed.world.case, Action.SEE_ANSWERS), looks(EARLIER, Action.SEE_EARLIER_ANSWERS)
    compare(renewed, "C")
    after = looks(renewed.world.case, Action.SEE_ANSWERS), looks(EARLIER, Action.SEE_EARLIER_ANSWERS)
    assert all(now > then for then, now in zip(before, after, strict=True))


def test_medical_answers_are_shown_only_to_who_may_see_those_of_both(renewed: Renewed) -> None:
    """The examiner of now had no part in the earlier case."""
    shut = {section for section in SECTIONS if compare(renewed, section).shuts_medical}
    assert "J" in shut
    assert not compare(renewed, "J").lines
    for section in SECTIONS:
        for one in compare(renewed, section).lines:
            for line in (one.old, one.new):
                assert line is None or line.sensitivity != "medical"


def test_nobody_else_may_compare(renewed: Renewed) -> None:
    for who in ("auditor", "security", "administrator", "complaint"):
        with pytest.raises(NotAuthorisedError):
            compare(renewed, "A", who)
    office = renewed.world.agency
    with pytest.raises(NotAuthorisedError):
        office.services.renewals.compare(office.actor("examiner"), renewed.world.case, EARLIER, "A", "ja")


def test_a_case_of_somebody_else_is_never_opened(tmp_path: Path, renewed: Renewed) -> None:
    """The same name and day of birth are no proof: an officer said that it is another person, or said nothing."""
    with pytest.raises(InvalidInputError, match="not-found"):
        compare(renewed, "A", earlier=renewed.world.others[0])
    world = Snapshots(tmp_path / "snapshots").at("assigned", tmp_path / "world")
    other = renew(world, tmp_path / "packs", verdict="other")
    office = world.investigation
    assert office.services.renewals.earlier(office.actor("examiner"), world.case) == ()
    with pytest.raises(InvalidInputError, match="not-found"):
        compare(other, "A")
    world.close()


def test_a_sealed_earlier_case_stays_shut_and_a_form_without_a_way_is_said(tmp_path: Path) -> None:
    world = Snapshots(tmp_path / "snapshots").at("assigned", tmp_path / "world")
    found = renew(world, tmp_path / "packs")
    office = world.investigation
    with office.desk.vault.write() as unit:
        number = unit.cases.get(world.case).pack_digest
        unit.cases.take_over(replace(unit.cases.get(EARLIER), pack_digest=number))
        unit.cases.take_over(replace(unit.cases.get(world.case), pack_digest=LOADED.pack.digest))
    with pytest.raises(VaultError, match="no-way"):
        compare(found, "A")
    with office.desk.vault.write() as unit:
        unit.cases.seal_as_withdrawn(EARLIER, world.clock.today())
    assert office.services.renewals.earlier(office.actor("examiner"), world.case) == ()
    with pytest.raises(InvalidInputError, match="not-found"):
        compare(found, "A")
    world.close()


def test_who_is_the_same_is_what_was_decided_when_the_request_came(tmp_path: Path) -> None:
    world = Snapshots(tmp_path / "snapshots").at("consented", tmp_path / "world")
    office = world.investigation
    twin = namesake(world, office)
    file_name = world.sent(world.agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), office)
    inspection, importing = world.inspected(office, file_name), office.services.importing
    (alike,) = inspection.likenesses
    importing.admit(
        office.actor("security"),
        importing.answer(office.actor("security"), inspection, Answers({alike.key: Verdict.SAME})),
    )
    with office.desk.vault.read() as unit:
        (decided,) = unit.arrivals.verdicts_about(twin)
    assert (decided.case_id, decided.verdict) == (world.case, "same")
    world.close()
