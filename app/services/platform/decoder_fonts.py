"""The fonts of the decoder of documents: those that the program brings, in memory before the cell is shut.

A document that does not bring its Japanese fonts would otherwise lose its text without a word, since the fonts of the
machine cannot be opened from within the cell.
"""

import ctypes
from pathlib import Path
from typing import Any

import pypdfium2

_SHIFT_JIS = 128
_SERIF = 16
"""``FXFONT_FF_ROMAN`` of the pitch and family that is asked for."""
_MINCHO, _GOTHIC = 1, 2
_ROMAN_NAMES = (b"mincho", b"ming", b"serif", b"\x96\xbe\x92\xa9")
"""Parts of names of fonts with serifs; the last is 明朝 as old documents write it."""


class ShippedFonts(pypdfium2.PdfSysfontBase):  # type: ignore[misc]  # the package has no types
    """Gives the two shipped fonts for Japanese text; Latin text falls back to the fonts inside the library."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._data = {_MINCHO: (folder / "ipaexm.ttf").read_bytes(), _GOTHIC: (folder / "ipaexg.ttf").read_bytes()}

    def EnumFonts(self, _: Any, mapper: Any) -> None:  # noqa: N802
        """Name none: what is asked for is mapped."""

    def MapFont(  # noqa: N802
        self,
        _: Any,
        weight: int,  # noqa: ARG002 - as the library calls it
        italic: int,  # noqa: ARG002
        charset: int,
        pitch: int,
        face: Any,
        exact: Any,  # noqa: ARG002
    ) -> int | None:
        """The shipped font for a Japanese one that is not in the document."""
        if charset != _SHIFT_JIS:
            return None
        name = (ctypes.cast(face, ctypes.c_char_p).value or b"").lower()
        roman = pitch & _SERIF or any(part in name for part in _ROMAN_NAMES)
        return _MINCHO if roman else _GOTHIC

    def GetFont(self, _: Any, face: bytes) -> None:  # noqa: N802
        """None is known by its name alone."""

    def GetFontData(self, _: Any, font: int, table: int, buffer: Any, size: int) -> int:  # noqa: N802
        """The whole file; single tables are read from it by the library."""
        data = self._data.get(int(font or 0), b"") if not table else b""
        if data and buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def GetFaceName(self, _: Any, font: int, buffer: Any, size: int) -> int:  # noqa: N802, ARG002
        """No name."""
        return 0

    def GetFontCharset(self, _: Any, font: int) -> int:  # noqa: N802, ARG002
        """Japanese."""
        return _SHIFT_JIS

    def DeleteFont(self, _: Any, font: int) -> None:  # noqa: N802
        """Nothing to give back."""
