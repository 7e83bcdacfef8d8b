"""Where the program's own files are: texts, packs, fonts."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "resources"

TEXTS = ROOT / "texts"
PACKS = ROOT / "packs"
FONTS = ROOT / "fonts"
REHEARSAL = ROOT / "rehearsal"
