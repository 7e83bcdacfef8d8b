"""Another program's reader of two-dimensional codes: libzbar, called as it is installed."""

import ctypes
import ctypes.util
from dataclasses import dataclass

import pytest

_GREY = int.from_bytes(b"Y800", "little")
_QR = 64


@dataclass(frozen=True)
class Scanned:
    """A code that was found. ``side`` is the longer side of its corners in dots."""

    text: str
    side: float


def scanned(width: int, height: int, dots: bytes) -> list[Scanned]:
    """Every QR code on a page of grey dots, 8 bits each."""
    name = ctypes.util.find_library("zbar")
    if name is None:
        pytest.skip("libzbar is not installed")
    zbar = ctypes.CDLL(name)
    for made in ("image_scanner_create", "image_create", "image_first_symbol", "symbol_next"):
        getattr(zbar, f"zbar_{made}").restype = ctypes.c_void_p
    zbar.zbar_symbol_get_data.restype = ctypes.c_char_p
    scanner, image = ctypes.c_void_p(zbar.zbar_image_scanner_create()), ctypes.c_void_p(zbar.zbar_image_create())
    zbar.zbar_image_set_format(image, ctypes.c_ulong(_GREY))
    zbar.zbar_image_set_size(image, ctypes.c_uint(width), ctypes.c_uint(height))
    zbar.zbar_image_set_data(image, dots, ctypes.c_ulong(len(dots)), None)
    found = []
    try:
        zbar.zbar_scan_image(scanner, image)
        symbol = ctypes.c_void_p(zbar.zbar_image_first_symbol(image))
        while symbol.value:
            if zbar.zbar_symbol_get_type(symbol) == _QR:
                text = zbar.zbar_symbol_get_data(symbol).decode()
                count = zbar.zbar_symbol_get_loc_size(symbol)
                across = [zbar.zbar_symbol_get_loc_x(symbol, place) for place in range(count)]
                down = [zbar.zbar_symbol_get_loc_y(symbol, place) for place in range(count)]
                found.append(Scanned(text, max(max(across) - min(across), max(down) - min(down))))
            symbol = ctypes.c_void_p(zbar.zbar_symbol_next(symbol))
    finally:
        zbar.zbar_image_destroy(image)
        zbar.zbar_image_scanner_destroy(scanner)
    return found
