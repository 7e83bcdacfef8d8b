"""The last three invented people: gaps of every kind, a person with one name, and one who fills every sheet."""

from app.models.forms.answers import Money
from build.golden.description import (
    JAPANESE,
    Person,
    boxes,
    cells,
    certain,
    closing,
    name,
    not_applicable,
    possible,
    relative,
    written,
)

SATOSHI = Person(
    subject="g10",
    label="大野 智史",
    covers=("two certain gaps", "one possible gap", "career begun late", "long vowel in roman letters"),
    findings=(
        certain("R-RES-01", "B1.to r1", "B1.from r2"),
        certain("R-CAR-01", "D1.to r1", "D1.from r2"),
        possible("R-CAR-01", "D1.from r2", "D1.to r2", "D1.from r3"),
        possible("R-MON-01", "D1.to r2"),
    ),
    cells=boxes(
        {
            **name("大野", "智史", "オオノ", "サトシ", "ONO SATOSHI"),
            "A3": "1984-02-29",
            "A4": "male",
            "A5.country": "JP",
            "A5.place": "愛媛県見本市",
            "A8": "愛媛県見本市甲1000番地",
            "A9.address": "香川県見本市見本町10番10号",
            "A9.since": "2018-09",
            "A10.phone": "087-000-0010",
            "A12.body": "見本重工業株式会社",
            "E2.parents": "listed",
            "K1.frequency": "weekly",
            "K1.amount": "ハイボール2杯",
            **closing("大野 智史"),
        }
    ),
    tables={
        "A6": JAPANESE,
        "B1": (
            cells(
                address="愛媛県見本市甲1000番地", from_="1984-02", to=written("2018-05", "平成30年5月"), with_="父母"
            ),
            cells(address="香川県見本市見本町10番10号", from_="2018-09", to=not_applicable()),
        ),
        "C1": (
            cells(school="見本県立第十高等学校", from_="1999-04", to="2002-03", completed="graduated"),
            cells(school="見本大学", faculty="工学部", from_="2002-04", to="2007-03", completed="left"),
        ),
        "D1": (
            cells(employer="株式会社見本物流", from_="2007-04", to="2017-06", form="regular", leaving="退職"),
            cells(
                employer="見本製作所",
                from_="2018-01",
                to=written("2020", "令和2年"),
                form="fixed-term",
                leaving="契約の終了",
            ),
            cells(employer="見本重工業株式会社", from_="2021-01", to=not_applicable(), form="regular"),
        ),
        "E1": (
            relative("father", "大野 勉", "オオノ ツトム", "1955-08-15", "愛媛県見本市甲1000番地"),
            relative("mother", "大野 良子", "オオノ ヨシコ", "1957-05-05", "愛媛県見本市甲1000番地"),
        ),
    },
)

WATI = Person(
    subject="g11",
    label="WATI",
    covers=("one name only", "foreign passport beside Japanese nationality", "second nationality", "foreign pension"),
    findings=(certain("R-PAS-01", "A6.country r1", "A7.country", "A11.country r2"),),
    cells=boxes(
        {
            "A1.form": "single",
            "A1.full-name": "WATI",
            "A1.full-kana": "ワティ",
            "A1.kana-source": "own-statement",
            "A1.roman": "WATI",
            "A3": "1979-08-17",
            "A4": "female",
            "A5.country": "ID",
            "A5.place": "ジョグジャカルタ",
            "A8": "静岡県見本市1100番地",
            "A9.address": "静岡県見本市1100番地",
            "A9.since": "2004-06",
            "A10.phone": "054-000-0011",
            "A12.body": "見本港湾株式会社",
            "A12.post": "主任",
            "E2.spouse": "listed",
            "E2.parents": "listed",
            "E2.children": "listed",
            "E2.spouse-parents": "listed",
            "K1.frequency": "never",
            **closing("WATI"),
        }
    ),
    tables={
        "A6": (cells(country="JP", acquired_on="2012-03-09", how="naturalisation"),),
        "A11": (
            cells(country="JP", number="TZ0000011", issued="2022-05-06", expires="2032-05-06", name="WATI"),
            cells(country="ID", number="X0000011", issued="2009-01-15", expires="2014-01-15", name="WATI"),
        ),
        "B1": (cells(address="静岡県見本市1100番地", from_="2004-06", to=not_applicable(), with_="配偶者、子"),),
        "B2": (
            cells(
                country="ID",
                address="ジョグジャカルタ",
                from_="1979-08",
                to="2004-05",
                purpose="出生地における居住",
                status="国籍による",
            ),
        ),
        "C1": (cells(school="SMA Contoh", country="ID", from_="1995-07", to="1998-06", completed="graduated"),),
        "D1": (
            cells(employer="見本港湾株式会社", place="静岡県", from_="2006-04", to=not_applicable(), form="regular"),
        ),
        "E1": (
            relative("spouse", "望月 大地", "モチヅキ ダイチ", "1977-12-20", "静岡県見本市1100番地"),
            relative("child", "望月 ララ", "モチヅキ ララ", "2008-10-28", "静岡県見本市1100番地"),
            relative("father", "SLAMET", "スラムット", "1950-01-01", "ジョグジャカルタ", "ID"),
            relative("mother", "SRI", "スリ", "1953-03-08", "ジョグジャカルタ", "ID"),
            relative("spouse-father", "望月 茂雄", "モチヅキ シゲオ", "1948-04-29", "静岡県見本市11番地"),
            relative("spouse-mother", "望月 春江", "モチヅキ ハルエ", "1950-03-21", "静岡県見本市11番地"),
        ),
        "F8": (cells(country="ID", what="公的年金", from_="2003-01", to="2004-05", amount=Money(900_000, "IDR")),),
        "F11": (cells(country="ID", city="ジョグジャカルタ", from_="2024-04-05", to="2024-04-20", purpose="帰省"),),
    },
)

