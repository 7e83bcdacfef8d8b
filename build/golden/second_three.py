"""The second three invented people of the rehearsal roster. Every address, employer, bank and event is invented."""

from app.models.forms.answers import Money
from build.golden.description import (
    JAPANESE,
    Person,
    boxes,
    cells,
    closing,
    declined,
    name,
    not_applicable,
    possible,
    relative,
    unknown,
    written,
)

KATSURAGI = Person(
    subject="g04",
    findings=(possible("R-FAM-02", "E1.relation r1"),),
    label="渡邉 葛\U000e0100城",
    covers=(
        "name with a variation selector",
        "first day of an era",
        "earlier clearance",
        "arrears settled",
        "guarantee",
    ),
    cells=boxes(
        {
            **name("渡邉", "葛\U000e0100城", "ワタナベ", "カツラギ", "WATANABE KATSURAGI"),
            "A3": written("1989-01-08", "平成元年1月8日"),
            "A5.country": "JP",
            "A5.place": "奈良県",
            "A8": "奈良県葛\U000e0100城市見本400番地",
            "A9.address": "東京都見本市2条3丁目",
            "A9.since": "2016-01",
            "A10.phone": "042-000-0004",
            "A12.body": "経済産業省見本課",
            "A12.post": "課長補佐",
            "E2.spouse": "listed",
            "E2.parents": "listed",
            "E2.spouse-parents": unknown("配偶者の父母の住所は、配偶者も知らないため"),
            "E2.spouse-children": "listed",
            "K1.frequency": "monthly",
            "K1.amount": "グラスワイン2杯",
            "M1.item-7": "家賃の滞納は、転居の際の口座変更の手続の遅れによるものです。",
            **closing("渡邉 葛\U000e0100城"),
        }
    ),
    tables={
        "A6": JAPANESE,
        "A13": (
            cells(
                regime="sds", agency="経済産業省", notified_on=written("2022-07-01", "令和4年7月1日"), result="cleared"
            ),
        ),
        "B1": (cells(address="東京都見本市2条3丁目", from_="2016-01", to=not_applicable(), with_="配偶者"),),
        "C1": (
            cells(school="見本学園高等学校", from_="2004-04", to="2007-03", completed="graduated"),
            cells(school="見本大学", faculty="経済学部", from_="2007-04", to="2011-03", completed="graduated"),
        ),
        "D1": (cells(employer="経済産業省", from_="2011-04", to=not_applicable(), form="regular"),),
        "E1": (
            relative("de-facto-spouse", "伊藤 真理", "イトウ マリ", "1986-06-21", "東京都見本市2条3丁目"),
            relative("spouse-child", "伊藤 奏", "イトウ カナデ", "2010-10-05", "東京都見本市2条3丁目"),
            relative("father", "渡邉 隆", "ワタナベ タカシ", "1959-05-05", "奈良県葛\U000e0100城市見本400番地"),
            relative("mother", "渡邉 久美", "ワタナベ クミ", "1961-09-09", "奈良県葛\U000e0100城市見本400番地"),
        ),
        "F4": (
            cells(
                name="John Sample",
                nationality="US",
                body="大使館",
                met="国際会議",
                frequency="年に一回",
                last="2025-11",
                purpose="親睦",
            ),
        ),
        "L2": (cells(kind="rent", amount=Money(86_000), from_="2016-02", to="2016-04", settled=True),),
        "L5": (cells(whom="渡邉 隆", amount=Money(3_000_000)),),
    },
)

LAN = Person(
    subject="g05",
    findings=(possible("R-DAY-02", "E1.birth-date r2"),),
    label="NGUYEN THI LAN",
    covers=("name not divided", "foreign nationality", "relatives abroad", "foreign passport", "residence abroad"),
    cells=boxes(
        {
            "A1.form": "single",
            "A1.full-name": "NGUYEN THI LAN",
            "A1.full-kana": "グエン ティ ラン",
            "A1.kana-source": "own-statement",
            "A1.roman": "NGUYEN THI LAN",
            "A3": "1990-07-21",
            "A4": "female",
            "A5.country": "VN",
            "A5.place": "ハノイ",
            "A8": not_applicable(),
            "A9.address": "愛知県見本市6番地の7",
            "A9.since": "2018-10",
            "A10.phone": "052-000-0005",
            "A12.body": "見本ソフトウェア株式会社",
            "A12.post": "技師",
            "E2.spouse": "listed",
            "E2.parents": "listed",
            "E2.siblings": "listed",
            "E2.spouse-parents": "listed",
            "K1.frequency": "never",
            **closing("NGUYEN THI LAN"),
        }
    ),
    tables={
        "A6": (cells(country="VN", how="birth"),),
        "A11": (
            cells(country="VN", number="Z0000005", issued="2021-02-01", expires="2031-02-01", name="NGUYEN THI LAN"),
        ),
        "B1": (cells(address="愛知県見本市6番地の7", from_="2018-10", to=not_applicable(), with_="配偶者"),),
        "B2": (
            cells(
                country="VN",
                address="ハノイ",
                from_="1990-07",
                to=written("2018-09", "2018年9月"),
                purpose="出生地における居住",
                status="国籍による",
            ),
        ),
        "C1": (
            cells(school="Truong THPT Mau", country="VN", from_="2005-09", to="2008-06", completed="graduated"),
            cells(school="Dai hoc Mau", country="VN", from_="2008-09", to="2013-06", completed="graduated"),
        ),
        "D1": (
            cells(
                employer="Mau Software",
                place="ハノイ",
                from_="2013-08",
                to="2018-08",
                form="regular",
                leaving="来日のため",
            ),
            cells(employer="見本ソフトウェア株式会社", from_="2018-10", to=not_applicable(), form="regular"),
        ),
        "D4": (cells(body="Mau Software", country="VN", role="ソフトウェアの開発", from_="2013-08", to="2018-08"),),
        "E1": (
            relative("spouse", "鈴木 拓也", "スズキ タクヤ", "1989-03-14", "愛知県見本市6番地の7"),
            relative("father", "NGUYEN VAN MAU", "グエン ヴァン マウ", written("1961", "1961年"), "ハノイ", "VN"),
            relative(
                "mother",
                "TRAN THI MAU",
                "チャン ティ マウ",
                unknown("正確な生年月日を確認できないため"),
                "ハノイ",
                "VN",
            ),
            relative("sibling", "NGUYEN VAN AN", "グエン ヴァン アン", "1994-12-01", "ハノイ", "VN"),
            relative("spouse-father", "鈴木 実", "スズキ ミノル", "1957-11-11", "岐阜県見本市8番地"),
            relative("spouse-mother", "鈴木 恵子", "スズキ ケイコ", "1960-01-31", "岐阜県見本市8番地"),
        ),
        "F9": (
            cells(
                country="VN",
                institution="Ngan hang Mau",
                kind="普通預金",
                opened="2009",
                balance=Money(15_000_000, "VND"),
            ),
        ),
        "F11": (
            cells(
                country="VN", city="ハノイ", from_="2024-12-28", to="2025-01-05", purpose="帰省", companions="配偶者"
            ),
        ),
    },
)

