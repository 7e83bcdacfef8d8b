"""Make the two practice rosters with twelve invented people; the same bytes on every run.

Run from the root of the repository: ``python build/make_rehearsal_rosters.py``.
"""

import csv
import sys
from io import StringIO
from pathlib import Path

from openpyxl import Workbook

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.models.domain.roster_columns import HEADINGS  # noqa: E402 - the path is set just above
from app.services.spreadsheets.workbook_writer import workbook_bytes  # noqa: E402 - the path is set just above

OUT = ROOT / "resources" / "rehearsal"
COLUMNS = [spellings[0] for spellings in HEADINGS.values()]
WORK = "極低温制御装置の設計情報の取扱い"

# Six of the twelve are the people who answer the questionnaire (build/golden), so their names and days of birth are
# theirs. IVS: 葛 with the selector U+E0100. One row of each file is meant to stop: row 8 asks, the agency's row 4 is
# faulty.
CONTRACTOR: tuple[tuple[str, ...], ...] = (
    (
        "1",
        "髙橋　美咲",
        "ﾀｶﾊｼ ﾐｻｷ",
        "S63.4.12",
        "量子計測部 第一課",
        "主任研究員",
        "",
        "",
        WORK,
        "第1号",
        "",
        "令和8年5月8日",
    ),
    (
        *("2", "川﨑　悠人", "カワサキ　ユウト", "昭和54年2月17日", "量子計測部 第一課", "課長", "", ""),
        *("極低温制御装置の保守情報の取扱い", "1", "", "2026/5/8", "特定秘密 令和4年3月15日通知"),
    ),
    (
        *("3", "𠮷田　陽菜", "ヨシダ　ヒナ", "1992-02-29", "情報管理室", "", "該当", "見本人材株式会社"),
        *(WORK, "１", "", "2026.5.8"),
    ),
    (
        *("4", "渡邉　葛\U000e0100城", "ワタナベ　カツラギ", "平成元年1月8日", "ＡＩ安全研究室", "課長補佐", "", ""),
        *("学習データの保全", "第二号", "", "R8.5.11", "特定秘密 R4.7.1通知"),
    ),
    (
        *("5", "NGUYEN THI LAN", "グエン ティ ラン", "1990年7月21日", "ＡＩ安全研究室", "技師", "いいえ", ""),
        *("推論基盤の運用", "第1号", "", "令和8年5月11日", "", "氏と名に分けられない氏名"),
    ),
    (
        *("6", "東雲　さつき", "シノノメ　サツキ", "昭和64年1月7日", "生産技術部", "係長", "いいえ", ""),
        *("製造条件データの取扱い", "第2号", "", "令和8年5月11日", "特定秘密 R2.4.1通知", "旧姓 渡邉"),
    ),
    (
        *("7", "小鳥遊　蓮", "タカナシ　レン", "S45/12/31", "生産技術部", "部長", "", ""),
        *("製造条件データの取扱い", "第3号", "信用状態に関する本人からの届出があったため", "令和8年5月11日"),
    ),
    (
        "8",
        "新谷　亮太",
        "アラヤ　リョウタ",
        "平成31年4月30日",
        "品質保証部",
        "",
        "",
        "",
        "同上",
        "第1号",
        "",
        "令和8年5月11日",
    ),
)
AGENCY: tuple[tuple[str, ...], ...] = (
    ("1", "髙梨　冬馬", "ﾀｶﾅｼ ﾄｳﾏ", "S62.8.5", "○○局総務課", "専門官", "", "", "担当業務の引継ぎ", "1", "", "R8.5.8"),
    ("2", "山﨑　健一", "ヤマサキ　ケンイチ", "昭和55年11月3日", "○○局総務課", "係長", "", "", "", "1", "", "R8.5.8"),
    (),
    ("3", "斎藤, 一志　", "サイトウ　カズシ", "1979/4/3", "○○局企画課", "課長", "", "", "", "1", "", "R8.5.11"),
    ("４", "浜名　凪", "ハマナ　ナギ", "平成5年2月29日", "○○局企画課", "係長", "", "", "", "1", "", "R8.5.11"),
    ("以上",),
)


def contractor_roster() -> bytes:
    """The contractor's workbook: title and labels above the table."""
    book = Workbook()
    sheet = book.active
    sheet.title = "候補者名簿"
    top = (
        ("候補者名簿（適性評価）",),
        ("適合事業者名", "東都マイクロデバイス（訓練）"),
        ("契約番号", "演習-2026-0001"),
        ("提出日", "令和8年5月12日"),
        ("保護責任者", "大和田　和泉"),
        (),
    )
    for row, values in enumerate((*top, COLUMNS, *CONTRACTOR), start=1):
        for column, value in enumerate(values, start=1):
            if value:
                sheet.cell(row, column, value)
    return workbook_bytes(book)


def agency_roster() -> bytes:
    """The agency's list as Windows programs export it: CP932, commas, CRLF."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([*row, *[""] * (len(COLUMNS) - len(row))] for row in (tuple(COLUMNS), *AGENCY))
    return text.getvalue().encode("cp932")


def main() -> None:
    """Write both files."""
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "roster_rehearsal_contractor.xlsx").write_bytes(contractor_roster())
    (OUT / "roster_rehearsal_agency.csv").write_bytes(agency_roster())


if __name__ == "__main__":
    main()
