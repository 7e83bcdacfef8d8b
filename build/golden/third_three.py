"""Three further invented people: two jobs at once, work inside a stay abroad, a naturalised parent."""

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
    unknown,
    written,
)

TSUBASA = Person(
    subject="g07",
    label="佐々木 翼",
    covers=("two full-time jobs at once", "April 1988 without a day", "divorced", "side business"),
    findings=(certain("R-JOB-01", "D1.from r2", "D1.to r2", "D1.from r3", "D1.to r3"),),
    cells=boxes(
        {
            **name("佐々木", "翼", "ササキ", "ツバサ", "SASAKI TSUBASA"),
            "A3": written("1966-07-15", "昭和41年7月15日"),
            "A4": "male",
            "A5.country": "JP",
            "A5.place": "岩手県見本市",
            "A8": "岩手県見本市第7地割600番地",
            "A9.postal-code": "020-0000",
            "A9.address": "宮城県見本市見本1丁目7番7号",
            "A9.since": written("1988-05-10", "昭和63年5月10日"),
            "A10.phone": "022-000-0007",
            "A12.body": "見本通信株式会社",
            "A12.post": "課長",
            "A12.duty": "基幹通信網の保守",
            "E2.parents": "listed",
            "E2.children": "listed",
            "K1.frequency": "weekly",
            "K1.amount": "ビール大瓶1本",
            "M1.item-7": "兼業は、双方の勤務先の許可を得たものです。",
            **closing("佐々木 翼"),
        }
    ),
    tables={
        "A6": JAPANESE,
        "B1": (
            cells(
                address="岩手県見本市第7地割600番地",
                from_="1966-07",
                to=written("1988-04", "昭和63年4月"),
                with_="父母",
            ),
            cells(
                address="宮城県見本市見本1丁目7番7号",
                from_=written("1988-05-10", "昭和63年5月10日"),
                to=not_applicable(),
                with_="子",
            ),
        ),
        "C1": (
            cells(school="見本県立第七高等学校", from_="1982-04", to="1985-03", completed="graduated"),
            cells(school="見本工業専門学校", from_="1985-04", to="1988-03", completed="graduated"),
        ),
        "D1": (
            cells(employer="株式会社見本電設", from_="1988-04", to="2004-03", form="regular", leaving="転職"),
            cells(employer="見本通信株式会社", place="宮城県", from_="2004-04-01", to=not_applicable(), form="regular"),
            cells(
                employer="見本警備保障株式会社",
                place="宮城県",
                work="夜間の施設警備",
                from_="2019-10-01",
                to="2021-03-31",
                form="regular",
                leaving="契約の終了",
            ),
        ),
        "D3": (cells(body="佐々木農園", role="事業主", from_="2015-04", to=not_applicable(), paid=True),),
        "E1": (
            relative("father", "佐々木 清", "ササキ キヨシ", "1938-03-03", "岩手県見本市第7地割600番地"),
            relative("mother", "佐々木 トミ", "ササキ トミ", "1941-09-30", "岩手県見本市第7地割600番地"),
            relative("child", "佐々木 颯", "ササキ ハヤテ", "2001-06-18", "宮城県見本市見本1丁目7番7号"),
        ),
        "L1": (
            cells(
                lender="見本農業協同組合",
                purpose="business",
                original=Money(5_000_000),
                balance=Money(1_200_000),
                monthly=Money(60_000),
                since="2016-04",
            ),
        ),
    },
)