REN = Person(
    subject="g06",
    findings=(
        possible("R-FAM-03", "E1.relation r2"),
        possible("R-DAY-02", "E1.birth-date r2"),
    ),
    label="小鳥遊 蓮",
    covers=("naturalised", "past nationality and former name", "card loan and debt adjustment", "fine", "declined"),
    cells=boxes(
        {
            **name("小鳥遊", "蓮", "タカナシ", "レン", "TAKANASHI REN"),
            "A3": written("1970-12-31", "昭和45年12月31日"),
            "A4": "male",
            "A5.country": "JP",
            "A8": "北海道見本市500番地",
            "A9.address": "北海道見本市北1条西2丁目",
            "A9.since": written("2005", "平成17年頃", about=True),
            "A10.phone": "011-000-0006",
            "A12.body": "見本港湾運送株式会社",
            "A12.post": "部長",
            "E2.parents": unknown("父は死亡しており、母の所在は分からないため"),
            "E2.children": "listed",
            "F10.has": declined(),
            "K1.frequency": "daily",
            "K1.amount": "焼酎2杯程度",
            "M1.item-7": "任意整理の後は、新たな借入れをしていません。",
            **closing("小鳥遊 蓮"),
        }
    ),
    tables={
        "A2": (
            cells(
                name="朴 蓮",
                kana="パク レン",
                kind="before-naturalisation",
                from_="1970-12-31",
                to="1999-05-20",
                reason="帰化のため",
            ),
            cells(
                name="高梨 蓮", kana="タカナシ レン", kind="alias", from_="1977-04", to="1999-05", reason="学校での通称"
            ),
        ),
        "A6": (cells(country="JP", acquired_on="1999-05-20", how="naturalisation"),),
        "A7": (
            cells(
                country="KR",
                from_="1970-12-31",
                to="1999-05-20",
                reason="naturalisation",
                naturalised_on=written("1999-05-20", "平成11年5月20日"),
                former_name="朴 蓮",
            ),
        ),
        "B1": (cells(address="北海道見本市北1条西2丁目", from_="2005-04", to=not_applicable(), with_="子"),),
        "C1": (cells(school="見本北高等学校", from_="1986-04", to="1989-03", completed="graduated"),),
        "D1": (
            cells(
                employer="見本港湾運送株式会社", place="北海道", from_="1989-04", to=not_applicable(), form="regular"
            ),
        ),
        "D3": (cells(body="見本町内会", role="会計", from_="2020-04", to=not_applicable(), paid=False),),
        "E1": (
            relative("child", "小鳥遊 凛", "タカナシ リン", "2003-03-21", "北海道見本市北1条西2丁目"),
            cells(
                relation="mother",
                name="朴 英子",
                birth_date=written("1948", "昭和23年"),
                nationality="KR",
                past_nationality="CHOSEN",
                address=unknown("所在が分からないため"),
            ),
        ),
        "G1": (
            cells(
                offence="過失運転致傷",
                date=written("2012-06", "平成24年6月"),
                court="見本簡易裁判所",
                sentence="fine",
                detail="罰金20万円、執行猶予なし",
                end="2012-07",
            ),
        ),
        "K2": (
            cells(
                when="2017-12", where="飲食店", what="同席者と口論になった。", measure="翌日に謝罪し、宴席を控えた。"
            ),
        ),
        "L1": (
            cells(
                lender="見本クレジット株式会社",
                purpose="card",
                original=Money(1_500_000),
                balance=Money(240_000),
                monthly=Money(20_000),
                since="2019-09",
                guarantor=declined(),
            ),
        ),
        "L3": (cells(issuer="見本カード株式会社", when="2018-05", why="支払の遅延のため"),),
        "L4": (
            cells(kind="voluntary", court="見本法律事務所", date="2018-09", amount=Money(2_100_000), ended=declined()),
        ),
    },
)
