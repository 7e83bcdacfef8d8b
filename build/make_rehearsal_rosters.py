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
from app.services.rosters.workbook_writer import workbook_bytes  # noqa: E402 - the path is set just above

OUT = ROOT / "resources" / "rehearsal"
COLUMNS = [spellings[0] for spellings in HEADINGS.values()]
WORK = "極低温制御装置の設計情報の取扱い"

# IVS: 葛 with the selector U+E0100. One row of each file is meant to stop: row 8 asks, the agency's row 4 is faulty.
CONTRACTOR: tuple[tuple[str, ...], ...] = (
    (
        "1",
        "髙田　美緒",
        "ﾀｶﾀﾞ ﾐｵ",
        "S62.8.5",
        "量子計測部 第一課",
        "課長補佐",
        "",
        "",
        WORK,
        "第1号",
        "",
        "令和7年9月8日",
    ),
    (
        *("2", "川﨑　悠人", "カワサキ　ユウト", "昭和54年2月17日", "量子計測部 第一課", "課長", "", ""),
        *("極低温制御装置の保守情報の取扱い", "1", "", "2025/9/8", "特定秘密 令和4年3月15日通知"),
    ),
    ("3", "𠮷村　千夏", "ヨシムラ　チナツ", "1992-02-29", "情報管理室", "主任", "", "", WORK, "１", "", "2025.9.9"),
    (
        *("4", "葛\U000e0100西　渉", "カサイ　ワタル", "平成元年1月8日", "ＡＩ安全研究室", "研究員", "", ""),
        *("学習データの保全", "第一号", "", "R7.9.9", "", "旧姓 渡邉"),
    ),
    (
        *("5", "ADELINA", "アデリナ", "1990年7月21日", "ＡＩ安全研究室", "研究員", "該当", "株式会社ひなた人材"),
        *("推論基盤の運用", "第1号", "", "令和7年9月10日", "", "氏名は一つのみ"),
    ),
    (
        *("6", "東雲　さつき", "シノノメ　サツキ", "昭和64年1月7日", "生産技術部", "係長", "いいえ", ""),
        *("製造条件データの取扱い", "第2号", "", "令和7年9月10日", "特定秘密 R2.4.1通知"),
    ),
    (
        *("7", "五百旗頭　蓮", "イオキベ　レン", "S45/12/31", "生産技術部", "部長", "", ""),
        *("製造条件データの取扱い", "第3号", "外国の関係者との接触に関する届出があったため", "令和7年9月11日"),
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
        "令和7年9月11日",
    ),
)
AGENCY: tuple[tuple[str, ...], ...] = (
    ("1", "髙梨　冬馬", "ﾀｶﾅｼ ﾄｳﾏ", "S63.4.12", "○○局総務課", "専門官", "", "", "担当業務の引継ぎ", "1", "", "R7.9.8"),
    ("2", "山﨑　紗枝", "ヤマザキ　サエ", "昭和55年11月3日", "○○局総務課", "室長", "", "", "", "1", "", "R7.9.8"),
    (),
    ("3", "斎藤, 一志　", "サイトウ　カズシ", "1979/4/3", "○○局企画課", "課長", "", "", "", "1", "", "R7.9.9"),
    ("４", "浜名　凪", "ハマナ　ナギ", "平成5年2月29日", "○○局企画課", "係長", "", "", "", "1", "", "R7.9.9"),
    ("以上",),
)


def contractor_roster() -> bytes:
    """The contractor's workbook: title and labels above the table."""
    book = Workbook()
    sheet = book.active
    sheet.title = "候補者名簿"
    top = (
        ("候補者名簿（適性評価）",),
        ("適合事業者名", "有明クライオテクノ株式会社（架空）"),
        ("契約番号", "演習-2025-0001"),
        ("提出日", "令和7年9月12日"),
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
