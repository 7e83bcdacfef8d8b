"""Cut text into the smallest pieces that may stand alone on paper.

A cluster is a character with everything that changes its shape: variation selectors (異体字セレクタ) and combining
marks. Nothing is normalised: joined again, the clusters are the text, code point by code point.
"""

import unicodedata

_MARKS = frozenset({"Mn", "Me", "Mc"})


def clusters(text: str) -> list[str]:
    """The clusters of ``text`` in order; a mark at the very beginning is a cluster of its own."""
    found: list[str] = []
    for character in text:
        if found and unicodedata.category(character) in _MARKS:
            found[-1] += character
        else:
            found.append(character)
    return found