_ABROAD = ("US", "GB", "FR", "DE", "IT", "KR", "TW", "TH", "VN", "AU")
_HOME = "東京都見本区見本12丁目12番12号"

AKIRA = Person(
    subject="g12",
    label="齋藤 彰󠄁",
    covers=("more rows than the sheets hold", "all relations", "a matter that is not investigated", "a dozen journeys"),
    findings=(
        possible("R-TOP-01", "D1.leaving r2"),
        certain("R-PER-01", "F11.to r1"),
    ),
    cells=boxes(
        {
            **name("齋藤", "彰󠄁", "サイトウ", "アキラ", "SAITO AKIRA"),
            "A3": written("1974-09-09", "昭和49年9月9日"),
            "A4": "male",
            "A5.country": "JP",
            "A5.place": "東京都",
            "A8": "東京都見本区見本1200番地",
            "A9.address": _HOME,
            "A9.since": "2000-01",
            "A10.phone": "03-0000-0012",
            "A12.body": "防衛省見本課",
            "A12.post": "専門官",
            "E2.spouse": "listed",
            "E2.parents": "listed",
            "E2.children": "listed",
            "E2.siblings": "listed",
            "E2.spouse-parents": "listed",
            "E2.spouse-children": "listed",
            "E2.cohabitants": "listed",
            "K1.frequency": "most-days",
            "K1.amount": "日本酒二合",
            "M1.item-1": "外国の方との交際は、いずれも国際会議を通じたものです。",
            "M1.item-6": "飲酒の量は、医師の助言を受けて減らしています。",
            **closing("齋藤 彰󠄁"),
        }
    ),
    tables={
        "A2": (
            cells(name="斉藤 彬", kana="サイトウ アキラ", kind="alias", from_="1990", to="1998", reason="学校での表記"),
        ),
        "A6": JAPANESE,
        "B1": (cells(address=_HOME, from_="2000-01", to=not_applicable(), with_="家族"),),
        "C1": (
            cells(school="見本都立第十二高等学校", from_="1990-04", to="1993-03", completed="graduated"),
            cells(school="見本大学", faculty="国際関係学部", from_="1993-04", to="1997-03", completed="graduated"),
        ),
        "D1": (
            cells(employer="防衛省", place="東京都", from_="2003-04", to=not_applicable(), form="regular"),
            cells(
                employer="見本商事株式会社",
                from_="1997-04",
                to="2003-03",
                form="regular",
                leaving="労働組合の専従を終え、転職したため",
            ),
        ),
        "E1": (
            relative("spouse", "齋藤 雅", "サイトウ ミヤビ", "1975-05-01", _HOME),
            relative("father", "齋藤 宏", "サイトウ ヒロシ", "1946-06-01", "東京都見本区見本1200番地"),
            relative("mother", "齋藤 光子", "サイトウ ミツコ", "1948-07-01", "東京都見本区見本1200番地"),
            *(
                relative("child", f"齋藤 {given}", f"サイトウ {kana}", born, _HOME)
                for given, kana, born in (
                    ("湊", "ミナト", "2001-01-01"),
                    ("蒼", "アオイ", "2003-02-02"),
                    ("芽依", "メイ", "2005-03-03"),
                )
            ),
            *(
                relative("sibling", f"齋藤 {given}", f"サイトウ {kana}", born, "千葉県見本市12番地")
                for given, kana, born in (("進", "ススム", "1976-04-04"), ("望", "ノゾミ", "1978-05-05"))
            ),
            relative("spouse-father", "遠藤 豊", "エンドウ ユタカ", "1947-08-01", "群馬県見本市12番地"),
            relative("spouse-mother", "遠藤 君江", "エンドウ キミエ", "1949-09-01", "群馬県見本市12番地"),
            relative("spouse-child", "遠藤 蓮華", "エンドウ レンゲ", "1998-10-10", "東京都見本区"),
            relative("cohabitant", "齋藤 ヨネ", "サイトウ ヨネ", "1924-11-11", _HOME),
        ),
        "F5": tuple(
            cells(name=f"Sample Friend {number}", nationality=country, relation="国際会議で知り合った研究者")
            for number, country in enumerate(_ABROAD[:6], start=1)
        ),
        "F11": tuple(
            cells(
                country=country,
                city="首都",
                from_=f"{2015 + number}-08-01",
                to=f"{2015 + number}-08-09",
                purpose="観光",
                companions="配偶者",
            )
            for number, country in enumerate(_ABROAD)
        ),
        "K3": (cells(institution="見本内科", from_="2019-01", to="2019-06", now="節度を保っている。"),),
        "L1": (
            cells(
                lender="見本信託銀行",
                purpose="housing",
                original=Money(45_000_000),
                balance=Money(12_345_678),
                monthly=Money(150_000),
                since="2000-01",
            ),
        ),
    },
)
