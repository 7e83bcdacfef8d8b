from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.eras import ERAS
from app.models.domain.errors import UntrustedInputError
from app.models.domain.roster import Ignored, Plausibility, Readiness, Regime, RosterReading, RosterRow
from app.models.domain.roster_columns import HEADINGS
from app.models.domain.roster_reader import read_roster
from app.models.domain.roster_values import read_clearance, read_dispatched, read_item
from app.models.domain.sheet import EMPTY_CELL, Cell, CellKind

LIMITS = Plausibility(date(2025, 6, 10))
NAMES = [spellings[0] for spellings in HEADINGS.values()]
GOOD = {
    "番号": "1",
    "氏名": "試験　太郎",
    "フリガナ": "シケン　タロウ",
    "生年月日": "昭和63年4月12日",
    "所属部署": "試験課",
    "法第12条第1項該当号": "第1号",
    "名簿掲載同意日": "R7.6.2",
}


def line(values: Mapping[str, str | Cell], names: list[str] = NAMES) -> list[Cell]:
    cells = [values.get(name, "") for name in names]
    return [cell if isinstance(cell, Cell) else Cell(cell) if cell else EMPTY_CELL for cell in cells]


def text_row(*texts: str) -> list[Cell]:
    return [Cell(text) if text else EMPTY_CELL for text in texts]


def read(*rows: list[Cell]) -> RosterReading:
    return read_roster([text_row(*NAMES), *rows], LIMITS)


def read_one(**changes: str | Cell) -> RosterRow:
    return read(line({**GOOD, **changes})).rows[0]


def issues(row: RosterRow) -> set[tuple[str, str | None]]:
    return {
        (issue.code, issue.field.value if issue.field else None)
        for issue in (*row.verdict.questions, *row.verdict.faults)
    }


def test_a_complete_row_is_ready() -> None:
    row = read_one()
    assert row.verdict.readiness is Readiness.READY
    assert (row.line, row.item.value, row.item.as_written, row.dispatched.value) == (2, 1, "第1号", False)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"フリガナ": ""}, "kana-missing", "kana"),
        ({"フリガナ": "試験"}, "kana-not-kana", "kana"),
        ({"所属部署": ""}, "section-missing", "section"),
        ({"所属部署": "同上"}, "ditto", "section"),
        ({"生年月日": "〃"}, "ditto", "dob"),
        ({"生年月日": "平成31年4月30日"}, "dob-implausible", "dob"),
        ({"生年月日": "明治45年7月30日"}, "dob-implausible", "dob"),
        ({"生年月日": "昭和63年4月"}, "date-not-a-day", "dob"),
        ({"生年月日": "昭和64年1月8日"}, "date-outside-era", "dob"),
        ({"法第12条第1項該当号": ""}, "item-missing", "item"),
        ({"法第12条第1項該当号": "第3号"}, "item3-no-reason", "item3_reason"),
        ({"法第12条第1項該当号": "第3号", "第3号の理由": "—"}, "item3-no-reason", "item3_reason"),
        ({"第3号の理由": "届出"}, "reason-not-item3", "item3_reason"),
        ({"法第12条第1項該当号": "第2号"}, "clearance-missing", "earlier_clearance"),
        ({"名簿掲載同意日": ""}, "agreement-missing", "agreed_on"),
        ({"名簿掲載同意日": "R7.6.11"}, "agreement-in-future", "agreed_on"),
        ({"派遣労働者": "不明"}, "dispatched-unclear", "dispatched"),
        ({"派遣労働者": "該当", "予定業務": "試験"}, "dispatcher-missing", "dispatcher"),
        ({"派遣労働者": "該当", "派遣元": "試験社"}, "work-missing", "planned_work"),
        ({"派遣元": "試験社"}, "dispatcher-without-dispatch", "dispatcher"),
        ({"既存の適性評価": "あり"}, "clearance-unclear", "earlier_clearance"),
        ({"既存の適性評価": "特定秘密 令和4年3月15日"}, "clearance-unclear", "earlier_clearance"),
        ({"既存の適性評価": "重要経済安保情報 平成27年4月1日通知"}, "clearance-before-act", "earlier_clearance"),
        ({"既存の適性評価": "特定秘密 R7.7.1通知"}, "clearance-in-future", "earlier_clearance"),
        ({"氏名": "試験\u202e太郎"}, "hidden-characters", "name"),
        ({"氏名": "試験\n太郎"}, "hidden-characters", "name"),
        ({"氏名": "試験\ue000"}, "not-drawable", "name"),
    ],
)
def test_doubt_becomes_a_question(changes: dict[str, str], code: str, field: str) -> None:
    row = read_one(**changes)
    assert issues(row) == {(code, field)}
    assert row.verdict.readiness is Readiness.NEEDS_ANSWER


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"氏名": ""}, "name-missing", "name"),
        ({"生年月日": ""}, "dob-missing", "dob"),
        ({"生年月日": "不詳"}, "date-unreadable", "dob"),
        ({"生年月日": "平成5年2月29日"}, "date-impossible", "dob"),
        ({"生年月日": "明治5年1月1日"}, "date-lunar", "dob"),
        ({"法第12条第1項該当号": "第4号"}, "item-unreadable", "item"),
        ({"名簿掲載同意日": "済"}, "date-unreadable", "agreed_on"),
        ({"氏名": Cell("=A1", CellKind.FORMULA)}, "formula", "name"),
        ({"番号": Cell("=ROW()", CellKind.FORMULA)}, "formula", "number"),
        ({"役職": Cell("#N/A", CellKind.ERROR)}, "error-cell", "post"),
        ({"氏名": "長" * 201}, "too-long", "name"),
        ({"参考事項": "長" * 2001}, "too-long", "remarks"),
    ],
)
def test_an_unreadable_cell_is_a_fault_of_its_row_alone(changes: dict[str, str | Cell], code: str, field: str) -> None:
    reading = read(line({**GOOD, **changes}), line(GOOD))
    assert issues(reading.rows[0]) == {(code, field)}
    assert [row.verdict.readiness for row in reading.rows] == [Readiness.FAULTY, Readiness.READY]


