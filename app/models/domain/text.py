"""Display form of text that came from outside; the text itself is stored as given and never changed."""

import unicodedata

from app.models.domain.folding import is_variation_selector

CUT_MARK = "〘…〙"
"""Stands at the end of a text that was cut for display."""

_BLANK_LOOKING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u2800\u3164\uffa0")
_HONEST_BLANKS = frozenset(" \u3000")
_OUR_MARKS = frozenset("〘〙")
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_LONGEST_STACK = 2


def visible(text: str, limit: int) -> str:
    """The text with everything that cannot be seen, or that turns reading order, spelled out as ``〘U+202E〙``.

    Plain and ideographic blanks stay. A variation selector stays behind an ideograph, where it belongs to a name. More
    than two combining marks in a row are spelled out. The marks 〘 and 〙 are spelled out too, so that no text can
    pretend to have been marked by this program.

    Args:
        text: Untrusted text.
        limit: How many characters of the text are shown; a longer text ends in ``〘…〙``.
    """
    shown: list[str] = []
    stack = 0
    before = ""
    for char in text[:limit]:
        stack = stack + 1 if unicodedata.combining(char) else 0
        shown.append(_spelled(char) if _is_unseen(char, before) or stack > _LONGEST_STACK else char)
        before = char
    return "".join(shown) + (CUT_MARK if len(text) > limit else "")


def has_unseen(text: str) -> bool:
    """Whether anything in the text cannot be seen or turns the reading order."""
    return visible(text, len(text)) != text


def is_drawable_concern(text: str) -> bool:
    """Whether a font of ours cannot be trusted to draw it: private use (外字), unassigned, broken surrogates.

    What stands behind a private-use code depends on the writer's machine, so it must be shown as a code and an image.
    """
    return any(unicodedata.category(char) in {"Co", "Cn", "Cs"} for char in text)


def _is_unseen(char: str, before: str) -> bool:
    if is_variation_selector(char):
        return not (before and unicodedata.category(before) == "Lo")
    if char in _HONEST_BLANKS:
        return False
    return char in _BLANK_LOOKING or char in _OUR_MARKS or unicodedata.category(char) in _UNSEEN_CATEGORIES


def _spelled(char: str) -> str:
    return f"〘U+{ord(char):04X}〙"


def without_stop(text: str) -> str:
    """A sentence without its Japanese full stop, for a place in a longer one that sets its own."""
    return text.rstrip("\u3002")