YU = Person(
    subject="g08",
    label="長谷川 悠",
    covers=("stay abroad with work inside", "foreign employer", "no travel stated", "approach reported"),
    findings=(
        certain("R-TRV-01", "D4.has", "D4.country r1", "F11.has"),
        certain("R-TRV-02", "B2.has", "F11.has"),
    ),
    cells=boxes(
        {
            **name("長谷川", "悠", "ハセガワ", "ユウ", "HASEGAWA YU"),
            "A3": "1986-11-23",
            "A4": "female",
            "A5.country": "JP",
            "A5.place": "大阪府堺市見本区見本町1丁",
            "A8": "大阪府堺市見本区見本町1丁800番地",
            "A9.address": "神奈川県見本市見本町8番地イ",
            "A9.since": "2022-04",
            "A10.phone": "044-000-0008",
            "A10.mail": "yu@example.jp",
            "A12.body": "見本半導体株式会社",
            "A12.post": "主任",
            "E2.spouse": "listed",
            "E2.parents": "listed",
            "E2.spouse-parents": "listed",
            "K1.frequency": "monthly",
            "K1.amount": "梅酒1杯",
            **closing("長谷川 悠"),
        }
    ),
    tables={
        "A6": JAPANESE,
        "A11": (
            cells(country="JP", number="TZ0000008", issued="2018-09-03", expires="2028-09-03", name="HASEGAWA YU"),
        ),
        "B1": (
            cells(address="大阪府堺市見本区見本町1丁", from_="1986-11", to="2019-03", with_="父母"),
            cells(address="神奈川県見本市見本町8番地イ", from_="2022-04", to=not_applicable(), with_="配偶者"),
        ),
        "B2": (
            cells(
                country="SG",
                address="シンガポール",
                from_="2019-04",
                to="2022-03",
                purpose="勤務",
                status="就労許可",
            ),
        ),
        "C1": (
            cells(school="見本府立第八高等学校", from_="2002-04", to="2005-03", completed="graduated"),
            cells(school="見本大学", faculty="理学部", from_="2005-04", to="2009-03", completed="graduated"),
            cells(school="見本大学大学院", faculty="理学研究科", from_="2009-04", to="2011-03", completed="completed"),
        ),
        "D1": (
            cells(employer="見本化学株式会社", from_="2011-04", to="2019-03", form="regular", leaving="転職"),
            cells(employer="Sample Foundry Pte", place="シンガポール", from_="2019-04", to="2022-03", form="regular"),
            cells(employer="見本半導体株式会社", from_="2022-04", to=not_applicable(), form="regular"),
        ),
        "D4": (cells(body="Sample Foundry Pte", country="SG", role="工程技術者", from_="2019-04", to="2022-03"),),
        "E1": (
            relative("spouse", "長谷川 樹", "ハセガワ イツキ", "1985-02-02", "神奈川県見本市見本町8番地イ"),
            relative("father", "上田 修", "ウエダ オサム", "1956-06-16", "大阪府堺市見本区見本町1丁800番地"),
            relative("mother", "上田 弘美", "ウエダ ヒロミ", "1958-10-10", "大阪府堺市見本区見本町1丁800番地"),
            relative("spouse-father", "長谷川 学", "ハセガワ マナブ", "1953-01-05", "広島県見本市9番地"),
            relative("spouse-mother", "長谷川 文子", "ハセガワ フミコ", "1955-12-12", "広島県見本市9番地"),
        ),
        "F3": (
            cells(
                who="取引先を名乗る人物",
                country=unknown("相手が国を明かさなかったため"),
                when=written("2021-06", "2021年6月頃", about=True),
                where="シンガポールの飲食店",
                how="製造工程の資料を求められたが断った。",
                reported="勤務先の法務部に報告した。",
            ),
        ),
        "F7": (
            cells(
                giver="取引先の社員",
                nationality="SG",
                what="会食",
                value=Money(150, "SGD"),
                when="2020-12",
            ),
        ),
    },
)

NAOMI = Person(
    subject="g09",
    label="金子 直美",
    covers=("naturalised parent", "father unknown", "second nationality of a relative", "birthday on 1 April"),
    findings=(
        possible("R-FAM-03", "E1.relation r1"),
        possible("R-DAY-02", "E1.birth-date r2"),
    ),
    cells=boxes(
        {
            **name("金子", "直美", "カネコ", "ナオミ", "KANEKO NAOMI"),
            "A3": written("1995-04-01", "平成7年4月1日"),
            "A4": "female",
            "A5.country": "JP",
            "A5.place": "兵庫県神戸市見本区",
            "A8": "兵庫県神戸市見本区見本町乙900番地",
            "A9.address": "兵庫県神戸市見本区見本町乙900番地",
            "A9.since": "1995-04",
            "A10.phone": "078-000-0009",
            "A12.body": "見本水道局",
            "A12.duty": "浄水場の制御",
            "E2.parents": unknown("父については知らされておらず、戸籍にも記載がないため"),
            "E2.siblings": "listed",
            "K1.frequency": "never",
            "M1.item-1": "母は私の出生前に日本国籍を取得しています。",
            **closing("金子 直美"),
        }
    ),
    tables={
        "A6": JAPANESE,
        "B1": (cells(address="兵庫県神戸市見本区見本町乙900番地", from_="1995-04", to=not_applicable(), with_="母"),),
        "C1": (
            cells(school="見本市立第九高等学校", from_="2010-04", to="2013-03", completed="graduated"),
            cells(school="見本市立大学", faculty="文学部", from_="2013-04", to="2017-03", completed="graduated"),
        ),
        "D1": (cells(employer="見本水道局", place="兵庫県", from_="2017-04", to=not_applicable(), form="fixed-term"),),
        "E1": (
            cells(
                relation="mother",
                name="金子 美順",
                kana="カネコ ミスン",
                roman="KANEKO MISUN",
                former_name="金 美順",
                birth_date="1968-05-19",
                nationality="JP",
                past_nationality="KR",
                address="兵庫県神戸市見本区見本町乙900番地",
            ),
            cells(
                relation="sibling",
                name="金子 大翔",
                kana="カネコ ヒロト",
                birth_date=written("1997", "平成9年"),
                nationality="JP",
                second_nationality="US",
                address="アメリカ合衆国カリフォルニア州",
            ),
        ),
        "F11": (
            cells(country="US", city="ロサンゼルス", from_="2023-12-29", to="2024-01-06", purpose="弟の訪問"),
            cells(country="KR", city="ソウル", from_="2025-05-03", to="2025-05-05", purpose="観光", companions="母"),
        ),
    },
)
