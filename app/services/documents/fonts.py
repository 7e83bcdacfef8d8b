"""The embedded fonts of the letters: every character of a name exactly, or no letter.

The stock TrueType class of ReportLab prints a box after a variation selector (異体字セレクタ) and writes a wrong
ToUnicode map above U+FFFF. ``ExactFont`` gives each known (base, selector) pair a private code point, in memory only,
and writes the original sequence as UTF-16BE: the page and the copied text are both right, the font file is unchanged.

Source of the pairs: cmap subtable format 14 of each font (Adobe-Japan1 in IPAex, Moji_Joho in IPAmj).
"""

import threading
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont as FontTables
from reportlab.pdfbase import pdfmetrics, ttfonts

from app.models.domain.errors import EnvironmentProblemError, RefusedError
from app.services import resources
from app.services.documents.clusters import clusters
from app.services.documents.tree import Face

_PRIVATE = 0xF0000
_NO_BREAK_SPACE = "\u00a0"
_NEVER_DRAWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Mc", "Zl", "Zp"})
_ENTRIES_PER_BLOCK = 100
"""At most this many entries stand in one bfchar block (ISO 32000-1, 9.10.3)."""


FILES = {"IPAexMincho": "ipaexm.ttf", "IPAexGothic": "ipaexg.ttf", "IPAmjMincho": "ipamjm.ttf"}
_ORDER: dict[Face, tuple[str, ...]] = {
    Face.MINCHO: ("IPAexMincho", "IPAmjMincho"),
    Face.GOTHIC: ("IPAexGothic", "IPAmjMincho"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one font.

    Attributes:
        font: Registered name of the font.
        text: What is meant, as given.
        drawn: What is handed to ReportLab: one code point for each cluster, private ones for sequences.
        width: Width in units of the font size (1.0 is one full-width character).
    """

    font: str
    text: str
    drawn: str
    width: float


class ExactFont(ttfonts.TTFont):  # type: ignore[misc]  # reportlab has no types
    """A TrueType font that draws sequences and says what it cannot draw.

    Args:
        name: Name under which ReportLab knows the font.
        path: The font file.
    """

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), asciiReadable=False, shapable=False)
        # Asked for only where text is shaped. As a hundred thousand small lists it made every search for garbage, in
        # which no thread runs, four times as long: the window stood still while a letter was made.
        self.face.glyphToChar.clear()
        self._variations = _variations(path)
        self._codes: dict[str, str | None] = {}
        self._sources: dict[int, str] = {}
        self._lock = threading.Lock()

    def encode(self, cluster: str) -> str | None:
        """The one code point that draws ``cluster`` exactly, or None."""
        with self._lock:
            if cluster not in self._codes:
                self._codes[cluster] = self._place(cluster)
            return self._codes[cluster]

    def advance(self, code: str) -> float:
        """Width of an encoded cluster in units of the font size."""
        return float(self.face.charWidths[ord(code)]) / 1000

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - the name belongs to ReportLab
        """Write the font into ``doc``, with a ToUnicode map that is right for sequences and above U+FFFF."""
        subsets = list(self.state[doc].subsets)  # the state is gone after the next call but one
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        written = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            base = written[name].BaseFont
            doc.idToObject[f"toUnicodeCMap:{base}"].content = _to_unicode(base, map(self._source, subset))

    def _source(self, code: int) -> str:
        return self._sources.get(code, chr(code))

    def _place(self, cluster: str) -> str | None:
        if len(cluster) == 1:
            return self._single(cluster)
        if len(cluster) == 2 and (ord(cluster[0]), ord(cluster[1])) in self._variations:
            glyph = self._variations[ord(cluster[0]), ord(cluster[1])]
            return self._private(cluster, self._glyph(cluster[0]) if glyph is None else glyph)
        composed = unicodedata.normalize("NFC", cluster)  # only to find the glyph; the text stays as given
        return self._private(cluster, self._glyph(composed)) if len(composed) == 1 else None

    def _single(self, character: str) -> str | None:
        if unicodedata.category(character) in _NEVER_DRAWN:
            return None
        glyph = self._glyph(character)
        if character == _NO_BREAK_SPACE:  # ReportLab would turn it into an ordinary space
            return self._private(character, glyph)
        return None if glyph is None else character

    def _glyph(self, character: str) -> int | None:
        glyph: int = self.face.charToGlyph.get(ord(character), 0)
        if glyph == 0:
            return None
        empty = self.face.glyphPos[glyph] == self.face.glyphPos[glyph + 1]
        return None if empty and unicodedata.category(character) != "Zs" else glyph

    def _private(self, cluster: str, glyph: int | None) -> str | None:
        if glyph is None:
            return None
        code = _PRIVATE + len(self._sources)
        self._sources[code] = cluster
        self.face.charToGlyph[code] = glyph
        self.face.charWidths[code] = self.pdfScale(self.face.hmetrics[glyph][0])
        return chr(code)


class Typefaces:
    """The shelf of fonts; each file is read once, the large one only when a letter needs it.

    Args:
        folder: Where the font files are.

    One shelf per process: ReportLab keeps the first font of a face for ever. Use ``typefaces()``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fonts: dict[str, ExactFont] = {}
        self._lock = threading.Lock()

    def choose(self, text: str, face: Face = Face.MINCHO) -> tuple[Run, ...]:
        """Cut ``text`` into runs, falling back from IPAex to IPAmj for each cluster.

        Raises:
            RefusedError: ``letter.character-not-drawable``; ``code_points`` lists what no font draws exactly, as U+XXXX
                and never as the name itself.
        """
        placed = [(cluster, self._first(cluster, face)) for cluster in clusters(text)]
        refused = dict.fromkeys(cluster for cluster, found in placed if found is None)
        if refused:
            listed = " / ".join(" ".join(f"U+{ord(one):04X}" for one in cluster) for cluster in refused)
            raise RefusedError("letter.character-not-drawable", code_points=listed)
        runs: list[Run] = []
        for cluster, found in placed:
            if found is None:
                continue
            name, drawn, width = found
            if runs and runs[-1].font == name:
                last = runs.pop()
                runs.append(Run(name, last.text + cluster, last.drawn + drawn, last.width + width))
            else:
                runs.append(Run(name, cluster, drawn, width))
        return tuple(runs)

    def measure(self, face: Face, size: float) -> Callable[[str], float]:
        """A function that gives the width of a text in points; it raises as ``choose`` does."""

        @lru_cache(maxsize=4096)
        def width(text: str) -> float:
            return sum(run.width for run in self.choose(text, face)) * size

        return width

    def loaded(self) -> frozenset[str]:
        """Names of the fonts read so far."""
        return frozenset(self._fonts)

    def _first(self, cluster: str, face: Face) -> tuple[str, str, float] | None:
        for name in _ORDER[face]:
            font = self._font(name)
            drawn = font.encode(cluster)
            if drawn is not None:
                return name, drawn, font.advance(drawn)
        return None

    def _font(self, name: str) -> ExactFont:
        with self._lock:
            if name not in self._fonts:
                self._fonts[name] = self._load(name)
            return self._fonts[name]

    def _load(self, name: str) -> ExactFont:
        try:
            font = ExactFont(name, self._folder / FILES[name])
        except (OSError, ttfonts.TTFError) as missing:
            raise EnvironmentProblemError("letter.font-missing", file=FILES[name]) from missing
        pdfmetrics.registerFont(font)
        return font


@cache
def typefaces() -> Typefaces:
    """The shelf of this process."""
    return Typefaces(resources.FONTS)


def _variations(path: Path) -> dict[tuple[int, int], int | None]:
    """(base, selector) to glyph number; None means the ordinary glyph of the base."""
    with FontTables(path, lazy=True) as tables:
        return {
            (base, selector): None if glyph is None else tables.getGlyphID(glyph)
            for table in tables["cmap"].tables
            if table.format == 14
            for selector, pairs in table.uvsDict.items()
            for base, glyph in pairs
        }


def _to_unicode(name: str, sources: Iterable[str]) -> str:
    """A ToUnicode CMap (ISO 32000-1, 9.10.3) whose values are UTF-16BE of any length."""
    entries = [
        f"<{code:02X}> <{source.encode('utf-16-be').hex().upper()}>"
        for code, source in enumerate(sources)
        if source != "\0"
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
    ]
    for start in range(0, len(entries), _ENTRIES_PER_BLOCK):
        block = entries[start : start + _ENTRIES_PER_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])
