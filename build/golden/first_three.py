"""The first three invented people of the rehearsal roster. Every address, employer, bank and event is invented."""

from app.models.forms.answers import AnswerState, Money
from build.golden.description import (
    JAPANESE,
    Cell,
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

MISAKI = Person(
    subject="g01",
    findings=(possible("R-DAY-02", "E1.birth-date r4"),),
    label="髙橋 美咲",
    covers=(
        "former name",
        "study abroad and residence abroad",
        "foreign scholarship",
        "partial dates",
        "foreign account",
    ),
    cells=boxes(
        {
            **name("髙橋", "美咲", "タカハシ", "ミサキ", "TAKAHASHI MISAKI"),
            "A3": written("1988-04-12", "昭和63年4月12日"),
            "A4": declined(),
            "A5.country": "JP",
            "A5.place": "神奈川県横浜市",
            "A8": "神奈川県横浜市見本区一丁目100番地",
            "A9.postal-code": "100-0000",
            "A9.address": "東京都千代田区見本町1丁目2番3号",
            "A9.since": written("2019-04", "平成31年4月"),
            "A10.phone": "03-0000-0001",
            "A10.mail": "misaki@example.jp",
            "A12.body": "見本精機株式会社 研究部",
            "A12.post": "主任研究員",
            "A12.duty": "重要インフラ向け制御装置の設計",
            "E2.spouse": "listed",
            "E2.parents": "listed",
            "E2.siblings": Cell(state=AnswerState.NONE),
            "E2.spouse-parents": "listed",
            "K1.frequency": "weekly",
            "K1.amount": "ビール中瓶1本",
            "M1.item-1": "奨学金は、授業料のみを対象とする公開の制度によるものです。",
            **closing("髙橋 美咲"),
        }
    ),
    tables={
        "A2": (
            cells(
                name="佐藤 美咲",
                kana="サトウ ミサキ",
                kind="maiden",
                from_="1988-04-12",
                to=written("2015-11", "平成27年11月"),
                reason="婚姻のため",
            ),
        ),
        "A6": JAPANESE,
        "A11": (
            cells(country="JP", number="TZ0000001", issued="2018-05-10", expires="2028-05-10", name="TAKAHASHI MISAKI"),
        ),
        "B1": (
            cells(address="神奈川県横浜市見本区1番1号", from_="2014-04", to="2019-03", with_="配偶者"),
            cells(address="東京都千代田区見本町1丁目2番3号", from_="2019-04", to=not_applicable(), with_="配偶者"),
        ),
        "B2": (
            cells(
                country="DE",
                address="ミュンヘン市",
                from_=written("2010-09", "2010年9月"),
                to=written("2012-08", "2012年8月"),
                purpose="留学",
                status="学生",
            ),
        ),
        "C1": (
            cells(
                school="見本県立第一高等学校",
                country="JP",
                from_=written("2004-04", "平成16年4月"),
                to="2007-03",
                completed="graduated",
            ),
            cells(
                school="見本大学",
                faculty="工学部",
                country="JP",
                from_="2007-04",
                to="2010-08",
                completed="graduated",
            ),
            cells(school="見本大学大学院", faculty="工学研究科", from_="2012-10", to="2014-03", completed="completed"),
        ),
        "C2": (
            cells(
                country="DE",
                school="Musterhochschule",
                from_="2010-09",
                to="2012-08",
                funding="foreign-government",
                funding_detail="外国政府の留学生奨学金（授業料）",
            ),
        ),
        "D1": (
            cells(
                employer="見本精機株式会社",
                place="東京都",
                work="研究開発",
                from_="2014-04",
                to=not_applicable(),
                form="regular",
                superior="見本 一郎",
            ),
        ),
        "E1": (
            relative("spouse", "髙橋 翔", "タカハシ ショウ", "1987-09-30", "東京都千代田区見本町1丁目2番3号"),
            relative("father", "佐藤 茂", "サトウ シゲル", "1958-01-20", "神奈川県横浜市見本区一丁目1番1号"),
            relative("mother", "佐藤 和子", "サトウ カズコ", "1960-06-06", "神奈川県横浜市見本区一丁目1番1号"),
            relative("spouse-father", "髙橋 勝", "タカハシ マサル", written("1955", "昭和30年"), "長野県見本市2番地"),
            relative("spouse-mother", "髙橋 幸子", "タカハシ サチコ", "1957-03-03", "長野県見本市2番地"),
        ),
        "F5": (cells(name="Erika Muster", nationality="DE", relation="留学時の友人", contact="年に数回の電子メール"),),
        "F8": (
            cells(
                country="DE",
                what="留学生奨学金",
                from_="2010-09",
                to="2012-08",
                amount=Money(12000, "EUR"),
            ),
        ),
        "F9": (
            cells(
                country="DE",
                institution="Musterbank",
                kind="普通預金",
                opened=written("2010-09", "2010年9月頃", about=True),
                balance=Money(350, "EUR"),
            ),
        ),
        "F11": (
            cells(
                country="DE",
                city="ミュンヘン",
                from_="2023-08-10",
                to="2023-08-17",
                purpose="観光",
                companions="配偶者",
            ),
        ),
    },
)

KENICHI = Person(
    subject="g02",
    label="山﨑 健一",
    covers=("one disciplinary entry with own explanation", "lost medium", "housing loan", "relative unknown"),
    cells=boxes(
        {
            **name("山﨑", "健一", "ヤマサキ", "ケンイチ", "YAMASAKI KENICHI"),
            "A3": written("1980-11-03", "S55.11.3"),
            "A4": "male",
            "A5.country": "JP",
            "A8": "福岡県見本市大字見本200番地",
            "A9.address": "埼玉県見本市中央3丁目4番5号",
            "A9.since": "2013-06",
            "A10.phone": "048-000-0002",
            "A12.body": "内閣府見本局",
            "A12.post": "係長",
            "E2.spouse": "listed",
            "E2.parents": "listed",
            "E2.children": "listed",
            "E2.siblings": unknown("兄とは二十年以上連絡がなく、所在が分からないため"),
            "E2.spouse-parents": "listed",
            "K1.frequency": "most-days",
            "K1.amount": "日本酒一合程度",
            "M1.item-2": "処分の後は、同じ誤りを繰り返していません。",
            **closing("山﨑 健一"),
        }
    ),
    tables={
        "A6": JAPANESE,
        "B1": (cells(address="埼玉県見本市中央3丁目4番5号", from_="2013-06", to=not_applicable(), with_="配偶者、子"),),
        "C1": (
            cells(school="見本県立第二高等学校", from_="1996-04", to="1999-03", completed="graduated"),
            cells(school="見本大学", faculty="法学部", from_="1999-04", to="2003-03", completed="graduated"),
        ),
        "D1": (cells(employer="内閣府", place="東京都", from_="2003-04", to=not_applicable(), form="regular"),),
        "E1": (
            relative("spouse", "山﨑 由美", "ヤマサキ ユミ", "1982-05-15", "埼玉県見本市中央3丁目4番5号"),
            relative("child", "山﨑 葵", "ヤマサキ アオイ", "2014-08-01", "埼玉県見本市中央3丁目4番5号"),
            relative("father", "山﨑 正", "ヤマサキ タダシ", "1950-02-11", "福岡県見本市大字見本200番地"),
            relative("mother", "山﨑 節子", "ヤマサキ セツコ", "1953-12-24", "福岡県見本市大字見本200番地"),
            relative(
                "sibling", "山﨑 浩", "ヤマサキ ヒロシ", "1978-07-07", unknown("長年連絡がなく、住所が分からないため")
            ),
            relative("spouse-father", "中村 博", "ナカムラ ヒロシ", "1951-10-10", "千葉県見本市5番地"),
            relative("spouse-mother", "中村 京子", "ナカムラ キョウコ", "1954-04-01", "千葉県見本市5番地"),
        ),
        "G4": (
            cells(
                employer="内閣府",
                date=written("2019-02", "平成31年2月"),
                kind="reprimand",
                reason="公用車の運転中に速度超過の違反をしたため",
                explanation="会議に遅れそうになり焦っていました。\nその後は公共交通機関を使い、違反はありません。",
            ),
        ),
        "H3": (
            cells(
                employer="内閣府",
                when="2018-10",
                what="業務用の携帯端末を電車内に置き忘れ、翌日に回収した。",
                cause="乗換えの際の不注意",
                damage="端末は暗号化されており、情報の流出は確認されていない。",
                measure="厳重注意を受け、端末を身体から離さない運用に改めた。",
            ),
        ),
        "G5": (
            cells(employer="内閣府", date="2018-11", kind="severe-warning", reason="携帯端末を電車内に置き忘れたため"),
        ),
        "L1": (
            cells(
                lender="見本銀行",
                purpose="housing",
                original=Money(32_000_000),
                balance=Money(21_450_000),
                monthly=Money(98_000),
                since="2013-06",
            ),
        ),
    },
)

HINA = Person(
    subject="g03",
    findings=(possible("R-DAY-02", "E1.birth-date r4"),),
    label="𠮷田 陽菜",
    covers=("leap-day birth", "character above U+FFFF", "counselling", "declined answers", "dispatched worker"),
    cells=boxes(
        {
            **name("𠮷田", "陽菜", "ヨシダ", "ヒナ", "YOSHIDA HINA"),
            "A1.kana-since": "2025-05-26",
            "A3": written("1992-02-29", "平成4年2月29日"),
            "A4": "female",
            "A5.country": "JP",
            "A5.place": "京都府京都市見本区見本通見本上る見本町",
            "A8": "京都府京都市見本区見本通見本上る見本町300番地",
            "A9.address": "大阪府見本市1丁目1番1-301号",
            "A9.since": "2021-03",
            "A10.phone": "06-0000-0003",
            "A12.body": "見本人材株式会社",
            "A12.duty": "見本電力株式会社における系統運用の補助",
            "E2.parents": "listed",
            "E2.siblings": "listed",
            "E2.cohabitants": "listed",
            "K1.frequency": "never",
            "L6.has": declined(),
            "M1.item-5": "現在は通院しておらず、勤務に支障はありません。",
            **closing("𠮷田 陽菜"),
        }
    ),
    tables={
        "A6": JAPANESE,
        "B1": (
            cells(address="京都府京都市見本区", from_="1992-02", to="2021-02", with_="父母、弟"),
            cells(address="大阪府見本市1丁目1番1-301号", from_="2021-03", to=not_applicable(), with_="友人"),
        ),
        "C1": (
            cells(school="見本女子高等学校", from_="2007-04", to="2010-03", completed="graduated"),
            cells(school="見本短期大学", from_="2010-04", to="2012-03", completed="graduated"),
        ),
        "D1": (
            cells(
                employer="株式会社見本商店", from_="2012-04", to="2017-09", form="regular", leaving="体調を崩したため"
            ),
            cells(employer="見本人材株式会社", from_="2018-04", to=not_applicable(), form="dispatched"),
        ),
        "D2": (cells(from_="2017-10", to="2018-03", activity="illness"),),
        "E1": (
            relative("father", "𠮷田 誠", "ヨシダ マコト", "1962-08-08", "京都府京都市見本区300番地"),
            relative("mother", "𠮷田 恵", "ヨシダ メグミ", "1964-02-02", "京都府京都市見本区300番地"),
            relative("sibling", "𠮷田 大輝", "ヨシダ ダイキ", "1995-01-15", "京都府京都市見本区300番地"),
            relative("cohabitant", "木村 彩", "キムラ アヤ", written("1991", "平成3年"), "大阪府見本市1丁目1番1-301号"),
        ),
        "F11": (cells(country="TW", city="台北", from_="2024-02-28", to="2024-03-02", purpose="観光"),),
        "J1": (
            cells(
                condition="適応障害",
                institution="見本クリニック",
                address="京都府京都市見本区",
                doctor="見本 太郎",
                from_=written("2017-08", "平成29年8月"),
                to=written("2018-02", "平成30年2月頃", about=True),
                now="治療は終了している。",
                effect="日常生活及び勤務に支障はない。",
                medication=declined(),
            ),
        ),
    },
)
