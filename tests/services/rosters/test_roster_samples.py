"""Rosters as offices write them, value by value."""

from datetime import date
from pathlib import Path

import pytest

from app.models.domain.roster import Ignored, Plausibility, Regime, RosterReading, RosterRow
from app.services.rosters.spreadsheet import read_roster_file

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample rosters are not on this machine")


@pytest.fixture(name="contractor")
def _contractor() -> RosterReading:
    return read_roster_file((SAMPLES / "roster_contractor.xlsx").read_bytes(), Plausibility(date(2025, 6, 10)))


@pytest.fixture(name="agency")
def _agency() -> RosterReading:
    return read_roster_file((SAMPLES / "roster_agency_cp932.csv").read_bytes(), Plausibility(date(2025, 6, 10)))


def core(row: RosterRow) -> tuple[object, ...]:
    return (
        row.line,
        row.number,
        row.name.as_written,
        row.name.kana,
        row.dob.as_written,
        row.dob.value and row.dob.value.iso_text,
        row.item.as_written,
        row.item.value,
        row.agreed_on.value and row.agreed_on.value.iso_text,
    )


def test_the_contractors_header(contractor: RosterReading) -> None:
    header = contractor.header
    assert header.submitter.value == "東都マイクロデバイス株式会社"
    assert header.contract.value == "経産-2025-0417"
    assert header.submitted_on.value is not None
    assert (header.submitted_on.as_written, header.submitted_on.value.iso_text) == ("令和7年6月6日", "2025-06-06")
    assert header.protection_officer.value == "大久保　智子"
    assert len(contractor.columns) == 14


def test_the_contractors_rows(contractor: RosterReading) -> None:
    assert [core(row) for row in contractor.rows] == [
        (8, "1", "髙橋　美咲", "タカハシ　ミサキ", "昭和63年4月12日", "1988-04-12", "第1号", 1, "2025-06-02"),
        (9, "2", "山﨑 健一", "ﾔﾏｻﾞｷ ｹﾝｲﾁ", "S55.11.3", "1980-11-03", "1", 1, "2025-06-02"),
        (10, "3", "𠮷田　陽菜", "ヨシダ　ハルナ", "1992-02-29", "1992-02-29", "１", 1, "2025-06-03"),
        (
            11,
            "4",
            "渡邉　葛\U000e0100城",
            "ワタナベ　カツラギ",
            "平成元年1月8日",
            "1989-01-08",
            "第一号",
            1,
            "2025-06-03",
        ),
        (12, "5", "NGUYEN THI LAN", "グエン　ティ　ラン", "1990年7月21日", "1990-07-21", "第1号", 1, "2025-06-04"),
        (13, "6", "新谷　大輔", "シンタニ　ダイスケ", "平成31年4月30日", "2019-04-30", "第1号", 1, "2025-06-04"),
        (14, "7", "東海林　さくら", "ショウジ　サクラ", "昭和64年1月7日", "1989-01-07", "第2号", 2, "2025-06-05"),
        (15, "8", "小鳥遊　蓮", "タカナシ　レン", "S45/12/31", "1970-12-31", "第3号", 3, "2025-06-05"),
    ]


def test_what_the_contractors_rows_leave_open(contractor: RosterReading) -> None:
    assert not any(row.verdict.faults for row in contractor.rows)
    questions = {row.line: [(q.code, q.field, q.offered) for q in row.verdict.questions] for row in contractor.rows}
    assert {line: asked for line, asked in questions.items() if asked} == {
        9: [("ditto", "planned_work", "極端紫外線露光装置の設計情報の取扱い")],
        13: [("dob-implausible", "dob", None)],
        14: [("clearance-before-act", "earlier_clearance", None)],
    }


def test_the_contractors_details(contractor: RosterReading) -> None:
    rows = {row.line: row for row in contractor.rows}
    assert [row.line for row in contractor.rows if row.dispatched.value] == [12]
    assert (rows[12].dispatched.as_written, rows[12].dispatcher.value) == ("該当", "株式会社人材ブリッジ")
    assert (rows[14].dispatched.as_written, rows[14].dispatched.value) == ("いいえ", False)
    assert (rows[13].planned_work.as_written, rows[13].planned_work.value) == ("—", None)
    assert (rows[9].planned_work.as_written, rows[9].planned_work.value) == ("同上", None)
    assert rows[11].former_surnames == ("斎藤",)
    assert rows[11].section.value == "ＡＩ基盤研究所"
    assert rows[15].item3_reason.value == "外国勤務中の接触に関する届出があったため"
    clearance = rows[9].earlier_clearance
    assert clearance.as_written == "特定秘密 令和4年3月15日通知"
    assert clearance.value is not None
    assert (clearance.value.regime, clearance.value.notified_on.iso_text) == (Regime.SDS, "2022-03-15")
    claimed = rows[14].earlier_clearance.value
    assert claimed is not None
    assert (claimed.regime, claimed.notified_on.iso_text) == (Regime.CESI, "2015-04-01")


def test_the_agencys_rows(agency: RosterReading) -> None:
    assert [core(row) for row in agency.rows] == [
        (2, "1", "髙橋　美咲", "ﾀｶﾊｼ ﾐｻｷ", "S63.4.12", "1988-04-12", "1", 1, "2025-06-02"),
        (3, "2", "山﨑　健一", "ヤマサキ　ケンイチ", "昭和55年11月3日", "1980-11-03", "1", 1, "2025-06-02"),
        (5, "3", "吉田　陽菜　", "ヨシダ　ハルナ", "平成4年2月29日", "1992-02-29", "1", 1, "2025-06-03"),
        (6, "４", "斎藤, 一郎", "サイトウ　イチロウ", "1979/4/3", "1979-04-03", "2", 2, "2025-06-03"),
    ]
    assert not any(row.verdict.questions or row.verdict.faults for row in agency.rows)
    clearance = agency.rows[3].earlier_clearance.value
    assert clearance is not None
    assert (clearance.regime, clearance.notified_on.iso_text) == (Regime.SDS, "2020-04-01")


def test_every_other_row_of_both_files_has_its_reason(contractor: RosterReading, agency: RosterReading) -> None:
    value = Ignored.HEADER_VALUE
    assert [row.reason for row in contractor.ignored] == [
        Ignored.TITLE,
        value,
        value,
        value,
        value,
        Ignored.BLANK,
        Ignored.COLUMN_NAMES,
    ]
    assert [(row.line, row.reason) for row in agency.ignored] == [
        (1, Ignored.COLUMN_NAMES),
        (4, Ignored.BLANK),
        (7, Ignored.END_MARK),
    ]


def test_the_two_files_meet_by_their_keys(contractor: RosterReading, agency: RosterReading) -> None:
    ours, theirs = contractor.rows[:3], agency.rows[:3]
    for left, right in zip(ours, theirs, strict=True):
        assert left.name.keys.folded == right.name.keys.folded
        assert left.name.keys.kana_plain == right.name.keys.kana_plain