def test_ditto_offers_the_value_above_and_fills_nothing() -> None:
    ditto = {**GOOD, "所属部署": "同上"}
    first, second, third = read(line(GOOD), line(ditto), line(ditto)).rows
    assert first.section.value == "試験課"
    for row in (second, third):
        assert (row.section.as_written, row.section.value) == ("同上", None)
        assert [issue.offered for issue in row.verdict.questions] == ["試験課"]


def test_ditto_below_an_empty_cell_offers_nothing() -> None:
    above, below = {**GOOD, "参考事項": ""}, {**GOOD, "参考事項": "〃"}
    rows = read(line({**GOOD, "参考事項": "旧姓 試"}), line(above), line(below)).rows
    assert [issue.offered for issue in rows[2].verdict.questions] == [None]


def test_blanks_at_the_ends_are_kept_as_written() -> None:
    row = read_one(氏名="試験　太郎　", 所属部署=" 試験課 ")
    assert row.name.as_written == "試験　太郎　"
    assert (row.section.as_written, row.section.value) == (" 試験課 ", "試験課")


def test_agreement_after_submission_is_asked_about() -> None:
    rows = [text_row("提出日", "R7.6.1"), text_row(*NAMES), line(GOOD)]
    assert issues(read_roster(rows, LIMITS).rows[0]) == {("agreement-after-submission", "agreed_on")}


@pytest.mark.parametrize(
    "text", ["1", "１", "第1号", "第１号", "第一号", "1号", "法第12条第1項第1号", "(1)", "①", " 第 1 号 "]
)
def test_item_one_in_every_spelling(text: str) -> None:
    assert read_item(text) == 1


@pytest.mark.parametrize("text", ["", "0", "4", "第1号、第2号", "12", "該当"])
def test_no_item_is_guessed(text: str) -> None:
    assert read_item(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("該当", True),
        ("○", True),
        ("はい", True),
        ("", False),
        ("いいえ", False),
        ("－", False),
        ("非該当", False),
        ("たぶん", None),
    ],
)
def test_dispatched_marks(text: str, value: bool | None) -> None:  # noqa: FBT001 - a parameter of the test
    assert read_dispatched(text) is value


@pytest.mark.parametrize(
    ("text", "regime", "iso"),
    [
        ("特定秘密 令和4年3月15日通知", Regime.SDS, "2022-03-15"),
        ("特定秘密 R2.4.1通知", Regime.SDS, "2020-04-01"),
        ("特定秘密保護法の適性評価（令和4年3月15日通知）", Regime.SDS, "2022-03-15"),
        ("重要経済安保情報　令和7年5月20日に通知済み", Regime.CESI, "2025-05-20"),
        ("重要経済安保情報 通知日：2025/5/20", Regime.CESI, "2025-05-20"),
    ],
)
def test_an_earlier_clearance_is_read_with_its_day_of_notice(text: str, regime: Regime, iso: str) -> None:
    found = read_clearance(text, field="earlier_clearance", eras=ERAS)
    assert found is not None
    assert (found.regime, found.notified_on.iso_text) == (regime, iso)


