"""Folding of Japanese text into keys for searching and sorting; what is stored and shown is never folded.

The variant table joins spellings that offices use for one and the same name. It is wider than the registers are
(斎 and 斉 are two characters there): a key may find too much, a person decides, and nothing is replaced.
"""

import unicodedata
from itertools import pairwise

VARIANTS = (
    "髙高 﨑崎 嵜崎 𥔎崎 𠮷吉 邉辺 邊辺 齋斉 斎斉 齊斉 澤沢 德徳 瀨瀬 濵浜 濱浜 廣広 嶋島 嶌島 國国 黑黒 惠恵 榮栄 "
    "櫻桜 槇槙 遙遥 眞真 龍竜 瀧滝 禮礼 莊荘 萬万 彌弥 壽寿 靜静 實実 寶宝 來来 顯顕 曾曽 桒桑 條条 增増 圓円 鷗鴎 "
    "臺台 䑓台 藏蔵 淨浄 豐豊 會会 鐵鉄 鹽塩 關関 舘館 藪薮 檜桧 渕淵 渊淵 栁柳 桺柳 薗園 冨富 峯峰 學学 舩船 堯尭 "
    "巖巌 靏鶴 靍鶴 篭籠 煕熙 凞熙 翆翠 綠緑 穗穂 稻稲 龜亀 與与 將将 當当 藝芸 讓譲 釋釈 亙亘 凉涼 狹狭 經経 聰聡 "
    "總総 衞衛 鄕郷 埜野 嶽岳 峩峨 劔剣 劍剣 槗橋 𣘺橋 柗松 枩松 髮髪 淸清 靑青 祿禄 晝昼 燈灯"
)
"""Pairs of a variant and the character that stands for it in keys."""

_REPRESENTATIVE = {ord(pair[0]): pair[1] for pair in VARIANTS.split()}
_HIRAGANA_TO_KATAKANA = {code: chr(code + 0x60) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_KATAKANA_TO_HIRAGANA = {code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)}
_SMALL_TO_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_LIKE_A_LONG_MARK = frozenset("ー-‐‑‒–—―−─一")
_VOWELS = {
    kana: vowel
    for vowel, row in {
        "ア": "アカサタナハマヤラワガザダバパ",
        "イ": "イキシチニヒミリヰギジヂビピ",
        "ウ": "ウクスツヌフムユルグズヅブプヴ",
        "エ": "エケセテネヘメレヱゲゼデベペ",
        "オ": "オコソトノホモヨロヲゴゾドボポ",
    }.items()
    for kana in row
}
_BETWEEN_NAMES = frozenset("・･·'’-‐‑.,，、")
_VOICED = "\u3099"
_HALF_VOICED = "\u309a"


def is_variation_selector(char: str) -> bool:
    """Whether the character picks the shape of the one before it (IVS and standard selectors)."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def fold(text: str) -> str:
    """The key under which spellings of one name meet.

    NFKC, katakana for hiragana, capitals, representative characters; without blanks, selectors, invisible characters
    and the dots and hyphens between foreign names.
    """
    kept = (
        char
        for char in unicodedata.normalize("NFKC", text)
        if not (is_variation_selector(char) or char in _BETWEEN_NAMES or _is_empty(char))
    )
    return "".join(kept).upper().translate(_HIRAGANA_TO_KATAKANA).translate(_REPRESENTATIVE)


def fold_kana(text: str) -> str:
    """The key of a reading: large full-width katakana, long marks as vowels, ダ kept apart from タ."""
    return "".join(large for _, large in _kana_steps(text))


def without_voicing(kana: str) -> str:
    """The same key with ダ and タ, パ and ハ as one."""
    plain = (char for char in unicodedata.normalize("NFD", kana) if char not in (_VOICED, _HALF_VOICED))
    return unicodedata.normalize("NFC", "".join(plain))


def plain_dashes(text: str) -> str:
    """Narrow letters and digits, and a hyphen for whatever keys and input methods give for the dash in a number."""
    wide = unicodedata.normalize("NFKC", text)
    return "".join("-" if char in _LIKE_A_LONG_MARK else char for char in wide)


def is_kana_text(text: str) -> bool:
    """Whether a reading holds kana, long marks, blanks and middle dots only."""
    wide = unicodedata.normalize("NFKC", text)
    return any(char.isalpha() for char in wide) and all(
        "\u3041" <= char <= "\u3096" or "\u309d" <= char <= "\u309e" or "\u30a1" <= char <= "\u30fe" or char == " "
        for char in wide
    )


def sort_key(text: str) -> str:
    """A string whose code-point order is the order of the fifty sounds (五十音順).

    Three levels joined by blanks, which sort below every kana: plain large hiragana; voicing (0 none, 1 ﾞ, 2 ﾟ); and
    size (0 long mark, 1 small, 2 large). The same on every machine because it is text for a BINARY column. Roman
    letters sort before kana, kanji after.
    """
    steps = _kana_steps(text)
    plain = "".join(without_voicing(large) for _, large in steps).translate(_KATAKANA_TO_HIRAGANA)
    voicing = "".join(_voicing(large) for _, large in steps)
    size = "".join("0" if given == "ー" else "1" if given != large else "2" for given, large in steps)
    return f"{plain} {voicing} {size}"


def _kana_steps(text: str) -> list[tuple[str, str]]:
    """Each sound as given (full-width katakana) and as a large kana; blanks and dots are left out."""
    given = [char for char in _wide_katakana(text) if not _is_empty(char)]
    steps: list[tuple[str, str]] = []
    for before, char in pairwise(["", *given]):
        previous = steps[-1][1] if steps else ""
        if char in _LIKE_A_LONG_MARK and (previous in _VOWELS or previous == "ン") and previous:
            if previous in _VOWELS:
                steps.append(("ー", _VOWELS[previous]))
        elif char in "ヽヾ" and before:
            again = unicodedata.normalize("NFC", without_voicing(previous) + (_VOICED if char == "ヾ" else ""))
            steps.append((again, again))
        elif char not in _BETWEEN_NAMES:
            steps.append((char, char.translate(_SMALL_TO_LARGE)))
    return steps


def _wide_katakana(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper().translate(_HIRAGANA_TO_KATAKANA)


def _voicing(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    return "1" if _VOICED in parts else "2" if _HALF_VOICED in parts else "0"


def _is_empty(char: str) -> bool:
    """Blanks, controls and characters without a shape of their own."""
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Zs"} or is_variation_selector(char)
