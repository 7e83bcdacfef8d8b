"""Break running text into lines under the Japanese rules (禁則処理, after JIS X 4051), Latin words kept whole.

Pure: the width of a piece of text is asked from the caller. A line never begins with a closing bracket, a full stop, a
small kana or the like, and never ends with an opening bracket; pairs such as ``……`` stay together. Only when one
unbreakable piece is wider than the line are the rules given up, in this order: first the word, then the kinsoku rule.
Variant kanji and combined characters are never torn apart.
"""

from collections.abc import Callable

from app.services.documents.clusters import clusters

Measure = Callable[[str], float]
"""Width of a piece of text, in the unit of the line width."""

NOT_AT_START = frozenset(
    "、。，．・：；？！,.:;?!‥…ー～〜％%‰℃°"
    "）)］]｝}〉》」』】〕〙〗〟’”»々〻ゝゞヽヾ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "｡､｣･ｧｨｩｪｫｬｭｮｯｰﾞﾟ"
)
"""行頭禁則文字."""
NOT_AT_END = frozenset("（(［[｛{〈《「『【〔〘〖〝‘“«｢￥¥＄$＃#№")
"""行末禁則文字."""
_INSEPARABLE = frozenset("—―…‥")
_COUNTERS = frozenset("年月日時分秒条項号件回人円枚")
_LATIN_LIMIT = 0x2000


def break_lines(text: str, measure: Measure, width: float) -> list[str]:
    """Break one paragraph (no newline inside) into lines.

    Args:
        text: The paragraph. ASCII spaces at a break are dropped; everything else is kept.
        measure: Width of a piece of text.
        width: Width of the line in the unit of ``measure``.

    Returns:
        The lines in order; one empty line for empty text.
    """
    lines: list[str] = []
    line = ""
    for piece in pieces(text):
        if not line.rstrip(" ") or measure((line + piece).rstrip(" ")) <= width:
            line += piece
        else:
            lines.append(line.rstrip(" "))
            line = piece
        while measure(line.rstrip(" ")) > width:
            head = _forced(line, measure, width)
            if head == line:
                break
            lines.append(head.rstrip(" "))
            line = line[len(head) :]
    lines.append(line.rstrip(" "))
    return lines


def pieces(text: str) -> list[str]:
    """The parts of ``text`` between which a line may end."""
    found: list[str] = []
    for cluster in clusters(text):
        if found and _joined(found[-1], cluster):
            found[-1] += cluster
        else:
            found.append(cluster)
    return found


def _joined(piece: str, after: str) -> bool:
    if after == " " or _kept_by_kinsoku(piece, after) or _counted(piece[-1], after[0]):
        return True
    return _is_latin(piece[-1]) and _is_latin(after[0]) and piece[-1] != " "


def _kept_by_kinsoku(before: str, after: str) -> bool:
    """Whether a break between the two texts is forbidden; spaces at the break do not count, they are dropped."""
    last = before.rstrip(" ")[-1:]
    if after[0] in NOT_AT_START or last in NOT_AT_END:
        return True
    return last == after and after in _INSEPARABLE


def _counted(before: str, after: str) -> bool:
    """A number keeps its counter: 第12条 is not torn into 第 / 12 / 条."""
    return (before == "第" and after.isdigit()) or (before.isdigit() and after in _COUNTERS)


def _is_latin(character: str) -> bool:
    return ord(character) < _LATIN_LIMIT


def _forced(line: str, measure: Measure, width: float) -> str:
    """The longest beginning that fits, ended where kinsoku allows if such a place exists; at least one cluster."""
    parts = clusters(line)
    fitting = 1
    while fitting < len(parts) and measure("".join(parts[: fitting + 1])) <= width:
        fitting += 1
    for end in range(fitting, 0, -1):
        head = "".join(parts[:end])
        if end < len(parts) and not _kept_by_kinsoku(head, parts[end]):
            return head
    return "".join(parts[:fitting])