def test_columns_in_any_order_and_spelling() -> None:
    names = ["ふりがな", "該当号", "生 年 月 日", "名　前（漢字）", "メール", "No.", "所属", "同意日"]
    row = text_row("シケン", "2", "S63.4.12", "試験", "a@example.invalid", "7", "課", "R7.6.2")
    reading = read_roster([text_row("名簿"), text_row(*names), row], LIMITS)
    only = reading.rows[0]
    assert (only.name.as_written, only.name.kana, only.number, only.item.value) == ("試験", "シケン", "7", 2)
    assert only.extra == (("メール", "a@example.invalid"),)
    assert issues(only) == {("clearance-missing", "earlier_clearance")}


def test_header_values_stand_in_pairs_or_behind_a_colon() -> None:
    top = [
        text_row("", "会社名：", "試験社", "", "契約番号", "契-1"),
        text_row("提出日：令和7年6月6日"),
        text_row("保護責任者"),
    ]
    header = read_roster([*top, text_row(*NAMES)], LIMITS).header
    assert (header.submitter.value, header.contract.value) == ("試験社", "契-1")
    assert header.submitted_on.value is not None
    assert header.submitted_on.value.iso_text == "2025-06-06"
    assert header.protection_officer.value is None


def test_what_is_no_candidate_is_ignored_with_its_reason() -> None:
    rows = [
        text_row("候補者名簿"),
        text_row(""),
        text_row("契約番号", "1"),
        text_row(*NAMES),
        line(GOOD),
        line(GOOD | {"番号": "2"}),
        text_row("", "", ""),
        text_row("3"),
        text_row("", "※個人番号は書かないこと"),
        text_row(*NAMES),
        text_row("", "以　上"),
        text_row("", "電話 内線1"),
        line(GOOD),
    ]
    reading = read_roster(rows, LIMITS)
    assert [(row.line, row.reason) for row in reading.ignored] == [
        (1, Ignored.TITLE),
        (2, Ignored.BLANK),
        (3, Ignored.HEADER_VALUE),
        (4, Ignored.COLUMN_NAMES),
        (7, Ignored.BLANK),
        (8, Ignored.NUMBER_ONLY),
        (9, Ignored.NOTE),
        (10, Ignored.COLUMN_NAMES),
        (11, Ignored.END_MARK),
        (12, Ignored.AFTER_END),
    ]
    assert [row.line for row in reading.rows] == [5, 6, 13]
    assert reading.ignored[8].cells == ("", "以　上")


def test_a_cell_under_no_heading_is_asked_about() -> None:
    row = read([*line(GOOD), Cell("余り")]).rows[0]
    assert row.extra == (("", "余り"),)
    assert issues(row) == {("extra-cell", None)}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "roster.empty"),
        ([["", "　"]], "roster.empty"),
        ([["氏名", "生年月日"]], "roster.no-header"),
        ([["a", "b"], ["1", "2"]], "roster.no-header"),
        ([["氏名", "フリガナ", "生年月日"]], "roster.column-missing"),
        ([[*NAMES, "名前"]], "roster.column-twice"),
    ],
)
def test_a_sheet_without_a_usable_table_is_refused(rows: list[list[str]], code: str) -> None:
    with pytest.raises(UntrustedInputError) as refusal:
        read_roster([text_row(*row) for row in rows], LIMITS)
    assert refusal.value.code == code


CELLS = st.one_of(
    st.just(EMPTY_CELL),
    st.builds(Cell, st.sampled_from([*NAMES, "同上", "以上", "※注", "第1号", "S63.4.12", "—", "3", "試験"])),
    st.builds(Cell, st.text(max_size=8), st.sampled_from(list(CellKind))),
)


@given(st.lists(st.lists(CELLS, max_size=16), max_size=12), st.lists(st.lists(CELLS, max_size=16), max_size=4))
def test_no_row_is_dropped(below: list[list[Cell]], above: list[list[Cell]]) -> None:
    rows = [*above, text_row(*NAMES), *below]
    try:
        reading = read_roster(rows, LIMITS)
    except UntrustedInputError as refusal:
        assert refusal.code in {"roster.column-missing", "roster.column-twice"}  # noqa: PT017 - both ends are right
        return
    lines = sorted([row.line for row in reading.rows] + [row.line for row in reading.ignored])
    assert lines == list(range(1, len(rows) + 1))
    for row in reading.rows:
        assert row.name.as_written == (rows[row.line - 1][1].text if len(rows[row.line - 1]) > 1 else "")
